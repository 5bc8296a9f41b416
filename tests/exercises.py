#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each bundled exercise is what its files promise, read without any of Byline's own code."""

import hashlib
import html.parser
import importlib.util
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
TAGS = ["claim", "attribution", "evidence", "opinion"]
results = []


def check(name, problems):
    """One TAP line; problems is a list of sentences, empty when all is well."""
    results.append(not problems)
    print(f"{'not ok' if problems else 'ok'} {len(results)} - {name}")
    for problem in problems:
        print(f"# {problem}")


class Text(html.parser.HTMLParser):
    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.data = []
        self.feed(source)
        self.close()

    def handle_data(self, data):
        self.data.append(data)


def text_of(source):
    return "".join(Text(source).data)


def sentences(text):
    return len(re.findall(r"[.!?]+[”’)]*(?:\s|$)", text))


def canonical_problems(source):
    """The fragment's shape: flat blocks, one line feed after each, nothing escaped in vain."""
    blocks = re.compile(r"<(h1|p)(?: lang=\"[a-z-]+\")?>((?:[^<>&\s]|&(?:amp|lt|gt);| (?! ))+)</\1>\n")
    at, problems = 0, []
    while at < len(source):
        block = blocks.match(source, at)
        if block is None:
            return problems + [f"the HTML is not canonical from {source[at:at + 40]!r} on"]
        if block.group(2) != block.group(2).strip():
            problems.append(f"white space at the edge of {block.group(2)[:40]!r}")
        at = block.end()
    return problems


def selector(target, kind):
    return next(s for s in target["selector"] if s["type"] == kind)


def targets(value):
    return value if isinstance(value, list) else [value]


def target_problems(text, value):
    problems, last = [], 0
    for target in targets(value):
        position, quote = (selector(target, kind) for kind in ("TextPositionSelector", "TextQuoteSelector"))
        start, end = position["start"], position["end"]
        if not last <= start < end <= len(text):
            problems.append(f"{start}–{end} is out of order or out of the text")
        if text[start:end] != quote["exact"]:
            problems.append(f"{start}–{end} holds {text[start:end]!r}, not {quote['exact']!r}")
        if quote["prefix"] != text[max(0, start - 32):start] or quote["suffix"] != text[end:end + 32]:
            problems.append(f"the surroundings of {quote['exact']!r} differ")
        if text[start - 1:start].isalnum() or text[end:end + 1].isalnum():
            problems.append(f"{quote['exact']!r} begins or ends inside a word")
        last = end
    return problems


def item_problems(text, item):
    bodies = {body["purpose"]: body for body in item["body"]}
    reason = bodies.get("commenting", {}).get("value", "")
    tag = bodies["tagging"]["value"]
    exact = selector(targets(item["target"])[0], "TextQuoteSelector")["exact"]
    problems = target_problems(text, item["target"])
    for other in item.get("byline:alternativeTargets", []):
        problems += target_problems(text, other)
        if other == item["target"]:
            problems.append(f"{exact!r}: an alternative is the item itself")
    if tag not in TAGS:
        problems.append(f"{exact!r}: no tag {tag!r}")
    if any(other not in TAGS or other == tag or not 0 < points <= 10000
           for other, points in item.get("byline:alternativeTags", {}).items()):
        problems.append(f"{exact!r}: an alternative tag is unknown or earns nothing")
    if not 1 <= sentences(reason) <= 2 or len(reason) > 220:
        problems.append(f"{exact!r}: the reason is missing or too long")
    if tag == "attribution" and exact.endswith(" that"):
        problems.append(f"{exact!r}: “that” does not belong to an attribution")
    return problems


def check_key(folder, manifest, article, text):
    key = json.loads((folder / article["key"]).read_text("utf-8"))
    items = key["first"]["items"]
    name = f"{folder.name}/{article['id']}"
    required = [i for i in items if not i.get("byline:optional") and not i.get("byline:contested")]
    tags = [i["body"][0]["value"] for i in required]
    wanted = {"byline:format": 1, "byline:role": "key", "byline:article": article["id"], "byline:pack": manifest["id"],
              "byline:packRevision": manifest["revision"], "byline:textDigest": article["textDigest"], "total": len(items)}

    check(f"{name}: the key's head", [f"{k} is {key.get(k)!r}, not {v!r}" for k, v in wanted.items() if key.get(k) != v])
    for number, item in enumerate(items, 1):
        check(f"{name}: item {number}", item_problems(text, item))
    check(f"{name}: ids differ", [] if len({i["id"] for i in items}) == len(items) else ["an id stands twice"])
    spans = [(i["body"][0]["value"], json.dumps(i["target"])) for i in items]
    check(f"{name}: passages differ", [] if len(set(spans)) == len(spans) else ["a passage has the same tag twice"])
    check(f"{name}: each tag is asked for", [f"only {tags.count(t)} × {t}" for t in TAGS if tags.count(t) < 3])
    check(f"{name}: a split quotation", [] if any(isinstance(i["target"], list) for i in required) else ["there is none"])
    first = min((n for n, c in enumerate(text) if ord(c) > 0xffff), default=len(text))
    later = [i for i in required if selector(targets(i["target"])[0], "TextPositionSelector")["start"] > first]
    check(f"{name}: items after a character beyond 16 bits", [] if len(later) > 10 else ["too few"])


def check_made(folder, article):
    spec = importlib.util.spec_from_file_location("make_key", ROOT / "make-key.py")
    make_key = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(make_key)
    path, content = make_key.make_key(folder, article["id"])
    check(f"{folder.name}/{article['id']}: the key is what its source says",
          [] if path.read_text("utf-8") == content else [f"run exercises/make-key.py exercises/{folder.name}"])


packs = sorted(ROOT.glob("*/byline.json"))
check("there is a pack", [] if packs else ["none"])
for path in packs:
    pack = json.loads(path.read_text("utf-8"))
    listed = {path} | {path.parent / a[m] for a in pack["articles"] for m in ("file", "key")}
    check(f"{path.parent.name}: nothing is unlisted",
          [str(f) for f in path.parent.rglob("*") if f.is_file() and f not in listed])
    for entry in pack["articles"]:
        html = (path.parent / entry["file"]).read_bytes().decode("utf-8")
        words = text_of(html)
        check(f"{path.parent.name}/{entry['id']}: canonical HTML", canonical_problems(html))
        check(f"{path.parent.name}/{entry['id']}: digest",
              [] if entry["textDigest"] == "sha256:" + hashlib.sha256(words.encode()).hexdigest() else ["it differs"])
        check(f"{path.parent.name}/{entry['id']}: briefing", [] if sentences(entry["briefing"]) > 2 else ["too short"])
        check_key(path.parent, pack, entry, words)
        check_made(path.parent, entry)
print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
