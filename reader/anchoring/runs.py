"""Runs of equal words of two texts, and the primitives with which they are found, extended and joined.

Everything here works on two lists of words. Pitfall: runs of a list never overlap, in the old text or in the new, and
whoever adds one must see to that.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import LCSseq

CLOSE = 40
"""Words in a gap (longer side) where even a single word is evidence: two or three lines. There the longest common
subsequence finds what the ladder would, directly and in C."""


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """`size` equal words, starting at word `old` of the old text and word `new` of the new one."""

    old: int
    new: int
    size: int


Gap = tuple[int, int, int, int]
"""The words between two runs: from and to in the old text, from and to in the new one."""

WordRange = tuple[int, int]
"""From one word to before another."""


@dataclass(frozen=True)
class FixedRuns:
    """Runs that are matched before any other words, and words that no other run may use."""

    line: list[MatchingRun] = field(default_factory=list)
    """In order on both sides."""
    moved: list[MatchingRun] = field(default_factory=list)
    """In the order of the old text."""
    withheld_old: list[WordRange] = field(default_factory=list)
    withheld_new: list[WordRange] = field(default_factory=list)

    @cached_property
    def reserved_old(self) -> list[WordRange]:
        """The old words that are moved or withheld, in order."""
        return sorted({*self.withheld_old, *((run.old, run.old + run.size) for run in self.moved)})

    @cached_property
    def reserved_new(self) -> list[WordRange]:
        """The new words that are moved to or withheld, in order."""
        return sorted({*self.withheld_new, *((run.new, run.new + run.size) for run in self.moved)})

    def verbatim(self, first: int, last: int) -> list[MatchingRun]:
        """Return the runs, at most two, of several words that include all old words from `first` to before `last`."""
        ends = [(runs, bisect_right(runs, first, key=lambda run: run.old)) for runs in (self.line, self.moved)]
        near = [run for runs, end in ends for run in runs[max(0, end - 1) : end]]
        return [run for run in near if run.old + run.size >= last and run.size > 1]


@dataclass(frozen=True)
class Alignment:
    """The runs that two lists of words have in common, without overlaps in the old or the new."""

    line: list[MatchingRun]
    """In order on both sides."""
    moved: list[MatchingRun]
    """In the order of the old text."""
    fixed: FixedRuns = field(default_factory=FixedRuns)

    @cached_property
    def chains(self) -> list[list[MatchingRun]]:
        """Moved runs that were moved together."""
        chains: list[list[MatchingRun]] = []
        for run in self.moved:
            if chains and are_close(chains[-1][-1], run):
                chains[-1].append(run)
            else:
                chains.append([run])
        return chains

    @property
    def size(self) -> int:
        return sum(run.size for run in self.line) + sum(run.size for run in self.moved)


def are_close(last: MatchingRun, run: MatchingRun) -> bool:
    """Return whether a run follows another one closely, in both texts."""
    return 0 <= run.old - last.old - last.size <= CLOSE and 0 <= run.new - last.new - last.size <= CLOSE


def withhold(words: Sequence[str], ranges: Sequence[WordRange], sign: str) -> Sequence[str]:
    """Return `words` with those in `ranges` replaced by `sign`, which matches no word."""
    if not ranges:
        return words
    left = list(words)
    for start, end in ranges:
        left[start:end] = [sign] * (end - start)
    return left


def common_subsequence(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[MatchingRun]:
    """Return the runs of a longest common subsequence of a small gap.

    A single word counts if it occurs once on either side, between the runs around it.
    """
    a_low, a1, b_low, b1 = gap
    if a_low == a1 or b_low == b1:
        return []
    runs: list[MatchingRun] = []
    singles: list[MatchingRun] = []
    a0, b0 = a_low, b_low
    for a, b, size in LCSseq.editops(old[a0:a1], new[b0:b1]).as_matching_blocks():  # the last is empty, at the end
        run = MatchingRun(a0 + a, b0 + b, size)
        if size == 1:
            singles.append(run)
            continue
        if singles:
            before, after = old[a_low : run.old], new[b_low : run.new]
            runs += [one for one in singles if before.count(old[one.old]) == after.count(old[one.old]) == 1]
            singles = []
        if size:
            runs.append(run)
        a_low, b_low = run.old + size, run.new + size
    return runs


def fingerprints(words: Sequence[str], starts: Sequence[int], length: int) -> list[int]:
    """Return a hash for each sequence; storing hashes takes a third of the time of storing the sequences themselves."""
    if isinstance(starts, range):
        return list(
            map(hash, zip(*(words[starts.start + step : starts.stop + step] for step in range(length)), strict=True))
        )
    return [hash(tuple(words[at : at + length])) for at in starts]


def longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that are in order on both sides (patience sorting); `pairs` are sorted and distinct."""
    tops: list[int] = []
    heads: list[int] = []
    previous: list[int] = []
    for index, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        previous.append(heads[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(b)
            heads.append(index)
        else:
            tops[pile], heads[pile] = b, index
    rising: list[tuple[int, int]] = []
    index = heads[-1] if heads else -1
    while index >= 0:
        rising.append(pairs[index])
        index = previous[index]
    return rising[::-1]


def count_common(old: Sequence[str], a: int, a1: int, new: Sequence[str], b: int, b1: int) -> int:
    """Return the number of equal words from `a` and `b` on."""
    return _grow(min(a1 - a, b1 - b), lambda size, end: old[a + size : a + end] == new[b + size : b + end])


def count_common_backwards(old: Sequence[str], a0: int, a: int, new: Sequence[str], b0: int, b: int) -> int:
    """Return the number of equal words before `a` and `b`, back to `a0` and `b0`."""
    return _grow(min(a - a0, b - b0), lambda size, end: old[a - end : a - size] == new[b - end : b - size])


def _grow(most: int, agree: Callable[[int, int], bool]) -> int:
    """Return how far two sequences agree, up to `most`; `agree` compares the words from one distance to another."""
    size, step = 0, 1
    while size < most:  # slices compare in C: try longer ones while they agree, then shorter ones
        step = min(step, most - size)
        if agree(size, size + step):
            size += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return size


def split_gap(runs: list[MatchingRun], gap: Gap) -> Iterator[Gap]:
    a, a1, b, b1 = gap
    for run in runs:
        yield a, run.old, b, run.new
        a, b = run.old + run.size, run.new + run.size
    yield a, a1, b, b1


def join_adjacent(line: list[MatchingRun]) -> list[MatchingRun]:
    joined: list[MatchingRun] = []
    for run in line:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = MatchingRun(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined
