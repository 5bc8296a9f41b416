#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose work it is: asked at the first mark, and kept apart."""

import harness
import workfile
from harness import ARTICLE, PACK, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
MINUTES = "the council’s minutes show"
QUESTION = "Who is working?"


def answer(desktop, program, name):
    """Types over the name that is suggested."""
    program.wait_for_focus("Code name")
    desktop.type(name)
    desktop.press("Return")
    program.wait_until_gone("label", QUESTION)


def check(desktop, program, name, marks):
    path = workfile.path_of(program.data, name)
    desktop.watch_folder(path.parent)
    program.wait_for(lambda: workfile.marks(path) == marks, f"the marks in {path}")
    workfile.check(path, TEXT, marks, name)


def ask_at_first_mark(desktop):
    """nothing covers the article at the start; the first mark asks who is working, and is then set"""
    program = Program(desktop, PACK)
    page = program.wait_for_article(TEXT)
    assert len(program.root.children) == 1 and not program.find_all("label", QUESTION), "something covers the article"

    program.select(page, STREET)
    desktop.press("1")
    program.find("label", QUESTION)
    desktop.press("Escape")
    program.wait_until_gone("label", QUESTION)
    assert program.rows() == [] and not program.data.exists(), "a mark of nobody's was kept"

    program.select(page, STREET)
    desktop.press("1")
    answer(desktop, program, "Otter-3")
    program.wait_for_rows([f"C, Claim: {STREET}"])
    check(desktop, program, "Otter-3", {("claim", STREET, None)})
    program.quit()


def keep_people_apart(desktop):
    """“Not me” and another name begin with nothing, and each finds their own work again"""
    program = Program(desktop, "--code-name", "Otter-3", PACK)
    page = program.wait_for_article(TEXT)
    program.select(page, STREET)
    desktop.press("1")
    program.wait_for_rows([f"C, Claim: {STREET}"])

    program.click(program.find("button", "Otter-3"))
    answer(desktop, program, "Robin 8 ü")
    program.wait_for_rows([])
    program.select(page, MINUTES)
    desktop.press("2")
    program.wait_for_rows([f"A, Attribution: {MINUTES}"])
    check(desktop, program, "Robin 8 ü", {("attribution", MINUTES, None)})

    program.click(program.find("button", "Robin 8 ü"))
    program.wait_for_focus("Code name")
    # The name stands there as a button now, for both have worked here.
    program.click(program.find("button", "Otter-3"))
    program.wait_for_rows([f"C, Claim: {STREET}"])
    check(desktop, program, "Otter-3", {("claim", STREET, None)})
    creators = {workfile.read(workfile.path_of(program.data, name))["creator"]["id"] for name in ("Otter-3", "Robin 8 ü")}
    assert len(creators) == 2
    program.quit()


if __name__ == "__main__":
    harness.run_tests(ask_at_first_mark, keep_people_apart)
