#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small window from which a file can be dragged, as from a file manager: dragsource.py PATH

Prints a line when the drag begins, when the place under the pointer would take the
file, and when it has been taken.
"""

import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

TITLE = "Drag me"


def prepare(_source, _x, _y):
    address = Gio.File.new_for_path(sys.argv[1]).get_uri()
    return Gdk.ContentProvider.new_for_bytes("text/uri-list", GLib.Bytes.new(f"{address}\r\n".encode()))


def say(word):
    print(word, flush=True)


def begin(_source, drag):
    say("begun")
    drag.connect("notify::selected-action", lambda *_: drag.get_selected_action() == Gdk.DragAction.COPY and say("accepted"))
    drag.connect("dnd-finished", lambda *_: say("taken"))


def main():
    Gtk.init()
    loop = GLib.MainLoop()
    source = Gtk.DragSource()
    source.set_actions(Gdk.DragAction.COPY)
    source.connect("prepare", prepare)
    source.connect("drag-begin", begin)
    label = Gtk.Label(label="file", width_request=120, height_request=120)
    label.add_controller(source)
    window = Gtk.Window(title=TITLE, child=label)
    window.connect("close-request", lambda *_: loop.quit())
    window.present()
    loop.run()


if __name__ == "__main__":
    main()
