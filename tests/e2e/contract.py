#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of formats, read from outside: canonical HTML, import, packs, exchange
and exit statuses, with readers and writers of their own."""

import hashlib
import html.parser
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zipfile

from tap import bound, check, finish

CLI = os.path.abspath(sys.argv[1])
BLOCKS = set("h1 h2 h3 h4 h5 h6 p blockquote ul ol li dl dt dd pre figure figcaption img table caption thead tbody tr th td hr".split())
INLINE = set("br em strong sub sup q cite code a time span ruby rt rp bdi bdo del ins s mark abbr".split())
OTHERS = "b i div section article main header address center form nav aside footer script style template noscript button select textarea iframe object svg math x-y font details".split()
HOLDERS = set("ul ol dl table thead tbody tr".split())
bounded = bound(CLI, 3)


def run(*arguments, given=b"", **where):
    where = {"stdout": subprocess.PIPE, **where}
    return subprocess.run([CLI, *arguments], input=given, stderr=subprocess.PIPE, preexec_fn=bounded, timeout=60, **where)


def is_allowed(tag, name, value):
    return (name == "lang" and value or name == "dir" and value in ("ltr", "rtl", "auto") or name == "id" and (tag in BLOCKS or tag == "sup")
            or name == "href" and tag == "a" and re.match("https?:|#", value) or name == "src" and tag == "img" and re.fullmatch("media/[^/]+", value)
            or name == "alt" and tag == "img" or name == "datetime" and tag == "time" or name in ("colspan", "rowspan") and tag in ("td", "th") and value.isdigit())


class Reader(html.parser.HTMLParser):
    """Canonical HTML by the sentences of the contract, and its text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.bad, self.open, self.after = [], [], [], None

    def expect_none(self, what):
        if self.after is not None:
            self.bad.append(f"no line feed between {self.after} and {what}")
        self.after = None

    def handle_starttag(self, tag, attributes):
        self.expect_none(tag)
        if tag not in BLOCKS | INLINE or not self.open and tag in INLINE:
            self.bad.append(f"{tag} in {self.open}")
        self.bad += [f"{tag} {name}={value!r}" for name, value in attributes if not is_allowed(tag, name, value or "")]
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)
        elif tag != "img" or not self.open or self.open[-1] in ("figure", "blockquote", "li", "dd", "td", "th"):
            self.after = tag if tag != "img" or not self.open else None

    def handle_startendtag(self, tag, attributes):
        self.bad.append(f"<{tag}/>")

    def handle_endtag(self, tag):
        self.expect_none("/" + tag)
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}> in {self.open}")
        self.after = "/" + tag if tag in BLOCKS else None

    def handle_data(self, data):
        self.parts.append(data)
        if self.after is not None:
            if not data.startswith("\n"):
                self.bad.append(f"{data[:9]!r} after {self.after}")
            data, self.after = data[1:], None
        elif data == "\n" and self.parts[-2:-1] != ["\n"] and not set(self.open) & {"pre"}:
            data = ""  # behind a picture that is a block
        if "pre" not in self.open and (re.search(r"[\t\n\r\f]|  ", data) or data and (not self.open or self.open[-1] in HOLDERS)):
            self.bad.append(f"{data[:20]!r} in {self.open}")

    def handle_comment(self, data):
        self.bad.append("a comment")

    def handle_decl(self, data):
        self.bad.append("a doctype")


def read(page):
    """What is wrong with a canonical article, and its text."""
    text = page.decode()
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.expect_none("the end")
    if re.search("[\x00-\x08\x0b-\x1f]|&(?!(amp|lt|gt|quot|nbsp);)|<pre[^>]*>\n|\u00a0", text) or text.startswith("\ufeff"):
        reader.bad.append("a control character, an escape, or a line feed in pre")
    return reader.bad + [f"{tag} is open" for tag in reader.open], "".join(reader.parts)


def random_page(source):
    texts = ["a", "two words", " ", "\n", "\t", "\f", "\r\n", "\0", "\x01", "\x0b", "\x7f", "&#0;", "&#13;", "&nbsp;", "&amp;lt;", '"', "\u2028", "🌊", "\ufeff", "<", "<!--x-->", "<![CDATA[y]]>", "\n\nx\n", "&#10;", "\u3000"]
    names, values = "lang dir id href src alt datetime colspan rowspan class onclick style".split(), ["en", "rtl", "x", "", "#a", "a b", "http://e.example/?a&b", "javascript:x", "media/x.png", "../x", "2", "-1", "2024-01-01", "\x01", "<>&", "\u00a0"]
    page, opened = [], []
    for _ in range(source.randrange(1, 80)):
        kind = source.random()
        if kind < 0.45:
            opened.append(source.choice(sorted(BLOCKS | INLINE) + OTHERS))
            page.append(f"<{opened[-1]}" + "".join(f' {source.choice(names)}="{source.choice(values)}"' for _ in range(source.choice([0, 0, 1, 3]))) + ">")
        elif kind < 0.65 and opened:
            page.append(f"</{opened.pop(source.choice([-1, -1, 0]))}>")
        else:
            page.append(source.choice(texts))
    return "".join(page)


def canonical(folder):
    source, wrong, n = random.Random(4711), [], 0
    page, out = folder / "page.html", folder / "out.html"
    for number in range(60):
        page.write_text(random_page(source), "utf-8", newline="")
        out.unlink(missing_ok=True)
        options = source.choice([[], ["--keep-all"], ["--keep-all", "--title", "T <&> \"q\""], ["--language", "fr"]])
        done = run("import", page, "-o", out, *options)
        if done.returncode:
            wrong += [number] * (done.returncode != 1 or out.exists() or not done.stderr)
            continue
        bad, text = read(out.read_bytes())
        n += 1
        wrong += bad
        wrong += [f"{number}: --text"] * (run("import", page, "--text", *options).stdout != text.encode())
        wrong += [f"{number}: again"] * (run("import", out).stdout != out.read_bytes())
    check("canonical: by the contract, of one text, and itself again", n > 30 and not wrong, (n, wrong[:3]))


def texts(folder):
    """What an article may come in."""
    languages = {
        "cp1251 koi8-r iso8859-5 cp866": "Мельница стоит, сказала Ада Венн в понедельник. Никто не считал угрей в запруде. ",
        "cp1253": "Ο μύλος σταμάτησε, είπε η Άντα τη Δευτέρα. Κανείς δεν μέτρησε τα χέλια. ",
        "cp1255": "הטחנה עומדת, אמרה עדה ביום שני. איש לא ספר את הצלופחים ליד הסכר. ",
        "cp1256": "توقفت الطاحونة، قالت آدا يوم الاثنين. لم يحسب أحد الأسماك في النهر. ",
        "shift_jis euc-jp": "水車は止まっている、とエイダは月曜日に述べた。誰も堰のうなぎを数えていない。",
        "gb18030": "水车停了，艾达星期一说。没有人数过堰里的鳗鱼。他们的工作很重要。",
        "big5": "水車停了，艾達星期一說。沒有人數過堰裡的鰻魚。他們的工作很重要。",
        "euc-kr": "물레방아가 멈췄다고 에이다가 월요일에 말했다. 아무도 장어를 세지 않았다. ",
        "cp1252": "Das Mühlrad steht still, sagte Ada „Venn“ am Montag. Große Aale – zählt niemand. Übergröße! ",
    }
    missed = []
    for charsets, words in languages.items():
        for charset in charsets.split():
            for frame in ("{}", "<html><head><title>x</title></head><body><p>{}</p></body></html>"):
                done = run("import", "-", "--text", given=frame.format(words * 4).encode(charset))
                missed += [(charset, done.stdout[:60])] * (words.strip() not in done.stdout.decode())
    check("encoding: what is not declared is told from its words", not missed, missed)

    words = "The mill stands still, Ada Venn said. Nobody has counted the eels."
    xhtml = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/><style/></head><body><script>x("<script/>")</script><h1>Mill</h1><p>{}</p></body></html>'
    done = run("import", "-", given=xhtml.format(words).encode())
    check("xhtml: what is empty does not take the page with it", done.stdout.decode() == f"<h1>Mill</h1>\n<p>{words}</p>\n", done)

    note = folder / "note.md"
    note.write_text(f'---\ntitle: "The mill: <2>"\nauthor: Ada Venn\ndate: 2024-05-06\nlang: de\ntags:\n  - water\n- eels\n---\n\n{words}\n', "utf-8")
    done, known = run("import", note), json.loads(run("import", "--json", note).stdout)
    check("markdown: front matter is no text", done.stdout.decode() == f'<h1 lang="de">The mill: &lt;2&gt;</h1>\n<p lang="de">{words}</p>\n', done)
    check("markdown: it says who, when and in which language", (known["title"], known["author"], known["date"], known["language"]) == ("The mill: <2>", "Ada Venn", "2024-05-06", "de"), known)
    for text in ("---\n\nOne\n\n---\n\nTwo\n", "---\nOne\n---\n", "---\ntitle: x\n\nOne\n"):
        note.write_text(text, "utf-8")
        check("markdown: a line is a line", b"<hr>" in run("import", note).stdout, text)


def statuses(folder):
    (folder / "-dash.txt").write_text("Mill\n\nThe mill stands still.\n", "utf-8")
    (folder / "bad.html").write_text("<html>", "utf-8")
    here = os.getcwd()
    os.chdir(folder)
    done = run("import", "--", "-dash.txt")
    check("options: -- ends them", done.returncode == 0 and done.stdout.startswith(b"<h1>Mill</h1>"), done)
    with open("/dev/full", "wb") as full:
        for arguments in (["--help"], ["--version"], ["import", "--help"], ["check", "bad.html"], ["import", "./-dash.txt"]):
            done = run(*arguments, stdout=full)
            check(f"full disk: {' '.join(arguments)}", done.returncode == 3 and b"standard output" in done.stderr, done)
    done = run("pack", "none", "-o", "x.byline")
    check("pack: a folder that is not there", done.returncode == 3 and done.stderr.startswith(b"none: ") and not pathlib.Path("x.byline").exists(), done)
    os.chdir(here)


def packs(folder):
    page = "<p>The mill stands still.</p>\n"
    digest = "sha256:" + hashlib.sha256(read(page.encode())[1].encode()).hexdigest()
    for article, status in (({"textDigest": digest}, 0), ({}, 1)):
        manifest = {"format": "byline-pack", "version": 1, "id": "urn:uuid:92b2ca2f-5651-47de-8f77-bb1943b58fca", "revision": 1, "title": "The mill",
                    "articles": [{"id": "mill", "file": "articles/mill.html", **article}]}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("byline.json", json.dumps(manifest))
            archive.writestr("articles/mill.html", page)
        (folder / "mill.byline").write_bytes(packed.getvalue())
        done = run("check", folder / "mill.byline")
        check("pack: in a zip each text is frozen", done.returncode == status and (b"textDigest" in done.stdout) == bool(status), done)


def exchange(folder):
    page, text = folder / "mill.html", "🌊 The mill stands still, Ada Venn said.\n"
    page.write_text(f"<p>{text.strip()}</p>\n", "utf-8")
    short = [{"id": 1, "text": text, "label": [{"start": 2, "end": 23, "text": "The mill stands still", "labels": ["claim"]}], "annotator": 1}]
    (folder / "min.json").write_text(json.dumps(short), "utf-8")
    done = run("convert", "--to", "web-annotation", "--article", page, folder / "min.json")
    items = json.loads(done.stdout or b"{}").get("first", {}).get("items", [])
    check("convert: the short form of Label Studio is told from doccano's", [item["target"]["selector"][0]["start"] for item in items] == [2], done)


with tempfile.TemporaryDirectory() as name:
    for part in (canonical, texts, statuses, packs, exchange):
        part(pathlib.Path(name))
finish()
