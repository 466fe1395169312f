"""Case- and accent-insensitive search in a text of any length, without Textual.

The text is folded once, in pieces, so that the work can be spread over idle moments. They are cut between two letters,
where folding one side cannot change the other. Pitfall: a match may begin in one piece and end in a later one.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from time import perf_counter

from reader.text.normalize import Folded, fold, occurrences, without_overlaps
from reader.text.span import Span

PIECE_SIZE = 16_384
"""Characters: folding them takes about two milliseconds, the longest that a key may wait."""

BETWEEN_LETTERS = re.compile(r"(?<=[0-9A-Za-z\u4e00-\u9fff])(?=[0-9A-Za-z\u4e00-\u9fff])")
"""A position where neither side can combine with the other."""


class TextFinder:
    def __init__(self, text: str, piece: int = PIECE_SIZE) -> None:
        self.text = text
        self._piece_size = piece
        self._pieces: list[Folded] = []
        self._origins = array("q", [0])
        """The offset of each piece in the text, and of the next one to fold."""
        self._starts = array("q", [0])
        """The same in folded characters."""

    @property
    def complete(self) -> bool:
        return self._origins[-1] >= len(self.text)

    def fold_for(self, seconds: float) -> None:
        """Fold the next pieces for a slice of time, at least one."""
        stop = perf_counter() + seconds
        while not self.complete:
            self._fold_next()
            if perf_counter() >= stop:
                return

    def _fold_next(self) -> None:
        start = self._origins[-1]
        near = BETWEEN_LETTERS.search(self.text, start + self._piece_size)
        end = near.start() if near else len(self.text)
        piece = fold(self.text[start:end])
        self._pieces.append(piece)
        self._origins.append(end)
        self._starts.append(self._starts[-1] + len(piece.text))

    def find(self, needle: str) -> list[Span]:
        """Return every match of `needle` in order, without overlaps, as `reader.text.normalize.find_folded` does."""
        while not self.complete:
            self._fold_next()
        wanted = fold(needle).text
        if not wanted.strip():
            return []
        return without_overlaps(self._span(start, start + len(wanted)) for start in self._matches(wanted))

    def _matches(self, wanted: str) -> Iterator[int]:
        """Yield where `wanted` begins, in folded characters, overlapping matches included."""
        reach = len(wanted) - 1
        for index, piece in enumerate(self._pieces):
            following = self._pieces[index + 1 : index + 1 + reach]  # only the last can be empty
            words = piece.text + "".join(after.text[:reach] for after in following)[:reach]
            yield from (self._starts[index] + at for at in occurrences(wanted, words))

    def _span(self, start: int, end: int) -> Span:
        """Return the place in the text of the folded characters from `start` to `end`."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (start, end - 1))
        before, within = self._starts[first], self._starts[last]
        head = self._pieces[first].span(start - before, min(end, self._starts[first + 1]) - before)
        tail = self._pieces[last].span(max(0, start - within), end - within)
        return Span(self._origins[first] + head.start, self._origins[last] + tail.end)
