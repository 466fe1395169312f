"""A list of rows of different heights that formats only the visible ones.

The *cursor* is on the selected row; the *current* rows belong to the place of the caret in the text and are marked at
the left. A mark and reverse video distinguish the two, not colour.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.commands import Handlers, always, bindings_of
from reader.tui.widgets.article_painter import apply_filters
from reader.tui.widgets.rows import ListRow

KINDS = (
    *("base", "cursor", "cursor-blurred", "current", "head", "strong", "dim", "quote", "tag", "note"),
    *("changed", "orphaned", "person", "organisation", "place", "other"),
)

CACHE_SIZE = 1000
"""Painted lines: a few screens with all their states."""

MARGIN = 2
"""Cells left of a row for the mark of the current one."""


class RowList(Widget, can_focus=True):
    """Rows to choose from."""

    BINDINGS = bindings_of("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rows--{kind}" for kind in KINDS}
    ALLOW_SELECT = False

    @dataclass
    class Chosen(Message):
        """A row was chosen with Enter or the mouse."""

        row: ListRow
        again: bool
        """True if it had been chosen just before."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ListRow] = ()
        self.cursor = 0
        self.current: frozenset[int] = frozenset()
        self._top = 0
        self._starts: list[int] = []
        self._laid_out: tuple[int, int] = (0, 0)
        self._chosen: ListRow | None = None
        self._strips: dict[tuple[int, int, bool, bool, bool], Strip] = {}
        self._empty: Strip | None = None

    # ------------------------------------------------------------------ rows

    def show(self, rows: Sequence[ListRow], keep: bool = True) -> None:
        """List `rows`; with `keep` the cursor stays on the same entry if it is still listed, and nothing scrolls.

        The row of the cursor keeps its place on the screen; if it was not visible, the first visible row does. A list
        at its top, with the cursor on the first row, stays there.
        """
        held = self.row if keep else None
        anchor = self._anchor() if keep else None
        self.rows = rows
        self.current = frozenset()
        self._laid_out = (0, 0)
        self._strips.clear()
        same = None if held is None else self._like(held)
        self.cursor = (
            same if same is not None else self._selectable_from(min(self.cursor if keep else 0, len(rows) - 1))
        )
        self._top = 0 if not keep else self._top
        if anchor is None:
            self._reveal()
        else:
            row, above = anchor
            self._lay_out()
            if (index := self._like(row)) is not None:
                self._top = max(0, min(self._starts[index] - above, self._starts[-1] - self.size.height))
            if row == held:
                self._reveal()
        self.refresh()

    def _anchor(self) -> tuple[ListRow, int] | None:
        """Return the row that keeps its place on the screen, and the lines above it; None to stay at the top."""
        if self._laid_out != (self._room, len(self.rows)) or not self.rows:
            return None
        if self._top == 0 and (not self.has_focus or self.cursor == self._selectable_from(0)):
            return None
        start, end = self._starts[self.cursor], self._starts[self.cursor + 1]
        seen = start < self._top + self.size.height and end > self._top
        index = self.cursor if seen else min(bisect_right(self._starts, self._top), len(self.rows)) - 1
        return self.rows[index], self._starts[index] - self._top

    @property
    def row(self) -> ListRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def mark_current(self, indexes: frozenset[int]) -> bool:
        """Mark the rows at the caret; return whether they changed. Without the focus, the cursor follows them."""
        if indexes == self.current:
            return False
        touched = self.current | indexes | {self.cursor}
        self.current = indexes
        if indexes and not self.has_focus:
            self.cursor = min(indexes)
        self._refresh_rows(touched | {self.cursor})
        return True

    def select_row(self, row: ListRow) -> None:
        """Put the cursor on `row`, or on the row of the same entry, if it is listed."""
        if (index := self._like(row)) is not None:
            self.cursor = index
            self._reveal()
            self.refresh()

    def _like(self, row: ListRow) -> int | None:
        """Return the index of `row` or of the row most similar to it; None if none is."""
        likeness = [row.similarity(other) for other in self.rows]
        if not any(likeness):
            return None
        same = (index for index, other in enumerate(self.rows) if other == row)
        return next(same, likeness.index(max(likeness)))

    def _selectable_from(self, index: int, way: int = 1) -> int:
        """Return the index of the nearest selectable row from `index` on, then in the other direction."""
        for step in (way, -way):
            at = index
            while 0 <= at < len(self.rows):
                if self.rows[at].selectable:
                    return at
                at += step
        return max(0, index)

    # ------------------------------------------------------------------ geometry

    @property
    def _room(self) -> int:
        return max(4, self.size.width - MARGIN - 1)

    def _lay_out(self) -> None:
        room = self._room
        if self._laid_out != (room, len(self.rows)):
            self._laid_out = (room, len(self.rows))
            self._strips.clear()
            self._starts = [0, *accumulate(row.height(room) for row in self.rows)]
            self._reveal()

    def _reveal(self) -> None:
        if not self.rows or not self.size.height:
            return
        self._lay_out()
        start, end = self._starts[self.cursor], self._starts[self.cursor + 1]
        before = self.cursor
        while before > 0 and not self.rows[before - 1].selectable:
            before -= 1
        if self._starts[before] < self._top:
            self._top = self._starts[before]
        elif end > self._top + self.size.height:
            self._top = min(start, end - self.size.height)

    def _refresh_rows(self, indexes: Set[int]) -> None:
        """Scroll the cursor into view, and repaint these rows, or all if the list has scrolled."""
        before = self._top
        self._reveal()
        if self._top != before or not self._starts:
            self.refresh()
            return
        for index in indexes:
            if index < len(self.rows):
                start, end = self._starts[index], self._starts[index + 1]
                self.refresh(Region(0, start - self._top, self.size.width, end - start))

    def _scroll(self, lines: int) -> None:
        self._lay_out()
        self._top = max(0, min(self._top + lines, self._starts[-1] - self.size.height if self._starts else 0))
        self.refresh()

    # ------------------------------------------------------------------ painting

    def render_lines(self, crop: Region) -> list[Strip]:
        self._dirty_regions.clear()
        self._lay_out()
        if len(self._strips) > CACHE_SIZE:
            self._strips.clear()
        strips = [self.render_line(y) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.right < self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _style(self, kind: str) -> Style:
        return self.get_component_rich_style(f"rows--{kind}", partial=kind != "base")

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: only the row of the cursor looks different, and recomputing the styles is costly."""

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._empty = None

    def render_line(self, y: int) -> Strip:
        index = bisect_right(self._starts, self._top + y) - 1
        if not 0 <= index < len(self.rows):
            return self._blank()
        within = self._top + y - self._starts[index]
        key = (index, within, index == self.cursor, self.has_focus, index in self.current)
        if key not in self._strips:
            self._strips[key] = self._painted(index, within)
        return self._strips[key]

    def _blank(self) -> Strip:
        """Return a line below the rows."""
        if self._empty is None or self._empty.cell_length != self.size.width:
            self._empty = apply_filters(self, Strip.blank(self.size.width, self._style("base")))
        return self._empty

    def _painted(self, index: int, within: int) -> Strip:
        """Return line `within` of a row."""
        row, width, base = self.rows[index], self.size.width, self._style("base")
        if index == self.cursor and row.selectable:
            base += self._style("cursor" if self.has_focus else "cursor-blurred")
        mark = "▸ " if index in self.current and within == 0 else "  "
        segments = [Segment(mark, base + self._style("current"))]
        for words, kind in row.lines(self._room)[within]:
            segments.append(Segment(words, base + self._style(kind) if kind else base))
        return apply_filters(self, Strip(segments).adjust_cell_length(width, base))

    # ------------------------------------------------------------------ moving and choosing

    def _go(self, index: int, way: int) -> None:
        if self.rows:
            before, self.cursor = self.cursor, self._selectable_from(max(0, min(index, len(self.rows) - 1)), way)
            self._refresh_rows({before, self.cursor})

    def commands(self) -> Handlers:
        """Return the commands that move the cursor."""
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
        if self.rows:
            self._lay_out()
            target = self._starts[self.cursor] + lines
            self._go(max(0, bisect_right(self._starts, target) - 1), 1 if lines > 0 else -1)

    def choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.row) is not None and row.selectable:
            again, self._chosen = row == self._chosen, row
            self.post_message(self.Chosen(row, again))

    def on_click(self, event: events.Click) -> None:
        index = bisect_right(self._starts, self._top + event.y) - 1
        if 0 <= index < len(self.rows) and self.rows[index].selectable:
            self.cursor = index
            self.refresh()
            self.choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-3)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
