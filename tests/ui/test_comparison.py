#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finish and compare: what the rows say, what the headline counts, and that finished work stays as it is."""

import json

import desktop as desktops
import harness
import workfile
from harness import ARTICLE, BUILD, KEY, PACK, Program, pages

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
GIFT = "a gift to burglars"
RECORDS = "Police records show 14 burglaries in Tarnwick in September, against nine in the same month last year"
EARLY = RECORDS.partition(",")[0]
FOXES = "Asked about the foxes"
MISSED = "Tarnwick deserves better"
ROWS = "Comparison with the key, passage by passage"
MARKS = [(STREET, "1", "claim"), (GIFT, "1", "claim"), (EARLY, "3", "evidence"), (FOXES, "4", "opinion")]


def reasons():
    """{words: (tag, reason)} of the teacher's key, read without Byline."""
    found = {}
    for item in workfile.read(KEY)["first"]["items"]:
        bodies = {body["purpose"]: body["value"] for body in item["body"]}
        words = " … ".join(segment[2] for segment in workfile.segments(item))
        found[words, bodies["tagging"]] = bodies["commenting"]
    return found


def start(desktop):
    program = Program(desktop, "--code-name", "Heron-07", PACK)
    return program, program.wait_for_article(TEXT)


def mark_all(desktop, program, page):
    for number, (words, key, _) in enumerate(MARKS, 1):
        program.select(page, words)
        desktop.press(key)
        program.wait_for(lambda: len(program.rows()) == number, f"{number} marks")


def finish(desktop, program):
    program.click(program.find("button", "Compare…"))
    program.find("label", "Finish and compare?")
    program.sees("You tagged 4 passages.")
    desktop.press("Return")
    program.wait_for_status("Compared with the key.")


def check_rows(rows):
    """Each of the five outcomes in words, with the teacher's reason."""
    why = reasons()

    def row_with(*parts):
        found = [row for row in rows if all(part in row for part in parts)]
        assert len(found) == 1, f"{len(found)} rows with {parts}: {rows}"
        return found[0]

    row_with("You found this, exactly as in the key.", why[STREET, "claim"])
    row_with("You marked this passage as a claim; the key has it as an opinion.", why[GIFT, "opinion"])
    row_with("Edges", why[RECORDS, "evidence"])
    row_with(f"Missed: “{MISSED}”.", why[MISSED, "opinion"])
    row_with(f"Not in the key: “{FOXES}”")
    for words, tag in why:
        assert any(why[words, tag] in row for row in rows), f"nothing is said of “{words}”"


def check_headline(program):
    """The same number as the command line's, one click away."""
    score, = json.loads(desktops.run(str(BUILD / "app" / "byline-cli"), "score", "--pack", str(PACK), "--format", "json",
                                     str(workfile.path_of(program.data))))
    program.sees(f"You found {sum(item['outcome'] in ('exact', 'close', 'partial') and not item['optional'] for item in score['items'])} of {score['required']}")
    program.click(program.find("label", "How this is counted"))
    program.find("label", f"{(score['score_bp'] + 50) // 100} %")
    assert 0 < score["score_bp"] < 10000


def compare(desktop):
    """five outcomes with the teacher's reasons, the headline of byline-cli, and a second attempt"""
    program, page = start(desktop)
    mark_all(desktop, program, page)
    finish(desktop, program)
    rows = program.rows(ROWS)
    check_rows(rows)
    check_headline(program)

    path = workfile.path_of(program.data)
    marks = {(tag, words, None) for words, _, tag in MARKS}
    workfile.check(path, TEXT, marks, committed=True)
    before = path.read_bytes()
    program.quit()

    program, page = start(desktop)
    program.wait_for_rows(rows, ROWS)
    # Nothing changes what is finished: no tag, no note, no Delete, no undo.
    desktop.click(*page.center(STREET))
    for keys in (["2"], ["Delete"], ["Return"], ["ctrl+z"], ["F2"]):
        desktop.press(*keys)
    program.click(program.find("button", "Key"))
    program.click(program.find("button", "Mine"))
    program.quit()
    assert path.read_bytes() == before, "finished work was changed"

    program, page = start(desktop)
    program.click(program.find("button", "Try Again"))
    program.wait_for_status("Attempt 2 begins.")
    program.wait_for(lambda: len(program.rows()) == len(MARKS), "a copy of the first attempt")
    program.select(page, MISSED)
    desktop.press("4")
    program.wait_for(lambda: len(program.rows()) == len(MARKS) + 1, "one more mark")
    program.wait_until_saved()
    workfile.check(workfile.path_of(program.data, attempt=2), TEXT, marks | {("opinion", MISSED, None)}, attempt=2)
    program.quit()
    assert path.read_bytes() == before, "the second attempt changed the first"


if __name__ == "__main__":
    harness.run_tests(compare)
