#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/formats.md promises of check, score and class where it is easily forgotten: odd names, full disks, half batches."""

import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from tap import check, finish

CLI = os.path.abspath(sys.argv[1])
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}]
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
TEXT = "The lamps failed twice, she said. The log shows it.\n"
DIGEST = "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()


def run(*arguments, **options):
    return subprocess.run([CLI, *arguments], **{"capture_output": True, "timeout": 60, **options})


def annotation(number, tag, words):
    start = TEXT.find(words)
    return {"id": f"urn:test:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": tag},
            "target": {"source": "urn:byline:article:a", "selector": [
                {"type": "TextPositionSelector", "start": max(start, 0), "end": max(start, 0) + len(words)}, {"type": "TextQuoteSelector", "exact": words}]}}


def collection(role, marks, name=None, **members):
    items = [annotation(number, *mark) for number, mark in enumerate(marks)]
    creator = {"creator": {"id": "urn:test:" + name, "type": "Person", "nickname": name}} if name else {}
    result = {"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection", **creator, "byline:format": 1, "byline:role": role,
              "byline:pack": PACK, "byline:article": "a", "byline:textDigest": DIGEST, "byline:committed": True, **members,
              "total": len(items), "first": {"type": "AnnotationPage", "items": items}}
    return {name: value for name, value in result.items() if value is not None}


def manifest(**members):
    return json.dumps({"format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "Lamps", "kind": "teacher", "articles": [
        {"id": "a", "file": "articles/a.html", "key": "keys/a.byline.json", "textDigest": DIGEST}], **members})


def zip_of(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, json.dumps(collection("work", KEY, "Wren-" + str(len(name)))))
    return data.getvalue()


KEY = [("claim", "The lamps failed twice"), ("attribution", "she said"), ("evidence", "The log shows it")]
temporary = tempfile.TemporaryDirectory()
os.chdir(temporary.name)
os.makedirs("p/articles")
os.makedirs("p/keys")
pathlib.Path("p/articles/a.html").write_text(f"<p>{TEXT.strip()}</p>\n")
pathlib.Path("p/keys/a.byline.json").write_text(json.dumps(collection("key", KEY)))
pathlib.Path("p/byline.json").write_text(manifest())
WORK = json.dumps(collection("work", KEY, "Wren-01"))
pathlib.Path("w.byline.json").write_text(WORK)
pathlib.Path("bad.byline.json").write_text("{")

# Names of any kind.
for name in (b"bad\xff.byline.json", b"new\nline.byline.json", "sea 🌊.byline.json".encode(), b"-dash.byline.json"):
    pathlib.Path(os.fsdecode(name)).write_text(WORK)
    for form in ("json", "ndjson"):
        result = run("score", "--pack", "p", "--format", form, "--", name)
        try:
            scored = json.loads(result.stdout.decode())
        except ValueError as error:
            scored = [{"file": str(error)}]
        scored = scored if form == "ndjson" else scored[0]
        check(f"{form} of a file named {name!r}", result.returncode == 0 and scored["file"] == name.decode("utf-8", "replace"), result)
    result = run("score", "--pack", "p", "--format", "csv", "--", name)
    check("csv of it is UTF-8", result.returncode == 0 and "Wren-01" in result.stdout.decode("utf-8", "ignore") and b"\xff" not in result.stdout, result)
result = run("check", "--", "-dash.byline.json", "w.byline.json")
check("-- before names that begin with a dash", (result.returncode, result.stdout) == (0, b""), result)

# What stands in a name does not reach a terminal's cursor, nor begin a line of its own.
wild = "a\n\x1b[31m\x9b2J.byline.json"
pathlib.Path(wild).write_text("{")
for arguments in (["check", wild], ["score", "--pack", "p", wild], ["convert", "--to", "csv", "--article", "p/articles/a.html", wild],
                  ["anchor", "--article", "p/articles/a.html", wild], ["import", wild], ["check", "w.byline.json", wild + "none"]):
    result = run(*arguments)
    said = (result.stdout + result.stderr).decode()
    check(f"{arguments[0]}: a file name on one line and without controls",
          result.returncode in (1, 3) and "a  [31m 2J.byline.json" in result.stderr.decode() + result.stdout.decode() and not set(said) & set("\x1b\x9b")
          and all("byline.json" in line or line.startswith("Code name") for line in said.splitlines()), result)
wild = json.dumps(collection("work", [("no\x1b[31m\ntag", "she said")]))
pathlib.Path("tag.byline.json").write_text(wild)
result = run("score", "--pack", "p", "--format", "csv", "tag.byline.json")
check("a tag in a message likewise", result.returncode == 1 and b"no [31m tag" in result.stderr and result.stderr.count(b"\n") == 1, result)

# Standard input can be read once.
for arguments, data, n_scored in ((["-", "-"], WORK, 1), (["--key", "-", "-"], json.dumps(collection("key", KEY)), 0)):
    result = run("score", "--pack", "p", "--format", "ndjson", *arguments, input=data.encode())
    check(f"{' '.join(arguments)}: the second one is refused",
          result.returncode == 1 and "“-” can stand for only one file" in result.stderr.decode() and result.stdout.count(b'"score_bp"') == n_scored, result)

# Each required member is named when it is missing, in a file that is meant to be Byline's.
for member in ("@context", "id", "type", "byline:format", "byline:role", "byline:article", "byline:textDigest", "total"):
    pathlib.Path("less.byline.json").write_text(json.dumps({name: value for name, value in collection("work", KEY).items() if name != member}))
    result = run("check", "less.byline.json")
    check(f"missing {member}", result.returncode == 1 and result.stdout.startswith(b"less.byline.json: ") and member.encode() in result.stdout, result)
pathlib.Path("other.byline.json").write_text('{"type": "AnnotationCollection", "byline:weight": 1}')
result = run("check", "other.byline.json")
check("no Byline file is refused as such", result.returncode == 1 and b"neither Byline work" in result.stdout, result)

# Results that can not be written are a system error.
with open("/dev/full", "wb") as full:
    for arguments in (["check", "bad.byline.json"], ["score", "--pack", "p", "w.byline.json"], ["class", "--pack", "p", "w.byline.json"],
                      ["anchor", "--article", "p/articles/a.html", "w.byline.json"], ["import", "p/articles/a.html"]):
        result = run(*arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
        check(f"{arguments[0]} on a full disk", result.returncode == 3 and b"No space left" in result.stderr, result)

# Usage and missing things.
for points in ("-1", "10001", "1.5", "x"):
    result = run("score", "--pack", "p", "--wrong-tag", points, "w.byline.json")
    check(f"--wrong-tag {points}", result.returncode == 2 and result.stdout == b"" and b"--wrong-tag" in result.stderr, result)
for arguments in (["score", "--pack", "none", "w.byline.json"], ["class", "--pack", "none", "w.byline.json"], ["class", "--pack", "p", "none"]):
    result = run(*arguments)
    check(f"{arguments[0]}: what is not there is named", result.returncode == 3 and b"none: " in result.stderr and b"No such file" in result.stderr, result)

# A pack knows which article a file is about: the key of another one says nothing about it.
pathlib.Path("b.byline.json").write_text(json.dumps(collection("work", KEY, "Wren-03", **{"byline:article": "b"})))
result = run("score", "--pack", "p", "--key", "p/keys/a.byline.json", "--format", "json", "b.byline.json", "w.byline.json")
scored = json.loads(result.stdout)
check("the key of another article of the pack", result.returncode == 1 and "“b”" in scored[0]["error"] and scored[1]["score_bp"] == 10000, result)
result = run("score", "--article", "p/articles/a.html", "--key", "p/keys/a.byline.json", "--format", "json", "b.byline.json")
check("--article does not mind what the file calls it", result.returncode == 0 and json.loads(result.stdout)[0]["score_bp"] == 10000, result)

# A batch goes on.
result = run("class", "--pack", "p", "--format", "json", "none", "bad.byline.json", "w.byline.json")
classed = json.loads(result.stdout or b"{}")
check("class goes on after a path that is not there", result.returncode == 1 and [s["file"] for s in classed.get("students", [])] == ["w.byline.json"]
      and sorted(d["file"] for d in classed["damaged"]) == ["bad.byline.json", "none"], result)
pathlib.Path("hand.zip").write_bytes(zip_of("../up.byline.json", ".hidden/x.byline.json", "fine.byline.json"))
result = run("class", "--pack", "p", "--format", "json", "hand.zip")
classed = json.loads(result.stdout or b"{}")
check("a zip with a name that leads out: said, the rest is read", result.returncode == 1 and len(classed.get("students", [])) == 1
      and [d["file"] for d in classed["damaged"]] == ["hand.zip/../up.byline.json"], result)

# Warnings are printed and change nothing.
pathlib.Path("lost.byline.json").write_text(json.dumps(collection("work", KEY + [("claim", "words that stand nowhere")], "Wren-02")))
for verb in ("score", "class"):
    for form in ("table", "csv"):
        result = run(verb, "--pack", "p", "--format", form, "lost.byline.json")
        check(f"{verb} --format {form} says what is left out",
              result.returncode == 0 and b"lost.byline.json: warning: " in result.stderr and b"stand nowhere" in result.stderr, result)
    result = run(verb, "--pack", "p", "--format", "json", "lost.byline.json")
    scored = json.loads(result.stdout)
    scored = scored["students"] if verb == "class" else scored
    check(f"{verb} --format json has it in its place", (result.returncode, result.stderr) == (0, b"") and "stand nowhere" in scored[0]["warnings"][0], result)

# Twelve tags may be numbered through; there are only nine number keys.
tags = [{"id": f"t{place}", "layer": "statement", "key": place, "color": "#0072b2", "colorDark": "#6cb8ec", "pattern": "solid",
         "label": {"en": f"Tag {place}"}, "letter": {"en": chr(64 + place)}} for place in range(1, 13)]
pathlib.Path("p/keys/a.byline.json").write_text(json.dumps(collection("key", [("t12", "she said")])))
pathlib.Path("p/byline.json").write_text(manifest(tags=tags))
result = run("check", "p")
check("a set of twelve tags with the keys 1 to 12", (result.returncode, result.stdout) == (0, b""), result)

# A fifth of the marks is 0.2, and 0.2 is not hard.
tags = [{**tag, "key": 0} for tag in tags]
pathlib.Path("p/byline.json").write_text(manifest(tags=tags, scoring={"wrongTag": 1000}))
os.mkdir("h")
marks = [("t12", "she said")] * 2 + [("t1", "she said")] * 4 + [None] * 6
for number, mark in enumerate(marks):
    pathlib.Path(f"h/{number}.byline.json").write_text(json.dumps(collection("work", [mark] if mark else [], f"Wren-{number:02}")))
item = json.loads(run("class", "--pack", "p", "--format", "json", "h").stdout)["items"][0]
check("a facility of 0.2 is exactly that", item["facility"] == 0.2 and item["flags"] == [], item)

os.chdir("/")
finish()
