"""The status line: the title or the last message, work in progress, the number of notes, the place of the caret."""

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.text.format import counted
from reader.text.width import cells_of, cut
from reader.tui.widgets.article_painter import apply_filters

MESSAGE_SECONDS = 6.0
"""Seconds that a message is shown."""

GAP = 2
"""Least number of cells between the left and the right."""

MIN_TITLE_WIDTH = 16
"""Least number of cells of a title."""


class StatusLine(Widget):
    """The line below the panes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--message", "status--alarm"}
    ALLOW_SELECT = False

    def __init__(self, title: str, place: str = "0%") -> None:
        super().__init__(id="status")
        self._title = title
        self._place = place
        self._notes = ""
        self._message = ""
        self._alarm = False
        self._busy: dict[str, str] = {}

    @property
    def message(self) -> str:
        """The message shown; empty if there is none."""
        return self._message

    def say(self, message: str) -> None:
        """Show a message for a while."""
        self._show(message, alarm=False)

    def complain(self, message: str) -> None:
        """Show an error until there is another message."""
        self._show(message, alarm=True)

    def _show(self, message: str, alarm: bool) -> None:
        self._message, self._alarm = message, alarm
        self.refresh()
        if not alarm:
            self.set_timer(MESSAGE_SECONDS, lambda: self._fade(message))

    def _fade(self, message: str) -> None:
        if self._message == message and not self._alarm:
            self._message = ""
            self.refresh()

    def work(self, task: str, words: str = "") -> None:
        """Show that `task` is in progress; without words, that it is done."""
        self._busy.pop(task, None)
        if words:
            self._busy[task] = words
        self.refresh()

    def place(self, percent: int, notes: int, page: str = "") -> bool:
        """Set the place of the caret and the number of notes; return whether either changed."""
        place, count = f"p. {page}  {percent}%" if page else f"{percent}%", counted(notes, "note") if notes else ""
        if (place, count) == (self._place, self._notes):
            return False
        self._place, self._notes = place, count
        self.refresh()
        return True

    def _words(self, room: int) -> tuple[str, str]:
        """Return the left and the right part: a message is cut last, then the place, then work in progress."""
        left = self._message or self._title
        whole = [*self._busy.values(), self._notes, self._place]
        rights = ["  ".join(filter(None, parts)) for parts in (whole, whole[-2:], whole[-1:])]
        needed = cells_of(left) if self._message else min(cells_of(left), MIN_TITLE_WIDTH)
        right = next((right for right in rights if cells_of(right) + GAP + needed <= room), "")
        if not right and not self._message:
            right = cut(rights[-1], room)
        return cut(left, max(0, room - cells_of(right) - (GAP if right else 0))), right

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips without the border and padding that Textual would add."""
        self._dirty_regions.clear()
        return [self.render_line(y).crop(crop.x, crop.right) for y in range(crop.y, crop.bottom)]

    def render_line(self, y: int) -> Strip:
        """Return the line: message or title at the left, the rest at the right."""
        base = self.rich_style
        left, right = self._words(self.size.width - 2)
        gap = max(1, self.size.width - cells_of(left) - cells_of(right) - 2)
        kind = "status--alarm" if self._alarm and self._message else "status--message" if self._message else ""
        style = base + self.get_component_rich_style(kind, partial=True) if kind else base
        segments = [Segment(f" {left}", style), Segment(" " * gap + right + " ", base)]
        return apply_filters(self, Strip(segments).adjust_cell_length(self.size.width, base))
