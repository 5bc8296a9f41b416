#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli convert: Hypothesis, doccano, Label Studio and UIMA CAS, read by nobody's code but Python's json."""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid

from tap import bound, check, finish

CLI = sys.argv[1]
FORMATS = ("hypothesis", "doccano", "label-studio", "cas")
HTML = '<h1 lang="en">The mill</h1>\n<p lang="en">🌊 The mill “stands still”, Ada Venn said. שלום 水車 é! 🌬️ The mill is old.</p>\n'
TEXT = "The mill\n🌊 The mill “stands still”, Ada Venn said. שלום 水車 é! 🌬️ The mill is old.\n"


bounded = bound(CLI)


def run(*arguments, data=b""):
    return subprocess.run([CLI, "convert", *map(str, arguments)], input=data, capture_output=True, timeout=60, preexec_fn=bounded,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})


def units(offset):
    return len(TEXT[:offset].encode("utf-16-le")) // 2


def find(words, occurrence=0):
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def annotation(tag, *segments, note=None):
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag}]
    if note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": note})
    targets = [{"source": "urn:byline:article:mill", "selector": [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": TEXT[start:end]}]} for start, end in segments]
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": f"urn:uuid:{uuid.uuid4()}", "type": "Annotation", "motivation": "classifying",
            "created": "2026-11-23T15:00:00Z", "body": bodies, "target": targets if len(targets) > 1 else targets[0]}


def work(*items):
    return {"@context": ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}], "id": "urn:uuid:c0", "type": "AnnotationCollection",
            "label": "The mill", "creator": {"id": "urn:uuid:9098d060-0fe5-11ee-95c2-a3ff17435af2", "type": "Person", "nickname": "Heron-07"},
            "byline:format": 1, "byline:role": "work", "byline:article": "mill", "total": len(items),
            "first": {"id": "urn:uuid:f0", "type": "AnnotationPage", "startIndex": 0, "items": list(items)}}


def marks(collection):
    """What a work file says: tag, segments and note of each annotation."""
    found = []
    for item in collection["first"]["items"] if collection["total"] else []:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        bodies = {body["purpose"]: body["value"] for body in item["body"]}
        segments = []
        for target in targets:
            position, quote = target["selector"]
            segments.append((position["start"], position["end"]))
            assert TEXT[position["start"]:position["end"]] == quote["exact"], item
        found.append((bodies["tagging"], tuple(segments), bodies.get("commenting")))
    return found


SPLIT = (find("The mill", 1), find("stands still"))
ITEMS = (annotation("claim", *SPLIT, note="two “pieces” 🌊"), annotation("attribution", find("Ada Venn said")), annotation("opinion", find("mill “sta")),
         annotation("evidence", find("水車 é! 🌬️ The mi")), annotation("claim", find("The mill", 2)), annotation("claim", find("The mill", 2)),
         annotation("opinion", find("e mil")))
EXPECTED = marks(work(*ITEMS))


def read_hypothesis(data):
    """Pieces as tag and words, each with its offsets checked in UTF-16 units."""
    file = json.loads(data)
    found = []
    for row in file["annotations"]:
        assert len(base64.urlsafe_b64decode(row["id"] + "==")) == 16 and len(row["target"]) == 1 and row["user"].startswith("acct:"), row
        selectors = {selector["type"]: selector for selector in row["target"][0]["selector"]}
        position, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
        words = TEXT.encode("utf-16-le")[position["start"] * 2:position["end"] * 2].decode("utf-16-le")
        assert words == quote["exact"], row
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT, row
        found += [(tag, words) for tag in row["tags"]]
    return found


def read_doccano(data):
    lines = data.decode().splitlines()
    document = json.loads(lines[0])
    assert len(lines) == 1 and document["text"] == TEXT
    encoded = TEXT.encode("utf-16-le")
    return [(tag, encoded[start * 2:end * 2].decode("utf-16-le")) for start, end, tag in document["label"]]


def read_label_studio(data):
    (task,) = json.loads(data)
    (done,) = task["annotations"]
    assert task["data"]["text"] == TEXT
    ids = [result["id"] for result in done["result"]]
    assert len(set(ids)) == len(ids)
    found = []
    for result in done["result"]:
        value = result["value"]
        assert result["type"] == "labels" and result["from_name"] == "label" and result["to_name"] == "text"
        assert TEXT[value["start"]:value["end"]] == value["text"], result
        found += [(tag, value["text"]) for tag in value["labels"]]
    return found


def read_cas(data):
    cas = json.loads(data)
    structures = {structure["%ID"]: structure for structure in cas["%FEATURE_STRUCTURES"]}
    assert list(cas) == ["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"] and len(structures) == len(cas["%FEATURE_STRUCTURES"])
    view = cas["%VIEWS"]["_InitialView"]
    encoded = structures[view["%SOFA"]]["sofaString"].encode("utf-16-le")
    assert encoded.decode("utf-16-le") == TEXT and cas["%FEATURE_STRUCTURES"][0]["%TYPE"] == "uima.cas.Sofa"
    declared = cas["%TYPES"]["custom.Tag"]
    assert declared["%SUPER_TYPE"] == "uima.tcas.Annotation" and declared["label"]["%RANGE"] == "uima.cas.String"
    found = []
    for member in view["%MEMBERS"]:
        structure = structures[member]
        assert structure["@sofa"] == view["%SOFA"]
        if structure["%TYPE"] == "custom.Tag":
            assert all(name in declared for name in structure if name[0] not in "%@" and name not in ("begin", "end"))
            found.append((structure["label"], encoded[structure["begin"] * 2:structure["end"] * 2].decode("utf-16-le")))
    return found


READERS = {"hypothesis": read_hypothesis, "doccano": read_doccano, "label-studio": read_label_studio, "cas": read_cas}


def check_round_trips(folder):
    (folder / "mill.html").write_text(HTML, "utf-8")
    (folder / "work.byline.json").write_text(json.dumps(work(*ITEMS)), "utf-8")
    pieces = [(tag, TEXT[start:end]) for tag, segments, _ in EXPECTED for start, end in segments]
    for name in FORMATS:
        out = folder / f"out.{name}"
        result = run("--to", name, "--article", folder / "mill.html", folder / "work.byline.json", "-o", out)
        check(f"{name}: written", result.returncode == 0 and result.stdout == b"", result)
        lines = result.stderr.decode().splitlines()
        check(f"{name}: what is lost is said once", len(lines) in (1, 2) and any("one by one" in line for line in lines), lines)
        check(f"{name}: others read it", READERS[name](out.read_bytes()) == pieces, out.read_bytes()[:2000])
        result = run("--to", "web-annotation", "--from", name, "--article", folder / "mill.html", out, "-o", folder / "again.byline.json")
        again = json.loads((folder / "again.byline.json").read_text("utf-8")) if result.returncode == 0 else {"total": 0}
        notes = name != "doccano"
        check(f"{name}: comes back whole", marks(again) == [(tag, segments, note if notes else None) for tag, segments, note in EXPECTED], (result, marks(again)))
        if notes:
            check(f"{name}: with its ids", [item["id"] for item in again["first"]["items"]] == [item["id"] for item in ITEMS], again)
        checked = subprocess.run([CLI, "check", folder / "again.byline.json"], capture_output=True)
        check(f"{name}: and sound", checked.returncode == 0, checked)
        result = run("--to", "web-annotation", "--article", folder / "mill.html", out)
        check(f"{name}: is known by its content", result.returncode == 0 and marks(json.loads(result.stdout)) == marks(again), result)
        same = [run("--to", name, "--article", folder / "mill.html", folder / "work.byline.json").stdout for _ in range(2)]
        check(f"{name}: the same bytes each time", same[0] == same[1] == out.read_bytes())


def foreign(name, marks_, unit, shift=0, quotes=True):
    """A file of another program; @marks_ are tag, start and end in code points."""
    spans = [(tag, unit(start) + shift, unit(end) + shift, TEXT[start:end], start, end) for tag, start, end in marks_]
    if name == "hypothesis":
        return {"total": len(spans), "rows": [
            {"id": f"row{i}", "user": "acct:reader1@hypothes.is", "uri": "https://example.org/mill", "tags": [tag] if tag else [], "text": "", "target": [
                {"source": "https://example.org/mill", "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {"type": "TextQuoteSelector", "exact": words, "prefix": TEXT[max(0, at - 32):at], "suffix": TEXT[to:to + 32]}]}]}
            for i, (tag, start, end, words, at, to) in enumerate(spans)]}
    if name == "doccano":
        return {"id": 5, "text": TEXT, "label": [[start, end, tag] for tag, start, end, *_ in spans]}
    if name == "label-studio":
        return [{"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 2, "completed_by": 1, "was_cancelled": False, "result": [
            {"id": f"region{i}", "from_name": "label", "to_name": "text", "type": "labels",
             "value": {"start": start, "end": end, **({"text": words} if quotes else {}), "labels": [tag] if tag else []}}
            for i, (tag, start, end, words, *_) in enumerate(spans)]}]}]
    return {"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT}] + [
        {"%ID": i + 2, "%TYPE": "custom.Tag", "@sofa": 1, "begin": start, "end": end, **({"label": tag} if tag else {})}
        for i, (tag, start, end, *_) in enumerate(spans)], "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": []}}}


def convert(folder, name, content, *options):
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    result = run("--to", "web-annotation", "--from", name, "--article", folder / "mill.html", *options, "-", data=data)
    return result, marks(json.loads(result.stdout)) if result.stdout else None


def check_units(folder):
    plain = [("claim", *find("The mill", 1)), ("attribution", *find("Ada Venn said")), ("opinion", *find("is old"))]
    expected = [(tag, ((start, end),), None) for tag, start, end in plain]
    for name in FORMATS:
        for called, unit in (("code points", lambda offset: offset), ("UTF-16 units", units)):
            result, found = convert(folder, name, foreign(name, plain, unit))
            check(f"{name}: {called}", result.returncode == 0 and found == expected, (result, found))
    for called, unit in (("code points", lambda offset: offset), ("UTF-16 units", units)):
        result, found = convert(folder, "label-studio", foreign("label-studio", plain, unit, quotes=False))
        check(f"label-studio: {called} without words", result.returncode == 0 and found == expected, (result, found))
    # The text of a whole page is another one: words and surroundings decide.
    result, found = convert(folder, "hypothesis", foreign("hypothesis", plain, units, shift=2345))
    check("hypothesis: found by words", result.returncode == 0 and found == expected, (result, found))
    check("hypothesis: a login is not carried on", b"reader1" not in result.stdout and b"reader1@hypothes.is" in result.stderr, result)


def check_left_out(folder):
    for name, path in (("hypothesis", ("rows", 1, "target", 0, "selector", 1)), ("label-studio", (0, "annotations", 0, "result", 1, "value"))):
        content = foreign(name, [("claim", *find("stands still")), ("opinion", *find("Ada Venn"))], units)
        spot = content
        for step in path:
            spot = spot[step]
        spot["exact" if name == "hypothesis" else "text"] = "Bruno Weir"
        result, found = convert(folder, name, content)
        named = b"row1" if name == "hypothesis" else b"region1"
        check(f"{name}: words that are not in the article are named and left out",
              result.returncode == 1 and len(found) == 1 and named in result.stderr and b"Bruno Weir" in result.stderr, result)
    for name in ("doccano", "cas"):
        result, found = convert(folder, name, foreign(name, [("claim", *find("stands still")), ("opinion", len(TEXT) + 5, len(TEXT) + 9)], lambda offset: units(min(offset, len(TEXT))) + max(0, offset - len(TEXT))))
        check(f"{name}: what is behind the text is named and left out", result.returncode == 1 and len(found) == 1 and len(result.stderr.splitlines()) == 1, result)


def check_labels(folder):
    marked = [("Boast", *find("stands still")), ("", *find("Ada Venn"))]
    for name in FORMATS:
        result, found = convert(folder, name, foreign(name, marked, units))
        check(f"{name}: an unknown label is refused by name", result.returncode == 1 and found is None and "“Boast”".encode() in result.stderr, result)
        result, found = convert(folder, name, foreign(name, marked, units), "--map", "Boast=opinion")
        check(f"{name}: so is none", result.returncode == 1 and found is None and b"--map =TAG" in result.stderr, result)
        result, found = convert(folder, name, foreign(name, marked, units), "--map", "Boast=opinion", "--map", "=claim")
        check(f"{name}: labels are mapped", result.returncode == 0 and [tag for tag, *_ in found or []] == ["opinion", "claim"], result)


def check_people(folder):
    rows = foreign("hypothesis", [("claim", *find("stands still")), ("opinion", *find("Ada Venn"))], units)
    rows["rows"][1]["user"] = "acct:reader2@hypothes.is"
    (folder / "two.json").write_text(json.dumps(rows), "utf-8")
    result = run("--to", "web-annotation", "--from", "hypothesis", "--article", folder / "mill.html", folder / "two.json", "-o", f"{folder}/people/")
    files = sorted((folder / "people").iterdir())
    nicknames = {json.loads(file.read_text("utf-8"))["creator"]["nickname"] for file in files}
    check("hypothesis: a file a person", result.returncode == 0 and len(files) == 2 and len(nicknames) == 2, (result, files, nicknames))
    lines = json.dumps({"text": "another text", "label": [[0, 7, "claim"]]}) + "\n" + json.dumps(foreign("doccano", [("claim", *find("stands still"))], units)) + "\n"
    result, found = convert(folder, "doccano", lines.encode())
    check("doccano: the line that is about the article", result.returncode == 0 and found == [("claim", (find("stands still"),), None)], result)


def check_hostile(folder):
    deep = "[" * 100000
    cases = {
        "brackets": deep, "an empty file": "", "a number": "7", "null": "null", "an empty list of lists": "[[]]", "other JSON": '{"type": "FeatureCollection"}',
        "a doubled member": '{"rows": [], "rows": []}', "NUL": '{"text": "a\\u0000b", "label": []}', "Latin-1": '{"text": "Müller"}'.encode("latin-1"),
        "half a pair": '{"text": "\\ud83c", "label": []}', "a BOM": b"\xef\xbb\xbf{}",
    }
    for name in FORMATS:
        for called, content in cases.items():
            data = content if isinstance(content, bytes) else content.encode()
            result = run("--to", "web-annotation", "--from", name, "--article", folder / "mill.html", "-", data=data)
            good = result.returncode == 1 and result.stdout == b"" and len(result.stderr.splitlines()) == 1 and result.stderr.startswith(b"standard input: ")
            check(f"{name}: {called} is refused", good, result)
    alike = foreign("doccano", [("claim", *find("stands still"))], units)
    alike["label"] *= 50000
    result, found = convert(folder, "doccano", alike)
    check("doccano: 50,000 labels alike", result.returncode == 0 and len(found) == 50000, result.stderr[-300:])
    many = foreign("label-studio", [("claim", *find("stands still"))], units)
    many[0]["annotations"][0]["result"] *= 100000
    for result in many[0]["annotations"][0]["result"][:1]:
        result["value"]["text"] = "nowhere " * 20
    result, _ = convert(folder, "label-studio", many)
    check("label-studio: 100,000 regions whose words are nowhere", result.returncode == 1 and len(result.stderr.splitlines()) == 100001, (result.returncode, result.stderr[-300:]))


with tempfile.TemporaryDirectory() as name:
    for part in (check_round_trips, check_units, check_left_out, check_labels, check_people, check_hostile):
        part(pathlib.Path(name))
finish()
