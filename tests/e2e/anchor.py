#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli anchor: the array of docs/formats.md, whatever became of the text."""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import check, finish, skip

CLI = os.path.abspath(sys.argv[1])
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TEXT = "🌊 The mill stands still, Ada Venn said. Nobody has counted the sacks since 1,200 of them fell into the river. She would not say more."
SCHEMA = pathlib.Path(__file__).parents[2] / "docs" / "schema" / "anchor.json"


def annotation(number, *pieces):
    targets = []
    for words in pieces:
        start = TEXT.index(words)
        end = start + len(words)
        targets.append({"source": "urn:byline:article:mill", "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": words, "prefix": TEXT[max(0, start - 32):start], "suffix": TEXT[end:end + 32]}]})
    return {"id": f"urn:x:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": "claim"},
            "target": targets if len(targets) > 1 else targets[0]}


def place(words, shift=0):
    return [TEXT.index(words) + shift, TEXT.index(words) + len(words) + shift]


def run(folder, text, *arguments):
    (folder / "a.html").write_text(f"<p>{text}</p>\n", "utf-8")
    return subprocess.run([CLI, "anchor", *(arguments or ("--article", str(folder / "a.html"), str(folder / "w.json")))],
                          capture_output=True, timeout=60)


def grades(result):
    return [(found["grade"], found["segments"], found["distance"]) for found in json.loads(result.stdout)]


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    items = [annotation(0, "The mill stands still"), annotation(1, "since 1,200 of them fell"),
             annotation(2, "Nobody has counted the sacks", "fell into the river")]
    work = {"@context": CONTEXT, "id": "urn:x:w", "type": "AnnotationCollection", "byline:format": 1, "byline:role": "work", "byline:article": "mill",
            "byline:textDigest": "sha256:" + hashlib.sha256((TEXT + "\n").encode()).hexdigest(), "total": len(items),
            "first": {"type": "AnnotationPage", "items": items}}
    (folder / "w.json").write_text(json.dumps(work), "utf-8")

    same = run(folder, TEXT)
    check("the same text", same.returncode == 0 and grades(same) == [
        ("exact", [place("The mill stands still")], 0), ("exact", [place("since 1,200 of them fell")], 0),
        ("exact", [place("Nobody has counted the sacks"), place("fell into the river")], 0)], same)
    check("ids in file order", [found["id"] for found in json.loads(same.stdout)] == ["urn:x:0", "urn:x:1", "urn:x:2"], same)
    check("two spaces a level, as Python writes it", same.stdout.decode() == json.dumps(json.loads(same.stdout), indent=2) + "\n", same)

    later = run(folder, "News. " + TEXT.replace("1,200", "1,300"))
    check("a changed digit and a new beginning", later.returncode == 0 and grades(later) == [
        ("moved", [place("The mill stands still", 6)], 0), ("changed", [place("since 1,200 of them fell", 6)], 1),
        ("moved", [place("Nobody has counted the sacks", 6), place("fell into the river", 6)], 0)], later)

    gone = run(folder, TEXT[:TEXT.index("Nobody")] + "She would not say more.")
    check("a deleted sentence", gone.returncode == 0 and grades(gone)[1:] == [("orphaned", [], 0), ("orphaned", [], 0)], gone)

    del work["byline:textDigest"]
    (folder / "w.json").write_text(json.dumps(work), "utf-8")
    bare = run(folder, TEXT)
    check("without a digest", [grade for grade, _, _ in grades(bare)] == ["exact"] * 3, bare)

    (folder / "w.json").write_text("{", "utf-8")
    check("a damaged file", (bad := run(folder, TEXT)).returncode == 1 and b"w.json: line 1" in bad.stderr and bad.stdout == b"", bad)
    check("no article: wrong usage", run(folder, TEXT, str(folder / "w.json")).returncode == 2)
    check("no such file: system error", run(folder, TEXT, "--article", str(folder / "a.html"), str(folder / "none")).returncode == 3)

    try:
        import jsonschema
    except ImportError:
        skip("the output is as its schema says", "no python3-jsonschema")
    else:
        schema = json.loads(SCHEMA.read_text("utf-8"))
        problems = [error.message for result in (same, later, gone) for error in jsonschema.Draft7Validator(schema).iter_errors(json.loads(result.stdout))]
        check("the output is as its schema says", not problems, problems)

finish()
