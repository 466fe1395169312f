"""A line of the text as pieces to paint: the gutter, what is drawn before the text, the text itself.

A `LineComposer` knows the layers, and yields words with their kinds; the painter gives these their styles. Nothing
that the analysis found is marked in a heading, and hidden kinds are marked nowhere. Pitfall: a line of a box shows
stretches of several cells, and the caret may be at a space or a bar between them that is not drawn as text.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from reader.annotations import COLOURS
from reader.document.article import Article, Block, Mark
from reader.text.span import Span
from reader.text.width import cells_of, drawn
from reader.tui.widgets.text_layers import FOUND, RANK, Kinds, Live, split_at_layers
from reader.view.hyperlink import terminal_link
from reader.view.interval_index import IntervalIndex
from reader.view.layout import BLANK, QUOTE_BAR, DisplayLine, Layout
from reader.view.line_breaks import DIFF
from reader.view.scrollbar import NOTE_SIGNS
from reader.view.table_layout import BoxLine, column_in_box
from reader.view.viewport import GUTTER

if TYPE_CHECKING:
    from reader.view.syntax import SyntaxColours

HEADINGS = ("heading", "subheading", "minor")  # the kind of a heading by its level; the last is for all deeper ones
INSET = 2  # cells before a line of code that lie on its ground

CHANGED = {"+": "syntax:inserted", "-": "syntax:deleted"}
"""The kinds of the signs of a diff, before a row that continues a line, too."""

LINKED = ("link", "picture")  # the kinds of marks that have a target

MARK_LAYERS = {
    "strong": ("strong",),
    "emphasis": ("emphasis",),
    "strike": ("strike",),
    "inline-code": ("code",),
    "link": LINKED,
}
"""The kinds of marks by the name of their layer: blocks of code are a kind too, and pictures look like links."""

Words = tuple[str, Kinds]  # what is drawn, and its kinds


def link_target(marks: Sequence[Mark], span: Span) -> str:
    """Return the target of the link or picture at `span` among marks sorted by position; "" if there is none."""
    index = bisect_left(marks, span.start, key=lambda mark: mark.span.start)
    while index < len(marks) and marks[index].span.start == span.start:
        if marks[index].span == span and marks[index].kind in LINKED:
            return marks[index].href
        index += 1
    return ""


def block_style(block: Block) -> str:
    """Return the kind of a block: its role, its level for a heading, else its own kind."""
    if block.role == "badges":
        return "furniture"
    if block.role in RANK:
        return block.role
    if block.kind == "heading":
        return HEADINGS[min(block.level, len(HEADINGS)) - 1]
    return block.kind


def filled(*words: Words) -> Iterator[Words]:
    return (each for each in words if each[0])


class LineComposer:
    def __init__(
        self,
        article: Article,
        is_colourless: Callable[[], bool] = lambda: False,
        *,
        linked: bool = False,
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        """`linked`: the terminal may be told where links lead."""
        self.article = article
        self.layers: dict[str, IntervalIndex] = {}
        for name, kinds in MARK_LAYERS.items():
            if spans := [mark.span for mark in article.marks if mark.kind in kinds]:
                self.layers[name] = IntervalIndex(spans)
        self.hidden = hidden
        self.syntax: SyntaxColours | None = None
        self._linked = linked
        self._is_colourless = is_colourless

    def compose(self, layout: Layout, y: int, line: DisplayLine, over: Sequence[Live]) -> Iterator[Words]:
        """Yield a line with the spans of `over` (caret, selection) on top."""
        if line.block == BLANK:
            if line.prefix:
                yield " " * GUTTER + line.prefix, ("bar",)
            return
        block = self.article.blocks[line.block]
        yield from self._gutter(layout, y, line)
        live = self._live(block, line, over)
        yield from self._prefix(block, line.prefix)
        if line.box is not None:
            yield from self._box(line.box, live, over)
            return
        for part, kinds in split_at_layers(Span(line.start, line.end), self.article.text, live):
            if part:
                yield drawn(part.of(self.article.text)), kinds
        if block.role == "badges" and line.end < block.span.end:
            yield "…", ("furniture",)
        at_end = any(kind == "caret" and span.start >= line.end for kind, span in over)
        if at_end:
            yield " ", ("caret",)
        if block.kind == "code":
            shown = line.prefix + self.article.text[line.start : line.end]
            yield " " * (layout.width - cells_of(shown) - at_end), ("code",)

    def _live(self, block: Block, line: DisplayLine, over: Sequence[Live]) -> list[Live]:
        """Return the spans on a line that are drawn, with their kinds."""
        is_heading = block.kind == "heading" or block.role in ("title", "standfirst")
        stands_out = is_heading or (line.box is not None and line.box.heading)
        hidden = self.hidden | FOUND if stands_out else self.hidden
        if block.role == "badges":
            hidden |= {"link"}
        live = [
            (self._link(span) if kind == "link" else kind, span)
            for kind, layer in self.layers.items()
            if layer.spans and kind in RANK and kind not in hidden
            for span in layer.spans_in(line.start, line.end)
        ]
        live += over
        if self.syntax is not None and block.kind == "code":
            live += self.syntax.tokens(line.block, line.start, line.end)
        if (shape := block_style(block)) in RANK:
            live.append((shape, block.span))
        if line.box is not None and line.box.heading:
            live.append(("strong", line.box.row))
        return live

    def _link(self, span: Span) -> str:
        """Return the kind of a link, with its address if that may be sent to the terminal."""
        address = terminal_link(link_target(self.article.marks, span)) if self._linked else ""
        return f"link:{address}" if address else "link"

    def _prefix(self, block: Block, prefix: str) -> Iterator[Words]:
        """Return what is drawn before the text: bars of quotations, a bullet, the inset of code."""
        bars = prefix.rfind(QUOTE_BAR) + 1
        inset = max(bars, min(len(prefix), len(block.hang)) - INSET) if block.kind == "code" else len(prefix)
        sign = CHANGED.get(prefix[inset:].strip()[:1], "sign") if block.language == DIFF else "sign"
        return filled((prefix[:bars], ("bar",)), (prefix[bars:inset], ("sign",)), (prefix[inset:], ("code", sign)))

    def _box(self, line: BoxLine, live: Sequence[Live], over: Sequence[Live]) -> Iterator[Words]:
        """Yield a line of a box: the frame, and the pieces set into it."""
        text = self.article.text
        caret = next((span.start for kind, span in over if kind == "caret"), None)
        if caret is not None and any(piece.start <= caret < piece.end for piece in line.pieces):
            caret = None
        cell = None if caret is None else column_in_box(text, line, caret)
        at = 0
        for piece in line.pieces:
            yield from self._frame(line.frame, at, piece.column, cell)
            for part, kinds in split_at_layers(Span(piece.start, piece.end), text, live):
                yield drawn(part.of(text)), kinds
            at = piece.column + cells_of(text[piece.start : piece.end])
        yield from self._frame(line.frame, at, len(line.frame), cell)

    def _frame(self, frame: str, start: int, end: int, caret: int | None) -> Iterator[Words]:
        if caret is None or not start <= caret < end:
            caret = end
        beside, at = (frame[caret + 1 : end], ("bar",)), (frame[caret : min(caret + 1, end)], ("bar", "caret"))
        return filled((frame[start:caret], ("bar",)), at, beside)

    def _gutter(self, layout: Layout, y: int, line: DisplayLine) -> Iterator[Words]:
        """Yield the sign or number of the notes that begin on the line, a letter or sign, and a space."""
        until = line.end if line.box is not None else layout.start_of(y + 1)
        begin = [
            kind
            for kind in (*NOTE_SIGNS, *COLOURS, "indirect")
            if kind in self.layers and kind not in self.hidden
            for span in self.layers[kind].spans_in(line.start, until)
            if line.start <= span.start and layout.line_of(span.start) == y
        ]
        if not begin:
            yield " " * GUTTER, ()
            return
        signs = [NOTE_SIGNS[kind] for kind in begin if kind in NOTE_SIGNS]
        many = str(len(signs)) if len(signs) < 10 else "+"
        yield signs[0] if len(signs) == 1 else many if signs else " ", ("noted",)
        colours = [kind for kind in begin if kind in COLOURS] if self._is_colourless() else []
        letter = colours[0][0] if colours else "~" if "indirect" in begin else " "
        yield letter, ("noted",) if colours else ("indirect",)
        yield " ", ()
