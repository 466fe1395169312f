"""The scroll bar of the article, with marks: notes, and what was searched for or chosen.

Each row of the bar stands for an equal share of the text in characters, which are known before any line is laid out. A
row has a tick if something begins in its share, in the colour of what it is, found by bisecting each layer once a row:
twenty thousand spans cost as little as twenty. No Textual. Pitfall: where the whole text fits on the screen there is no
bar and there are no marks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from reader.view.interval_index import IntervalIndex

NOTE_SIGNS = {"changed": "◐", "note": "●", "highlight": "○"}
"""The signs of notes in the gutter, by layer; the first that applies is shown."""

MATCHES = ("hit", "chosen", "speaker")
"""The layers of search hits, mentions of the chosen name and quotes of the chosen speaker."""

Mark = Literal["", "noted", "sought"]
"""What begins in the share of a row, as the kind of its style; what is sought counts first."""


class BarCell(NamedTuple):
    sign: str
    kind: str
    """Of its style: thumb, or a `Mark`."""


THUMB, TICK, TICK_ON_THUMB = "┃", "━", "┫"

MARKED: Mapping[Mark, Iterable[str]] = {"sought": MATCHES, "noted": NOTE_SIGNS}  # the layers that each mark stands for


@dataclass(frozen=True)
class ScrollbarMarks:
    """The marks on a bar of `rows` rows."""

    length: int
    """Characters of the text."""
    rows: int
    layers: Mapping[str, IntervalIndex]
    """Those of the text by kind; kinds without a mark are ignored."""

    def range_of_row(self, row: int) -> tuple[int, int]:
        """Return the [start, end) of the text that `row` stands for."""
        return -(-row * self.length // self.rows), -(-(row + 1) * self.length // self.rows)

    @cached_property
    def marks(self) -> list[Mark]:
        marks = ((mark for mark, kinds in MARKED.items() if self._firsts(row, kinds)) for row in range(self.rows))
        return [next(of_row, "") for of_row in marks]

    def _firsts(self, row: int, kinds: Iterable[str]) -> list[int]:
        """Return where the first span of each of these kinds begins in the share of a row, if any does."""
        share = self.range_of_row(row)
        firsts = (self.layers[kind].first_from(*share) for kind in kinds if kind in self.layers)
        return [first for first in firsts if first is not None]

    def target_of_row(self, row: int) -> int:
        """Return where a click on `row` leads: the first span that begins in its share, else the start of the share."""
        return min(self._firsts(row, (*NOTE_SIGNS, *MATCHES)), default=self.range_of_row(row)[0])

    def bar(self, row: int, thumb: range) -> BarCell:
        """Return a cell of the bar, for a thumb of these rows; an empty thumb means no bar."""
        if not thumb or row >= self.rows:
            return BarCell(" ", "")
        if mark := self.marks[row]:
            return BarCell(TICK_ON_THUMB if row in thumb else TICK, mark)
        return BarCell(THUMB, "thumb") if row in thumb else BarCell(" ", "")
