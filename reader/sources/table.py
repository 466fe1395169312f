"""A table as lines of text: cells padded to the width of their column, ` │ ` between them.

Widths are terminal cells. Pitfall: one long cell must not widen a thousand rows, so long cells stick out, and a table
too wide for any screen is not padded at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reader.document.article import Mark
from reader.sources.builder import BlockText
from reader.text.width import cells_of

WIDEST_CELL = 40
"""Terminal cells that a column is padded to; longer cells are prose and wrap anyway."""

WIDEST_TABLE = 200
"""Terminal cells of a row; wider tables are not padded, since no screen shows them side by side."""

BETWEEN, CROSSING, UNDER = " │ ", "─┼─", "─"

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; all rows of a table have equally many cells."""

    cells: Sequence[BlockText]
    aligns: Sequence[Align] = ()
    """From the left, if there are none."""
    heading: bool = False


def format_table(rows: Sequence[TableRow]) -> BlockText:
    """Format the rows as lines, with a rule under the heading; rows without text are dropped.

    The first line may begin with the white space of an empty or padded cell. Marks are offsets into the whole text.
    """
    rows = [row for row in rows if any(cell.text for cell in row.cells)]
    columns = zip(*(row.cells for row in rows), strict=True)
    widths = [min(WIDEST_CELL, max(cells_of(cell.text) for cell in column)) for column in columns]
    if sum(widths) + len(BETWEEN) * (len(widths) - 1) > WIDEST_TABLE:
        widths = [0] * len(widths)
    lines: list[str] = []
    marks: list[Mark] = []
    length = 0
    for row in rows:
        line = _format_row(row, widths)
        marks.extend(replace(mark, span=mark.span.moved(length)) for mark in line.marks)
        drawn = [line.text]
        if row.heading:
            drawn.append(CROSSING.join(UNDER * (width or 3) for width in widths))
        lines += drawn
        length += sum(map(len, drawn)) + len(drawn)
    return BlockText("\n".join(lines), tuple(marks))


def _format_row(row: TableRow, widths: Sequence[int]) -> BlockText:
    line = ""
    marks: list[Mark] = []
    for cell, width, align in zip(row.cells, widths, row.aligns or ["left"] * len(widths), strict=True):
        space = max(0, width - cells_of(cell.text))
        before = {"left": 0, "center": space // 2, "right": space}[align]
        marks.extend(replace(mark, span=mark.span.moved(len(line) + before)) for mark in cell.marks)
        line += " " * before + cell.text.replace("\n", " ") + " " * (space - before) + BETWEEN
    return BlockText(line.removesuffix(BETWEEN).rstrip(), tuple(marks))
