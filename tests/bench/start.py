#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long until an article is on the screen, and what it costs: Byline beside a bare window.

    start.py [--runs N] [--limit-time RATIO] [--limit-memory RATIO] BARE BYLINE PACK

Both programs show the same article on a screen of their own (Xvfb), in turn. Both are
measured from outside in the same way. Time runs from exec until the lines of the
article stand on the screen, whose pixels are read from Xvfb's own memory. Memory is
the greatest sum of the proportional set sizes of the program and all its descendants
in the two seconds after that. The first start of each is not counted.
"""

import argparse
import contextlib
import json
import mmap
import os
import pathlib
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT = 1280, 900
COLUMNS = 16, 760   # of pixels that are looked at: the text, and neither a side list nor the bare screen
LINES = 8           # of text that must be there
SETTLE = 2.0        # seconds for which memory is watched after that
GIVE_UP = 30.0
DARK = bytes(1 if level < 128 else 0 for level in range(256))
LIGHT = bytes(1 if level > 200 else 0 for level in range(256))


class Screen:
    """Xvfb with its frame buffer as a file (the XWD format), read without asking the server."""

    def __init__(self, folder):
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.display = ":" + number.readline().strip()
        with open(pathlib.Path(folder) / "Xvfb_screen0", "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header, *_ = struct.unpack_from(">I", self.memory)
        self.stride, colors = struct.unpack_from(">I", self.memory, 48)[0], struct.unpack_from(">I", self.memory, 76)[0]
        self.pixels = header + 12 * colors

    def count_lines(self):
        """Lines of dark letters on a light ground: runs of pixel rows with ink, between rows without."""
        lines, inked = 0, False
        first, end = COLUMNS
        half = (end - first) // 2
        for row in range(0, HEIGHT, 2):
            start = self.pixels + row * self.stride
            green = self.memory[start + 4 * first + 1:start + 4 * end:4]
            ink = 20 < green.translate(DARK).count(1) < half < green.translate(LIGHT).count(1)
            lines += ink and not inked
            inked = ink
        return lines

    def close(self):
        self.server.terminate()
        self.server.wait()


def descendants(root):
    children = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                # The fields after the name, which may hold anything: state, parent, …
                parent = int((entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def memory_of(root):
    """Proportional set size of a process and its descendants, in bytes."""
    total = 0
    for pid in descendants(root):
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
    return total


def stop(process):
    processes = descendants(process.pid)
    process.terminate()
    process.wait()
    # The next run must not share the machine with what is left of this one.
    while any(pathlib.Path(f"/proc/{pid}").exists() for pid in processes):
        time.sleep(0.01)


def measure(screen, command, environment):
    """Milliseconds and bytes of one start."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while screen.count_lines() < LINES:
            if process.poll() is not None:
                sys.exit(f"{command[0]} ended with status {process.returncode} before it showed the article.")
            if time.monotonic() - start > GIVE_UP:
                sys.exit(f"{command[0]} has not shown the article after {GIVE_UP:.0f} seconds.")
            time.sleep(0.001)
        shown = time.monotonic()
        peak = 0
        while time.monotonic() - shown < SETTLE:
            peak = max(peak, memory_of(process.pid))
            time.sleep(0.05)
    finally:
        stop(process)
    return 1000 * (shown - start), peak


def private_environment(folder, display):
    """A home of its own, and nothing of the caller's desktop."""
    kept = {name: os.environ[name] for name in ("PATH", "DBUS_SESSION_BUS_ADDRESS") if name in os.environ}
    places = {name: str(folder / name) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
    for place in places.values():
        os.mkdir(place, 0o700)
    return {**kept, **places, "DISPLAY": display, "GDK_BACKEND": "x11", "LC_ALL": "C.UTF-8", "GSETTINGS_BACKEND": "memory"}


def run(arguments, folder):
    pack = pathlib.Path(arguments.pack)
    article = pack / json.loads((pack / "byline.json").read_text("utf-8"))["articles"][0]["file"]
    commands = {"bare": [arguments.bare, str(article)],
                "byline": [arguments.byline, "--code-name", "Heron-07", "--data-dir", str(folder / "work"), str(pack)]}
    results = {name: [] for name in commands}
    screen = Screen(str(folder))
    try:
        environment = private_environment(folder, screen.display)
        for _ in range(arguments.runs + 1):
            for name, command in commands.items():
                results[name].append(measure(screen, command, environment))
    finally:
        screen.close()
    return {name: [statistics.median(column) for column in zip(*runs[1:])] for name, runs in results.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit-time", type=float, help="fail when Byline takes longer than so many times the bare window")
    parser.add_argument("--limit-memory", type=float, help="the same for memory")
    parser.add_argument("bare")
    parser.add_argument("byline")
    parser.add_argument("pack")
    arguments = parser.parse_args()

    if "BYLINE_BENCH_BUS" not in os.environ:
        # A session bus of its own, which ends with this program.
        os.environ["BYLINE_BENCH_BUS"] = "1"
        os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, *sys.argv])

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as folder:
        medians = run(arguments, pathlib.Path(folder))
    for name, (milliseconds, size) in medians.items():
        print(f"{name:8} {milliseconds:6.0f} ms   {size / 1e6:6.0f} MB")
    ratios = [byline / bare for byline, bare in zip(medians["byline"], medians["bare"])]
    print(f"{'ratio':8} {ratios[0]:6.2f}      {ratios[1]:6.2f}      (medians of {arguments.runs} starts)")
    limits = [arguments.limit_time, arguments.limit_memory]
    return 1 if any(limit is not None and ratio > limit for ratio, limit in zip(ratios, limits)) else 0


if __name__ == "__main__":
    sys.exit(main())
