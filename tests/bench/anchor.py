#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long it takes to find 1,000 quotes of 100 characters again in an article of
1 MB with 1 % of its characters edited: byline-cli anchor, and the same searches
with approx-string-match in Node, if node and npm are there; npm installs it into
FOLDER. Then worst cases, each within 1 GiB of address space.

    anchor.py BYLINE-CLI FOLDER"""

import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys

CLI = os.path.abspath(sys.argv[1])
FOLDER = pathlib.Path(sys.argv[2])
LIMIT_SECONDS = 2.0
LIMIT_RATIO = 3.0
LIMIT_WORST = 3.0
NODE_SAMPLE = 100
NODE = """
import { readFileSync } from 'node:fs';
import search from 'approx-string-match';
const { text, quotes } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let found = 0;
const start = process.cpuUsage();
for (const quote of quotes)
  found += search(text, quote, Math.floor(quote.length * 0.3)).length > 0 ? 1 : 0;
console.log(JSON.stringify({ seconds: process.cpuUsage(start).user / 1e6, found }));
"""


def make_text(source, size):
    letters = "etaoinshrdlucmfwypvbgk"
    words = ["".join(source.choices(letters, range(44, 0, -2), k=source.randrange(2, 10))) for _ in range(6000)]
    parts, length = [], 0
    while length < size:
        sentence = " ".join(source.choices(words, k=source.randrange(6, 24))).capitalize() + "."
        parts.append(sentence + ("\n" if source.random() < 0.2 else " "))
        length += len(parts[-1])
    return "".join(parts).rstrip() + "\n"


def edit(source, text, share):
    out = []
    for c in text:
        what = source.random() / share if c not in " \n" else 1
        out.append("" if what < 1 / 3 else c + "x" if what < 2 / 3 else "q" if what < 1 else c)
    return "".join(out)


def write(name, old, new, places):
    items = []
    for number, (start, end) in enumerate(places):
        target = {"source": "urn:byline:article:a", "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", "exact": old[start:end], "prefix": old[max(0, start - 32):start], "suffix": old[end:end + 32]}]}
        items.append({"id": f"urn:x:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": "claim"}, "target": target})
    work = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:w", "type": "AnnotationCollection", "byline:format": 1, "byline:role": "work",
            "byline:article": "a", "byline:textDigest": "sha256:" + hashlib.sha256(old.encode()).hexdigest(), "total": len(items),
            "first": {"type": "AnnotationPage", "items": items}}
    (FOLDER / f"{name}.byline.json").write_text(json.dumps(work), "utf-8")
    (FOLDER / f"{name}.html").write_text("".join(f"<p>{block}</p>\n" for block in new.split("\n") if block), "utf-8")


def limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def anchor(name, times=3):
    """The least processor time, which says more than the clock on a busy machine,
    and how many of each grade."""
    best = None
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        result = subprocess.run([CLI, "anchor", "--article", FOLDER / f"{name}.html", FOLDER / f"{name}.byline.json"],
                                capture_output=True, preexec_fn=limit_memory)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = seconds if best is None else min(best, seconds)
    grades = {}
    for found in json.loads(result.stdout) if result.returncode == 0 else []:
        grades[found["grade"]] = grades.get(found["grade"], 0) + 1
    return best, grades or result.stderr.decode().strip()


def run_node(new, quotes):
    """Seconds for a quote, or None without Node."""
    if not shutil.which("node") or not shutil.which("npm"):
        return None
    if not (FOLDER / "node_modules" / "approx-string-match").exists():
        (FOLDER / "package.json").write_text('{"private": true}\n')
        if subprocess.run(["npm", "install", "--silent", "approx-string-match@2.0.0"], cwd=FOLDER).returncode != 0:
            return None
    (FOLDER / "search.mjs").write_text(NODE)
    (FOLDER / "searches.json").write_text(json.dumps({"text": new, "quotes": quotes}), "utf-8")
    answer = json.loads(subprocess.run(["node", "search.mjs", "searches.json"], cwd=FOLDER, capture_output=True, check=True).stdout)
    print(f"approx-string-match: {answer['seconds']:.2f} s for {len(quotes)} of them, {answer['found']} found")
    return answer["seconds"] / len(quotes)


def compare(source):
    old = make_text(source, 1_000_000)
    new = edit(source, old, 0.01)
    starts = sorted(source.randrange(len(old) - 100) for _ in range(1000))
    places = [(start, start + 100) for start in starts]
    write("edited", old, new, places)
    seconds, grades = anchor("edited")
    print(f"byline-cli anchor: 1,000 quotes of 100 characters in 1 MB, 1 % edited: {seconds:.2f} s (limit {LIMIT_SECONDS} s), {grades}")
    theirs = run_node(new, [old[start:end] for start, end in source.sample(places, NODE_SAMPLE)])
    if theirs is None:
        print("approx-string-match: no node or npm here, not compared")
        return seconds < LIMIT_SECONDS
    ratio = theirs * len(places) / seconds
    print(f"ratio: {ratio:.0f} × as fast (limit {LIMIT_RATIO:.0f})")
    return seconds < LIMIT_SECONDS and ratio >= LIMIT_RATIO


def try_worst(source):
    one = "a" * 10_000_000 + "\n"
    text = make_text(source, 1_000_000)
    other = make_text(random.Random(2), 1_000_000)
    cases = {
        "10 MB of one letter, 100 quotes": ("b" + one, one, [(i * 90_000, i * 90_000 + 100) for i in range(100)]),
        "10 MB of one letter, quotes of 10,000": ("b" + one, one, [(i * 90_000, i * 90_000 + 10_000) for i in range(20)]),
        "20 quotes of 10,000, 1 % edited": (text, edit(source, text, 0.01), [(i * 40_000, i * 40_000 + 10_000) for i in range(20)]),
        "5,000 orphans in 1 MB": (other, text, [(i * 190, i * 190 + 100) for i in range(5000)]),
        "5,000 orphans of 10 characters": (other, text, [(i * 190, i * 190 + 10) for i in range(5000)]),
        "5,000 times the same quote": ("One and the same sentence.\n" * 40_000, "One and the same sentence.\n" * 39_999, [(i * 27, i * 27 + 25) for i in range(5000)]),
    }
    good = True
    for name, (old, new, places) in cases.items():
        write("worst", old, new, places)
        seconds, grades = anchor("worst", 1)
        print(f"{name}: {seconds:.2f} s, {grades}")
        good = good and seconds < LIMIT_WORST and isinstance(grades, dict)
    return good


FOLDER.mkdir(parents=True, exist_ok=True)
source = random.Random(1)
fast, bounded = compare(source), try_worst(source)
sys.exit(0 if fast and bounded else 1)
