#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every member of a work file, a key, a manifest and a sealed key, with every kind of wrong
value in turn: check refuses what the schemas of docs/schema/ refuse and nothing else, in
one line that names the file, the annotation, article or tag, and the member."""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

from tap import check, finish

CLI = sys.argv[1]
ROOT = pathlib.Path(__file__).parents[2]
HTML = "<h1>The mill</h1>\n<p>The mill stands still.</p>\n"
DIGEST = "sha256:" + hashlib.sha256(b"The mill\nThe mill stands still.\n").hexdigest()
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MISSING = object()
WRONG = {
    "missing": MISSING, "null": None, "true": True, "number": 7, "zero": 0, "negative": -1, "fraction": 2.5, "great": 10 ** 12, "text": "text", "empty text": "",
    "long text": "x" * 1000, "list": [], "object": {}, "list of a number": [7], "list of null": [None], "list of a list": [[]], "object of a number": {"en": 5}, "object of an empty text": {"en": ""},
}


def annotated(role):
    """Everything that Byline knows, in both forms of what may be one thing or a list."""
    place = {"source": "urn:byline:article:mill", "selector": [
        {"type": "TextPositionSelector", "start": 4, "end": 8}, {"type": "TextQuoteSelector", "exact": "mill", "prefix": "The ", "suffix": " stands"}]}
    tag = {"type": "TextualBody", "purpose": "tagging", "value": "claim"}
    note = {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "language": "en", "value": "so"}
    one = {"@context": CONTEXT, "id": "urn:uuid:a0", "type": "Annotation", "motivation": "classifying", "created": "2026-11-23T15:01:00Z", "modified": "2026-11-23T15:01:00Z",
           "body": [tag, note], "target": place, "byline:optional": True, "byline:contested": False, "byline:weight": 2, "byline:alternativeTags": {"evidence": 10000},
           "byline:alternativeTargets": [place, [place]], "byline:rule": "r", "byline:question": {"en": "Whose?"}}
    two = {"id": "urn:uuid:a1", "type": "Annotation", "body": tag, "target": [place]}
    return {"@context": [CONTEXT, {"byline": "urn:byline:terms:"}], "id": "urn:uuid:c0", "type": "AnnotationCollection", "label": "The mill",
            "creator": {"id": "urn:uuid:p0", "type": "Person", "nickname": "Heron-07"}, "generator": {"type": "Software", "name": "Byline"},
            "created": "2026-11-23T15:00:00Z", "modified": "2026-11-23T15:09:12Z", "byline:format": 1, "byline:role": role, "byline:pack": "urn:uuid:k0",
            "byline:packRevision": 3, "byline:article": "mill", "byline:textDigest": DIGEST, "byline:attempt": 1, "byline:committed": True, "byline:note": "n", "total": 2,
            "first": {"id": "urn:uuid:f0", "type": "AnnotationPage", "startIndex": 0, "items": [one, two]}}


def manifest():
    """The same of a pack."""
    def texts(word):
        return {"en": word, "de": word}

    tags = [{"id": name, "layer": "statement", "key": key, "color": "#0072b2", "colorDark": "#6cb8ec", "pattern": "wavy", "label": texts(name), "letter": texts(name[0]),
             "definition": texts("d"), "example": texts("e"), "question": texts("q")} for key, name in enumerate(("boast", "fact"), 1)]
    return {"format": "byline-pack", "version": 1, "id": "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", "revision": 2, "title": "The mill", "language": "en", "description": "d",
            "authors": ["Ada"], "license": "CC-BY-4.0", "kind": "teacher", "tags": tags, "articles": [
                {"id": "mill", "file": "articles/mill.html", "title": "t", "language": "en", "direction": "ltr", "level": "A", "briefing": "b", "textDigest": DIGEST,
                 "source": {"name": "n", "url": "https://a.example/", "date": "2026"}, "key": "keys/mill.byline.json"}],
            "review": {"reveal": "teacher", "retry": "copy", "attempts": 0}, "scoring": {"surplus": "standard", "wrongTag": 0, "partial": "overlap"}}


def paths(value, path=()):
    """The places in a value, without what is in @context's second entry."""
    if path:
        yield path
    if path[:2] == ("@context", 1):
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from paths(inner, (*path, name))


def variants(sound):
    text = json.dumps(sound)
    for path in paths(sound):
        for kind, wrong in WRONG.items():
            changed = json.loads(text)
            at = changed
            for step in path[:-1]:
                at = at[step]
            if wrong is not MISSING:
                at[path[-1]] = wrong
            elif isinstance(at, dict):
                del at[path[-1]]
            else:
                continue
            yield path, kind, changed


def ask(names):
    """What check says of each file."""
    said = {name: [] for name in names}
    for at in range(0, len(names), 100):
        done = subprocess.run([CLI, "check", *names[at:at + 100]], capture_output=True, timeout=120)
        for line in done.stdout.decode().splitlines():
            name, _, what = line.partition(": ")
            said[name].append(what)
        check("check: no complaint of GLib’s", done.returncode in (0, 1) and not re.search(rb"CRITICAL|WARNING", done.stderr), done.stderr[-300:])
    return said


def compare(title, schema, cases, beyond, names_place):
    """cases: (path, kind, object, file). beyond: what only one of the two can know."""
    validator = jsonschema.Draft7Validator(json.loads((ROOT / "docs" / "schema" / schema).read_text("utf-8")))
    said = ask([name for _, _, _, name in cases])
    silent, strict, vague = [], [], []
    for path, kind, changed, name in cases:
        label = f"{'.'.join(map(str, path))}: {kind}"
        if beyond(path, kind, changed):
            continue
        valid, lines = validator.is_valid(changed), said[name]
        silent += [label] if not valid and not lines else []
        strict += [(label, lines)] if valid and lines else []
        # What has lost its kind is missing where it should be one: there the message is about the whole. So it is for texts in a language.
        names = [step for step in path if isinstance(step, str)]
        members = [names[-1], *names[-2:-1]] if names[-1] in ("purpose", "type", "en", "de") else names[-1:]
        is_named = any(re.search(rf"“?{re.escape(one)}(”|: |\[)", line) for one in members for line in lines[:1])
        if not valid and lines and not (names_place(path, lines[0]) and (is_named or isinstance(path[-1], int) or kind.startswith("list of"))):
            vague.append((label, lines[0]))
    check(f"{title}: nothing wrong is taken in silence ({len(cases)} cases)", not silent, silent[:40])
    check(f"{title}: nothing sound is refused", not strict, strict[:40])
    check(f"{title}: each message names place and member", not vague, vague[:40])


def write(folder, files):
    for file, content in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def check_annotations(folder, role):
    sound = annotated(role)
    cases = []
    for number, (path, kind, changed) in enumerate(variants(sound)):
        write(folder, {f"{role}-{number}.byline.json": changed})
        cases.append((path, kind, changed, str(folder / f"{role}-{number}.byline.json")))

    def beyond(path, kind, changed):
        # What no schema says: numbers that must agree, an id twice, exact's length, which selector is meant.
        if path == ("total",) or path[:2] == ("first", "items") and len(path) == 2 or path == ("first",):
            return kind not in ("text", "true", "fraction", "object of a number", "negative")
        if path[-1] in ("start", "end", "exact"):
            return kind in ("number", "zero", "text", "empty text", "long text")
        return False

    def names_place(path, line):
        if path[:2] != ("first", "items") or len(path) < 3:
            return True
        if len(path) == 3:
            return line.startswith(f"annotation {path[2] + 1}: ")
        return line.startswith(f"annotation {path[2] + 1}" if path[3:] == ("id",) else f"annotation {path[2] + 1} (urn:uuid:a{path[2]}): ")

    compare(role, "work.json" if role == "work" else "key.json", cases, beyond, names_place)


def check_manifest(folder):
    sound = manifest()
    key = json.loads(json.dumps(annotated("key")).replace("claim", "boast").replace("evidence", "fact"))
    cases = []
    for number, (path, kind, changed) in enumerate(variants(sound)):
        write(folder / str(number), {"byline.json": changed, "articles/mill.html": HTML, "keys/mill.byline.json": key})
        cases.append((path, kind, changed, str(folder / str(number))))

    def beyond(path, kind, changed):
        # Only the pack knows: files that are not there, tags that the key has, two of a kind.
        return (path[-1] in ("file", "key", "id", "reveal") and kind.endswith("text")) or path in (("tags",), ("tags", 0, "id"), ("tags", 1, "id"), ("articles", 0, "textDigest")) and kind in ("list", "text", "missing")

    def names_place(path, line):
        return not isinstance(path[1:2] and path[1], int) or line.startswith({"articles": "byline.json: article 1: ", "tags": f"byline.json: Tag {path[1] + 1} "}.get(path[0], ""))

    compare("manifest", "manifest.json", cases, beyond, names_place)


with tempfile.TemporaryDirectory() as name:
    top = pathlib.Path(name)
    for role in ("work", "key"):
        check_annotations(top, role)
    check_manifest(top)
finish()
