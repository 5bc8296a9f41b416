#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli class: hand-ins as LMSs, sticks and students leave them."""

import hashlib
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import zipfile

from tap import check, finish

CLI = os.path.abspath(sys.argv[1])
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
TEXT = "The lamps failed twice, she said.\n"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}]


def collection(role, tag, creator, article="lamps", **members):
    item = {"id": f"urn:test:{role}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": tag},
            "target": {"selector": [{"type": "TextPositionSelector", "start": 0, "end": 22}, {"type": "TextQuoteSelector", "exact": TEXT[:22]}]}}
    return json.dumps({"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection", **creator, "byline:format": 1, "byline:role": role,
                       "byline:article": article, "byline:textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(), **members,
                       "total": 1, "first": {"type": "AnnotationPage", "items": [item]}}).encode()


def work(name, attempt=1, tag="claim", device=1, committed="2026-11-23T15:00:00Z", pack=PACK, article="lamps"):
    members = {"byline:pack": pack, "byline:attempt": attempt, **({"byline:committed": committed} if committed else {})}
    return collection("work", tag, {"creator": {"id": f"urn:test:{name.lower()}:{device}", "type": "Person", "nickname": name}}, article, **members)


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def review(*arguments, stdin=None):
    done = subprocess.run([CLI, "class", "--pack", str(pack), "--format", "json", *map(str, arguments)], input=stdin, capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


def names(rows):
    return [row["creator"] for row in rows]


def below(folder, files):
    return sorted(os.path.relpath(file, folder) for file in files)


def check_canvas(folder):
    archive = zipped({
        "vennada_11_21_lamps.byline.json": work("Heron"), "tammbo_LATE_12_22_lamps-1.byline.json": work("Owl"),
        "tammbo_12_23_lamps.byline-2.json": work("Owl", 2), "tammbo_12_24_essay.pdf": b"%PDF-1.7", "orrcy_13_25_half.byline.json": work("Wren")[:200],
        "__MACOSX/._vennada_11_21_lamps.byline.json": b"\0\5\x16\7", ".DS_Store": b"\0\0\0\1Bud1"})
    write(folder, {"submissions.zip": archive})
    status, found, messages = review(folder / "submissions.zip")
    check("a zip from Canvas", (status, names(found["students"]), names(found["earlier"])) == (1, ["Heron", "Owl"], ["Owl"]), (found, messages))
    check("the file that counts is named within the zip", found["students"][1]["file"].endswith("submissions.zip/tammbo_12_23_lamps.byline-2.json"), found["students"])
    check("half a file is named, in the results and on stderr", [damaged["file"].endswith("half.byline.json") for damaged in found["damaged"]] == [True]
          and "orrcy_13_25_half.byline.json: " in messages and "essay.pdf" not in messages, (found["damaged"], messages))
    check("the same through a pipe", names(review("-", stdin=archive)[1]["students"]) == ["Heron", "Owl"])
    check("nothing was written", sorted(path.name for path in folder.iterdir()) == ["submissions.zip"] and (folder / "submissions.zip").read_bytes() == archive)


def check_moodle(folder):
    inner = zipped({"my work/lamps.byline.json": work("Wren"), "my work/notes.txt": b"read it twice"})
    archive = zipped({
        "Participant 123_456_assignsubmission_file_/lamps.byline.json": work("Heron"), "Bo Tämm_457_assignsubmission_file_/deep/er/lamps": work("Owl"),
        "Ada Venn_458_assignsubmission_file_/all.zip": inner, "Cy Orr_459_assignsubmission_file_/draft.byline.json": work("Crow", committed=None),
        "Di Ash_460_assignsubmission_file_/lamps.byline.json": work("Rook", pack="urn:test:other")}, zipfile.ZIP_STORED)
    write(folder, {"lms/download.zip": archive})
    status, found, messages = review(folder)
    check("a zip from Moodle, with a zip in it", (status, names(found["students"])) == (0, ["Heron", "Owl", "Wren"]), (found, messages))
    check("drafts and strangers are told apart", [len(found["drafts"]), len(found["strangers"]), len(found["damaged"])] == [1, 1, 0], found)


def check_stick(folder):
    same = work("Heron")
    write(folder, {"a/lamps.byline.json": same, "b/copy of lamps.json": same, "b/other.json": work("Heron", device=2), "c/1.json": work("Owl"),
                   "c/2.json": work("Owl", tag="opinion"), "old.zip": zipped({"lamps.byline.json": same}), "lamps/byline.json": b'{"format": "byline-pack"}',
                   "lamps/keys/lamps.byline.json": collection("key", "claim", {}), "photo.jpg": b"\xff\xd8\xff", "thesis.json": b'{"a": 1}'})
    write(folder, {"roster.csv": "\ufeffName;CODE\r\nAda;heron\r\nBo;Owl\r\nCy;Wren\r\n".encode()})
    status, found, messages = review(folder, "--roster", folder / "roster.csv")
    check("copies are copies", below(folder, found["duplicates"]) == ["b/copy of lamps.json", "old.zip/lamps.byline.json"], found["duplicates"])
    check("conflicts are pairs of files", sorted(below(folder, pair) for pair in found["conflicts"])
          == [["a/lamps.byline.json", "b/other.json"], ["c/1.json", "c/2.json"]], found["conflicts"])
    check("nobody is dropped", sorted(names(found["students"]) + names(found["earlier"])) == ["Heron", "Heron", "Owl", "Owl"], found)
    check("a pack and a key are strangers", below(folder, found["strangers"]) == ["lamps/byline.json", "lamps/keys/lamps.byline.json"], found["strangers"])
    check("JSON of another kind is named", [os.path.basename(damaged["file"]) for damaged in found["damaged"]] == ["thesis.json"] and status == 1, found["damaged"])
    check("who is missing", found["missing"] == ["Wren"], found["missing"])


def check_order(folder):
    """Whatever is named first."""
    paths = list(write(folder, {f"{n}.json": work(random.choice(["Heron", "Owl"]), random.randint(1, 2), random.choice(["claim", "opinion"])) for n in range(8)}).iterdir())
    seen = set()
    for _ in range(6):
        random.shuffle(paths)
        seen.add(json.dumps(review(*paths)[1]))
    check("the order of the arguments changes nothing", len(seen) == 1, seen)


def check_refused(folder):
    write(folder, {"in/a.json": work("Heron"), "roster.csv": b"name\nAda\n"})
    status, found, messages = review(folder / "nowhere")
    check("a path that is not there", (status, found) == (3, None) and "nowhere" in messages, (status, messages))
    status, found, messages = review(folder / "in", "--roster", folder / "roster.csv")
    check("a roster without codes", status == 1 and "roster.csv: " in messages and "“code”" in messages, (status, messages))
    status, found, messages = review(write(folder / "bad", {"x.zip": b"PK\3\4 not really"}))
    check("a zip that is none", status == 1 and "x.zip: " in messages, (status, messages))


with tempfile.TemporaryDirectory() as base:
    pack = write(pathlib.Path(base) / "pack", {
        "byline.json": json.dumps({"format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "t", "kind": "practice", "articles": [
            {"id": "lamps", "file": "articles/lamps.html", "textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(), "key": "keys/lamps.byline.json"}]}).encode(),
        "articles/lamps.html": f"<p>{TEXT.strip()}</p>\n".encode(), "keys/lamps.byline.json": collection("key", "claim", {})})
    for case in (check_canvas, check_moodle, check_stick, check_order, check_refused):
        room = pathlib.Path(base) / case.__name__
        room.mkdir()
        case(room)

finish()
