# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled exercise as other packs: for students, for the teacher, sealed."""

import json
import shutil
import subprocess
import zipfile

from harness import BUILD, PACK

CLI = BUILD / "app" / "byline-cli"


def copy(folder, name, key=True, **changes):
    """A copy of the exercise's folder, with other values in its manifest."""
    path = folder / name
    shutil.copytree(PACK, path)
    manifest = json.loads((path / "byline.json").read_text("utf-8"))
    manifest |= {member: value for member, value in changes.items() if member != "review"}
    manifest["review"] |= changes.get("review", {})
    if not key:
        del manifest["articles"][0]["key"]
        shutil.rmtree(path / "keys")
    (path / "byline.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), "utf-8")
    return path


def for_students(folder, **review):
    """Without a key: a teacher's pack of the same id shows it later."""
    return copy(folder, "students", key=False, kind="student", review={"reveal": "teacher"} | review)


def for_teachers(folder):
    return copy(folder, "teachers", kind="teacher", review={"reveal": "teacher"})


def zipped(folder, name):
    """The same, as one file: the manifest first, then the rest by name."""
    path = folder.with_name(name)
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "byline.json")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (folder / "byline.json", *files):
            archive.write(file, file.relative_to(folder).as_posix())
    return path


def sealed(folder, code):
    """For students, with a key that the code opens."""
    path = folder / "sealed.byline"
    subprocess.run([str(CLI), "pack", str(PACK), "-o", str(path), "--kind", "student", "--seal-code", code], check=True)
    return path
