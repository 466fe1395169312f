"""The caret and what is selected: two offsets of the article and what a move does to them.

No Textual. A selection is either *held* (Shift or the mouse holds it: half open, the next plain move ends it) or *kept*
(`v` and `V`: it holds the character under the caret too, and every move changes it until Esc).
"""

from typing import Literal

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import next_cluster

Unit = Literal["characters", "paragraphs"]


class Caret:
    """A place in the text, and the other end of the selection if there is one."""

    def __init__(self, article: Article, offset: int = 0) -> None:
        self.article = article
        self.offset = segments.settled(article, offset)
        self.mark: int | None = None
        self.unit: Unit = "characters"
        self.held = False
        self.goal: int | None = None
        """The column that moves up and down try to keep."""

    @property
    def selection(self) -> Span | None:
        """What is selected; None when that is nothing."""
        if self.mark is None or not self.article.blocks:
            return None
        if self.unit == "paragraphs":
            return segments.paragraphs(self.article, self.mark, self.offset)
        start, end = sorted((self.mark, self.offset))
        if not self.held and not self._just_entered(start, end):
            end = next_cluster(self.article.text, end)
        return Span(start, end) if start < end else None

    def _just_entered(self, start: int, end: int) -> bool:
        """Whether a selection from an earlier block has only reached the first character of this one."""
        block = self.article.block_at(end).span
        return start < block.start == end

    def move(self, offset: int, *, extending: bool = False) -> None:
        """Go to `offset`; `extending` holds what lies between."""
        if extending and self.mark is None:
            self.mark, self.unit, self.held = self.offset, "characters", True
        elif not extending and self.held:
            self.clear()
        self.offset = segments.settled(self.article, offset)

    def begin(self, unit: Unit) -> None:
        """Select from here on as the caret moves; again, or in the other unit, it changes what is selected."""
        if self.mark is not None and not self.held and self.unit == unit:
            self.clear()
            return
        if self.mark is None:
            self.mark = self.offset
        self.unit, self.held = unit, False

    def hold(self, span: Span) -> None:
        """Select `span`, the caret at its end."""
        self.mark, self.unit, self.held = span.start, "characters", True
        self.offset = span.end

    def swap(self) -> int | None:
        """Change the caret with the other end of the selection; where the caret is to go, None without a selection.

        In a held selection, which is half open, both ends stay what they are.
        """
        if self.mark is None:
            return None
        self.mark, other = self.offset, self.mark
        return other

    def clear(self) -> bool:
        """Select nothing; whether there was something."""
        had, self.mark, self.held = self.mark is not None, None, False
        return had
