# SPDX-License-Identifier: GPL-3.0-or-later
"""The work files of docs/scoring.md section 15, and what a program takes to read them."""

import ctypes
import hashlib
import json
import os
import subprocess

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TAGS = ("claim", "attribution", "evidence", "opinion")
N_ITEMS, N_MARKS, LENGTH = 60, 65, 10533
PR_SET_CHILD_SUBREAPER = 36


def make_text(rand):
    text = ""
    while len(text) < LENGTH:
        text += "".join(rand.choices("abcdefghijklmnopqrstuvwxyz", k=rand.randrange(2, 10))) + rand.choice([". "] + [" "] * 11)
    return text[:LENGTH - 1] + "x\n"


def annotation(text, number, start, end, tag):
    return {"@context": CONTEXT, "id": f"urn:uuid:00000000-0000-4000-8000-{number:012}", "type": "Annotation", "motivation": "classifying",
            "created": "2026-11-23T15:00:00Z", "modified": "2026-11-23T15:00:00Z", "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag}],
            "target": {"source": "urn:byline:article:a", "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]}]}}


def write(path, role, text, spans, **members):
    items = [annotation(text, number, *span) for number, span in enumerate(spans)]
    path.write_text(json.dumps({
        "@context": [CONTEXT, {"byline": "urn:byline:terms:"}], "id": "urn:uuid:10000000-0000-4000-8000-000000000000", "type": "AnnotationCollection",
        "creator": {"id": "urn:test:" + path.name, "type": "Person", "nickname": path.stem}, "byline:format": 1, "byline:role": role, **members, "byline:article": "a",
        "byline:textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest(), "byline:attempt": 1, "byline:committed": "2026-11-23T15:09:12Z",
        "total": len(items), "first": {"id": "urn:uuid:20000000-0000-4000-8000-000000000000", "type": "AnnotationPage", "startIndex": 0, "items": items}}, indent=2))


def make_key(rand):
    starts = [number * (LENGTH - 200) // N_ITEMS + rand.randrange(60) for number in range(N_ITEMS)]
    return [(start, start + rand.randrange(15, 140), rand.choice(TAGS)) for start in starts]


def make_marks(rand, key, n=N_MARKS):
    for number in range(n):
        start, end, tag = rand.choice(key)
        start, end = start + rand.randrange(12), end + rand.randrange(12) - 6
        if number % 6 == 0:
            start = rand.randrange(LENGTH - 130)
            end = start + rand.randrange(10, 120)
        yield start, max(start + 1, end), rand.choice(TAGS) if number % 5 == 0 else tag


def run(*command):
    """Seconds of the processors, and the most memory in KiB. What a program takes counts from
    what its parent had: that is a shell, which leaves it to us."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    shell = subprocess.run(["sh", "-c", '"$@" >/dev/null & echo $!', "sh", *map(str, command)], stdout=subprocess.PIPE, check=True)
    _, status, usage = os.wait4(int(shell.stdout), 0)
    assert status == 0, command[0]
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss
