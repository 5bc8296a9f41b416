#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli check: each problem by name, hostile files refused in bounded time and memory."""

import copy
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import bound, check, finish

CLI = sys.argv[1]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
HTML = "<h1>The mill</h1>\n<p>🌊 The mill “stands still”, Ada Venn said.</p>\n"
TEXT = "The mill\n🌊 The mill “stands still”, Ada Venn said.\n"
DIGEST = "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()


# What takes a tenth of a second is given five, for a busy machine.
bounded = bound(CLI, 5)


def run(*names, data=b""):
    return subprocess.run([CLI, "check", *map(str, names)], input=data, capture_output=True, timeout=60, preexec_fn=bounded,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})


def annotation(start, end, tag="claim", name="urn:uuid:a0"):
    return {"@context": CONTEXT, "id": name, "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag}],
            "target": {"source": "urn:byline:article:mill", "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": TEXT[start:end]}]}}


def work(*items, **members):
    return {"@context": [CONTEXT, {"byline": "urn:byline:terms:"}], "id": "urn:uuid:c0", "type": "AnnotationCollection",
            "byline:format": 1, "byline:role": "work", "byline:article": "mill", "byline:textDigest": DIGEST, **members,
            "total": len(items), "first": {"id": "urn:uuid:f0", "type": "AnnotationPage", "startIndex": 0, "items": list(items)}}


def manifest(**members):
    return {"format": "byline-pack", "version": 1, "id": "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", "revision": 1, "title": "The mill",
            "kind": "practice", "articles": [{"id": "mill", "file": "articles/mill.html", "textDigest": DIGEST, "key": "keys/mill.byline.json"}], **members}


def refused(folder, name, content, words):
    """One line on stdout that names file and problem, status 1."""
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    result = run(path)
    lines = result.stdout.decode().splitlines()
    good = result.returncode == 1 and len(lines) == 1 and lines[0].startswith(f"{path}: ") and words in lines[0]
    check(f"refused: {name}", good, (result.returncode, lines, words, result.stderr[-300:]))


def check_hostile_json(folder):
    refused(folder, "brackets.json", "[" * 100000, "line 1, column 65: values are nested more than 64 deep")
    refused(folder, "braces.json", '{"":' * 100000, "nested more than 64 deep")
    refused(folder, "comment.json", "{} // no", "comments are not allowed")
    refused(folder, "doubled.json", '{"total": 1, "total": 2}', "the member “total” stands twice")
    refused(folder, "nul.json", '{"id": "a\\u0000b"}', "“\\u0000”")
    refused(folder, "nul-byte.json", b'{"id": "a\x00b"}', "NUL")
    refused(folder, "latin1.json", '{"id": "Müller"}'.encode("latin-1"), "line 1, column 10: this is not UTF-8 text (byte 0xFC)")
    refused(folder, "overflow.json", "[1e999]", "this number is too large")
    refused(folder, "var.json", "var x = {};", "line 1, column 1")
    refused(folder, "commas.json", "[1,]", "a value should be")
    refused(folder, "empty.json", " \n", "this file is empty")
    refused(folder, "arrays.json", "[" + "[]," * (10 << 20) + "[]]", "too many values")
    refused(folder, "doubled-last.json", "{" + "".join(f'"m{i}":0,' for i in range(1000000)) + '"m7":0}', "the member “m7” stands twice")
    with open(folder / "sparse.json", "wb") as file:
        file.truncate(1 << 30)
    result = run(folder / "sparse.json")
    check("refused: a file of 1 GB", result.returncode == 1 and b"larger than 64" in result.stdout, result)


def check_work(folder):
    sound = work(annotation(9, 10), annotation(15, 19, name="urn:uuid:a1"))
    (folder / "sound.byline.json").write_text(json.dumps(sound, ensure_ascii=False), "utf-8")
    result = run(folder / "sound.byline.json")
    check("sound work", (result.returncode, result.stdout, result.stderr) == (0, b"", b""), result)
    result = run("-", data=json.dumps(sound).encode())
    check("work on standard input", result.returncode == 0, result)

    refused(folder, "other.byline.json", {"type": "FeatureCollection"}, "sound JSON, but neither Byline work nor an answer key")
    refused(folder, "newer.byline.json", work(**{"byline:format": 2}), "“byline:format”")
    refused(folder, "backwards.byline.json", work(annotation(9, 10), annotation(19, 15)), "annotation 2 (urn:uuid:a0): target: selector[0]: bad range")
    wrong = work(annotation(15, 19))
    wrong["first"]["items"][0]["target"]["selector"][0]["end"] = 20
    refused(folder, "length.byline.json", wrong, "annotation 1 (urn:uuid:a0): target: bad range: 15–20 are 5 characters, but “exact” has 4")
    typed = work(annotation(15, 19))
    typed["first"]["items"][0]["target"]["selector"][0]["start"] = "15"
    refused(folder, "type.byline.json", typed, "annotation 1 (urn:uuid:a0): target: selector[0]: “start” must be a whole number")

    for name, member, value, words in (
            ("weight", "byline:weight", 101, "annotation 1 (urn:uuid:a0): “byline:weight” must be a whole number from 1 to 100"),
            ("weightless", "byline:weight", 0, "“byline:weight” must be a whole number from 1 to 100"),
            ("credit", "byline:alternativeTags", {"evidence": 10001}, "annotation 1 (urn:uuid:a0): byline:alternativeTags: “evidence” must be a whole number from 0 to 10000"),
            ("optional", "byline:optional", "yes", "“byline:optional” must be true or false"),
            ("nowhere", "target", [], "annotation 1 (urn:uuid:a0): “target” has no entry"),
            ("untagged", "body", "claim", "“body” has no part with the purpose “tagging”")):
        refused(folder, f"{name}.byline.json", work({**annotation(15, 19), member: value}), words)
    refused(folder, "twice.byline.json", work(annotation(9, 10), annotation(15, 19)), "annotation 2 (urn:uuid:a0): “id” stands twice")
    refused(folder, "committed.byline.json", work(annotation(15, 19), **{"byline:committed": 5}), "“byline:committed” must be a time")
    refused(folder, "utf16.byline.json", json.dumps(work()).encode("utf-16"), "this is not UTF-8 text")
    refused(folder, "mark.byline.json", b"\xef\xbb\xbf" + json.dumps(work()).encode(), "byte order mark")

    key = work(annotation(15, 19), **{"byline:role": "key"})
    (folder / "key.byline.json").write_text(json.dumps(key), "utf-8")
    result = run(folder / "key.byline.json")
    check("a key item without a reason is a warning", result.returncode == 0 and b"no reason" in result.stderr and result.stdout == b"", result)


def check_articles(folder):
    (folder / "good.html").write_text(HTML, "utf-8")
    check("a canonical article", run(folder / "good.html").returncode == 0)
    (folder / "good").write_text(HTML, "utf-8")
    check("known by its content", run(folder / "good").returncode == 0)
    refused(folder, "page.html", "<!DOCTYPE html><html><body><p>x</body>", "page.html: ")


def check_packs(folder):
    key = work(annotation(15, 19), **{"byline:role": "key"})
    key["first"]["items"][0]["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "She says so."})

    def pack(name, **changes):
        files = {"byline.json": json.dumps(manifest()), "articles/mill.html": HTML, "keys/mill.byline.json": json.dumps(key), **changes}
        for file, content in files.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        return run(folder / name)

    result = pack("sound")
    check("a sound pack", (result.returncode, result.stdout, result.stderr) == (0, b"", b""), result)
    result = pack("extra", **{"draft.txt": "x"})
    check("an unlisted file is a warning", result.returncode == 0 and b"draft.txt" in result.stderr, result)
    tagged = copy.deepcopy(key)
    tagged["first"]["items"][0]["body"][0]["value"] = "boast"
    tagged["first"]["items"].append(annotation(15, 20, name="urn:uuid:a2"))
    tagged["first"]["items"][1]["target"]["selector"][1]["exact"] = "Mill!"
    tagged["total"] = 2
    result = pack("two", **{"keys/mill.byline.json": json.dumps(tagged)})
    lines = result.stdout.decode().splitlines()
    check("each problem has its line", result.returncode == 1 and len(lines) == 2 and "boast" in lines[0] and "15–20" in lines[1], lines)
    result = pack("sealed", **{"byline.json": json.dumps(manifest(review={"reveal": "code"}))})
    check("reveal by code needs a sealed key", result.returncode == 1 and b"no sealed key" in result.stdout, result)
    result = run(folder)
    check("a folder that is no pack", result.returncode == 1 and b"no byline.json" in result.stdout, result)


def check_usage(folder):
    check("no file: wrong usage", run().returncode == 2)
    check("an unknown option: wrong usage", run("--colour").returncode == 2)
    check("--help", run("--help").returncode == 0)
    result = run(folder / "none.json")
    check("an unreadable file is a system error", result.returncode == 3 and b"none.json: " in result.stderr, result)
    result = run(folder / "brackets.json", folder / "sound.byline.json", folder / "comment.json")
    check("a batch goes on", result.returncode == 1 and len(result.stdout.splitlines()) == 2, result)


with tempfile.TemporaryDirectory() as name:
    for part in (check_hostile_json, check_work, check_articles, check_packs, check_usage):
        part(pathlib.Path(name))
finish()
