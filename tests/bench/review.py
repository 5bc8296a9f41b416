#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long until a class of 1,000 is on the screen: the review window beside byline-cli class.

    review.py [--students N] [--marks N] [--runs N] [--limit SECONDS]

The window's time runs from pressing “Review” until the accessibility tree has the
sentence that stands over the rows. The command line reads the same folder, in turn. The
processor's time is that of the program itself, and tells more on a busy machine.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(os.environ["BYLINE_SOURCE"]) / "tests" / "ui"))

import accessible  # noqa: E402
import classmates  # noqa: E402
import harness  # noqa: E402
import test_review  # noqa: E402
from desktop import Desktop, GLib  # noqa: E402

POLL = 0.02  # seconds


def make_folder(folder, students, n_marks):
    """Everybody has what is theirs of the key, and short marks of nobody's up to the number."""
    folder.mkdir()
    key = json.loads(harness.KEY.read_text("utf-8"))
    for number in range(students):
        made = classmates.work(key, test_review.TEXT, number)
        chance = random.Random(number)
        items = made.setdefault("first", {"id": "urn:uuid:0", "type": "AnnotationPage", "startIndex": 0, "items": []})["items"]
        while len(items) < n_marks:
            start = chance.randrange(len(test_review.TEXT) - 60)
            items.append(classmates.annotation(test_review.TEXT, number, len(items), chance.choice(classmates.TAGS),
                                               [(start, start + chance.randrange(8, 50))]))
        made["total"] = len(items)
        classmates.write(folder / f"{made['creator']['nickname'].lower()}-{number}.byline.json", made)


def processor_time(pid):
    """Seconds that the program's own threads took, without WebKit's processes."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_shown(node, text):
    """Whether a label begins with a text; lists are passed by, for asking 1,000 rows takes longer than showing them."""
    try:
        role = node.role
        if role == "label":
            return node.name.startswith(text) and node.box.width > 0
        return role != "list" and any(is_shown(child, text) for child in node.children)
    except GLib.Error:
        return False  # gone while it was looked at


def time_window(desktop, folder, students):
    program = harness.Program(desktop, harness.PACK)
    program.wait_for_article(test_review.TEXT)
    test_review.choose(desktop, program, folder)
    button = program.find("button", "Review")
    begin, used = time.monotonic(), processor_time(program.process.pid)
    # A screen reader that asks for every event would be measured as well.
    accessible.silence(desktop.accessibility)
    button.activate()
    while not is_shown(program.root, f"{students} handed in"):
        time.sleep(POLL)
    taken = time.monotonic() - begin, processor_time(program.process.pid) - used
    accessible.listen(desktop.accessibility, desktop.notice)
    program.quit()
    return taken


def time_command_line(folder):
    begin, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(harness.BUILD / "app" / "byline-cli"), "class", "--pack", str(harness.PACK), str(folder)],
                   check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begin, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--marks", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float)
    options = parser.parse_args()
    windows, lines = [], []
    for _ in range(options.runs):
        with Desktop(1280, 1700) as desktop:
            accessible.listen(desktop.accessibility, desktop.notice)
            folder = desktop.folder / "everybody"
            make_folder(folder, options.students, options.marks)
            windows.append(time_window(desktop, folder, options.students))
            lines.append(time_command_line(folder))
    window, window_used = map(statistics.median, zip(*windows))
    line, line_used = map(statistics.median, zip(*lines))
    print(f"{options.students} hand-ins, {options.marks} marks each: review window {window:.2f} s (processor {window_used:.2f} s), "
          f"byline-cli class {line:.2f} s ({line_used:.2f} s), ratio {window / line:.2f} ({window_used / line_used:.2f})")
    if options.limit and window > options.limit:
        sys.exit(f"more than {options.limit} s")


if __name__ == "__main__":
    main()
