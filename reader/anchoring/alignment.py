"""Which words of an old text are which words of a new one.

`align` gives two lists of runs: those in order (the *line*, along which both texts read on) and *moved* ones. The one
idea is patience: word sequences that occur once on either side cannot be mistaken, so they are matched first, longest
first, and each gap between them is then a smaller problem of the same kind. Within one gap short sequences become
unique that were not in the whole text.

The trap: two unrelated texts share single words too. A match of one or two words is evidence only in a small gap.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts written without spaces (Thai, Lao; kana and Chinese characters): each character is a word."""

WORD = re.compile("([^\\W_]+)")
"""Letters and digits."""

MIXED = re.compile(f"([^\\W_{UNSPACED}]+|[{UNSPACED}])")
"""The same where some of the text is written without spaces; slower."""

ANY_UNSPACED = re.compile(f"[{UNSPACED}]")

LADDER = ((6, 1 << 40), (4, 4000), (3, 1000), (2, 200), (1, 40))
"""Lengths of sequences, each with the largest gap (in words, longer side) in which it proves anything: the shorter a
sequence, the sooner unrelated prose has it too. Six words are unlike any others; one word tells within two lines."""

SAMPLED = 1000
"""In a larger gap only sequences that begin with a long word are looked up, and the others where these find nothing:
a fraction of the work, and much the same matches after they are extended."""

LONG = 7
"""Letters in a long word: about one in six in English prose."""

MOVED = 5
"""Words that a moved passage must at least have in a row: five in a row are rarely an idiom."""

NOWHERE = (-1, -1)


@dataclass(frozen=True, slots=True)
class Run:
    """`size` words that are the same, from word `old` and from word `new` on."""

    old: int
    new: int
    size: int


Gap = tuple[int, int, int, int]
"""Words of the old from-to and of the new from-to that stand between two runs."""


@dataclass(frozen=True)
class Words:
    """A (folded) text as words with their places."""

    text: str
    words: list[str]
    bounds: "array[int]"
    """Where each word starts and ends, in turn."""

    @classmethod
    def of(cls, text: str) -> "Words":
        pieces = (MIXED if ANY_UNSPACED.search(text) else WORD).split(text)
        bounds = array("L", accumulate(map(len, pieces)))
        return cls(text, pieces[1::2], bounds[: len(pieces) - 1])

    def __len__(self) -> int:
        return len(self.words)

    def start(self, word: int) -> int:
        """Where `word` starts; the end of the text for the one after the last."""
        return self.bounds[2 * word] if word < len(self.words) else len(self.text)

    def end(self, word: int) -> int:
        """Where `word` ends; 0 for the one before the first."""
        return self.bounds[2 * word + 1] if word >= 0 else 0

    def within(self, start: int, end: int) -> tuple[int, int]:
        """From which to which word the characters `start` to `end` touch."""
        first = bisect_right(self.bounds, start) // 2
        last = (bisect_left(self.bounds, end) + 1) // 2
        return first, max(first, last)


@dataclass(frozen=True)
class Alignment:
    """The runs two lists of words have in common. Runs of a list never overlap, neither in the old nor in the new."""

    line: list[Run]
    """In order on both sides."""
    moved: list[Run]
    """In the order of the old."""

    @cached_property
    def olds(self) -> list[int]:
        return [run.old for run in self.line]

    @property
    def size(self) -> int:
        """How many words were found again."""
        return sum(run.size for run in self.line) + sum(run.size for run in self.moved)


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Find the words of `old` in `new`: common ends, then unique sequences, longest first, then what was moved."""
    line: list[Run] = []
    head = common(old, 0, len(old), new, 0, len(new))
    tail = common_back(old, head, len(old), new, head, len(new))
    if head:
        line.append(Run(0, 0, head))
    if tail:
        line.append(Run(len(old) - tail, len(new) - tail, tail))
    gaps: list[Gap] = [(head, len(old) - tail, head, len(new) - tail)]
    for length, largest in LADDER:
        rest: list[Gap] = []
        while gaps:
            gap = gaps.pop()
            a0, a1, b0, b1 = gap
            if min(a1 - a0, b1 - b0) < length or max(a1 - a0, b1 - b0) > largest:
                rest.append(gap)
                continue
            found = extended(old, new, gap, longest_rising(unique_pairs(old, new, gap, length)), length)
            line += found
            (gaps if found else rest).extend(between(found, gap) if found else [gap])
        gaps = rest
    line.sort(key=lambda run: run.old)
    return Alignment(merged(line), moved_runs(old, new, gaps))


def unique_pairs(old: Sequence[str], new: Sequence[str], gap: Gap, length: int) -> list[tuple[int, int]]:
    """Where sequences of `length` words stand that occur once on either side of the gap, in the order of the old."""
    a0, a1, b0, b1 = gap
    if max(a1 - a0, b1 - b0) > SAMPLED:
        found = shared_once(old, long_starts(old, a0, a1, length), new, long_starts(new, b0, b1, length), length)
        if found:
            return found
    return shared_once(old, range(a0, a1 - length + 1), new, range(b0, b1 - length + 1), length)


def shared_once(
    old: Sequence[str], olds: Sequence[int], new: Sequence[str], news: Sequence[int], length: int
) -> list[tuple[int, int]]:
    """The same of the sequences that start at `olds` and `news`."""
    old_keys, new_keys = sequences(old, olds, length), sequences(new, news, length)
    here = dict(zip(old_keys, olds, strict=True))
    there = dict(zip(new_keys, news, strict=True))
    shared = here.keys() & there.keys()
    if not shared:
        return []
    once = appearing_once(old_keys, shared) & appearing_once(new_keys, shared)
    return sorted((here[key], there[key]) for key in once)


def long_starts(words: Sequence[str], start: int, end: int, length: int) -> list[int]:
    return [at for at in range(start, end - length + 1) if len(words[at]) >= LONG]


def sequences(words: Sequence[str], starts: Sequence[int], length: int) -> list[tuple[str, ...]]:
    if isinstance(starts, range):  # in C, for the many small gaps
        return list(zip(*(words[starts.start + step : starts.stop + step] for step in range(length)), strict=True))
    return [tuple(words[at : at + length]) for at in starts]


def appearing_once(keys: Sequence[tuple[str, ...]], wanted: Set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    counts = Counter(key for key in keys if key in wanted)
    return {key for key, count in counts.items() if count == 1}


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that are in order on both sides (patience sorting; `pairs` sorted by the first, all distinct)."""
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


def extended(old: Sequence[str], new: Sequence[str], gap: Gap, pairs: list[tuple[int, int]], length: int) -> list[Run]:
    """Runs around `pairs`, grown in both directions as far as words agree and no other run stands."""
    a_low, a1, b_low, b1 = gap
    runs: list[Run] = []
    for a, b in pairs:
        if a < a_low or b < b_low:
            continue
        back = common_back(old, a_low, a, new, b_low, b)
        ahead = length + common(old, a + length, a1, new, b + length, b1)
        runs.append(Run(a - back, b - back, back + ahead))
        a_low, b_low = a + ahead, b + ahead
    return runs


def common(old: Sequence[str], a: int, a1: int, new: Sequence[str], b: int, b1: int) -> int:
    """How many words agree from `a` and `b` on."""
    most = min(a1 - a, b1 - b)
    size, step = 0, 1
    while size < most:  # slices compare in C: take longer ones as long as they agree, then shorter ones
        step = min(step, most - size)
        if old[a + size : a + size + step] == new[b + size : b + size + step]:
            size += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return size


def common_back(old: Sequence[str], a0: int, a: int, new: Sequence[str], b0: int, b: int) -> int:
    """How many words agree before `a` and `b`, back to `a0` and `b0`."""
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


def between(runs: list[Run], gap: Gap) -> Iterator[Gap]:
    a, a1, b, b1 = gap
    for run in runs:
        yield a, run.old, b, run.new
        a, b = run.old + run.size, run.new + run.size
    yield a, a1, b, b1


def merged(line: list[Run]) -> list[Run]:
    """Neighbouring runs joined."""
    joined: list[Run] = []
    for run in line:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = Run(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined


def moved_runs(old: Sequence[str], new: Sequence[str], gaps: list[Gap]) -> list[Run]:
    """Sequences left over on both sides, each unique among what was left."""
    lost = [(a0, a1) for a0, a1, _, _ in gaps if a1 - a0 >= MOVED]
    gained = [(b0, b1) for _, _, b0, b1 in gaps if b1 - b0 >= MOVED]
    if not lost or not gained:
        return []
    here, there = leftovers(old, lost), leftovers(new, gained)
    runs: list[Run] = []
    taken: set[int] = set()
    for a0, a1 in lost:
        at = a0
        while at <= a1 - MOVED:
            key = tuple(old[at : at + MOVED])
            place, end = there.get(key, NOWHERE)
            if here[key] == NOWHERE or place < 0 or not taken.isdisjoint(range(place, place + MOVED)):
                at += 1
                continue
            size = MOVED + common(old, at + MOVED, a1, new, place + MOVED, end)
            size = next((step for step in range(MOVED, size) if place + step in taken), size)
            runs.append(Run(at, place, size))
            taken.update(range(place, place + size))
            at += size
    return runs


def leftovers(words: Sequence[str], stretches: list[tuple[int, int]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """Where each sequence is that was left over once, with the end of its stretch; NOWHERE if more than once."""
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    for start, end in stretches:
        for at in range(start, end - MOVED + 1):
            key = tuple(words[at : at + MOVED])
            places[key] = NOWHERE if key in places else (at, end)
    return places
