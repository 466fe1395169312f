"""Build blocks from HTML: the blocks so far, and the state of the one being read.

The `walker` says where elements begin and end; here their text becomes pending blocks, with the offsets of ids.
Pitfalls: in a data table a paragraph is only a space; many pages are laid out with tables, so one
that holds lists, headings, another table or a long cell is no data table; an element may begin in one block and end in
another, so marks that are open at the end of a block continue in the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reader.document.article import Role
from reader.errors import SourceError
from reader.sources.builder import BlockText, InlineText, PendingBlock
from reader.sources.html.elements import HEADINGS, Element, element_name, parse_number, words_of
from reader.sources.nesting import Nesting
from reader.sources.table import TableRow

COLUMNS = 40  # columns of a table; further cells are appended to the last
CELL_LENGTH = 400  # characters of a cell beyond which the table is a layout
TEXTS = ("ul", "ol", "blockquote", "pre", *HEADINGS)  # elements that no data cell holds


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
        first = next((index for index, row in enumerate(self.rows) if row), -1)
        return [
            TableRow(row, heading=heading and index == first)
            for index, (row, heading) in enumerate(zip(self.rows, self.heading, strict=True))
        ]


def is_data_table(table: Element) -> bool:
    """Return whether a table holds data rather than laying out a page."""
    inner = (found for name in ("table", *TEXTS) for found in table.iter(name, f"{{*}}{name}") if found is not table)
    if table.get("role") in ("presentation", "none") or next(inner, None) is not None:
        return False
    columns = 0
    for row in table.iter("tr", "{*}tr"):
        cells = [cell for cell in row if element_name(cell) in ("td", "th")]
        columns = max(columns, len(cells))
        if any(len(words_of(cell)) > CELL_LENGTH for cell in cells):
            return False
    return columns > 1


MOST = 200_000  # paragraphs of one page or chapter: six times the verses of the Bible, read in seconds
AROUND_MARKER = " \n\t\r[](){}.:^←↑↩\ufe0e"  # characters around a footnote marker, which may be a link back


@dataclass(slots=True)
class ParsedTree:
    """The blocks of a tree, with the ids in them."""

    pieces: list[PendingBlock] = field(default_factory=list)
    last_ids: list[str] = field(default_factory=list)
    """Ids after the last block."""
    page_breaks: list[tuple[str, str]] = field(default_factory=list)
    """The numbers of printed pages that begin in a part of a book, each with the id of the place."""


class BlockBuilder:
    """The blocks so far, and the state of the block being read."""

    def __init__(self) -> None:
        self.result = ParsedTree()
        self.nesting = Nesting()
        self.line = InlineText()
        self.level = 0
        """The level of the open heading; 0 if there is none."""
        self.verbatim = self.furniture = 0
        """The numbers of open elements that keep white space, and that are furniture."""
        self.language = ""
        """The language of the open code, if it is known."""
        self.tight = False
        """True while text is directly in a list item."""
        self.term = False
        self.waiting_ids: list[str] = []
        """Ids before a block whose text has not begun."""
        self.ids: list[tuple[str, int]] = []
        """Ids in the block, with their offsets."""
        self.note_marker = ""
        """The marker of a footnote whose text has not begun."""
        self.table: TableBuilder | None = None

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        if (self.waiting_ids or self.note_marker) and not text.isspace():
            if marker := self.note_marker:
                if text.strip(AROUND_MARKER) in ("", marker[1:-2]):  # the marker in the note itself
                    return
                self.note_marker = ""
                if not text.lstrip(" \n[(").startswith(marker[1:-2]):  # unless its first words have it
                    self.line.add(marker)
                    text = text.lstrip(" \n\t.)]")
            self.ids += ((waiting, self.line.length) for waiting in self.waiting_ids)
            self.waiting_ids.clear()
        self.line.add(text, verbatim=self.verbatim > 0 and self.table is None)

    def end_block(self) -> None:
        """End the current block; in a data table, only add a space."""
        if self.table is not None:
            self.line.add(" ")
            return
        if self.verbatim:
            self.add_blocks(self.nesting.place_code(self.line.take_raw()[0], self.language))
            return
        words = self.line.take(strong=self.term)
        if words.text and self.tight:
            self.nesting.lists[-1].tight = True
        self.add_blocks(self.nesting.place_block(words, self.nesting.kind(self.level), self.level, tight=self.tight))

    def add_blocks(self, pieces: Iterator[PendingBlock]) -> None:
        for piece in pieces:
            if len(self.result.pieces) >= MOST:
                raise SourceError(f"more than {MOST:,} paragraphs in one page are not read; split it and open a part")
            if self.furniture or self.ids:
                role: Role = "furniture" if self.furniture else piece.role
                piece = replace(piece, role=role, ids=tuple(self.ids))
                self.ids.clear()
            self.result.pieces.append(piece)
