"""An index of spans: find those that overlap a range, for every line painted and every step of the caret.

The spans are sorted by start and searched in batches from the end. A batch that ends before the range is skipped whole,
so neither twenty thousand spans nor one that covers the whole book make a query slow.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from operator import attrgetter

from reader.text.span import Span, Spans

BATCH = 16  # spans: few enough to check each, and the thousand batches of a book are skipped in microseconds


class IntervalIndex:
    """Spans, sorted and indexed."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        ordered = sorted(spans, key=attrgetter("start", "end"))  # ten times as fast as comparing spans
        self.spans = Spans(ordered)
        self._starts = array("i", (span.start for span in ordered))
        self._ends = array("i", (span.end for span in ordered))
        self._furthest = array("i", (max(self._ends[at : at + BATCH]) for at in range(0, len(self._ends), BATCH)))
        self._reach = array("i", accumulate(self._furthest, max))
        """The greatest end in each batch and all before it."""

    def first_from(self, start: int, end: int) -> int | None:
        """Return the start of the first span that begins in [start, end); None if none does."""
        index = bisect_left(self._starts, start)
        return self._starts[index] if index < len(self._starts) and self._starts[index] < end else None

    def spans_in(self, start: int, end: int) -> list[Span]:
        """Return the spans that share a character with [start, end), the last first."""
        return [self.spans[index] for index in self.overlapping(start, end)]

    def overlapping(self, start: int, end: int) -> list[int]:
        """Like `spans_in`, but return their indexes."""
        found: list[int] = []
        stop = bisect_left(self._starts, end)
        for batch in range((stop - 1) // BATCH, -1, -1):
            if self._reach[batch] <= start:
                break
            if self._furthest[batch] > start:
                first = batch * BATCH
                indexes = range(min(stop, first + BATCH) - 1, first - 1, -1)
                found += [index for index in indexes if self._ends[index] > start]
        return found


def find_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the stretches that at least two of `spans` cover, in order."""
    edges = sorted(edge for span in spans if span for edge in ((span.start, 1), (span.end, -1)))
    found: list[Span] = []
    depth, since = 0, 0
    for at, way in edges:
        if depth > 1 and since < at:
            if found and found[-1].end == since:
                since = found.pop().start
            found.append(Span(since, at))
        depth += way
        since = at
    return found
