"""What the mouse does in the article's pane: it puts the caret, selects, scrolls, and goes by the scroll bar.

The base of `article_pane.ArticlePane`, which moves and paints. The trap: a click on the bar is none on the text.
"""

from textual import events
from textual.timer import Timer
from textual.widget import Widget

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.view.scrollbar import ScrollbarMarks
from reader.view.selection import Caret
from reader.view.viewport import Viewport

WHEEL_LINES = 3
"""Lines that a notch of the wheel scrolls, as in most terminals."""

DRAG_INTERVAL = 0.06
"""Seconds between two lines when a drag is held beyond the edge."""


class MouseHandler(Widget):
    """A pane in which the mouse points."""

    article: Article
    view: Viewport
    caret: Caret
    _dragging = False
    _held_row: int | None = None
    """Where the scroll bar is held."""
    _drag_timer: Timer | None = None

    @property
    def density(self) -> ScrollbarMarks:
        raise NotImplementedError

    def go(
        self, offset: int, *, extending: bool = False, jump: bool = False, keep_goal: bool = False, paged: bool = False
    ) -> None:
        raise NotImplementedError

    def go_lines(self, lines: int, *, extending: bool = False) -> None:
        raise NotImplementedError

    def hold(self, span: Span) -> None:
        raise NotImplementedError

    def tell(self, jump_from: int | None = None) -> None:
        raise NotImplementedError

    @property
    def readable(self) -> bool:
        """Whether there is a text."""
        return bool(self.article.blocks)

    def _on_bar(self, event: events.MouseEvent) -> bool:
        return event.x == self.size.width - 1 and any(self.view.thumb())

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or not self.readable:
            return
        if self._on_bar(event):
            self._held_row = event.y
            self.capture_mouse()
            self.go(self.density.target_of_row(event.y), jump=True)
            return
        self._dragging = True
        self.capture_mouse()
        self.go(self.view.offset_at_cell(event.x, event.y), extending=event.shift)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._held_row is not None:
            row = max(0, min(event.y, self.size.height - 1))
            if row != self._held_row:
                self._held_row = row
                self.go(self.density.range_of_row(row)[0])
        if not self._dragging:
            return
        beyond = -1 if event.y < 0 else 1 if event.y >= self.size.height else 0
        if beyond and self._drag_timer is None:
            self._drag_timer = self.set_interval(DRAG_INTERVAL, lambda: self.go_lines(beyond, extending=True))
        elif not beyond:
            self._stop_drag_timer()
            target = self.view.offset_at_cell(event.x, event.y)
            if target != self.caret.offset:
                self.go(target, extending=True)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._stop_drag_timer()
        if self._dragging or self._held_row is not None:
            self._dragging, self._held_row = False, None
            self.release_mouse()

    def _stop_drag_timer(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def on_click(self, event: events.Click) -> None:
        if not self.readable or event.chain < 2 or self._on_bar(event):
            return
        at = self.view.offset_at_cell(event.x, event.y)
        self.hold(segments.word_at(self.article, at) if event.chain == 2 else self.article.block_at(at).span)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -WHEEL_LINES)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        """Scroll, and drag the caret along at the edge."""
        event.stop()
        if not self.readable or not self.view.scroll_to(self.view.top + lines):
            return
        y, view = self.view.layout.line_of(self.caret.offset), self.view
        edge = max(view.top, min(y, view.top + view.height - 1))
        if edge != y:
            edge = view.nonblank_line(edge, 1 if lines > 0 else -1)
            self.caret.move(view.offset_in_line(edge, view.column_of(self.caret.offset)), extending=self._dragging)
        self.refresh()
        self.tell()
