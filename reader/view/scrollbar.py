"""The scroll bar of the article, with marks: notes, and what was searched for or chosen.

Where a line stands beside the article, of its frame or between two panes, the bar is drawn over that line. Each row of
the bar stands for an equal share of the text in characters, which are known before any line is laid out. A row has a
tick if something begins in its share, found by bisecting each layer once a row: twenty thousand spans cost as little as
twenty. No Textual. Pitfall: where the whole text fits on the screen there is no bar and there are no marks.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

NOTE_SIGNS = {"changed": "◐", "note": "●", "highlight": "○"}
"""The signs of notes in the gutter, by layer; the first that applies is shown."""

MATCHES = ("hit", "chosen", "speaker")
"""The layers of search hits, mentions of the chosen name and quotes of the chosen speaker."""

Mark = Literal["", "note", "match", "both"]
"""What begins in the share of a row."""

Track = Literal["", "quiet", "lit"]
"""The line that the bar is drawn over: none, or one with or without light."""


class BarCell(NamedTuple):
    sign: str
    kind: str
    """Of its style: thumb, noted, sought, or a `Track`."""


KINDS: Mapping[Mark, str] = {"note": "noted", "match": "sought", "both": "sought"}


def _cells(signs: str, plain_kind: str) -> Mapping[Mark, BarCell]:
    """Return the cells of rows without a mark, with a note, a match, and both."""
    marks: tuple[Mark, ...] = ("", "note", "match", "both")
    return {mark: BarCell(sign, KINDS.get(mark, plain_kind)) for mark, sign in zip(marks, signs, strict=True)}


ON_THUMB = _cells("┃┫┨╣", "thumb")
"""What stands for the part on the screen. A tick is heavy for a note, light for a match, double for both."""

ON_TRACK: Mapping[Track, Mapping[Mark, BarCell]] = {
    "": _cells(" ╸╴═", ""),
    "quiet": _cells("│┥┤╡", "quiet"),
    "lit": _cells("│┥┤╡", "lit"),
}
"""What stands for the rest."""


class SpanStarts(Protocol):
    """A layer of spans that can be asked where they begin."""

    def first_from(self, start: int, end: int) -> int | None:
        """Return the first offset in [start, end) where a span begins."""


class ScrollbarMarks:
    """The marks on a bar of `rows` rows."""

    def __init__(self, length: int, rows: int, layers: Mapping[str, SpanStarts]) -> None:
        """Of a text of `length` characters, and its layers by kind; kinds without a mark are ignored."""
        self.length = length
        self.rows = rows
        self.layers = layers

    def range_of_row(self, row: int) -> tuple[int, int]:
        """Return the [start, end) of the text that `row` stands for."""
        return -(-row * self.length // self.rows), -(-(row + 1) * self.length // self.rows)

    @cached_property
    def marks(self) -> list[Mark]:
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
        firsts = (self._first(kind, start, end) for kind in (*NOTE_SIGNS, *MATCHES))
        return min((first for first in firsts if first is not None), default=start)

    def bar(self, row: int, thumb: range, track: Track = "") -> BarCell:
        """Return a cell of the bar, for a thumb of these rows; an empty thumb means no bar."""
        if not thumb or row >= self.rows:
            return ON_TRACK[track][""]
        return (ON_THUMB if row in thumb else ON_TRACK[track])[self.marks[row]]
