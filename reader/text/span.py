"""A half-open range of a text, in characters (code points), many of them in an array, and runs of neighbours.

A book has thirty thousand names and quotes; a span as an object takes a hundred bytes, in an array eight.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import TypeVar, overload

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to `end` in a text, half open, in characters."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def joined(self, other: "Span") -> "Span":
        """Return the span from the beginning of the first to the end of the last."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)

    def stripped(self, text: str) -> "Span":
        """Return the span without white space at its ends; empty if there is nothing else."""
        words = self.of(text)
        start = self.start + len(words) - len(words.lstrip())
        return Span(start, max(start, self.start + len(words.rstrip())))


def split_runs(items: Iterable[T], apart: Callable[[T, T], bool]) -> list[list[T]]:
    """Return the items in runs, none empty; a run begins where two neighbours are `apart`."""
    whole = [*items]
    cuts = [at for at, (one, other) in enumerate(pairwise(whole), 1) if apart(one, other)]
    return [whole[start:end] for start, end in pairwise([0, *cuts, len(whole)])] if whole else []


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """Return the second of each pair by the first, all in order."""
    found: dict[K, list[T]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return found


def without_overlaps(items: Iterable[T], span_of: Callable[[T], Span]) -> list[T]:
    """Return the items, in text order, without those that begin before the end of one that is kept."""
    kept: list[T] = []
    for item in items:
        if not kept or span_of(item).start >= span_of(kept[-1]).end:
            kept.append(item)
    return kept


class Packed(Sequence[T]):
    """A sequence that makes an item whenever it is asked for, equal to any other with the same items."""

    def make(self, index: int) -> T:
        """Return the item at an index from 0."""
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        numbers = range(len(self))[index]
        return self.make(numbers) if isinstance(numbers, int) else tuple(map(self.make, numbers))

    def __iter__(self) -> Iterator[T]:
        return map(self.make, range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return self is other or (len(self) == len(other) and all(map(eq, self, other)))

    def __hash__(self) -> int:
        return hash(tuple(self))


class Spans(Packed[Span]):
    """Spans of a text: eight bytes each."""

    __slots__ = ("_edges",)

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._edges = array("i", (edge for span in spans for edge in (span.start, span.end)))

    def __len__(self) -> int:
        return len(self._edges) // 2

    def __iter__(self) -> Iterator[Span]:
        edges = iter(self._edges)
        return map(Span, edges, edges)

    def make(self, index: int) -> Span:
        return Span(self._edges[2 * index], self._edges[2 * index + 1])
