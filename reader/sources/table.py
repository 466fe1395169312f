"""A table as lines of text: cells padded to the width of their column, ` │ ` between them.

Widths are terminal cells. Pitfall: one long cell must not widen a thousand rows, so long cells stick out, and a table
too wide for any screen is not padded at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from reader.document.article import Mark
from reader.sources.builder import BlockText
from reader.text.width import cells_of

WIDEST_CELL = 40  # terminal cells that a column is padded to; longer cells are prose and wrap anyway
WIDEST_TABLE = 200  # terminal cells of a row; wider tables are not padded, since no screen shows them side by side

BETWEEN, CROSSING, UNDER = " │ ", "─┼─", "─"

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table; a row with fewer cells than others ends with empty ones."""

    cells: Sequence[BlockText]
    aligns: Sequence[Align] = ()
    """From the left, if there are none."""
    heading: bool = False


def format_table(rows: Sequence[TableRow]) -> BlockText:
    """Format the rows as lines, with a rule under the heading; rows without text are dropped.

    The first line may begin with the white space of an empty or padded cell. Marks are offsets into the whole text.
    """
    columns = list(zip_longest(*(row.cells for row in rows), fillvalue=BlockText("")))
    widths = [min(WIDEST_CELL, max(cells_of(cell.text) for cell in column)) for column in columns]
    if sum(widths) + len(BETWEEN) * (len(widths) - 1) > WIDEST_TABLE:
        widths = [0] * len(widths)
    text = ""
    marks: list[Mark] = []
    for row, cells in zip(rows, zip(*columns, strict=True), strict=False):
        if any(cell.text for cell in cells):
            line = _format_row(cells, row.aligns or ["left"] * len(widths), widths)
            marks.extend(replace(mark, span=mark.span.moved(len(text))) for mark in line.marks)
            text += f"{line.text}\n"
            if row.heading:
                text += CROSSING.join(UNDER * (width or 3) for width in widths) + "\n"
    return BlockText(text.removesuffix("\n"), tuple(marks))


def _format_row(cells: Sequence[BlockText], aligns: Sequence[Align], widths: Sequence[int]) -> BlockText:
    line = ""
    marks: list[Mark] = []
    for cell, width, align in zip(cells, widths, aligns, strict=True):
        space = max(0, width - cells_of(cell.text))
        before = {"left": 0, "center": space // 2, "right": space}[align]
        marks.extend(replace(mark, span=mark.span.moved(len(line) + before)) for mark in cell.marks)
        line += " " * before + cell.text.replace("\n", " ") + " " * (space - before) + BETWEEN
    return BlockText(line.removesuffix(BETWEEN).rstrip(), tuple(marks))
