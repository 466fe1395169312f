"""A table that is wider than the page: each row as a record, one cell below the other, its column's name before it.

    North
      Length (m) │ 420
      Sold to    │ Port Authority

No text is moved for this: a line still shows a stretch of the text in its order. Bars and the names of the columns are
drawn before it, as bullets are. The trap: of the line under a table's heading only so much is shown as has room.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reader.document.article import Block
from reader.text.width import cells_of, cut

BAR = "│"
"""What stands between two cells; `sources.tables` sets it."""

RULE = frozenset("─┼")
"""What the line under a heading is made of."""

INDENT, BETWEEN = "  ", "│ "
"""Drawn before the cells of a row but its first; before a cell, and each further line of it."""

NARROWEST = 16
"""Cells in which a name and a cell still have room beside each other."""

NAME_SHARE = 3
"""A third of the line, at most, is the names'."""

Lines = Iterator[tuple[int, int]]
Wrap = Callable[[str, int, int], Lines]
"""Wraps words that begin at an offset into so many cells."""


@dataclass(frozen=True, slots=True)
class Stack:
    """How the rows of a table are stacked at a width."""

    names: tuple[str, ...]
    """What stands before each cell, as wide as each other and cut where needed; empty without a heading."""
    room: int

    def lines(self, text: str, block: Block, wrap: Wrap) -> Lines:
        """The lines of the table, as `layout.wrapped` has them."""
        start = block.span.start
        for row in block.span.of(text).split("\n"):
            if RULE.issuperset(row):
                yield start, start + min(len(row), self.room)
            else:
                yield from self._row(row, start, wrap, bool(self.names) and start == block.span.start)
            start += len(row) + 1

    def _row(self, row: str, start: int, wrap: Wrap, heading: bool) -> Lines:
        at = 0
        for column, cell in enumerate(row.split(BAR)):
            if words := cell.strip():
                first = start + at + len(cell) - len(cell.lstrip())
                beside = 2 * len(INDENT) if heading else self._beside if column else len(INDENT)
                yield from wrap(words, first, self.room - beside)
            at += len(cell) + 1

    @property
    def _beside(self) -> int:
        """The cells that are drawn before a cell of a further column."""
        return len(INDENT) + (cells_of(self.names[0]) if self.names else 0) + len(BETWEEN)

    def prefix(self, text: str, block: Block, start: int) -> str:
        """What is drawn before the line that begins at `start`."""
        row = max(block.span.start, text.rfind("\n", block.span.start, start) + 1)
        before = text[row:start].rstrip()
        begins, column = not before or before.endswith(BAR), before.count(BAR)
        if not column:
            return "" if begins else INDENT
        if self.names and row == block.span.start:
            return INDENT if begins else INDENT * 2
        if begins and self.names:
            return INDENT + self.names[min(column, len(self.names) - 1)] + BETWEEN
        return " " * (self._beside - len(BETWEEN)) + BETWEEN


def stacked(text: str, block: Block, room: int) -> Stack | None:
    """How `block` is stacked in `room` cells; None for what fits, is no table, or finds no room."""
    if block.kind != "table" or room < NARROWEST:
        return None
    rows = block.span.of(text).split("\n")
    if all(cells_of(row) <= room for row in rows):
        return None
    if len(rows) < 2 or not RULE.issuperset(rows[1]):
        return Stack((), room)
    heads = [head.strip() for head in rows[0].split(BAR)]
    width = min(max(map(cells_of, heads)), room // NAME_SHARE)
    names = (cut(head, width) for head in heads)
    return Stack(tuple(name + " " * (width + 1 - cells_of(name)) for name in names), room)
