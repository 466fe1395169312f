"""Build blocks from HTML: the blocks so far, and the text of the one being read.

The `walker` says where elements begin and end; here their text becomes pending blocks, with the positions of ids. White
space counts once. Pitfalls: in a data table a paragraph is only a space; many pages are laid out with tables, so one
that holds lists, headings, another table or a long cell is no data table; an element may begin in one block and end in
another, so marks that are open at the end of a block continue in the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reader.document.article import Mark, MarkKind
from reader.errors import SourceError
from reader.sources.builder import BlockText, PendingBlock, trim
from reader.sources.html.elements import HEADINGS, Element, element_name, parse_number, words_of
from reader.sources.nesting import Nesting
from reader.sources.table import TableRow
from reader.text.sanitize import clean
from reader.text.span import Span

SPACE = re.compile(r"[ \t\n\r\f]+")

SOFT_HYPHEN = "\u00ad"
"""A soft break within a word; not part of it, though terminals draw it."""

OPEN = 32
"""Depth of nested marks; each costs time at the end of every block."""


class InlineText:
    """The block so far. Offsets are characters of its text, positions in `parts` are indices."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[MarkKind, str, int]] = []
        """Kind, address and start of each."""
        self._too_many = 0
        self._spaced = True

    def add(self, text: str, *, verbatim: bool = False) -> None:
        if not verbatim:
            text = SPACE.sub(" ", text.replace(SOFT_HYPHEN, ""))
            if self._spaced:
                text = text.removeprefix(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)
            self._spaced = text[-1] in " \n"

    def break_line(self) -> bool:
        """Begin a new line; return False if one has just begun."""
        if not self.parts:
            return True
        if self.parts[-1].endswith("\n"):
            return False
        if self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        self.add("\n", verbatim=True)
        return True

    # ------------------------------------------------------------------ marks

    def open_mark(self, kind: MarkKind, href: str = "") -> None:
        if len(self._open) < OPEN:
            self._open.append((kind, href, self.length))
        else:
            self._too_many += 1

    def close_mark(self) -> None:
        if self._too_many:
            self._too_many -= 1
        elif self._open:
            self._add_mark(*self._open.pop())

    def _add_mark(self, kind: MarkKind, href: str, start: int) -> None:
        if self.length > start:
            self._marks.append(Mark(Span(start, self.length), kind, href))

    # ------------------------------------------------------------------ what was said since a part

    def text_since(self, part: int) -> str:
        return "".join(self.parts[part:])

    def bracket(self, part: int) -> None:
        """Put brackets around the text since `part`."""
        self.replace_since(part, f"[{self.text_since(part).strip()}]")

    def replace_since(self, part: int, words: str) -> None:
        self.length += len(words) - sum(map(len, self.parts[part:]))
        self.parts[part:] = [words]
        self._spaced = False

    # ------------------------------------------------------------------ the end of a block

    def take(self, *, strong: bool = False) -> BlockText:
        """Return the sanitized text and begin another block. With `strong`, all of it is marked."""
        for opened in self._open:
            self._add_mark(*opened)
        if strong:
            self._marks.append(Mark(Span(0, self.length), "strong"))
        words = trim(clean("".join(self.parts)), self._marks)
        self._reset()
        return words

    def take_verbatim(self) -> str:
        """Return the text verbatim, without marks."""
        text = "".join(self.parts)
        self._reset()
        return text

    def _reset(self) -> None:
        self._open = [(kind, href, 0) for kind, href, _ in self._open]
        self.parts.clear()
        self._marks.clear()
        self.length = 0
        self._spaced = True


# -- tables ------------------------------------------------------------------------------------------------------------

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
            TableRow([*row, *[BlockText("")] * (width - len(row))], heading=heading and index == first)
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


# -- blocks ------------------------------------------------------------------------------------------------------------

MOST = 200_000
"""Paragraphs of one page or chapter: six times the verses of the Bible, read in seconds."""


AROUND_MARKER = " \n\t\r[](){}.:^←↑↩\ufe0e"
"""Characters around a footnote marker, which may be a link back."""


@dataclass(frozen=True, slots=True)
class IdAnchor:
    """The start of an element with an `id`: the index of its block and the offset in that block's text."""

    piece: int
    offset: int


@dataclass(slots=True)
class ParsedTree:
    """The blocks of a tree and the positions of its ids."""

    pieces: list[PendingBlock] = field(default_factory=list)
    anchors: dict[str, IdAnchor] = field(default_factory=dict)
    """Positions by id."""
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
        """True in a term of a definition list."""
        self.waiting_ids: list[str] = []
        """Ids before a block whose text has not begun."""
        self.note_marker = ""
        """The marker of a footnote whose text has not begun."""
        self.table: TableBuilder | None = None

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        if (self.waiting_ids or self.note_marker) and not text.isspace():
            if self.note_marker:
                if text.strip(AROUND_MARKER) in ("", self.note_marker[1:-2]):  # the marker in the note itself
                    return
                text = self._add_note_marker(text)
            self.place_ids()
        self.line.add(text, verbatim=self.verbatim > 0 and self.table is None)

    def _add_note_marker(self, text: str) -> str:
        """Put the marker before the first words of a footnote, unless they begin with it."""
        marker, self.note_marker = self.note_marker, ""
        if text.lstrip(" \n[(").startswith(marker[1:-2]):
            return text
        self.line.add(marker)
        return text.lstrip(" \n\t.)]")

    def place_ids(self) -> None:
        """Record the current position for the waiting ids."""
        for waiting in self.waiting_ids:
            self.result.anchors.setdefault(waiting, IdAnchor(len(self.result.pieces), self.line.length))
        self.waiting_ids.clear()

    def end_block(self) -> None:
        """End the current block; in a data table, only add a space."""
        if self.table is not None:
            self.line.add(" ")
            return
        if self.verbatim:
            self.add_blocks(self.nesting.place_code(self.line.take_verbatim(), self.language))
            return
        words = self.line.take(strong=self.term)
        if words.text and self.tight:
            self.nesting.lists[-1].tight = True
        self.add_blocks(self.nesting.place_block(words, self.nesting.kind(self.level), self.level, tight=self.tight))

    def add_blocks(self, pieces: Iterator[PendingBlock]) -> None:
        for piece in pieces:
            if len(self.result.pieces) >= MOST:
                raise SourceError(f"more than {MOST:,} paragraphs in one page are not read; split it and open a part")
            self.result.pieces.append(replace(piece, furniture=True) if self.furniture else piece)
