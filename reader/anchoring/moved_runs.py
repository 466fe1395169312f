"""Find passages that were moved: runs of words left over on both sides when everything in order has been matched."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from reader.anchoring.runs import (
    CLOSE,
    Gap,
    MatchingRun,
    WordRange,
    are_close,
    common_subsequence,
    count_common,
    count_common_backwards,
    fingerprints,
    withhold,
)

MOVED = 5
"""Minimum consecutive words of a moved passage: five in a row are rarely an idiom."""

FEW = 200
"""Moved runs up to which each is extended beyond a replaced word, compared with all others."""

NOWHERE = (-1, -1)


def fill_gaps(
    old: Sequence[str], new: Sequence[str], line: list[MatchingRun], moved: list[MatchingRun]
) -> list[MatchingRun]:
    """Add the words that moved runs close to each other have in common between them."""
    found: list[MatchingRun] = []
    for last, run in pairwise(moved):
        if are_close(last, run):
            gap = last.old + last.size, run.old, last.new + last.size, run.new
            free_old = withhold(old[gap[0] : gap[1]], overlaps(line, gap[0], gap[1], attrgetter("old")), "\0")
            free_new = withhold(new[gap[2] : gap[3]], overlaps(line, gap[2], gap[3], attrgetter("new")), "\1")
            inner = common_subsequence(free_old, free_new, (0, len(free_old), 0, len(free_new)))
            found += [MatchingRun(gap[0] + one.old, gap[2] + one.new, one.size) for one in inner]
    taken = [*moved, *found]
    for run in moved if len(moved) <= FEW else ():
        found += [one for one in past_edit(old, new, run) if is_free(one, line, [*taken, *found])]
    return sorted([*moved, *found], key=lambda run: run.old) if found else moved


def past_edit(old: Sequence[str], new: Sequence[str], run: MatchingRun) -> Iterator[MatchingRun]:
    """Yield the runs before and after a moved one beyond a single word that was replaced."""
    a, b = run.old - 1, run.new - 1
    if a > 0 and b > 0:
        size = count_common_backwards(old, max(0, a - CLOSE), a, new, max(0, b - CLOSE), b)
        if size > 1:
            yield MatchingRun(a - size, b - size, size)
    a, b = run.old + run.size + 1, run.new + run.size + 1
    if a < len(old) and b < len(new):
        size = count_common(old, a, min(len(old), a + CLOSE), new, b, min(len(new), b + CLOSE))
        if size > 1:
            yield MatchingRun(a, b, size)


def is_free(run: MatchingRun, line: list[MatchingRun], moved: list[MatchingRun]) -> bool:
    """Return whether no other run has words of this one."""
    if overlaps(line, run.old, run.old + run.size, attrgetter("old")) or overlaps(
        line, run.new, run.new + run.size, attrgetter("new")
    ):
        return False
    return not any(
        (one.old < run.old + run.size and run.old < one.old + one.size)
        or (one.new < run.new + run.size and run.new < one.new + one.size)
        for one in moved
    )


def overlaps(line: list[MatchingRun], start: int, end: int, side: Callable[[MatchingRun], int]) -> list[WordRange]:
    """Return the parts of runs, in order on a side, that lie between two words, relative to the first."""
    found: list[WordRange] = []
    for index in range(max(0, bisect_right(line, start, key=side) - 1), len(line)):
        low, high = side(line[index]), side(line[index]) + line[index].size
        if low >= end:
            break
        if high > start:
            found.append((max(low, start) - start, min(high, end) - start))
    return found


def find_moved(old: Sequence[str], new: Sequence[str], gaps: list[Gap]) -> list[MatchingRun]:
    """Match sequences unmatched on both sides, each unique among what is left."""
    here = unmatched_sequences(old, [(a0, a1) for a0, a1, _, _ in gaps if a1 - a0 >= MOVED])
    there = unmatched_sequences(new, [(b0, b1) for _, _, b0, b1 in gaps if b1 - b0 >= MOVED])
    runs: list[MatchingRun] = []
    taken: set[int] = set()
    done = 0
    for key in sorted(here.keys() & there.keys(), key=lambda key: here[key]):
        (at, a1), (place, b1) = here[key], there[key]
        if at < done or place < 0 or not taken.isdisjoint(range(place, place + MOVED)):
            continue
        size = count_common(old, at, a1, new, place, b1)
        size = next((step for step in range(size) if place + step in taken), size)
        if size >= MOVED:
            runs.append(MatchingRun(at, place, size))
            taken.update(range(place, place + size))
            done = at + size
    return runs


def unmatched_sequences(words: Sequence[str], stretches: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Map each unmatched sequence to its place and the end of its stretch, or to NOWHERE if it occurs more than
    once."""
    places: dict[int, tuple[int, int]] = {}
    for start, end in stretches:
        for at, key in enumerate(fingerprints(words, range(start, end - MOVED + 1), MOVED), start):
            places[key] = NOWHERE if key in places else (at, end)
    return places
