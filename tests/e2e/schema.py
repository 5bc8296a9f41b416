#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schemas of docs/schema/ say the same as the program: on the corpora of sound
and refused manifests, on work files, and on the exercises that come with Byline. The work
and keys that Byline writes are what the Web Annotation model says they must be."""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import jsonschema

from tap import check, finish

ROOT = pathlib.Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "corpus"
# What no schema can say: one name or id twice, a file cut off.
BEYOND_SCHEMA = {"article-id-twice.json", "member-twice.json", "cut.json"}

def problems(schema, path):
    return problems_of(schema, path.read_text("utf-8"))


def problems_of(schema, text):
    validator = jsonschema.Draft7Validator(json.loads((ROOT / "docs" / "schema" / schema).read_text("utf-8")))
    return [error.message for error in validator.iter_errors(json.loads(text))]


MOTIVATIONS = {"assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking", "moderating",
               "questioning", "replying", "tagging"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"]+")


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def find_faults_of_resource(resource, where):
    """What every resource of the model has: one id at most, and that an IRI; types; one time of each kind, with its zone."""
    faults = []
    if "id" in resource and not (isinstance(resource["id"], str) and IRI.fullmatch(resource["id"])):
        faults.append(f"{where}: id")
    if not all(isinstance(one, str) for one in listed(resource.get("type"))):
        faults.append(f"{where}: type")
    for member in ("created", "modified", "generated"):
        if member in resource and not (isinstance(resource[member], str) and TIME.fullmatch(resource[member])):
            faults.append(f"{where}: {member}")
    for member in ("creator", "generator"):
        for agent in listed(resource.get(member)):
            if isinstance(agent, str):
                faults += [] if IRI.fullmatch(agent) else [f"{where}: {member}"]
            elif isinstance(agent, dict):
                faults += find_faults_of_resource(agent, f"{where}: {member}")
            else:
                faults.append(f"{where}: {member}")
    return faults


def find_faults_of_body(body, where):
    faults = find_faults_of_resource(body, where)
    if "TextualBody" in listed(body.get("type")):
        faults += [] if isinstance(body.get("value"), str) else [f"{where}: value"]
        faults += [f"{where}: {member}" for member in ("format", "language") if not all(isinstance(one, str) for one in listed(body.get(member)))]
    elif "id" not in body:
        faults.append(f"{where}: neither text nor id")
    return faults + [f"{where}: purpose" for purpose in listed(body.get("purpose")) if purpose not in MOTIVATIONS]


def find_faults_of_selector(selector, where):
    faults = []
    if "TextPositionSelector" in listed(selector.get("type")):
        ends = selector.get("start"), selector.get("end")
        if not all(type(one) is int and one >= 0 for one in ends) or ends[0] > ends[1]:
            faults.append(f"{where}: start and end")
    elif "TextQuoteSelector" in listed(selector.get("type")):
        faults += [] if isinstance(selector.get("exact"), str) else [f"{where}: exact"]
        faults += [f"{where}: {member}" for member in ("prefix", "suffix") if not isinstance(selector.get(member, ""), str)]
    else:
        faults.append(f"{where}: type")
    return faults


def find_faults_of_annotation(annotation, where):
    faults = find_faults_of_resource(annotation, where)
    if "http://www.w3.org/ns/anno.jsonld" not in listed(annotation.get("@context", "http://www.w3.org/ns/anno.jsonld")):
        faults.append(f"{where}: @context")
    faults += [f"{where}: no id"] if "id" not in annotation else []
    faults += [f"{where}: type"] if "Annotation" not in listed(annotation.get("type")) else []
    faults += [f"{where}: motivation" for motivation in listed(annotation.get("motivation")) if motivation not in MOTIVATIONS]
    faults += [f"{where}: no target"] if not listed(annotation.get("target")) else []
    for body in listed(annotation.get("body")):
        faults += find_faults_of_body(body, f"{where}: body")
    for target in listed(annotation.get("target")):
        if not isinstance(target.get("source"), str) or not IRI.fullmatch(target["source"]):
            faults.append(f"{where}: source")
        for selector in listed(target.get("selector")):
            faults += find_faults_of_selector(selector, f"{where}: selector")
    return faults


def find_w3c_faults(collection):
    """What the Web Annotation model says that a collection, its page and its annotations MUST be."""
    faults = find_faults_of_resource(collection, "collection")
    faults += ["collection: @context"] if "http://www.w3.org/ns/anno.jsonld" not in listed(collection.get("@context")) else []
    faults += ["collection: no id"] if "id" not in collection else []
    faults += ["collection: type"] if "AnnotationCollection" not in listed(collection.get("type")) else []
    total, page = collection.get("total"), collection.get("first")
    faults += ["collection: total"] if type(total) is not int or total < 0 else []
    if page is None:
        return faults + (["collection: no first"] if total else [])
    faults += find_faults_of_resource(page, "page")
    faults += ["page: no id"] if "id" not in page else []
    faults += ["page: type"] if "AnnotationPage" not in listed(page.get("type")) else []
    faults += ["page: startIndex"] if type(page.get("startIndex", 0)) is not int or page.get("startIndex", 0) < 0 else []
    items = page.get("items")
    if not isinstance(items, list) or not items:
        return faults + ["page: items"]
    faults += ["collection: total differs"] if "next" not in page and len(items) != total else []
    ids = [item.get("id") for item in items]
    faults += ["page: one id twice"] if len(set(ids)) < len(ids) else []
    for number, item in enumerate(items, 1):
        faults += find_faults_of_annotation(item, f"annotation {number}")
    return faults


def check_w3c():
    """The files that Byline writes; and that the test sees each fault."""
    with tempfile.TemporaryDirectory() as name:
        out = pathlib.Path(name) / "out.byline.json"
        for path in sorted(ROOT.glob("exercises/*/keys/*.json")):
            article = path.parents[1] / "articles" / path.name.replace(".byline.json", ".html")
            done = subprocess.run([sys.argv[1], "convert", "--to", "web-annotation", "--article", str(article), str(path), "-o", str(out)], capture_output=True)
            written = json.loads(out.read_text("utf-8")) if done.returncode == 0 else {}
            check(f"W3C model: {path.name}", not (found := find_w3c_faults(written)), (found[:5], done.stderr[-200:]))
            # A stranger's annotation, of which Byline makes a whole file.
            foreign = pathlib.Path(name) / "foreign.json"
            quote = [one for one in listed(written["first"]["items"][0]["target"])[0]["selector"] if one["type"] == "TextQuoteSelector"]
            foreign.write_text(json.dumps({
                "@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://a.example/1", "type": "Annotation", "creator": "http://a.example/me",
                "body": {"type": "TextualBody", "purpose": "tagging", "value": "claim"}, "target": {"source": "http://a.example/", "selector": quote}}), "utf-8")
            done = subprocess.run([sys.argv[1], "convert", "--from", "web-annotation", "--to", "web-annotation", "--article", str(article), str(foreign), "-o", str(out)], capture_output=True)
            made = json.loads(out.read_text("utf-8")) if done.returncode == 0 else {}
            check(f"W3C model: made from one annotation: {path.name}", not (found := find_w3c_faults(made)), (found[:5], done.stderr[-200:]))
        damage = {
            "@context": lambda c, a: c.pop("@context"), "id": lambda c, a: a.update(id="a b"), "no id": lambda c, a: a.pop("id"), "type": lambda c, a: a.update(type="Note"),
            "motivation": lambda c, a: a.update(motivation="guessing"), "no target": lambda c, a: a.update(target=[]), "value": lambda c, a: a["body"][0].pop("value"),
            "purpose": lambda c, a: a["body"][0].update(purpose="tag"), "created": lambda c, a: a.update(created="2026-11-23T15:00:00"), "modified": lambda c, a: c.update(modified="today"),
            "start and end": lambda c, a: listed(a["target"])[0]["selector"][0].update(start="1"), "exact": lambda c, a: listed(a["target"])[0]["selector"][1].pop("exact"),
            "source": lambda c, a: listed(a["target"])[0].pop("source"), "creator": lambda c, a: c.update(creator=5), "total": lambda c, a: c.update(total=-1),
            "no first": lambda c, a: c.pop("first"), "items": lambda c, a: c["first"].update(items=[]), "startIndex": lambda c, a: c["first"].update(startIndex="0")}
        for fault, change in damage.items():
            changed = copy.deepcopy(written)
            change(changed, changed["first"]["items"][0])
            check(f"W3C model: a fault is seen: {fault}", any(one.endswith(f": {fault}") for one in find_w3c_faults(changed)), find_w3c_faults(changed))


def check_zip(title, path, key_name):
    """A pack that was written: manifest and key are what the schemas say."""
    with zipfile.ZipFile(path) as archive:
        keys = [name for name in archive.namelist() if name.startswith("keys/")]
        manifest = archive.read("byline.json").decode()
        texts = [archive.read(name).decode() for name in keys]
    check(f"{title}: one key, {key_name}", len(keys) == 1 and keys[0].endswith(key_name), keys)
    check(f"{title}: manifest", not (found := problems_of("manifest.json", manifest)), found)
    for text in texts:
        check(f"{title}: key", not (found := problems_of("sealed.json" if key_name == ".sealed" else "key.json", text)), found)
        if key_name != ".sealed":
            check(f"W3C model: {title}", not (found := find_w3c_faults(json.loads(text))), found)


def check_packs():
    """Keys as pack writes them, and as the window does."""
    exercise = ROOT / "exercises" / "tarnwick-lamps"
    key = next((exercise / "keys").glob("*.json"))
    with tempfile.TemporaryDirectory() as name:
        out = pathlib.Path(name) / "out.byline"
        for title, key_name, command in (
                ("a teacher’s pack", ".byline.json", [sys.argv[1], "pack", exercise, "--kind", "teacher", "-o", out]),
                ("a practice pack", ".byline.json", [sys.argv[1], "pack", exercise, "--kind", "practice", "-o", out]),
                ("a sealed pack", ".sealed", [sys.argv[1], "pack", exercise, "--kind", "student", "--seal-code", "tidal-mango-42", "-o", out]),
                ("the window’s practice pack", ".byline.json", [sys.argv[2], exercise, key, out]),
                ("the window’s sealed pack", ".sealed", [sys.argv[2], exercise, key, out, "tidal-mango-42"])):
            out.unlink(missing_ok=True)
            done = subprocess.run(list(map(str, command)), capture_output=True)
            check(title, done.returncode == 0, done.stderr[-300:])
            if done.returncode == 0:
                check_zip(title, out, key_name)


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

for path in sorted(ROOT.glob("exercises/*/keys/*.json")):
    check(f"key: {path.name}", not (found := problems("key.json", path)), found)
shared = [json.loads((ROOT / "docs" / "schema" / name).read_text("utf-8"))["definitions"] for name in ("work.json", "key.json")]
check("an annotation is the same in work and key", shared[0] == shared[1])
for path in sorted((CORPUS / "accept" / "sealed").iterdir()):
    check(f"sealed: {path.name}", not (found := problems("sealed.json", path)), found)
for path in sorted((CORPUS / "reject" / "sealed").iterdir()):
    if path.name != "cut.sealed":
        check(f"not sealed: {path.name}", problems("sealed.json", path))
check_w3c()
check_packs()

finish()
