#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One's own tags as an answer key: a practice, a teacher's and a sealed student pack, each opened again."""

import json
import re
import subprocess
import zipfile

import desktop as desktops
import harness
from harness import BUILD, MARGIN, Program

PLAIN = """The ferry that never sailed

The ferry Morning Star has not left Oddhaven since Tuesday, the harbour master said.
Nobody misses it, she added, because the bridge is faster.
"""
TEXT = "The ferry that never sailed\n" \
       "The ferry Morning Star has not left Oddhaven since Tuesday, the harbour master said. " \
       "Nobody misses it, she added, because the bridge is faster.\n"
SOURCE = "the harbour master said"
VIEW = "Nobody misses it"
REASON = "She says so herself."
AUTHOR, LICENSE = "The harbour school", "CC-BY-4.0"
ROWS = "Comparison with the key, passage by passage"
WINDOW = "Answer Key from These Tags"


def start(desktop):
    path = desktop.folder / "ferry.txt"
    path.write_text(PLAIN, "utf-8")
    program = Program(desktop, "--code-name", "Owl-1", path)
    page = program.wait_for_article(TEXT)
    program.select(page, SOURCE)
    desktop.press("2")
    desktop.press("Return")
    program.wait_for_focus("Note")
    desktop.type(REASON)
    desktop.press("Escape")
    program.select(page, VIEW)
    desktop.press("4")
    program.wait_for(lambda: len(program.rows()) == 2, "two tags")
    desktop.press("shift+F9")
    program.find(None, WINDOW)
    return program


def save(desktop, program, path):
    program.click(program.find("button", "Save…"))
    # The name that is suggested is typed over.
    program.find("label", "Save")
    program.wait_for(lambda: program.find_all(None, "Save the Pack"), "the file chooser")
    program.wait_for(lambda: desktops.run("xdotool", "getactivewindow", "getwindowname", env=desktop.environment).decode().strip() == "Save the Pack",
                     "the file chooser to be active")
    desktop.press("ctrl+a")
    desktop.type(str(path))
    desktop.press("Return")
    program.sees(f"Saved as “{path.name}”")
    subprocess.run([str(BUILD / "app" / "byline-cli"), "check", str(path)], check=True)
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("byline.json")), b"".join(archive.read(name) for name in archive.namelist())


def work(desktop, program, button):
    """A student who marks one of the two passages, and finishes."""
    page = program.wait_for_article(TEXT)
    program.select(page, VIEW)
    desktop.press("4")
    program.wait_for(lambda: len(program.rows()) == 1, "a mark")
    program.click(program.find("button", button))
    program.sees("You tagged 1 passage.")
    desktop.press("Return")


def check_comparison(program):
    program.wait_for_status("Compared with the key.")
    rows = program.rows(ROWS)
    assert any(REASON in row for row in rows) and any("exactly as in the key" in row for row in rows), rows


def practice(desktop):
    """tags of an imported text become a practice pack, which opens, compares and passes byline-cli check"""
    program = start(desktop)
    program.sees("1 Passage Has No Reason")
    for row, text in ("Author, if it may be known", AUTHOR), ("Licence, such as CC-BY-4.0", LICENSE):
        program.click(program.find("label", row))
        desktop.type(text)
    manifest, content = save(desktop, program, desktop.folder / "practice.byline")
    assert (manifest["kind"], manifest["review"]["reveal"]) == ("practice", "commit") and REASON.encode() in content
    assert (manifest["authors"], manifest["license"]) == ([AUTHOR], LICENSE)
    desktop.press("Escape")
    program.wait_until_gone(None, WINDOW)
    program.quit()

    program = Program(desktop, "--code-name", "Heron-07", desktop.folder / "practice.byline")
    work(desktop, program, "Compare…")
    check_comparison(program)
    program.quit()


def sealed_and_teacher(desktop):
    """a student pack holds nothing of the key but sealed, its code opens it; the teacher's pack has the same id"""
    program = start(desktop)
    program.click(program.find("label", "Student, with a Sealed Key"))
    shown = program.find("label", lambda name: re.fullmatch(r"[a-z]+-[a-z]+-\d+", name)).name
    program.click(program.find("button", "Another"))
    code = program.find("label", lambda name: re.fullmatch(r"[a-z]+-[a-z]+-\d+", name) and name != shown).name
    student, content = save(desktop, program, desktop.folder / "student.byline")
    assert (student["kind"], student["review"]["reveal"]) == ("student", "code")
    assert REASON.encode() not in content and code.encode() not in content

    program.click(program.find("label", "Teacher"))
    program.wait_until_gone("label", code)
    teacher, content = save(desktop, program, desktop.folder / "teacher.byline")
    assert teacher["kind"] == "teacher" and teacher["id"] == student["id"] and REASON.encode() in content
    desktop.press("Escape")
    program.wait_until_gone(None, WINDOW)
    program.quit()

    program = Program(desktop, "--code-name", "Heron-07", desktop.folder / "student.byline")
    work(desktop, program, "Hand In…")
    program.find("label", "Hand In")
    program.wait_for(lambda: desktop.active_window()[2] < desktop.size[0] - 2 * MARGIN, "the file chooser to be active")
    desktop.press("Escape")
    program.wait_for_status("Finished, but not handed in.")
    desktop.press("ctrl+F5")
    program.wait_for_focus("Code")
    desktop.type(code.upper().replace("-", " "))
    desktop.press("Return")
    check_comparison(program)
    program.quit()


if __name__ == "__main__":
    harness.run_tests(practice, sealed_and_teacher)
