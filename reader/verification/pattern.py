"""A quotation as a pattern: stretches of words, with an ellipsis or words in brackets between them.

What its author marks as left out or explained is not held against a quotation: "the plan … will cost" and "they [the
council] knew" have the words of the source. Part of a word in brackets ("[T]hey", "want[ed]") is an explanation too.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from reader.verification.words import Words, split_words

JointKind = Literal["ellipsis", "bracket"]

DOTS = r"\.(?:\s?\.){2,3}"

ELLIPSIS = re.compile(rf"\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS}|\[\s*-+\s*\]")

BRACKET = re.compile(r"([^\W\d_]*)\[([^\[\]]*)\]([^\W\d_]*(?:'(?!s\b)[^\W\d_]+)*)")
"""Words in brackets, with the letters of a word that they complete, as of "[I]'m" too."""

FOOTNOTE = re.compile(r"\d{1,3}|\^[^\s\[\]]{1,30}")

SIC = frozenset({"sic", "sic!", "!", "?"})
"""Brackets that explain nothing."""


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between two stretches of words."""

    kind: JointKind
    text: str = ""
    """The words in brackets, folded."""
    before: str = ""
    """Letters of the word that the brackets complete: "want" of "want[ed]"."""
    after: str = ""

    @property
    def completes(self) -> bool:
        """True if the brackets are part of a word."""
        return bool(self.before or self.after)

    def fits(self, word: str) -> bool:
        """Return whether a word of a source can be the one that the brackets complete."""
        return word.startswith(self.before) and word.endswith(self.after)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A quotation: `stretches[0]`, `joints[0]`, `stretches[1]` and so on. Any stretch may be empty."""

    text: str
    words: Words
    """All words, those in brackets too."""
    stretches: tuple[range, ...]
    """The numbers of the words in each."""
    joints: tuple[Joint, ...]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the words outside brackets."""
        return [number for stretch in self.stretches for number in stretch]

    @property
    def keys(self) -> list[str]:
        """The words outside brackets."""
        return [self.words.keys[number] for number in self.numbers]

    def stream(self, stretch: range) -> str:
        """Return the letters of a stretch."""
        return self.words.stream[self.words.offsets[stretch.start] : self.words.offsets[stretch.stop]]


def read_pattern(text: str) -> Pattern:
    """Return the pattern of a quotation."""
    words = split_words(text)
    folded = words.folded.text
    signs = [(*match.span(), Joint("ellipsis")) for match in ELLIPSIS.finditer(folded)]
    for match in BRACKET.finditer(folded):
        start, end = match.span()
        if FOOTNOTE.fullmatch(match[2]):
            continue  # the marker of a footnote is the draft's
        if match[2].strip() in SIC:
            signs.append((start + len(match[1]), end - len(match[3]), Joint("bracket")))
        elif not any(begin < end and start < after for begin, after, _ in signs):
            signs.append((start, end, Joint("bracket", match[2], match[1], match[3])))
    signs.sort(key=lambda sign: sign[:2])
    stretches, at = [], 0
    for start, end, _ in signs:
        stretches.append(range(at, max(at, bisect_left(words.starts, start))))
        at = bisect_left(words.starts, end)
    stretches.append(range(at, max(at, len(words))))
    return Pattern(text, words, tuple(stretches), tuple(joint for _, _, joint in signs))
