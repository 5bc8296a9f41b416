# SPDX-License-Identifier: GPL-3.0-or-later
"""An invented class: hand-ins made from an answer key, each student with a seed and an ability.

Run as a program it writes a class into a folder: classmates.py KEY ARTICLE FOLDER [N]
"""

import json
import pathlib
import random
import sys
import uuid

import page as pages

NAMES = ("Heron", "Otter", "Maple", "Robin", "Cedar", "Badger", "Willow", "Falcon", "Clover", "Marten", "Birch", "Plover")
TAGS = ("claim", "attribution", "evidence", "opinion")


def name_of(number):
    return f"{NAMES[number % len(NAMES)]}-{number + 1:02d}"


def identity(*parts):
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))).urn


def targets(text, segments):
    made = [{"source": "urn:byline:article:lamps", "selector": [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - 32):start], "suffix": text[end:end + 32]}]}
        for start, end in segments]
    return made[0] if len(made) == 1 else made


def annotation(text, seed, number, tag, segments):
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": identity(seed, number), "type": "Annotation", "motivation": "classifying",
            "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag}], "target": targets(text, segments)}


def key_items(key):
    """(tag, segments, optional) of the key, read without Byline."""
    for item in key["first"]["items"]:
        found = item["target"] if isinstance(item["target"], list) else [item["target"]]
        segments = [(selector["start"], selector["end"]) for target in found for selector in target["selector"]
                    if selector["type"] == "TextPositionSelector"]
        tag = next(body["value"] for body in item["body"] if body["purpose"] == "tagging")
        yield tag, segments, item.get("byline:optional", False) or item.get("byline:contested", False)


def marks(key, text, seed, ability):
    """What this student marks: some passages missed, some cut short, some with another tag, some of nobody's."""
    chance = random.Random(seed)
    made = []
    for tag, segments, optional in key_items(key):
        if chance.random() > ability or optional and chance.random() < 0.7:
            continue
        if chance.random() > ability and len(segments) == 1:
            start, end = segments[0]
            segments = [(start, max(start + 1, text.rfind(" ", start, end - 1)))] if " " in text[start:end - 1] else segments
        if chance.random() < (1 - ability) / 2:
            tag = chance.choice([other for other in TAGS if other != tag])
        made.append((tag, segments))
    for _ in range(chance.randrange(3)):
        start = chance.randrange(len(text) - 60)
        made.append((chance.choice(TAGS), [(start, start + chance.randrange(8, 50))]))
    return made


def work(key, text, number, seed=None, attempt=1):
    """A finished work file, as an object."""
    seed = number if seed is None else seed
    items = [annotation(text, seed, i, tag, segments)
             for i, (tag, segments) in enumerate(marks(key, text, seed, 0.35 + 0.6 * (number * 7 % 24) / 24))]
    return {"@context": ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}],
            "id": identity("collection", seed, attempt), "type": "AnnotationCollection",
            "creator": {"id": identity("person", seed), "type": "Person", "nickname": name_of(number)},
            "byline:format": 1, "byline:role": "work", "byline:pack": key["byline:pack"], "byline:packRevision": 1,
            "byline:article": key["byline:article"], "byline:textDigest": key["byline:textDigest"],
            "byline:attempt": attempt, "byline:committed": f"2026-11-23T15:{number % 60:02d}:00Z", "total": len(items),
            **({"first": {"id": identity("page", seed), "type": "AnnotationPage", "startIndex": 0, "items": items}} if items else {})}


def write(path, data):
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")


def make_class(key_path, article_path, folder, n=24, damaged=3):
    """n hand-ins: some damaged, and the last sound one has the code name of the first. Returns the sound ones' names."""
    key = json.loads(pathlib.Path(key_path).read_text("utf-8"))
    key.setdefault("byline:pack", None)
    text = pages.canonical_text(pathlib.Path(article_path))
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number in range(n - damaged):
        last = number == n - damaged - 1
        made = work(key, text, 0 if last else number, seed=number)
        names.append(made["creator"]["nickname"])
        write(folder / f"{names[-1].lower()}{'-again' if last else ''}.byline.json", made)
    whole = json.dumps(work(key, text, n))
    for number in range(damaged):
        broken = (whole[:len(whole) // 2], "", whole.replace('"byline:format": 1', '"byline:format": 99'))[number % 3]
        (folder / f"broken-{number + 1}.byline.json").write_text(broken, "utf-8")
    return names


if __name__ == "__main__":
    make_class(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 24)
