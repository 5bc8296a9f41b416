#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli score over many work files: its time beside json-glib's bare parsing, and its memory.

The files are those of docs/scoring.md section 15: 65 marks on an article of 10,534 characters,
against 60 items. Both programs run on all cores; what is compared is the processors' time, so
that other programs do not count, and the better of two runs."""

import hashlib
import json
import os
import pathlib
import random
import sys
import tempfile

CLI, PARSE = map(os.path.abspath, sys.argv[1:3])
COUNTS = (100, 1000, 10000)
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TAGS = ("claim", "attribution", "evidence", "opinion")
N_ITEMS, N_MARKS, LENGTH = 60, 65, 10533


def make_text(rand):
    text = ""
    while len(text) < LENGTH:
        text += "".join(rand.choices("abcdefghijklmnopqrstuvwxyz", k=rand.randrange(2, 10))) + rand.choice([". "] + [" "] * 11)
    return text[:LENGTH - 1] + "x\n"


def annotation(text, number, start, end, tag):
    return {"@context": CONTEXT, "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "type": "Annotation", "motivation": "classifying",
            "created": "2026-11-23T15:00:00Z", "modified": "2026-11-23T15:00:00Z", "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag}],
            "target": {"source": "urn:byline:article:a", "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]}]}}


def write(path, role, text, spans):
    items = [annotation(text, number, *span) for number, span in enumerate(spans)]
    path.write_text(json.dumps({
        "@context": [CONTEXT, {"byline": "urn:byline:terms:"}], "id": "urn:uuid:10000000-0000-4000-8000-000000000000", "type": "AnnotationCollection",
        "creator": {"id": "urn:test:" + path.name, "type": "Person", "nickname": path.stem}, "byline:format": 1, "byline:role": role, "byline:article": "a",
        "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "byline:attempt": 1, "byline:committed": "2026-11-23T15:09:12Z",
        "total": len(items), "first": {"id": "urn:uuid:20000000-0000-4000-8000-000000000000", "type": "AnnotationPage", "startIndex": 0, "items": items}}, indent=2))


def make_key(rand):
    starts = [number * (LENGTH - 200) // N_ITEMS + rand.randrange(60) for number in range(N_ITEMS)]
    return [(start, start + rand.randrange(15, 140), rand.choice(TAGS)) for start in starts]


def make_marks(rand, key):
    for number in range(N_MARKS):
        start, end, tag = rand.choice(key)
        start, end = start + rand.randrange(12), end + rand.randrange(12) - 6
        if number % 6 == 0:
            start = rand.randrange(LENGTH - 130)
            end = start + rand.randrange(10, 120)
        yield start, max(start + 1, end), rand.choice(TAGS) if number % 5 == 0 else tag


def run(*command):
    """Seconds of the processors, and the most memory in KiB."""
    child = os.posix_spawn(command[0], [str(part) for part in command], os.environ,
                           file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    assert status == 0, command[0]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main(folder):
    rand = random.Random(15)
    text, key = make_text(rand), make_key(rand)
    (folder / "a.html").write_text(f"<p>{text[:-1]}</p>\n")
    write(folder / "key.byline.json", "key", text, key)
    files = []
    for number in range(COUNTS[-1]):
        files.append(folder / f"w{number}.byline.json")
        write(files[-1], "work", text, list(make_marks(rand, key)))

    for count in COUNTS:
        parsed = min(run(PARSE, *files[:count])[0] for _ in range(2))
        for form in ("ndjson", "csv", "json"):
            scored = min(run(CLI, "score", "--key", folder / "key.byline.json", "--article", folder / "a.html", "--format", form, *files[:count]) for _ in range(2))
            print(f"{count} files, {form}: {scored[0]:.2f} s, json-glib {parsed:.2f} s, ratio {scored[0] / parsed:.2f}; {scored[1] / 1024:.1f} MiB")


with tempfile.TemporaryDirectory() as name:
    main(pathlib.Path(name))
