"""The pane of the article: a widget that paints lines of text with a caret, a selection and layers of spans.

It owns a viewport, a caret, a painter and a mouse handler, and hands cached strips straight to the compositor, so a key
costs the same in a story and in a book. Its interface is in offsets of the article. Pitfall: the first paint comes
before the first resize, so painting itself lays out when the size has changed.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import next_cluster, previous_cluster
from reader.tui.chrome.direct_painter import LineWidget
from reader.tui.command_router import Handlers, always, bindings_of
from reader.tui.widgets.article_mouse import MouseHandler
from reader.tui.widgets.article_painter import Painter, apply_filters
from reader.tui.widgets.line_pieces import Syntax
from reader.tui.widgets.text_layers import ORDER, UNSTYLED, TextLayer
from reader.view.caret import Caret, Unit
from reader.view.hyperlink import are_links_understood
from reader.view.scrollbar import ScrollbarMarks, Track
from reader.view.viewport import MEASURE, Viewport

IDLE_AFTER = 0.1
"""Seconds without a key after which the pane is idle: a repeated key comes sooner."""

RAPID_INTERVAL = 0.03
"""Seconds: moves that follow faster than a held key repeats in most terminals are rapid."""


UNIT_ENDS = {"word": segments.word_end, "sentence": segments.sentence_end}
"""Moves to the last character of a unit, for a selection that includes the character under the caret."""

BAR_STYLES = ("thumb", "noted", "sought", "quiet", "lit")
"""The styles of the scroll bar."""

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

PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Frame:
    """The changing parts of one paint of the pane, besides the cached strips."""

    thumb: range
    """Rows."""
    track: Track
    marks: ScrollbarMarks
    caret_line: int
    caret: tuple[str, Span]
    selected: range
    """Lines."""
    selection: tuple[tuple[str, Span], ...]


class ArticlePane(LineWidget, can_focus=True):
    """The text of an article."""

    BINDINGS = bindings_of("article")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article--{kind}" for kind in (*ORDER, *BAR_STYLES, "base") if kind not in UNSTYLED
    }

    class FirstPainted(Message):
        """The first lines have been painted."""

    @dataclass
    class Moved(Message):
        """The caret or the selection moved: posted once for several moves, but for every jump."""

        jump_from: int | None = None
        """The offset before a jump."""

    def __init__(self, article: Article, caret: int = 0, measure: int = MEASURE) -> None:
        super().__init__(id="article")
        self.article = article
        self.view = Viewport(article, measure)
        self.caret = Caret(article, caret)
        self.painter = Painter(article, self._style_of, partial(apply_filters, self), lambda: self.app.no_color)
        self.mouse = MouseHandler(self)
        self.painter.show_article(article, linked=are_links_understood(os.environ))
        self.track: Track = ""
        """The line that the scroll bar is drawn over."""
        self._scrollbar_key = (-1, 0, 0)
        self._scrollbar_marks = ScrollbarMarks(0, 1, {})
        self._rows_key: tuple[object, ...] = ()
        self._rows: list[Strip] = []
        """The strips that were shown last, without caret and selection: Textual requests all of them at every key."""
        self.placed = False
        """True once the text is laid out for the size of the pane."""
        self._moved_at = 0.0
        self.moving_rapidly = False
        """True while moves follow each other too fast for each to be painted."""
        self.moves = PendingMoves(self)

    def change_text(self, article: Article) -> None:
        """Show another text of the same article, at the same offset."""
        self.article = self.caret.article = article
        self.view.change_text(article)
        self.caret.clear()
        self.caret.move(self.caret.offset)
        self.painter.show_article(article, linked=are_links_understood(os.environ))
        self.refresh()

    # ------------------------------------------------------------------ painting

    def _style_of(self, kind: str) -> Style:
        if (name := SYNTAX_COLOURS.get(kind.removeprefix("syntax:"))) is not None:
            return Style(color=Color.parse(self.app.theme_variables[name]).rich_color)
        return PLAIN if kind in UNSTYLED else self.get_component_rich_style(f"article--{kind}", partial=kind != "base")

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Do nothing: it looks the same without focus, and its thirty styles are costly to compute."""

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.painter.forget(styles=True)

    def show_layers(self, layers: Mapping[str, Iterable[Span] | TextLayer]) -> None:
        """Set several layers by kind, and repaint once."""
        changed = [kind for kind, spans in layers.items() if self.painter.put(kind, spans)]
        if changed:
            self.refresh()

    def hide_marks(self, kinds: frozenset[str]) -> None:
        """Mark all kinds of spans but these."""
        if self.painter.hide(kinds):
            self.refresh()

    def show_syntax(self, syntax: Syntax) -> None:
        """Show the colours of code, as far as they are known."""
        self.painter.show_syntax(syntax)
        self.refresh()

    def strips(self, start: int, end: int) -> list[Strip]:
        """Return the strips of the rows in [start, end), with caret and selection."""
        self._fit()
        view, painter, frame = self.view, self.painter, self._frame()
        look = (view.layout, view.margin, view.width)
        key = (*look, view.top, view.height, painter.forgotten, frame.thumb, frame.track, frame.marks)
        if key != self._rows_key or end > len(self._rows):
            bars = [frame.marks.bar(row, frame.thumb, frame.track) for row in range(max(end, view.height))]
            self._rows = [painter.strip(y, *look, bar) for y, bar in enumerate(bars, view.top)]
            self._rows_key = key
        strips = self._rows[start:end]
        for y in {frame.caret_line, *frame.selected}:
            if start <= (row := y - view.top) < end:
                over = frame.selection if y in frame.selected else ()
                if y == frame.caret_line and y < view.layout.end:
                    over = (*over, frame.caret)
                strips[row - start] = painter.paint(y, *look, frame.marks.bar(row, frame.thumb, frame.track), over)
        return strips

    def _fit(self) -> None:
        if self.view.fit(self.size.width, self.size.height):
            self.painter.forget()
            if not self.placed:
                self.placed = True
                self.post_message(self.FirstPainted())
                self.view.reveal(self.caret.offset, row=self.view.height // 3)

    def _frame(self) -> Frame:
        """Return what is drawn over the cached strips, computed once for all rows."""
        view, over = self.view, []
        caret = view.layout.line_of(self.caret.offset)
        selected = range(0)
        if (selection := self.caret.selection) is not None:
            first, stop = view.visible_range()  # a selection may cover the whole book
            start, end = max(selection.start, first), min(selection.end - 1, stop)
            selected = view.layout.lines_of(Span(start, end + 1)) if start <= end else range(0)
            over.append(("selection", selection))
        end = next_cluster(self.article.text, self.caret.offset)
        caret_span = Span(self.caret.offset, max(end, self.caret.offset + 1))
        thumb = range(*view.thumb())
        return Frame(thumb, self.track, self.scrollbar_marks, caret, ("caret", caret_span), selected, tuple(over))

    @property
    def scrollbar_marks(self) -> ScrollbarMarks:
        """The marks on the scroll bar, computed once for the layers and the height of the pane."""
        made_of = (self.painter.changes, self.view.height, len(self.article.text))
        if self._scrollbar_key != made_of:
            self._scrollbar_key = made_of
            self._scrollbar_marks = ScrollbarMarks(made_of[2], made_of[1], dict(self.painter.layers))
        return self._scrollbar_marks

    def _refresh_lines(self, *lines: int) -> None:
        for y in set(lines):
            self.refresh(Region(0, y - self.view.top, self.size.width, 1))

    @property
    def idle(self) -> bool:
        """True if no key has moved the caret just now, so that there is time for background work."""
        return monotonic() - self._moved_at > IDLE_AFTER

    # ------------------------------------------------------------------ moving

    @property
    def caret_row(self) -> int:
        """The row of the pane with the caret."""
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
        self.moving_rapidly = self._moved_at - before_now < RAPID_INTERVAL
        before, line = self.caret.offset, self.view.layout.line_of(self.caret.offset)
        selecting = self.caret.mark is not None or extending
        self.caret.move(offset, extending=extending)
        if not keep_goal:
            self.caret.goal = None
        row = line - self.view.top if jump or keep_row else None
        scrolled = self.view.reveal(self.caret.offset, row=row)
        if self.moving_rapidly:
            self._defer_paint()
        elif scrolled or selecting or already_scrolled:
            self.refresh()
        else:
            self._refresh_lines(line, self.view.layout.line_of(self.caret.offset))
        jump_from = before if jump and before != self.caret.offset else None
        if jump_from is not None or not self.moving_rapidly:
            self.moves.post(jump_from)

    def _defer_paint(self) -> None:
        """Paint once after all waiting keys instead of after each."""
        if not self.moves.waits_for_paint:
            self.moves.waits_for_paint = True
            self.app.call_later(self._paint_deferred)

    def _paint_deferred(self) -> None:
        self.moves.waits_for_paint = False
        self.refresh()
        self.moves.post()

    def on_article_pane_moved(self, event: Moved) -> None:
        self.moves.arrived(event)

    def _goal(self) -> int:
        """Return the column that moves up and down keep."""
        if self.caret.goal is None:
            self.caret.goal = self.view.column_of(self.caret.offset)
        return self.caret.goal

    def go_lines(self, lines: int, *, extending: bool = False) -> None:
        if self._readable:
            target = self.view.step(self.caret.offset, lines, self._goal())
            self.go(target, extending=extending, keep_goal=True)

    def _go_page(self, lines: int) -> None:
        """Scroll by `lines` and take the caret along."""
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
                painter.strip(y, view.layout, view.margin, view.width, marks.bar(row, thumb, self.track))

    def _step(self, unit: str, way: int) -> int:
        article, at = self.article, self.caret.offset
        if unit == "word":
            return segments.word_step(article, at, way)
        if unit == "sentence":
            return segments.sentence_step(article, at, way)
        if unit == "paragraph":
            return segments.paragraph_step(article, at, way)
        block = article.block_at(at)
        if way > 0:
            return next_cluster(article.text, at) if at < block.span.end else segments.paragraph_step(article, at, 1)
        if at > block.span.start:
            return previous_cluster(article.text, at)
        before = segments.paragraph_step(article, at, -1)
        return article.block_at(before).span.end if before < at else at

    def commands(self) -> Handlers:
        """Return the commands that move the caret or select."""
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
            "character-left": partial(self._go_unit, "character", -1),
            "character-right": partial(self._go_unit, "character", 1),
            "word-left": partial(self._go_unit, "word", -1),
            "word-right": partial(self._go_unit, "word", 1),
            "previous-sentence": partial(self._go_unit, "sentence", -1),
            "next-sentence": partial(self._go_unit, "sentence", 1),
            "previous-paragraph": partial(self._go_unit, "paragraph", -1),
            "next-paragraph": partial(self._go_unit, "paragraph", 1),
        }
        selecting: dict[str, Callable[[], None]] = {
            "select-characters": partial(self._select, "characters"),
            "select-paragraphs": partial(self._select, "paragraphs"),
            "select-line-up": partial(self.go_lines, -1, extending=True),
            "select-line-down": partial(self.go_lines, 1, extending=True),
            "select-character-left": partial(self._go_unit, "character", -1, extending=True),
            "select-character-right": partial(self._go_unit, "character", 1, extending=True),
            "select-word-left": partial(self._go_unit, "word", -1, extending=True),
            "select-word-right": partial(self._go_unit, "word", 1, extending=True),
        }
        return {
            **{name: (move, always) for name, move in moves.items()},
            **{name: (select, lambda: self._readable) for name, select in selecting.items()},
            "swap-ends": (self.swap_ends, lambda: self.selection is not None),
        }

    def _go_unit(self, unit: str, way: int, *, extending: bool = False) -> None:
        """Go by one `unit`, forward for `way` 1, back for -1; a growing selection takes whole words and sentences."""
        target = self._step(unit, way)
        if way > 0 and self.caret.would_include(target) and (to_end := UNIT_ENDS.get(unit)) is not None:
            target = to_end(self.article, self.caret.offset)
        self.go(target, extending=extending)

    @property
    def _readable(self) -> bool:
        return bool(self.article.blocks)

    # ------------------------------------------------------------------ the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.mouse.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.mouse.move(event)

    def on_mouse_up(self) -> None:
        self.mouse.release()

    def on_click(self, event: events.Click) -> None:
        self.mouse.click(event)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.mouse.scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.mouse.scroll(event, -1)

    # ------------------------------------------------------------------ selecting

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
        """Clear the selection; return whether there was one."""
        had = self.caret.clear()
        if had:
            self.refresh_moved()
        return had

    def select_span(self, span: Span) -> None:
        """Select `span`."""
        self.caret.select_span(span)
        self.refresh_moved()

    def refresh_moved(self) -> None:
        """Repaint after the selection or the text moved, and post `Moved`."""
        self.refresh()
        self.moves.post()

    def reveal_caret(self) -> None:
        """Scroll the caret into view."""
        if self.view.reveal(self.caret.offset):
            self.refresh_moved()


class PendingMoves:
    """The messages about moves of the caret that are still to come."""

    def __init__(self, pane: ArticlePane) -> None:
        self._pane = pane
        self._messages: list[ArticlePane.Moved] = []
        self.waits_for_paint = False
        """True while several moves wait to be painted together; then comes the message."""

    @property
    def are_pending(self) -> bool:
        return self.waits_for_paint or bool(self._messages)

    def post(self, jump_from: int | None = None) -> None:
        """Post `Moved`, unless one is still on its way and there was no jump."""
        if jump_from is not None or not self._messages:
            message = ArticlePane.Moved(jump_from)
            self._messages.append(message)
            self._pane.post_message(message)

    def arrived(self, message: ArticlePane.Moved) -> None:
        self._messages = [other for other in self._messages if other is not message]

    def take(self) -> list[ArticlePane.Moved]:
        """Return the messages, and keep them from whoever they were posted to."""
        messages, self._messages = self._messages, []
        for message in messages:
            message.stop()
        return messages
