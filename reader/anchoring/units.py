"""Match the units of two texts (sentences, list items, table rows, log lines) that are verbatim the same.

Words alone slide: where one of several parallel statements was cut, most of its words are also in the next one. A unit
with all its words is better evidence, so verbatim units are matched first, and `diff` aligns what is left. The idea is
Heckel's ("A technique for isolating differences between files", 1978): units that occur once in each text are matched,
and then equal neighbours of matched units. In a gap between matched units, others may be unique again.

Pitfall: a unit may repeat itself, such as a refrain: where two old units have an equal claim to a new one, neither
gets it, and all three are withheld from the alignment.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from reader.anchoring.diff import FixedRuns, Gap, MatchingRun, WordRange, join_adjacent, longest_increasing, split_gap
from reader.anchoring.words import WordSequence

SEED = 4  # minimum words of a unit that is matched because it occurs once in each text; shorter ones need a neighbour
NEAR = 60  # maximum units of a gap, on the longer side, in which a short unit counts that is unique there

PARALLEL = 12
"""Units on either side among which a unit may have a parallel one: the same frame with other names or numbers."""

LOCAL = 4  # how many times longer than a unit the text may be in which its words are looked for across units
RUN = 6  # words in a row that show where a unit was reworded in a longer text: six are unlike any others
DISTINCT = 0.15  # minimum share of a unit's words that sets it apart from parallel ones; one word in many may be edited
TINY = 4  # words below which a repeated unit is often only mark-up or code: it needs no neighbour, and is not withheld
REWORDED = 0.5  # minimum share of common words of a unit and a reworded version of it
QUESTION = 2  # the least bond of a unit to a question before it in the same paragraph
NONE = -1  # the partner of a unit without one
UnitPair = tuple[int, int]  # an old unit and its partner


def match_units(old: WordSequence, new: WordSequence) -> FixedRuns:
    """Match the units that are verbatim in both texts."""
    if not old.units or not new.units:
        return FixedRuns()
    return UnitMatcher(old, new).run()


class UnitList:
    """The units of a text, each with a key that equal units share."""

    def __init__(self, sequence: WordSequence) -> None:
        self.words = sequence.words
        self.starts = [*sequence.units, len(sequence)]
        """The first word of each unit, and the number of words."""
        self.keys = [hash(tuple(self.words[a:b])) for a, b in pairwise(self.starts)]
        self.counts = Counter(self.keys)
        self.bonds = [*sequence.bonds, 0]
        """How closely each unit, and the end, is tied to the one before."""

    def __len__(self) -> int:
        return len(self.keys)

    def size(self, unit: int) -> int:
        return self.starts[unit + 1] - self.starts[unit]

    def range(self, unit: int) -> WordRange:
        return self.starts[unit], self.starts[unit + 1]

    def unit(self, unit: int) -> Sequence[str]:
        return self.words[self.starts[unit] : self.starts[unit + 1]]


class UnitMatcher:
    """Partners of old and new units, found step by step."""

    def __init__(self, old: WordSequence, new: WordSequence) -> None:
        self.old, self.new = UnitList(old), UnitList(new)
        self.partners = [NONE] * len(self.old)
        """The new unit of each old one, or NONE."""
        self.owners = [NONE] * len(self.new)
        """The old unit of each new one, or NONE."""
        self.copies: list[int] = []
        """New units that are copies of old ones that stayed in place."""
        self.repeated = {key for units in (self.old, self.new) for key, number in units.counts.items() if number > 1}
        """The keys that occur more than once in one of the texts."""

    def run(self) -> FixedRuns:
        self.pair_unique((0, len(self.old), 0, len(self.new)), SEED)
        self.pair_neighbours(self.is_equal)
        for gap in self.gaps():
            if max(gap[1] - gap[0], gap[3] - gap[2]) <= NEAR:
                self.pair_unique(gap, 1)
        self.pair_neighbours(self.is_equal)
        if self.leftover():
            for gap in self.gaps():
                self.pair_repeated(gap)
        if self.leftover():
            self.pair_neighbours(self.is_version)
        self.part_copies()
        return self.fixed_runs()

    def pair(self, a: int, b: int) -> None:
        self.partners[a], self.owners[b] = b, a

    def is_equal(self, a: int, b: int) -> bool:
        return self.old.keys[a] == self.new.keys[b] and self.old.size(a) == self.new.size(b)

    def pair_unique(self, gap: Gap, least: int) -> None:
        """Pair units of at least `least` words that occur once on either side of a gap."""
        olds, news = self.free(gap)
        count_old, count_new = Counter(self.old.keys[a] for a in olds), Counter(self.new.keys[b] for b in news)
        place = {self.new.keys[b]: b for b in news}
        for a in olds:
            key = self.old.keys[a]
            if count_old[key] == 1 == count_new[key] and self.old.size(a) >= least:
                b = place[key]
                if self.is_equal(a, b) and self.keeps_closest(a, b):
                    self.pair(a, b)

    def free(self, gap: Gap) -> tuple[list[int], list[int]]:
        """Return the units with words on either side of a gap that have no partner."""
        olds = [a for a in range(gap[0], gap[1]) if self.partners[a] == NONE and self.old.size(a)]
        return olds, [b for b in range(gap[2], gap[3]) if self.owners[b] == NONE and self.new.size(b)]

    def pair_neighbours(self, matches: Callable[[int, int], bool]) -> None:
        """Pair free units that are equal and next to a pair.

        Of two claims, of a unit or to a unit, that of the closer neighbour counts. Two olds with equal claims to one
        unit get nothing.
        """
        claims = sorted([*self.claims(1, matches), *self.claims(-1, matches)], reverse=True)
        wanted: dict[int, tuple[int, int]] = {}
        for bond, _, a, b in claims:
            best, owner = wanted.setdefault(b, (bond, a))
            if best == bond and owner != a:
                wanted[b] = (bond, NONE)
        for bond, _, a, b in claims:
            if self.partners[a] == NONE == self.owners[b] and wanted[b] == (bond, a) and self.keeps_closest(a, b):
                self.pair(a, b)

    def keeps_closest(self, a: int, b: int) -> bool:
        """Return whether a unit that is repeated has kept the neighbour to which it is tied more closely."""
        before, after = self.old.bonds[a : a + 2]
        if self.old.counts[self.old.keys[a]] == 1 or before == after or (self.old.size(a) < TINY and after < QUESTION):
            return True
        return self.is_kept_beside(a, b, 1 if after > before else -1)

    def claims(self, step: int, matches: Callable[[int, int], bool]) -> Iterator[tuple[int, int, int, int]]:
        """Yield claims of free old units to equal new ones, in chains that begin beside a pair in direction `step`.

        A claim is the bond of the first of the chain to the pair, the direction, and both units.
        """
        found: dict[int, tuple[int, int]] = {}
        for a in range(len(self.old))[::step]:
            b, bond = found.get(a, (self.partners[a], -1))
            after, there = a + step, b + step
            if b == NONE or not 0 <= after < len(self.old) or self.partners[after] != NONE:
                continue
            if 0 <= there < len(self.new) and self.owners[there] == NONE and matches(after, there):
                bond = min(self.old.bonds[max(a, after)], self.new.bonds[max(b, there)]) if bond < 0 else bond
                found[after] = there, bond
                if self.is_equal(after, there):
                    yield bond, step, after, there

    def line(self) -> list[UnitPair]:
        """Return the most pairs that are in order on both sides."""
        return longest_increasing([(a, b) for a, b in enumerate(self.partners) if b != NONE])

    def gaps(self) -> list[Gap]:
        """Return the units between the pairs on the line, from-to in the old text and in the new one."""
        gaps = split_gap([MatchingRun(a, b, 1) for a, b in self.line()], (0, len(self.old), 0, len(self.new)))
        return [(a, a1, b, b1) for a, a1, b, b1 in gaps if a1 > a and b1 > b]

    def pair_repeated(self, gap: Gap) -> None:
        """Pair units that occur equally often on either side of a gap, in their order."""
        olds, news = self.free(gap)
        count_old, count_new = Counter(self.old.keys[a] for a in olds), Counter(self.new.keys[b] for b in news)
        if count_old.keys().isdisjoint(count_new):
            return
        if len(olds) == len(news) and all(map(self.is_version, olds, news)):
            for a, b in zip(olds, news, strict=True):
                if self.is_equal(a, b):
                    self.pair(a, b)
            return
        left = [(self.old.keys[a], a) for a in olds if count_old[self.old.keys[a]] == count_new[self.old.keys[a]]]
        right = [(self.new.keys[b], b) for b in news if count_old[self.new.keys[b]] == count_new[self.new.keys[b]]]
        if [key for key, _ in left] == [key for key, _ in right]:
            for (_, a), (_, b) in zip(left, right, strict=True):
                if self.keeps_closest(a, b):
                    self.pair(a, b)

    def part_copies(self) -> None:
        """Part the pairs away from their neighbours whose old unit is still between these, only reworded: the
        verbatim one is a copy."""
        line = [(-1, -1), *self.line(), (len(self.old), len(self.new))]
        for before, pair, after in zip(line, line[1:], line[2:], strict=False):
            if self.is_isolated(before, pair, after):
                self.part_copy(pair[0], before, after)
        ordered = set(line)
        olds = [a for a, _ in line]
        for a, b in enumerate(self.partners):
            if b != NONE and (a, b) not in ordered and self.old.size(a):
                at = bisect_left(olds, a)
                self.part_copy(a, line[at - 1], line[at])

    def part_copy(self, a: int, before: UnitPair, after: UnitPair) -> None:
        """Part the pair of an old unit that is found reworded between two pairs."""
        low, high = before[1] + 1, after[1]
        if high - low <= NEAR and self.is_reworded_within(a, low, high):
            self.copies.append(self.partners[a])
            self.partners[a] = NONE

    def is_isolated(self, before: UnitPair, pair: UnitPair, after: UnitPair) -> bool:
        """Return whether a pair has kept neither of its neighbours; one of a few words needs none."""
        (a, b), (a0, b0), (a1, b1) = pair, before, after
        grown = b - b0 > a - a0 and b1 - b > a1 - a  # text was inserted on both sides
        return grown and self.old.size(a) >= SEED and not any(self.is_kept_beside(a, b, step) for step in (-1, 1))

    def is_kept_beside(self, a: int, b: int, step: int) -> bool:
        """Return whether the neighbour of an old unit, or the end of the text, is beside its partner as well."""
        other, there = a + step, b + step
        ends = other in (-1, len(self.old)), there in (-1, len(self.new))
        if any(ends):
            return all(ends)
        return self.partners[other] == there or (self.partners[other] == NONE and self.is_reworded(other, there))

    def is_reworded_within(self, a: int, low: int, high: int) -> bool:
        """Return whether an old unit is found, reworded, in the free units of a range, however they are divided."""
        known = self.old.counts
        free = [b for b in range(low, high) if self.owners[b] == NONE and self.new.keys[b] not in known]
        words = [word for b in free for word in self.new.unit(b)]
        own = [self.old.words[word] for word in distinctive_words(self.old.words, self.old.starts, a)]
        if LCSseq.similarity(own, words) < REWORDED * len(own):
            return False
        if len(words) <= LOCAL * self.old.size(a):
            return LCSseq.similarity(self.old.unit(a), words) >= REWORDED * self.old.size(a)
        runs = set(zip(*(self.old.unit(a)[at:] for at in range(RUN)), strict=False))
        there = zip(*(words[at:] for at in range(RUN)), strict=False)
        return not runs.isdisjoint(there) or any(self.is_reworded(a, b) for b in free)

    def is_version(self, a: int, b: int) -> bool:
        return self.is_equal(a, b) or self.is_reworded(a, b)

    def is_reworded(self, a: int, b: int) -> bool:
        """Return whether a free new unit is an old one with some words changed, not a parallel one."""
        if self.owners[b] != NONE:
            return False
        one, other = self.old.unit(a), self.new.unit(b)
        if LCSseq.similarity(one, other) < REWORDED * max(len(one), len(other)):
            return False
        own = [self.old.words[word] for word in distinctive_words(self.old.words, self.old.starts, a)]
        return LCSseq.similarity(own, other) >= REWORDED * len(own)

    def leftover(self) -> set[int]:
        """Return the keys of repeated units that are free in both texts."""
        olds = {self.old.keys[a] for a, b in enumerate(self.partners) if b == NONE and self.old.size(a)}
        return olds & self.repeated & {self.new.keys[b] for b, a in enumerate(self.owners) if a == NONE}

    def fixed_runs(self) -> FixedRuns:
        """Return the pairs as runs of words, and the units whose partner cannot be known as withheld."""
        ordered = set(self.line())
        line: list[MatchingRun] = []
        moved: list[MatchingRun] = []
        for a, b in enumerate(self.partners):
            if b != NONE and self.old.size(a):
                run = MatchingRun(self.old.starts[a], self.new.starts[b], self.old.size(a))
                (line if (a, b) in ordered else moved).append(run)
        lost = self.leftover()
        withheld_new = [*withheld(self.new, self.owners, lost), *map(self.new.range, self.copies)]
        withheld_old = withheld(self.old, self.partners, lost)
        return FixedRuns(join_adjacent(line), join_adjacent(moved), withheld_old, withheld_new)


def distinctive_words(words: Sequence[str], starts: Sequence[int], unit: int) -> Sequence[int]:
    """Return the words of a unit that the most similar of its neighbours lacks; all if none is similar."""
    first, last = starts[unit], starts[unit + 1]
    own = words[first:last]
    known = set(own)
    best, found = 0.0, list(range(first, last))
    for other in range(max(0, unit - PARALLEL), min(len(starts) - 1, unit + PARALLEL + 1)):
        size = starts[other + 1] - starts[other]
        if other == unit or not size or min(size, len(own)) < REWORDED * max(size, len(own)):
            continue
        parallel = words[starts[other] : starts[other + 1]]
        if 2 * len(known.intersection(parallel)) < REWORDED * max(size, len(own)):
            continue
        blocks = LCSseq.editops(own, parallel).as_matching_blocks()
        likeness = sum(block.size for block in blocks) / max(size, len(own))
        if REWORDED <= likeness < 1 and likeness > best:
            shared = {at + step for at, _, length in blocks for step in range(length)}
            best, found = likeness, [first + at for at in range(len(own)) if at not in shared]
    return found if len(found) >= DISTINCT * len(own) else list(range(first, last))


def withheld(units: UnitList, partners: Sequence[int], keys: set[int]) -> list[WordRange]:
    return [
        units.range(unit)
        for unit, partner in enumerate(partners)
        if partner == NONE
        and units.keys[unit] in keys
        and (units.size(unit) >= TINY or units.bonds[unit + 1] >= QUESTION)
    ]
