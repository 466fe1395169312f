"""The caret and the selection: two offsets in the article and the effect of moves on them.

No Textual. A selection is either *held* with Shift or the mouse (half open; the next plain move ends it) or *kept* with
`v` and `V` (the character under the caret is included; every move changes it until Esc).
"""

from typing import Literal

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import next_cluster

Unit = Literal["characters", "paragraphs"]


class Caret:
    """An offset in the text, and the other end of the selection if there is one."""

    def __init__(self, article: Article, offset: int = 0) -> None:
        self.article = article
        self.offset = segments.nearest_shown_offset(article, offset)
        self.mark: int | None = None
        self.unit: Unit = "characters"
        self.held = False
        self.goal: int | None = None
        """The column that moves up and down try to keep; None to take the current one."""

    @property
    def selection(self) -> Span | None:
        if self.mark is None or not self.article.blocks:
            return None
        if self.unit == "paragraphs":
            return segments.paragraphs(self.article, self.mark, self.offset)
        start, end = sorted((self.mark, self.offset))
        block = self.article.block_at(end).span
        if not self.held and not start < block.start == end:  # from an earlier block, it only touches the last one
            end = next_cluster(self.article.text, end)
        return Span(start, end) if start < end else None

    def move(self, offset: int, *, extending: bool = False) -> None:
        """Move to `offset`; `extending` selects the text in between."""
        if extending and self.mark is None:
            self.mark, self.unit, self.held = self.offset, "characters", True
        elif not extending and self.held:
            self.clear()
        self.offset = segments.nearest_shown_offset(self.article, offset)

    def begin(self, unit: Unit) -> None:
        """Start a kept selection at the caret; repeated, end it, or change its unit."""
        if self.mark is not None and not self.held and self.unit == unit:
            self.clear()
            return
        if self.mark is None:
            self.mark = self.offset
        self.unit, self.held = unit, False

    def select_span(self, span: Span) -> None:
        self.mark, self.unit, self.held = span.start, "characters", True
        self.offset = span.end

    def swap(self) -> int | None:
        """Swap the ends of the selection; return the offset the caret should move to, None without a selection."""
        if self.mark is None:
            return None
        self.mark, other = self.offset, self.mark
        return other

    def clear(self) -> bool:
        had, self.mark, self.held = self.mark is not None, None, False
        return had
