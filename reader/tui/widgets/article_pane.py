"""The article's text: one widget that paints lines, with a caret, a selection and layers of spans.

It keeps its own top line and hands kept strips straight to the compositor, so a key costs the same in a story and in a
book. Everything it says to the outside is in offsets of the article. The trap: the first paint comes before the first
resize, so painting itself lays out when the size has changed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.config import NARROWEST, WIDEST
from reader.document import segments
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import next_cluster, previous_cluster
from reader.tui.commands import Handlers, always, bindings_of
from reader.tui.widgets.article_mouse import MouseHandler
from reader.tui.widgets.article_painter import ORDER, Painter, TextLayer, apply_filters
from reader.view.scrollbar import ScrollbarMarks
from reader.view.selection import Caret, Unit
from reader.view.viewport import MEASURE, Viewport

IDLE_AFTER = 0.1
"""Seconds after a key in which nothing else is done: the next one of many comes sooner."""

RAPID_INTERVAL = 0.03
"""Seconds between two moves that are faster than a held key repeats, in most terminals."""


BAR_STYLES = ("thumb", "noted", "sought", "held")
"""The styles of the scroll bar."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What one painting of the pane has beside the kept strips."""

    thumb: range
    """Rows."""
    density: ScrollbarMarks
    caret_line: int
    caret: tuple[str, Span]
    selected: range
    """Lines."""
    selection: tuple[tuple[str, Span], ...]


class ArticlePane(MouseHandler, can_focus=True):
    """The text of an article."""

    BINDINGS = bindings_of("article")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{kind}" for kind in (*ORDER, *BAR_STYLES, "base")}
    ALLOW_SELECT = False
    """Textual's own selection would take the whole widget; ours is in offsets."""

    class Begun(Message):
        """The first lines have been painted: there is time for what is not the article."""

    @dataclass
    class Moved(Message):
        """The caret or the selection is somewhere else: once for all moves since it was heard last, but each jump."""

        jump_from: int | None = None
        """Where the caret was before a jump."""

    def __init__(self, article: Article, caret: int = 0, measure: int = MEASURE) -> None:
        super().__init__(id="article")
        self.article = article
        self.view = Viewport(article, measure)
        self.caret = Caret(article, caret)
        self.painter = Painter(article, self._style_of, partial(apply_filters, self))
        self._show_marks()
        self._density_of = (-1, 0, 0)
        self._kept_density = ScrollbarMarks(0, 1, {})
        self._placed = False
        self._moved_at = 0.0
        self.moving_rapidly = False
        """Whether moves follow one another so fast that nobody waits for the frame of one."""
        self._behind = False
        self._telling = False

    def resume(self, article: Article) -> None:
        """Show another text of the same article, the caret where it was."""
        self.article = self.painter.article = self.caret.article = article
        self.view.resume(article)
        self.caret.clear()
        self.caret.move(self.caret.offset)
        self.painter.layers.clear()
        self.painter.forget()
        self._show_marks()
        self.refresh()

    def _show_marks(self) -> None:
        for kind in ("strong", "emphasis", "strike", "code", "link"):
            spans = [mark.span for mark in self.article.marks if mark.kind == kind]
            if spans:
                self.painter.put("inline-code" if kind == "code" else kind, spans)

    # ------------------------------------------------------------------ painting

    def _style_of(self, kind: str) -> Style:
        return self.get_component_rich_style(f"article--{kind}", partial=kind not in ("base", "thumb"))

    def watch_has_focus(self, _has_focus: bool) -> None:
        """It looks the same with the keys and without, so its thirty styles need not be worked out again."""

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.painter.forget(styles=True)

    def show_layers(self, layers: Mapping[str, Iterable[Span] | TextLayer]) -> None:
        """Draw spans as what their kind says in the text, painting once for all of them."""
        changed = [kind for kind, spans in layers.items() if self.painter.put(kind, spans)]
        if changed:
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._dirty_regions.clear()
        self._fit()
        frame = self._frame()
        strips = [self._strip(row, frame) for row in range(crop.y, crop.bottom)]
        if crop.x or crop.right < self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def render_line(self, y: int) -> Strip:
        self._fit()
        return self._strip(y, self._frame())

    def _fit(self) -> None:
        if self.view.fit(self.size.width, self.size.height):
            self.painter.forget()
            if not self._placed:
                self._placed = True
                self.post_message(self.Begun())
                self.view.reveal(self.caret.offset, row=self.view.height // 3)

    def _frame(self) -> Frame:
        """What lies over the kept strips, asked once for all rows."""
        view, over = self.view, []
        caret = view.layout.line_of(self.caret.offset)
        selected = range(0)
        if (selection := self.caret.selection) is not None:
            first, behind = view.visible_range()  # a selection may reach over the whole book
            start, end = max(selection.start, first), min(selection.end - 1, behind)
            selected = range(view.layout.line_of(start), view.layout.line_of(end) + 1) if start <= end else range(0)
            over.append(("selection", selection))
        end = next_cluster(self.article.text, self.caret.offset)
        caret_span = Span(self.caret.offset, max(end, self.caret.offset + 1))
        thumb = range(*view.thumb())
        return Frame(thumb, self.density, caret, ("caret", caret_span), selected, tuple(over))

    @property
    def density(self) -> ScrollbarMarks:
        """What the scroll bar shows, made once for what is noted and sought and the height of the pane."""
        made_of = (self.painter.changes, self.view.height, len(self.article.text))
        if self._density_of != made_of:
            self._density_of = made_of
            self._kept_density = ScrollbarMarks(made_of[2], made_of[1], dict(self.painter.layers))
        return self._kept_density

    def _strip(self, row: int, frame: Frame) -> Strip:
        view, y = self.view, self.view.top + row
        over = frame.selection if y in frame.selected else ()
        if y == frame.caret_line and y < view.layout.end:
            over = (*over, frame.caret)
        bar = frame.density.bar(row, frame.thumb)
        if over:
            return self.painter.paint(view.layout, y, view.margin, view.width, bar, over)
        return self.painter.strip(view.layout, y, view.margin, view.width, bar)

    def _refresh_lines(self, *lines: int) -> None:
        """Have only these lines painted again."""
        for y in set(lines):
            self.refresh(Region(0, y - self.view.top, self.size.width, 1))

    @property
    def idle(self) -> bool:
        """Whether no key has come just now: the time to do what can wait."""
        return monotonic() - self._moved_at > IDLE_AFTER

    # ------------------------------------------------------------------ moving

    @property
    def caret_row(self) -> int:
        """The row of the pane in which the caret is."""
        return self.view.layout.line_of(self.caret.offset) - self.view.top

    def go(
        self,
        offset: int,
        *,
        extending: bool = False,
        jump: bool = False,
        steady: bool = False,
        keep_goal: bool = False,
        paged: bool = False,
    ) -> None:
        """Move the caret to `offset` and bring it into sight.

        A jump can be taken back; far off it keeps the caret on its row of the screen, as does a `steady` move. `paged`
        text has scrolled.
        """
        before_now, self._moved_at = self._moved_at, monotonic()
        self.moving_rapidly = self._moved_at - before_now < RAPID_INTERVAL
        before, line = self.caret.offset, self.view.layout.line_of(self.caret.offset)
        selecting = self.caret.mark is not None or extending
        self.caret.move(offset, extending=extending)
        if not keep_goal:
            self.caret.goal = None
        row = line - self.view.top if jump or steady else None
        scrolled = self.view.reveal(self.caret.offset, row=row)
        if self.moving_rapidly:
            self._fall_behind()
        elif scrolled or selecting or paged:
            self.refresh()
        else:
            self._refresh_lines(line, self.view.layout.line_of(self.caret.offset))
        jump_from = before if jump and before != self.caret.offset else None
        if jump_from is not None or not self.moving_rapidly:
            self.tell(jump_from)

    def _fall_behind(self) -> None:
        """Paint once behind all keys that wait, instead of once in between."""
        if not self._behind:
            self._behind = True
            self.app.call_later(self._catch_up)

    def _catch_up(self) -> None:
        self._behind = False
        self.refresh()
        self.tell()

    def tell(self, jump_from: int | None = None) -> None:
        """Say that the caret has moved, unless that is still to be heard."""
        if jump_from is not None or not self._telling:
            self._telling = True
            self.post_message(self.Moved(jump_from))

    def on_article_pane_moved(self) -> None:
        self._telling = False

    def _goal(self) -> int:
        """The column that moves up and down keep."""
        if self.caret.goal is None:
            self.caret.goal = self.view.column_of(self.caret.offset)
        return self.caret.goal

    def go_lines(self, lines: int, *, extending: bool = False) -> None:
        if self.readable:
            target = self.view.step(self.caret.offset, lines, self._goal())
            self.go(target, extending=extending, keep_goal=True)

    def _go_page(self, lines: int) -> None:
        """Scroll by `lines`, the caret with the text."""
        if self.readable:
            self.go(self.view.page(self.caret.offset, lines, self._goal()), keep_goal=True, paged=True)
            self.call_after_refresh(self._look_ahead, lines)

    def _look_ahead(self, lines: int) -> None:
        """Paint what the same key would show next."""
        view, painter = self.view, self.painter
        view.layout.extend_to_line(view.top + lines + (view.height if lines > 0 else 0))
        thumb, density = range(*view.thumb()), self.density
        for row in range(view.height):
            if (y := view.top + lines + row) >= view.layout.first:
                painter.strip(view.layout, y, view.margin, view.width, density.bar(row, thumb))

    def _step(self, unit: str, way: int) -> int:
        """Where a step of one `unit` leads from the caret."""
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
            **{name: (select, lambda: self.readable) for name, select in selecting.items()},
            "swap-ends": (self.swap_ends, lambda: self.selection is not None),
        }

    def _go_unit(self, unit: str, way: int, *, extending: bool = False) -> None:
        """Go by one `unit`, forward for `way` 1, back for -1."""
        self.go(self._step(unit, way), extending=extending)

    # ------------------------------------------------------------------ selecting

    @property
    def selection(self) -> Span | None:
        """What is selected, without white space at its ends; None when that is nothing."""
        chosen = self.caret.selection
        trimmed = segments.trimmed(self.article.text, chosen) if chosen else None
        return trimmed or None

    def _select(self, unit: Unit) -> None:
        self.caret.begin(unit)
        self._selection_changed()

    def select_from(self, span: Span) -> None:
        """Select `span` with the caret on its last character: every move changes where it ends."""
        self.caret.clear()
        self.go(span.start, jump=True)
        self.caret.begin("characters")
        self.go(max(span.start, previous_cluster(self.article.text, span.end)))
        self._selection_changed()

    def swap_ends(self) -> None:
        """Go to the other end of the selection, so that moves change where it begins."""
        if (other := self.caret.swap()) is not None:
            self.go(other, extending=self.caret.held)

    def clear_selection(self) -> bool:
        """Select nothing; whether there was something."""
        had = self.caret.clear()
        if had:
            self._selection_changed()
        return had

    def hold(self, span: Span) -> None:
        self.caret.hold(span)
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.refresh()
        self.tell()

    def widen(self, columns: int) -> int:
        """Make the text so many columns wider, or as wide as reads well for 0; how wide it is now."""
        measure = max(NARROWEST, min(self.view.measure + columns, WIDEST)) if columns else MEASURE
        if self.view.fit(self.size.width, self.size.height, measure):
            self.painter.forget()
            self.view.reveal(self.caret.offset)
            self.refresh()
        return self.view.layout.width
