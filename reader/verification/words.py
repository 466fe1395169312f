"""Texts as words that can be compared: folded, without punctuation, each with its place.

Two texts have the same words if their letters are the same: case, punctuation, dashes and quotation marks do not
matter, nor whether a compound is written as one word or two. Numbers, signs such as % and a possessive 's are words of
their own. Markers of footnotes ("[12]", "[^1]") are no words.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reader.text.normalize import Folded, fold, occurrences
from reader.text.span import Span

SIGNS = "%$€£¥&@#+=<>°§"  # signs that are read aloud: without one, a sentence says something else

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3105-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003fffd"
)
"""Letters of scripts without spaces between words: each counts as a word."""

TOKEN = re.compile(
    rf"\[(?:\d{{1,3}}|\^[^\s\[\]]{{1,30}})\]|\d+(?:[.,:]\d+)*|[{UNSPACED}]|[^\W\d_{UNSPACED}]+(?:'(?!s\b)[^\W\d_{UNSPACED}]+)*|'s\b|[{SIGNS}]"
)

THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

EDGE = "\x00"  # around numbers and signs in a stream of letters, so that 1 and 5 are not 15


@dataclass(frozen=True)
class Words:
    """The words of a text, or some of them, in order."""

    keys: Sequence[str]
    """Each word folded."""
    starts: "array[int]"
    """The first folded character of each word."""
    folded: Folded
    stream: str
    """All keys without spaces."""
    offsets: "array[int]"
    """Where in the stream each word begins, and the end."""

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, first: int, last: int) -> Span:
        """Return the span in the text of the words `first` to `last`, both inclusive."""
        start, end = self.starts[first], self.starts[last] + len(self.written(last))
        return self.folded.span(start, end)

    def written(self, word: int) -> str:
        """Return a word as it is written, folded: "1,000" for the key "1000"."""
        match = TOKEN.match(self.folded.text, self.starts[word])
        assert match is not None
        return match[0]

    def find(self, letters: str) -> Iterator[tuple[int, int]]:
        """Yield where `letters`, a stream, are whole words: the first word, and the one after the last."""
        for at in occurrences(letters, self.stream) if letters else ():
            first = bisect_left(self.offsets, at)
            after = bisect_left(self.offsets, at + len(letters))
            if self.offsets[first] == at and self.offsets[after] == at + len(letters):
                yield first, after


def split_words(text: str) -> Words:
    folded = fold(text)
    keys: list[str] = []
    starts = array("I")
    for match in TOKEN.finditer(folded.text):
        if match[0][0] != "[":
            keys.append(match[0].replace(",", "") if THOUSANDS.fullmatch(match[0]) else match[0])
            starts.append(match.start())
    return make_words(keys, starts, folded)


def make_words(keys: Sequence[str], starts: "array[int]", folded: Folded) -> Words:
    """Return words of a folded text with their stream."""
    pieces = [key if key[0].isalpha() else f"{EDGE}{key}{EDGE}" for key in keys]
    offsets = array("I", accumulate(map(len, pieces), initial=0))
    return Words(keys, starts, folded, "".join(pieces), offsets)


def choose_words(words: Words, numbers: Sequence[int]) -> Words:
    """Return some of the words of a text as if nothing stood between them."""
    return make_words([words.keys[n] for n in numbers], array("I", (words.starts[n] for n in numbers)), words.folded)
