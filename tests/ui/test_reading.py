#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reading room: marking with the mouse and with the keyboard, and finding it all again."""

import harness
import workfile
from harness import ARTICLE, PACK, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
RECORDS = "Police records show 14 burglaries in Tarnwick in September, against nine in the same month last year"
SAVING = "Mayor Edda Rowan told the Courier that the measure would save €86,000 a year."
FIGURES = "She did not say how that figure was reached. The council’s accounts for last year list €112,000 for street lighting, repairs included."
LABELS = {"claim": "C, Claim", "attribution": "A, Attribution", "evidence": "E, Evidence", "opinion": "O, Opinion"}


def rows_of(marks):
    """The side list's rows: in the order of the text, the one that ends first before the other."""
    ordered = sorted(marks, key=lambda mark: (TEXT.index(mark[1]), len(mark[1])))
    return [f"{LABELS[tag]}: {words}" for tag, words, _ in ordered]


class Reader:
    """A program with the exercise open, and what must be marked in it."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.marks = set()
        self.open()

    def open(self):
        self.program = Program(self.desktop, "--code-name", "Heron-07", PACK)
        self.page = self.program.wait_for_article(TEXT)

    def expect(self, tag, words, note=None):
        self.marks.add((tag, words, note))
        self.check_list()

    def check_list(self):
        self.program.wait_for_rows(rows_of(self.marks))

    def check_file(self):
        path = workfile.path_of(self.program.data)
        self.desktop.watch_folder(path.parent)
        self.program.wait_for(lambda: workfile.marks(path) == self.marks, "the marks in the file")
        self.program.wait_until_saved()
        workfile.check(path, TEXT, self.marks)
        assert len(self.marks) == 1 or any(TEXT.index(words) > TEXT.index("🌙") for _, words, _ in self.marks), "an emoji must stand before a mark"

    def write_note(self, text, words, before=""):
        self.program.find("text box", "Note")
        self.desktop.type(text)
        self.desktop.press("Return")
        self.program.wait_for_status("Note kept.")
        tag, = (mark[0] for mark in self.marks if mark[1] == words)
        self.marks = {mark for mark in self.marks if mark[1] != words} | {(tag, words, before + text)}
        self.check_file()

    def take_away(self, mark):
        self.marks.remove(mark)
        self.check_list()

    def mark(self, words, key, tag):
        self.program.select(self.page, words)
        self.desktop.press(key)
        self.expect(tag, words)


def mark_with_mouse(desktop):
    """words are dragged over, double-clicked and tagged; after a restart all is there"""
    reader = Reader(desktop)
    reader.mark(STREET, "1", "claim")

    desktop.click(*reader.page.center("savings"), times=2)
    bar = reader.program.find("group", "Tag the selected words")
    reader.program.click(bar.find_all("button", "Opinion")[0])
    reader.expect("opinion", "savings")

    desktop.click(*reader.page.center("hardly"), times=3)
    reader.program.wait_until_selected(reader.page, "That can hardly be a coincidence.")
    desktop.press("4")
    reader.expect("opinion", "That can hardly be a coincidence.")

    # One inside the other, one across both its edge and a sentence's.
    reader.mark(RECORDS, "3", "evidence")
    reader.mark("Police records show", "2", "attribution")
    reader.mark("the same month last year. That can", "KP_1", "claim")
    reader.check_file()

    reader.program.quit()
    before = workfile.path_of(reader.program.data).read_bytes()
    reader.open()
    reader.check_list()
    reader.program.click(reader.program.find("button", "Close"))
    reader.program.wait_until_ended()
    assert workfile.path_of(reader.program.data).read_bytes() == before, "the file was changed by being read"

    reader.open()
    reader.check_list()
    reader.program.quit()


def mark_with_keyboard(desktop):
    """without a mouse: words and sentences, notes, Delete, undo and redo, also after a restart"""
    reader = Reader(desktop)
    program, press = reader.program, desktop.press

    def go_to(*sentences):
        for sentence in sentences:
            press("ctrl+Down")
            program.wait_for_caret(reader.page, sentence)

    def go_and_tag(sentence, keys, words, key, tag):
        go_to(sentence)
        press(*keys)
        program.wait_until_selected(reader.page, words)
        press(key)
        reader.expect(tag, words)

    go_to("The Tarnwick Courier", "Every street lamp")
    go_and_tag("The town council", ["shift+ctrl+Right"] * 3, "The town council", "2", "attribution")
    go_and_tag("“Darker nights", ["shift+ctrl+Down"], "“Darker nights, brighter budget!", "KP_4", "opinion")
    go_to("🌙")
    go_and_tag("Mayor Edda", ["shift+ctrl+Down"], SAVING, "1", "claim")
    go_and_tag("She did", ["shift+ctrl+Down", "shift+ctrl+Down"], FIGURES, "3", "evidence")

    # A note: on the tag just set, then changed, then on another one.
    press("Return")
    reader.write_note("no source givn", FIGURES)
    press("F2")
    press("BackSpace")
    reader.write_note("en", FIGURES, before="no source giv")
    press("ctrl+Page_Up", "Return")
    reader.write_note("Is that so?", SAVING)

    # Delete, undo and redo, by two keys each.
    press("Delete")
    removed = next(mark for mark in reader.marks if mark[1] == SAVING)
    reader.take_away(removed)
    press("ctrl+z")
    reader.expect(*removed)
    press("ctrl+shift+z")
    reader.take_away(removed)
    press("ctrl+BackSpace")
    reader.expect(*removed)
    reader.check_file()
    program.quit()

    # Undo goes on where it was, in the next run.
    reader.open()
    reader.check_list()
    press("ctrl+z", "ctrl+BackSpace", "ctrl+z", "ctrl+z")
    reader.marks = {(tag, words, None) for tag, words, _ in reader.marks if words != FIGURES}
    reader.check_list()
    reader.check_file()
    press("ctrl+y")
    reader.expect("evidence", FIGURES)
    reader.check_file()
    reader.program.quit()


if __name__ == "__main__":
    harness.run_tests(mark_with_mouse, mark_with_keyboard)
