#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/setup and scripts/run, with programs in the place of Debian's that only write down how they were called."""

import contextlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

SCRIPTS = pathlib.Path(sys.argv[1]).resolve()
TOOLS = ["bash", "dirname", "env"]
results = []


def check(name, got, wanted):
    results.append(got == wanted)
    print(f"{'ok' if got == wanted else 'not ok'} {len(results)} - {name}")
    if got != wanted:
        print(f"# {got!r} instead of {wanted!r}")


class Machine:
    """A PATH of its own, where some packages are installed."""

    def __init__(self, folder, missing, root=True, sudo=True, debian=True):
        self.log = folder / "log"
        self.path = folder
        for tool in TOOLS:
            (folder / tool).symlink_to(shutil.which(tool))
        self.write("id", f"echo {0 if root else 1000}")
        if sudo:
            self.write("sudo", f"echo sudo >> {self.log}; exec \"$@\"")
        if debian:
            # Like the real one: unknown packages are named on stderr, and then it fails.
            self.write("dpkg-query", "shift 2; status=0; for p; do case \" " + " ".join(missing) + " \" in"
                       " *\" $p \"*) echo no $p >&2; status=1;; *) printf 'installed:%s ' $p;; esac; done; exit $status")
            self.write("apt-get", f"echo \"$@\" >> {self.log}")

    def write(self, name, script):
        (self.path / name).write_text(f"#!{shutil.which('bash')}\n{script}\n")
        (self.path / name).chmod(0o755)

    def run(self, script, *arguments, **environment):
        got = subprocess.run([SCRIPTS / script, *arguments], cwd="/", text=True, capture_output=True,
                             stdin=subprocess.DEVNULL, env={"PATH": str(self.path), **environment})
        return got, self.log.read_text().splitlines() if self.log.exists() else []


def machine(*arguments, **options):
    return Machine(pathlib.Path(scratch.enter_context(tempfile.TemporaryDirectory())), *arguments, **options)


def test_setup():
    for name, arguments in [("build", []), ("tests", ["--test"])]:
        got, calls = machine([]).run("setup", *arguments)
        check(f"{name}: nothing is missing, so nothing is done or said", [got.returncode, calls, got.stdout + got.stderr], [0, [], ""])

    got, calls = machine(["libgumbo-dev", "xvfb"]).run("setup")
    check("only what is missing is installed", [got.returncode, calls[0].split()[0], calls[1].split()[0], calls[1].split()[-1]],
          [0, "update", "install", "libgumbo-dev"])
    check("it is not asked twice", len(calls), 2)
    check("what is installed is said", "installing libgumbo-dev\n" in got.stderr, True)

    got, calls = machine(["libgumbo-dev", "xvfb"]).run("setup", "--test")
    check("--test installs what the tests need too", calls[1].split()[-2:], ["libgumbo-dev", "xvfb"])
    check("a user without rights asks sudo", machine(["meson"], root=False).run("setup")[1].count("sudo"), 2)

    got, calls = machine(["meson"], root=False, sudo=False).run("setup")
    check("without sudo it says what to type", [got.returncode, calls, "apt-get install meson" in got.stderr], [1, [], True])
    got, calls = machine([], debian=False).run("setup")
    check("elsewhere it names the packages and goes on", [got.returncode, "libgtk-4-dev" in got.stderr], [0, True])
    check("a wrong argument", machine([]).run("setup", "--all")[0].returncode, 2)


def test_run():
    got, calls = machine(["meson"]).run("run")
    check("without a desktop nothing is installed", [got.returncode, calls, "no desktop" in got.stderr], [1, [], True])


if __name__ == "__main__":
    with contextlib.ExitStack() as scratch:
        test_setup()
        test_run()
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)
