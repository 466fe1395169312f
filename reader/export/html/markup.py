"""Text with overlapping layers as HTML: a name in a quote, a quote that a note cuts across.

Elements must nest, and layers do not, so every layer has a rank: where two cross, the one with the higher rank is
closed and opened again. What both sides of a border have in common stays open, so there are no more elements than
necessary.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import takewhile

from reader.document.article import Article, Block
from reader.text.span import Span

LINK, QUOTE, NOTE, WORDS, NAME = range(5)  # the ranks, outermost first


@dataclass(frozen=True, slots=True)
class Layer:
    """A stretch of the text inside an element."""

    span: Span
    rank: int
    tag: str
    attributes: str = ""
    """Escaped, with a space before each."""


class Layers:
    def __init__(self, article: Article, layers: Iterable[Layer], insertions: Mapping[int, Sequence[str]]) -> None:
        """`insertions` maps offsets to HTML, inserted after what ends there."""
        self._article = article
        self._layers: dict[int, list[Layer]] = {}
        self._insertions: dict[int, list[int]] = {}
        self._html = insertions
        for layer in layers:
            for index in range(article.block_index(layer.span.start), article.block_index(layer.span.end - 1) + 1):
                self._layers.setdefault(index, []).append(layer)
        for offset in sorted(insertions):
            self._insertions.setdefault(article.block_index(max(0, offset - 1)), []).append(offset)

    def html(self, index: int) -> str:
        block = self._article.blocks[index]
        inside = [layer for layer in self._layers.get(index, ()) if len(layer.span) and layer.span.overlaps(block.span)]
        inserted: dict[int, list[str]] = {}
        for offset in self._insertions.get(index, ()):
            inserted.setdefault(min(offset, block.span.end), []).extend(self._html[offset])
        return "".join(_render_block(block, self._article.text, inside, inserted))


def _render_block(block: Block, text: str, layers: list[Layer], inserted: dict[int, list[str]]) -> Iterator[str]:
    start, end = block.span.start, block.span.end
    starting: dict[int, list[Layer]] = {}
    borders = {start, end, *inserted}
    for layer in layers:
        first, last = max(start, layer.span.start), min(end, layer.span.end)
        starting.setdefault(first, []).append(layer)
        borders |= {first, last}
    open_: list[Layer] = []
    at = start
    for border in sorted(borders):
        yield escape(text[at:border].replace("\n", " ") if block.reflow else text[at:border])
        at = border
        going = [layer for layer in open_ if layer.span.end > border and border < end]
        wanted = sorted([*going, *starting.get(border, ())], key=lambda layer: (layer.rank, layer.span.start))
        same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(open_, wanted, strict=False)))
        yield from (f"</{layer.tag}>" for layer in reversed(open_[same:]))
        yield from inserted.get(border, ())
        yield from (f"<{layer.tag}{layer.attributes}>" for layer in wanted[same:])
        open_ = wanted
