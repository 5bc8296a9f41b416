#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finish and hand in: the file in the chosen folder, what is said of it, and what happens where it cannot be written."""

import hashlib

import harness
import packs
import workfile
from harness import ARTICLE, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
COINCIDENCE = "That can hardly be a coincidence"
NOTE = "Says who?"
NAME = "Heron-07_The-lamps-of-Tarnwick_lamps.byline.json"


def start(desktop, pack):
    program = Program(desktop, "--code-name", "Heron-07", pack)
    return program, program.wait_for_article(TEXT)


def mark(desktop, program, page):
    """Two passages, one of them with a note."""
    program.select(page, STREET)
    desktop.press("1")
    program.select(page, COINCIDENCE)
    desktop.press("4")
    desktop.press("Return")
    program.wait_for_focus("Note")
    desktop.type(NOTE)
    desktop.press("Escape")
    program.wait_for(lambda: len(program.rows()) == 2, "two marks")


def finish(desktop, program):
    program.click(program.find("button", "Hand In…"))
    program.find("label", "Finish and hand in?")
    said = program.sees("You tagged 2 passages.").name
    assert "no longer be changed" in said, said
    desktop.press("Return")


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def hand_in(desktop):
    stick = desktop.folder / "stick"
    stick.mkdir()
    program, page = start(desktop, packs.for_students(desktop.folder))
    mark(desktop, program, page)
    finish(desktop, program)
    program.choose_file("Hand In", stick)
    program.find("label", "What the File Contains")
    for words in ("Heron-07", NAME, str(stick), "2 tags: Claim 1, Attribution 0, Evidence 0, Opinion 1", "1 note is included", "teacher’s pack"):
        program.sees(words)
    desktop.press("Escape")
    program.wait_for_status("Handed in.")
    assert not program.find_all("button", "Both"), "there is no key to compare with"

    kept = workfile.path_of(program.data)
    workfile.check(kept, TEXT, {("claim", STREET, None), ("opinion", COINCIDENCE, NOTE)}, committed=True)
    before = digests(stick)
    assert before == {NAME: hashlib.sha256(kept.read_bytes()).hexdigest()}

    # Once more in the same place: it is there already, and nothing is finished twice.
    desktop.press("F4")
    program.choose_file("Hand In", stick)
    program.find("label", "The Same File Was There Already")
    desktop.press("Escape")
    assert digests(stick) == before and len(list(kept.parent.glob("*.byline.json"))) == 1
    program.quit()
    return stick, before


def another_of_that_name(desktop):
    """the finished work is in the chosen folder, byte for byte, and shown; another file of that name stays; the next attempt has its own"""
    stick, before = hand_in(desktop)
    (stick / NAME).write_text("Somebody else's.")
    other = digests(stick)
    program, _ = start(desktop, desktop.folder / "students")
    desktop.press("F4")
    program.choose_file("Hand In", stick)
    program.sees(NAME.replace(".byline", "-2.byline"))
    desktop.press("Escape")
    assert digests(stick) == other | {NAME.replace(".byline", "-2.byline"): before[NAME]}

    program.click(program.find("button", "Try Again"))
    program.wait_for_status("Attempt 2 begins.")
    finish(desktop, program)
    program.choose_file("Hand In", stick)
    program.sees(NAME.replace(".byline", "_attempt-2.byline"))
    desktop.press("Escape")
    assert len(digests(stick)) == 3
    program.quit()


def no_place(desktop):
    """a folder that takes no file is named, nothing is lost, and it can be tried again"""
    stick = desktop.folder / "stick"
    stick.mkdir()
    program, page = start(desktop, packs.for_students(desktop.folder))
    mark(desktop, program, page)
    finish(desktop, program)
    program.choose_file("Hand In", "/proc")
    program.find("label", "Not handed in")
    said = program.sees("Nothing is lost").name
    assert said.startswith("/proc: "), said
    desktop.press("Return")
    program.choose_file("Hand In", stick)
    program.find("label", "What the File Contains")
    desktop.press("Escape")
    assert list(digests(stick)) == [NAME]

    # Nobody has to choose: the work is finished all the same, and kept.
    desktop.press("F4")
    program.find("label", "Hand In")
    desktop.press("Escape")
    program.wait_for_status("Finished, but not handed in.")
    workfile.check(workfile.path_of(program.data), TEXT, {("claim", STREET, None), ("opinion", COINCIDENCE, NOTE)}, committed=True)
    program.quit()


def teacher_opens_later(desktop):
    """without a key nothing is compared; the teacher's pack of the same id, opened later, compares the finished work"""
    stick = desktop.folder / "stick"
    stick.mkdir()
    program, page = start(desktop, packs.for_students(desktop.folder, retry="none"))
    mark(desktop, program, page)
    finish(desktop, program)
    program.choose_file("Hand In", stick)
    program.find("label", "What the File Contains")
    desktop.press("Escape")
    program.wait_until_gone("label", "What the File Contains")
    assert not program.find_all("button", "Try Again"), "this pack allows one attempt"
    kept = workfile.path_of(program.data)
    before = kept.read_bytes()
    program.quit()

    program, _ = start(desktop, packs.for_teachers(desktop.folder))
    program.wait_for_status("Compared with the key.")
    rows = program.rows("Comparison with the key, passage by passage")
    assert any("You found this, exactly as in the key." in row for row in rows), rows
    program.quit()
    assert kept.read_bytes() == before


if __name__ == "__main__":
    harness.run_tests(another_of_that_name, no_place, teacher_opens_later)
