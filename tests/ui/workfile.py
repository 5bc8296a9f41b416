# SPDX-License-Identifier: GPL-3.0-or-later
"""What a work file must say, by docs/formats.md and the article alone."""

import hashlib
import json
import subprocess
import uuid

from harness import BUILD, PACK_ID

CONTEXT = 32  # code points of prefix and suffix at most


def path_of(data, code_name="Heron-07", attempt=1):
    return data / "work" / code_name / PACK_ID.removeprefix("urn:uuid:") / f"lamps.{attempt}.byline.json"


def read(path):
    return json.loads(path.read_text("utf-8"))


def segments(item):
    """[(start, end, exact, prefix, suffix)] of an annotation."""
    targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
    found = []
    for target in targets:
        position, = (s for s in target["selector"] if s["type"] == "TextPositionSelector")
        quote, = (s for s in target["selector"] if s["type"] == "TextQuoteSelector")
        found.append((position["start"], position["end"], quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")))
    return found


def marks(path):
    """{(tag, words, note)} of a work file, without looking whether they are where it says; None without a file."""
    if not path.exists():
        return None
    found = set()
    for item in read(path).get("first", {}).get("items", []):
        bodies = {body["purpose"]: body["value"] for body in item["body"]}
        found.add((bodies["tagging"], " … ".join(segment[2] for segment in segments(item)), bodies.get("commenting")))
    return found


def check(path, text, expected, code_name="Heron-07", attempt=1, committed=False):
    """The file says exactly what was marked: {(tag, words, note)}, each where it stands in the text."""
    work = read(path)
    items = work.get("first", {}).get("items", [])
    assert marks(path) == expected, f"{path.name} has {sorted(map(str, marks(path) - expected))}, not {sorted(map(str, expected - marks(path)))}"
    assert work["total"] == len(items) == len(expected)
    for item in items:
        for start, end, exact, prefix, suffix in segments(item):
            assert text[start:end] == exact, f"“{exact}” is not at {start}–{end}"
            assert prefix and text[:start].endswith(prefix) or start == 0
            assert suffix and text[end:].startswith(suffix) or end == len(text)
            assert max(len(prefix), len(suffix)) <= CONTEXT

    assert (work["type"], work["byline:format"], work["byline:role"]) == ("AnnotationCollection", 1, "work")
    assert (work["byline:pack"], work["byline:packRevision"], work["byline:article"]) == (PACK_ID, 1, "lamps")
    assert work["byline:textDigest"] == "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert work["creator"]["nickname"] == code_name and work["byline:attempt"] == attempt
    assert ("byline:committed" in work) == committed
    identifiers = [work["id"], work["creator"]["id"], *(item["id"] for item in items)]
    assert len(set(identifiers)) == len(identifiers)
    for identifier in identifiers:
        uuid.UUID(identifier)
    assert path.read_bytes().endswith(b"}\n") and b"\r" not in path.read_bytes()

    cli = BUILD / "app" / "byline-cli"
    if cli.exists():
        subprocess.run([cli, "check", str(path)], check=True)
