#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli class over thousands of hand-ins: what they take in memory, and that results which
are written as they come are the same ones."""

import ctypes
import hashlib
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import zipfile

from tap import check, finish, skip

CLI = os.path.abspath(sys.argv[1])
FEW, SOME, MANY = 100, 600, 3000
N_ITEMS, N_MARKS = 12, 12
PR_SET_CHILD_SUBREAPER = 36
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"byline": "urn:byline:terms:"}]
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
TEXT = "".join(f"On day {number} the lamps of the harbour failed again, and nobody wrote it down. " for number in range(80))[:-1] + "\n"
TAGS = ("claim", "attribution", "evidence", "opinion")

# Formats, and how much more thousands may take than a hundred: rows pass through; the figures
# of a class need eight bytes a student and item.
FORMATS = {("ndjson", "--details"): 1.5, ("csv",): 1.5, ("table",): 1.8, ("json", "--details"): 1.8, ("html",): 1.8}


def collection(role, name, spans):
    items = [{"id": f"urn:test:{name}:{number}", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": tag},
              "target": {"source": "urn:byline:article:a", "selector": [{"type": "TextPositionSelector", "start": start, "end": end},
                                                                        {"type": "TextQuoteSelector", "exact": TEXT[start:end]}]}}
             for number, (start, end, tag) in enumerate(spans)]
    return json.dumps({"@context": CONTEXT, "id": "urn:test:" + role, "type": "AnnotationCollection",
                       "creator": {"id": "urn:test:" + name, "type": "Person", "nickname": name}, "byline:format": 1, "byline:role": role,
                       "byline:pack": PACK, "byline:article": "a", "byline:textDigest": "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest(),
                       "byline:attempt": 1, "byline:committed": "2026-11-23T15:09:12Z", "total": len(items),
                       "first": {"type": "AnnotationPage", "items": items}})


def zipped(folder):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    return path


def spans(chance, n):
    starts = [chance.randrange(len(TEXT) - 100) for _ in range(n)]
    return [(start, start + chance.randrange(8, 90), chance.choice(TAGS)) for start in starts]


def write_all(folder):
    chance = random.Random(3)
    (folder / "p/articles").mkdir(parents=True)
    (folder / "p/keys").mkdir()
    (folder / "p/articles/a.html").write_text(f"<p>{TEXT.strip()}</p>\n")
    (folder / "p/keys/a.byline.json").write_text(collection("key", "Teacher", spans(chance, N_ITEMS)))
    (folder / "p/byline.json").write_text(json.dumps({
        "format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "Lamps", "kind": "teacher",
        "articles": [{"id": "a", "file": "articles/a.html", "key": "keys/a.byline.json"}]}))
    for name in ("few", "some", "many"):
        (folder / name).mkdir()
    for number in range(MANY):
        path = folder / "many" / f"{number}.byline.json"
        path.write_text(collection("work", f"Heron-{number:04}", spans(chance, N_MARKS)))
        for name, n in (("few", FEW), ("some", SOME)):
            if number < n:
                os.link(path, folder / name / path.name)


def measure(*arguments):
    """The most memory, in KiB. What a program takes counts from what its parent had: that is a
    shell, which leaves it to us."""
    shell = subprocess.run(["sh", "-c", '"$@" >/dev/null & echo $!', "sh", CLI, "class", *map(str, arguments)], stdout=subprocess.PIPE, check=True)
    _, status, usage = os.wait4(int(shell.stdout), 0)
    return usage.ru_maxrss if status == 0 else 0


def test_memory(folder):
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    for form, limit in FORMATS.items():
        few, many = (measure("--pack", folder / "p", "--format", *form, folder / name) for name in ("few", "many"))
        check(f"{' '.join(form)}: {MANY} hand-ins take hardly more memory than {FEW}", 0 < few and many <= limit * few, f"{few} KiB, {many} KiB")
    few, many = (measure("--pack", folder / "p", "--format", "csv", zipped(folder / name)) for name in ("few", "many"))
    check("so do those of a zip, but for the zip itself", 0 < few and many <= 2 * few, f"{few} KiB, {many} KiB")


def run(*arguments, tmpdir=None, largest=None):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if tmpdir is not None:
        environment["TMPDIR"] = tmpdir
    # Python ignores the signal of a file that is too large, and so does its child then.
    return subprocess.run([CLI, "class", *map(str, arguments)], capture_output=True, env=environment, restore_signals=False,
                          preexec_fn=limit if largest is not None else None)


def test_results(folder):
    arguments = ["--pack", folder / "p", "--format", "ndjson", "--details", folder / "some"]
    plain = run(*arguments)
    creators = [json.loads(line)["creator"] for line in plain.stdout.splitlines()]
    check("each student has a line, in their order", plain.returncode == 0 and creators == [f"Heron-{number:04}" for number in range(SOME)], plain.stderr)
    check("it is the same where nothing can be put aside", run(*arguments, tmpdir="/dev/null/nowhere").stdout == plain.stdout)
    check("and where the disk is full", run(*arguments, largest=1000000).stdout == plain.stdout)
    check("nothing is left of what was put aside", run(*arguments, tmpdir=str(folder / "few")).stdout == plain.stdout and len(os.listdir(folder / "few")) == FEW)

    out = folder / "out"
    out.mkdir()
    done = run(*arguments, "-o", out / "results")
    check("a file has the same bytes", done.returncode == 0 and (out / "results").read_bytes() == plain.stdout, done.stderr)
    (out / "results").write_text("old")
    done = run(*arguments, "-o", out / "results", largest=1000000)
    check("half a file is no file", done.returncode == 3 and os.listdir(out) == ["results"] and (out / "results").read_text() == "old", done.stderr)
    check("which is told once", done.stderr.count(b"\n") == 1 and b"results: " in done.stderr, done.stderr)
    with open("/dev/full", "wb") as full:
        status = subprocess.run([CLI, "class", *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, check=False)
    check("nor is half of standard output all of it", status.returncode == 3 and status.stderr.count(b"\n") == 1, status.stderr)


with tempfile.TemporaryDirectory() as name:
    write_all(pathlib.Path(name))
    if b"__asan_init" in pathlib.Path(CLI).read_bytes():
        skip("thousands of hand-ins take hardly more memory than a hundred", "a sanitizer keeps what was freed")
    else:
        test_memory(pathlib.Path(name))
    test_results(pathlib.Path(name))
finish()
