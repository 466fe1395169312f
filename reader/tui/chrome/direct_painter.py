"""Paints changed rows straight to the terminal, in the call that handles a key.

Textual repaints by messages from widget to screen, in a frame of its own, and cuts and joins the rows of all widgets.
Ours paint finished strips, and most lie beside each other. So while a command runs (`with painter:`) the painter
collects those that want to be repainted, and then writes the rows that differ from what is on the terminal. Whatever
else repaints a widget is Textual's, which then asks for its strips (`render_lines`): only after that must all its rows
be written again. A widget only calls `refresh`, and finds the painter of its screen.

Pitfall: nothing else may lie over a widget, nor hide its screen. Where that is not certain, Textual repaints it.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Self

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.errors import NoWidget
from textual.geometry import Region
from textual.messages import Update
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.widgets.article_painter import filtered_style

if TYPE_CHECKING:
    from reader.tui.terminal_driver import TerminalDriver

WHEEL_LINES = 3  # lines scrolled by a notch of the wheel, as in most terminals


class LineWidget(Widget):
    """A widget that paints finished strips, each as wide as itself; no border or padding is added."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._styles: dict[tuple[str, ...], Style] = {}
        self.on_terminal: dict[int, str] = {}
        """What was painted directly since Textual has painted it, by row."""

    def style_of(self, *kinds: str) -> Style:
        """Return the styles of component classes one over another, over the widget's own, as the terminal has them."""
        if kinds not in self._styles:
            over = (self.get_component_rich_style(kind, partial=True) for kind in kinds)
            self._styles[kinds] = filtered_style(self, sum(over, self.rich_style))
        return self._styles[kinds]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def strips(self, start: int, end: int) -> Sequence[Strip]:
        """Return the strips of the rows in [start, end)."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the strips that Textual is going to paint, or a part of them."""
        self._dirty_regions.clear()
        self.on_terminal.clear()
        strips = self.strips(crop.y, crop.bottom)
        if crop.x or crop.right < self.size.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return list(strips)

    def render_line(self, y: int) -> Strip:
        return self.strips(y, y + 1)[0]

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    def _turn_wheel(self, event: events.MouseEvent) -> None:
        self.scroll_by_wheel(event, 1 if isinstance(event, events.MouseScrollDown) else -1)

    def scroll_by_wheel(self, event: events.MouseEvent, way: int) -> None:
        """Scroll by a notch of the wheel, down for `way` 1; by default leave it to what lies below."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: little looks different with the focus, and computing all styles again is costly."""

    @cached_property
    def direct(self) -> "DirectPainter | None":
        """The painter of its screen, if that has one; known once it is mounted."""
        return getattr(self.screen, "direct", None)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have it repainted: by the direct painter while that collects, else by Textual in its next frame."""
        plainly = repaint and not layout and not recompose and self.is_mounted and self.is_attached
        if plainly and self.direct is not None and self.direct.collect(self, regions):
            return self
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        if plainly:
            self.screen.post_message(Update(self))
        return self


class StripLine(LineWidget):
    """A widget of one line, which is made when something in it has changed."""

    _strip: Strip | None = None
    is_lit = False

    def light(self, lit: bool) -> None:
        """Belong to the part that has the keys or to another."""
        if self.is_lit != lit:
            self.is_lit = lit
            self.repaint()

    def segments(self, width: int) -> Iterable[Segment]:
        """Return the line for a width in cells; what is missing at its end is filled."""
        raise NotImplementedError

    def repaint(self) -> None:
        self._strip = None
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strip = None

    def strips(self, start: int, end: int) -> list[Strip]:
        width = self.size.width
        if self._strip is None or self._strip.cell_length != width:
            self._strip = Strip(self.segments(width)).adjust_cell_length(width, self.style_of())
        return [self._strip] * (end - start)


class DirectPainter:
    """Collects the widgets of a screen that are to be repainted while a command runs, and paints them at its end."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._depth = 0
        """How many commands are running, one within another."""
        self._waiting: dict[LineWidget, tuple[Region, ...]] = {}
        """What has changed in each widget; nothing stands for all of it."""

    def __enter__(self) -> None:
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth and self._waiting:
            waiting, self._waiting = self._waiting, {}
            self._paint(waiting)

    def collect(self, widget: LineWidget, regions: tuple[Region, ...]) -> bool:
        """Paint a widget at the end of the command; return False if none is running."""
        if self._depth:
            before = self._waiting.get(widget)
            partly = bool(regions) and before != ()
            self._waiting[widget] = (*(before or ()), *regions) if partly else ()
        return bool(self._depth)

    def _paint(self, waiting: dict[LineWidget, tuple[Region, ...]]) -> None:
        app = self._screen.app
        output: TerminalDriver | None = getattr(app, "output", None) if self._screen.is_active else None
        written: list[str] = []
        covered: list[LineWidget] = []
        for widget, regions in waiting.items():
            found = None if output is None else self._free_place(widget)
            if found is None:
                widget.refresh(*regions)
                continue
            place, lying_over = found
            rows = changed_rows(widget, regions, app.console)
            written += sequences(place, rows)
            for over in lying_over:
                for y, _ in rows:
                    over.on_terminal.pop(place.y + y - over.region.y, None)
                covered.append(over)
        for over in covered:
            written += sequences(over.region, changed_rows(over, (), app.console))
        if output is not None and written:
            column, row = self._screen.outer_size.clamp_offset(app.cursor_position)  # a field may have scrolled away
            output.write_frame("".join([*written, f"\x1b[{row + 1};{column + 1}H"]))

    def _free_place(self, widget: LineWidget) -> tuple[Region, list[LineWidget]] | None:
        """Return where a widget is, and the later siblings that lie within it; None if not all of it is free."""
        try:
            found = self._screen.find_widget(widget)
        except NoWidget:
            return None
        place = found.region
        if not place or place.size != widget.size or not found.clip.contains_region(place):
            return None
        lying_over: list[LineWidget] = []
        node: Widget = widget
        while node is not self._screen:
            if not isinstance(node.parent, Widget):
                return None
            is_later = False
            for other in node.parent.children:
                if other is node:
                    is_later = True
                elif other.display and (region := other.region).overlaps(place):
                    within = place.contains_region(region) or region.contains_region(place)
                    if node is not widget or not isinstance(other, LineWidget) or not within:
                        return None
                    if is_later:
                        lying_over.append(other)
            node = node.parent
        return place, lying_over


def sequences(place: Region, rows: Sequence[tuple[int, str]]) -> list[str]:
    """Return the escape sequences that paint rows of the widget at `place`."""
    return [f"\x1b[{place.y + y + 1};{place.x + 1}H{row}" for y, row in rows]


def changed_rows(widget: LineWidget, regions: Sequence[Region], console: Console) -> list[tuple[int, str]]:
    """Return the rows to write, with the escape sequences that paint them; `regions`: all changes are in these."""
    strips = widget.strips(0, widget.size.height)
    known = widget.on_terminal
    wanted = {y for region in regions for y in region.line_range} if regions else range(len(strips))
    rows = ((y, strip.render(console)) for y, strip in enumerate(strips) if y in wanted)
    changed = [(y, row) for y, row in rows if known.get(y) != row]
    known.update(changed)
    return changed
