"""Tables that are wider than the page: each row as a record, one cell below the other after its column name.

    North
      Length (m) │ 420
      Sold to    │ Port Authority

No text is moved for this: a line still shows a stretch of the text in order, and bars and column names are drawn before
it, as bullets are. Pitfall: the rule under a table's heading is shown only as far as there is room.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reader.document.article import Block
from reader.text.width import cells_of, cut

BAR = "│"
"""The separator of cells, as written by `sources.table`."""

RULE = frozenset("─┼")
"""The characters of the line under a heading."""

INDENT, CELL_BAR = "  ", "│ "
"""Drawn before every cell of a row but the first; drawn before a cell and each continuation line of it."""

NARROWEST = 16
"""Screen cells: with less, a column name and a cell have no room side by side."""

NAME_SHARE = 3
"""Column names take at most one third of the line."""

Lines = Iterator[tuple[int, int]]
Wrap = Callable[[str, int, int], Lines]
"""Wraps words that begin at an offset to a width in cells."""


@dataclass(frozen=True, slots=True)
class StackedTable:
    """A table whose rows are shown as records at a width."""

    names: tuple[str, ...]
    """The column names, padded and cut to one width; empty without a heading."""
    room: int

    def lines(self, text: str, block: Block, wrap: Wrap) -> Lines:
        """Yield the lines of the table as (start, end) offsets."""
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
                indent = 2 * len(INDENT) if heading else self._cell_indent if column else len(INDENT)
                yield from wrap(words, first, self.room - indent)
            at += len(cell) + 1

    @property
    def _cell_indent(self) -> int:
        """The width of what is drawn before a cell of any column but the first."""
        return len(INDENT) + (cells_of(self.names[0]) if self.names else 0) + len(CELL_BAR)

    def prefix(self, text: str, block: Block, start: int) -> str:
        """Return what is drawn before the line that begins at `start`."""
        row = max(block.span.start, text.rfind("\n", block.span.start, start) + 1)
        before = text[row:start].rstrip()
        begins, column = not before or before.endswith(BAR), before.count(BAR)
        if not column:
            return "" if begins else INDENT
        if self.names and row == block.span.start:
            return INDENT if begins else INDENT * 2
        if begins and self.names:
            return INDENT + self.names[min(column, len(self.names) - 1)] + CELL_BAR
        return " " * (self._cell_indent - len(CELL_BAR)) + CELL_BAR


def stack_table(text: str, block: Block, room: int) -> StackedTable | None:
    """Return `block` stacked to `room` cells; None if it is no table, fits as it is, or has too little room."""
    if block.kind != "table" or room < NARROWEST:
        return None
    rows = block.span.of(text).split("\n")
    if all(cells_of(row) <= room for row in rows):
        return None
    if len(rows) < 2 or not RULE.issuperset(rows[1]):
        return StackedTable((), room)
    heads = [head.strip() for head in rows[0].split(BAR)]
    width = min(max(map(cells_of, heads)), room // NAME_SHARE)
    names = (cut(head, width) for head in heads)
    return StackedTable(tuple(name + " " * (width + 1 - cells_of(name)) for name in names), room)
