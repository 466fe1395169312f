"""The blocks of HTML so far, and the words of the one that is being read.

Whoever walks the elements says where they begin and end (`html`); here their words become pieces, with the places of
the ids among them. The trap: in a table of data a paragraph is no more than a space.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reader.errors import SourceError
from reader.sources.builder import DraftBlock
from reader.sources.html.inline_text import InlineText
from reader.sources.html.tables import TableBuilder
from reader.sources.nesting import Nesting

MOST = 200_000
"""Paragraphs of one page or chapter: six times the verses of the Bible, and a matter of seconds."""


AROUND_SIGN = " \n\t\r[](){}.:^←↑↩\ufe0e"
"""What stands around the sign of a footnote: it may be a link that leads back."""


@dataclass(frozen=True, slots=True)
class IdAnchor:
    """The start of an element with an `id`: the index of its block and the offset in the text of that."""

    piece: int
    offset: int


@dataclass(slots=True)
class ParsedTree:
    """The blocks of a tree and the places of its ids."""

    pieces: list[DraftBlock] = field(default_factory=list)
    anchors: dict[str, IdAnchor] = field(default_factory=dict)
    """By id."""


class BlockBuilder:
    """The blocks so far, and the state of the block being read."""

    def __init__(self) -> None:
        self.result = ParsedTree()
        self.nesting = Nesting()
        self.line = InlineText()
        self.level = 0
        """Of the heading that is open."""
        self.verbatim = self.furniture = 0
        """How many elements are open whose white space counts, and that are not the author's."""
        self.tight = False
        """The words stand directly in a list item."""
        self.term = False
        """They are what a definition list defines."""
        self.waiting_ids: list[str] = []
        """Ids that stand before a block of which no word was read yet."""
        self.note_sign = ""
        """Of a footnote of which no word was read yet."""
        self.table: TableBuilder | None = None

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        if (self.waiting_ids or self.note_sign) and not text.isspace():
            if self.note_sign:
                if text.strip(AROUND_SIGN) in ("", self.note_sign[1:-2]):  # the note's own
                    return
                text = self._add_note_sign(text)
            self.place_ids()
        self.line.add(text, verbatim=self.verbatim > 0 and self.table is None)

    def _add_note_sign(self, text: str) -> str:
        """The first words of a footnote behind its sign, unless they begin with it."""
        sign, self.note_sign = self.note_sign, ""
        if text.lstrip(" \n[(").startswith(sign[1:-2]):
            return text
        self.line.add(sign)
        return text.lstrip(" \n\t.)]")

    def place_ids(self) -> None:
        """The ids that wait are here."""
        for waiting in self.waiting_ids:
            self.result.anchors.setdefault(waiting, IdAnchor(len(self.result.pieces), self.line.length))
        self.waiting_ids.clear()

    def end_block(self) -> None:
        """Put down the block that ends here; in a table a paragraph is no more than a space."""
        if self.table is not None:
            self.line.add(" ")
            return
        if self.verbatim:
            self.add_blocks(self.nesting.place_code(self.line.take_verbatim()))
            return
        words = self.line.take(strong=self.term)
        if words.text and self.tight:
            self.nesting.lists[-1].tight = True
        self.add_blocks(self.nesting.place_block(words, self.nesting.kind(self.level), self.level, tight=self.tight))

    def add_blocks(self, pieces: Iterator[DraftBlock]) -> None:
        for piece in pieces:
            if len(self.result.pieces) >= MOST:
                raise SourceError(f"more than {MOST:,} paragraphs in one page are not read; split it and open a part")
            self.result.pieces.append(replace(piece, furniture=True) if self.furniture else piece)
