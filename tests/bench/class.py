#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli class over a folder of many hand-ins, and over the same in a zip: its time and its memory.

Half the marks of docs/scoring.md section 15, 30 KB a file, as most students make."""

import hashlib
import json
import os
import pathlib
import random
import sys
import tempfile
import zipfile

from works import N_MARKS, make_key, make_marks, make_text, run, write

CLI = os.path.abspath(sys.argv[1])
COUNTS = (100, 1000, 10000)
MOST_IN_A_ZIP = 5000
PACK = "urn:uuid:5d2c4b0a-94c5-4f0e-9f4a-0c7b2f6f1a11"
FORMATS = ("ndjson", "ndjson --details", "csv", "csv --details", "table", "json", "json --details", "json --agreement", "html")


def write_pack(folder, text, key):
    (folder / "articles").mkdir(parents=True)
    (folder / "keys").mkdir()
    (folder / "articles/a.html").write_text(f"<p>{text[:-1]}</p>\n")
    write(folder / "keys/a.byline.json", "key", text, key)
    (folder / "byline.json").write_text(json.dumps({
        "format": "byline-pack", "version": 1, "id": PACK, "revision": 1, "title": "A class", "kind": "teacher",
        "articles": [{"id": "a", "file": "articles/a.html", "key": "keys/a.byline.json",
                      "textDigest": "sha256:" + hashlib.sha256(text.encode()).hexdigest()}]}))


def zipped(folder):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    return path


def measure(folder, count, form, handins):
    seconds, memory = run(CLI, "class", "--pack", folder / "pack", "--format", *form.split(), handins)
    print(f"{count} hand-ins{handins.suffix}, {form}: {seconds:.2f} s, {memory / 1024:.1f} MiB", flush=True)


def main(folder):
    rand = random.Random(15)
    text, key = make_text(rand), make_key(rand)
    write_pack(folder / "pack", text, key)
    for count in COUNTS:
        (folder / str(count)).mkdir()
        for number in range(count):
            write(folder / str(count) / f"w{number}.byline.json", "work", text, list(make_marks(rand, key, N_MARKS // 2)), **{"byline:pack": PACK})
        for form in FORMATS:
            measure(folder, count, form, folder / str(count))
        if count <= MOST_IN_A_ZIP:
            measure(folder, count, "csv", zipped(folder / str(count)))


with tempfile.TemporaryDirectory() as name:
    main(pathlib.Path(name))
