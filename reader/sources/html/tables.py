"""HTML tables: which of them hold data, and their rows of cells.

Pitfall: many pages are laid out with tables. A table that holds lists, headings, another table or a long cell is such
a layout.
"""

from reader.sources.builder import BlockText
from reader.sources.html.elements import HEADINGS, Element, element_name, parse_number
from reader.sources.table import TableRow

COLUMNS = 40
"""Columns of a table; further cells are appended to the last."""

CELL_LENGTH = 400
"""Characters of a cell beyond which the table is a layout."""

TEXTS = ("ul", "ol", "blockquote", "pre", *HEADINGS)
"""Elements that no data cell holds."""


class TableBuilder:
    """An open table with its rows so far."""

    def __init__(self) -> None:
        self.rows: list[list[BlockText]] = []
        self.heading: list[bool] = []
        self.columns = 1

    def begin(self, name: str, node: Element) -> None:
        if name == "tr" or not self.rows:
            self.rows.append([])
            self.heading.append(True)
        if name in ("td", "th"):
            self.columns = max(1, min(COLUMNS, parse_number(node.get("colspan"))))
            self.heading[-1] = self.heading[-1] and name == "th"

    def add(self, cell: BlockText) -> None:
        """Add a cell to the row that was begun last."""
        row = self.rows[-1]
        if len(row) < COLUMNS:
            row.append(cell)
            row.extend([BlockText("")] * min(self.columns - 1, COLUMNS - len(row)))
        elif cell.text:
            row[-1] = BlockText(f"{row[-1].text} {cell.text}".strip())

    def build_rows(self) -> list[TableRow]:
        width = max(map(len, self.rows), default=0)
        first = next((index for index, row in enumerate(self.rows) if row), -1)
        return [
            TableRow(
                [*row, *[BlockText("")] * (width - len(row))], ["left"] * width, self.heading[index] and index == first
            )
            for index, row in enumerate(self.rows)
        ]


def is_data_table(table: Element) -> bool:
    """Return whether a table holds data rather than laying out a page."""
    if table.get("role") in ("presentation", "none") or _first_descendant(table, "table") is not None:
        return False
    if any(_first_descendant(table, name) is not None for name in TEXTS):
        return False
    columns = 0
    for row in table.iter("tr", "{*}tr"):
        cells = [cell for cell in row if element_name(cell) in ("td", "th")]
        columns = max(columns, len(cells))
        if any(len(" ".join("".join(cell.itertext()).split())) > CELL_LENGTH for cell in cells):
            return False
    return columns > 1


def _first_descendant(within: Element, name: str) -> Element | None:
    return next((found for found in within.iter(name, f"{{*}}{name}") if found is not within), None)
