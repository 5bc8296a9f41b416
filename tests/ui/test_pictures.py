#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of each room, light and dark, narrow and large, in BUILD/tests/ui/pictures.

The picture in README.md is one of them:

    scripts/test window-pictures
    convert build/tests/ui/pictures/reading.png -shave 5x5 -strip +dither -colors 255 png8:docs/reading-room.png
"""

import hashlib
import json
import uuid

import harness
import page as pages
import workfile
from harness import ARTICLE, PACK, PACK_ID, PICTURES, Program, screen

TEXT = pages.canonical_text(ARTICLE)
FIRST = "Reckless switch-off leaves Tarnwick in the dark"
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
NAME = "Heron-07"
CHOSEN = "said deputy mayor Jon Vesper"
MARKS = [
    ("opinion", "Reckless"),
    ("claim", "Every street lamp in Tarnwick now goes out at midnight"),
    ("claim", "The town council approved the switch-off on 2 September by nine votes to six"),
    ("opinion", "Darker nights, brighter budget"),
    ("attribution", "the mayor’s office posted"),
    ("attribution", "Mayor Edda Rowan told the Courier"),
    ("claim", "the measure would save €86,000 a year"),
    ("evidence", "The council’s accounts for last year list €112,000 for street lighting, repairs included"),
    ("attribution", "The council’s accounts for last year list"),
    ("evidence", "Nobody walks under those lamps"),
    ("attribution", CHOSEN),
    ("attribution", "The fire service declined to comment"),
    ("claim", "a gift to burglars"),
    ("evidence", "Police records show 14 burglaries in Tarnwick in September"),
    ("claim", "Danil Iver, a cleaner at the hospital"),
    ("opinion", "I have met one fox since September. It looked lost too"),
]
NOTES = {"the measure would save €86,000 a year": "Who has counted this?"}


def annotation(tag, words):
    start = TEXT.index(words)
    selector = [{"type": "TextPositionSelector", "start": start, "end": start + len(words)}, {"type": "TextQuoteSelector", "exact": words}]
    body = [{"type": "TextualBody", "purpose": "tagging", "value": tag}]
    if words in NOTES:
        body.append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": NOTES[words]})
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": uuid.uuid4().urn, "type": "Annotation", "motivation": "classifying",
            "body": body, "target": {"source": "urn:byline:article:lamps", "selector": selector}}


def write_work(data, committed):
    """What somebody has marked, as a file from elsewhere."""
    items = [annotation(*mark) for mark in sorted(MARKS, key=lambda mark: TEXT.index(mark[1]))]
    work = {"@context": ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}], "id": uuid.uuid4().urn,
            "type": "AnnotationCollection", "creator": {"id": uuid.uuid4().urn, "type": "Person", "nickname": NAME},
            "byline:format": 1, "byline:role": "work", "byline:pack": PACK_ID, "byline:packRevision": 1, "byline:article": "lamps",
            "byline:textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(), "byline:attempt": 1,
            "total": len(items), "first": {"id": uuid.uuid4().urn, "type": "AnnotationPage", "startIndex": 0, "items": items}}
    if committed:
        work["byline:committed"] = "2026-10-14T10:00:00Z"
    path = workfile.path_of(data, NAME)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(work, ensure_ascii=False, indent=2) + "\n", "utf-8")


def take(program, name):
    program.desktop.screenshot(PICTURES / f"{name}.png")


def show_reading(desktop, environment=None):
    """Opens the exercise with marks in it; its first words and each tag's letter must be there."""
    write_work(desktop.folder / "work", committed=False)
    program = Program(desktop, "--code-name", NAME, PACK, environment=environment)
    program.wait_for_words(TEXT, FIRST)
    rows = program.wait_for(lambda: program.rows(), "the rows")
    assert len(rows) == len(MARKS) and {row[:3] for row in rows} == {"C, ", "A, ", "E, ", "O, "}, rows
    return program


def show_comparison(desktop, name, environment=None):
    """Opens finished work: beside the article stands the comparison, with the tags' letters."""
    write_work(desktop.folder / "work", committed=True)
    program = Program(desktop, "--code-name", NAME, PACK, environment=environment)
    program.wait_for_status("Compared with the key.")
    found = program.sees("You found").name.split()
    program.wait_for(lambda: found[-1] in [word for word, _ in program.recognise()], "the comparison on the screen")
    program.wait_for_words(TEXT, FIRST)
    badges = {node.name for node in program.find_all("image") if len(node.name) == 1}
    assert badges and badges <= set("CAEO"), badges
    take(program, name)
    program.quit()


def show_library(desktop, name, environment=None):
    program = Program(desktop, environment=environment)
    program.find("list item", FIRST)
    program.wait_for(lambda: any(FIRST.split()[1] in word for word, _ in program.recognise()), "the exercise’s name")
    take(program, name)
    program.quit()


@screen(1100, 800)
def library(desktop):
    """library"""
    show_library(desktop, "library")


@screen(1100, 800)
def library_dark(desktop):
    """library, dark"""
    show_library(desktop, "library-dark", DARK)


@screen(360, 640)
def library_narrow(desktop):
    """library, narrow"""
    show_library(desktop, "library-narrow")


@screen(1100, 800)
def reading(desktop):
    """reading room"""
    program = show_reading(desktop)
    desktop.click(*program.wait_for_words(TEXT, CHOSEN).center(CHOSEN))
    bar = program.find("group", "Tag the selected words")
    program.wait_for(lambda: any("Opinion" in word for word, _ in program.recognise(program.screen_box(bar))), "the bar on the screen")
    take(program, "reading")
    program.quit()


@screen(1100, 800)
def reading_dark(desktop):
    """reading room, dark"""
    program = show_reading(desktop, DARK)
    take(program, "reading-dark")
    program.quit()


@screen(360, 640)
def reading_narrow(desktop):
    """reading room, narrow"""
    program = show_reading(desktop)
    take(program, "reading-narrow")
    program.quit()


@screen(720, 900, 192)
def reading_large(desktop):
    """reading room, text twice as large"""
    program = show_reading(desktop)
    take(program, "reading-large")
    program.quit()


@screen(1100, 800)
def comparison(desktop):
    """comparison"""
    show_comparison(desktop, "comparison")


@screen(1100, 800)
def comparison_dark(desktop):
    """comparison, dark"""
    show_comparison(desktop, "comparison-dark", DARK)


if __name__ == "__main__":
    harness.run_tests(library, library_dark, library_narrow, reading, reading_dark, reading_narrow, reading_large,
                      comparison, comparison_dark)
