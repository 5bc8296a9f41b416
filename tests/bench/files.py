#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli score over many work files: its time beside json-glib's bare parsing, and its memory.

The files are those of docs/scoring.md section 15: 65 marks on an article of 10,534 characters,
against 60 items. Both programs run on all cores; what is compared is the processors' time, so
that other programs do not count, and the better of two runs."""

import os
import pathlib
import random
import sys
import tempfile

from works import make_key, make_marks, make_text, run, write

CLI, PARSE = map(os.path.abspath, sys.argv[1:3])
COUNTS = (100, 1000, 10000)
def main(folder):
    rand = random.Random(15)
    text, key = make_text(rand), make_key(rand)
    (folder / "a.html").write_text(f"<p>{text[:-1]}</p>\n")
    write(folder / "key.byline.json", "key", text, key)
    files = []
    for number in range(COUNTS[-1]):
        files.append(folder / f"w{number}.byline.json")
        write(files[-1], "work", text, list(make_marks(rand, key)))

    for count in COUNTS:
        parsed = min(run(PARSE, *files[:count])[0] for _ in range(2))
        for form in ("ndjson", "csv", "json"):
            scored = min(run(CLI, "score", "--key", folder / "key.byline.json", "--article", folder / "a.html", "--format", form, *files[:count]) for _ in range(2))
            print(f"{count} files, {form}: {scored[0]:.2f} s, json-glib {parsed:.2f} s, ratio {scored[0] / parsed:.2f}; {scored[1] / 1024:.1f} MiB")


with tempfile.TemporaryDirectory() as name:
    main(pathlib.Path(name))
