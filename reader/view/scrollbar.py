"""The marks on the scroll bar of the article: notes, and what was searched for or chosen.

Each row of the bar stands for an equal share of the text in characters, which are known before any line is laid out. A
row has a tick if something begins in its share, found by bisecting each layer once a row: twenty thousand spans cost as
little as twenty. No Textual. Pitfall: where the whole text fits on the screen there is no bar and there are no marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

NOTE_SIGNS = {"changed": "◐", "note": "●", "highlight": "○"}
"""The signs of notes in the gutter, by layer; the first that applies is shown."""

MATCHES = ("hit", "chosen", "speaker")
"""The layers of search hits, mentions of the chosen name and quotes of the chosen speaker."""

Mark = Literal["", "note", "match", "both"]
"""What begins in the share of a row."""

THUMB = "│"
"""The part of the bar that stands for what is on the screen."""

TICKS: Mapping[Mark, str] = {"": " ", "note": "╸", "match": "╴", "both": "═"}
"""A tick beside the thumb: heavy for a note, light for a match, double for both."""

TICKS_ON_THUMB: Mapping[Mark, str] = {"": THUMB, "note": "┥", "match": "┤", "both": "╡"}

LAYERS = (*NOTE_SIGNS, *MATCHES)


class SpanStarts(Protocol):
    """A layer of spans that can be asked where they begin."""

    def first_from(self, start: int, end: int) -> int | None:
        """Return the first offset in [start, end) where a span begins."""


@dataclass(frozen=True)
class ScrollbarMarks:
    """The marks on a bar of `rows` rows."""

    length: int
    """Of the text."""
    rows: int
    layers: Mapping[str, SpanStarts]
    """By kind; kinds without a mark are ignored."""

    def range_of_row(self, row: int) -> tuple[int, int]:
        """Return the [start, end) of the text that `row` stands for."""
        return -(-row * self.length // self.rows), -(-(row + 1) * self.length // self.rows)

    def row_of(self, offset: int) -> int:
        """Return the row that stands for `offset`."""
        return min(self.rows - 1, offset * self.rows // max(1, self.length))

    @cached_property
    def marks(self) -> list[Mark]:
        """The mark in each row."""
        return [self._mark(*self.range_of_row(row)) for row in range(self.rows)]

    def _mark(self, start: int, end: int) -> Mark:
        note, match = (
            any(self._first(kind, start, end) is not None for kind in kinds) for kinds in (NOTE_SIGNS, MATCHES)
        )
        return "both" if note and match else "match" if match else "note" if note else ""

    def _first(self, kind: str, start: int, end: int) -> int | None:
        layer = self.layers.get(kind)
        return None if layer is None else layer.first_from(start, end)

    def target_of_row(self, row: int) -> int:
        """Return where a click on `row` leads: the first span that begins in its share, else the start of the share."""
        start, end = self.range_of_row(row)
        found = [first for kind in LAYERS if (first := self._first(kind, start, end)) is not None]
        return min(found, default=start)

    def bar(self, row: int, thumb: range) -> str:
        """Return the sign in a row of the bar, for a thumb of these rows; an empty thumb means no bar."""
        if not thumb or row >= self.rows:
            return " "
        return (TICKS_ON_THUMB if row in thumb else TICKS)[self.marks[row]]
