"""Align the words of an old text with those of a new one (patience diff, then longest common subsequences).

`align` returns two lists of runs: those in the same order in both texts (the *line*), and *moved* ones. The one idea
is patience: word sequences that occur once in each text are unambiguous, so they are matched first, longest first,
and each gap between them is a smaller problem of the same kind, in which shorter sequences become unique. A gap of
two or three lines is compared word by word.

Pitfalls: unrelated texts share single words too, so a match of one or two words is evidence only in a small gap. Runs
of a list never overlap, in the old text or in the new, and whoever adds one must see to that.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from rapidfuzz.distance import LCSseq

from reader.text.span import split_runs

CLOSE = 40
"""Words in a gap (longer side) where even a single word is evidence: two or three lines. There the longest common
subsequence finds what the ladder would, directly and in C."""


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """`size` equal words, starting at word `old` of the old text and word `new` of the new one."""

    old: int
    new: int
    size: int


Gap = tuple[int, int, int, int]  # the words between two runs: from and to in the old text, from and to in the new one
WordRange = tuple[int, int]  # from one word to before another
Pair = tuple[int, int]  # a place in the old text, and one in the new

Words = Sequence[str]


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
        return split_runs(self.moved, lambda last, run: not are_close(last, run))

    @property
    def size(self) -> int:
        return sum(run.size for run in self.line) + sum(run.size for run in self.moved)


def are_close(last: MatchingRun, run: MatchingRun) -> bool:
    return 0 <= run.old - last.old - last.size <= CLOSE and 0 <= run.new - last.new - last.size <= CLOSE


def withhold(words: Words, ranges: Sequence[WordRange], sign: str) -> Words:
    """Return `words` with those in `ranges` replaced by `sign`, which matches no word."""
    if not ranges:
        return words
    left = list(words)
    for start, end in ranges:
        left[start:end] = [sign] * (end - start)
    return left


def common_subsequence(old: Words, new: Words, gap: Gap) -> list[MatchingRun]:
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


def fingerprints(words: Words, starts: Sequence[int], length: int) -> list[int]:
    """Return a hash for each sequence; storing hashes takes a third of the time of storing the sequences themselves."""
    if isinstance(starts, range):
        shifted = (words[starts.start + step : starts.stop + step] for step in range(length))
        return list(map(hash, zip(*shifted, strict=True)))
    return [hash(tuple(words[at : at + length])) for at in starts]


def longest_increasing(pairs: list[Pair]) -> list[Pair]:
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
    rising: list[Pair] = []
    index = heads[-1] if heads else -1
    while index >= 0:
        rising.append(pairs[index])
        index = previous[index]
    return rising[::-1]


def count_common(old: Words, a: int, a1: int, new: Words, b: int, b1: int) -> int:
    """Return the number of equal words from `a` and `b` on."""
    return _grow(min(a1 - a, b1 - b), lambda size, end: old[a + size : a + end] == new[b + size : b + end])


def count_common_backwards(old: Words, a0: int, a: int, new: Words, b0: int, b: int) -> int:
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


MOVED = 5  # minimum consecutive words of a moved passage: five in a row are rarely an idiom
FEW = 200  # moved runs up to which each is extended beyond a replaced word, compared with all others

NOWHERE = (-1, -1)

OLD, NEW = attrgetter("old"), attrgetter("new")  # the sides of a run


def fill_gaps(old: Words, new: Words, line: list[MatchingRun], moved: list[MatchingRun]) -> list[MatchingRun]:
    """Add the words that moved runs close to each other have in common between them."""
    found: list[MatchingRun] = []
    for last, run in pairwise(moved):
        if are_close(last, run):
            gap = last.old + last.size, run.old, last.new + last.size, run.new
            free_old = withhold(old[gap[0] : gap[1]], overlaps(line, gap[0], gap[1], OLD), "\0")
            free_new = withhold(new[gap[2] : gap[3]], overlaps(line, gap[2], gap[3], NEW), "\1")
            inner = common_subsequence(free_old, free_new, (0, len(free_old), 0, len(free_new)))
            found += [MatchingRun(gap[0] + one.old, gap[2] + one.new, one.size) for one in inner]
    for run in moved if len(moved) <= FEW else ():
        found += [one for one in past_edit(old, new, run) if one.size > 1 and is_free(one, line, [*moved, *found])]
    return sorted([*moved, *found], key=lambda run: run.old) if found else moved


def past_edit(old: Words, new: Words, run: MatchingRun) -> Iterator[MatchingRun]:
    """Yield the runs before and after a moved one beyond a single word that was replaced."""
    a, b = run.old - 1, run.new - 1
    size = count_common_backwards(old, max(0, a - CLOSE), a, new, max(0, b - CLOSE), b)
    yield MatchingRun(a - size, b - size, size)
    a, b = run.old + run.size + 1, run.new + run.size + 1
    size = count_common(old, a, min(len(old), a + CLOSE), new, b, min(len(new), b + CLOSE))
    yield MatchingRun(a, b, size)


def is_free(run: MatchingRun, line: list[MatchingRun], moved: list[MatchingRun]) -> bool:
    """Return whether no other run has words of this one."""
    old_end, new_end = run.old + run.size, run.new + run.size
    on_line = overlaps(line, run.old, old_end, OLD) or overlaps(line, run.new, new_end, NEW)
    return not on_line and not any(
        (one.old < old_end and run.old < one.old + one.size) or (one.new < new_end and run.new < one.new + one.size)
        for one in moved
    )


def overlaps(line: list[MatchingRun], start: int, end: int, side: Callable[[MatchingRun], int]) -> list[WordRange]:
    """Return the parts of runs, in order on a side, that lie between two words, relative to the first."""
    near = line[max(0, bisect_right(line, start, key=side) - 1) : bisect_left(line, end, key=side)]
    bounds = ((side(run), side(run) + run.size) for run in near)
    return [(max(low, start) - start, min(high, end) - start) for low, high in bounds if high > start]


def find_moved(old: Words, new: Words, gaps: list[Gap]) -> list[MatchingRun]:
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


def unmatched_sequences(words: Words, stretches: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Map each unmatched sequence to its place and the end of its stretch; to NOWHERE if it is not unique."""
    places: dict[int, tuple[int, int]] = {}
    for start, end in stretches:
        for at, key in enumerate(fingerprints(words, range(start, end - MOVED + 1), MOVED), start):
            places[key] = NOWHERE if key in places else (at, end)
    return places


LADDER = ((6, 1 << 40, True), (4, 4000, True), (3, 1000, True), (2, 200, True), (4, 2000, False))
"""Lengths of sequences, each with the largest gap (in words, on the longer side) in which it is evidence, and
whether it must be unique there; the shorter a sequence, the more often unrelated prose shares it. Six words are
always distinctive. The last row is for repetitive text (a refrain, a table, a log), in gaps that take a millisecond
to compare word by word."""

SAMPLED = 200
"""In gaps larger than this, in words, only sequences that begin with a long word are looked up, and the others if
these find nothing: a fraction of the work, for much the same matches after they are extended."""

LONG = 7  # minimum letters of a long word: about one word in six in English prose


def align(old: Words, new: Words, fixed: FixedRuns | None = None) -> Alignment:
    """Match the words of `old` and `new`: common ends, then unique sequences, longest first, then moved passages.

    With `fixed` runs, only the words between them are matched.
    """
    fixed = fixed or FixedRuns()
    line = list(fixed.line)
    gaps: list[Gap] = []
    old, new = withhold(old, fixed.reserved_old, "\0"), withhold(new, fixed.reserved_new, "\1")
    for a0, a1, b0, b1 in split_gap(fixed.line, (0, len(old), 0, len(new))):
        head = count_common(old, a0, a1, new, b0, b1)
        tail = count_common_backwards(old, a0 + head, a1, new, b0 + head, b1)
        line += [run for run in (MatchingRun(a0, b0, head), MatchingRun(a1 - tail, b1 - tail, tail)) if run.size]
        gaps.append((a0 + head, a1 - tail, b0 + head, b1 - tail))
    closed: list[Gap] = []
    longs = [[at for at, word in enumerate(words) if len(word) >= LONG] for words in (old, new)]
    for length, largest, unique in LADDER:
        rest: list[Gap] = []
        while gaps:
            gap = gaps.pop()
            a0, a1, b0, b1 = gap
            longer = max(a1 - a0, b1 - b0)
            if longer <= CLOSE:
                found = common_subsequence(old, new, gap)
                closed.extend(split_gap(found, gap))
            elif min(a1 - a0, b1 - b0) < length or longer > largest:
                rest.append(gap)
                continue
            else:
                pairs = unique_pairs(old, new, longs, gap, length) if unique else repeated_pairs(old, new, gap, length)
                found = extend_pairs(old, new, gap, longest_increasing(pairs), length)
                (gaps if found else rest).extend(split_gap(found, gap))
            line += found
        gaps = rest
    line.sort(key=lambda run: run.old)
    line = join_adjacent(line)
    moved = sorted([*fixed.moved, *find_moved(old, new, gaps + closed)], key=lambda run: run.old)
    return Alignment(line, fill_gaps(old, new, line, join_adjacent(moved)), fixed)


def repeated_pairs(old: Words, new: Words, gap: Gap, length: int) -> list[Pair]:
    """Return the starts of runs of at least `length` words, in order on both sides of a gap."""
    a0, a1, b0, b1 = gap
    blocks = LCSseq.editops(old[a0:a1], new[b0:b1]).as_matching_blocks()
    return [(a0 + a, b0 + b) for a, b, size in blocks if size >= length]


def unique_pairs(old: Words, new: Words, longs: list[list[int]], gap: Gap, length: int) -> list[Pair]:
    """Return the starts of sequences of `length` words that occur once on either side of the gap, in the old order."""
    a0, a1, b0, b1 = gap
    olds, news = range(a0, a1 - length + 1), range(b0, b1 - length + 1)
    found: list[Pair] = []
    if max(a1 - a0, b1 - b0) > SAMPLED:
        found = shared_once(old, long_starts(longs[0], olds), new, long_starts(longs[1], news), length)
    return found or shared_once(old, olds, new, news, length)


def long_starts(longs: list[int], starts: range) -> list[int]:
    return longs[bisect_left(longs, starts.start) : bisect_left(longs, starts.stop)]


def shared_once(old: Words, olds: Sequence[int], new: Words, news: Sequence[int], length: int) -> list[Pair]:
    """Return the pairs of equal sequences that occur once among `olds` and once among `news`."""
    old_keys, new_keys = fingerprints(old, olds, length), fingerprints(new, news, length)
    old_counts, new_counts = Counter(old_keys), Counter(new_keys)
    old_places, new_places = dict(zip(old_keys, olds, strict=True)), dict(zip(new_keys, news, strict=True))
    once = [key for key, count in old_counts.items() if count == 1 == new_counts.get(key)]
    pairs = sorted((old_places[key], new_places[key]) for key in once)
    return [(a, b) for a, b in pairs if old[a : a + length] == new[b : b + length]]


def extend_pairs(old: Words, new: Words, gap: Gap, pairs: list[Pair], length: int) -> list[MatchingRun]:
    """Return runs around `pairs`, extended in both directions as far as the words agree and no other run begins."""
    a_low, a1, b_low, b1 = gap
    runs: list[MatchingRun] = []
    for a, b in pairs:
        if a < a_low or b < b_low:
            continue
        back = count_common_backwards(old, a_low, a, new, b_low, b)
        ahead = length + count_common(old, a + length, a1, new, b + length, b1)
        runs.append(MatchingRun(a - back, b - back, back + ahead))
        a_low, b_low = a + ahead, b + ahead
    return runs
