"""The pane of the article: a widget that paints lines of text with a caret, a selection and layers of spans.

It owns a viewport, a caret and a painter, and hands cached strips straight to the compositor, so a key costs the same
in a story and in a book. Its interface is in offsets of the article. Pitfalls: the first paint comes before the first
resize, so painting itself lays out when the size has changed; a click on the scroll bar is not a click on the text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import next_cluster, previous_cluster
from reader.tui.chrome.direct_painter import WHEEL_LINES, LineWidget
from reader.tui.command_router import Handlers, always, bindings_of
from reader.tui.widgets.article_painter import Painter, filtered_style
from reader.tui.widgets.text_layers import ORDER, UNSTYLED, Live
from reader.view.caret import Caret, Unit
from reader.view.interval_index import IntervalIndex
from reader.view.scrollbar import ScrollbarMarks
from reader.view.viewport import Viewport

if TYPE_CHECKING:
    from reader.view.syntax import SyntaxColours

RAPID_INTERVAL = 0.03
"""Seconds: moves that follow faster than a held key repeats in most terminals are painted together."""

DRAG_INTERVAL = 0.06  # seconds between two lines while the mouse is dragged beyond the edge

STEPS = {
    "character": segments.character_step,
    "word": segments.word_step,
    "sentence": segments.sentence_step,
    "paragraph": segments.paragraph_step,
}
"""Moves to the next (1) or previous (-1) unit."""

UNIT_ENDS = {"word": segments.word_end, "sentence": segments.sentence_end}
"""Moves to the last character of a unit, for a selection that includes the character under the caret."""

SYNTAX_COLOURS = {
    "keyword": "reader-other",
    "name": "reader-organisation",
    "string": "reader-place",
    "number": "reader-person",
    "comment": "reader-dim",
    "inserted": "success",
    "deleted": "error",
    "hunk": "reader-quote",
}
"""The theme variables for the colours of code."""


class ArticlePane(LineWidget, can_focus=True):
    BINDINGS = bindings_of("article")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article--{kind}" for kind in (*ORDER, "thumb", "noted", "sought", "base") if kind not in UNSTYLED
    }

    class FirstPainted(Message):
        """The first lines have been painted."""

    class Moved(Message):
        """The caret or the selection moved; `take_moves` tells how, if nobody has asked before."""

    def __init__(self, article: Article, caret: int = 0) -> None:
        super().__init__(id="article")
        self.article = article
        self.view = Viewport(article)
        self.caret = Caret(article, caret)
        self.painter = Painter(article, self._style_of, partial(filtered_style, self), lambda: self.app.no_color)
        self._scrollbar_key = (-1, 0, 0)
        self._scrollbar_marks = ScrollbarMarks(0, 1, {})
        self._rows_key: tuple[object, ...] = ()
        self._rows: list[Strip] = []
        """The strips that were shown last, without caret and selection: Textual requests all of them at every key."""
        self.placed = False
        """True once the text is laid out for the size of the pane."""
        self._moved_at = 0.0
        self._moves: list[int | None] = []
        """The moves not taken yet, several as one, but for jumps: the offset before a jump, None for others."""
        self.paints_later = False
        """True while several moves wait to be painted together; then comes the message."""
        self._dragging = False
        self._bar_row: int | None = None
        """The row at which the scroll bar is dragged; None while it is not."""
        self._drag_timer: Timer | None = None
        """Scrolls while the mouse is beyond the edge."""

    def change_text(self, article: Article) -> None:
        """Show another text of the same article, at the same offset."""
        self.article = self.caret.article = article
        self.view.change_text(article)
        self.caret.clear()
        self.caret.move(self.caret.offset)
        self.painter.show_article(article)
        self.refresh()

    def _style_of(self, kind: str) -> Style:
        if (name := SYNTAX_COLOURS.get(kind.removeprefix("syntax:"))) is not None:
            return Style(color=Color.parse(self.app.theme_variables[name]).rich_color)
        if kind in UNSTYLED:
            return Style()
        return self.get_component_rich_style(f"article--{kind}", partial=kind != "base")

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.painter.forget(styles=True)

    def show_layers(self, layers: Mapping[str, Iterable[Span] | IntervalIndex]) -> None:
        """Set several layers by kind, and repaint once."""
        changed = [kind for kind, spans in layers.items() if self.painter.put(kind, spans)]
        if changed:
            self.refresh()

    def hide_marks(self, kinds: frozenset[str]) -> None:
        if self.painter.hide(kinds):
            self.refresh()

    def show_syntax(self, syntax: "SyntaxColours") -> None:
        self.painter.show_syntax(syntax)
        self.refresh()

    def strips(self, start: int, end: int) -> list[Strip]:
        """Return the strips of the rows in [start, end), with caret and selection."""
        self._fit()
        view, painter, marks = self.view, self.painter, self.scrollbar_marks
        thumb, look = range(*view.thumb()), (view.layout, view.margin, view.width)
        key = (*look, view.top, view.height, painter.forgotten, thumb, marks)
        if key != self._rows_key or end > len(self._rows):
            bars = [marks.bar(row, thumb) for row in range(max(end, view.height))]
            self._rows = [painter.strip(y, *look, bar) for y, bar in enumerate(bars, view.top)]
            self._rows_key = key
        strips = self._rows[start:end]
        for y, over in self._live_lines().items():
            if start <= (row := y - view.top) < end:
                strips[row - start] = painter.paint(y, *look, marks.bar(row, thumb), over)
        return strips

    def _fit(self) -> None:
        if self.view.fit(self.size.width, self.size.height):
            self.painter.forget()
            if not self.placed:
                self.placed = True
                self.post_message(self.FirstPainted())
                self.view.reveal(self.caret.offset, row=self.view.height // 3)

    def _live_lines(self) -> Mapping[int, Sequence[Live]]:
        """Return the lines that are not cached, each with the selection and the caret as far as they are on it."""
        view, at, lines = self.view, self.caret.offset, dict[int, Sequence[Live]]()
        if (selection := self.caret.selection) is not None:
            first, stop = view.visible_range()  # a selection may cover the whole book
            start, end = max(selection.start, first), min(selection.end - 1, stop)
            if start <= end:
                lines = dict.fromkeys(view.layout.lines_of(Span(start, end + 1)), (("selection", selection),))
        if (y := view.layout.line_of(at)) < view.layout.end:
            lines[y] = (*lines.get(y, ()), ("caret", Span(at, max(next_cluster(self.article.text, at), at + 1))))
        return lines

    @property
    def scrollbar_marks(self) -> ScrollbarMarks:
        """The marks on the scroll bar, computed once for the layers and the height of the pane."""
        made_of = (self.painter.forgotten, self.view.height, len(self.article.text))
        if self._scrollbar_key != made_of:
            self._scrollbar_key = made_of
            self._scrollbar_marks = ScrollbarMarks(made_of[2], made_of[1], dict(self.painter.layers))
        return self._scrollbar_marks

    @property
    def caret_row(self) -> int:
        return self.view.layout.line_of(self.caret.offset) - self.view.top

    def go(
        self,
        offset: int,
        *,
        extending: bool = False,
        jump: bool = False,
        keep_row: bool = False,
        keep_goal: bool = False,
        already_scrolled: bool = False,
    ) -> None:
        """Move the caret to `offset` and scroll it into view.

        A `jump` is recorded to go back to. If it has to scroll, the caret keeps its row of the screen, as with
        `keep_row`. With `keep_goal` the caret keeps the column that it returns to on longer lines.
        `already_scrolled` says that the caller has scrolled the text.
        """
        before_now, self._moved_at = self._moved_at, monotonic()
        rapid = self._moved_at - before_now < RAPID_INTERVAL
        before, line = self.caret.offset, self.view.layout.line_of(self.caret.offset)
        selecting = self.caret.mark is not None or extending
        self.caret.move(offset, extending=extending)
        if not keep_goal:
            self.caret.goal = None
        row = line - self.view.top if jump or keep_row else None
        scrolled = self.view.reveal(self.caret.offset, row=row)
        if rapid:
            if not self.paints_later:  # painted once after all waiting keys instead of after each
                self.paints_later = True
                self.app.call_later(self._paint_deferred)
        elif scrolled or selecting or already_scrolled:
            self.refresh()
        else:
            for y in {line, self.view.layout.line_of(self.caret.offset)}:
                self.refresh(Region(0, y - self.view.top, self.size.width, 1))
        jump_from = before if jump and before != self.caret.offset else None
        if jump_from is not None or not rapid:
            self._post_moved(jump_from)

    def _paint_deferred(self) -> None:
        self.paints_later = False
        self.refresh_moved()

    def _post_moved(self, jump_from: int | None = None) -> None:
        if jump_from is not None or not self._moves:
            self._moves.append(jump_from)
            self.post_message(self.Moved())

    def take_moves(self) -> list[int | None]:
        """Return the moves since the last call: the offset before each jump, None for others."""
        moves, self._moves = self._moves, []
        return moves

    def _goal(self) -> int:
        if self.caret.goal is None:
            self.caret.goal = self.view.column_of(self.caret.offset)
        return self.caret.goal

    def go_lines(self, lines: int, *, extending: bool = False) -> None:
        if self._readable:
            target = self.view.step(self.caret.offset, lines, self._goal())
            self.go(target, extending=extending, keep_goal=True)

    def _go_page(self, lines: int) -> None:
        if self._readable:
            self.go(self.view.page(self.caret.offset, lines, self._goal()), keep_goal=True, already_scrolled=True)
            self.call_after_refresh(self._look_ahead, lines)

    def _look_ahead(self, lines: int) -> None:
        """Paint in advance what the same key would show next."""
        view, painter = self.view, self.painter
        view.layout.extend_to_line(view.top + lines + (view.height if lines > 0 else 0))
        thumb, marks = range(*view.thumb()), self.scrollbar_marks
        for row in range(view.height):
            if (y := view.top + lines + row) >= view.layout.first:
                painter.strip(y, view.layout, view.margin, view.width, marks.bar(row, thumb))

    def commands(self) -> Handlers:
        moves: dict[str, Callable[[], None]] = {
            "line-down": partial(self.go_lines, 1),
            "line-up": partial(self.go_lines, -1),
            "line-start": lambda: self.go(self.view.line_ends(self.caret.offset)[0]),
            "line-end": lambda: self.go(self.view.line_ends(self.caret.offset)[1]),
            "page-down": lambda: self._go_page(max(1, self.view.height - 2)),
            "page-up": lambda: self._go_page(-max(1, self.view.height - 2)),
            "half-page-down": lambda: self._go_page(max(1, self.view.height // 2)),
            "half-page-up": lambda: self._go_page(-max(1, self.view.height // 2)),
            "top": lambda: self.go(0, jump=True),
            "bottom": lambda: self.go(len(self.article.text), jump=True),
        }
        selecting: dict[str, Callable[[], None]] = {
            "select-characters": partial(self._select, "characters"),
            "select-paragraphs": partial(self._select, "paragraphs"),
            "select-line-up": partial(self.go_lines, -1, extending=True),
            "select-line-down": partial(self.go_lines, 1, extending=True),
        }
        for unit in ("character", "word"):
            for side, way in (("left", -1), ("right", 1)):
                moves[f"{unit}-{side}"] = partial(self._go_unit, unit, way)
                selecting[f"select-{unit}-{side}"] = partial(self._go_unit, unit, way, extending=True)
        for unit in ("sentence", "paragraph"):
            for which, way in (("previous", -1), ("next", 1)):
                moves[f"{which}-{unit}"] = partial(self._go_unit, unit, way)
        return {
            **{name: (move, always) for name, move in moves.items()},
            **{name: (select, lambda: self._readable) for name, select in selecting.items()},
            "swap-ends": (self.swap_ends, lambda: self.selection is not None),
        }

    def _go_unit(self, unit: str, way: int, *, extending: bool = False) -> None:
        """Go by one `unit`, forward for `way` 1, back for -1; a growing selection takes whole words and sentences."""
        caret, target = self.caret, STEPS[unit](self.article, self.caret.offset, way)
        grows = caret.mark is not None and not caret.held and caret.unit == "characters" and target > caret.mark
        if way > 0 and grows and (to_end := UNIT_ENDS.get(unit)) is not None:
            target = to_end(self.article, caret.offset)
        self.go(target, extending=extending)

    @property
    def _readable(self) -> bool:
        return bool(self.article.blocks)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or not self._readable:
            return
        self.capture_mouse()
        if self._on_bar(event):
            self._bar_row = event.y
            self.go(self.scrollbar_marks.target_of_row(event.y), jump=True)
        else:
            self._dragging = True
            self.go(self.view.offset_at_cell(event.x, event.y), extending=event.shift)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._bar_row is not None:
            row = max(0, min(event.y, self.size.height - 1))
            if row != self._bar_row:
                self._bar_row = row
                self.go(self.scrollbar_marks.range_of_row(row)[0])
        if not self._dragging:
            return
        beyond = -1 if event.y < 0 else 1 if event.y >= self.size.height else 0
        if beyond and self._drag_timer is None:
            self._drag_timer = self.set_interval(DRAG_INTERVAL, lambda: self._extend_beyond(beyond))
        elif not beyond:
            self._stop_drag_timer()
            target = self.view.offset_at_cell(event.x, event.y)
            if target != self.caret.offset:
                self.go(target, extending=True)

    def _extend_beyond(self, way: int) -> None:
        if self._drag_timer is not None:  # a tick may have been queued when the mouse came back
            self.go_lines(way, extending=True)

    def _stop_drag_timer(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def on_mouse_up(self) -> None:
        self._stop_drag_timer()
        if self._dragging or self._bar_row is not None:
            chosen = self.selection if self._dragging else None
            if chosen is not None and any(map(str.isspace, chosen.of(self.article.text))):  # several words, made whole
                first, last = (segments.word_at(self.article, at) for at in (chosen.start, chosen.end - 1))
                if (whole := first.joined(last)) != chosen:
                    self.select_span(whole)
            self._dragging, self._bar_row = False, None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        if self._readable and event.chain >= 2 and not self._on_bar(event):
            at = self.view.offset_at_cell(event.x, event.y)
            word = event.chain == 2
            self.select_span(segments.word_at(self.article, at) if word else self.article.block_at(at).span)

    def _on_bar(self, event: events.MouseEvent) -> bool:
        return event.x == self.size.width - 1 and any(self.view.thumb())

    def scroll_by_wheel(self, event: events.MouseEvent, way: int) -> None:
        """Scroll by a notch of the wheel, down for `way` 1; the caret stays on the screen."""
        event.stop()
        view = self.view
        if not self._readable or not view.scroll_to(view.top + way * WHEEL_LINES):
            return
        y = view.layout.line_of(self.caret.offset)
        edge = max(view.top, min(y, view.top + view.height - 1))
        if edge != y:
            target = view.offset_in_line(view.nonblank_line(edge, way), view.column_of(self.caret.offset))
            self.caret.move(target, extending=self._dragging)
        self.refresh_moved()

    @property
    def selection(self) -> Span | None:
        """The selected span without white space at its ends; None if nothing is left."""
        chosen = self.caret.selection
        trimmed = chosen.stripped(self.article.text) if chosen else None
        return trimmed or None

    def _select(self, unit: Unit) -> None:
        self.caret.begin(unit)
        self.refresh_moved()

    def select_from(self, span: Span) -> None:
        """Select `span` with the caret on its last character, so that every move changes its end."""
        self.caret.clear()
        self.go(span.start, jump=True)
        self.caret.begin("characters")
        self.go(max(span.start, previous_cluster(self.article.text, span.end)))
        self.refresh_moved()

    def swap_ends(self) -> None:
        """Go to the other end of the selection, so that moves change that end."""
        if (other := self.caret.swap()) is not None:
            self.go(other, extending=self.caret.held)

    def clear_selection(self) -> bool:
        had = self.caret.clear()
        if had:
            self.refresh_moved()
        return had

    def select_span(self, span: Span) -> None:
        self.caret.select_span(span)
        self.refresh_moved()

    def refresh_moved(self) -> None:
        """Repaint after the selection or the text moved, and post `Moved`."""
        self.refresh()
        self._post_moved()

    def reveal_caret(self) -> None:
        if self.view.reveal(self.caret.offset):
            self.refresh_moved()
