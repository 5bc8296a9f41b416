#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Review a class: students, passages and heat, from hand-ins that nothing is changed in."""

import json

import classmates
import desktop as desktops
import harness
from harness import ARTICLE, BUILD, KEY, PACK, PICTURES, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STUDENTS, PASSAGES = "Students", "Passages, the most split first"
FOLDER = "Folder… Hand-ins"
ROWS = "Comparison with the key, passage by passage"


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def choose_folder(program, folder):
    """In GTK's own file chooser, whose button is "Select" where a folder is wanted."""
    program.choose_file(lambda name: name.strip("_") in ("Open", "Select"), folder)
    program.sees(folder.name)


def choose(desktop, program, folder, keyboard=True):
    """From the open pack to the folder, ready to be reviewed."""
    if keyboard:
        desktop.press("F5")
    else:
        program.click(program.wait_for(lambda: program.find_all("button", "Main Menu"), "the menu")[-1])
        program.find("menu item", "Review a Class…")
        desktop.press("Down", "Down", "Return")
    program.find("label", "Pack with the Answer Key")
    program.sees("The lamps of Tarnwick")
    program.wait_for_focus(FOLDER)
    desktop.press("space")
    choose_folder(program, folder)
    program.wait_for(lambda: any("sensitive" in node.states for node in program.find_all("button", "Review")), "“Review” to be ready")


def begin(desktop, program, folder, keyboard=True):
    """From the open pack to its class."""
    choose(desktop, program, folder, keyboard)
    program.click(program.find("button", "Review"))


def by_the_command_line(folder):
    """{file: score}, and what cannot be read."""
    files = [str(path) for path in sorted(folder.glob("*.json"))]
    scored = json.loads(desktops.subprocess.run([str(BUILD / "app" / "byline-cli"), "score", "--pack", str(PACK), "--format", "json", *files],
                                                stdout=desktops.subprocess.PIPE, stderr=desktops.subprocess.DEVNULL).stdout)
    return [score for score in scored if "error" not in score], [score["file"] for score in scored if "error" in score]


def check_students(program, folder):
    """Everybody is there with what byline-cli says, and what is not counted says why."""
    scores, damaged = by_the_command_line(folder)
    assert len(scores) == 21 and len(damaged) == 3, (len(scores), len(damaged))
    rows = program.wait_for(lambda: len(program.rows(STUDENTS)) > 8 and program.rows(STUDENTS), "students")
    expected = []
    for score in scores:
        found = sum(band["found"] for band in score["bands"].values())
        expected.append((score["creator"], f"Found {found} of {score['required']}", f"{(score['score_bp'] + 50) // 100} %"))
    for name, found, percent in expected:
        assert any(row.startswith(f"{name}. {found}") and row.endswith(percent) for row in rows), f"no row for {name}, {found}, {percent}: {rows}"
    assert rows[:21] == sorted(rows[:21], key=lambda row: row.partition(".")[0]), rows
    assert sum("in conflict, see below" in row for row in rows) == 2, rows
    assert "In conflict: 1" in rows and "Cannot be read: 3" in rows, rows
    assert any(row.startswith("broken-3.byline.json") and "newer Byline" in row for row in rows), rows
    mean = (sum(score["score_bp"] for score in scores) + 50 * len(scores)) // (100 * len(scores))
    program.find("label", f"21 handed in, {mean} % on average")


def check_student(desktop, program):
    """A row opens that student's comparison, and Escape leads back."""
    program.click(next(node for node in program.find_all("list item") if node.name.startswith("Badger-18. ")))
    program.find("label", "Badger-18")
    rows = program.wait_for(lambda: program.rows(ROWS), "a comparison")
    assert any("You found this" in row for row in rows), rows
    program.click(program.find("button", "Key"))
    desktop.press("Escape")
    program.wait_for(lambda: any("focused" in node.states for node in program.find_all("list item")), "the list of students to have the focus")


def check_passages(desktop, program):
    """The most split first; nothing says what the key has before it is revealed."""
    program.click(program.find("button", "Passages"))
    rows = program.wait_for(lambda: program.rows(PASSAGES), "passages")
    words = [row.partition(". ")[2].partition(":")[0] for row in rows]
    assert words == sorted(words, key=["Very split", "Split", "Mostly agreed"].index), words
    program.find("label", lambda name: name.startswith("Opinion: "))
    program.find("label", lambda name: name.startswith("Not marked: "))
    assert not program.find_all("label", lambda name: "found it" in name)
    desktop.press("ctrl+Next")
    program.wait_for(lambda: any("selected" in node.states for node in program.find_all("list item", rows[1])), "the second passage")
    desktop.press("ctrl+Return")
    program.sees("found it")
    desktop.press("ctrl+Prior")
    program.wait_for(lambda: not program.find_all("label", lambda name: "found it" in name), "the key to be hidden again")


def check_heat(desktop, program):
    """Each tag has its own map; the article is painted in that tag's colour."""
    program.sees("Claim, 21 students")
    program.click(program.find("button", "Opinion"))
    program.sees("Opinion, 21 students")


def review(desktop):
    """24 hand-ins, three damaged and two in conflict: students, passages, heat, and no file is touched"""
    folder = desktop.folder / "period 3"
    classmates.make_class(KEY, ARTICLE, folder)
    before = contents(folder)
    program = Program(desktop, PACK)
    program.wait_for_article(TEXT)
    begin(desktop, program, folder)
    check_students(program, folder)
    check_student(desktop, program)
    check_heat(desktop, program)
    check_passages(desktop, program)
    desktop.screenshot(PICTURES / "review.png")
    assert contents(folder) == before, "a hand-in was changed by being read"
    desktop.press("F12")
    program.sees("Who says so, and how do they know?")
    program.quit()


def nothing_there(desktop):
    """a folder without hand-ins, and one with damaged ones only, are each answered by a sentence, and another can be chosen"""
    empty = desktop.folder / "empty"
    empty.mkdir()
    program = Program(desktop, PACK)
    program.wait_for_article(TEXT)
    begin(desktop, program, empty, keyboard=False)
    program.sees("no work files are there")
    folder = desktop.folder / "period 4"
    classmates.make_class(KEY, ARTICLE, folder, n=4, damaged=1)
    program.click(program.find("button", FOLDER))
    choose_folder(program, folder)
    program.click(program.find("button", "Review"))
    program.sees("3 handed in")
    program.quit()


def many(desktop):
    """1,000 hand-ins open"""
    folder = desktop.folder / "everybody"
    classmates.make_class(KEY, ARTICLE, folder, n=1000, damaged=0)
    program = Program(desktop, PACK)
    program.wait_for_article(TEXT)
    begin(desktop, program, folder)
    program.sees("1000 handed in")
    program.quit()


if __name__ == "__main__":
    harness.run_tests(review, nothing_there, many)
