"""A list of rows of different heights that measures and formats only the visible ones.

The *cursor* is on the selected row; the *current* row belongs to the place of the caret in the text and is marked at
the left. A mark and reverse video distinguish the two, not colour. The place of the list is its top row and the lines
of it that are scrolled away, so a list of ten thousand notes is never wrapped as a whole.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from reader.tui.chrome.direct_painter import WHEEL_LINES, LineWidget
from reader.tui.command_router import Handlers, always, bindings_of
from reader.tui.widgets.rows import ListRow, StyledText

KINDS = (
    *("base", "cursor", "cursor-blurred", "current", "head", "strong", "dim", "quote", "tag", "note"),
    *("changed", "orphaned", "fine", "uncertain", "differs", "bar", "person", "organisation", "place", "other"),
    *("line", "lit"),
)
"""The kinds of words in rows, and of the lines and grounds around them."""

CACHE_SIZE = 1000  # painted lines: a few screens with all their states
MARGIN = 2  # cells left of a row for the mark of the current one
CURRENT = "▌ "  # the mark of the current row, on each of its lines
PICKED = "✓ "  # the mark of a row that was picked, on its first line


class RowLine(NamedTuple):
    row: int
    """Its index in the list."""
    line: int
    """Within the row."""


class RowWidget(LineWidget):
    """A widget that paints lines of styled words."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{kind}" for kind in KINDS}

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._painted: dict[object, Strip] = {}
        """Lines that were painted, by their words, ground and width: many are blank, or tell again who speaks."""

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painted.clear()

    def painted(self, line: Sequence[StyledText], ground: str = "base") -> Strip:
        """Return a line in the width of the widget, its words over the kinds of the `ground`."""
        made_of = (*line, ground, self.size.width)
        if made_of not in self._painted:
            if len(self._painted) > CACHE_SIZE:
                self._painted.clear()
            self._painted[made_of] = self._paint_line(line, ground)
        return self._painted[made_of]

    def _paint_line(self, line: Sequence[StyledText], ground: str) -> Strip:
        grounds = [f"rows--{kind}" for kind in ground.split()]
        base = self.style_of(*grounds)
        segments = []
        for words, kind in line:
            style = self.style_of(*grounds, *(f"rows--{each}" for each in kind.split()))
            if base.reverse and kind != "current":  # reversed, each colour would be another ground
                style += Style(color=base.color)
            segments.append(Segment(words, style))
        return Strip(segments).adjust_cell_length(self.size.width, base)


class RowList(RowWidget, can_focus=True):
    BINDINGS = bindings_of("list")

    @dataclass
    class Chosen(Message):
        """A row was chosen with Enter or the mouse."""

        row: ListRow
        again: bool
        """True if it had been chosen just before."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[ListRow] = ()
        self.cursor = 0
        self.current: int | None = None
        self.picked: Callable[[ListRow], bool] = lambda _: False
        self._top = RowLine(0, 0)
        self._lines: dict[int, list[list[StyledText]]] = {}
        """The lines of rows, with the empty ones above them."""
        self._measured_for: Size | None = None
        """The size of the list for which they were made, and its place was found."""
        self._chosen: ListRow | None = None

    def show(self, rows: Sequence[ListRow], keep: bool = True) -> None:
        """List `rows`; with `keep` the cursor stays on the same entry if it is still listed, and nothing scrolls.

        The row of the cursor keeps its place on the screen; if it was not visible, the first visible row does. A list
        at its top, with the cursor on the first row, stays there.
        """
        held = self.row if keep else None
        anchor = self._anchor() if keep else None
        self.rows = rows
        self.current = None
        self._lines.clear()
        same = None if held is None else self._like(held)
        nearest = self._selectable_from(min(self.cursor if keep else 0, len(rows) - 1))
        self.cursor = nearest if same is None else same
        self._top = RowLine(min(self._top.row, max(0, len(rows) - 1)), 0) if keep else RowLine(0, 0)
        if anchor is None:
            self._reveal()
        else:
            row, above = anchor
            index = self._like(row)
            self._top = self._moved(self._top, 0) if index is None else self._moved(RowLine(index, 0), -above)
            if row == held:
                self._reveal()
        self.refresh()

    def _anchor(self) -> tuple[ListRow, int] | None:
        """Return the row that keeps its place on the screen, and the lines above it; None to stay at the top."""
        if not self.rows or self._measured_for != self.size:
            return None
        if self._top == (0, 0) and (not self.has_focus or self.cursor == self._selectable_from(0)):
            return None
        above = self._lines_above(self.cursor)
        if above is not None and above < self.size.height:
            return self.rows[self.cursor], above
        return self.rows[self._top.row], -self._top.line

    def lines_in(self, width: int, most: int) -> int:
        """Return how many lines the rows take in a list of this width, counted up to `most`."""
        room, lines = max(4, width - MARGIN - 1), 0
        for index, row in enumerate(self.rows):
            if lines >= most:
                break
            lines += (row.gap if index else 0) + len(row.lines(room))
        return lines

    @property
    def row(self) -> ListRow | None:
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def mark_current(self, index: int | None, nearest: int | None) -> None:
        """Mark the row at the caret; without the focus the cursor goes there, or to the `nearest`."""
        follows = nearest if index is None else index
        if follows is None or self.has_focus:
            follows = self.cursor
        if (index, follows) != (self.current, self.cursor):
            touched = {self.current, index, self.cursor, follows}
            self.current, self.cursor = index, follows
            self._refresh_rows(touched)

    def select_row(self, row: ListRow) -> None:
        """Put the cursor on `row`, or on the row of the same entry, if it is listed."""
        if (index := self._like(row)) is not None:
            self.select(index)

    def select(self, index: int) -> None:
        self.cursor = index
        self._reveal()
        self.refresh()

    def show_picked(self, step: int) -> None:
        """Paint the rows again, after some were picked or dropped, and move the cursor."""
        self._go_row(step)
        self.refresh()

    def _like(self, row: ListRow) -> int | None:
        """Return the index of the row with the key of `row`, or of the row most similar to it; None if none is."""
        if (key := row.key) is not None:
            keys = (index for index, other in enumerate(self.rows) if other.key == key)
            if (same := next(keys, None)) is not None:
                return same
        likeness = [row.similarity(other) for other in self.rows]
        if not any(likeness):
            return None
        equal = (index for index, other in enumerate(self.rows) if other == row)
        return next(equal, likeness.index(max(likeness)))

    def _selectable_from(self, index: int, way: int = 1) -> int:
        """Return the index of the nearest selectable row from `index` on, then in the other direction."""
        for step in (way, -way):
            at = index
            while 0 <= at < len(self.rows):
                if self.rows[at].selectable:
                    return at
                at += step
        return max(0, index)

    @property
    def _room(self) -> int:
        return max(4, self.size.width - MARGIN - 1)

    def _height(self, index: int) -> int:
        return len(self._lines_of(index))

    def _lines_of(self, index: int) -> list[list[StyledText]]:
        if index not in self._lines:
            row = self.rows[index]
            above: list[list[StyledText]] = [[]] * (row.gap if index else 0)
            self._lines[index] = [*above, *row.lines(self._room)] or [[]]
        return self._lines[index]

    def _fit(self) -> None:
        """Measure again what was measured for another width, and fill another height."""
        if (before := self._measured_for) == self.size:
            return
        self._measured_for = self.size
        if before is None or before.width != self.size.width:
            self._lines.clear()
            self._top = RowLine(self._top.row, 0)
        if self.rows:
            self._top = self._moved(self._top, 0)
        self._reveal()

    def _lines_above(self, index: int) -> int | None:
        """Return the lines from the top of the list to a row: negative within that row, None above, any far below."""
        if index < self._top.row:
            return None
        lines = -self._top.line
        for before in range(self._top.row, index):
            lines += self._height(before)
            if lines > self.size.height:
                break
        return lines

    def _moved(self, top: RowLine, lines: int) -> RowLine:
        """Return the top that is `lines` below `top` (above if negative), within the list."""
        index, line = top.row, top.line + lines
        while line < 0 and index > 0:
            index -= 1
            line += self._height(index)
        while index < len(self.rows) - 1 and line >= self._height(index):
            line -= self._height(index)
            index += 1
        return min(RowLine(index, max(0, line)), self._top_with(len(self.rows) - 1))

    def _top_with(self, index: int) -> RowLine:
        """Return the top at which a row ends the window; that of the list if there is less above it."""
        room = self.size.height
        while index >= 0:
            room -= self._height(index)
            if room <= 0:
                return RowLine(index, -room)
            index -= 1
        return RowLine(0, 0)

    def _reveal(self) -> None:
        """Scroll as little as possible so that the row of the cursor is visible with the headings above it."""
        if not self.rows or not self.size.height:
            return
        self._fit()
        first = self.cursor
        while first > 0 and not self.rows[first - 1].selectable:
            first -= 1
        self._top = min(self._top, RowLine(first, 0))
        above = self._lines_above(self.cursor)
        if above is None or above + self._height(self.cursor) > self.size.height:
            self._top = min(RowLine(self.cursor, 0), self._top_with(self.cursor))

    def _window(self) -> Sequence[RowLine]:
        ends = ((index, self._height(index)) for index in range(self._top.row, len(self.rows)))
        lines = (RowLine(index, line) for index, end in ends for line in range(end))
        return [*islice(lines, self._top.line, self._top.line + self.size.height)]

    def _refresh_rows(self, indexes: Set[int | None]) -> None:
        """Scroll the cursor into view, and repaint these rows, or all if the list has scrolled."""
        before = self._top
        self._reveal()
        if self._top != before or not self._measured_for:
            self.refresh()
            return
        window = self._window()
        for index in indexes:
            ys = [y for y, line in enumerate(window) if line.row == index]
            if ys:
                self.refresh(Region(0, ys[0], self.size.width, len(ys)))

    def scroll_by_wheel(self, event: events.MouseEvent, way: int) -> None:
        event.stop()
        if self.rows:
            self._fit()
            self._top = self._moved(self._top, way * WHEEL_LINES)
            self.refresh()

    def strips(self, start: int, end: int) -> list[Strip]:
        self._fit()
        if len(self._lines) > CACHE_SIZE:
            self._lines.clear()
        strips = [self._paint(*line) for line in self._window()[start:end]]
        return strips + [self.painted([])] * (end - start - len(strips))

    def _paint(self, index: int, within: int) -> Strip:
        row = self.rows[index]
        gap = row.gap if index else 0
        if within < gap:
            return self.painted([])
        ground = "base"
        if index == self.cursor and row.selectable and self.can_focus:
            ground = "base cursor" if self.has_focus else "base cursor-blurred"
        mark = CURRENT if index == self.current else PICKED if within == gap and self.picked(row) else ""
        lines = self._lines_of(index)
        words = lines[within] if within < len(lines) else ()
        return self.painted([(mark, "current") if mark else (" " * MARGIN, ""), *words], ground)

    def _go(self, index: int, way: int) -> None:
        if self.rows:
            before, self.cursor = self.cursor, self._selectable_from(max(0, min(index, len(self.rows) - 1)), way)
            self._refresh_rows({before, self.cursor})

    def commands(self) -> Handlers:
        moves: dict[str, Callable[[], None]] = {
            "line-down": partial(self._go_row, 1),
            "line-up": partial(self._go_row, -1),
            "page-down": lambda: self._go_lines(max(1, self.size.height - 1)),
            "page-up": lambda: self._go_lines(-max(1, self.size.height - 1)),
            "half-page-down": lambda: self._go_lines(max(1, self.size.height // 2)),
            "half-page-up": lambda: self._go_lines(-max(1, self.size.height // 2)),
            "top": lambda: self._go(0, 1),
            "bottom": lambda: self._go(len(self.rows) - 1, -1),
        }
        return {name: (move, always) for name, move in moves.items()}

    def _go_row(self, way: int) -> None:
        self._go(self.cursor + way, way)

    def _go_lines(self, lines: int) -> None:
        """Move the cursor to the row whose first line is `lines` away, or the last one before."""
        if not self.rows:
            return
        self._fit()
        index, way = self.cursor, 1 if lines > 0 else -1
        left = abs(lines)
        while 0 <= index + way < len(self.rows) and left > 0:
            left -= self._height(index if way > 0 else index - 1)
            if left >= 0 or way < 0:
                index += way
        self._go(index, way)

    def choose(self) -> None:
        if (row := self.row) is not None and row.selectable:
            again, self._chosen = row == self._chosen, row
            self.post_message(self.Chosen(row, again))

    def on_click(self, event: events.Click) -> None:
        lines = self._window()[event.y : event.y + 1]
        if lines and self.rows[lines[0].row].selectable:
            self.cursor = lines[0].row
            self.refresh()
            self.choose()
