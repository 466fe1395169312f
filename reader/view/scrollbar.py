"""The scroll bar of the article: where in all of the text one is, and where in it something was noted or found.

Each row of the bar stands for an equal share of the text, in characters, which are known before any line is laid out. A
row bears the sign of what begins in its share, found by bisecting each layer once a row: twenty thousand spans cost as
little as twenty. No Textual. The trap: where all of the text is in sight there is no bar, and no marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

NOTED = {"changed": "◐", "note": "●", "highlight": "○"}
"""The signs of notes, as in the gutter; the first that applies."""

SOUGHT = {"hit": "◆", "chosen": "■", "speaker": "■"}
"""The signs of what was searched or chosen: a hit, a mention of the chosen name or a quote of the chosen speaker."""

BOTH = "◉"
"""A note and something sought."""

THUMB = "▐"
"""The part of the bar that is in sight."""

LAYERS = (*NOTED, *SOUGHT)


class Starts(Protocol):
    """Where spans begin."""

    def first_from(self, start: int, end: int) -> int | None:
        """The first place in [start, end) where one begins."""


@dataclass(frozen=True)
class Density:
    """What the bar shows beside its thumb."""

    length: int
    """Of the text."""
    rows: int
    layers: Mapping[str, Starts]
    """By kind; kinds that are none of ours are not looked at."""

    def share(self, row: int) -> tuple[int, int]:
        """The stretch of the text that `row` stands for."""
        return -(-row * self.length // self.rows), -(-(row + 1) * self.length // self.rows)

    def row_of(self, offset: int) -> int:
        """The row that stands for the place of `offset`."""
        return min(self.rows - 1, offset * self.rows // max(1, self.length))

    @cached_property
    def signs(self) -> list[str]:
        """The sign in each row; empty where nothing begins."""
        return [self._sign(*self.share(row)) for row in range(self.rows)]

    def _sign(self, start: int, end: int) -> str:
        noted, sought = (
            next((sign for kind, sign in signs.items() if self._first(kind, start, end) is not None), "")
            for signs in (NOTED, SOUGHT)
        )
        return BOTH if noted and sought else sought or noted

    def _first(self, kind: str, start: int, end: int) -> int | None:
        layer = self.layers.get(kind)
        return None if layer is None else layer.first_from(start, end)

    def place(self, row: int) -> int:
        """Where a click on `row` leads: to the first thing that begins in its share, else to where the share begins."""
        start, end = self.share(row)
        found = [first for kind in LAYERS if (first := self._first(kind, start, end)) is not None]
        return min(found, default=start)

    def bar(self, row: int, thumb: range) -> str:
        """What stands in a row: its sign, the thumb, or nothing. A sign in the thumb is two characters."""
        sign = self.signs[row] if thumb and row < self.rows else ""
        return sign + THUMB if sign and row in thumb else sign or (THUMB if row in thumb else " ")
