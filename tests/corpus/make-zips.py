#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile exercise packs: make-zips.py FOLDER writes each as a file; hostile() yields (name, bytes, what is said)."""

import hashlib
import json
import pathlib
import random
import struct
import sys
import zlib

HTML = "<h1>The mill</h1>\n<p>The mill stands still, and nobody in the valley knows why it does.</p>\n"
TEXT = "The mill\nThe mill stands still, and nobody in the valley knows why it does.\n"
DIGEST = "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()
REGULAR = 0o100644 << 16


def manifest(article=None, **members):
    return json.dumps({"format": "byline-pack", "version": 1, "id": "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", "revision": 1, "title": "The mill",
                       "articles": [{"id": "mill", "file": "articles/mill.html", "textDigest": DIGEST, **(article or {})}], **members}).encode()


class Zip:
    """Writes what it is told to, sound or not."""

    def __init__(self):
        self.out, self.directory, self.n = b"", b"", 0

    def add(self, name, data=b"", method=8, attributes=REGULAR, flags=0, local=None, lie=None, extra=b"", local_extra=b"", descriptor=None, system=3, body=None, offset=None):
        name = name if isinstance(name, bytes) else name.encode()
        local = name if local is None else local
        packed = zlib.compress(data, 9, -15) if method == 8 else data
        if body is not None:
            packed = body
        crc, small, size = zlib.crc32(data), len(packed), len(data)
        crc, small, size = lie or (crc, small, size)
        at = len(self.out) if offset is None else offset
        here = (0, 0, 0) if descriptor is not None else (crc, small, size)
        flags |= (8 if descriptor is not None else 0) | (0 if name.isascii() else 0x800)
        if offset is None:
            self.out += struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 33, *here, len(local), len(local_extra)) + local + local_extra + packed
            self.out += descriptor or b""
        self.directory += struct.pack("<4sBB5H3I5H2I", b"PK\1\2", 20, system, 20, flags, method, 0, 33, crc, small, size,
                                      len(name), len(extra), 0, 0, 0, attributes, at) + name + extra
        self.n += 1
        return self

    def end(self, n=None, comment=b""):
        n = self.n if n is None else n
        return self.out + self.directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, n & 0xffff, n & 0xffff, len(self.directory), len(self.out), len(comment)) + comment


def pack():
    return Zip().add("byline.json", manifest()).add("articles/mill.html", HTML.encode())


def bomb():
    """10 GB of zeros that 10 kB promise, by many entries over the same bytes."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = block.compress(bytes(8 << 20)) + block.flush()
    made = pack()
    at = len(made.out)
    made.add("media/0.png", lie=(zlib.crc32(bytes(8 << 20)), len(packed), 8 << 20), body=packed)
    for i in range(1, 1250):
        made.add(b"media/%d.png" % i, lie=(zlib.crc32(bytes(8 << 20)), len(packed), 8 << 20), body=packed, offset=at)
    return made.end()


def deep_bomb():
    """A thousand times larger when it is unpacked."""
    return pack().add("media/a.png", bytes(30 << 20)).end()


def liar(size):
    """A megabyte that promises another size."""
    data = bytes(1 << 20)
    packed = zlib.compress(data, 9, -15)
    return pack().add("media/a.png", body=packed, lie=(zlib.crc32(data), len(packed), size)).end()


def hostile():
    sound = pack().end()
    yield "absolute", pack().add("/etc/passwd", b"x").end(), "absolute"
    yield "drive", pack().add("C:/a.png", b"x").end(), "absolute"
    yield "parent", pack().add("media/../../a.png", b"x").end(), "“..”"
    yield "parent-first", pack().add("../../../../tmp/byline-was-here", b"x").end(), "“..”"
    yield "backslash", pack().add("media\\a.png", b"x").end(), "backslash"
    yield "backslash-parent", pack().add("..\\..\\a.png", b"x").end(), "backslash"
    yield "nul", pack().add(b"media/a.png\0.html", b"x").end(), "NUL"
    yield "nul-local", pack().add(b"media/a.png", b"x", local=b"media/a\0png").end(), "two names"
    yield "control", pack().add(b"media/\x1b[2J.png", b"x").end(), "control character"
    yield "empty-part", pack().add("media//a.png", b"x").end(), "empty part"
    yield "no-name", pack().add("", b"x").end(), "no name"
    yield "long-name", pack().add("media/" + "a" * 1100, b"x").end(), "too long"
    yield "symlink", pack().add("media/a.png", b"/etc/passwd", 0, 0o120777 << 16).end(), "link"
    yield "symlink-other-system", pack().add("media/a.png", b"/etc/passwd", 0, 0o120777 << 16, system=0).end(), "link"
    yield "hard-link", pack().add("media/a.png", b"", extra=struct.pack("<HHIIHH", 0x000d, 12 + 11, 0, 0, 0, 0) + b"/etc/passwd").end(), "link"
    yield "old-link", pack().add("media/a.png", b"", extra=struct.pack("<HHIHIHH", 0x756e, 14 + 11, 0, 0o120777, 11, 0, 0) + b"/etc/passwd").end(), "link"
    yield "hidden-link", pack().add("media/a.png", b"/etc/passwd", 0, local_extra=struct.pack("<HHBHI", 0x6c78, 7, 5, 0x0314, 0o120777 << 16)).end(), ": "
    for name, mode in [("character-device", 0o020666), ("block-device", 0o060660), ("pipe", 0o010644), ("socket", 0o140755)]:
        yield name, pack().add("media/a.png", b"", attributes=mode << 16).end(), "device"
    yield "folder-with-text", pack().add("media/a/", b"text").end(), "folder with a text"
    yield "twice", pack().add("articles/mill.html", HTML.encode()).end(), "stands twice"
    yield "twice-manifest", pack().add("byline.json", manifest(kind="teacher")).end(), "stands twice"
    yield "twice-by-case", pack().add("Articles/MILL.html", HTML.encode()).end(), "stands twice"
    yield "twice-by-form", pack().add("media/m\u00fc.png", b"x").add("media/mu\u0308.png", b"x").end(), "stands twice"
    yield "file-in-file", pack().add("byline.json/a.png", b"x").end(), "within another file"
    many = pack()
    for i in range(2000):
        many.add(f"media/{i}.png", b"", 0)
    yield "too-many", many.end(), "more than 2000 files"
    yield "count-lies-low", pack().end(1), "damaged"
    yield "count-lies-high", pack().end(40000), "damaged"
    yield "bomb", bomb(), "same bytes"
    yield "deep-bomb", deep_bomb(), "suspiciously large"
    yield "too-large", liar(33 << 20), "too large"
    yield "size-lies-low", liar(1000), "longer than the zip says"
    yield "size-lies-high", liar(2 << 20), "suspiciously large"
    yield "size-lies-a-little", liar((1 << 20) - 1), ": "
    wide = pack()
    for i in range(9):
        wide.add(f"media/{i}.png", lie=(0, 1 << 20, 31 << 20), body=bytes(1 << 20))
    yield "too-large-together", wide.end(), "too large together"
    yield "cut-end", sound[:-1], "cut off"
    yield "cut-directory", sound[:-40], "cut off"
    yield "cut-half", sound[:len(sound) // 2], "cut off"
    yield "cut-four", sound[:4], "cut off"
    yield "more-behind", sound + b"more", "behind the end"
    yield "two-zips", sound + sound, ": "
    yield "hidden-between", hidden(), "leaves out"
    yield "encrypted", pack().add("media/a.png", b"0123456789abcdef", flags=1).end(), "password"
    yield "encrypted-masked", pack().add("media/a.png", b"0123456789abcdef", flags=1 << 13).end(), "password"
    yield "bzip2", pack().add("media/a.png", b"BZh9", 12).end(), "compressed in a way"
    yield "two-names", pack().add("media/a.png", b"x", local=b"media/b.png").end(), "two names"
    yield "crc", pack().add("media/a.png", b"x", lie=(1, 3, 1)).end(), "damaged"
    yield "descriptor-lies", pack().add("media/a.png", b"x", descriptor=struct.pack("<4s3I", b"PK\7\10", 1, 2, 3)).end(), "leaves out"
    yield "descriptor-missing", pack().add("media/a.png", b"x", descriptor=b"").end(), "in two ways"
    yield "zip64-size", pack().add("media/a.png", b"x", lie=(0, 0xffffffff, 0xffffffff), extra=struct.pack("<HHQQ", 1, 16, 1 << 62, 1 << 62)).end(), "cut off"
    yield "zip64-short", pack().add("media/a.png", b"x", lie=(zlib.crc32(b"x"), 3, 0xffffffff), extra=struct.pack("<HH", 1, 0)).end(), "size is not given"
    yield "zip64-offset", pack().add("media/a.png", b"x", offset=0xffffffff, extra=struct.pack("<HHQ", 1, 8, 1 << 63)).end(), "cut off"
    yield "zip64-end", end64(), "damaged"
    yield "extra-too-long", pack().add("media/a.png", b"x", extra=struct.pack("<HH", 1, 500)).end(), "description is damaged"
    yield "divided", struct_patch(sound, -18, 1), "damaged"
    yield "no-manifest", Zip().add("articles/mill.html", HTML.encode()).end(), "no byline.json"
    yield "nothing-in-it", Zip().end(), "no byline.json"
    yield "unlisted", pack().add("keys/mill.byline.json", b"{}").end(), "does not account"
    yield "unlisted-deep", pack().add("media/more/a.png", b"x").end(), "does not account"
    yield "no-picture", pack().add("media/a.png", b"the answers").end(), "not a PNG"
    yield "manifest-too-large", Zip().add("byline.json", manifest() + b" " * (1 << 20)).add("articles/mill.html", HTML.encode()).end(), "byline.json"
    yield "no-zip", b"{}", "no exercise pack"
    yield "empty", b"", "no exercise pack"
    yield "noise", b"PK\3\4" + random.Random(5).randbytes(5000), "cut off"


def hidden():
    """A file that only a reader from front to back would see."""
    made = pack()
    keep, n = made.directory, made.n
    made.add("media/secret.png", b"x")
    made.directory, made.n = keep, n
    return made.end()


def end64():
    made = pack()
    at = len(made.out) + len(made.directory)
    large = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, len(made.directory), 1 << 60)
    return made.out + made.directory + large + struct.pack("<4sIQI", b"PK\6\7", 0, at, 1) + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, 0xffffffff, 0xffffffff, 0)


def struct_patch(data, at, value):
    data = bytearray(data)
    data[at] = value
    return bytes(data)


if __name__ == "__main__":
    for name, data, _ in hostile():
        (pathlib.Path(sys.argv[1]) / (name + ".byline")).write_bytes(data)
