#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli convert: other programs' annotations, their odd files, and what is said about them."""

import csv
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import check, finish, skip

CLI = os.path.abspath(sys.argv[1])
TEXT = "🌊 The mill stands still, Ada Venn said.\nNobody has counted the mill’s sacks.\n"
HTML = "<h1>🌊 The mill stands still, Ada Venn said.</h1>\n<p>Nobody has counted the mill’s sacks.</p>\n"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SCHEMA = pathlib.Path(__file__).parents[2] / "docs" / "schema" / "work.json"
FOREIGN = pathlib.Path(__file__).parents[1] / "foreign"
written = []


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    article = folder / "mill.html"
    article.write_text(HTML, "utf-8")

    def run(*arguments, stdin=None, with_article=True):
        more = ("--article", str(article)) if with_article else ()
        return subprocess.run([CLI, "convert", *more, *map(str, arguments)], input=stdin, capture_output=True, timeout=60)

    def to_work(source, *arguments, content=None):
        """What a file becomes: exit status, spans, messages, and the bytes, which are checked and converted again."""
        path = folder / source
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = folder / "out.byline.json"
        out.unlink(missing_ok=True)
        result = run("--to", "web-annotation", *arguments, path, "-o", out)
        if not out.exists():
            return result.returncode, None, result.stderr.decode(), b""
        data = out.read_bytes()
        written.append(json.loads(data))
        sound = subprocess.run([CLI, "check", str(out)], capture_output=True, timeout=60)
        again = run("--to", "web-annotation", out)
        if sound.returncode or sound.stdout or again.returncode or again.stdout != data:
            return "not sound", sound, again, data
        return result.returncode, spans(json.loads(data)), result.stderr.decode(), data

    def spans(work):
        found = []
        for item in work.get("first", {}).get("items", []):
            targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
            places = []
            for target in targets:
                position = next(s for s in target["selector"] if s["type"] == "TextPositionSelector")
                quote = next(s for s in target["selector"] if s["type"] == "TextQuoteSelector")
                assert TEXT[position["start"]:position["end"]] == quote["exact"], item
                places.append(quote["exact"])
            bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
            found.append((next(b["value"] for b in bodies if isinstance(b, dict) and "tagging" in b.get("purpose", "")), *places))
        return found

    def quote(exact, **more):
        return {"type": "TextQuoteSelector", "exact": exact, **more}

    def position(start, end):
        return {"type": "TextPositionSelector", "start": start, "end": end}

    def annotation(selector, body=None, **more):
        tag = {"type": "TextualBody", "purpose": "tagging", "value": "claim"}
        return {"@context": CONTEXT, "type": "Annotation", "body": tag if body is None else body, "target": {"source": "https://news.example/mill", "selector": selector}, **more}

    def web(document, *arguments):
        return to_work("w.json", *arguments, content=json.dumps(document, ensure_ascii=False))

    # Web Annotation: shapes
    still = [("claim", "stands still")]
    shapes = {
        "one annotation": annotation(quote("stands still")),
        "a list": [annotation(quote("stands still"))],
        "a page": {"type": "AnnotationPage", "items": [annotation(quote("stands still"))]},
        "a collection": {"@context": CONTEXT, "type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [annotation(quote("stands still"))]}},
        "two pages": {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [], "next": {"type": "AnnotationPage", "items": [annotation(quote("stands still"))]}}},
        "a graph": {"@context": CONTEXT, "@graph": [annotation(quote("stands still"))]},
        "several motivations": annotation(quote("stands still"), motivation=["tagging", "commenting"]),
        "a creator as string": annotation(quote("stands still"), creator="https://people.example/ada"),
        "a creator as name": annotation(quote("stands still"), creator="Ada"),
        "a body as string": annotation(quote("stands still"), body="claim"),
        "a body as bodyValue": {"type": "Annotation", "motivation": "tagging", "bodyValue": "claim", "target": {"selector": quote("stands still")}},
        "a body without purpose": annotation(quote("stands still"), body={"type": "TextualBody", "value": "claim"}),
        "a list of bodies": annotation(quote("stands still"), body=["https://x.example/", {"purpose": "commenting", "value": "why"}, {"purpose": ["tagging"], "value": "claim"}]),
        "position only": annotation(position(11, 23)),
        "position in a list": annotation([position(11, 23)]),
        "position in UTF-16 units": annotation([quote("stands still"), position(12, 24)]),
        "quote with another place": annotation([quote("stands still"), position(900, 912)]),
        "quote refined by position": annotation(quote("The mill stands still", refinedBy=position(9, 21))),
        "quote refined by quote": annotation(quote("The mill stands still", refinedBy=quote("stands still"))),
        "element refined by quote": annotation({"type": "FragmentSelector", "value": "p1", "refinedBy": quote("stands still")}),
        "range of positions": annotation({"type": "RangeSelector", "startSelector": position(11, 12), "endSelector": position(23, 24)}),
        "another kind beside the quote": annotation([{"type": "XPathSelector", "value": "/h1"}, quote("stands still")]),
        "white space that differs": annotation(quote("stands\n   still")),
    }
    for what, document in shapes.items():
        found = web(document)
        check(f"Web Annotation: {what}", found[0] == 0 and found[1] == still, found)
    check("another kind of selector is kept", b"XPathSelector" in web(shapes["another kind beside the quote"])[3])
    kept = web({"@context": [CONTEXT, {"x": "urn:x:"}], "id": "https://notes.example/c", "type": "AnnotationCollection", "x:a": [None, 1.5], "creator": {"id": "urn:x:1", "name": "Ada"},
                "byline:role": "key", "first": {"id": "https://notes.example/p", "type": "AnnotationPage", "x:b": True,
                                                "items": [annotation(quote("stands still"), id="https://notes.example/1", **{"x:c": {"d": 1}, "byline:weight": 3})]}})
    work = json.loads(kept[3])
    item = work["first"]["items"][0]
    check("ids, Byline's and unknown members are kept", work["id"] == "https://notes.example/c" and work["x:a"] == [None, 1.5] and work["first"]["x:b"] is True
          and item["id"] == "https://notes.example/1" and item["x:c"] == {"d": 1} and item["byline:weight"] == 3 and work["byline:role"] == "key"
          and {"x": "urn:x:"} in work["@context"], kept)
    check("digest and article", work["byline:textDigest"] == "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest() and work["byline:article"] == "mill", work)
    check("several pieces", web({**annotation(None), "target": [{"selector": quote("Ada Venn said")}, {"selector": quote("The mill")}]})[1] == [("claim", "The mill", "Ada Venn said")])
    check("surroundings decide", web(annotation(quote("mill", prefix="counted the ")))[3].count(b'"start": %d' % TEXT.index("mill’s")) == 1)
    check("two tags are two marks", web(annotation(quote("The mill"), body=[{"purpose": "tagging", "value": "claim"}, {"purpose": "tagging", "value": "Opinion"}], id="urn:x:1"))[1]
          == [("claim", "The mill"), ("opinion", "The mill")])

    # What is left out is named, the rest is written.
    for what, document, words in [
            ("absent words", annotation(quote("The sea")), "“The sea”"), ("words that stand twice", annotation(quote("mill")), "more than once"),
            ("an element only", annotation({"type": "XPathSelector", "value": "/p"}), "XPathSelector"), ("no selector", annotation(None), "which words"),
            ("an empty range", annotation(position(3, 3)), "marks no character"), ("beyond the end", annotation(position(3, 4000)), "not in the article"),
            ("no annotation", {"x": 1}, "which words")]:
        found = web([document, annotation(quote("stands still"))])
        check(f"left out: {what}", found[0] == 1 and found[1] == still and words in found[2] and found[2].startswith(str(folder / "w.json")), found)

    # Labels
    found = web([annotation(quote("The mill"), body={"purpose": "tagging", "value": "Behauptung"}), annotation(quote("stands still"), body={"purpose": "tagging", "value": "x=y"})])
    check("unknown labels are named, nothing is written", found[0] == 1 and found[1] is None and "“Behauptung”" in found[2] and "“x=y”" in found[2], found)
    found = web([annotation(quote("The mill"), body={"purpose": "tagging", "value": "Behauptung"}), annotation(quote("stands still"), body={"purpose": "tagging", "value": "x=y"}),
                 annotation(quote("Ada Venn said"), body=[]), annotation(quote("sacks"), body={"purpose": "tagging", "value": "week 3"})],
                "--map", "Behauptung=claim", "--map", "x=y=opinion", "--map", "=attribution", "--map", "week 3=")
    check("labels are renamed", found[0] == 0 and found[1] == [("claim", "The mill"), ("opinion", "stands still"), ("attribution", "Ada Venn said")], found)
    check("untagged without --map", web(annotation(quote("The mill"), body=[]))[0] == 1)

    # brat
    ann = "T1\tClaim 2 10;25 38\tThe mill Ada Venn said\r\n#1\tAnnotatorNotes T1\twhy “so”\r\nT2\topinion 12 24\tstands still\nR1\tx Arg1:T1 Arg2:T2\nR2\tx Arg1:T1 Arg2:T2\n"
    found = to_work("a.ann", content=ann)
    check("brat: pieces, notes, either unit", found[0] == 0 and found[1] == [("claim", "The mill", "Ada Venn said"), ("opinion", "stands still")] and "why “so”" in found[3].decode(), found)
    check("brat: relations are named once", found[2].count("relations") == 1, found)
    brat = run("--to", "brat", folder / "out.byline.json")
    check("brat: written", brat.stdout.decode() == "T1\tclaim 2 10;25 38\tThe mill Ada Venn said\n#1\tAnnotatorNotes T1\twhy “so”\nT2\topinion 11 23\tstands still\n", brat)
    check("brat: what is lost is said once", brat.returncode == 0 and brat.stderr.count(b"\n") == 1 and b"brat has no room for" in brat.stderr, brat)
    check("brat: without the article", run("--to", "brat", folder / "out.byline.json", with_article=False).stdout == brat.stdout)
    (folder / "b.txt").write_text("The mill. " + TEXT, "utf-8")
    found = to_work("b.ann", content="T1\tclaim 12 20\tThe mill\n")
    check("brat: the text beside it tells which words are meant", found[0] == 0 and found[1] == [("claim", "The mill")], found)
    check("brat: no such file", to_work("c.ann", content="Dear all,\n")[0] == 1)

    # CSV
    to_work("a.ann")
    table = run("--to", "csv", folder / "out.byline.json")
    rows = list(csv.DictReader(io.StringIO(table.stdout.decode(), newline="")))
    check("CSV: a row a segment", [(r["tag"], r["segment"], TEXT[int(r["start"]):int(r["end"])]) for r in rows]
          == [("claim", "1", "The mill"), ("claim", "2", "Ada Venn said"), ("opinion", "1", "stands still")] and rows[0]["id"] == rows[1]["id"], table)
    before = (folder / "out.byline.json").read_bytes()
    check("CSV: and back", to_work("t.csv", content=table.stdout)[1] == spans(json.loads(before)))
    check("CSV: a spreadsheet's own", to_work("u.csv", content="Label;Start;End;Text\nOpinion;12;24;stands still\n")[1] == [("opinion", "stands still")])
    two = "tag,text,creator\nclaim,stands still,Heron-07\nopinion,sacks,Gull-02\n"
    found = to_work("v.csv", content=two)
    check("two people in one file", found[0] == 0 and len(found[1]) == 2 and "2 people" in found[2] and b'"nickname": "Gull-02"' in found[3], found)
    parted = run("--to", "web-annotation", folder / "v.csv", "-o", str(folder / "parted") + "/")
    check("a file for each person", parted.returncode == 0 and sorted(p.name for p in (folder / "parted").iterdir()) == ["v.Gull-02.byline.json", "v.Heron-07.byline.json"], parted)
    check("with their names", json.loads((folder / "parted" / "v.Gull-02.byline.json").read_text())["creator"]["nickname"] == "Gull-02")

    # CoNLL
    to_work("d.ann", content="T1\tclaim 2 10\tThe mill\nT2\topinion 11 17\tstands\n")
    conll = run("--to", "conll", folder / "out.byline.json")
    check("CoNLL: one column where nothing overlaps", conll.stdout.decode().startswith("🌊\tO\nThe\tB-claim\nmill\tI-claim\nstands\tB-opinion\nstill\tO\n,\tO\n"), conll)
    check("CoNLL: an empty line behind a sentence", "\n.\tO\n\nNobody\tO\n" in conll.stdout.decode(), conll)
    to_work("e.ann", content="T1\tclaim 2 23\tThe mill stands still\nT2\tattribution 11 29\tstands still, Ada V\n")
    conll = run("--to", "conll", folder / "out.byline.json")
    check("CoNLL: a column a layer where marks overlap", "stands\tI-claim\tB-attribution\n" in conll.stdout.decode() and b"2 columns" in conll.stderr and b"whole words" in conll.stderr, conll)

    # Usage, and what is no input at all
    source = folder / "a.ann"
    for what, arguments, with_article in [
            ("no --to", (source,), True), ("an unknown format", ("--to", "word", source), True), ("a format that is only written", ("--to", "csv", "--from", "conll", source), True),
            ("no file", ("--to", "csv"), True), ("no article where it is needed", ("--to", "csv", source), False), ("a map without =", ("--to", "csv", "--map", "x", source), True),
            ("a map to no tag", ("--to", "csv", "--map", "x=y", source), True), ("two meanings", ("--to", "csv", "--map", "x=claim", "--map", "x=opinion", source), True),
            ("several files into one", ("--to", "csv", source, folder / "d.ann"), True), ("CoNLL without the article", ("--to", "conll", folder / "out.byline.json"), False)]:
        result = run(*arguments, with_article=with_article)
        check(f"wrong usage: {what}", result.returncode == 2 and result.stderr and not result.stdout, result)
    check("the missing article is named", b"--article" in run("--to", "csv", source, with_article=False).stderr)
    check("no such file", run("--to", "csv", folder / "none.ann").returncode == 3)
    many = run("--to", "csv", source, folder / "c.ann", folder / "d.ann", "-o", folder)
    check("a batch goes on", many.returncode == 1 and (folder / "a.csv").exists() and (folder / "d.csv").exists() and not (folder / "c.csv").exists() and b"c.ann" in many.stderr, many)
    check("standard input and output", run("--to", "csv", "-", stdin=b"T1\tclaim 2 5\tThe\n").stdout.count(b"claim") == 1)
    for what, content in {"empty": b"", "a NUL": b"T1\tclaim 2 5\tT\0he\n", "not UTF-8": b"T1\tclaim 2 5\t\xff\n", "a deep one": b"[" * 100000, "other JSON": b"{}",
                          "pages elsewhere": b'{"type": "AnnotationCollection", "first": "https://x.example/1"}', "a newer Byline's": b'{"@context": "%s", "type": "AnnotationCollection", "byline:format": 9}' % CONTEXT.encode(),
                          "a doubled member": b'{"target": {}, "target": {}}'}.items():
        found = to_work("h.json", "--from", "brat" if content.startswith(b"T1") else "web-annotation", content=content)
        check(f"refused: {what}", found[0] == 1 and found[1] is None and found[2].startswith(str(folder / "h.json")), found)
    check("a wrong guess is said", "taken for" in to_work("h.json", content=b"{}")[2])
    escape = to_work("i.ann", content="T1\tclaim 2 5\t\x1b[31mred\n")
    check("messages obey no terminal codes", escape[0] == 1 and "\x1b" not in escape[2], escape)
    same = to_work("a.ann")[3]
    check("the same input gives the same file", same == to_work("a.ann")[3] and same)

    # What the tools of scripts/foreign wrote about one text
    (folder / "foreign.html").write_text("<h1>🌊 The mill stands still</h1>\n<p>Ada Venn said: “Nobody has counted the <em>mill’s</em> sacks.” שלום 水車小屋</p>\n", "utf-8")
    passages = ["🌊 The mill", "stands still\nAda Venn", "the mill’s sacks", "水車"]
    for tool, times in [("recogito-4", 1), ("apache-0.2", 3)]:
        result = subprocess.run([CLI, "convert", "--to", "csv", "--article", str(folder / "foreign.html"), str(FOREIGN / f"{tool}.json")], capture_output=True, timeout=60)
        rows = list(csv.DictReader(io.StringIO(result.stdout.decode(), newline="")))
        check(f"written by {tool}", result.returncode == 0 and [row["text"] for row in rows] == [words for words in passages for _ in range(times)], result)

    try:
        import jsonschema
    except ImportError:
        skip("work files are as their schema says", "no python3-jsonschema")
    else:
        schema = json.loads(SCHEMA.read_text("utf-8"))
        problems = [error.message for document in written for error in jsonschema.Draft7Validator(schema).iter_errors(document)]
        check("work files are as their schema says", not problems, problems[:3])

finish()
