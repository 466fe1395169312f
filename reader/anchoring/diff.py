"""Align the words of an old text with those of a new one (patience diff, then longest common subsequences).

`align` returns two lists of runs: those in the same order in both texts (the *line*), and *moved* ones. The one idea
is patience: word sequences that occur once in each text are unambiguous, so they are matched first, longest first,
and each gap between them is a smaller problem of the same kind, in which shorter sequences become unique. A gap of
two or three lines is compared word by word.

The trap: unrelated texts share single words too. A match of one or two words is evidence only in a small gap.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from rapidfuzz.distance import LCSseq

UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts written without spaces (Thai, Lao, kana and Chinese characters), where each character is a word."""

WORD = re.compile("([^\\W_]+)")
"""Letters and digits."""

MIXED = re.compile(f"([^\\W_{UNSPACED}]+|[{UNSPACED}])")
"""The same for texts with unspaced scripts; slower."""

ANY_UNSPACED = re.compile(f"[{UNSPACED}]")

LADDER = ((6, 1 << 40, True), (4, 4000, True), (3, 1000, True), (2, 200, True), (4, 2000, False))
"""Lengths of sequences, each with the largest gap (in words, on the longer side) in which it is evidence, and
whether it must be unique there; the shorter a sequence, the more often unrelated prose shares it. Six words are
always distinctive. The last row is for repetitive text (a refrain, a table, a log), in gaps that take a millisecond
to compare word by word."""

CLOSE = 40
"""Words in a gap (longer side) where even a single word is evidence: two or three lines. There the longest common
subsequence finds what the ladder would, directly and in C."""

SAMPLED = 200
"""In gaps larger than this, in words, only sequences that begin with a long word are looked up, and the others if
these find nothing: a fraction of the work, for much the same matches after they are extended."""

LONG = 7
"""Minimum letters of a long word: about one word in six in English prose."""

MOVED = 5
"""Minimum consecutive words of a moved passage: five in a row are rarely an idiom."""

NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """`size` equal words, starting at word `old` of the old text and word `new` of the new one."""

    old: int
    new: int
    size: int


Gap = tuple[int, int, int, int]
"""The words between two runs: from and to in the old text, from and to in the new one."""


@dataclass(frozen=True)
class WordSequence:
    """A (folded) text as words with their offsets."""

    text: str
    words: list[str]
    starts: "array[int]"
    """Start of each word, then the end of the text."""
    ends: "array[int]"
    """The start of the text, then the end of each word."""

    @classmethod
    def of(cls, text: str) -> "WordSequence":
        pieces = (MIXED if ANY_UNSPACED.search(text) else WORD).split(text)
        bounds = array("L", accumulate(map(len, pieces)))
        return cls(text, pieces[1::2], bounds[::2], array("L", [0]) + bounds[1::2])

    def __len__(self) -> int:
        return len(self.words)

    def start(self, word: int) -> int:
        """Return the start of `word`; the end of the text for the word after the last."""
        return self.starts[word]

    def end(self, word: int) -> int:
        """Return the end of `word`; 0 for the word before the first."""
        return self.ends[word + 1]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that the characters `start` to `end` touch."""
        first = bisect_right(self.ends, start, 1) - 1
        last = bisect_left(self.starts, end, 0, len(self.words))
        return first, max(first, last)


@dataclass(frozen=True)
class Alignment:
    """The runs that two lists of words have in common, without overlaps in the old or the new."""

    line: list[MatchingRun]
    """In order on both sides."""
    moved: list[MatchingRun]
    """In the order of the old text."""

    @cached_property
    def olds(self) -> list[int]:
        return [run.old for run in self.line]

    @property
    def size(self) -> int:
        """The number of words found again."""
        return sum(run.size for run in self.line) + sum(run.size for run in self.moved)


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Match the words of `old` and `new`: common ends, then unique sequences, longest first, then moved passages."""
    line: list[MatchingRun] = []
    head = count_common(old, 0, len(old), new, 0, len(new))
    tail = count_common_backwards(old, head, len(old), new, head, len(new))
    if head:
        line.append(MatchingRun(0, 0, head))
    if tail:
        line.append(MatchingRun(len(old) - tail, len(new) - tail, tail))
    gaps: list[Gap] = [(head, len(old) - tail, head, len(new) - tail)]
    closed: list[Gap] = []
    longs = long_words(old), long_words(new)
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
    return Alignment(join_adjacent(line), find_moved(old, new, gaps + closed))


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


def repeated_pairs(old: Sequence[str], new: Sequence[str], gap: Gap, length: int) -> list[tuple[int, int]]:
    """Return the starts of runs of at least `length` words, in order on both sides of a gap without unique
    sequences."""
    a0, a1, b0, b1 = gap
    blocks = LCSseq.editops(old[a0:a1], new[b0:b1]).as_matching_blocks()
    return [(a0 + a, b0 + b) for a, b, size in blocks if size >= length]


def unique_pairs(
    old: Sequence[str], new: Sequence[str], longs: tuple[list[int], list[int]], gap: Gap, length: int
) -> list[tuple[int, int]]:
    """Return the starts of sequences of `length` words that occur once on either side of the gap, in the old order."""
    a0, a1, b0, b1 = gap
    olds, news = range(a0, a1 - length + 1), range(b0, b1 - length + 1)
    if max(a1 - a0, b1 - b0) > SAMPLED:
        found = shared_once(old, long_starts(longs[0], olds), new, long_starts(longs[1], news), length)
        if found:
            return found
    return shared_once(old, olds, new, news, length)


def long_starts(longs: list[int], starts: range) -> list[int]:
    """Return the starts that are long words."""
    return longs[bisect_left(longs, starts.start) : bisect_left(longs, starts.stop)]


def long_words(words: Sequence[str]) -> list[int]:
    return [at for at, size in enumerate(map(len, words)) if size >= LONG]


def shared_once(
    old: Sequence[str], olds: Sequence[int], new: Sequence[str], news: Sequence[int], length: int
) -> list[tuple[int, int]]:
    """Return the pairs of equal sequences that occur once among `olds` and once among `news`."""
    old_keys, new_keys = fingerprints(old, olds, length), fingerprints(new, news, length)
    last_old, last_new = dict(zip(old_keys, olds, strict=True)), dict(zip(new_keys, news, strict=True))
    shared = last_old.keys() & last_new.keys()
    if not shared:
        return []
    first_old = dict(zip(reversed(old_keys), reversed(olds), strict=True))
    first_new = dict(zip(reversed(new_keys), reversed(news), strict=True))
    once = [key for key in shared if first_old[key] == last_old[key] and first_new[key] == last_new[key]]
    pairs = sorted((last_old[key], last_new[key]) for key in once)
    return [(a, b) for a, b in pairs if old[a : a + length] == new[b : b + length]]


def fingerprints(words: Sequence[str], starts: Sequence[int], length: int) -> list[int]:
    """Return a hash for each sequence; storing hashes takes a third of the time of storing the sequences themselves."""
    if isinstance(starts, range):
        return list(
            map(hash, zip(*(words[starts.start + step : starts.stop + step] for step in range(length)), strict=True))
        )
    return [hash(tuple(words[at : at + length])) for at in starts]


def longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that are in order on both sides (patience sorting; `pairs` sorted by the first, all
    distinct)."""
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


def extend_pairs(
    old: Sequence[str], new: Sequence[str], gap: Gap, pairs: list[tuple[int, int]], length: int
) -> list[MatchingRun]:
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


def count_common(old: Sequence[str], a: int, a1: int, new: Sequence[str], b: int, b1: int) -> int:
    """Return the number of equal words from `a` and `b` on."""
    most = min(a1 - a, b1 - b)
    size, step = 0, 1
    while size < most:  # slices compare in C: try longer ones while they agree, then shorter ones
        step = min(step, most - size)
        if old[a + size : a + size + step] == new[b + size : b + size + step]:
            size += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return size


def count_common_backwards(old: Sequence[str], a0: int, a: int, new: Sequence[str], b0: int, b: int) -> int:
    """Return the number of equal words before `a` and `b`, back to `a0` and `b0`."""
    most = min(a - a0, b - b0)
    size, step = 0, 1
    while size < most:
        step = min(step, most - size)
        if old[a - size - step : a - size] == new[b - size - step : b - size]:
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
    """Join adjacent runs."""
    joined: list[MatchingRun] = []
    for run in line:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = MatchingRun(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined


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
