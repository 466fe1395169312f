"""Join the lines of a paragraph: divided words become whole, with one space between lines.

Chinese and Japanese have no spaces, so their lines are joined without one. Many programs break Korean lines at any
syllable; which syllables end and begin words is learned from the words within the lines of the same document.

Pitfall: a hyphen at the end of a line may belong to the word. It is kept if the document writes the word with it
elsewhere, if a capital or number follows, or behind a part of a compound; it is dropped if the document writes the word
without it, and otherwise, unless the document divides no words.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import HYPHEN
from reader.text.sanitize import clean
from reader.text.scripts import is_hangul, is_unspaced
from reader.text.word_lists import read_sections

AT_SPACES = 0.75  # share of the lines that seem to end with a word, from which all are taken to

COMPOUNDS = frozenset(read_sections("sources/lexicon/words")["compounds"])

SMALL_WORDS = frozenset("a and at by for in of on or the to".split())  # words within compounds: "state-of-the-art"

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

LEFT_OVER = str.maketrans("\ufffe\x02\u00ad", "---")  # hyphenation marks left within a line
FIRST_HALF = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*$")
SECOND_HALF = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")

OPENING = frozenset("\"'“‘«")

DASHES = ("--", "\u2014", "\u2013")  # dashes, which have a space on both sides or on neither
FEWEST_LINES = 100  # lines of a document from which it shows whether it divides words
RARE, WHOLE = 0.03, 0.25
"""Share of lines that end with a hyphen, and of these those whose word the document has whole elsewhere, below which it
divides no words: its compounds alone end so. Where words are divided, one line in ten does, and every third word is
known."""


class Dehyphenator:
    """The words of a document, to tell how divided words are written."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        self._known: Counter[str] = Counter()
        for line in lines:
            text = line.text.translate(LIGATURES).rstrip()
            found = [word.group().lower().replace("\u2010", "-") for word in WORD.finditer(text)]
            self._known.update(found[1:-1] if text[-1:] in HYPHEN else found[1:])
        self._divides = len(lines) < FEWEST_LINES or self._divides_words(lines)
        self._korean = KoreanSpacing(lines)

    def _divides_words(self, lines: Sequence[PdfLine]) -> bool:
        hyphens = whole = 0
        for line, below in pairwise(lines):
            text = line.text.rstrip()
            first = FIRST_HALF.search(text[:-1].translate(LIGATURES)) if text[-1:] in HYPHEN else None
            second = SECOND_HALF.match(below.text.translate(LIGATURES))
            if first is not None and second is not None:
                hyphens += 1
                whole += self._known[f"{first[0]}{second[0]}".lower()] > 0
        return hyphens > RARE * len(lines) or whole > WHOLE * hyphens

    def join(self, lines: Sequence[PdfLine]) -> tuple[str, list[int]]:
        """Join `lines`; return the text and the offset of each line."""
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for line in lines:
            words = " ".join(line.text.translate(LIGATURES).split())
            if parts:
                before, between = self._join_ends(parts[-1], words)
                length += len(before) - len(parts[-1]) + len(between)
                parts[-1:] = [before, between]
            starts.append(length)
            parts.append(words)
            length += len(words)
        return clean("".join(parts).translate(LEFT_OVER)), starts

    def _join_ends(self, line: str, following: str) -> tuple[str, str]:
        """Return `line` as it ends before `following`, and the separator."""
        if not line or not following:
            return line, " "
        if is_unspaced(line[-1]) or is_unspaced(following[0]):
            return line, ""
        if is_hangul(line[-1]) and is_hangul(following[0]):
            return line, " " if self._korean.has_space(line[-1], following[0]) else ""
        if _is_within_dash(line, following):
            return line, ""
        if line[-1] not in HYPHEN:
            return line, " "
        first, second = FIRST_HALF.search(line[:-1]), SECOND_HALF.match(following)
        if first is None or second is None:
            return (line, "" if line[-2:-1].isalnum() else " ") if line[-1] == "-" else (line[:-1], "")
        whole = f"{first[0]}{second[0]}".lower()
        hyphenated = f"{first[0]}-{second[0]}".lower().replace("\u2010", "-")
        if self._known[hyphenated] > self._known[whole]:
            return f"{line[:-1]}-", ""
        of_the_word = not self._divides or not second[0].islower() or _is_part_of_compound(first[0])
        return (f"{line[:-1]}-" if of_the_word and not self._known[whole] else line[:-1]), ""


def _is_part_of_compound(words: str) -> bool:
    """Return whether a word mostly has a hyphen behind it: "half", "state-of", "NP" of "NP-chunked"."""
    *before, last = words.replace("\u2010", "-").split("-")
    in_capitals = len(words) > 1 and words.isupper()
    return words.lower() in COMPOUNDS or in_capitals or (bool(before) and last.lower() in SMALL_WORDS)


def _is_within_dash(line: str, following: str) -> bool:
    """Return whether a line ends or begins with a dash that has no space on the other side, or within one."""
    if line[-1] == "-" and following[0] == "-":
        return True
    for dash in DASHES:
        begins_word = following[0].isalnum() or following[0] in OPENING
        if line.endswith(dash) and line[: -len(dash)][-1:].strip() and begins_word:
            return True
        if following.startswith(dash) and following[len(dash) :][:1].strip() and line[-1].isalnum():
            return True
    return False


class KoreanSpacing:
    """The syllables that end and begin words in a document: they tell whether a line ends within a word."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        self._ends, self._starts, self._all = Counter[str](), Counter[str](), Counter[str]()
        for line in lines:
            for word in line.text.split()[1:-1]:  # the first and the last may be halves
                if is_hangul(word[0]) and is_hangul(word[-1]):
                    self._starts[word[0]] += 1
                    self._ends[word[-1]] += 1
                    self._all.update(word)
        self._share = (self._ends.total() + 1) / (self._all.total() + 3)
        """Words for each syllable; three syllables make a word where nothing is known."""
        pairs = [(line.text[-1], below.text[0]) for line, below in pairwise(lines)]
        ends = [self._seems_space(*pair) for pair in pairs if all(map(is_hangul, pair))]
        self._at_spaces = sum(ends) > AT_SPACES * len(ends)

    def has_space(self, last: str, first: str) -> bool:
        """Return whether a word ends between `last`, the end of a line, and `first`, the beginning of the next."""
        return self._at_spaces or self._seems_space(last, first)

    def _seems_space(self, last: str, first: str) -> bool:
        """Return whether the odds that a word ends and one begins are better than those of any two syllables."""
        usual = math.log(self._share / (1 - self._share))
        return self._log_odds(self._ends[last], last) + self._log_odds(self._starts[first], first) > usual

    def _log_odds(self, count: int, syllable: str) -> float:
        """Return the logarithm of the odds that `syllable` is at the border of a word, as it was `count` times."""
        return math.log((count + self._share) / (self._all[syllable] - count + 1 - self._share))
