#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The library: what is there opens at once, and what cannot be opened is said in one sentence."""

import shutil

import harness
import workfile
from harness import ARTICLE, PACK, Program, pages

TEXT = pages.canonical_text(ARTICLE)
TITLE = "Reckless switch-off leaves Tarnwick in the dark"
COINCIDENCE = "That can hardly be a coincidence"
REFUSED = "This cannot be opened"
PLAIN = """The ferry that never sailed

By our reporter on the quay

The ferry Morning Star has not left Oddhaven since Tuesday, the harbour master said.
Nobody misses it, she added, because the bridge is faster.

Sixty people signed a letter that asks for the old timetable.
"""


def open_with_mouse(desktop):
    """the bundled exercise is listed, and one click opens it; the way back leads to the list"""
    program = Program(desktop)
    program.sees("Who says so, and how do they know?")
    program.click(program.find("list item", TITLE))
    page = program.wait_for_article(TEXT)
    program.select(page, COINCIDENCE)
    desktop.press("4")
    program.wait_for_focus("Code name")
    desktop.type("Wren-1")
    desktop.press("Return")
    program.wait_for_rows([f"O, Opinion: {COINCIDENCE}"])
    program.wait_until_saved()
    program.quit()

    program = Program(desktop)
    program.find("list item", TITLE)
    program.find("label", "Wren-1 · 1 tag · begun")
    program.quit()


def open_with_keyboard(desktop):
    """the bundled exercise opens by Tab and Return"""
    program = Program(desktop)
    program.find("list item", TITLE)

    def focus():
        return [node for node in program.root.find_all() if "focused" in node.states]

    before = program.wait_for(focus, "something to have the focus")
    while not any(node.name == TITLE for node in before):
        desktop.press("Tab")
        before = program.wait_for(lambda: focus() != before and focus(), "the focus to move on")
    desktop.press("Return")
    program.wait_for_article(TEXT)
    program.quit()


def open_plain_text(desktop):
    """a plain text file opens as an article that can be marked"""
    path = desktop.folder / "ferry.txt"
    path.write_text(PLAIN, "utf-8")
    program = Program(desktop, "--code-name", "Wren-1", path)
    text = "The ferry that never sailed\nBy our reporter on the quay\n" \
           "The ferry Morning Star has not left Oddhaven since Tuesday, the harbour master said. " \
           "Nobody misses it, she added, because the bridge is faster.\n" \
           "Sixty people signed a letter that asks for the old timetable.\n"
    page = program.wait_for_article(text)
    program.select(page, "Sixty people signed a letter that asks for the old timetable")
    desktop.press("1")
    program.wait_for_rows(["C, Claim: Sixty people signed a letter that asks for the old timetable"])
    program.wait_until_saved()
    work, = program.data.rglob("*.byline.json")
    (start, end, exact, _, _), = workfile.segments(workfile.read(work)["first"]["items"][0])
    assert text[start:end] == exact
    assert path.read_text("utf-8") == PLAIN, "the file was changed by being read"
    program.quit()


def refuse(desktop):
    """a damaged file, a PDF and a missing file are each refused in one sentence that names the file"""
    damaged = desktop.folder / "damaged"
    shutil.copytree(PACK, damaged)
    (damaged / "byline.json").write_text('{"format": "byline-pack", "version": 1,')
    pdf = desktop.folder / "scan.pdf"
    pdf.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    half = desktop.folder / "half.byline.json"
    half.write_text('{"@context": [')

    for path, words in ((damaged, "byline.json"), (pdf, "PDF"), (desktop.folder / "nowhere.txt", "nowhere.txt"), (half, "half.byline.json")):
        program = Program(desktop, path)
        program.find("label", REFUSED)
        said = program.sees(words).name
        assert path.name in said, f"{said!r} does not name {path.name}"
        assert str(desktop.folder) not in said.replace(str(path), ""), said
        desktop.press("Escape")
        program.wait_until_gone("label", REFUSED)
        program.find("list item", TITLE)
        program.quit()


def no_place_for_work(desktop):
    """where no work can be kept that is said, and nothing is shown as tagged or saved"""
    place = desktop.folder / "file"
    place.write_text("A file is no folder.")
    program = Program(desktop, "--code-name", "Wren-1", PACK, data=place)
    page = program.wait_for_article(TEXT)
    program.sees("Not a directory")
    program.select(page, COINCIDENCE)
    desktop.press("4")
    program.sees("Not a directory")
    assert program.rows() == [] and not program.says_saved()
    program.quit()


def place_goes_away(desktop):
    """a folder that goes away while somebody works: it is said, the window stays, and nothing is lost"""
    program = Program(desktop, "--code-name", "Wren-1", PACK)
    page = program.wait_for_article(TEXT)
    program.select(page, COINCIDENCE)
    desktop.press("4")
    program.wait_for_rows([f"O, Opinion: {COINCIDENCE}"])
    program.wait_until_saved()

    away = program.data.with_name("away")
    program.data.rename(away)
    program.data.write_text("Where the folder was.")
    program.select(page, "deserves better")
    desktop.press("4")
    program.sees("Your last changes are not saved")
    assert not program.says_saved()
    desktop.press("ctrl+q")
    program.sees("The window stays open")
    desktop.press("Escape")

    program.data.unlink()
    away.rename(program.data)
    program.wait_until_saved()
    marks = {("opinion", COINCIDENCE, None), ("opinion", "deserves better", None)}
    workfile.check(workfile.path_of(program.data, "Wren-1"), TEXT, marks, "Wren-1")
    program.quit()


def no_sandbox(desktop):
    """where WebKit could not wall the article in, that is said and nothing is shown"""
    tools = desktop.folder / "tools"
    tools.mkdir()
    (tools / "bwrap").write_text("#!/bin/sh\nexit 1\n")
    (tools / "bwrap").chmod(0o755)
    program = Program(desktop, PACK, environment={"PATH": f"{tools}:{desktop.environment['PATH']}"})
    program.sees("does not let Byline wall it in")
    program.quit()


if __name__ == "__main__":
    harness.run_tests(open_with_mouse, open_with_keyboard, open_plain_text, refuse, no_place_for_work, place_goes_away, no_sandbox)
