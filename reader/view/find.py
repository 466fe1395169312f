"""Case- and accent-insensitive search in a text of any length, without Textual.

The text is folded once, in pieces, so that the work can be spread over idle moments. Pieces are kept as UTF-8, a
quarter of the memory of a `str` that holds an emoji, and are cut between two letters, where folding one side cannot
change the other. Pitfall: a match may begin in one piece and end in a later one.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from reader.text.normalize import Folded, fold
from reader.text.span import Span

PIECE_SIZE = 16_384
"""Characters: folding them takes about two milliseconds, the longest that a key may wait."""

BETWEEN_LETTERS = re.compile(r"(?<=[0-9A-Za-z\u4e00-\u9fff])(?=[0-9A-Za-z\u4e00-\u9fff])")
"""A position where neither side can combine with the other."""


@dataclass(frozen=True, slots=True)
class FoldedPiece:
    start: int
    """Its offset in the text."""
    words: bytes
    """The folded text, in UTF-8."""
    length: int
    """Of the folded text, in characters."""
    offsets: Folded
    """Maps folded characters to those of the stretch; its own text is left empty."""

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of the folded characters from `start` to `end` of this piece."""
        found = self.offsets.span(start, end)
        return Span(self.start + found.start, self.start + found.end)


class TextFinder:
    def __init__(self, text: str, piece: int = PIECE_SIZE) -> None:
        self.text = text
        self._piece_size = piece
        self._pieces: list[FoldedPiece] = []
        self._ends = array("q")
        """The end of each piece, in folded characters."""
        self._done = 0

    @property
    def complete(self) -> bool:
        return self._done >= len(self.text)

    def fold_for(self, seconds: float) -> None:
        """Fold the next pieces for a slice of time, at least one."""
        stop = perf_counter() + seconds
        while not self.complete:
            self._fold_next()
            if perf_counter() >= stop:
                return

    def _fold_next(self) -> None:
        start = self._done
        near = BETWEEN_LETTERS.search(self.text, start + self._piece_size)
        self._done = near.start() if near else len(self.text)
        folded = fold(self.text[start : self._done])
        offsets = Folded("", folded.cuts, folded.origins)
        self._pieces.append(FoldedPiece(start, folded.text.encode("utf-8", "surrogatepass"), len(folded.text), offsets))
        self._ends.append((self._ends[-1] if self._ends else 0) + len(folded.text))

    def find(self, needle: str) -> list[Span]:
        """Return every match of `needle` in order, without overlaps, as `reader.text.normalize.find_folded` does."""
        while not self.complete:
            self._fold_next()
        wanted = fold(needle).text
        if not wanted.strip():
            return []
        found: list[Span] = []
        free = 0
        for start in self._matches(wanted.encode("utf-8", "surrogatepass")):
            if start < free:
                continue
            free = start + len(wanted)
            span = self._span(start, free)
            if not found or span.start >= found[-1].end:
                found.append(span)
        return found

    def _matches(self, wanted: bytes) -> Iterator[int]:
        """Yield where `wanted` begins, in folded characters, overlapping matches included."""
        before = 0
        for index, piece in enumerate(self._pieces):
            words = piece.words + self._head(index + 1, len(wanted) - 1)
            plain = words.isascii()
            at, counted, characters = words.find(wanted), 0, 0
            while at >= 0:
                characters += at - counted if plain else len(words[counted:at].decode("utf-8", "surrogatepass"))
                counted = at
                yield before + characters
                at = words.find(wanted, at + 1)
            before += piece.length

    def _head(self, index: int, length: int) -> bytes:
        head = b""
        while len(head) < length and index < len(self._pieces):
            head += self._pieces[index].words[: length - len(head)]
            index += 1
        return head

    def _span(self, start: int, end: int) -> Span:
        """Return the place in the text of the folded characters from `start` to `end`."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        from_start, from_end = (self._ends[index - 1] if index else 0 for index in (first, last))
        if first == last:
            return self._pieces[first].span(start - from_start, end - from_start)
        head, tail = self._pieces[first], self._pieces[last]
        return Span(head.span(start - from_start, head.length).start, tail.span(0, end - from_end).end)
