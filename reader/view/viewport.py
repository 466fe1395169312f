"""Which lines of an article are on the screen: the layout at the pane's width, its top line, and cells to offsets.

No Textual: the pane asks it where to paint, and tells it what size it has. The top of the window is remembered as an
offset too, so that a new width keeps the same words at the top.
"""

from reader.document.article import Article
from reader.view.layout import BLANK, Layout, column_of, offset_at

CONTEXT = 3
"""Lines kept in sight above and below the caret."""

MEASURE = 72
"""Characters in a line that reads well: within the 60 to 90 of typographers."""

NEAR = 50_000
"""Characters that are wrapped in some milliseconds. A jump that is further away is where the lines begin anew."""

GUTTER = 3
"""Cells left of the text: the mark of a note, the mark of a quote, a space."""

SCROLL_BAR = 2
"""The bar, and a space before it."""


def near(layout: Layout, offset: int) -> bool:
    """Whether it takes no time to go on to `offset` from what is laid out."""
    reach = layout.reach
    return reach.start - NEAR <= offset <= reach.end + NEAR


class Viewport:
    """A window on the lines of an article."""

    def __init__(self, article: Article, measure: int = MEASURE) -> None:
        self.article = article
        self.measure = measure
        self.layout = Layout(article, 1)
        self.top = 0
        self.width = 0
        self.height = 0
        self.margin = 0
        """Empty cells left of the gutter, so that a narrow text stands in the middle."""
        self._top_offset = 0
        self._left: Layout | None = None
        """The lines that a jump has led away from, for the way back."""

    def fit(self, width: int, height: int, measure: int | None = None) -> bool:
        """Take a size in cells; whether the lines had to be laid out anew."""
        self.height = max(1, height)
        self.measure = measure or self.measure
        room = max(1, width - GUTTER - SCROLL_BAR)
        columns = min(self.measure, room)
        self.margin = (room - columns) // 2
        if (width, columns) == (self.width, self.layout.width):
            return False
        self.width = width
        if columns != self.layout.width:
            self._lay_out(columns)
            self.top = self.layout.line_of(self._top_offset)
        self.top = self._held(self.top)
        return True

    def _lay_out(self, columns: int) -> None:
        self.layout, self._left = Layout(self.article, columns, self._top_offset), None

    def _held(self, top: int) -> int:
        """`top`, or the nearest first line with which the window is full."""
        self.layout.extend_to_line(top + self.height)
        top = min(top, self.layout.end - self.height)
        self.layout.extend_to_line(top)
        return max(self.layout.first, top)

    def resume(self, article: Article) -> None:
        """Take another text of the same article, or more of it."""
        self.article = article
        self._lay_out(self.layout.width)
        self.scroll_to(self.layout.line_of(self._top_offset))

    @property
    def last(self) -> int:
        """The last line there is, as far as has been laid out."""
        return max(self.layout.first, self.layout.end - 1)

    @property
    def at_top(self) -> bool:
        """Whether the article's first line is in sight."""
        self.layout.extend_to_line(self.top - 1)
        return self.top == self.layout.first

    def scroll_to(self, top: int) -> bool:
        """Make `top` the first line, as far as the article reaches; whether anything moved."""
        top = self._held(top)
        moved, self.top = top != self.top, top
        self._top_offset = self.layout.line(top).start if len(self.layout) else 0
        return moved

    def reveal(self, offset: int, *, row: int | None = None) -> bool:
        """Scroll so that the line of `offset` is in sight with its context; whether anything moved.

        What is out of sight comes to `row` of the window, if there is one; else it scrolls as little as it can.
        """
        context = min(CONTEXT, (self.height - 1) // 2)
        wanted = self.height // 3 if row is None else max(context, min(row, self.height - 1 - context))
        if not near(self.layout, offset):
            there = self._left if self._left is not None and near(self._left, offset) else None
            self._left, self.layout = self.layout, there or Layout(self.article, self.layout.width, offset)
            self.scroll_to(self.layout.line_of(offset) - wanted)
            return True
        y = self.layout.line_of(offset)
        if self.top + context <= y < self.top + self.height - context:
            return False
        if row is not None and not self.top <= y < self.top + self.height:
            return self.scroll_to(y - wanted)
        below = y >= self.top + self.height - context
        return self.scroll_to(y - self.height + 1 + context if below else y - context)

    def step(self, offset: int, lines: int, goal: int) -> int:
        """The offset `lines` screen lines from `offset`, at column `goal`; empty lines are stepped over."""
        y = self.layout.line_of(offset)
        self.layout.extend_to_line(y + lines)
        target = max(self.layout.first, min(y + lines, self.last))
        return self.offset_in(self.worded(target, 1 if lines > 0 else -1), goal)

    def worded(self, y: int, way: int) -> int:
        """Line `y`, or the next one that is not empty."""
        self.layout.extend_to_line(y + way)
        while self.layout.first < y < self.last and self.layout.line(y).block == BLANK:
            y += way
        return y

    def page(self, offset: int, lines: int, goal: int) -> int:
        """Scroll by `lines`, and where the caret at `offset` goes: with the text, kept away from the edges."""
        y = self.layout.line_of(offset) + lines
        if not self.scroll_to(self.top + lines):
            return self.step(offset, lines, goal)
        context = min(CONTEXT, (self.height - 1) // 2)
        first = self.top if self.at_top else self.top + context
        y = max(first, min(y, self.top + self.height - 1 - context, self.last))
        return self.offset_in(self.worded(y, 1 if y == first else -1), goal)

    def offset_in(self, y: int, column: int) -> int:
        """The offset at a column of line `y`, never that of the line after it."""
        line = self.layout.line(y)
        offset = offset_at(self.article.text, line, column)
        ends_block = line.block != BLANK and line.end == self.article.blocks[line.block].span.end
        soft = not ends_block and y < self.last and offset >= self.layout.line(y + 1).start
        return max(line.start, offset - 1) if soft else offset

    def column_of(self, offset: int) -> int:
        """The column of `offset` in its line, the text's left edge being 0."""
        return column_of(self.article.text, self.layout.line(self.layout.line_of(offset)), offset)

    def offset_at_cell(self, x: int, y: int) -> int:
        """The offset under a cell of the pane."""
        self.layout.extend_to_line(self.top + y)
        if not len(self.layout):
            return 0
        row = max(self.layout.first, min(self.top + y, self.last))
        return self.offset_in(row, max(0, x - self.margin - GUTTER))

    def ends_of_line(self, offset: int) -> tuple[int, int]:
        """The first and the last place for a caret in the screen line of `offset`."""
        y = self.layout.line_of(offset)
        return self.layout.line(y).start, self.offset_in(y, self.layout.width * 2)

    def visible(self) -> tuple[int, int]:
        """The first offset in sight, and the one behind the last."""
        self.layout.extend_to_line(self.top + self.height)
        if not len(self.layout):
            return 0, 0
        bottom = min(self.last, self.top + self.height - 1)
        return self.layout.line(self.top).start, max(self.layout.line(bottom).end, self.layout.line(self.top).end)

    def thumb(self) -> tuple[int, int]:
        """The rows of the scroll bar's thumb, [from, to): by offsets, which are known before all lines are."""
        length = max(1, len(self.article.text))
        first, behind = self.visible()
        if first == 0 and behind >= length - 1:
            return 0, 0
        size = max(1, round(self.height * (behind - first) / length))
        start = min(self.height - size, round((self.height - size) * first / max(1, length - (behind - first))))
        return start, start + size
