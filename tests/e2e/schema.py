#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schemas of docs/schema/ say the same as the program: on the corpora of sound
and refused manifests, on work files, and on the exercises that come with Byline."""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"
# What no schema can say: one name or id twice, a file cut off.
BEYOND_SCHEMA = {"article-id-twice.json", "member-twice.json", "cut.json"}

try:
    import jsonschema
except ImportError:
    print("1..0 # SKIP no python3-jsonschema")
    sys.exit(0)

results = []


def check(name, condition, detail=""):
    results.append(bool(condition))
    print(f"{'ok' if condition else 'not ok'} {len(results)} - {name}")
    if not condition:
        print(f"# {detail!r}")


def problems(schema, path):
    validator = jsonschema.Draft7Validator(json.loads((ROOT / "docs" / "schema" / schema).read_text("utf-8")))
    return [error.message for error in validator.iter_errors(json.loads(path.read_text("utf-8")))]


for path in sorted((ROOT / "docs" / "schema").glob("*.json")):
    jsonschema.Draft7Validator.check_schema(json.loads(path.read_text("utf-8")))
for path in sorted((CORPUS / "accept" / "manifest").iterdir()) + sorted(ROOT.glob("exercises/*/byline.json")):
    check(f"manifest: {path.parent.name}/{path.name}", not (found := problems("manifest.json", path)), found)
for path in sorted((CORPUS / "reject" / "manifest").iterdir()):
    if path.name not in BEYOND_SCHEMA:
        check(f"no manifest: {path.name}", problems("manifest.json", path))
# A stranger's file may lack what check asks for, and be read all the same.
for path in sorted((CORPUS / "accept" / "annotations").glob("e*.json")) + sorted(ROOT.glob("exercises/*/keys/*.json")):
    check(f"work or key: {path.name}", not (found := problems("work.json", path)), found)
for path in sorted((CORPUS / "pages").glob("*.html")):
    told = json.loads(subprocess.run([sys.argv[1], "import", "--json", str(path)], capture_output=True, check=True).stdout)
    check(f"import: {path.name}", not (found := [error.message for error in jsonschema.Draft7Validator(json.loads((ROOT / "docs" / "schema" / "import.json").read_text("utf-8"))).iter_errors(told)]), found)

print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
