#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""byline-cli explains itself: help, manual page and completion name the same verbs and options."""

import os
import pathlib
import re
import subprocess
import sys

CLI = os.path.abspath(sys.argv[1])
DATA = pathlib.Path(__file__).parents[2] / "data"
MANUAL = (DATA / "byline-cli.1").read_text("utf-8")
FACES = re.compile(r"gtk|gdk|adwaita|webkit|wayland|X11", re.I)
results = []


def check(name, found, expected):
    results.append(found == expected)
    print(f"{'ok' if found == expected else 'not ok'} {len(results)} - {name}")
    if found != expected:
        print(f"# found    {found!r}\n# expected {expected!r}")


def run(*arguments, **environment):
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8", **environment})
    return done.returncode, done.stdout, done.stderr


def complete(*words):
    """What bash offers for the last of the words."""
    script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _byline_cli; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", script, "bash", str(DATA / "completions" / "byline-cli"), CLI, *words], capture_output=True, text=True, timeout=60)
    return sorted(filter(None, done.stdout.split("\n"))), done.stderr


def help_options(text):
    return {option for line in text.splitlines() if (match := re.match(r"  (-\w, )?(--[a-z-]+)", line)) for option in match.group(0).replace(",", "").split()}


def manual_options(verb):
    section = re.search(rf"^\.Ss byline-cli {verb}\n(.*?)(?=^\.S[sh] )", MANUAL, re.M | re.S)
    return {"-" + option for line in section.group(1).splitlines() if line.startswith(".It ") for option in re.findall(r"Fl (-?[a-z][a-z-]*)", line)}


status, text, messages = run("--help")
check("--help is a result", (status, messages), (0, ""))
verbs = re.findall(r"^  ([a-z]+) ", text, re.M)
documented = re.findall(r"^\.Ss byline-cli (\w+)", MANUAL, re.M)
check("the manual has each verb", [verb for verb in verbs if verb not in documented], [])
check("the synopsis has each verb of the manual", re.findall(r"^\.Cm (\w+)$", MANUAL.split(".Sh DESCRIPTION")[0], re.M), documented)
check("-h is --help", run("-h"), (0, text, ""))
check("--version is one line", run("--version")[1].count("\n"), 1)
check("without a verb the usage is a message", [run()[0], run()[1], run()[2]], [2, "", text])
check("completion offers the verbs", complete(""), (sorted([*verbs, "--help", "--version"]), ""))
check("completion narrows them", complete("sc"), (["score"], ""))
check("completion of an unknown verb is left to bash", complete("gnaw", "--"), ([], ""))

for verb in verbs:
    status, text, messages = run(verb, "--help")
    options = help_options(text)
    check(f"{verb} --help is a result", (status, messages, run(verb, "-h")[1]), (0, "", text))
    check(f"{verb} --help names itself", f"byline-cli {verb}" in text, True)
    check(f"{verb}: manual and help have the same options", manual_options(verb), options - {"-h", "--help"})
    check(f"{verb}: completion offers them", complete(verb, "--"), (sorted(option for option in options if option.startswith("--")), ""))
    check(f"{verb} without anything is wrong usage", run(verb)[:2], (2, ""))
    status, _, messages = run(verb, "--no-such-option")
    check(f"{verb} with an option that there is not", (status, "--no-such-option" in messages), (2, True))
    for option, values in re.findall(r"^  (?:-\w, )?(--[a-z-]+)=((?:[a-z-]+\|)+[a-z-]+)", text, re.M):
        check(f"{verb} {option}: completion offers its values", complete(verb, option, ""), (sorted(values.split("|")), ""))
        check(f"{verb} {option}=: the same", complete(verb, option, "=", values[:1]), (sorted(v for v in values.split("|") if v[0] == values[0]), ""))
        check(f"{verb} {option}: the manual names its values", [v for v in values.split("|") if f".Cm {v}" not in MANUAL], [])

libraries = subprocess.run(["ldd", CLI], capture_output=True, text=True, check=True).stdout
check("no verb links a display", [line.strip() for line in libraries.splitlines() if FACES.search(line.split("=>")[0])], [])

print(f"1..{len(results)}")
sys.exit(0 if all(results) else 1)
