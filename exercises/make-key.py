#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a pack's answer key from its readable source.

    exercises/make-key.py exercises/PACK [ARTICLE]

reads exercises/PACK.key (its head explains it) and the pack's article, and
writes the key file that the pack's manifest names. Python counts in code points,
as the format does.
"""

import hashlib
import html.parser
import json
import pathlib
import sys
import uuid

CONTEXT = 32


class Text(html.parser.HTMLParser):
    """The canonical text: all text nodes, nothing changed."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.feed(source)
        self.close()

    def handle_data(self, data):
        self.text += data


def read_items(path):
    """The paragraphs of the source, each a list of (field, value)."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for paragraph in "\n".join(lines).split("\n\n"):
        fields = [line.partition(": ")[::2] for line in paragraph.strip().splitlines()]
        if fields:
            yield fields


def find(text, passage, start):
    """The segments of a passage that begins at or after start."""
    segments = []
    for piece in passage.split(" ... "):
        at = text.find(piece, start)
        if at < 0:
            sys.exit(f"“{piece}” does not stand after character {start}, or the items are not in text order.")
        segments.append((at, at + len(piece)))
        start = at + len(piece)
    return segments


def make_target(text, source, segments):
    targets = [{"source": source, "selector": [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end],
         "prefix": text[max(0, start - CONTEXT):start], "suffix": text[end:end + CONTEXT]}]}
        for start, end in segments]
    return targets if len(targets) > 1 else targets[0]


def make_item(text, pack, article, language, fields, segments):
    tag, passage = fields[0]
    source = f"urn:byline:article:{article}"
    item = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": uuid.uuid5(pack, f"{article}/{tag}/{passage}").urn,
        "type": "Annotation", "motivation": "classifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": tag}],
        "target": make_target(text, source, segments)}
    for field, value in fields[1:]:
        if field == "reason":
            item["body"].append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain",
                                 "language": language, "value": value})
        elif field in ("optional", "contested"):
            item["byline:" + field] = True
        elif field == "rule":
            item["byline:rule"] = value
        elif field == "question":
            item["byline:question"] = {language: value}
        elif field == "also":
            other, points = value.split()
            item.setdefault("byline:alternativeTags", {})[other] = int(points)
        elif field == "or":
            # Another boundary may begin a few words earlier than the item itself.
            other = find(text, value, max(0, segments[0][0] - CONTEXT))
            item.setdefault("byline:alternativeTargets", []).append(make_target(text, source, other))
        else:
            sys.exit(f"“{passage}” has a line “{field}”, which means nothing here.")
    return item


def make_key(folder, article_id=None):
    """The name and the text of one key file."""
    manifest = json.loads((folder / "byline.json").read_text("utf-8"))
    article = next(a for a in manifest["articles"] if article_id in (None, a["id"]))
    text = Text((folder / article["file"]).read_text("utf-8")).text
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    if article.get("textDigest") != digest:
        sys.exit(f"{folder}/byline.json: the textDigest of “{article['id']}” must be {digest}")

    pack = uuid.UUID(manifest["id"])
    items, start = [], 0
    for fields in read_items(folder.parent / (folder.name + ".key")):
        segments = find(text, fields[0][1], start)
        start = segments[0][0]
        items.append(make_item(text, pack, article["id"], article["language"], fields, segments))

    key = {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}],
        "id": uuid.uuid5(pack, f"{article['id']}/key").urn, "type": "AnnotationCollection",
        "label": article["title"],
        "byline:format": 1, "byline:role": "key",
        "byline:pack": manifest["id"], "byline:packRevision": manifest["revision"], "byline:article": article["id"],
        "byline:textDigest": digest, "total": len(items),
        "first": {"id": uuid.uuid5(pack, f"{article['id']}/key/page").urn, "type": "AnnotationPage",
                  "startIndex": 0, "items": items}}
    return folder / article["key"], json.dumps(key, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    name, content = make_key(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:])
    name.parent.mkdir(exist_ok=True)
    name.write_text(content, "utf-8")
    print(name)
