#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/scoring-example.py BYLINE-CLI: draws docs/scoring-example.svg, the worked example, from what the program says of it."""

import hashlib
import html
import json
import pathlib
import subprocess
import sys
import tempfile

DOCS = pathlib.Path(__file__).parent
CASE = json.loads((DOCS.parent / "tests" / "golden" / "spec.json").read_text("utf-8"))["cases"][0]
TEXT = CASE["text"] + "\n"
COLORS = {"claim": "#0072b2", "attribution": "#9a6700", "evidence": "#00795a", "opinion": "#b3446c"}
WORDS = {"exact": "found", "close": "found", "partial": "edges", "wrong_tag": "wrong tag", "extra": "not in the key"}
ROW, LEFT, SCALE = 44, 20, 3.4


def collection(role, items):
    annotations = [{"id": "urn:test:" + item["id"], "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": item["tag"]},
                    "target": {"source": "urn:byline:article:a", "selector": [
                        {"type": "TextPositionSelector", "start": item["start"], "end": item["end"]},
                        {"type": "TextQuoteSelector", "exact": TEXT[item["start"]:item["end"]]}]}} for item in items]
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:test:" + role, "type": "AnnotationCollection", "byline:format": 1, "byline:role": role,
            "byline:article": "a", "byline:textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(), "total": len(items),
            "first": {"type": "AnnotationPage", "items": annotations}}


def score(cli):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "a.html").write_text(f"<p>{html.escape(CASE['text'], quote=False)}</p>\n", "utf-8")
        for role, items in (("key", CASE["key"]), ("work", CASE["student"])):
            (folder / role).write_text(json.dumps(collection(role, items)), "utf-8")
        done = subprocess.run([cli, "score", "--key", folder / "key", "--article", folder / "a.html", "--format", "json", folder / "work"], check=True, capture_output=True)
    return json.loads(done.stdout)[0]


def bar(item, y, label):
    x, width = LEFT + item["start"] * SCALE, (item["end"] - item["start"]) * SCALE
    color = COLORS[item["tag"]]
    return (f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="16" rx="3" fill="{color}" fill-opacity=".25" stroke="{color}"/>'
            f'<text x="{min(x, LEFT + 640):.1f}" y="{y + 31}" fill="{color}">{html.escape(label)}</text>')


def draw(result):
    rows = ['<text x="20" y="24" font-weight="bold">In the key</text>']
    y = 34
    for item in CASE["key"]:
        rows.append(bar(item, y, f"{item['tag']}: {TEXT[item['start']:item['end']]}"))
        y += ROW
    y += 26
    rows.append(f'<text x="20" y="{y}" font-weight="bold">Marked by the student</text>')
    y += 10
    for item, span in zip(CASE["student"], result["spans"]):
        rows.append(bar(item, y, f"{item['tag']}: {WORDS[span['outcome']]}, {span['credit_pt'] / 10000:.2f} marks"))
        y += ROW
    cost = result["marks_pt"] / 10000 - result["score_bp"] / 10000 * result["max_pt"] / 10000
    y += 22
    rows.append(f'<text x="20" y="{y}" font-weight="bold">({result["marks_pt"] / 10000:.2f} found − {cost:.2f} for {result["surplus"]} marks more than the key has) '
                f'÷ {result["max_pt"] // 10000} = {(result["score_bp"] + 50) // 100} %</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{y + 20}" viewBox="0 0 900 {y + 20}" font-family="sans-serif" font-size="13">'
            f'<rect width="900" height="{y + 20}" fill="#ffffff"/>\n' + "\n".join(rows) + "\n</svg>\n")


(DOCS / "scoring-example.svg").write_text(draw(score(sys.argv[1])), "utf-8")
