"""The window on an article: its layout at the width of the pane, the top line, and the offsets of screen cells.

No Textual. The top of the window is remembered as an offset too, so that a new width keeps the same words at the top.
"""

from reader.document.article import Article
from reader.view.layout import Layout, column_of, offset_at

CONTEXT = 3  # lines kept visible above and below the caret
MEASURE = 72  # characters in a line, within the 60 to 90 that typographers recommend

NEAR_DISTANCE = 50_000
"""Characters that are wrapped within milliseconds. A jump further than that starts a new layout at its target."""

GUTTER = 3  # cells left of the text: the sign of a note, the sign of a quote, a space
SCROLL_BAR = 2  # cells of the bar and the space before it


def is_near(layout: Layout, offset: int) -> bool:
    """Return whether the layout can be extended to `offset` within milliseconds."""
    reach = layout.extent
    return reach.start - NEAR_DISTANCE <= offset <= reach.end + NEAR_DISTANCE


class Viewport:
    def __init__(self, article: Article, measure: int = MEASURE) -> None:
        self.article = article
        self.measure = measure
        self.layout = Layout(article, 1)
        self.top = 0
        self.width = 0
        self.height = 0
        self.margin = 0
        """Empty cells left of the gutter, which centre a narrow text."""
        self.reserved = 0
        """Cells at the right of the pane that are kept free of text."""
        self._top_offset = 0
        self._previous_layout: Layout | None = None
        """The layout that the last jump left, for the way back."""

    def fit(self, width: int, height: int) -> bool:
        """Adapt to a size in cells; return whether the layout changed."""
        self.height = max(1, height)
        room = max(1, width - GUTTER - SCROLL_BAR - self.reserved)
        columns = min(self.measure, room)
        self.margin = (room - columns) // 2
        if (width, columns) == (self.width, self.layout.width):
            return False
        self.width = width
        if columns != self.layout.width:
            self.layout, self._previous_layout = Layout(self.article, columns, self._top_offset), None
            self.top = self.layout.line_of(self._top_offset)
        self.top = self._clamp_top(self.top)
        return True

    def _clamp_top(self, top: int) -> int:
        """Return `top`, or the nearest line to it that fills the window."""
        self.layout.extend_to_line(top + self.height)
        top = min(top, self.layout.end - self.height)
        self.layout.extend_to_line(top)
        return max(self.layout.first, top)

    def change_text(self, article: Article) -> None:
        """Show another text of the same article, at the same offset."""
        self.article = article
        self.layout, self._previous_layout = Layout(article, self.layout.width, self._top_offset), None
        self.scroll_to(self.layout.line_of(self._top_offset))

    @property
    def last_line(self) -> int:
        return max(self.layout.first, self.layout.end - 1)

    def scroll_to(self, top: int) -> bool:
        """Make `top` the first line, within the article; return whether anything moved."""
        top = self._clamp_top(top)
        moved, self.top = top != self.top, top
        self._top_offset = self.layout.line(top).start if len(self.layout) else 0
        return moved

    def reveal(self, offset: int, *, row: int | None = None) -> bool:
        """Scroll so that the line of `offset` is visible with its context; return whether anything moved.

        A line off the screen comes to `row` of the window if that is given; otherwise it scrolls as little as possible.
        """
        context = min(CONTEXT, (self.height - 1) // 2)
        wanted = self.height // 3 if row is None else max(context, min(row, self.height - 1 - context))
        if not is_near(self.layout, offset):
            previous = self._previous_layout
            if previous is None or not is_near(previous, offset):
                previous = Layout(self.article, self.layout.width, offset)
            self._previous_layout, self.layout = self.layout, previous
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
        """Return the offset `lines` screen lines from `offset`, at column `goal`, skipping empty lines."""
        y = self.layout.line_of(offset)
        self.layout.extend_to_line(y + lines)
        target = max(self.layout.first, min(y + lines, self.last_line))
        return self.offset_in_line(self.nonblank_line(target, 1 if lines > 0 else -1), goal)

    def nonblank_line(self, y: int, way: int) -> int:
        """Return line `y`, or the next one in direction `way` that is not empty."""
        self.layout.extend_to_line(y + way)
        while self.layout.first < y < self.last_line and self.layout.line(y).is_empty:
            y += way
        return y

    def page(self, offset: int, lines: int, goal: int) -> int:
        """Scroll by `lines`; return the offset that takes the caret along, away from the edges."""
        y = self.layout.line_of(offset) + lines
        if not self.scroll_to(self.top + lines):
            return self.step(offset, lines, goal)
        context = min(CONTEXT, (self.height - 1) // 2)
        self.layout.extend_to_line(self.top - 1)
        first = self.top if self.top == self.layout.first else self.top + context
        y = max(first, min(y, self.top + self.height - 1 - context, self.last_line))
        return self.offset_in_line(self.nonblank_line(y, 1 if y == first else -1), goal)

    def offset_in_line(self, y: int, column: int) -> int:
        """Return the offset at a column of line `y`, never one of the next line."""
        line = self.layout.line(y)
        offset = offset_at(self.article.text, line, column)
        if line.box is not None:
            return offset
        soft = y < self.last_line and offset >= self.layout.line(y + 1).start
        return max(line.start, offset - 1) if soft else offset

    def column_of(self, offset: int) -> int:
        """Return the column of `offset` in its line; the left edge of the text is 0."""
        return column_of(self.article.text, self.layout.line(self.layout.line_of(offset)), offset)

    def offset_at_cell(self, x: int, y: int) -> int:
        self.layout.extend_to_line(self.top + y)
        if not len(self.layout):
            return 0
        row = max(self.layout.first, min(self.top + y, self.last_line))
        return self.offset_in_line(row, max(0, x - self.margin - GUTTER))

    def line_ends(self, offset: int) -> tuple[int, int]:
        """Return the first and the last caret position in the screen line of `offset`."""
        y = self.layout.line_of(offset)
        first = self.layout.line(y).start if self.layout.line(y).box is None else self.offset_in_line(y, 0)
        return first, self.offset_in_line(y, self.layout.width * 2)

    def visible_range(self) -> tuple[int, int]:
        """Return the visible part of the text as [start, end)."""
        self.layout.extend_to_line(self.top + self.height)
        if not len(self.layout):
            return 0, 0
        bottom = min(self.last_line, self.top + self.height - 1)
        return self.layout.line(self.top).start, max(self.layout.line(bottom).end, self.layout.line(self.top).end)

    def thumb(self) -> tuple[int, int]:
        """Return the rows [from, to) of the scroll bar's thumb; by offsets, which are known before all lines are."""
        length = max(1, len(self.article.text))
        first, end = self.visible_range()
        if first == 0 and end >= length - 1:
            return 0, 0
        size = max(1, round(self.height * (end - first) / length))
        start = min(self.height - size, round((self.height - size) * first / max(1, length - (end - first))))
        return start, start + size
