#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/count-tests, tried on real meson runs of tests that pass, fail, skip and die."""

import pathlib
import subprocess
import sys
import tempfile

COUNT = sys.argv[1]
CASES = [
    # name, what each test program prints (None: no TAP) and its exit status, the count, whether all is well
    ("all pass", [("ok 1 - a\nok 2 - b\n1..2", 0), ("ok 1 - c\n1..1", 0)], "3 passed, 0 failed, 0 skipped", True),
    ("one fails", [("ok 1 - a\nnot ok 2 - b\n1..2", 1)], "1 passed, 1 failed, 0 skipped", False),
    ("one is skipped", [("ok 1 - a\nok 2 - b # SKIP no display\n1..2", 0)], "1 passed, 0 failed, 1 skipped", True),
    ("all are skipped", [("ok 1 - a # SKIP no display\n1..1", 0)], "0 passed, 0 failed, 1 skipped", False),
    ("one dies", [("ok 1 - a\n1..3", 134), ("ok 1 - b\n1..1", 0)], "2 passed, 1 failed, 0 skipped", False),
    ("dies at the end", [("ok 1 - a\nok 2 - b\n1..2", 134)], "2 passed, 1 failed, 0 skipped", False),
    ("a namesake fails", [("ok 1 - a\n1..2", 1), ("not ok 1 - b\n1..1", 1)], "1 passed, 2 failed, 0 skipped", False),
    ("without TAP", [(None, 0), (None, 1), (None, 77), (None, 134)], "1 passed, 2 failed, 1 skipped", False),
    ("both kinds", [(None, 0), ("ok 1 - a\n1..1", 0), ("ok 1 - b\n1..2", 0)], "3 passed, 1 failed, 0 skipped", False),
    ("none", [], "0 passed, 0 failed, 0 skipped", False),
]


def write_project(folder):
    """One project with all programs; the suite tells the case."""
    build = ["project('count', meson_version: '>= 1.0')", "sh = find_program('sh')"]
    for case, (_, programs, _, _) in enumerate(CASES):
        for number, (output, status) in enumerate(programs):
            name = f"{case}-{number}.tap"
            (folder / name).write_text(output + "\n" if output else "")
            protocol = "tap" if output else "exitcode"
            # Names that end like one another, and a second suite, for meson puts both into its logs.
            build.append(f"test('a t{'t' * number}', sh, protocol: '{protocol}', suite: ['case{case}', 's{number % 2}'],"
                         f" args: ['-c', 'cat \"$1\"; exit {status}', 'sh', files('{name}')])")
    (folder / "meson.build").write_text("\n".join(build) + "\n")
    subprocess.run(["meson", "setup", "b"], cwd=folder, check=True, capture_output=True)


def run(folder, case):
    for log in (folder / "b" / "meson-logs").glob("testlog*"):
        log.unlink()
    subprocess.run(["meson", "test", "-C", "b", "--no-rebuild", "--suite", f"case{case}"], cwd=folder, capture_output=True)
    return subprocess.run([COUNT, "b/meson-logs"], cwd=folder, text=True, capture_output=True)


failed = 0
with tempfile.TemporaryDirectory() as scratch:
    project = pathlib.Path(scratch)
    write_project(project)
    for number, (name, programs, count, good) in enumerate(CASES):
        got = run(project, number)
        well = got.stdout == count + "\n" and (got.returncode == 0) == good
        failed += not well
        print(f"{'ok' if well else 'not ok'} {number + 1} - {name}")
        if not well:
            print(f"# {got.stdout!r} {got.returncode} {got.stderr!r}, wanted {count!r}")
print(f"1..{len(CASES)}")
sys.exit(1 if failed else 0)
