#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work on disks that take nothing: one that can only be read, one that becomes so while
somebody marks, one that is full. What is said is one sentence, the marks stay in memory,
what was saved can be read, and all is saved as soon as the disk takes it.

The disks are real ones, in memory, in a namespace of their own: the test starts itself
anew in there."""

import os
import pathlib
import subprocess
import sys
import tempfile

from tap import check, finish, skip

CLI, SCRIBE = map(os.path.abspath, sys.argv[1:3])
INSIDE = "BYLINE_TEST_INSIDE"


class Scribe:
    """A window on one work file: marks when asked to."""

    def __init__(self, path):
        self.process = subprocess.Popen([SCRIBE, str(path), "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.begun = self.process.stdout.readline().strip()

    def mark(self):
        self.process.stdin.write("mark\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self):
        return self.process.communicate()[1]


def mount(folder, *options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(folder)], check=True)


def set_read_only(folder):
    """A second look at the same disk, laid over the first: whoever has a file open keeps it."""
    subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)


def set_writable(folder):
    subprocess.run(["umount", str(folder)], check=True)


def is_one_sentence(said, reason):
    return said.startswith("refused: ") and reason in said and len(said) < 120


def check_read_only(disk):
    mount(disk, "size=4m")
    path = disk / "work" / "Heron-07" / "pack" / "mill.1.byline.json"
    scribe = Scribe(path)
    check("three marks are safe", [scribe.mark() for _ in range(3)] == ["1", "2", "3"])
    set_read_only(disk)
    said = scribe.mark()
    check("a disk that becomes read-only: one sentence", is_one_sentence(said, "Read-only file system"), said)
    check("what was saved can be read there", str(scribe_once(path)) == "3", scribe_once(path))
    said = subprocess.run([CLI, "check", str(path)], capture_output=True)
    check("and is sound", said.returncode == 0, said)
    set_writable(disk)
    check("the marks of the meantime were kept, and are saved now", scribe.mark() == "5")
    check("no complaint", scribe.close() == "")
    check("nothing else is left", sorted(one.name for one in path.parent.iterdir()) == ["mill.1.byline.json", "mill.1.byline.json~"], list(path.parent.iterdir()))

    set_read_only(disk)
    second = Scribe(path)
    check("work on a read-only disk opens", second.begun == "5", second.begun)
    check("and a mark is refused there in one sentence", is_one_sentence(second.mark(), "Read-only file system"))
    check("no complaint", second.close() == "")
    new = subprocess.run([SCRIBE, str(disk / "work" / "Kite-12" / "pack" / "mill.1.byline.json"), "1"], capture_output=True, text=True)
    check("work that would begin there is refused in one sentence", new.returncode == 1 and new.stderr.count("\n") == 1 and "Read-only file system" in new.stderr, new)
    done = subprocess.run([CLI, "convert", "--to", "web-annotation", str(path), "-o", str(disk / "out.json")], capture_output=True, text=True)
    check("the command line: a system error that names the file", done.returncode == 3 and f"{disk}/out.json: " in done.stderr and done.stderr.count("\n") == 1, done)
    set_writable(disk)


def scribe_once(path):
    return subprocess.run([SCRIBE, str(path), "0"], capture_output=True, text=True).stdout.strip()


def check_full(disk):
    mount(disk, "size=64k")
    path = disk / "mill.1.byline.json"
    scribe = Scribe(path)
    saved = 0
    while (said := scribe.mark()).isdigit():
        saved = int(said)
    check("a full disk: one sentence", saved > 3 and is_one_sentence(said, "No space left on device"), (saved, said))
    check("what was saved last can be read", json_size(path) == saved, (json_size(path), saved))
    subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
    check("with room again, all is saved", scribe.mark() == str(saved + 2) and json_size(path) == saved + 2)
    check("no complaint", scribe.close() == "")


def json_size(path):
    return path.read_text("utf-8").count('"type": "Annotation"')


if INSIDE not in os.environ:
    # Without namespaces there is nothing to mount on.
    if subprocess.run(["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True).returncode != 0:
        skip("disks that take nothing", "no namespaces here")
        finish()
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "-rm", sys.executable, *sys.argv])

with tempfile.TemporaryDirectory() as name:
    for part in (check_read_only, check_full):
        folder = pathlib.Path(name) / part.__name__
        folder.mkdir()
        part(folder)
        subprocess.run(["umount", str(folder)], check=True)
finish()
