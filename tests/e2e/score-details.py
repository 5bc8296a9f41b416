#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli score --details and --nervaluate: every figure, its schema, and the same bytes in every language."""

import hashlib
import html
import json
import os
import pathlib
import pty
import struct
import subprocess
import sys
import tempfile

from tap import check, finish, skip

CLI = os.path.abspath(sys.argv[1])
TOP = pathlib.Path(__file__).parents[2]
GOLDEN = TOP / "tests" / "golden"
SCHEMA = TOP / "docs" / "schema" / "score.schema.json"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TAGS = ["claim", "attribution", "evidence", "opinion"]
MASK = (1 << 64) - 1
outputs = []


def run(*arguments, **variables):
    return subprocess.run([CLI, "score", *map(str, arguments)], capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "", **variables})


def score(*arguments):
    done = run(*arguments, "--format", "json")
    outputs.append(json.loads(done.stdout))
    return outputs[-1][0]


def collection(text, role, spans):
    items = [{"id": f"urn:test:{role}:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": tag},
              "target": {"source": "urn:byline:article:a", "selector": [
                  {"type": "TextPositionSelector", "start": start, "end": end}, {"type": "TextQuoteSelector", "exact": text[start:end]}]}}
             for number, (start, end, tag) in enumerate(spans)]
    return {"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection", "byline:format": 1, "byline:role": role, "byline:article": "a",
            "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "total": len(items),
            **({"first": {"type": "AnnotationPage", "items": items}} if items else {})}


def write(folder, text, key, *works):
    """An article, a key, and work files of [start, end, tag]; the arguments that compare them."""
    (folder / "a.html").write_text(f"<p>{html.escape(text, quote=False)}</p>\n", "utf-8")
    (folder / "key.json").write_text(json.dumps(collection(text + "\n", "key", key)), "utf-8")
    names = []
    for number, work in enumerate(works):
        names.append(folder / f"w{number}.json")
        names[-1].write_text(json.dumps(collection(text + "\n", "work", work)), "utf-8")
    return ["--key", folder / "key.json", "--article", folder / "a.html", *names]


def find(text, words, tag):
    return [text.index(words), text.index(words) + len(words), tag]


def differ(actual, expected):
    """Golden ratios are exact to 1e-9, and nervaluate also gives sums."""
    return {name: (actual[name], expected[name]) for name in actual if abs(actual[name] - expected[name]) > 1e-9}


def test_nervaluate(folder):
    wrong = {}
    cases = json.loads((GOLDEN / "nervaluate.json").read_text("utf-8"))["cases"]
    for case in cases:
        text = "x" * case["length"]
        table = score(*write(folder, text, case["key"], case["student"]), "--nervaluate")["nervaluate"]
        for tag, expected in [("overall", case["expected"]["overall"]), *case["expected"]["per_tag"].items()]:
            row = table["overall"] if tag == "overall" else table["tags"][tag]
            for schema, name in (("strict", "strict"), ("exact", "exact"), ("partial", "partial"), ("type", "ent_type")):
                difference = differ(row[schema], expected[name])
                if difference:
                    wrong[case["id"], tag, schema] = difference
        if set(table["tags"]) != set(case["expected"]["per_tag"]):
            wrong[case["id"], "tags"] = list(table["tags"])
    check(f"nervaluate's counts of {len(cases)} comparisons come out of files", len(cases) == 73 and not wrong, wrong)

    done = run(*write(folder, "x y", [[0, 1, "claim"]], [[0, 1, "claim"]]), "--nervaluate")
    check("and stand in the table", b"strict   COR 1 INC 0 PAR 0 MIS 0 SPU 0  P 1.000" in done.stdout, done)
    done = run(*write(folder, "x y", [[0, 1, "claim"]], [[0, 1, "claim"]]), "--nervaluate", "--format", "csv")
    check("but not in csv", done.returncode == 2 and not done.stdout, done)


TEXT = ("The wall held, Ana Ferro said. The log shows 12 calls. A shame, really! Nobody came. Was it the pump? Three of four lamps failed. "
        "She would not say more. The council meets again in May. It rained. So be it.")
SENTENCES = [[TEXT.index(words), TEXT.index(words) + len(words)] for words in (
    "The wall held, Ana Ferro said.", "The log shows 12 calls.", "A shame, really!", "Nobody came.", "Was it the pump?", "Three of four lamps failed.",
    "She would not say more.", "The council meets again in May.", "It rained.", "So be it.")]
KEY = [find(TEXT, "The wall held", "claim"), find(TEXT, "Ana Ferro said", "attribution"), find(TEXT, "A shame, really", "opinion"),
       find(TEXT, "Nobody came", "claim"), find(TEXT, "Three of four lamps", "claim")]


def splitmix64(state):
    state = (state + 0x9E3779B97F4A7C15) & MASK
    z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return state, z ^ (z >> 31)


def guess(seed, count):
    chosen, state = list(SENTENCES), seed
    for i in range(count):
        state, number = splitmix64(state)
        j = i + number % (len(chosen) - i)
        chosen[i], chosen[j] = chosen[j], chosen[i]
    return chosen[:count]


def test_guessing(folder):
    works = [[[start, end, "claim"] for start, end in guess(seed, len(KEY))] for seed in range(20)]
    done = run(*write(folder, TEXT, KEY, *works), "--format", "json", "--details")
    objects = json.loads(done.stdout)
    outputs.append(objects)
    expected = (sum(entry["score_bp"] for entry in objects) + 10) // 20
    check("the guessing level is the mean of twenty guesses", 0 < expected < 10000 and {entry["guessing_bp"] for entry in objects} == {expected},
          (expected, objects[0]["guessing_bp"]))
    entry = score(*write(folder, TEXT, [], [[0, 8, "claim"]]), "--details")
    check("and null without a key item", entry["guessing_bp"] is None and entry["f1_marks"] == 0, entry)


def test_shape(folder):
    work = [KEY[0], find(TEXT, "Ana Ferro", "attribution"), find(TEXT, "log shows", "opinion")]
    files = write(folder, TEXT, KEY, work)
    plain = score(*files)
    entry = score(*files, "--details")
    check("--details adds its members and changes none", list(entry) == [*plain, "guessing_bp", "f1_marks", "chars", "kappa", "semeval13"]
          and {name: entry[name] for name in plain} == plain, list(entry))
    check("every tag is present", list(entry["chars"]["tags"]) == list(entry["kappa"]) == list(entry["semeval13"]["tags"]) == TAGS, entry)
    check("kappa is null where it is undefined", entry["kappa"]["claim"] > 0 and entry["kappa"]["evidence"] is None, entry["kappa"])
    characters = entry["chars"]["tags"]["attribution"]
    check("characters", (characters["tp"], characters["fp"], characters["fn"]) == (9, 0, 5) and abs(characters["recall"] - 9 / 14) < 1e-9, characters)
    strict = entry["semeval13"]["overall"]["strict"]
    check("the best matching", [strict[name] for name in ("correct", "incorrect", "missed", "spurious")] == [1, 1, 3, 1], strict)
    line = run(*files, "--details", "--nervaluate", "--format", "ndjson").stdout
    check("ndjson has the same, on one line", line.count(b"\n") == 1 and {**entry, "nervaluate": 0} == {**json.loads(line), "nervaluate": 0}, line)
    outputs.append([json.loads(line)])


def write_catalogue(path, messages):
    """A compiled gettext catalogue; the empty message is its header."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **messages}.items())
    ids, strings, offsets = b"", b"", []
    for original, translation in entries:
        original, translation = original.encode(), translation.encode()
        offsets.append((len(original), len(ids), len(translation), len(strings)))
        ids += original + b"\0"
        strings += translation + b"\0"
    begin = 28 + 16 * len(entries)
    first = b"".join(struct.pack("<II", size, begin + at) for size, at, _, _ in offsets)
    second = b"".join(struct.pack("<II", size, begin + len(ids) + at) for _, _, size, at in offsets)
    path.parent.mkdir(parents=True)
    path.write_bytes(struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0) + first + second + ids + strings)


def test_language(folder):
    """With a language of our own, put where the program finds its translations."""
    files = write(folder, TEXT, [*KEY, [14, 15, "claim"]], [KEY[0]])
    (folder / "bad.json").write_text("{}")
    locales = pathlib.Path(CLI).parents[1] / "po" / "qps"
    write_catalogue(locales / "LC_MESSAGES" / "byline.mo", {
        "Result": "Tluser", "Key item %u marks no words and is left out.": "Meti %u skram on sdrow.", "this is sound JSON, but neither Byline work nor an answer key": "NOSJ"})
    try:
        table = run(*files, LANGUAGE="qps").stdout
        outs = {name: {run(*files, folder / "bad.json", "--format", name, LANGUAGE=language).stdout for language in ("", "qps")} for name in ("json", "ndjson", "csv")}
    finally:
        (locales / "LC_MESSAGES" / "byline.mo").unlink()
        (locales / "LC_MESSAGES").rmdir()
        locales.rmdir()
    if b"Tluser" not in table:
        skip("results are the same in every language", "this C library translates nothing in C.UTF-8")
        return
    check("results are the same in every language", all(len(found) == 1 for found in outs.values()) and b"marks no words" in min(outs["json"]), outs)


def read_terminal(command, **streams):
    master, slave = pty.openpty()
    process = subprocess.Popen(command, stderr=slave, **streams)
    os.close(slave)
    text = b""
    try:
        while chunk := os.read(master, 4096):
            text += chunk
    except OSError:
        pass  # The other end is closed.
    os.close(master)
    process.wait(60)
    return text


def test_progress(folder):
    files = write(folder, TEXT, KEY, *[KEY] * 130)
    with open(os.devnull, "wb") as nothing:
        text = read_terminal([CLI, "score", *map(str, files), "--format", "ndjson"], stdout=nothing)
    check("progress on a terminal", b"64 of 130" in text and b"128 of 130" in text and text.endswith(b"\x1b[K"), text)
    check("and nowhere else", run(*files, "--format", "ndjson").stderr == b"")


def test_schema(folder):
    (folder / "bad.json").write_text("{}")
    files = write(folder, TEXT, KEY, [find(TEXT, TEXT, "opinion"), KEY[0]])
    outputs.append(json.loads(run(*files, folder / "bad.json", "--format", "json").stdout))
    try:
        import jsonschema
    except ImportError:
        skip("results are as their schema says", "no python3-jsonschema")
        return
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    problems = [error.message for output in outputs for error in validator.iter_errors(output)]
    check(f"{len(outputs)} results are as their schema says", not problems and "error" in outputs[-1][1] and "hint" in outputs[-1][0]["spans"][0], problems[:3])
    for name, value in (("score_bp", 10001), ("kappa", {"claim": "high"}), ("bands", {"source": {}}), ("more", 1)):
        check(f"the schema refuses a wrong {name}", not validator.is_valid([{**outputs[-2][0], name: value}]))


for test in (test_nervaluate, test_guessing, test_shape, test_language, test_progress, test_schema):
    with tempfile.TemporaryDirectory() as name:
        test(pathlib.Path(name))
finish()
