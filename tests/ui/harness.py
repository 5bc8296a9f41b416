# SPDX-License-Identifier: GPL-3.0-or-later
"""Byline as a person meets it: started, looked at, clicked and typed into.

A test is a function that takes a Desktop; run_tests() gives each one a desktop of its
own and prints TAP. The programs under test and where pictures go come from the
environment, see meson.build.
"""

import json
import os
import pathlib
import re
import signal
import sys
import traceback

import accessible
import desktop as desktops
import page as pages
from desktop import Desktop, GLib

SOURCE = pathlib.Path(os.environ["BYLINE_SOURCE"])
BUILD = pathlib.Path(os.environ["BYLINE_BUILD"])
PICTURES = BUILD / "tests" / "ui" / "pictures"
PACK = SOURCE / "exercises" / "tarnwick-lamps"
ARTICLE = PACK / "articles" / "lamps.html"
KEY = PACK / "keys" / "lamps.byline.json"
PACK_ID = json.loads((PACK / "byline.json").read_text("utf-8"))["id"]
MARGIN = 40  # of a window's own frame at most, in pixels
CARET = 20   # pixels that the caret is high at least, which no letter of a paragraph is
READ = 0.9  # of an article's words must be recognised before it counts as painted

# What others' libraries say on a screen without a desktop around it, and what WebKit's
# own processes say when they are stopped: in their sandbox they have no name but "process".
# libadwaita 1.7 measures the heading of its AdwMessageDialog for less than it needs.
HARMLESS = re.compile(r"^(\*\* )?\(process:\d+\): |portal|dconf|color-scheme|SpiRegistry|AT-SPI|icon theme|MESA|libEGL|dbind"
                      r"|Trying to measure GtkLabel", re.I)
FAULT = re.compile(r"CRITICAL|WARNING \*\*|-WARNING|ERROR|runtime error|Sanitizer")


def is_blue(color):
    red, _, blue = color
    return blue - red > 30


def longest_run(values):
    longest = run = 0
    for value in values:
        run = run + 1 if value else 0
        longest = max(longest, run)
    return longest


class Program:
    """One run of byline, on one desktop."""

    def __init__(self, desktop, *arguments, data=None, environment=None):
        self.desktop = desktop
        self.data = data or desktop.folder / "work"
        self.log = desktop.folder / f"log-{len(list(desktop.folder.glob('log-*')))}"
        command = [str(BUILD / "ui" / "byline"), "--data-dir", str(self.data), *map(str, arguments)]
        with open(self.log, "wb") as log:
            self.process = desktop.start(command, env=desktop.environment | (environment or {}), stdout=log, stderr=log)
        # Its end is an event too.
        descriptor = os.pidfd_open(self.process.pid)
        GLib.io_add_watch(descriptor, GLib.IO_IN, lambda *_: (desktop.notice(), os.close(descriptor), False)[-1])
        self.root = self.wait_for(lambda: accessible.find_program(desktop.accessibility, self.process.pid), "its place on the bus")
        self.wait_for(lambda: desktop.fill_screen(self.process.pid), "its window")
        self.wait_for(self.fills_screen, "its window to fill the screen")

    def fills_screen(self):
        """A window that takes its own size after it was given another is told again."""
        widths = [window.box.width for window in self.root.children]
        if any(width > self.desktop.size[0] for width in widths):
            self.desktop.fill_screen(self.process.pid)
        return any(self.desktop.size[0] >= width > self.desktop.size[0] - 2 * MARGIN for width in widths)

    def wait_for(self, condition, what):
        def alive_and_true():
            assert self.process.poll() is None, f"byline ended with status {self.process.returncode}: {self.log.read_text(errors='replace')}"
            try:
                return condition()
            except GLib.Error:
                # What was looked at has gone meanwhile.
                self.desktop.notice()
                return None

        return self.desktop.wait_for(alive_and_true, what)

    # Looking.

    def find_all(self, role=None, name=None):
        """What is of that role and name, and has got a place in its window."""
        return self.root.find_all(role, name, lambda node: node.box.width > 0)

    def find(self, role, name):
        """The one thing of that role and name, as soon as it is there."""
        return self.wait_for(lambda: next(iter(self.find_all(role, name)), None), f"{role} “{name}”")

    def wait_until_gone(self, role, name):
        self.wait_for(lambda: not self.find_all(role, name), f"{role} “{name}” to go")

    def wait_for_focus(self, name):
        return self.wait_for(lambda: next((node for node in self.find_all(name=name) if "focused" in node.states), None), f"“{name}” to have the focus")

    def sees(self, text):
        """Waits for a label that has this text in it."""
        return self.find("label", lambda name: text in name)

    def wait_for_status(self, text):
        """Until any status there is begins so; returns all of it. In GTK 4.8 it has no text, in 4.18 no name."""
        return self.wait_for(lambda: next((said for node in self.find_all("status") if (said := node.name or node.text).startswith(text)), None),
                             f"status “{text}”")

    def says_saved(self):
        return bool(self.find_all("label", lambda name: name == "saved" or name.endswith(" · saved")))

    def wait_until_saved(self):
        self.wait_for(self.says_saved, "“saved”")

    def rows(self, name="Tags in the order of the text"):
        """Names of a list's rows, in order."""
        return [row.name for node in self.find_all("list", name) for row in node.children]

    def wait_for_rows(self, rows, name="Tags in the order of the text"):
        seen = []

        def look():
            seen[:] = self.rows(name)
            return seen == rows

        try:
            self.wait_for(look, "rows")
        except desktops.Stuck:
            raise desktops.Stuck(f"the rows are {seen}, not {rows}") from None

    def place(self, node):
        """Where a part of the active window is on the screen. GTK draws the frame itself, and
        counts from the corner of what is in it or, from 4.14 on, from a place of its own."""
        x, y, width, height = self.desktop.active_window()
        window = next(window for window in self.root.children if window.box.width + 2 * MARGIN > width > window.box.width - 1
                      and window.box.height + 2 * MARGIN > height > window.box.height - 1)
        inner = next(child.box for child in window.children if child.box.width > 0)
        return x + (width - inner.width) // 2 + node.box.x - inner.x, y + (height - inner.height) // 2 + node.box.y - inner.y

    def screen_box(self, node):
        return accessible.Box(*self.place(node), node.box.width, node.box.height)

    def find_view(self):
        return self.find("group", lambda name: name in ("Article", "Artikel"))

    def article_box(self):
        return self.screen_box(self.find_view())

    def recognise(self, box=None):
        """The words on the screen, or in a part of it."""
        picture = self.desktop.folder / "screen.png"
        self.desktop.screenshot(picture)
        return pages.recognise(picture, box or accessible.Box(0, 0, *self.desktop.size))

    def wait_for_article(self, text):
        """The article's places, when all of it can be read on the screen."""
        self.find_view()

        def read():
            page = pages.Page(text, self.recognise(self.article_box()))
            return page if page.share() >= READ else None

        return self.wait_for(read, "the article on the screen")

    def wait_for_words(self, text, passage):
        """The article's places, when a passage can be read on the screen."""
        self.find_view()

        def read():
            page = pages.Page(text, self.recognise(self.article_box()))
            first, last = page.range(passage)
            return page if all(page.places[first:last + 1]) else None

        return self.wait_for(read, f"“{passage}” on the screen")

    def wait_until_selected(self, page, passage):
        """Waits until exactly the words of a passage that is not tagged stand on the selection's colour."""
        first, last = page.range(passage)
        above = [(place.left + place.right) / 2 if place else None for place in page.places]

        def looks_selected():
            pixel = self.desktop.pixels()
            chosen = {i for i in range(max(0, first - 3), min(last + 4, len(above)))
                      if page.places[i] and is_blue(pixel(above[i], page.places[i].top - 2))}
            return chosen == {i for i in range(first, last + 1) if page.places[i]}

        self.wait_for(looks_selected, f"“{passage}” to be selected")

    def wait_for_caret(self, page, passage):
        """Waits until the caret stands before the first word of a passage."""
        place = page.ends(passage)[0]

        def looks_so():
            pixel = self.desktop.pixels()
            rows = range(round(place.top) - 6, round(place.bottom) + 7)
            return any(longest_run(max(pixel(x, y)) < 90 for y in rows) >= CARET for x in range(round(place.left) - 5, round(place.left) + 2))

        self.wait_for(looks_so, f"the caret before “{passage}”")

    # Doing.

    def click(self, node, times=1):
        x, y = self.place(node)
        self.desktop.click(x + node.box.width / 2, y + node.box.height / 2, times)

    def select(self, page, passage, bar="Tag the selected words"):
        """Drags over a passage, from within its first word to within its last, and waits for the bar."""
        first, last = page.ends(passage)
        self.desktop.drag((first.left + (first.right - first.left) * 0.4, (first.top + first.bottom) / 2),
                          (last.left + (last.right - last.left) * 0.7, (last.top + last.bottom) / 2))
        return self.find("group", bar)

    def choose_file(self, button, path):
        """Puts a path into GTK's file chooser, which opens its entry at a slash."""
        self.find("label", button)
        self.wait_for(lambda: self.desktop.active_window()[2] < self.desktop.size[0] - 2 * MARGIN, "the file chooser to be active")
        self.desktop.type("/")
        # Pasted, for the entry completes what is typed, in GTK 4.18 so late that it lands behind it.
        self.desktop.copy(str(path))
        self.desktop.press("ctrl+a", "ctrl+v", "Return")

    def wait_until_ended(self):
        self.desktop.wait_for(lambda: self.process.poll() is not None, "the program's end")
        log = self.log.read_text(errors="replace")
        assert self.process.returncode == 0, f"byline ended with status {self.process.returncode}: {log}"
        faults = [line for line in log.splitlines() if FAULT.search(line) and not HARMLESS.search(line)]
        assert not faults, "byline complained: " + "\n".join(faults)

    def quit(self):
        self.desktop.press("ctrl+q")
        self.wait_until_ended()


def screen(*arguments):
    """For a test that needs another screen: width, height, dots per inch."""
    def keep(test):
        test.screen = arguments
        return test

    return keep


def run_tests(*tests):
    """Runs each test on its own desktop; prints TAP. Names on the command line choose some."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    chosen = [test for test in tests if not sys.argv[1:] or test.__name__ in sys.argv[1:]]
    failed = 0
    PICTURES.mkdir(parents=True, exist_ok=True)
    print(f"1..{len(chosen)}", flush=True)
    for number, test in enumerate(chosen, 1):
        try:
            with Desktop(*getattr(test, "screen", ())) as there:
                accessible.listen(there.accessibility, there.notice)
                try:
                    test(there)
                except BaseException:
                    there.screenshot(PICTURES / f"failed-{test.__name__}.png")
                    raise
        except Exception:
            failed += 1
            print(*(f"# {line}" for line in traceback.format_exc().splitlines()), sep="\n")
            print(f"not ok {number} - {test.__doc__}", flush=True)
        else:
            print(f"ok {number} - {test.__doc__}", flush=True)
    sys.exit(1 if failed else 0)
