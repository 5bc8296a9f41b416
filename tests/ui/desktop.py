# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for a test: screen, buses, window manager.

Nothing here waits for time. wait_for() looks at its condition again whenever
something has happened: an accessibility event, something painted, a file changed, a
program ended. A guard ends a wait that will never end, and fails the test.
"""

import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

# Seconds after which a wait fails; a busy machine or a sanitizer may need most of it.
GUARD = int(os.environ.get("BYLINE_TEST_GUARD", "60"))

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <servicedir>{folder}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ACCESSIBILITY_SERVICE = "org.a11y.Bus.service"
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Stuck(AssertionError):
    """What was waited for has not happened."""


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def run(*command, data=None, env=None):
    """The standard output of a helper program, which must succeed."""
    return subprocess.run(command, input=data, env=env, check=True, stdout=subprocess.PIPE).stdout


class Damage:
    """Tells when something is painted, by the X server's DAMAGE extension."""

    ROUGHLY = 3  # XDamageReportNonEmpty: one event until the damage is taken away

    def __init__(self, display, changed):
        self.changed = changed
        self.x = ctypes.CDLL("libX11.so.6")
        self.damage = ctypes.CDLL("libXdamage.so.1")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = self.damage.XDamageCreate.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.encode()))
        base, error = ctypes.c_int(), ctypes.c_int()
        if not self.damage.XDamageQueryExtension(self.display, ctypes.byref(base), ctypes.byref(error)):
            raise RuntimeError("the X server has no DAMAGE extension")
        root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        self.id = ctypes.c_ulong(self.damage.XDamageCreate(self.display, root, self.ROUGHLY))
        self.watch = GLib.io_add_watch(self.x.XConnectionNumber(self.display), GLib.IO_IN, self.read)
        self.read()

    def read(self, *_):
        event = ctypes.create_string_buffer(192)
        # Writing may read as well, after which the connection would stay silent: looked at last.
        while self.x.XPending(self.display):
            self.x.XNextEvent(self.display, event)
            self.damage.XDamageSubtract(self.display, self.id, ctypes.c_ulong(0), ctypes.c_ulong(0))
            self.changed()
        return GLib.SOURCE_CONTINUE

    def close(self):
        GLib.source_remove(self.watch)
        self.x.XCloseDisplay(self.display)


class Desktop:
    def __init__(self, width=1280, height=1700, dpi=None):
        self.stack = contextlib.ExitStack()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="byline-ui-"))
        self.stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.size = width, height
        self.happened = True
        self.watches = {}
        kept = {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
        self.environment = kept | {"GDK_BACKEND": "x11", "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local",
                                   "GTK_USE_PORTAL": "0", "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "0"}
        for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
            self.environment[name] = str(self.folder / name.lower())
            os.mkdir(self.environment[name], 0o700)
        try:
            self.start_screen(width, height)
            if dpi:
                run("xrdb", "-merge", data=f"Xft.dpi: {dpi}\n".encode(), env=self.environment)
            self.start_bus()
            self.start_window_manager()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stack.close()

    def start(self, command, **options):
        """Starts a program that ends with the desktop, at the latest."""
        process = subprocess.Popen(command, env=options.pop("env", self.environment), stdin=subprocess.DEVNULL,
                                   preexec_fn=die_with_parent, **options)
        self.stack.callback(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(GUARD)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start_screen(self, width, height):
        read, write = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
                   pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()
        if self.environment["DISPLAY"] == ":":
            raise RuntimeError("Xvfb does not start")
        damage = Damage(self.environment["DISPLAY"], self.notice)
        self.stack.callback(damage.close)

    def start_bus(self):
        """A session bus that can start accessibility and nothing else, so that no service of the machine takes part."""
        services = [pathlib.Path(folder) / "dbus-1/services" / ACCESSIBILITY_SERVICE
                    for folder in os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")]
        folder = self.folder / "bus"
        folder.mkdir()
        shutil.copy(next(service for service in services if service.exists()), folder)
        config = folder / "bus.conf"
        config.write_text(BUS_CONFIG.format(folder=folder))
        read, write = os.pipe()
        self.start(["dbus-daemon", f"--config-file={config}", "--nofork", f"--print-address={write}"],
                   pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as address:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = address.readline().strip()

        session = self.connect(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        address, = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                     Gio.DBusCallFlags.NONE, GUARD * 1000, None)
        self.accessibility = self.connect(address)

    def connect(self, address):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        connection.set_exit_on_close(False)
        self.stack.callback(connection.close_sync, None)
        return connection

    def start_window_manager(self):
        managed = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        rules = pathlib.Path(__file__).with_name("openbox.xml")
        self.start(["openbox", "--sm-disable", "--config-file", str(rules)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # -spy prints a line when the property is there, and each time it changes.
        with subprocess.Popen([*managed, "-spy"], env=self.environment, stdout=subprocess.PIPE, text=True) as watcher:
            for line in watcher.stdout:
                if "window id" in line:
                    break
            watcher.terminate()

    def notice(self, *_):
        """Something has happened, so that conditions are worth another look."""
        self.happened = True

    def watch_folder(self, path):
        """Takes changes in a folder, which need not be there yet, as events."""
        if path not in self.watches:
            monitor = Gio.File.new_for_path(str(path)).monitor_directory(Gio.FileMonitorFlags.NONE, None)
            monitor.set_rate_limit(0)
            monitor.connect("changed", self.notice)
            self.watches[path] = monitor

    def wait_for(self, condition, what):
        """The first true value of condition()."""
        context = GLib.MainContext.default()
        expired = []
        timer = GLib.timeout_add_seconds(GUARD, lambda: expired.append(True) or GLib.SOURCE_CONTINUE)
        try:
            while True:
                while context.iteration(False):
                    pass
                self.happened = False
                value = condition()
                if value:
                    return value
                while not self.happened and not expired:
                    context.iteration(True)
                if expired:
                    raise Stuck(f"waited {GUARD} s in vain for {what}")
        finally:
            GLib.source_remove(timer)

    def xdotool(self, *words):
        run("xdotool", *(str(word) for word in words), env=self.environment)

    def press(self, *keys):
        self.xdotool("key", "--clearmodifiers", "--delay", 12, *keys)

    def copy(self, text):
        """To the clipboard: xclip keeps it, in the background, as long as the screen is there."""
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), env=self.environment, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def type(self, text):
        """As from a keyboard; what no key has is pasted, for xdotool would change the keys, and be too late for some."""
        if text.isascii():
            self.xdotool("type", "--clearmodifiers", "--delay", 12, text)
        else:
            self.copy(text)
            self.press("ctrl+v")

    def click(self, x, y, times=1, button=1):
        self.xdotool("mousemove", round(x), round(y), "click", "--repeat", times, "--delay", 30, button)

    def drag(self, start, end):
        """Presses at one place and releases at another, by way of some between."""
        words = ["mousemove", *map(round, start), "mousedown", 1]
        for step in range(1, 9):
            words += ["mousemove", *(round(a + (b - a) * step / 8) for a, b in zip(start, end))]
        self.xdotool(*words, "mouseup", 1)

    def active_window(self):
        """Place and size of the active window."""
        shell = run("xdotool", "getactivewindow", "getwindowgeometry", "--shell", env=self.environment).decode()
        place = dict(line.split("=") for line in shell.splitlines())
        return tuple(int(place[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def fill_screen(self, pid):
        """Makes the first window of a program as large as the screen; false while it has none."""
        search = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)], env=self.environment, stdout=subprocess.PIPE, text=True)
        windows = sorted(int(window) for window in search.stdout.split())
        if windows:
            self.xdotool("windowmove", windows[0], 0, 0, "windowsize", windows[0], *self.size)
        return bool(windows)

    def screenshot(self, path):
        run("import", "-silent", "-window", "root", str(path), env=self.environment)

    def pixels(self):
        """The screen as it is now: a function from a place to its (red, green, blue)."""
        width = self.size[0]
        raw = run("import", "-silent", "-window", "root", "-depth", "8", "rgb:-", env=self.environment)
        return lambda x, y: tuple(raw[3 * (round(y) * width + round(x)):][:3])
