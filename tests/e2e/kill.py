#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a program that marks and saves, at many random moments: nothing that was
reported saved may be missing, and no file may be damaged. The fourth argument is
how many times (500 for a long look)."""

import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from tap import check, finish, skip

CLI, SCRIBE = map(os.path.abspath, sys.argv[1:3])
TIMES = int(sys.argv[3]) if len(sys.argv) > 3 else 60
ROOT = pathlib.Path(__file__).parents[2]


def run_and_kill(path, seconds):
    """What the program reported last, before it died."""
    process = subprocess.Popen([SCRIBE, str(path), "1000000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    lines, errors = process.communicate()
    complete = lines[:lines.rfind("\n") + 1].splitlines()
    return int(complete[-1]) if complete else None, errors


source = random.Random(1)
with tempfile.TemporaryDirectory() as name:
    path = pathlib.Path(name) / "work" / "mill.1.byline.json"
    reported, missing, damaged, recovered, failures = 0, [], [], 0, []
    for moment in range(TIMES):
        if moment % 20 == 19:  # small files are replaced more often
            path.unlink(missing_ok=True)
            path.with_name(path.name + "~").unlink(missing_ok=True)
            reported = 0
        said, errors = run_and_kill(path, source.random() * 0.05)
        failures += [errors] if errors else []
        reported = said if said is not None else reported

        if path.exists() and subprocess.run([CLI, "check", str(path)], capture_output=True).returncode != 0:
            damaged.append(moment)
        first = subprocess.run([SCRIBE, str(path), "0"], capture_output=True, text=True).stdout.split()
        recovered += len(first) > 1
        if not first or int(first[0]) < reported:
            missing.append((moment, reported, first))
    check(f"nothing reported saved is missing after {TIMES} kills", not missing, missing)
    check("no file is damaged", not damaged, damaged)
    check("the next start never fails", not failures, failures)
    left = [entry.name for entry in path.parent.iterdir() if entry.name.endswith(".new") or entry.name.endswith(".lock")]
    check("nothing is left behind", not left, left)

    try:
        import jsonschema
    except ImportError:
        skip("what is written is as its schema says", "no python3-jsonschema")
    else:
        subprocess.run([SCRIBE, str(path), "3"], check=True, capture_output=True)
        schema = json.loads((ROOT / "docs" / "schema" / "work.json").read_text("utf-8"))
        problems = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(json.loads(path.read_text("utf-8")))]
        check("what is written is as its schema says", not problems, problems[:3])

finish()
