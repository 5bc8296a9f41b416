#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in German: what a class sees there, from the first page to the comparison."""

import pathlib
import re
import sys
import tempfile

import harness
import packs
from harness import ARTICLE, PACK, PICTURES, Program, pages

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import po  # noqa: E402

TEXT = pages.canonical_text(ARTICLE)
STREET = "Every street lamp in Tarnwick now goes out at midnight"
GIFT = "a gift to burglars"
TAGS = {"B": "Behauptung", "Z": "Zuschreibung", "N": "Nachweis", "M": "Meinung"}
BAR = "Die ausgewählten Wörter markieren"
LIST = "Markierungen in der Reihenfolge des Textes"
ROWS = "Vergleich mit der Lösung, Stelle für Stelle"
COMPARE = "Vergleichen\u00a0…"
NARROW = 720

# A locale that is made for the test is not known inside the sandbox of the article's view.
harness.HARMLESS = re.compile(f"{harness.HARMLESS.pattern}|Locale not supported by C library", re.I)


def mark(desktop, program, page, words, key, rows):
    program.select(page, words, BAR)
    desktop.press(key)
    program.wait_for_rows(rows, LIST)


def read_in_german(desktop):
    """the library, the tags with their letters, the comparison, and a header with room at 720 px"""
    german = environment | {"LC_ALL": environment["LANG"]}
    program = Program(desktop, "--code-name", "Reiher-07", environment=german)
    program.sees("Wer sagt das, und woher weiß man es?")
    program.quit()

    program = Program(desktop, "--code-name", "Reiher-07", PACK, environment=german)
    page = program.wait_for_article(TEXT)
    bar = program.select(page, STREET, BAR)
    for name in TAGS.values():
        assert bar.find_all("button", name), f"{name} is not in the bar"
    desktop.press("1")
    program.wait_for_rows([f"B, Behauptung: {STREET}"], LIST)
    program.wait_for_status("Als Behauptung markiert. Behauptung: 1.")
    mark(desktop, program, page, GIFT, "1", [f"B, Behauptung: {STREET}", f"B, Behauptung: {GIFT}"])
    for letter, name in TAGS.items():
        program.find(None, f"Nur {name} zeigen: {2 if letter == 'B' else 0}")
        program.find("label", f"{letter} {2 if letter == 'B' else 0}")
    desktop.screenshot(PICTURES / "german-reading.png")

    program.click(program.find("button", COMPARE))
    program.sees("Du hast 2 Stellen markiert.")
    desktop.press("Return")
    program.wait_for_status("Mit der Lösung verglichen.")
    rows = program.rows(ROWS)
    for words in ("Du hast das gefunden, genau wie in der Lösung.", "Du hast diese Stelle als Behauptung markiert; in der Lösung steht sie als Meinung.", "Übersehen: „"):
        assert any(words in row for row in rows), f"“{words}” is not said: {rows}"
    program.click(program.find("label", "Wie das gezählt wird"))
    # Numbers for people have the comma of their language.
    program.find("label", lambda name: re.match(r"Was du gefunden hast, ist \d,\d\d von \d+,\d\d Punkten wert", name))
    desktop.screenshot(PICTURES / "german-comparison.png")
    program.quit()

    desktop.size = NARROW, desktop.size[1]
    program = Program(desktop, "--code-name", "Reiher-07", PACK, environment=german)
    program.find("button", "Nochmal")
    program.wait_for(lambda: desktop.active_window()[2] <= NARROW, f"the window to fit {NARROW} pixels")
    desktop.screenshot(PICTURES / "german-narrow.png")
    program.quit()


def hand_in_in_german(desktop):
    """finishing and handing in, what is in the file, and one's tags as a key"""
    german = environment | {"LC_ALL": environment["LANG"]}
    stick = desktop.folder / "Stick"
    stick.mkdir()
    program = Program(desktop, "--code-name", "Reiher-07", packs.for_students(desktop.folder), environment=german)
    page = program.wait_for_article(TEXT)
    mark(desktop, program, page, STREET, "1", [f"B, Behauptung: {STREET}"])
    desktop.press("shift+F9")
    program.sees("1 Markierung wird zur Lösung; ihre Notiz wird zur Begründung, die die Lernenden lesen.")
    desktop.screenshot(PICTURES / "german-key.png")
    desktop.press("Escape")
    program.wait_until_gone(None, "Lösung aus diesen Markierungen")

    program.click(program.find("button", "Abgeben\u00a0…"))
    program.find("label", "Abschließen und abgeben?")
    program.sees("Du hast 1 Stelle markiert.")
    desktop.press("Return")
    program.choose_file("Abgeben", stick)
    program.find("label", "Was in der Datei steht")
    program.sees("1 Markierung: Behauptung 1, Zuschreibung 0, Nachweis 0, Meinung 0")
    desktop.screenshot(PICTURES / "german-receipt.png")
    desktop.press("Escape")
    program.wait_for_status("Abgegeben.")
    program.quit()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        environment = po.german(pathlib.Path(folder))
        if environment is None:
            print("1..0 # SKIP there is no locale de_DE.UTF-8, and no way to make it")
        else:
            harness.run_tests(read_in_german, hand_in_in_german)
