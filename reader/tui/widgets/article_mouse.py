"""The mouse in the article: place the caret, select, scroll, and move by the scroll bar.

The pane hands its mouse events to a `MouseHandler`. Pitfall: a click on the scroll bar is not a click on the text.
"""

from typing import Protocol

from textual import events
from textual.geometry import Size
from textual.timer import Timer

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.view.caret import Caret
from reader.view.scrollbar import ScrollbarMarks
from reader.view.viewport import Viewport

WHEEL_LINES = 3
"""Lines scrolled by a notch of the wheel, as in most terminals."""

DRAG_INTERVAL = 0.06
"""Seconds between two lines while the mouse is dragged beyond the edge."""


class MousePane(Protocol):
    """The part of the article pane that the mouse needs."""

    article: Article
    view: Viewport
    caret: Caret

    @property
    def size(self) -> Size: ...

    @property
    def scrollbar_marks(self) -> ScrollbarMarks: ...

    def go(self, offset: int, *, extending: bool = False, jump: bool = False) -> None: ...

    def go_lines(self, lines: int, *, extending: bool = False) -> None: ...

    def select_span(self, span: Span) -> None: ...

    def refresh_moved(self) -> None: ...

    def capture_mouse(self) -> None: ...

    def release_mouse(self) -> None: ...

    def set_interval(self, interval: float, callback: "Drag") -> Timer: ...


class Drag(Protocol):
    """Scrolls by a line while the mouse is beyond the edge."""

    def __call__(self) -> None: ...


class MouseHandler:
    """Handles the mouse events of `pane`."""

    def __init__(self, pane: MousePane) -> None:
        self._pane = pane
        self._dragging = False
        self._bar_row: int | None = None
        """The row at which the scroll bar is dragged; None while it is not."""
        self._drag_timer: Timer | None = None

    def press(self, event: events.MouseDown) -> None:
        """Move the caret, and start dragging the selection or the scroll bar."""
        pane = self._pane
        if event.button != 1 or not pane.article.blocks:
            return
        pane.capture_mouse()
        if self._on_bar(event):
            self._bar_row = event.y
            pane.go(pane.scrollbar_marks.target_of_row(event.y), jump=True)
        else:
            self._dragging = True
            pane.go(pane.view.offset_at_cell(event.x, event.y), extending=event.shift)

    def move(self, event: events.MouseMove) -> None:
        """Continue a drag."""
        pane = self._pane
        if self._bar_row is not None:
            row = max(0, min(event.y, pane.size.height - 1))
            if row != self._bar_row:
                self._bar_row = row
                pane.go(pane.scrollbar_marks.range_of_row(row)[0])
        if not self._dragging:
            return
        beyond = -1 if event.y < 0 else 1 if event.y >= pane.size.height else 0
        if beyond and self._drag_timer is None:
            self._drag_timer = pane.set_interval(DRAG_INTERVAL, lambda: self._extend_beyond(beyond))
        elif not beyond:
            self._stop_drag_timer()
            target = pane.view.offset_at_cell(event.x, event.y)
            if target != pane.caret.offset:
                pane.go(target, extending=True)

    def _extend_beyond(self, way: int) -> None:
        if self._drag_timer is not None:  # a tick may have been queued when the mouse came back
            self._pane.go_lines(way, extending=True)

    def release(self) -> None:
        """End a drag."""
        self._stop_drag_timer()
        if self._dragging or self._bar_row is not None:
            self._dragging, self._bar_row = False, None
            self._pane.release_mouse()

    def _stop_drag_timer(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def click(self, event: events.Click) -> None:
        """Select a word by a double click, a paragraph by a triple one."""
        pane = self._pane
        if not pane.article.blocks or event.chain < 2 or self._on_bar(event):
            return
        at = pane.view.offset_at_cell(event.x, event.y)
        pane.select_span(segments.word_at(pane.article, at) if event.chain == 2 else pane.article.block_at(at).span)

    def scroll(self, event: events.MouseEvent, way: int) -> None:
        """Scroll by a notch of the wheel, down for `way` 1; the caret stays on the screen."""
        event.stop()
        pane, view, lines = self._pane, self._pane.view, way * WHEEL_LINES
        if not pane.article.blocks or not view.scroll_to(view.top + lines):
            return
        y = view.layout.line_of(pane.caret.offset)
        edge = max(view.top, min(y, view.top + view.height - 1))
        if edge != y:
            edge = view.nonblank_line(edge, way)
            target = view.offset_in_line(edge, view.column_of(pane.caret.offset))
            pane.caret.move(target, extending=self._dragging)
        pane.refresh_moved()

    def _on_bar(self, event: events.MouseEvent) -> bool:
        return event.x == self._pane.size.width - 1 and any(self._pane.view.thumb())
