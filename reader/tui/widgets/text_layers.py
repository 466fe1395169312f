"""Layers of spans over the text: their kinds in order, and the pieces that they divide a line into.

A layer is a kind of span: names, quotes, notes, hits and so on. Where layers overlap, a piece of the text has several
kinds. A kind may have a detail after a colon: `syntax:string`, or the address of a link. Pitfall: a grapheme cluster
is one piece, whatever layers begin inside it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.annotations import COLOURS
from reader.text.span import Span
from reader.text.width import clusters
from reader.view.interval_index import IntervalIndex

NAMES = ("person", "organisation", "place", "other")

SPEECH = ("indirect", "quote")

FOUND = frozenset((*NAMES, *SPEECH))  # the kinds that the analysis finds

ORDER = (
    *("title", "standfirst", "furniture", "heading", "subheading", "minor"),
    *("quotation", "code", "table", "rule", "sign", "bar", "syntax"),
    *("strong", "emphasis", "strike", "inline-code", "link"),
    *NAMES,
    *SPEECH,
    *("highlight", "note", *COLOURS, "changed", "overlap", "chosen", "hit", "current", "selection", "caret"),
)
"""The kinds of a piece, the lowest layer first."""

RANK = {kind: rank for rank, kind in enumerate(ORDER)}

UNSTYLED = frozenset(("quotation", "table", "syntax"))
"""Kinds without a style of their own: they look like plain text, or only their details have a style."""

ITALIC_GROUND = frozenset(("standfirst", "minor", *SPEECH))  # the kinds that may be set in italics as a whole

EMPHASIZED = frozenset(("emphasis", "place", "other"))
"""The kinds that may be set in italics to differ from the words around them."""

Kinds = tuple[str, ...]  # the kinds of a piece in the order of `ORDER`
Live = tuple[str, Span]  # a span on the line being painted, with its kind

NO_SPANS = IntervalIndex()


def split_at_layers(part: Span, text: str, live: Sequence[Live]) -> Iterator[tuple[Span, Kinds]]:
    """Yield the pieces of a part of the text between the edges of spans, each with its kinds."""
    edges = {part.start, part.end}
    for _, span in live:
        edges.update(edge for edge in (span.start, span.end) if part.start < edge < part.end)
    cuts = sorted(edges)
    words = part.of(text)
    if not words.isascii() and len(cuts) > 2:
        starts = [part.start + start for start, _, _ in clusters(words)]
        cuts = sorted({part.start, part.end, *(starts[max(0, bisect_left(starts, cut + 1) - 1)] for cut in cuts[1:-1])})
    for start, end in pairwise(cuts):
        kinds = {kind for kind, span in live if span.start < end and start < span.end}
        yield Span(start, end), tuple(sorted(kinds, key=lambda kind: RANK[kind.partition(":")[0]]))
