#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the desktop makes of Byline's data: file types, icons, man pages, one name for all."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

DATA = pathlib.Path(sys.argv[1])
APP = "org.byline.Byline"
PACK = "application/vnd.byline.pack+zip"
WORK = "application/vnd.byline.work+json"
count = failed = 0


def check(name, got, wanted):
    global count, failed
    count += 1
    failed += got != wanted
    print(f"{'ok' if got == wanted else 'not ok'} {count} - {name}")
    if got != wanted:
        print(f"# {got!r} instead of {wanted!r}")


def type_of(path, home):
    """The media type that a desktop with Byline's types gives the file."""
    text = subprocess.run(["gio", "info", "-a", "standard::content-type", path], check=True, text=True,
                          capture_output=True, env={**os.environ, "XDG_DATA_HOME": str(home), "LC_ALL": "C"}).stdout
    return text.rsplit("content-type:", 1)[1].strip()


def check_types(folder):
    home = folder / "share"
    (home / "mime" / "packages").mkdir(parents=True)
    shutil.copy(DATA / f"{APP}.mime.xml", home / "mime" / "packages" / f"{APP}.xml")
    subprocess.run(["update-mime-database", str(home / "mime")], check=True, env={**os.environ, "XDG_DATA_HOME": str(home)})

    for name, first, wanted in [("lamps.byline", "byline.json", PACK), ("renamed", "byline.json", PACK),
                                ("other.zip", "other.json", "application/zip")]:
        with zipfile.ZipFile(folder / name, "w") as pack:
            pack.writestr(first, "{}")
        check(f"type of {name}", type_of(folder / name, home), wanted)

    key = next((DATA.parent / "exercises").glob("*/keys/*.byline.json")).read_bytes()
    for name, content, wanted in [("heron.byline.json", key, WORK), ("renamed-work", key, WORK),
                                  ("new.byline.json", b"{}", WORK), ("other.json", b'{"a": 1}\n', "application/json")]:
        (folder / name).write_bytes(content)
        check(f"type of {name}", type_of(folder / name, home), wanted)


def check_icons():
    for name, size in [(f"scalable/apps/{APP}.svg", "128"), (f"symbolic/apps/{APP}-symbolic.svg", "16")]:
        root = xml.etree.ElementTree.parse(DATA / "icons" / "hicolor" / name).getroot()
        check(f"size of {name}", [root.get("width"), root.get("height"), root.get("viewBox")],
              [size, size, f"0 0 {size} {size}"])
        links = [v for e in root.iter() for v in e.attrib.values() if "//" in v]
        check(f"{name} stands alone", links, [])


def check_manuals():
    for name in ("byline.1", "byline-cli.1"):
        run = subprocess.run(["man", "--warnings=w", "--local-file", str(DATA / name)], text=True, capture_output=True,
                             env={**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "80"})
        check(f"{name} is shown without a warning", [run.returncode, run.stderr], [0, ""])
        check(f"{name} has its sections", [s for s in ("NAME", "SYNOPSIS", "DESCRIPTION") if s not in run.stdout], [])


def check_names():
    """One id everywhere, and the same media types in all files that name them."""
    desktop = (DATA / f"{APP}.desktop.in").read_text("utf-8")
    metainfo = xml.etree.ElementTree.parse(DATA / f"{APP}.metainfo.xml.in").getroot()
    schema = xml.etree.ElementTree.parse(DATA / f"{APP}.gschema.xml").getroot().find("schema")
    check("icon", f"Icon={APP}\n" in desktop, True)
    check("metainfo id", metainfo.findtext("id"), APP)
    check("desktop id", metainfo.findtext("launchable"), f"{APP}.desktop")
    check("schema", [schema.get("id"), schema.get("path")], [APP, "/org/byline/Byline/"])
    check("media types", [t.text for t in metainfo.iter("mediatype")], [PACK, WORK])
    check("types that are opened", f"MimeType={PACK};{WORK};" in desktop, True)


check_names()
check_icons()
check_manuals()
with tempfile.TemporaryDirectory() as scratch:
    check_types(pathlib.Path(scratch))
print(f"1..{count}")
sys.exit(1 if failed else 0)
