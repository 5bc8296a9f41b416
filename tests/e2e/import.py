#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli import: what it writes, what it says, and its exit status."""

import base64
import hashlib
import html.parser
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import zlib

from tap import check, finish

CLI = os.path.abspath(sys.argv[1])


def run(*arguments):
    return subprocess.run([CLI, "import", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


class Text(html.parser.HTMLParser):
    """All text nodes, one after the other: an independent reading of canonical HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data):
        self.text += data


def text_of(markup):
    parser = Text()
    parser.feed(markup.decode("utf-8"))
    parser.close()
    return parser.text


def random_page(source):
    """A page that closes some of its tags, with words that are all different."""
    tags = ["p", "div", "ul", "li", "b", "i", "a href=#x", "table", "tr", "td", "h2", "blockquote", "pre", "span lang=fr", "dl", "dt", "dd", "em", "q", "section", "ruby", "rt"]
    page, words, opened = [], [], []
    for number in range(source.randrange(5, 120)):
        kind = source.randrange(6)
        if kind < 2:
            tag = source.choice(tags)
            opened.append(tag.split()[0])
            page.append(f"<{tag}>")
        elif kind == 2 and opened:
            page.append(f"</{opened.pop()}>")
        elif kind == 3:
            page.append(source.choice(["<br>", "<hr>", "\n", " ", "&nbsp;", "&amp;", "<!-- no -->", "<script>no()</script>", "🌊"]))
        else:
            word = f"w{number}"
            words.append(word)
            page.append(source.choice(["", " "]) + word + source.choice(["", " ", "\n", "\t"]))
    return "".join(page).encode("utf-8"), words


def properties(folder):
    source = random.Random(20261123)
    bad = {"status": [], "text": [], "again": [], "words": [], "feeds": []}
    page_file, first, second = folder / "page.html", folder / "first.html", folder / "second.html"
    for _ in range(150):
        page, words = random_page(source)
        page_file.write_bytes(page)
        done = run("--keep-all", "-o", first, page_file)
        if not words:
            continue
        if done.returncode != 0:
            bad["status"].append((page, done.stderr))
            continue
        canonical = first.read_bytes()
        text = run("--text", first).stdout
        if text.decode("utf-8") != text_of(canonical):
            bad["text"].append(page)
        run("-o", second, first)
        if second.read_bytes() != canonical:
            bad["again"].append(page)
        # Foster parenting moves what stands loose in a table, so that order is compared without tables.
        found = [word for word in text.decode("utf-8").replace("🌊", " ").replace("&", " ").split()]
        letters = "".join(found)
        if sorted(letters) != sorted("".join(words)) or (b"<table" not in page and letters != "".join(words)):
            bad["words"].append((page, found))
        if not canonical.endswith(b"\n"):
            bad["feeds"].append(page)
    check("random pages are imported", not bad["status"], bad["status"][:1])
    check("html.parser reads the same text", not bad["text"], bad["text"][:1])
    check("importing again changes no byte", not bad["again"], bad["again"][:1])
    check("no word is lost, added or moved", not bad["words"], bad["words"][:1])
    check("a line feed ends the last block", not bad["feeds"], bad["feeds"][:1])


def many(folder):
    """Thousands of pieces, so many a page that it stays a matter of seconds."""
    source = random.Random(20261124)
    bad, done = [], 0
    page, out = folder / "many.html", folder / "many-out.html"
    for _ in range(100):
        pieces = [b"<article>" + random_page(source)[0] + b"</article>" for _ in range(30)]
        page.write_bytes(b"".join(pieces))
        if run("-o", out, page).returncode != 0:
            continue
        done += len(pieces)
        canonical = out.read_bytes()
        if run("--text", out).stdout.decode("utf-8") != text_of(canonical) or run(out).stdout != canonical:
            bad.append(page.read_bytes())
    check("thousands of pieces are imported", done >= 2000, done)
    check("html.parser reads the same text in all of them", not bad, bad[:1])


def statuses(folder):
    page = folder / "page.html"
    page.write_text("<h1>A</h1><p>b", "utf-8")
    empty = folder / "empty.html"
    empty.write_text("<script>no text</script>", "utf-8")
    pdf = folder / "file.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    large = folder / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(1024 ** 3)
    out = folder / "out.html"

    cases = [
        ("a page", 0, [page], b""),
        ("no text", 1, [empty, "-o", out], b"empty.html: "),
        ("a PDF", 1, [pdf], b"file.pdf: "),
        ("a huge file", 1, [large], b"large.txt: "),
        ("a missing file", 3, [folder / "none.html"], b"none.html: "),
        ("no file", 2, [], b""),
        ("two files", 2, [page, page], b""),
        ("an unknown option", 2, ["--frobnicate", page], b"--frobnicate"),
        ("--text and --json", 2, ["--text", "--json", page], b"--text"),
        ("a bad language", 2, ["--language", "not a language", page], b"not a language"),
        ("a title without a word", 2, ["--title", " \u200b", page], b"import: The title"),
        ("a missing folder", 3, [page, "-o", folder / "none" / "out.html"], b"out.html: "),
    ]
    for name, status, arguments, message in cases:
        done = run(*arguments)
        check(f"{name}: exit status {status}", done.returncode == status, (done.returncode, done.stderr))
        check(f"{name}: the message", message in done.stderr and (status == 0) == (done.stderr == b""), done.stderr)
        check(f"{name}: results only when done", (status == 0) == (done.stdout != b""), done.stdout[:80])
    check("nothing is written for bad input", not out.exists())
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CLI, "import", str(page)], stdout=full, stderr=subprocess.PIPE, timeout=60)
    check("a full disk: exit status 3", done.returncode == 3 and done.stderr, (done.returncode, done.stderr))
    done = run("--help")
    check("--help", done.returncode == 0 and b"byline-cli import" in done.stdout, done.stdout)


def outputs(folder):
    scraped = folder / "scraped.txt"
    scraped.write_text("Wall holds\n\nWall holds\n\nHarbour Post\n\nThe wall held.It was 🌊 “the third”\302\240storm since May, the port said.\n\nNobody was hurt.\n".replace("\302\240", "\u00a0"), "utf-8")
    text = "Wall holds\nHarbour Post\nThe wall held.It was 🌊 “the third”\u00a0storm since May, the port said.\nNobody was hurt.\n"
    done = run("--text", scraped)
    check("a scraped text: title once, nothing repaired", done.stdout.decode("utf-8") == text, done.stdout)
    done = subprocess.run([CLI, "import", "-", "--text"], input=scraped.read_bytes(), capture_output=True, timeout=60)
    check("- is standard input", done.stdout.decode("utf-8") == text, done)
    done = run("--json", scraped)
    check("--json", json.loads(done.stdout) == {"title": "Wall holds", "author": "Harbour Post", "outlet": None, "date": None, "language": "und", "direction": "ltr", "leftOut": []}, done.stdout)
    done = run("--title", "Another", "--language", "en", scraped)
    check("--title and --language", done.stdout.startswith(b'<h1 lang="en">Another</h1>\n<p lang="en">Harbour Post</p>\n'), done.stdout)
    out = folder / "article.html"
    done = run(scraped, "-o", out)
    check("-o writes the file and says nothing", done.returncode == 0 and not done.stdout and not done.stderr and text_of(out.read_bytes()) == text, done)
    check("the source is as it was", hashlib.sha256(scraped.read_bytes()).hexdigest() == hashlib.sha256(text.replace("Wall holds\n", "Wall holds\n\nWall holds\n\n").replace("Post\n", "Post\n\n").replace("said.\n", "said.\n\n").encode()).hexdigest())
    done = subprocess.run([CLI, "import", str(scraped), "--text"], env={"LC_ALL": "C"}, capture_output=True, timeout=60)
    check("the C locale changes nothing", done.stdout.decode("utf-8") == text, done)


def left_out(folder):
    """What --json lists is what --keep-all has more."""
    words = "The harbour wall held through the night, the port authority said on Monday, and no ship was lost in the storm."
    page = folder / "left.html"
    page.write_text(f"<!doctype html><title>Wall</title><nav>Menu one</nav><main><h1>Wall</h1><div class=share-bar>Share it</div><p>{words}</p><p>{words}</p></main><footer>Imprint</footer>", "utf-8")
    listed = json.loads(run("--json", page).stdout)["leftOut"]
    check("what is left out is listed", [(item["kind"], item["words"], item["text"]) for item in listed] == [("menu", 2, "Menu one"), ("sharing", 2, "Share it"), ("footer", 1, "Imprint")], listed)
    check("--keep-all leaves nothing out", json.loads(run("--json", "--keep-all", page).stdout)["leftOut"] == [])
    everything = run("--text", "--keep-all", page).stdout.decode()
    check("and has it all", all(item["text"] in everything for item in listed), everything)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height):
    """A grey picture that any decoder takes."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def images(folder):
    here = folder / "saved"
    (here / "page_files").mkdir(parents=True)
    inside, beside = png(3, 2), png(4, 2)
    name = hashlib.sha256(beside).hexdigest()[:16] + ".png"
    (here / "page_files" / "pier.png").write_bytes(beside)
    page = here / "page.html"
    data = base64.b64encode(inside).decode()
    page.write_text(f'<h1>Wall</h1><p>It held.<img alt="inside" src="data:image/png;base64,{data}"></p><img alt="beside" src="page_files/pier.png"><p><img alt="far" src="https://e.example/x.png"></p>', "utf-8")

    out = folder / "out" / "wall.html"
    out.parent.mkdir()
    done = run(page, "-o", out)
    media = sorted(file.name for file in (out.parent / "media").iterdir())
    check("images: nothing is said", done.returncode == 0 and not done.stderr, done)
    check("images: those at hand are beside the article", media == sorted([name, hashlib.sha256(inside).hexdigest()[:16] + ".png"]), media)
    check("images: byte for byte", (out.parent / "media" / name).read_bytes() == beside)
    check("images: the article names them", f'<img src="media/{name}" alt="beside">\n<p>far</p>\n'.encode() in out.read_bytes(), out.read_bytes())
    text = folder / "wall.txt"
    run(page, "--text", "-o", text)
    check("images: --text is the text of what -o writes", text.read_text("utf-8") == text_of(out.read_bytes()) and not (folder / "media").exists())

    before = {file: file.stat().st_mtime_ns for file in (out.parent / "media").iterdir()}
    done = run(page, "-o", out)
    check("images: once more writes none again", done.returncode == 0 and before == {file: file.stat().st_mtime_ns for file in (out.parent / "media").iterdir()}, done)
    copy = folder / "copy" / "wall.html"
    copy.parent.mkdir()
    done = run(out, "-o", copy)
    check("images: a canonical article takes them along", copy.read_bytes() == out.read_bytes() and (copy.parent / "media" / name).read_bytes() == beside, done)

    (copy.parent / "media" / name).write_bytes(b"a teacher's")
    copy.unlink()
    done = run(out, "-o", copy)
    check("images: another file of the name stays", done.returncode == 1 and name.encode() in done.stderr and (copy.parent / "media" / name).read_bytes() == b"a teacher's" and not copy.exists(), done)

    done = run(page)
    check("images: standard output has their words", done.stdout == b"<h1>Wall</h1>\n<p>It held.inside</p>\n<p>beside</p>\n<p>far</p>\n", done.stdout)
    check("images: and that is said once", done.returncode == 0 and done.stderr.count(b"\n") == 1 and b"2 pictures" in done.stderr, done.stderr)


with tempfile.TemporaryDirectory() as name:
    os.chdir(name)
    images(pathlib.Path(name))
    properties(pathlib.Path(name))
    many(pathlib.Path(name))
    statuses(pathlib.Path(name))
    outputs(pathlib.Path(name))
    left_out(pathlib.Path(name))

finish()
