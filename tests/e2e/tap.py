# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test of the command line reports, in the Test Anything Protocol, and what a verb may take."""

import pathlib
import resource
import sys

GIB = 1 << 30
results = []


def check(name, condition, detail=""):
    results.append(bool(condition))
    print(f"{'ok' if condition else 'not ok'} {len(results)} - {name}")
    if not condition:
        print(*(f"# {line}" for line in (detail if isinstance(detail, str) else repr(detail)).splitlines()), sep="\n")


def skip(name, reason):
    results.append(True)
    print(f"ok {len(results)} - {name} # SKIP {reason}")


def finish():
    print(f"1..{len(results)}")
    sys.exit(not all(results))


def bound(program, seconds=None):
    """For preexec_fn: a gibibyte of addresses, and @seconds of a processor; None for a
    program with sanitizers, which reserve terabytes of addresses."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (GIB, GIB))
        if seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    return None if b"__asan_init" in pathlib.Path(program).read_bytes() else limit
