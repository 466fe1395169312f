"""Pieces put one behind the other: the text, blocks and marks of an article.

What was put down stays where it is, so the text of a big file can grow at its end. The trap: the title must be known as
soon as its block is, so only the first of all headings can be it.
"""

from reader.document.article import Block, Mark, Role
from reader.sources.plain.line_patterns import first_words, same_words
from reader.sources.words import DraftBlock
from reader.text.sanitize import clean_line
from reader.text.span import Span


class ArticleBuilder:
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

    def add(self, piece: DraftBlock) -> None:
        start = self.length + len(piece.gap)
        self.length = start + len(piece.text)
        self.parts += (piece.gap, piece.text)
        span = Span(start, self.length)
        role = self._role(piece)
        self.blocks.append(Block(span, piece.kind, piece.level, role, piece.prefix, piece.hang))
        self.marks += (
            Mark(Span(start + mark.span.start, start + mark.span.end), mark.kind, mark.href) for mark in piece.marks
        )

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def name(self) -> str:
        """What the article is called: its title, else the words of its title block, else its first words."""
        return self.title or clean_line(self.heading or first_words(self.text))

    def _role(self, piece: DraftBlock) -> Role:
        """Title or body: the first heading of all decides."""
        if piece.furniture:
            return "furniture"
        if piece.kind != "heading" or not self._untitled:
            return "body"
        self._untitled = False
        is_title = same_words(piece.text, self.title) if self.title else piece.level == 1
        if not is_title or piece.nested:
            return "body"
        self.heading = piece.text
        return "title"
