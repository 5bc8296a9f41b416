#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli class: a class of invented students, in every format, whatever the order of the files."""

import csv
import hashlib
import html.parser
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from tap import check, finish

CLI = os.path.abspath(sys.argv[1])
SCHEMAS = pathlib.Path(__file__).parents[2] / "docs" / "schema"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}]
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
TEXT = "The lamps failed twice, she said. The log shows it. A shame, really.\n"
KEY = [("claim", "The lamps failed twice"), ("attribution", "she said"), ("evidence", "The log shows it")]
VOID = {"meta", "br", "hr", "img", "link", "input"}


def run(*arguments, verb="class", locale="C.UTF-8"):
    return subprocess.run([CLI, verb, *map(str, arguments)], capture_output=True, timeout=60, env={**os.environ, "LC_ALL": locale, "LANGUAGE": ""})


def collection(role, marks, text=TEXT, article="a", name=None, **members):
    items = [{"id": f"urn:test:{role}:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": tag},
              "target": {"source": "urn:byline:article:" + article, "selector": [
                  {"type": "TextPositionSelector", "start": text.index(words), "end": text.index(words) + len(words)},
                  {"type": "TextQuoteSelector", "exact": words}]}}
             for number, (tag, words) in enumerate(marks)]
    creator = {"creator": {"id": "urn:test:" + hashlib.md5(name.encode()).hexdigest(), "type": "Person", "nickname": name}} if name else {}
    return {"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection", **creator, "byline:format": 1, "byline:role": role,
            "byline:article": article, "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), **members, "total": len(items),
            **({"first": {"type": "AnnotationPage", "items": items}} if items else {})}


def work(name, marks, attempt=1, pack=PACK, committed=True, **members):
    members = {"byline:pack": pack, "byline:attempt": attempt, **members}
    if committed:
        members["byline:committed"] = f"2026-11-23T15:{attempt:02}:00Z"
    return json.dumps(collection("work", marks, name=name, **members))


def write_pack(folder, articles=("a",)):
    (folder / "articles").mkdir(parents=True)
    (folder / "keys").mkdir()
    for name in articles:
        (folder / "articles" / f"{name}.html").write_text(f"<p>{TEXT.strip()}</p>\n")
        (folder / "keys" / f"{name}.byline.json").write_text(json.dumps(collection("key", KEY, article=name)))
    manifest = {"format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "Lamps", "kind": "teacher",
                "articles": [{"id": name, "file": f"articles/{name}.html", "key": f"keys/{name}.byline.json",
                              "textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()} for name in articles]}
    (folder / "byline.json").write_text(json.dumps(manifest))
    return folder


def write_class(folder):
    """Twelve students; one has tried twice, one made another text's work; what cannot count is there too."""
    folder.mkdir()
    for number in range(12):
        marks = KEY if number % 2 == 0 else [("claim", "The lamps failed"), ("opinion", "A shame, really"), ("opinion", "The log shows it")]
        (folder / f"w{number}.byline.json").write_text(work(f"Wren-{number:02}", marks, attempt=2 if number == 3 else 1))
    (folder / "w3-before.byline.json").write_text(work("Wren-03", [("claim", "The lamps failed twice")]))
    moved = "It was late. " + TEXT
    (folder / "w4.byline.json").write_text(json.dumps(collection(
        "work", KEY, text=moved, name="Wren-04", **{"byline:pack": PACK, "byline:attempt": 1, "byline:committed": True})))
    (folder / "copy.byline.json").write_bytes((folder / "w5.byline.json").read_bytes())
    (folder / "draft.byline.json").write_text(work("Draft", KEY, committed=False))
    (folder / "stranger.byline.json").write_text(work("Other", KEY, pack="urn:uuid:00000000-0000-4000-8000-000000000000"))
    (folder / "broken.byline.json").write_text("{")
    (folder / "tag.byline.json").write_text(work("Tagger", [("rumour", "she said")]))
    return folder


def schema_problems(document):
    try:
        import jsonschema
    except ImportError:
        return []
    schemas = {name: json.loads((SCHEMAS / name).read_text("utf-8")) for name in ("class.json", "score.schema.json")}
    resolver = jsonschema.RefResolver("class.json", schemas["class.json"], store=schemas)
    return [error.message for error in jsonschema.Draft7Validator(schemas["class.json"], resolver=resolver).iter_errors(document)]


class Page(html.parser.HTMLParser):
    """Notes elements left open, closed in the wrong order, and whatever would be fetched or run."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.words = [], [], ""

    def handle_starttag(self, tag, attributes):
        if tag in {"script", "link", "img", "iframe", "object"} or any(name.startswith("on") or name in {"src", "href"} for name, _ in attributes):
            self.wrong.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        self.words += data


def test_json(folder):
    pack, handins = write_pack(folder / "pack"), write_class(folder / "in")
    done = run("--pack", pack, "--format", "json", "--agreement", handins)
    document = json.loads(done.stdout)
    check("a class with damaged files is status 1, with its results", done.returncode == 1 and len(document["students"]) == 12, done)
    check("which are named on stderr", b"broken.byline.json: " in done.stderr and b"rumour" in done.stderr, done.stderr)
    check("it is as the schema says", not (found := schema_problems(document)), found)
    check("members stand in the order of the format", list(document) == [
        "article", "students", "earlier", "items", "heat", "disputed", "unkeyed", "alpha_u", "damaged", "strangers", "duplicates", "conflicts",
        "drafts", "missing"], list(document))
    check("students in order of code name", [student["creator"] for student in document["students"]] == [f"Wren-{number:02}" for number in range(12)], document["students"])
    check("the highest attempt counts", [student["attempt"] for student in document["earlier"]] == [1] and document["students"][3]["attempt"] == 2)
    moved = document["students"][4]
    check("work made on another text is found again", moved["score_bp"] == 10000, moved)
    answers = document["items"][2]["answers"]
    check("what the class answered", answers == {"found": 6, "edges": 0, "claim": 0, "attribution": 0, "opinion": 6, "none": 0}, answers)
    check("how a class is divided", document["items"][2]["split"] == 5000 and document["items"][2]["discrimination"] > 0.9, document["items"][2])
    check("where it marked", document["heat"]["claim"][0] == [0, 16, 12] and document["heat"]["attribution"][0][2] == 6, document["heat"])
    check("what the key lacks", [passage["tag"] for passage in document["unkeyed"]] == [] or document["unkeyed"][0]["tag"] == "opinion", document["unkeyed"])
    check("who cannot count", len(document["damaged"]) == 2 and len(document["strangers"]) == 1 and len(document["duplicates"]) == 1 and len(document["drafts"]) == 1,
          {name: document[name] for name in ("damaged", "strangers", "duplicates", "drafts")})
    check("how far it agrees", document["alpha_u"]["tags"]["attribution"] is not None and document["alpha_u"]["tags"]["claim"] > 0, document["alpha_u"])

    files = sorted(handins.iterdir())
    texts = set()
    for seed in range(3):
        random.Random(seed).shuffle(files)
        texts.add(run("--pack", pack, "--format", "json", "--agreement", *files).stdout)
    check("the order of the files changes nothing", texts == {done.stdout}, len(texts))
    locales = {run("--pack", pack, "--format", "json", "--agreement", handins, locale=locale).stdout for locale in ("C", "de_DE.UTF-8", "ar_EG.UTF-8")}
    check("nor does the locale", locales == {done.stdout})

    detailed = json.loads(run("--pack", pack, "--format", "json", "--details", handins).stdout)
    check("with details it is as the schema says", not (found := schema_problems(detailed)), found)
    changes = [item["change"] for item in detailed["progress"][0]["items"]]
    check("with details attempts are compared item by item", changes == ["worse", "same", "better"], detailed["progress"])

    (folder / "roster.csv").write_text("code,name\nWren-01,Someone\nAvocet,Nobody\n")
    missing = json.loads(run("--pack", pack, "--format", "json", "--roster", folder / "roster.csv", handins).stdout)["missing"]
    check("who is expected and has nothing", missing == ["Avocet"], missing)


def test_formats(folder):
    pack, handins = write_pack(folder / "pack"), write_class(folder / "in")
    table = run("--pack", pack, handins).stdout.decode()
    check("a table for people", "Wren-03" in table and "12 students" in table and "Damaged" in table and "(null)" not in table, table)
    check("which says how a second try went", "before: 33 %; better 1, worse 1" in table, table)
    check("and is in the language of people", "Wren-03" in run("--pack", pack, handins, locale="de_DE.UTF-8").stdout.decode())
    lines = run("--pack", pack, "--format", "ndjson", handins).stdout.decode().splitlines()
    check("ndjson has an object a student", [json.loads(line).get("creator") for line in lines] == [f"Wren-{number:02}" for number in range(12)] + [None, None], lines)
    done = run("--pack", pack, "--format", "csv", handins)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    check("csv has a row a student", len(rows) == 14 and rows[0]["score_bp"] == "10000" and all(row["error"] for row in rows[-2:]), rows)
    check("and what is not in it is named on stderr", b"stranger.byline.json: " in done.stderr and b"draft.byline.json: " in done.stderr, done.stderr)
    rows = list(csv.DictReader(io.StringIO(run("--pack", pack, "--format", "csv", "--details", handins).stdout.decode())))
    check("csv --details has a row a student and item", len(rows) == 12 * 3 + 2, len(rows))

    (handins / "nasty.byline.json").write_text(work("</title><script>alert(1)</script>", KEY))
    out = folder / "report.html"
    done = run("--pack", pack, "--format", "html", "--agreement", handins, "-o", out)
    page = Page()
    page.feed(out.read_text("utf-8"))
    check("a page is written to a file", done.returncode == 1 and done.stdout == b"", done)
    check("it is whole, and has nothing to run or fetch", not page.wrong and page.open == [], (page.wrong, page.open))
    check("a name is a name there", "</title><script>alert(1)</script>" in page.words)
    check("and no file is named", "byline.json" not in page.words)


def test_usage(folder):
    pack, handins = write_pack(folder / "pack", ("a", "b")), folder / "in"
    handins.mkdir()
    for name in ("a", "b"):
        (handins / f"{name}.byline.json").write_text(json.dumps(collection(
            "work", KEY, article=name, name="Wren", **{"byline:pack": PACK, "byline:committed": True})))
    wrong = [[handins], ["--pack", pack], ["--pack", pack, "--format", "xml", handins], ["--pack", pack, handins]]
    statuses = [run(*arguments).returncode for arguments in wrong]
    check("wrong usage is status 2, also several articles without a choice", statuses == [2] * len(wrong), statuses)
    document = json.loads(run("--pack", pack, "--article", "b", "--format", "json", handins).stdout)
    check("one article of several", document["article"] == "b" and len(document["students"]) == 1, document)
    check("an article that the pack lacks is bad input", run("--pack", pack, "--article", "c", handins).returncode == 1)
    check("a folder that is not there is a system error", run("--pack", pack, folder / "nowhere").returncode == 3)
    empty = folder / "empty"
    empty.mkdir()
    done = run("--pack", pack, "--article", "a", "--format", "json", empty)
    check("nobody is a class too", done.returncode == 0 and not schema_problems(json.loads(done.stdout)), done)
    second = folder / "second.byline.json"
    second.write_text(json.dumps(collection("key", KEY[:2])))
    scored = run("--pack", pack, "--key", pack / "keys" / "a.byline.json", "--format", "json", second, verb="score")
    check("a second teacher's key is compared like work", json.loads(scored.stdout)[0]["score_bp"] == 6667, scored)
    other = json.loads(run("--pack", pack, "--article", "a", "--key", second, "--format", "json", handins).stdout)
    check("a class is compared with another key", len(other["items"]) == 2, other)


for test in (test_json, test_formats, test_usage):
    with tempfile.TemporaryDirectory() as name:
        test(pathlib.Path(name))
finish()
