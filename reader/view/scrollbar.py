"""The marks on the scroll bar of the article: notes, and what was searched for or chosen.

Each row of the bar stands for an equal share of the text in characters, which are known before any line is laid out. A
row shows the sign of what begins in its share, found by bisecting each layer once a row: twenty thousand spans cost as
little as twenty. No Textual. Pitfall: where the whole text fits on the screen there is no bar and there are no marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

NOTE_SIGNS = {"changed": "◐", "note": "●", "highlight": "○"}
"""The signs of notes, as in the gutter, by layer; the first that applies is shown."""

MATCH_SIGNS = {"hit": "◆", "chosen": "■", "speaker": "■"}
"""The signs of a search hit, a mention of the chosen name and a quote of the chosen speaker."""

NOTE_AND_MATCH = "◉"
"""The sign of a row with both."""

THUMB = "▐"
"""The part of the bar that stands for what is on the screen."""

LAYERS = (*NOTE_SIGNS, *MATCH_SIGNS)


class SpanStarts(Protocol):
    """A layer of spans that can be asked where they begin."""

    def first_from(self, start: int, end: int) -> int | None:
        """Return the first offset in [start, end) where a span begins."""


@dataclass(frozen=True)
class ScrollbarMarks:
    """The signs on a bar of `rows` rows."""

    length: int
    """Of the text."""
    rows: int
    layers: Mapping[str, SpanStarts]
    """By kind; kinds without a sign are ignored."""

    def range_of_row(self, row: int) -> tuple[int, int]:
        """Return the [start, end) of the text that `row` stands for."""
        return -(-row * self.length // self.rows), -(-(row + 1) * self.length // self.rows)

    def row_of(self, offset: int) -> int:
        """Return the row that stands for `offset`."""
        return min(self.rows - 1, offset * self.rows // max(1, self.length))

    @cached_property
    def signs(self) -> list[str]:
        """The sign in each row; empty where no span begins."""
        return [self._sign(*self.range_of_row(row)) for row in range(self.rows)]

    def _sign(self, start: int, end: int) -> str:
        note, match = (
            next((sign for kind, sign in signs.items() if self._first(kind, start, end) is not None), "")
            for signs in (NOTE_SIGNS, MATCH_SIGNS)
        )
        return NOTE_AND_MATCH if note and match else match or note

    def _first(self, kind: str, start: int, end: int) -> int | None:
        layer = self.layers.get(kind)
        return None if layer is None else layer.first_from(start, end)

    def target_of_row(self, row: int) -> int:
        """Return where a click on `row` leads: the first span that begins in its share, else the start of the share."""
        start, end = self.range_of_row(row)
        found = [first for kind in LAYERS if (first := self._first(kind, start, end)) is not None]
        return min(found, default=start)

    def bar(self, row: int, thumb: range) -> str:
        """Return the sign, the thumb or a space for a row; a sign on the thumb is two characters."""
        sign = self.signs[row] if thumb and row < self.rows else ""
        return sign + THUMB if sign and row in thumb else sign or (THUMB if row in thumb else " ")
