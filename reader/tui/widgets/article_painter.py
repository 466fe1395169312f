"""The painter: turns lines of the layout into strips, with layers of spans drawn one over another.

The `LineComposer` says which words are on a line and of which kinds they are; here the styles of the kinds are added,
in the order of the layers; emphasis within italics is upright, as in print. Strips are cached by line, since returning
the same object for an unchanged line makes scrolling cheap; changing a layer clears the cache. The caret and the
selection are not cached: their few lines are painted every time. Pitfall: the last cell belongs to the scroll bar,
which changes more often than the text, so the text is cached without it too.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.config import with_keys
from reader.document.article import Article
from reader.text.span import Span
from reader.text.width import cells_of, cut
from reader.tui.widgets.line_pieces import LineComposer
from reader.tui.widgets.text_layers import EMPHASIZED, ITALIC_GROUND, NO_SPANS, Kinds, Live
from reader.view.hyperlink import are_links_understood
from reader.view.interval_index import IntervalIndex
from reader.view.layout import Layout
from reader.view.scrollbar import BarCell
from reader.view.viewport import GUTTER

if TYPE_CHECKING:
    from reader.view.syntax import SyntaxColours


def apply_filters(widget: Widget, strip: Strip) -> Strip:
    """Return `strip` without colours for NO_COLOR, or in the terminal's colours for an ANSI theme."""
    if filters := widget.get_line_filters():
        background = widget.background_colors[1]
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
    return strip


def filtered_style(widget: Widget, style: Style) -> Style:
    """Return a style as `apply_filters` makes it: for lines that change at every key it is made once."""
    (segment,) = apply_filters(widget, Strip([Segment(" ", style)]))
    return segment.style or style


class Painter:
    """Paints lines as strips, and caches them until a layer or the layout changes."""

    CACHE_SIZE = 400
    """Lines: about a dozen screens."""

    MOST_STYLES = 2000
    """Combinations of kinds; each link is one."""

    def __init__(
        self,
        article: Article,
        style: Callable[[str], Style],
        finish: Callable[[Style], Style],
        is_colourless: Callable[[], bool],
    ) -> None:
        self._composer = LineComposer(article, is_colourless, linked=are_links_understood(os.environ))
        self._style_of = style
        self._finish = finish
        self._is_colourless = is_colourless
        self._styles: dict[Kinds, Style] = {}
        self._strips: dict[tuple[Layout, int, int, BarCell], Strip] = {}
        self._words: dict[tuple[Layout, int, int], list[Segment]] = {}
        self.forgotten = 0
        """How often the cached strips were cleared, for caches that depend on them or on the layers."""

    @property
    def layers(self) -> Mapping[str, IntervalIndex]:
        return self._composer.layers

    @property
    def hidden(self) -> frozenset[str]:
        return self._composer.hidden

    def show_article(self, article: Article) -> None:
        """Show another text of the article, with its own marks and no other layers."""
        linked, hidden = are_links_understood(os.environ), self.hidden
        self._composer = LineComposer(article, self._is_colourless, linked=linked, hidden=hidden)
        self.forget()

    def show_syntax(self, syntax: "SyntaxColours") -> None:
        self._composer.syntax = syntax
        self.forget()

    def forget(self, styles: bool = False) -> None:
        """Clear the cached strips, and the styles too if the theme has changed."""
        self.forgotten += 1
        self._strips.clear()
        self._words.clear()
        if styles:
            self._styles.clear()

    def put(self, kind: str, spans: Iterable[Span] | IntervalIndex) -> bool:
        """Set the layer of `kind`; return whether that changes anything."""
        layer = spans if isinstance(spans, IntervalIndex) else IntervalIndex(spans)
        before = self.layers.get(kind, NO_SPANS)
        self._composer.layers[kind] = layer
        if layer.spans == before.spans:
            return False
        self.forget()
        return True

    def hide(self, kinds: frozenset[str]) -> bool:
        """Mark all kinds but `kinds`; return whether that changes anything."""
        changed, self._composer.hidden = kinds != self.hidden, kinds
        if changed:
            self.forget()
        return changed

    def style(self, kinds: Kinds) -> Style:
        """Return the style of a piece with `kinds`, the lowest first."""
        if (style := self._styles.get(kinds)) is None:
            if len(self._styles) > self.MOST_STYLES:
                self._styles.clear()
            style = self._styles[kinds] = self._make_style(kinds)
        return style

    def _make_style(self, kinds: Kinds) -> Style:
        style, address = self._style_of("base"), ""
        for kind in kinds:
            if kind == "current" and "selection" in kinds:
                continue  # its words have the colour of the page, which the ground of the selection is close to
            if kind.startswith("link:"):
                kind, _, address = kind.partition(":")
            on_reversed = kind == "caret" and style.reverse
            style += Style(reverse=False, underline=True) if on_reversed else self._style_of(kind)
        italic = {kind for kind in (EMPHASIZED | ITALIC_GROUND).intersection(kinds) if self._style_of(kind).italic}
        if italic & EMPHASIZED and italic & ITALIC_GROUND:
            style += Style(italic=False)
        style = self._finish(style)
        return style + Style(link=address) if address else style

    def strip(self, y: int, layout: Layout, margin: int, width: int, bar: BarCell) -> Strip:
        """Return line `y` without caret and selection: `width` cells with margin, gutter and scroll bar."""
        key = (layout, y, width * 1000 + margin, bar)
        if (kept := self._strips.get(key)) is None:
            if len(self._strips) > self.CACHE_SIZE:
                self.forget()
            words = self._words.get(key[:3])
            kept = self.paint(y, layout, margin, width, bar) if words is None else self._barred(words, width, bar)
            self._strips[key] = kept
        return kept

    def paint(self, y: int, layout: Layout, margin: int, width: int, bar: BarCell, over: Sequence[Live] = ()) -> Strip:
        """Return line `y` with the spans of `over` (caret, selection) on top, and `bar` in its last cell."""
        base = self.style(())
        segments = [Segment(" " * margin, base)]
        used = margin
        if not self._composer.article.blocks:
            words = with_keys("This text is empty. {library} shows the library.") if y == 1 else ""
            words = cut(words, width - 2 * GUTTER)
            segments.append(Segment(" " * GUTTER + words, self.style(("sign",))))
            used += GUTTER + cells_of(words)
        elif layout.first <= y < layout.end:
            for words, kinds in self._composer.compose(layout, y, layout.line(y), over):
                segments.append(Segment(words, self.style(kinds)))
                used += cells_of(words)
        if used < width:
            segments.append(Segment(" " * (width - 1 - used), base))
        else:
            segments = list(Strip(segments).adjust_cell_length(width - 1, base))
        if not over:
            self._words[layout, y, width * 1000 + margin] = segments
        return self._barred(segments, width, bar)

    def _barred(self, words: Sequence[Segment], width: int, bar: BarCell) -> Strip:
        return Strip([*words, Segment(bar.sign, self.style((bar.kind,) if bar.kind else ()))], width)
