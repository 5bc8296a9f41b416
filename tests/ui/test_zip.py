#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Zipped packs: opened by the command line, the dialog and a drop, with their pictures; a bad one is refused in a sentence."""

import hashlib
import json
import subprocess
import sys
import zipfile

import harness
import packs
import workfile
from desktop import GLib
from harness import ARTICLE, PACK, Program, pages

TEXT = pages.canonical_text(ARTICLE)
TITLE = "Reckless switch-off leaves Tarnwick in the dark"
STREET = "Every street lamp in Tarnwick now goes out at midnight"
REFUSED = "This cannot be opened"
MILL = "<h1>The mill stands still</h1>\n<p>The mill at Oddhaven has not turned since Tuesday.</p>\n" \
       "<img src=\"media/red.png\" alt=\"A red square\">\n<p>Nobody knows why.</p>\n"
MILL_TEXT = "The mill stands still\nThe mill at Oddhaven has not turned since Tuesday.\n\nNobody knows why.\n"


def exercise(folder, name="lamps.byline"):
    return packs.zipped(packs.copy(folder, "lamps"), name)


def looks_red(desktop, box):
    """Whether a block of red is on the screen there."""
    pixel = desktop.pixels()
    red = sum(pixel(x, y)[0] > 180 and max(pixel(x, y)[1:]) < 60 for x in range(box.x, box.x + box.width, 40) for y in range(box.y, box.y + box.height, 40))
    return red >= 9


def show_picture(desktop):
    """a zip on the command line opens, with the picture that it holds"""
    folder = desktop.folder / "mill"
    (folder / "articles").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "articles" / "mill.html").write_text(MILL, "utf-8")
    subprocess.run(["convert", "-size", "300x300", "xc:#e01010", str(folder / "media" / "red.png")], check=True)
    digest = "sha256:" + hashlib.sha256(MILL_TEXT.encode()).hexdigest()
    (folder / "byline.json").write_text(json.dumps({
        "format": "byline-pack", "version": 1, "id": "urn:uuid:2c3ab1ff-7a54-4cf0-8f0e-5ad7a3a1a1d7", "revision": 1, "title": "The mill",
        "articles": [{"id": "mill", "file": "articles/mill.html", "textDigest": digest}]}), "utf-8")
    program = Program(desktop, packs.zipped(folder, "mill.byline"))
    program.wait_for_words(MILL_TEXT, "Nobody knows why")
    program.wait_for(lambda: looks_red(desktop, program.article_box()), "the picture")
    program.quit()


def open_and_work(desktop):
    """a zip opens by the dialog, is found by what it contains, remembered, and left as it is"""
    path = exercise(desktop.folder, "pack from the learning platform.zip")
    before = path.read_bytes()
    program = Program(desktop, "--code-name", "Heron-07")
    program.find("list item", TITLE)
    desktop.press("ctrl+o")
    program.choose_file("Open", path)
    page = program.wait_for_article(TEXT)
    program.select(page, STREET)
    desktop.press("1")
    program.wait_for_rows([f"C, Claim: {STREET}"])
    program.wait_until_saved()
    workfile.check(workfile.path_of(program.data), TEXT, {("claim", STREET, None)})
    desktop.press("F12")
    program.click(program.find("list item", path.name))
    program.wait_for_rows([f"C, Claim: {STREET}"])
    program.quit()
    assert path.read_bytes() == before, "the pack was changed by being read"


def drop(desktop):
    """a zip that is dropped on the article is opened instead of it"""
    text = desktop.folder / "ferry.txt"
    text.write_text("The ferry that never sailed\n\nIt has not left Oddhaven since Tuesday, the harbour master said.\n", "utf-8")
    program = Program(desktop, text)
    program.wait_for_words("The ferry that never sailed\nIt has not left Oddhaven since Tuesday, the harbour master said.\n", "harbour master said")
    box = program.article_box()
    source = desktop.start([sys.executable, str(harness.SOURCE / "tests" / "ui" / "dragsource.py"), str(exercise(desktop.folder))],
                           stdout=subprocess.PIPE, text=True)
    said = []
    GLib.io_add_watch(source.stdout, GLib.IO_IN | GLib.IO_HUP, lambda *_: (said.append(source.stdout.readline()), desktop.notice(), bool(said[-1]))[-1])
    program.wait_for(lambda: desktop.active_window()[2] < 400, "the window to drag from")
    x, y, width, height = desktop.active_window()
    desktop.xdotool("mousemove", x + width // 2, y + height // 2, "mousedown", 1, "mousemove_relative", 12, 12, "mousemove_relative", 12, 12)
    program.wait_for(lambda: "begun\n" in said, "the drag to begin")
    desktop.xdotool("mousemove", box.x + box.width // 2, box.y + box.height // 2, "mousemove_relative", 3, 3)
    program.wait_for(lambda: "accepted\n" in said, "the article to take the file")
    desktop.xdotool("mouseup", 1)
    program.wait_for(lambda: "taken\n" in said, "the drop")
    desktop.end(source)
    program.wait_for_article(TEXT)
    program.quit()


def refuse(desktop):
    """a zip that leads out of its folder, one that is cut short, and an office document are refused by name"""
    whole = exercise(desktop.folder)
    cut = desktop.folder / "cut.byline"
    cut.write_bytes(whole.read_bytes()[:-200])
    out = desktop.folder / "out.byline"
    with zipfile.ZipFile(out, "w") as archive:
        archive.write(PACK / "byline.json", "byline.json")
        archive.writestr("../escaped.html", "<p>Out.</p>\n")
    office = desktop.folder / "letter.docx"
    with zipfile.ZipFile(office, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")

    program = Program(desktop)
    for path, words in ((cut, ""), (out, "escaped.html"), (office, "office document")):
        program.find("list item", TITLE)
        desktop.press("ctrl+o")
        program.choose_file("Open", path)
        program.find("label", REFUSED)
        said = program.sees(path.name).name
        assert words in said and "\n" not in said, said
        desktop.press("Escape")
        program.wait_until_gone("label", REFUSED)
    assert not (desktop.folder.parent / "escaped.html").exists()
    program.quit()


if __name__ == "__main__":
    harness.run_tests(show_picture, open_and_work, drop, refuse)
