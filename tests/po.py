#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The translations: sound as gettext sees them, fit for what the code does with them, and spoken from the build folder.

How complete a language is, is said and not asked: strings still change.
"""

import gettext
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent
# Sentences that the comparison takes to begin with the word for the outcome.
OUTCOMES = {"Missed": "Missed: “%s”.", "Open to discussion": "Open to discussion, and not marked by you: “%s”.", "Not in the key": "Not in the key: “%s”."}
TAGS = {"Claim": "C", "Attribution": "A", "Evidence": "E", "Opinion": "O"}
PLURAL = ("%u tag", "%u tags")
# Heads of columns in the table of a class, which have 7 letters at most.
NARROW = ["Found", "Edges", "Other", "None", "Split"]
results = []


def check(name, condition, detail=""):
    results.append(bool(condition))
    print(f"{'ok' if condition else 'not ok'} {len(results)} - {name}")
    if not condition:
        print(*(f"# {line}" for line in str(detail).splitlines()), sep="\n")


def german(folder):
    """The environment of a German desktop, or None. The locale is made in the folder where the system has none."""
    installed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, text=True).stdout.lower().split()
    if "de_de.utf8" in installed or "de_de.utf-8" in installed:
        return {"LANG": "de_DE.UTF-8"}
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {"LANG": "de_DE.UTF-8", "LOCPATH": str(folder)} if (folder / "de_DE.UTF-8").exists() else None


def languages():
    lines = (ROOT / "po" / "LINGUAS").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def test_language(language, folder):
    source, catalog = ROOT / "po" / f"{language}.po", folder / f"{language}.mo"
    done = subprocess.run(["msgfmt", "--check", "--statistics", "-o", catalog, source], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    check(f"{language}: formats and plural forms are sound", done.returncode == 0, done.stderr)
    if done.returncode != 0:
        return
    print(f"# {language}: {done.stderr.splitlines()[-1]}")

    with open(catalog, "rb") as file:
        texts = gettext.GNUTranslations(file)
    one, many = (texts.ngettext(*PLURAL, n) for n in (1, 5))
    check(f"{language}: knows plural forms", "plural=" in texts.info().get("plural-forms", "") and "%u" in one and "%u" in many, (one, many))
    letters = [texts.pgettext("letter of a tag", letter) for letter in TAGS.values()]
    check(f"{language}: the tags have four letters", len(set(letters)) == len(TAGS), letters)
    strange = [(label, letter) for label, letter in zip(map(texts.gettext, TAGS), letters) if letter.lower() not in label.lower()]
    check(f"{language}: each letter is in its tag’s name", not strange, strange)
    twice = [word for word, sentence in OUTCOMES.items() if not texts.gettext(sentence).startswith(texts.gettext(word))]
    check(f"{language}: no outcome is said twice", not twice, twice)
    heads = [texts.pgettext("narrow column", head) for head in NARROW] + [texts.gettext(head) for head in ("Result", "Marks")]
    check(f"{language}: heads of narrow columns are short", all(len(head) <= 7 for head in heads), heads)


def test_program(cli, folder):
    """German, with nothing in the environment but the locale."""
    environment = german(folder)
    if environment is None:
        print("# there is no locale de_DE.UTF-8, and no way to make it")
        return

    def run(*arguments, data=None, env=environment):
        return subprocess.run([cli, *map(str, arguments)], env=env, input=data, capture_output=True)

    pack = ROOT / "exercises" / "tarnwick-lamps"
    work = (pack / "keys" / "lamps.byline.json").read_bytes()
    check("byline-cli speaks German from the build folder", run("--help").stdout.startswith("Aufruf: byline-cli BEFEHL".encode()), run("--help"))
    table = run("score", "--pack", pack, "-", data=work).stdout.decode().splitlines()
    check("the table’s columns stay in line", table[0].startswith("Codename") and table[0].index("Datei") == table[1].index("-", 30), table)
    for form in (["json"], ["ndjson"], ["csv"], ["csv", "--details"]):
        outputs = [run("score", "--pack", pack, "--format", *form, "-", data=work, env=env).stdout for env in (environment, {"LC_ALL": "C.UTF-8"})]
        check(f"{' '.join(form)} is the same in German and English", outputs[0] and outputs[0] == outputs[1], outputs)


def main():
    with tempfile.TemporaryDirectory() as name:
        for language in languages():
            test_language(language, pathlib.Path(name))
        test_program(sys.argv[1], pathlib.Path(name))
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
