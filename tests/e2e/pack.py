#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli pack, unpack and check: packs arrive whole, without their keys if they shall, or are refused."""

import importlib.util
import io
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from tap import bound, check, finish

CLI = sys.argv[1]
EXERCISE = pathlib.Path(sys.argv[2])
spec = importlib.util.spec_from_file_location("zips", sys.argv[3])
zips = importlib.util.module_from_spec(spec)
spec.loader.exec_module(zips)
CODE = "tidal-mango-42"


# What takes a twentieth of a second is given five, for a busy machine.
bounded = bound(CLI, 5)


def run(*arguments, data=b"", **environment):
    return subprocess.run([CLI, *map(str, arguments)], input=data, capture_output=True, timeout=120, preexec_fn=bounded,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **environment})


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_hostile(folder):
    for name, data, words in zips.hostile():
        path = folder / (name + ".byline")
        path.write_bytes(data)
        for locale in ["C.UTF-8", "C"]:
            result = run("check", path, LC_ALL=locale)
            lines = result.stdout.decode(errors="replace").splitlines()
            good = result.returncode == 1 and len(lines) == 1 and (locale == "C" or words in lines[0])
            check(f"refused: {name} ({locale})", good, (result.returncode, lines, words, result.stderr[-300:]))
        path.unlink()
        out = folder / "out"
        result = run("unpack", "-", "-o", out, data=data)
        check(f"not unpacked: {name}", result.returncode == 1 and not out.exists() and not list(folder.iterdir()), (result.returncode, result.stderr))


def check_flipped(folder):
    """A flipped bit is said, or changes nothing that is read."""
    sound = zips.pack().end()
    whole = {"byline.json": zips.manifest(), "articles/mill.html": zips.HTML.encode()}
    bits = random.Random(7)
    refused = 0
    for _ in range(60):
        data = bytearray(sound)
        at = bits.randrange(len(data))
        data[at] ^= 1 << bits.randrange(8)
        out = folder / "flipped"
        result = run("unpack", "-", "-o", out, data=bytes(data))
        refused += result.returncode == 1
        if result.returncode == 0 and tree(out) != whole or result.returncode not in (0, 1):
            check("a flipped bit", False, (at, result.returncode, result.stderr))
        shutil.rmtree(out, ignore_errors=True)
    check("flipped bits are seen", refused > 40, refused)


def check_foreign(folder):
    """Zips as other programs write them."""
    class Stream(io.RawIOBase):
        def __init__(self, file):
            self.file = file

        def writable(self):
            return True

        def write(self, data):
            return self.file.write(data)

    for name, method, stream, wide in [("deflated", 8, False, False), ("stored", 0, False, False), ("streamed", 8, True, False), ("zip64", 8, False, True),
                                       ("streamed-zip64", 8, True, True)]:
        path = folder / (name + ".byline")
        with open(path, "wb") as file, zipfile.ZipFile(Stream(file) if stream else file, "w", method) as archive:
            for entry, text in [("articles/", b""), ("articles/mill.html", zips.HTML.encode()), ("byline.json", zips.manifest())]:
                if entry.endswith("/"):
                    archive.writestr(entry, text)
                    continue
                with archive.open(zipfile.ZipInfo(entry), "w", force_zip64=wide) as inner:
                    inner.write(text)
        result = run("check", path)
        check(f"read: {name}", result.returncode == 0 and not result.stdout, (result.returncode, result.stdout))
    if shutil.which("zip"):
        source = folder / "source"
        (source / "articles").mkdir(parents=True)
        (source / "byline.json").write_bytes(zips.manifest())
        (source / "articles/mill.html").write_text(zips.HTML)
        for name, arguments in [("info-zip", ["zip", "-qr", folder / "info.byline", "."]), ("info-zip-pipe", ["zip", "-qr", "-", "."])]:
            done = subprocess.run(arguments, cwd=source, capture_output=True, check=True)
            path = folder / "info.byline"
            if done.stdout:
                path.write_bytes(done.stdout)
            result = run("check", path)
            check(f"read: {name}", result.returncode == 0 and not result.stdout, (result.returncode, result.stdout))


def check_kinds(folder):
    source = tree(EXERCISE)
    manifest = json.loads(source["byline.json"])
    key = next(name for name in source if name.startswith("keys/"))
    for kind in ["student", "practice", "teacher"]:
        path = folder / (kind + ".byline")
        result = run("pack", EXERCISE, "-o", path, "--kind", kind)
        check(f"packed: {kind}", result.returncode == 0 and not result.stdout, (result.returncode, result.stderr))
        files = members(path)
        made = json.loads(files["byline.json"])
        check(f"{kind}: the manifest first", next(iter(files)) == "byline.json", list(files))
        check(f"{kind}: says so", made["kind"] == kind, made["kind"])
        check(f"{kind}: the key", (key in files) == (kind != "student") and ("key" in made["articles"][0]) == (kind != "student"), list(files))
        check(f"{kind}: everything else stays", {k: v for k, v in made.items() if k not in ("kind", "articles", "review")}
              == {k: v for k, v in manifest.items() if k not in ("kind", "articles", "review")})
        check(f"{kind}: is sound", run("check", path).returncode == 0, run("check", path).stdout)
        again = run("pack", EXERCISE, "-o", "-", "--kind", kind, TZ="Pacific/Auckland")
        check(f"{kind}: same input, same bytes", again.stdout == path.read_bytes())
    student = (folder / "student.byline").read_bytes() + b"".join(members(folder / "student.byline").values())
    reasons = [body["value"] for item in json.loads(source[key])["first"]["items"] for body in item["body"] if body["purpose"] == "commenting"]
    check("student: no reason travels", reasons and not any(reason.encode() in student for reason in reasons))
    check("student: reveal is possible", json.loads(members(folder / "student.byline")["byline.json"])["review"]["reveal"] == "teacher")


def check_sealed(folder):
    path = folder / "sealed.byline"
    result = run("pack", EXERCISE, "-o", path, "--kind", "student", "--seal-code", CODE)
    check("sealed", result.returncode == 0, result.stderr)
    files = members(path)
    manifest = json.loads(files["byline.json"])
    check("sealed: in the key's place", manifest["articles"][0]["key"] == "keys/lamps.sealed" and "keys/lamps.sealed" in files and manifest["review"]["reveal"] == "code", list(files))
    check("sealed: is sound", run("check", path).returncode == 0)
    (folder / "code").write_text(" Tidal Mango 42 \n")
    again = run("pack", EXERCISE, "-o", "-", "--code-file", folder / "code")
    check("sealed: same input, same bytes, and a student pack", again.stdout == path.read_bytes(), again.stderr)
    made = run("pack", EXERCISE, "-o", folder / "new.byline", "--new-code")
    check("sealed: a new code is printed", made.returncode == 0 and made.stdout.decode().count("-") == 2, made.stdout)

    greedy = json.loads(files["keys/lamps.sealed"])
    greedy["memory"] = 1 << 20
    damaged = folder / "damaged.byline"
    with zipfile.ZipFile(damaged, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, json.dumps(greedy) if name.endswith(".sealed") else data)
    result = run("check", damaged)
    check("sealed: greed is refused", result.returncode == 1 and b"512 MiB" in result.stdout, result.stdout)


def check_leaks(folder):
    source = folder / "leaky"
    shutil.copytree(EXERCISE, source)
    manifest = json.loads((source / "byline.json").read_text())
    items = json.loads(next((source / "keys").iterdir()).read_text())["first"]["items"]
    reason = next(body["value"] for body in items[0]["body"] if body["purpose"] == "commenting")
    quote = max((item["target"]["selector"][1]["exact"] for item in items if isinstance(item["target"], dict)), key=len)

    def refused(name, words, **changes):
        changed = {**manifest, **changes}
        (source / "byline.json").write_text(json.dumps(changed))
        result = run("pack", source, "-o", folder / "leaky.byline", "--kind", "student")
        check(f"leak: {name}", result.returncode == 1 and words in result.stderr.decode() and not (folder / "leaky.byline").exists(), (result.returncode, result.stderr))
        check(f"no leak for teachers: {name}", run("pack", source, "-o", "-", "--kind", "teacher").returncode == 0)

    refused("a reason in the description", "reason", description="Think: " + reason.upper().replace(" ", "\n"))
    refused("a quote in the briefing", "quotes", articles=[{**manifest["articles"][0], "briefing": f"Look at “{quote}”."}])
    refused("a reason in a member that nobody knows", "reason", notes={"deep": [{"er": reason}]})
    article = source / manifest["articles"][0]["file"]
    html = article.read_text("utf-8")
    article.write_text(re.sub(r"(<p[^>]*>)(.*?)(</p>)", lambda found: f'{found[1]}<a href="https://example.org/?{reason}">{found[2]}</a>{found[3]}', html, count=1), "utf-8")
    refused("a reason in a link", "reason")
    article.write_text(html + f"<p>{reason}</p>\n", "utf-8")
    (source / "byline.json").write_text(json.dumps({**manifest, "articles": [{name: value for name, value in manifest["articles"][0].items() if name != "textDigest"}]}))
    check("what the article says is no secret", run("pack", source, "-o", "-", "--kind", "student").returncode == 0)


def check_standard_input(folder):
    """Where a pack is asked for, `-` is one."""
    pack = (folder / "teacher.byline").read_bytes()
    key = next(iter((EXERCISE / "keys").iterdir()))
    article = next(iter((EXERCISE / "articles").iterdir()))
    work = folder / "work.byline.json"
    heron = {"id": "urn:x:heron", "type": "Person", "nickname": "Heron-07"}
    work.write_text(json.dumps({**json.loads(key.read_text("utf-8")), "byline:role": "work", "byline:attempt": 1, "byline:committed": True, "creator": heron}))
    for name, arguments in [("score", ["score", "--pack", "-", work]), ("class", ["class", "--pack", "-", work]), ("convert", ["convert", "--to", "csv", "--pack", "-", "--article", article, work])]:
        result = run(*arguments, data=pack)
        named = run(*[folder / "teacher.byline" if argument == "-" else argument for argument in arguments])
        check(f"standard input: {name}", result.returncode == 0 and result.stdout == named.stdout and result.stdout, (result.returncode, result.stderr))
    result = run("score", "--pack", "-", work, data=b"PK")
    check("standard input: no pack", result.returncode == 1 and b"standard input" in result.stderr, result.stderr)
    result = run("score", "--pack", "-", "-", data=pack)
    check("standard input: but once", result.returncode == 1 and b"only one" in result.stderr, result.stderr)


def check_drafts(folder):
    source = folder / "draft"
    (source / "articles").mkdir(parents=True)
    (source / "articles/mill.txt").write_text("The mill\n\nIt stands still & nobody knows why that is so.\n\nPerhaps the river does.\n")
    article = {"id": "mill", "file": "articles/mill.txt"}
    (source / "byline.json").write_text(json.dumps({**json.loads(zips.manifest()), "articles": [article]}))
    path = folder / "draft.byline"
    result = run("pack", source, "-o", path)
    files = members(path) if result.returncode == 0 else {}
    check("draft: frozen", "articles/mill.html" in files and b"still &amp; nobody" in files["articles/mill.html"], (result.stderr, list(files)))
    check("draft: its digest", json.loads(files["byline.json"])["articles"][0].get("textDigest", "").startswith("sha256:"))
    check("draft: is sound", run("check", path).returncode == 0, run("check", path).stdout)


def check_unpacking(folder):
    path = folder / "teacher.byline"
    out = folder / "unpacked"
    check("unpacked", run("unpack", path, "-o", out).returncode == 0)
    check("unpacked: whole", tree(out) == members(path))
    check("unpacked: packs to the same bytes", run("pack", out, "-o", "-").stdout == path.read_bytes())
    before = tree(out)
    result = run("unpack", path, "-o", out)
    check("nothing is overwritten", result.returncode == 1 and str(out).encode() in result.stderr and tree(out) == before, result.stderr)
    (folder / "vacant").mkdir()
    check("into an empty folder", run("unpack", path, "-o", folder / "vacant").returncode == 0 and tree(folder / "vacant") == before)
    check("no folder for it", run("unpack", path, "-o", folder / "no" / "where").returncode == 3)
    check("nothing is left lying", not list(folder.glob(".byline-*")))


def before_article(files):
    return next(name for name in files if name.startswith("articles/"))


def check_usage(folder):
    for name, arguments in [("no folder", ["pack", "-o", "x"]), ("no output", ["pack", EXERCISE]), ("a kind", ["pack", EXERCISE, "-o", "x", "--kind", "open"]),
                            ("two codes", ["pack", EXERCISE, "-o", "x", "--seal-code", "a", "--new-code"]), ("a code for teachers", ["pack", EXERCISE, "-o", "x", "--kind", "teacher", "--seal-code", "a"]),
                            ("a new code and a pipe", ["pack", EXERCISE, "-o", "-", "--new-code"]), ("unpack nothing", ["unpack", "-o", "x"]), ("unpack nowhere", ["unpack", "x"])]:
        check(f"usage: {name}", run(*arguments).returncode == 2)
    check("a code of nothing", run("pack", EXERCISE, "-o", folder / "x", "--seal-code", " - ").returncode == 1)
    source = folder / "own"
    shutil.copytree(EXERCISE, source)
    before = tree(source)
    (folder / "by-link").symlink_to(source / "byline.json")
    for name in [source / "byline.json", source / before_article(before), folder / "by-link"]:
        result = run("pack", source, "-o", name)
        check(f"not over what it is made of: {name.name}", result.returncode == 2 and tree(source) == before, (result.returncode, result.stderr))
    check("beside what it is made of", run("pack", source, "-o", source / "new.byline").returncode == 0 and run("pack", source, "-o", source / "new.byline").returncode == 0)
    with open("/dev/full", "wb") as full:
        done = subprocess.run([CLI, "pack", EXERCISE, "-o", folder / "locked.byline", "--new-code"], stdout=full, stderr=subprocess.PIPE, preexec_fn=bounded)
    check("no pack without the code that opens it", done.returncode == 3 and not (folder / "locked.byline").exists(), done)
    check("no such folder", run("pack", folder / "none", "-o", folder / "x").returncode == 3)
    check("no such file", run("unpack", folder / "none", "-o", folder / "x").returncode == 3)
    check("a full disk", run("pack", EXERCISE, "-o", "/dev/full").returncode == 3)


with tempfile.TemporaryDirectory() as name:
    room = pathlib.Path(name)
    (room / "hostile").mkdir()
    check_hostile(room / "hostile")
    for part in [check_flipped, check_foreign, check_kinds, check_sealed, check_leaks, check_standard_input, check_drafts, check_unpacking, check_usage]:
        part(room)

finish()
