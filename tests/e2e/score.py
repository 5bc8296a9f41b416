#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli score: the golden comparisons from files, in every format, whatever the order and the locale."""

import csv
import hashlib
import html
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import check, finish

CLI = sys.argv[1]
GOLDEN = pathlib.Path(__file__).parent.parent / "golden"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def run(*arguments, data=b"", locale="C.UTF-8"):
    return subprocess.run([CLI, "score", *map(str, arguments)], input=data, capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": locale, "LANGUAGE": ""})


def target(text, segments):
    entries = [{"source": "urn:byline:article:a", "selector": [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end]}]} for start, end in segments]
    return entries[0] if len(entries) == 1 else entries


def annotation(text, item):
    members = {"byline:optional": item.get("optional"), "byline:weight": item.get("weight"), "byline:alternativeTags": item.get("alt_tags"),
               "byline:alternativeTargets": [target(text, [span]) for span in item["alt_spans"]] if "alt_spans" in item else None}
    return {"@context": CONTEXT, "id": "urn:test:" + item["id"], "type": "Annotation",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": item["tag"]}],
            "target": target(text, item.get("segments") or [[item["start"], item["end"]]]),
            **{name: value for name, value in members.items() if value is not None}}


def collection(text, role, items, **members):
    items = [annotation(text, item) for item in items]
    return {"@context": [CONTEXT, {"byline": "urn:byline:terms:"}], "id": "urn:test:" + role, "type": "AnnotationCollection",
            "byline:format": 1, "byline:role": role, "byline:article": "a", **members,
            "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "total": len(items),
            **({"first": {"id": "urn:test:page", "type": "AnnotationPage", "startIndex": 0, "items": items}} if items else {})}


def write(folder, case):
    """The case as an article, a key and a work file; the article ends with one line feed more than the case."""
    text = case["text"] + "\n"
    (folder / "a.html").write_text(f"<p>{html.escape(case['text'], quote=False)}</p>\n", "utf-8")
    (folder / "key.byline.json").write_text(json.dumps(collection(text, "key", case["key"])), "utf-8")
    (folder / "work.byline.json").write_text(json.dumps(collection(
        text, "work", case["student"], creator={"id": "urn:test:person", "type": "Person", "nickname": "Heron-07"}, **{"byline:attempt": 2})), "utf-8")
    return ["--key", folder / "key.byline.json", "--article", folder / "a.html"]


def options(config):
    """Command line options for a golden configuration; None if there are none."""
    surplus = {0: "off", 2500: "mild", 3333: "standard", 5000: "strict"}
    known = {"over_pt": lambda value: ["--surplus", surplus[value]] if value in surplus else None,
             "wrong_tag_pt": lambda value: ["--wrong-tag", value], "partial": lambda value: ["--partial", value]}
    found = [known[name](value) if name in known else None for name, value in config.items()]
    return None if None in found else sum(found, [])


def fits(case):
    """Whether files can hold the case: ranges inside the text, and text that is one paragraph."""
    length = len(case["text"])
    spans = [(item["start"], item["end"]) for item in case["key"] + case["student"]]
    spans += [tuple(span) for item in case["key"] for span in item.get("alt_spans", [])]
    return case["text"] == " ".join(case["text"].split()) and all(0 <= start < end <= length for start, end in spans)


def bare(name):
    return name and name.removeprefix("urn:test:")


def compare(result, expected):
    """What differs between a result and a golden case, under the names of the golden file."""
    actual = {**{name: result[name] for name in ("score_bp", "marks_pt", "max_pt", "surplus", "confusion")},
              "n_required": result["required"], "n_marks": result["marks"], "warnings": len(result["warnings"]),
              "keys": [{"id": bare(item["id"]), "cls": item["outcome"], "student": bare(item["span"]), "overlap_bp": item["overlap_bp"],
                        "credit_pt": item["credit_pt"], "optional": item["optional"], "fragments": [bare(name) for name in item["fragments"]]}
                       for item in result["items"]],
              "student": [{"id": bare(span["id"]), "cls": span["outcome"], "key": bare(span["item"]), "overlap_bp": span["overlap_bp"],
                           "credit_pt": span["credit_pt"]} for span in result["spans"]]}
    wanted = {**expected, "warnings": len(expected["warnings"])}
    return {name: (actual[name], wanted[name]) for name in wanted if actual[name] != wanted[name]}


def test_golden(folder):
    cases = [case for case in json.loads((GOLDEN / "spec.json").read_text("utf-8"))["cases"] if fits(case) and options(case["config"]) is not None]
    wrong = {}
    for case in cases:
        done = run(*write(folder, case), *options(case["config"]), "--format", "json", folder / "work.byline.json")
        difference = compare(json.loads(done.stdout)[0], case["expected"]) if done.returncode == 0 else done.stderr
        if difference:
            wrong[case["id"]] = difference
    check(f"{len(cases)} golden comparisons come out of files", len(cases) >= 10 and not wrong, wrong)


def test_worked_example(folder):
    case = json.loads((GOLDEN / "spec.json").read_text("utf-8"))["cases"][0]
    files = write(folder, case)
    work = folder / "work.byline.json"
    done = run(*files, "--format", "json", work)
    result = json.loads(done.stdout)[0]
    check("the worked example makes 37.81 %", done.returncode == 0 and result["score_bp"] == 3781 and result["surplus"] == 2, done)
    check("its bands", result["bands"] == {
        "statement": {"found": 2, "of": 3, "edges_bp": 8000, "wrong_tag": 1, "band": "strong"},
        "source": {"found": 1, "of": 1, "edges_bp": 5789, "wrong_tag": 0, "band": None}}, result["bands"])
    check("who made it", (result["file"], result["creator"], result["article"], result["attempt"]) == (str(work), "Heron-07", "a", 2), result)
    check("members stand in the order of the format", list(result) == [
        "file", "creator", "article", "attempt", "score_bp", "marks_pt", "max_pt", "required", "marks", "surplus",
        "items", "spans", "bands", "confusion", "warnings"], list(result))

    lines = run(*files, "--format", "ndjson", work, work).stdout.decode().splitlines()
    check("ndjson has the same objects, one a line", [json.loads(line) for line in lines] == [result, result], lines)
    rows = list(csv.DictReader(io.StringIO(run(*files, "--format", "csv", work).stdout.decode())))
    check("csv has a row a file", len(rows) == 1 and rows[0]["score_bp"] == "3781" and rows[0]["statement_band"] == "strong", rows)
    rows = list(csv.DictReader(io.StringIO(run(*files, "--format", "csv", "--details", work).stdout.decode())))
    check("csv --details has a row an item", [row["outcome"] for row in rows] == ["exact", "partial", "partial", "wrong_tag"], rows)
    table = run(*files, work).stdout.decode()
    check("the table is for people", "Heron-07" in table and "38 %" in table and "3 / 4" in table, table)
    check("a work file from standard input", json.loads(run(*files, "--format", "json", "-", data=work.read_bytes()).stdout)[0]["score_bp"] == 3781)

    locales = {run(*files, "--format", "json", work, locale=locale).stdout for locale in ("C.UTF-8", "C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8")}
    check("the same bytes in every locale", len(locales) == 1, locales)


def test_batch(folder):
    case = json.loads((GOLDEN / "spec.json").read_text("utf-8"))["cases"][0]
    files = write(folder, case)
    good, bad, missing = folder / "work.byline.json", folder / "bad.byline.json", folder / "missing.byline.json"
    tag = folder / "tag.byline.json"
    bad.write_text("{")
    tag.write_text(good.read_text().replace('"opinion"', '"rumour"'))

    done = run(*files, "--format", "json", good, bad, tag, good)
    objects = json.loads(done.stdout)
    check("a damaged file is one entry among the others", done.returncode == 1 and [sorted(entry) == ["error", "file"] for entry in objects] == [False, True, True, False], done)
    check("and is named on stderr", f"{bad}: ".encode() in done.stderr and b"rumour" in done.stderr and done.stdout.count(b"3781") == 2, done.stderr)
    done = run(*files, "--format", "csv", good, bad, good)
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    check("csv rows all have their cells", done.returncode == 1 and {len(row) for row in rows} == {len(rows[0])} and len(rows) == 4, rows)
    check("a file that is not there is a system error", run(*files, good, missing).returncode == 3)

    names = []
    for index in range(150):
        names.append(folder / f"w{index}.byline.json")
        names[-1].write_text(good.read_text().replace("Heron-07", f"Heron-{index}"))
    forward = run(*files, "--format", "ndjson", *names).stdout.splitlines()
    backward = run(*files, "--format", "ndjson", *reversed(names)).stdout.splitlines()
    check("150 files come out in the order given", [json.loads(line)["creator"] for line in forward] == [f"Heron-{index}" for index in range(150)])
    check("and the order changes no result", forward == backward[::-1])


def test_usage(folder):
    case = json.loads((GOLDEN / "spec.json").read_text("utf-8"))["cases"][0]
    files = write(folder, case)
    work = folder / "work.byline.json"
    wrong = [[work], [*files], ["--article", folder / "a.html", work], [*files, "--format", "xml", work], [*files, "--surplus", "some", work],
             [*files, "--partial", "some", work], [*files, "--wrong-tag", "10001", work], [*files, "--pack", folder, work], [*files, "--nonsense", work]]
    statuses = [run(*arguments).returncode for arguments in wrong]
    check("wrong usage is status 2", statuses == [2] * len(wrong), statuses)
    check("a key that is none is bad input", run("--key", folder / "a.html", "--article", folder / "a.html", work).returncode == 1)

    (folder / "pack" / "articles").mkdir(parents=True)
    (folder / "pack" / "keys").mkdir()
    (folder / "pack" / "articles" / "a.html").write_bytes((folder / "a.html").read_bytes())
    (folder / "pack" / "keys" / "a.byline.json").write_bytes((folder / "key.byline.json").read_bytes())
    manifest = {"format": "byline-pack", "version": 1, "id": "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11", "revision": 1, "title": "T", "kind": "practice",
                "articles": [{"id": "a", "file": "articles/a.html", "key": "keys/a.byline.json",
                              "textDigest": "sha256:" + hashlib.sha256((case["text"] + "\n").encode()).hexdigest()}],
                "scoring": {"surplus": "off"}}
    (folder / "pack" / "byline.json").write_text(json.dumps(manifest))
    done = run("--pack", folder / "pack", "--format", "json", work)
    check("a pack brings article, key and settings", done.returncode == 0 and json.loads(done.stdout)[0]["score_bp"] == 5447, done)
    done = run("--pack", folder / "pack", "--format", "json", "--surplus", "standard", work)
    check("an option goes before the pack's setting", json.loads(done.stdout)[0]["score_bp"] == 3781, done)


for test in (test_golden, test_worked_example, test_batch, test_usage):
    with tempfile.TemporaryDirectory() as name:
        test(pathlib.Path(name))
finish()
