#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli score and class on random classes, against a second implementation of scoring.md (reference.py)."""

import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile


import reference

CLI = os.path.abspath(sys.argv[1])
CASES = 60
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}]
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
WORDS = ("the council said 3,204 cases fell well-known O’Neil’s 学校世界 สวัสดี naïve café “quoted” — re-entry $5 U.S. don’t (aside) a rate 🌊 "
         "old week слово Zürich letters data 12.5% new").split()
DEFAULT = ["claim", "attribution", "evidence", "opinion"]
OVER = {"off": 0, "mild": 7500, "standard": 10000, "strict": 15000}
SCORED = ("score_bp", "marks_pt", "max_pt", "required", "marks", "surplus", "items", "spans", "bands", "confusion", "f1_marks")


def run(*arguments):
    return subprocess.run([CLI, *map(str, arguments)], capture_output=True, timeout=60)


def target(segments, text):
    targets = [{"source": "urn:byline:article:a", "selector": [{"type": "TextPositionSelector", "start": start, "end": end},
                                                               {"type": "TextQuoteSelector", "exact": text[start:end]}]}
               for start, end in segments]
    return targets if len(targets) > 1 else targets[0]


def annotation(mark, text, **members):
    return {"id": mark["id"], "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": mark["tag"]},
            "target": target(mark["segments"], text), **members}


def collection(role, items, text, name=None, **members):
    result = {"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection"}
    if name:
        result["creator"] = {"id": "urn:test:" + name, "type": "Person", "nickname": name}
    result |= {"byline:format": 1, "byline:role": role, "byline:pack": PACK, "byline:article": "a",
               "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), **members, "total": len(items)}
    if items:
        result["first"] = {"type": "AnnotationPage", "items": items}
    return json.dumps(result)


def random_span(chance, length):
    if chance.random() < .15:
        ends = sorted(chance.sample(range(length + 1), 4))
        if ends[1] < ends[2]:
            return [(ends[0], ends[1]), (ends[2], ends[3])]
    start = chance.randrange(length)
    return [(start, min(length, start + chance.choice([1, 3, 8, 20, 40, 60])))]


def shifted(chance, segments, length):
    result, past = [], 0
    for start, end in segments:
        start, end = max(past, start + chance.choice([0, 0, 0, -3, 2, 6])), min(length, end + chance.choice([0, 0, 0, -5, 3, 8]))
        if start < end:
            result.append((start, end))
            past = end + 1
    return result or segments


def random_key(chance, tags, length):
    key = []
    for number in range(chance.choice([0, 1, 3, 6, 8])):
        segments = random_span(chance, length)
        item = {"id": f"urn:k:{number}", "segments": segments, "tag": chance.choice(tags)}
        if chance.random() < .2:
            item["optional"] = True
        if chance.random() < .1:
            item["contested"] = True
        if chance.random() < .3:
            item["weight"] = chance.choice([1, 2, 3, 100])
        if chance.random() < .3:
            item["alt_tags"] = {tag: chance.choice([0, 3333, 5000, 10000]) for tag in chance.sample(tags, 2) if tag != item["tag"]}
        if chance.random() < .3:
            item["alt_spans"] = [shifted(chance, segments, length) if chance.random() < .6 else random_span(chance, length)
                                 for _ in range(chance.randint(1, 2))]
        key.append(item)
    return key


def random_work(chance, key, tags, length):
    marks, skill = [], chance.choice([.3, .6, .9])
    for item in key:
        if chance.random() < skill:
            segments = shifted(chance, item["segments"], length) if chance.random() < .6 else item["segments"]
            marks.append((segments, item["tag"] if chance.random() < .75 else chance.choice(tags)))
            if chance.random() < .15:
                marks.append(marks[-1])
            start, end = item["segments"][0]
            if chance.random() < .2:
                marks.append(([(start, start + max(1, (end - start) // 3))], item["tag"]))
            start, end = item["segments"][-1]
            if chance.random() < .2:
                marks.append(([(end - max(1, (end - start) // 3), end)], item["tag"]))
    marks += [(random_span(chance, length), chance.choice(tags)) for _ in range(chance.choice([0, 0, 1, 3]))]
    chance.shuffle(marks)
    return [{"id": f"urn:s:{number}", "segments": segments, "tag": tag} for number, (segments, tag) in enumerate(marks)]


def differences(got, expected, path=""):
    """Where two JSON values differ, also in the order of members; ratios to 1e-6."""
    if isinstance(got, dict) and isinstance(expected, dict):
        if list(got) != list(expected):
            return [(path, list(got), list(expected))]
        return [found for name in got for found in differences(got[name], expected[name], f"{path}/{name}")]
    if isinstance(got, list) and isinstance(expected, (list, tuple)):
        if len(got) != len(expected):
            return [(path, got, expected)]
        return [found for place, pair in enumerate(zip(got, expected)) for found in differences(*pair, f"{path}/{place}")]
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (got, expected))
    same = abs(got - expected) <= 1e-6 * max(1, abs(expected)) if numbers else got == expected and type(got) is type(expected)
    return [] if same else [(path, got, expected)]


def write_pack(folder, paragraphs, text, key, tags, layers, scoring):
    names = {"optional": "byline:optional", "contested": "byline:contested", "weight": "byline:weight", "alt_tags": "byline:alternativeTags"}
    (folder / "p/articles").mkdir(parents=True)
    (folder / "p/keys").mkdir()
    (folder / "h").mkdir()
    (folder / "p/articles/a.html").write_text("".join(f"<p>{words}</p>\n" for words in paragraphs))
    items = []
    for item in key:
        members = {names[name]: item[name] for name in names if name in item}
        if "alt_spans" in item:
            members["byline:alternativeTargets"] = [target(segments, text) for segments in item["alt_spans"]]
        items.append(annotation(item, text, **members))
    (folder / "p/keys/a.byline.json").write_text(collection("key", items, text))
    manifest = {"format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "X", "kind": "teacher", "scoring": scoring,
                "articles": [{"id": "a", "file": "articles/a.html", "key": "keys/a.byline.json",
                              "textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()}]}
    if tags is not DEFAULT:
        manifest["tags"] = [{"id": tag, "layer": layers[tag], "key": place + 1, "color": "#0072b2", "colorDark": "#6cb8ec", "pattern": "solid",
                             **{name: {"en": tag} for name in ("label", "definition", "example", "question")}, "letter": {"en": chr(65 + place)}}
                            for place, tag in enumerate(tags)]
    (folder / "p/byline.json").write_text(json.dumps(manifest))


def compare_scores(got, expected, tags, text):
    found = []
    for one, other in zip(got, expected):
        chars, kappa = reference.chartab(other["tK"], other["tS"], tags, text.L)
        table = {"overall": reference.semtab(other["tK"], other["tS"]),
                 "tags": {tag: reference.semtab([k for k in other["tK"] if k[1] == tag], [s for s in other["tS"] if s[1] == tag]) for tag in tags}}
        right = {name: other[name] for name in SCORED} | {"chars": chars, "kappa": kappa, "semeval13": table, "warnings": other["warn"]}
        found += differences({name: len(one[name]) if name == "warnings" else one[name] for name in right}, right, "score")
    return found


def compare_greedy(got, key, works, scores):
    """nervaluate knows one range a span: required items and what is not on optional ones, as listed in the files."""
    if any(len(mark["segments"]) > 1 for mark in [*key, *sum(works, [])]):
        return []
    optional = {item["id"] for item in key if item.get("optional") or item.get("contested")}
    spans = [(*item["segments"][0], item["tag"]) for item in key if item["id"] not in optional]
    found = []
    for one, work, score in zip(got, works, scores):
        marks = [(*mark["segments"][0], mark["tag"]) for mark, result in zip(work, score["spans"])
                 if result["outcome"] != "optional" and not (result["outcome"] == "fragment" and result["item"] in optional)]
        table = {tag: reference.greedytab([k for k in spans if k[2] == tag], [m for m in marks if m[2] == tag]) for _, _, tag in sorted(spans + marks)}
        found += differences({"overall": one["nervaluate"]["overall"], "tags": dict(sorted(one["nervaluate"]["tags"].items()))},
                             {"overall": reference.greedytab(spans, marks), "tags": dict(sorted(table.items()))}, "nervaluate")
    return found


def compare_class(got, scores, tags, layers, key, text):
    right = reference.classpage(text, tags, layers, key, scores)
    units = [[(start, end, mark["tag"]) for mark in score["S"] for start, end in mark["sp"]] for score in scores]
    overall, by_tag = reference.alphau(units, tags, text.L)
    for items in (got["items"], right["items"]):
        for item in items:
            item["answers"] = dict(sorted((name, count) for name, count in item["answers"].items() if count))
    return differences({name: got[name] for name in right} | {"alpha_u": got["alpha_u"]}, right | {"alpha_u": {"overall": overall, "tags": by_tag}}, "class")


def try_class(seed, folder):
    chance = random.Random(seed)
    size = chance.choice([0, 0, 2, 3, 5, 8, 12])
    tags = [f"t{number}" for number in range(size)] or DEFAULT
    layers = {tag: chance.choice(["statement", "source", "voice"]) if size else "source" if tag == "attribution" else "statement" for tag in tags}
    length = chance.choice([3, 20, 60])
    paragraphs = [" ".join(chance.choice(WORDS) + chance.choice(["", "", "", ",", "."]) for _ in range(max(2, length // 3)))
                  for _ in range(chance.randint(1, 4))]
    text = "".join(words + "\n" for words in paragraphs)
    key = random_key(chance, tags, len(text))
    scoring = {"surplus": chance.choice(list(OVER)), "wrongTag": chance.choice([0, 0, 1000, 5000]),
               "partial": chance.choice(["overlap", "overlap", "half", "full", "none"])}
    settings = {"over_pt": OVER[scoring["surplus"]] // (len(tags) - 1), "wrong_tag_pt": scoring["wrongTag"], "partial": scoring["partial"]}
    works = [random_work(chance, key, tags, len(text)) for _ in range(chance.choice([1, 2, 4, 5, 8, 10, 12, 20]))]

    write_pack(folder, paragraphs, text, key, tags, layers, scoring)
    files = [folder / "h" / f"S-{number:02}.byline.json" for number in range(len(works))]
    for number, work in enumerate(works):
        files[number].write_text(collection("work", [annotation(mark, text) for mark in work], text, f"S-{number:02}", **{"byline:committed": True}))
    text = reference.Text(text)
    scores = [reference.score(text, tags, layers, key, work, **settings) for work in works]
    scored = run("score", "--pack", folder / "p", "--details", "--nervaluate", "--format", "json", *files)
    classed = run("class", "--pack", folder / "p", "--agreement", "--format", "json", folder / "h")
    if scored.returncode or classed.returncode:
        return [scored.stderr, classed.stderr]
    got, guessing = json.loads(scored.stdout), reference.guessing(text, tags, layers, key, **settings)
    return (compare_scores(got, scores, tags, text) + compare_greedy(got, key, works, scores)
            + [("guessing_bp", one["guessing_bp"], guessing) for one in got if one["guessing_bp"] != guessing]
            + compare_class(json.loads(classed.stdout), scores, tags, layers, key, text))


wrong = []
for seed in range(CASES):
    with tempfile.TemporaryDirectory() as folder:
        found = try_class(seed, pathlib.Path(folder))
        if found:
            wrong.append(seed)
            print(f"# class {seed}: {str(found[:3])[:1500]!r}")
print(f"{'not ok' if wrong else 'ok'} 1 - {CASES} random classes are scored and summed up as a second implementation does it")
print("1..1")
sys.exit(bool(wrong))
