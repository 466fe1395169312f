"""A folded text as words with their offsets, and as units: sentences, list items, table rows, log lines."""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reader.text.normalize import Folded

UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts written without spaces (Thai, Lao, kana and Chinese characters), where each character is a word."""

WORD = re.compile("([^\\W_]+)")  # letters and digits
MIXED = re.compile(f"([^\\W_{UNSPACED}]+|[{UNSPACED}])")  # the same for texts with unspaced scripts; slower

ANY_UNSPACED = re.compile(f"[{UNSPACED}]")

LOWER = "a-zß-öø-ÿα-ωа-я"

BREAK = re.compile(
    "[.!?…。！？\\n](?:"
    f"(?<=[.!?…])[.!?…]*[\"'”’»)\\]]*\\s+(?![{LOWER}])"
    "|(?<=[。！？])[。！？]*[」』”]*\\s*"
    f"|(?<=\\n)(?:\\s*\\n\\s*|(?![ \\t]*[{LOWER}]))"
    ")"
)
"""The end of a sentence, a line or a paragraph. A line followed by a lower-case letter is wrapped and does not end."""


@dataclass(frozen=True)
class WordSequence:
    """A (folded) text as words with their offsets."""

    text: str
    words: list[str]
    starts: "array[int]"
    """Start of each word, then the end of the text."""
    ends: "array[int]"
    """The start of the text, then the end of each word."""
    units: list[int] = field(default_factory=list)
    """The first word of each unit; empty if the units are not known."""
    bonds: list[int] = field(default_factory=list)
    """How closely each unit is tied to the one before: 0 across paragraphs, 1 within, one more after a question."""

    @classmethod
    def of(cls, text: str) -> "WordSequence":
        pieces = (MIXED if ANY_UNSPACED.search(text) else WORD).split(text)
        bounds = array("L", accumulate(map(len, pieces)))
        return cls(text, pieces[1::2], bounds[::2], array("L", [0]) + bounds[1::2])

    @classmethod
    def of_folded(cls, folded: Folded, original: str) -> "WordSequence":
        """Return the words of a folded text, with the units of the original."""
        sequence = cls.of(folded.text)
        units, bonds, starts, count = sequence.units, sequence.bonds, sequence.starts, len(sequence)
        units.append(0)
        bonds.append(0)
        for match in BREAK.finditer(original):
            word = bisect_left(starts, folded.offset(match.end()), units[-1], count)
            sign = match[0]
            bond = (sign.count("\n") < 2) + (sign[0] == "?")
            if word == units[-1]:
                bonds[-1] = min(bond, bonds[-1])
            elif word < count:
                units.append(word)
                bonds.append(bond)
        return sequence

    def __len__(self) -> int:
        return len(self.words)

    def end(self, word: int) -> int:
        """Return the end of `word`; 0 for the word before the first."""
        return self.ends[word + 1]

    def unit(self, word: int) -> int:
        """Return the number of the unit of a word; -1 if the units are not known."""
        return bisect_right(self.units, word) - 1

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that the characters `start` to `end` touch."""
        first = bisect_right(self.ends, start, 1) - 1
        return first, max(first, bisect_left(self.starts, end, 0, len(self.words)))

    def blanked(self, first: int, last: int, ranges: Sequence[tuple[int, int]], sign: str) -> str:
        """Return the text around the words `first` to before `last`, with the words in sorted `ranges` blanked out."""
        low, high = self.end(first - 1), self.starts[last]
        pieces: list[str] = []
        for start, end in ranges[bisect_left(ranges, (first, 0)) : bisect_left(ranges, (last, 0))]:
            begin, stop = self.starts[start], self.end(end - 1)
            pieces += [self.text[low:begin], sign * (stop - begin)]
            low = stop
        return "".join([*pieces, self.text[low:high]])
