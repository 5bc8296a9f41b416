#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed key: the comparison asks for its code, as often as it takes, and keeps the key in memory only."""

import json
import zipfile

import harness
import packs
import workfile
from harness import ARTICLE, KEY, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
COINCIDENCE = "That can hardly be a coincidence"
ROWS = "Comparison with the key, passage by passage"
CODE = "tidal-mango-42"


def finish(desktop, program, page):
    """Two marks, finished but handed in nowhere."""
    program.select(page, STREET)
    desktop.press("1")
    program.select(page, COINCIDENCE)
    desktop.press("4")
    program.wait_for(lambda: len(program.rows()) == 2, "two marks")
    program.click(program.find("button", "Hand In…"))
    program.sees("You tagged 2 passages.")
    desktop.press("Return")
    program.find("label", "Hand In")
    program.wait_for(lambda: desktop.active_window()[2] < desktop.size[0] - 80, "the file chooser to be active")
    desktop.press("Escape")
    program.wait_for_status("Finished, but not handed in.")


def ask(desktop, program):
    program.click(program.find("button", "Compare…"))
    program.wait_for_focus("Code")


def type_code(desktop, code):
    desktop.type(code)
    desktop.press("Return")


def ask_for_code(desktop):
    """a wrong code is said and can be mended; the right one, however typed, compares; it is asked once and written nowhere"""
    pack = packs.sealed(desktop.folder, CODE)
    program = Program(desktop, "--code-name", "Heron-07", pack)
    page = program.wait_for_article(TEXT)
    finish(desktop, program, page)
    assert not program.rows(ROWS), "the key is shown before its time"

    ask(desktop, program)
    type_code(desktop, "tidal-mango-41")
    program.wait_for_status("This code does not open the key.")
    program.wait_for_focus("Code")
    type_code(desktop, "  Tidal Mango 42 ")
    program.wait_for_status("Compared with the key.")
    rows = program.rows(ROWS)
    reasons = [body["value"] for item in workfile.read(KEY)["first"]["items"] for body in item["body"] if body["purpose"] == "commenting"]
    assert all(any(reason in row for row in rows) for reason in reasons)

    # Once more in this window nobody is asked.
    desktop.press("F12")
    program.click(program.find("list item", pack.name))
    program.click(program.find("button", "Compare…"))
    program.wait_for_rows(rows, ROWS)
    assert not program.find_all(name="Code")
    program.quit()

    written = [path for path in desktop.folder.rglob("*") if path.is_file() and reasons[0].encode() in path.read_bytes() and path.is_relative_to(program.data)]
    assert not written, f"the key was written to {written}"

    # Another window asks again, and may be told nothing.
    program = Program(desktop, "--code-name", "Heron-07", pack)
    program.wait_for_article(TEXT)
    desktop.press("ctrl+F5")
    program.wait_for_focus("Code")
    desktop.press("Escape")
    program.wait_until_gone(None, "Code")
    assert not program.rows(ROWS)
    program.quit()


def damaged(desktop):
    """a damaged key is called damaged, whatever the code"""
    whole = packs.sealed(desktop.folder, CODE)
    pack = desktop.folder / "damaged.byline"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(".sealed"):
                key = json.loads(data)
                member = max((member for member in key if isinstance(key[member], str)), key=lambda member: len(key[member]))
                middle = len(key[member]) // 2
                key[member] = key[member][:middle] + ("A" if key[member][middle] != "A" else "B") + key[member][middle + 1:]
                data = json.dumps(key).encode()
            target.writestr(name, data)
    program = Program(desktop, "--code-name", "Heron-07", pack)
    finish(desktop, program, program.wait_for_article(TEXT))
    ask(desktop, program)
    type_code(desktop, CODE)
    assert "ask for the pack again" in program.wait_for_status("The key cannot be opened: ")
    desktop.press("Escape")
    program.wait_until_gone(None, "Code")
    program.quit()


if __name__ == "__main__":
    harness.run_tests(ask_for_code, damaged)
