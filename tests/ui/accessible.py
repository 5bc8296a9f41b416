# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessibility tree of a program, as a screen reader meets it on the bus.

It is asked directly and not through libatspi, which remembers what it has seen: a
test wants to know what is there now.
"""

import collections

from gi.repository import Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = "org.a11y.atspi.Registry"
ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
ACTION = "org.a11y.atspi.Action"
STATES = {"checked": 4, "enabled": 8, "expanded": 10, "focused": 12, "pressed": 20, "selected": 23, "sensitive": 24, "showing": 25, "visible": 30}
MILLISECONDS = 10000

Box = collections.namedtuple("Box", "x y width height")


class Accessible:
    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def __eq__(self, other):
        return (self.owner, self.path) == (other.owner, other.path)

    def __hash__(self):
        return hash((self.owner, self.path))

    def call(self, interface, method, arguments=None):
        return self.bus.call_sync(self.owner, self.path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, MILLISECONDS, None).unpack()

    def get(self, interface, name):
        value, = self.call("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", (interface, name)))
        return value

    @property
    def name(self):
        return self.get(ACCESSIBLE, "Name")

    @property
    def description(self):
        return self.get(ACCESSIBLE, "Description")

    @property
    def role(self):
        return self.call(ACCESSIBLE, "GetRoleName")[0]

    @property
    def states(self):
        (low, high), = self.call(ACCESSIBLE, "GetState")
        bits = low | high << 32
        return {state for state, bit in STATES.items() if bits >> bit & 1}

    @property
    def children(self):
        return [Accessible(self.bus, owner, path) for owner, path in self.call(ACCESSIBLE, "GetChildren")[0]]

    @property
    def text(self):
        return self.call(TEXT, "GetText", GLib.Variant("(ii)", (0, -1)))[0]

    @property
    def box(self):
        """Place and size, in pixels of its window: X does not tell GTK 4 where its windows are."""
        return Box(*self.call(COMPONENT, "GetExtents", GLib.Variant("(u)", (1,)))[0])

    def activate(self):
        self.call(ACTION, "DoAction", GLib.Variant("(i)", (0,)))

    def walk(self, depth=0):
        """Itself and all below it, in order; without what is not to be seen."""
        try:
            if depth > 1 and "visible" not in self.states:
                return
            yield self, depth
            children = self.children
        except GLib.Error:
            return  # gone while we were looking
        for child in children:
            yield from child.walk(depth + 1)

    def find_all(self, role=None, name=None, condition=lambda node: True):
        """What has this role, this name (or one that a function says yes to) and fulfils a condition."""
        found = []
        for node, _ in self.walk():
            try:
                if role is not None and node.role != role:
                    continue
                if (name is None or (name(node.name) if callable(name) else node.name == name)) and condition(node):
                    found.append(node)
            except GLib.Error:
                continue
        return found


EVENTS = "object:", "window:", "focus:"


def silence(bus):
    """No program tells of events any more."""
    for event in EVENTS:
        bus.call_sync(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "DeregisterEvent",
                      GLib.Variant("(s)", (event,)), None, Gio.DBusCallFlags.NONE, MILLISECONDS, None)


def listen(bus, changed):
    """Calls changed() at each event of any program."""
    for event in EVENTS:
        bus.call_sync(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent",
                      GLib.Variant("(sass)", (event, [], "")), None, Gio.DBusCallFlags.NONE, MILLISECONDS, None)
    for kind in ("Object", "Window", "Focus"):
        bus.signal_subscribe(None, f"org.a11y.atspi.Event.{kind}", None, None, None, Gio.DBusSignalFlags.NONE, changed)


def find_program(bus, pid):
    """The root of a program's tree, or None while it has none."""
    for program in Accessible(bus, REGISTRY, ROOT).children:
        try:
            owner, = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                   GLib.Variant("(s)", (program.owner,)), None, Gio.DBusCallFlags.NONE, MILLISECONDS, None).unpack()
        except GLib.Error:
            continue
        if owner == pid:
            return program
    return None
