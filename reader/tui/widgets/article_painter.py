"""The painter: turns lines of the layout into strips, with layers of spans drawn one over another.

A layer is a kind of span: names, quotes, notes, hits and so on. Where layers overlap, a piece of the line has several
kinds, and their styles are added in the order of `ORDER`; emphasis within italics is upright, as in print. Strips are
cached by line, since returning the same object for an unchanged line makes scrolling cheap; changing a layer clears the
cache. The caret and the selection are not cached: their few lines are painted every time. Pitfall: the last cell
belongs to the scroll bar, which changes more often than the text, so the text is cached without it too.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.document.article import Article, Block
from reader.text.span import Span
from reader.text.width import cells_of, clusters, cut, drawn
from reader.view.interval_index import IntervalIndex
from reader.view.layout import BLANK, QUOTE_BAR, DisplayLine, Layout
from reader.view.scrollbar import NOTE_SIGNS, THUMB
from reader.view.viewport import GUTTER

ORDER = (
    *("title", "standfirst", "furniture", "heading", "subheading", "minor"),
    *("quotation", "code", "table", "rule", "sign", "bar"),
    *("strong", "emphasis", "strike", "inline-code", "link"),
    *("person", "organisation", "place", "other"),
    *("indirect", "quote", "highlight", "note", "changed", "overlap", "chosen", "hit", "current", "selection", "caret"),
)
"""The kinds of a piece, the lowest layer first."""

ITALIC_GROUND = frozenset(("standfirst", "minor", "quotation", "quote", "indirect"))
"""The kinds set in italics as a whole."""

EMPHASIZED = frozenset(("emphasis", "place", "other"))
"""The kinds set in italics to differ from the words around them."""

RANK = {kind: rank for rank, kind in enumerate(ORDER)}

HEADINGS = ("heading", "heading", "subheading", "minor")
"""The kind of a heading by its level; the last is for all deeper ones."""

MANY_NOTES = "+"
"""The sign of a line where ten or more notes begin."""

QUOTE_SIGNS = {"quote": "“", "indirect": "~"}
"""The sign of a line where direct or indirect speech begins."""

BAR_KINDS = {THUMB: "thumb", **dict.fromkeys(NOTE_SIGNS.values(), "noted")}
"""The kind by the sign of the scroll bar."""

UNREVERSED = Style(reverse=False, underline=True)
"""The caret on words that are reversed already."""

UPRIGHT = Style(italic=False)

START_AND_END = attrgetter("start", "end")
"""The order of spans, ten times as fast as their own comparison."""

Kinds = tuple[str, ...]


def apply_filters(widget: Widget, strip: Strip) -> Strip:
    """Return `strip` without colours for NO_COLOR, or in the terminal's colours for an ANSI theme."""
    if filters := widget.get_line_filters():
        background = widget.background_colors[1]
        for line_filter in filters:
            strip = strip.apply_filter(line_filter, background)
    return strip


class TextLayer:
    """The spans of one kind, sorted and indexed."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans, key=START_AND_END)
        self._overlaps = IntervalIndex(self.spans)

    def first_from(self, start: int, end: int) -> int | None:
        """Return the first offset in [start, end) where a span begins; None if none does."""
        return self._overlaps.first_from(start, end)

    def overlapping(self, start: int, end: int) -> list[Span]:
        """Return the spans that share a character with [start, end), the last first."""
        return [self.spans[index] for index in self._overlaps.overlapping(start, end)]


NO_SPANS = TextLayer()


def split_at_layers(line: DisplayLine, text: str, live: Sequence[tuple[str, Span]]) -> Iterator[tuple[str, Kinds]]:
    """Yield the pieces of a line between the edges of spans, each with its kinds in the order of `ORDER`."""
    edges = {line.start, line.end}
    for _, span in live:
        edges.update(edge for edge in (span.start, span.end) if line.start < edge < line.end)
    cuts = sorted(edges)
    words = text[line.start : line.end]
    if not words.isascii() and len(cuts) > 2:
        starts = [line.start + start for start, _, _ in clusters(words)]
        cuts = sorted({line.start, line.end, *(starts[max(0, bisect_left(starts, cut + 1) - 1)] for cut in cuts[1:-1])})
    for start, end in pairwise(cuts):
        kinds = {kind for kind, span in live if span.start < end and start < span.end}
        yield text[start:end], tuple(sorted(kinds, key=RANK.__getitem__))


def empty_article_message() -> str:
    """Return the text shown for an empty article."""
    from reader.config.contexts import first_key

    return f"This text is empty. {first_key('library')} shows the library."


def block_style(block: Block) -> str:
    """Return the kind of a block: its role, its level for a heading, else its own kind."""
    if block.role in RANK:
        return block.role
    if block.kind == "heading":
        return HEADINGS[min(block.level, len(HEADINGS)) - 1]
    return block.kind


class Painter:
    """Paints lines as strips, and caches them until a layer or the layout changes."""

    CACHE_SIZE = 400
    """Lines: about a dozen screens."""

    def __init__(self, article: Article, style: Callable[[str], Style], finish: Callable[[Strip], Strip]):
        self.article = article
        self.layers: dict[str, TextLayer] = {}
        self._style_of = style
        self._finish = finish
        self._styles: dict[Kinds, Style] = {}
        self._strips: dict[tuple[Layout, int, int, str], Strip] = {}
        self._words: dict[tuple[Layout, int, int], list[Segment]] = {}
        self.changes = 0
        """The number of changes of layers, for caches that depend on them."""

    def forget(self, styles: bool = False) -> None:
        """Clear the cached strips, and the styles too if the theme has changed."""
        self._strips.clear()
        self._words.clear()
        if styles:
            self._styles.clear()

    def put(self, kind: str, spans: Iterable[Span] | TextLayer) -> bool:
        """Set the layer of `kind`; return whether that changes anything."""
        layer, before = spans if isinstance(spans, TextLayer) else TextLayer(spans), self.layers.get(kind, NO_SPANS)
        self.layers[kind] = layer
        if layer.spans == before.spans:
            return False
        self.forget()
        self.changes += 1
        return True

    def style(self, kinds: Kinds) -> Style:
        """Return the style of a piece with `kinds`, the lowest first."""
        if (style := self._styles.get(kinds)) is None:
            style = self._style_of("base")
            for kind in kinds:
                over = self._style_of(kind)
                style += UNREVERSED if kind == "caret" and style.reverse else over
            if EMPHASIZED.intersection(kinds) and ITALIC_GROUND.intersection(kinds):
                style += UPRIGHT
            (finished_piece,) = self._finish(Strip([Segment(" ", style)]))
            style = self._styles[kinds] = finished_piece.style or style
        return style

    def strip(self, layout: Layout, y: int, margin: int, width: int, bar: str) -> Strip:
        """Return line `y` without caret and selection: `width` cells with margin, gutter and scroll bar."""
        key = (layout, y, width * 1000 + margin, bar)
        if (kept := self._strips.get(key)) is None:
            if len(self._strips) > self.CACHE_SIZE:
                self.forget()
            words = self._words.get(key[:3])
            kept = self.paint(layout, y, margin, width, bar) if words is None else self._barred(words, width, bar)
            self._strips[key] = kept
        return kept

    def paint(
        self, layout: Layout, y: int, margin: int, width: int, bar: str, over: Sequence[tuple[str, Span]] = ()
    ) -> Strip:
        """Return line `y` with the spans of `over` (caret, selection) on top, and `bar` in its last cell."""
        base = self.style(())
        segments = [Segment(" " * margin, base)]
        used = margin
        if not self.article.blocks:
            words = cut(empty_article_message() if y == 1 else "", width - 2 * GUTTER)
            segments.append(Segment(" " * GUTTER + words, self.style(("sign",))))
            used += GUTTER + cells_of(words)
        elif layout.first <= y < layout.end:
            line = layout.line(y)
            for words, kinds in self._line(layout, y, line, over):
                segments.append(Segment(words, self.style(kinds)))
                used += cells_of(words)
        if used < width:
            segments.append(Segment(" " * (width - 1 - used), base))
        else:
            segments = list(Strip(segments).adjust_cell_length(width - 1, base))
        if not over:
            self._words[layout, y, width * 1000 + margin] = segments
        return self._barred(segments, width, bar)

    def _barred(self, words: Sequence[Segment], width: int, bar: str) -> Strip:
        """Return a line with the scroll bar at its end."""
        kinds = [BAR_KINDS.get(sign, "sought") for sign in reversed(bar.strip())]
        return Strip(
            [*words, Segment(bar[:1], self.style((*kinds, "held") if len(kinds) > 1 else tuple(kinds)))], width
        )

    def _line(
        self, layout: Layout, y: int, line: DisplayLine, over: Sequence[tuple[str, Span]]
    ) -> Iterator[tuple[str, Kinds]]:
        """Yield the gutter, the prefix and the pieces of a line."""
        text = self.article.text
        if line.block == BLANK:
            if line.prefix:
                yield " " * GUTTER + line.prefix, ("bar",)
            return
        block = self.article.blocks[line.block]
        layers = [(kind, layer) for kind, layer in self.layers.items() if layer.spans and kind in RANK]
        live = [(kind, span) for kind, layer in layers for span in layer.overlapping(line.start, line.end)]
        live += over
        if (shape := block_style(block)) in RANK:
            live.append((shape, block.span))
        yield from self._margin(layout, y, line)
        bars = line.prefix.rfind(QUOTE_BAR) + 1
        for sign, kind in ((line.prefix[:bars], "bar"), (line.prefix[bars:], "sign")):
            if sign:
                yield sign, (kind,)
        caret_at_end = next((span for kind, span in over if kind == "caret" and span.start >= line.end), None)
        for words, kinds in split_at_layers(line, text, live):
            if words:
                yield drawn(words), kinds
        if caret_at_end is not None:
            yield " ", ("caret",)

    def _margin(self, layout: Layout, y: int, line: DisplayLine) -> Iterator[tuple[str, Kinds]]:
        """Yield the gutter: the sign or number of notes that begin on the line, the sign of a quote, a space."""
        until = layout.start_of(y + 1)
        signs = [
            sign
            for kind, sign in NOTE_SIGNS.items()
            if (layer := self.layers.get(kind, NO_SPANS)).spans
            for span in layer.overlapping(line.start, until)
            if line.start <= span.start < until
        ]
        if signs:
            yield signs[0] if len(signs) == 1 else str(len(signs)) if len(signs) < 10 else MANY_NOTES, ("noted",)
        else:
            yield " ", ()
        for kind, sign in QUOTE_SIGNS.items():
            layer = self.layers.get(kind, NO_SPANS)
            if layer.spans and any(span.start >= line.start for span in layer.overlapping(line.start, line.end)):
                yield sign, (kind,)
                break
        else:
            yield " ", ()
        yield " ", ()
