#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house keeps its own rules: lists that a new file must be put on, sizes, dependencies."""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
TRANSLATED = re.compile(r"""(?<![\w])(?:_|N_|C_|Q_|NC_|ngettext|g_dngettext) \(|translatable=["']?(?:yes|true)""")
results = []


def files(*patterns):
    return sorted(path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern))


def read(path):
    return (ROOT / path).read_text("utf-8")


def check(name, problems):
    results.append(not problems)
    print(f"{'not ok' if problems else 'ok'} {len(results)} - {name}")
    for problem in problems:
        print(f"# {problem}")


def uncommented(source):
    """C without comments, so that a word about _() is no translated string."""
    return re.sub(r"/\*.*?\*/", "", source, flags=re.S)


code = files("app/*.[ch]", "ui/*.[ch]", "tests/**/*.[ch]", "resources/**/*.js")
modules = [path for path in files("app/*.h", "ui/*.h") if not path.stem.endswith(("-private", "-core"))]

listed = [line for line in read("po/POTFILES").splitlines() if line]
speaking = [str(path) for path in files("app/*.c", "ui/*.c", "ui/*.ui", "resources/**/*.ui") if TRANSLATED.search(uncommented(read(path)))]
check("po/POTFILES names each file with something to translate", [f"add {path}" for path in speaking if path not in listed])
check("po/POTFILES names only files that are there", [f"remove {path}" for path in listed if not (ROOT / path).exists()])
check("po/POTFILES is sorted", [] if listed == sorted(listed) else ["sort it: LC_ALL=C sort -o po/POTFILES po/POTFILES"])

house = read("docs/architecture.md")
check("docs/architecture.md knows each module", [f"say what {m.parent}/{m.stem} is" for m in modules if f"`{m.stem}`" not in house])

check("no file has more than 800 lines", [f"{p}: {n}" for p in code if (n := len(read(p).splitlines())) > 800])
check("each file says its licence", [str(p) for p in code if "SPDX-License-Identifier: GPL-3.0-or-later" not in read(p)[:200]])
check("each header stands alone", [str(p) for p in code if p.suffix == ".h" and "#pragma once" not in read(p)])
check("app/ knows no window", [str(p) for p in files("app/*.[ch]", "app/meson.build")
                               if re.search(r"gtk/|adwaita|webkit|gtk4|gdk", read(p), flags=re.I)])

builds = "".join(read(path) for path in files("tests/**/meson.build"))
programs = files("tests/**/test-*.c")
check("each test program is built", [str(p) for p in programs if f"'{p.stem[5:]}'" not in builds and p.stem not in builds])

print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
