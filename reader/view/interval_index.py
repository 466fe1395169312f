"""Which of many spans share a character with a few: asked for every line that is painted and every step of the caret.

The spans are sorted by start and looked at in batches from behind. A batch that ends before what is asked for is passed
over whole, so neither twenty thousand spans nor one that lies over the whole book make a question long.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from reader.text.span import Span

BATCH = 16
"""Spans: few enough to look at each, and a book's thousand batches are passed over in some microseconds."""


class Overlaps:
    """Spans, sorted by start, by their indexes."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]
        self._furthest = [max(self._ends[at : at + BATCH]) for at in range(0, len(spans), BATCH)]
        """The last end in each batch."""
        self._reach = list(accumulate(self._furthest, max))
        """The last end in it and all before it."""

    def first_from(self, start: int, end: int) -> int | None:
        """Where the first span begins of those that begin in [start, end)."""
        index = bisect_left(self._starts, start)
        return self._starts[index] if index < len(self._starts) and self._starts[index] < end else None

    def overlapping(self, start: int, end: int) -> list[int]:
        """The indexes of the spans that share a character with [start, end), the last first."""
        found: list[int] = []
        behind = bisect_left(self._starts, end)
        for batch in range((behind - 1) // BATCH, -1, -1):
            if self._reach[batch] <= start:
                break
            if self._furthest[batch] > start:
                first = batch * BATCH
                indexes = range(min(behind, first + BATCH) - 1, first - 1, -1)
                found += [index for index in indexes if self._ends[index] > start]
        return found


def shared(spans: Iterable[Span]) -> list[Span]:
    """The stretches that two or more of `spans` have in common, in order."""
    edges = sorted(edge for span in spans if span for edge in ((span.start, 1), (span.end, -1)))
    found: list[Span] = []
    open_ones, since = 0, 0
    for at, way in edges:
        if open_ones > 1 and since < at:
            if found and found[-1].end == since:
                since = found.pop().start
            found.append(Span(since, at))
        open_ones += way
        since = at
    return found
