# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the words of an article stand on the screen, by reading a picture of it.

GTK before 4.14 shows nothing of a web view to assistive technology, so the words are
recognised (tesseract) and then matched with those that must be there. A misread word
has no place; those around it do.
"""

import collections
import csv
import difflib
import html.parser
import io
import os
import re

import desktop

SCALE = 2           # letters of 19 pixels are read better when larger
SPACE, LINE = 5, 12  # pixels between words; less than between lines
WORD = re.compile(r"\S+")
Place = collections.namedtuple("Place", "left top right bottom")


class CanonicalText(html.parser.HTMLParser):
    """All text nodes of the canonical HTML in order."""

    def __init__(self, source):
        super().__init__()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_data(self, data):
        self.text += data


def canonical_text(path):
    return CanonicalText(path.read_text("utf-8")).text


def recognise(path, box):
    """[(word, place)] in a part of a picture, in reading order."""
    crop = f"{box.width}x{box.height}+{box.x}+{box.y}"
    picture = desktop.run("convert", str(path), "-crop", crop, "+repage", "-colorspace", "Gray", "-resize", f"{100 * SCALE}%", "png:-")
    # With more threads than processors tesseract is slower.
    table = desktop.run("tesseract", "-", "-", "--psm", "6", "-l", "eng", "tsv", data=picture, env=os.environ | {"OMP_THREAD_LIMIT": "1"})
    words = []
    for row in csv.DictReader(io.StringIO(table.decode()), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and row["text"].strip():
            left, top, width, height = (int(row[name]) / SCALE for name in ("left", "top", "width", "height"))
            words.append((row["text"], Place(box.x + left, box.y + top, box.x + left + width, box.y + top + height)))
    return words


def letters(word):
    return "".join(character for character in word.casefold() if character.isalnum())


class Page:
    """The places of an article's words."""

    def __init__(self, text, words):
        self.text = text
        self.words = [match.span() for match in WORD.finditer(text)]
        self.places = [None] * len(self.words)
        read = [letters(word) for word, _ in words]
        meant = [letters(text[start:end]) for start, end in self.words]
        for block in difflib.SequenceMatcher(None, meant, read, autojunk=False).get_matching_blocks():
            for i in range(block.size):
                if meant[block.a + i]:
                    self.places[block.a + i] = words[block.b + i][1]
        self.fill_gaps()

    def fill_gaps(self):
        """A word that cannot be read stands between those that can: an emoji, a lone dot."""
        for i in range(1, len(self.places) - 1):
            before, here, after = self.places[i - 1:i + 2]
            if here is None and before and after and abs(before.bottom - after.bottom) < LINE and before.right < after.left:
                self.places[i] = Place(before.right + SPACE, min(before.top, after.top), after.left - SPACE, max(before.bottom, after.bottom))

    def share(self):
        """How much of the article was found."""
        return sum(place is not None for place in self.places) / len(self.places)

    def span(self, passage):
        """Code points of a passage that stands in the article once."""
        assert self.text.count(passage) == 1, f"{passage!r} stands there {self.text.count(passage)} times"
        start = self.text.index(passage)
        return start, start + len(passage)

    def range(self, passage):
        """Numbers of a passage's first and last word."""
        start, end = self.span(passage)
        covered = [i for i, (first, last) in enumerate(self.words) if first < end and last > start]
        return covered[0], covered[-1]

    def ends(self, passage):
        """Places of a passage's first and last word."""
        places = [self.places[i] for i in self.range(passage)]
        assert all(places), f"an end of {passage!r} cannot be read"
        return places

    def center(self, passage):
        """The middle of a passage's first word."""
        place = self.ends(passage)[0]
        return (place.left + place.right) / 2, (place.top + place.bottom) / 2
