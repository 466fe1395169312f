"""Markdown to an article: its text is what is shown, without mark-up.

Front matter is read first (`front_matter`), the rest is rendered block by block (`pieces`), and here the blocks are put
one behind the other: gap, text, gap, text. What was put down stays where it is, so the text of a big file can grow at
its end. The trap: the title must be known as soon as its block is, so only the first of all headings can be it.
"""

from reader.article import Article, Block, Mark, Role, Span
from reader.clean import clean, clean_line
from reader.sources.front_matter import read_front_matter
from reader.sources.lines import first_words, says_the_same
from reader.sources.pieces import Piece, pieces


def read_markdown(text: str, source: str = "-") -> Article:
    """The Markdown `text` (newlines LF), cleaned, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that says the title has the role "title".
    """
    text = clean(text)
    matter = read_front_matter(text)
    growth = Growth(matter.title)
    for piece in pieces(text[matter.length :]):
        growth.add(piece)
    shown = "".join(growth.parts)
    return Article(
        shown,
        tuple(growth.blocks),
        matter.title or clean_line(growth.heading or first_words(shown)),
        tuple(growth.marks),
        source,
        matter.author,
        matter.published,
    )


class Growth:
    """The text so far, in parts, with its blocks and marks: each piece is put behind those that are there."""

    def __init__(self, title: str = "") -> None:
        self.parts: list[str] = []
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.length = 0
        self.title = title
        self.heading = ""
        """The words of the title block, if there is one."""
        self._untitled = True

    def add(self, piece: Piece) -> None:
        start = self.length + len(piece.gap)
        self.length = start + len(piece.text)
        self.parts += (piece.gap, piece.text)
        span = Span(start, self.length)
        role = self._role(piece)
        self.blocks.append(Block(span, piece.kind, piece.level, role, piece.prefix, piece.hang))
        self.marks += (
            Mark(Span(start + mark.span.start, start + mark.span.end), mark.kind, mark.href) for mark in piece.marks
        )

    def _role(self, piece: Piece) -> Role:
        """Title or body: the first heading of all decides."""
        if piece.kind != "heading" or not self._untitled:
            return "body"
        self._untitled = False
        is_title = says_the_same(piece.text, self.title) if self.title else piece.level == 1
        if not is_title or piece.nested:
            return "body"
        self.heading = piece.text
        return "title"
