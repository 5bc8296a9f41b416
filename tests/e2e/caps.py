#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The largest and the worst of articles: within 1 GiB of address space each is
imported, or refused in a sentence, and what is imported goes through every verb."""

import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from tap import bound, check, finish

CLI = os.path.abspath(sys.argv[1])
MAX = 16 * 1024 * 1024
# Far more seconds than are needed: they end what would go on for ever, also on a busy machine.
bounded = bound(CLI, 20)
PARAGRAPH = b"The wall held through the night, the port said, and no ship was lost. " * 8


def run(*arguments):
    return subprocess.run([CLI, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, preexec_fn=bounded)


def fill(piece, start=b"", size=MAX):
    return start + piece * ((size - len(start)) // len(piece))


def wide(text, encoding, start=b""):
    return fill(text.encode(encoding), start)


# What has to be read, and what may just as well be refused.
READ = {
    "paragraphs.txt": fill(PARAGRAPH + b"\n\n", size=MAX - MAX // 50),
    "wrapped.txt": fill(PARAGRAPH[:70] + b"\n", size=MAX - MAX // 50),
    "one-line.txt": fill(PARAGRAPH, size=MAX - 100),
    "empty-lines.txt": fill(b"\n", b"a\n"),
    "utf-16.txt": wide("世a ", "utf-16-le", b"\xff\xfe"),
    "utf-32.txt": wide("世a ", "utf-32-le", b"\xff\xfe\0\0"),
    "combining.txt": wide("\u0301", "utf-8", b"a")[:MAX - 100],
    "cjk.txt": wide("世界和平", "utf-8")[:MAX - 106],
    "page.html": fill(b"<p>" + PARAGRAPH + b"</p>\n", b"<!doctype html><body><article>", MAX - MAX // 50),
    "divs.html": fill(b"<div class=a>" + PARAGRAPH + b"</div>\n", b"<!doctype html><body>", MAX - MAX // 50),
    "entities.html": b"<p>" + b"&amp;" * 1000000,
    "long-entities.html": b"<p>" + b"&CounterClockwiseContourIntegral;" * 400000,
    "attribute.html": b"<p title='" + b"a" * 10000000 + b"'>text</p>",
    "address.html": b"<p><a href='https://e.example/" + b"a" * 10000000 + b"'>text</a></p>",
    "description.html": b"<p>x<img alt='" + b"a " * 5000000 + b"'></p>",
    "classes.html": b"<!doctype html><p class='" + b"a " * 5000000 + b"'>" + PARAGRAPH + b"</p>",
    "scripts.html": fill(b"<script>", b"<p>a"),
    "data.html": fill(b"<script type=application/ld+json>{\"headline\":\"a\"}</script>", b"<p>a"),
    "text.md": fill(PARAGRAPH + b"\n\n", size=MAX - MAX // 50),
}
SEEN = {
    "short-lines.txt": fill(b"a\n"),
    "latin.txt": fill(b"\xe9t\xe9 "),
    "zeros.txt": fill(b"\0"),
    "shift-jis.html": wide("世", "shift_jis", b"<meta charset=shift_jis><p>"),
    "nested.html": b"<div>" * 100000 + b"text",
    "nested-bold.html": b"<b>" * 100000 + b"text",
    "nested-tables.html": b"<table><tr><td>" * 100000 + b"text",
    "formatting.html": fill(b"<a><b><i><u><p>x"),
    "attributes.html": b"<p " + b" ".join(b"a%d=1" % number for number in range(1000000)) + b">text",
    "table.html": fill(b"<tr><td>a<td>b<td>c", b"<table>"),
    "foster.html": fill(b"<tr>x", b"<table>"),
    "breaks.html": fill(b"a<br>", b"<p>"),
    "less-than.html": fill(b"<", b"<p>a"),
    "closers.html": fill(b"</p>", b"<p>a"),
    "headings.html": fill(b"<h2>a</h2><ul><li><a href=x>b</a></ul>", b"<!doctype html><p>" + PARAGRAPH),
    "quoted.md": fill(b">"),
    "brackets.md": fill(b"["),
    "links.md": fill(b"[a](b)"),
    "stars.md": fill(b"**a *b "),
    "underscores.md": fill(b"_a"),
    "ticks.md": b" ".join(b"`" * number for number in range(1, 5700)),
    "declarations.md": fill(b"<!A "),
    "references.md": b"[r]: " + b"u" * 10000 + b"\n\n" + b"[r]\n\n" * 1000000,
    "lists.md": b"".join(b" " * number + b"- a\n" for number in range(3000)),
    "headings.md": fill(b"# a\n"),
}


def imports(folder):
    for name, data in (READ | SEEN).items():
        source, out = folder / name, folder / "out.html"
        source.write_bytes(data)
        done = run("import", source, "-o", out)
        wanted = [0] if name in READ else [0, 1]
        sound = done.returncode in wanted and (done.returncode == 0) == out.exists() and done.stderr.count(b"\n") == done.returncode
        check(f"{name}: {'read' if name in READ else 'read or refused'}", len(data) <= MAX and sound, (len(data), done.returncode, done.stderr[-200:]))
        out.unlink(missing_ok=True)
        source.unlink()


def write_work(path, text, start, end, digest):
    annotation = {
        "id": "urn:uuid:0d5f8a3e-1111-4222-8333-000000000001", "type": "Annotation", "body": [{"type": "TextualBody", "purpose": "tagging", "value": "claim"}],
        "target": {"source": "urn:byline:article:a", "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[start - 32:start], "suffix": text[end:end + 32]}]}}
    path.write_text(json.dumps({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}], "id": "urn:uuid:0d5f8a3e-1111-4222-8333-000000000002", "type": "AnnotationCollection",
        "byline:format": 1, "byline:role": "work", "byline:article": "a", "byline:textDigest": "sha256:" + digest, "total": 1,
        "first": {"id": "urn:uuid:0d5f8a3e-1111-4222-8333-000000000003", "type": "AnnotationPage", "startIndex": 0, "items": [annotation]}}), "utf-8")


def verbs(folder):
    source, article, work, old = folder / "large.txt", folder / "article.html", folder / "work.byline.json", folder / "old.byline.json"
    source.write_bytes(READ["paragraphs.txt"])
    run("import", source, "-o", article)
    text = run("import", "--text", article).stdout.decode()
    start = text.index("The wall held", 15000000)
    write_work(work, text, start, start + 70, hashlib.sha256(text.encode()).hexdigest())
    write_work(old, text, start, start + 70, "0" * 64)

    done = run("check", article)
    check("the largest article is checked", done.returncode == 0, done)
    done = run("anchor", "--article", article, old)
    check("marks are found again in it", done.returncode == 0 and json.loads(done.stdout)[0]["segments"] == [[start, start + 70]], done)
    done = run("score", "--key", work, "--article", article, "--format", "json", work)
    check("it is scored", done.returncode == 0 and [item["outcome"] for item in json.loads(done.stdout)[0]["items"]] == ["exact"], done)


def write_many(path, text, size, length):
    """Sound annotations until the file is almost of that size."""
    one = ('{"id":"urn:x:%d","type":"Annotation","body":{"type":"TextualBody","purpose":"tagging","value":"claim"},"target":{"source":"urn:byline:article:a","selector":['
           '{"type":"TextPositionSelector","start":%d,"end":%d},{"type":"TextQuoteSelector","exact":%s}]}}')
    items, left, number = [], size - 1000, 0
    while left > 0:
        start = number * 4 % (len(text) - length)
        items.append(one % (number, start, start + length, json.dumps(text[start:start + length])))
        left -= len(items[-1]) + 1
        number += 1
    path.write_text(
        '{"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:x:c","type":"AnnotationCollection","byline:format":1,"byline:role":"work","byline:article":"a","byline:textDigest":"sha256:'
        + hashlib.sha256(text.encode()).hexdigest() + f'","total":{number},"first":{{"type":"AnnotationPage","items":[' + ",".join(items) + "]}}", "utf-8")


def many_marks(folder):
    """A key and work of almost 64 MiB: what does not fit beside the key is refused in a sentence, and the batch goes on."""
    text = (PARAGRAPH.decode() * 500).strip() + "\n"
    article, large, half, small = folder / "many.html", folder / "large.byline.json", folder / "half.byline.json", folder / "small.byline.json"
    article.write_text(f"<p>{text.strip()}</p>\n", "utf-8")
    write_many(large, text, 64 * 1024 * 1024, 500)
    write_many(half, text, 20 * 1024 * 1024, 90)
    write_many(small, text, 100000, 90)

    done = run("score", "--key", large, "--article", article, "--format", "csv", large, small)
    lines = done.stdout.decode().splitlines()
    check("a key and work of 64 MiB: a row or a sentence each", done.returncode in (0, 1) and len(lines) == 3 and lines[2].startswith(f"{small},,a,1,,")
          and sum(b": warning: " not in line for line in done.stderr.splitlines()) == done.returncode, (done.returncode, lines, done.stderr[-200:]))
    done = run("score", "--key", half, "--article", article, "--format", "json", half, half)
    told = json.loads(done.stdout) if done.returncode == 0 else []
    check("a key and two works of 20 MiB are compared", [one["file"] for one in told if one.get("marks")] == [str(half)] * 2, (done.returncode, done.stderr[-200:]))


def pictures(folder):
    """A pack of a quarter of a GiB of pictures goes through its verbs."""
    source = folder / "pictures"
    count, size = 8, 31 * 1024 * 1024
    article = "<p>The mill stands still.</p>\n" + "".join(f'<figure><img src="media/{i}.png" alt="x">\n</figure>\n' for i in range(count))
    text = "The mill stands still.\n" + "\n\n" * count
    digest = hashlib.sha256(text.encode()).hexdigest()
    for name in ["articles", "media"]:
        (source / name).mkdir(parents=True)
    (source / "articles/mill.html").write_text(article, "utf-8")
    head = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
    for i in range(count):
        (source / f"media/{i}.png").write_bytes(head + random.Random(i).randbytes(size - len(head)))
    (source / "byline.json").write_text(json.dumps({
        "format": "byline-pack", "version": 1, "id": "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", "revision": 1, "title": "The mill",
        "articles": [{"id": "mill", "file": "articles/mill.html", "textDigest": "sha256:" + digest}]}))
    path = folder / "pictures.byline"
    done = run("pack", source, "-o", path, "--kind", "student")
    check("a pack of 248 MiB of pictures", done.returncode == 0 and path.stat().st_size > count * size, done.stderr[-300:])
    done = run("check", path)
    check("it is checked", done.returncode == 0, (done.stdout[-300:], done.stderr[-300:]))
    done = run("unpack", path, "-o", folder / "unpacked")
    check("it is unpacked", done.returncode == 0 and (folder / "unpacked/media/7.png").read_bytes() == (source / "media/7.png").read_bytes(), done.stderr[-300:])


with tempfile.TemporaryDirectory() as name:
    pictures(pathlib.Path(name))
with tempfile.TemporaryDirectory() as name:
    imports(pathlib.Path(name))
    verbs(pathlib.Path(name))
    many_marks(pathlib.Path(name))

finish()
