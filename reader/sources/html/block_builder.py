"""Build blocks from HTML: the blocks so far, and the text of the one being read.

The `walker` says where elements begin and end; here their text becomes pending blocks, with the positions of ids.
Pitfall: in a data table a paragraph is only a space.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reader.errors import SourceError
from reader.sources.builder import PendingBlock
from reader.sources.html.inline_text import InlineText
from reader.sources.html.tables import TableBuilder
from reader.sources.nesting import Nesting

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
