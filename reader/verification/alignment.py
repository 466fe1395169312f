"""Find the passages of sources that have most of the words of a quotation.

Pairs of words that a quotation and a source have near each other point to the passages. There the quotation is
aligned with the source: as cheaply as possible, words are kept, replaced, dropped or added. The score is the share of
the words that are kept; a word that carries meaning counts several times as much as one like "of".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from reader.analysis.lexicon import FUNCTION_WORDS
from reader.text.span import split_runs
from reader.verification.pattern import Pattern
from reader.verification.source_text import Run, SourceText

LIGHT_WORDS = FUNCTION_WORDS | frozenset("be going i i'm i'd i'll i've 's".split())
"""Words of which any two sentences share some ("it's going to be a"). The function words are those that names have not:
they lack "I"."""

LIGHT_WEIGHT = 0.3  # the weight of these; other words have 1

RECOGNIZED = 0.53
"""Minimum score of a passage that is recognized. It is reached when a third of the words that carry meaning have been
replaced; sentences that have nothing to do with each other stay below 0.5."""

LONG_ROW = 7  # words in a row that are recognized whatever else the quotation has, as when two passages are joined
PART = 0.75  # maximum score of a passage that may be one of two which are joined
JOINED_ROW = 4  # minimum words in a row of each of two passages that are joined
PAIR_REACH = 2  # maximum distance of the words of a pair: a word between them may have been replaced
WINDOWS = 4  # passages that are aligned: those with most pairs of words
ROOM = 1.5  # the length of a passage, as a multiple of the quotation's, in which its pairs are counted
STRAY = 6.0  # words that may part a word at the end of a passage from the rest, for each unit of its weight
LARGE = 250_000  # cells of a table that is filled in Python; longer quotations are aligned with less care

SUBSTITUTED, SKIPPED, OPENED = 1.0, 0.5, 0.4
"""Costs: of another word, of a word without a counterpart, and of beginning a stretch of these."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A passage of a source with the words that a quotation shares with it."""

    source: SourceText
    run: Run
    pairs: tuple[tuple[int, int], ...]
    """The number of each word of the quotation that is kept, with that of the equal word of the run, in order."""
    score: float
    row: int
    """The number of words in the longest row that both have."""

    @property
    def place(self) -> tuple[str, int, int]:
        """A sort key: the source, and the first and the last word."""
        return self.source.key, self.run.numbers[self.pairs[0][1]], self.run.numbers[self.pairs[-1][1]]


def weight(word: str) -> float:
    return LIGHT_WEIGHT if word in LIGHT_WORDS else 1.0


def find_alignments(pattern: Pattern, sources: Iterable[SourceText]) -> list[Likeness]:
    """Return the recognized passages, the best first."""
    keys = pattern.keys
    weights = {pair: weight(pair[0]) * weight(pair[1]) for _, pair in pairs_in(keys)}
    windows = [(score, source, at) for source in sources for score, at in find_windows(len(keys), weights, source)]
    windows.sort(key=lambda window: (-window[0], window[1].key, window[2]))
    found: dict[tuple[str, int, int], Likeness] = {}
    for _, source, at in windows[:WINDOWS]:
        for run, begin, end in runs_at(source, at, len(keys)):
            for likeness in align_passages(pattern, source, run, begin, end):
                known = found.get(likeness.place)
                if known is None or (likeness.score, likeness.row) > (known.score, known.row):
                    found[likeness.place] = likeness
    ranked = sorted(found.values(), key=lambda likeness: (-likeness.score, -likeness.row, likeness.place))
    recognized = [each for each in ranked if each.row >= LONG_ROW or each.score >= RECOGNIZED]
    return recognized or joined_likeness(keys, ranked)


def joined_likeness(keys: Sequence[str], ranked: Sequence[Likeness]) -> list[Likeness]:
    """Return the best passage of a source of which two passages together are recognized, if there is one."""
    covered: defaultdict[str, set[int]] = defaultdict(set)
    for likeness in ranked:
        rows = rows_of(likeness.pairs)
        covered[likeness.source.key].update(a for row in rows if len(row) >= JOINED_ROW for a, _ in row)
    total = sum(map(weight, keys))
    return [each for each in ranked if sum(weight(keys[a]) for a in covered[each.source.key]) >= RECOGNIZED * total][:1]


Pair = tuple[str, str]  # two words near each other


def pairs_in(words: Sequence[str]) -> Iterator[tuple[int, Pair]]:
    """Yield the pairs of some words, each with the place of its first word."""
    for step in range(1, PAIR_REACH + 1):
        yield from enumerate(zip(words, words[step:], strict=False))


def find_windows(length: int, weights: Mapping[Pair, float], source: SourceText) -> Iterator[tuple[float, int]]:
    """Yield passages of a source with pairs of a quotation of some `length`: their weight, and where each begins."""
    words = source.words.keys
    firsts = source.places.keys() & {first for first, _ in weights}
    begun = (
        (at, (first, word))
        for first in firsts
        for at in source.places[first]
        for word in words[at + 1 : at + 1 + PAIR_REACH]
    )
    hits = sorted(each for each in begun if each[1] in weights)
    room = int(ROOM * length) + PAIR_REACH
    best: dict[int, tuple[float, int]] = {}
    begin = 0
    inside: Counter[Pair] = Counter()
    total = 0.0
    for at, pair in hits:
        total += weights[pair] if not inside[pair] else 0
        inside[pair] += 1
        while hits[begin][0] < at - room:
            old = hits[begin][1]
            inside[old] -= 1
            total -= weights[old] if not inside[old] else 0
            begin += 1
        slot = hits[begin][0] // (room + 1)
        if total > best.get(slot, (0.0, 0))[0]:
            best[slot] = total, hits[begin][0]
    yield from best.values()


def runs_at(source: SourceText, at: int, length: int) -> Iterator[tuple[Run, int, int]]:
    """Yield the runs with a passage near the word `at` of the text, and the stretch of each to look at."""
    before, after = length, 2 * length + int(ROOM * length)
    yield source.whole, max(0, at - before), min(len(source.words), at + after)
    for run in source.speeches:
        near = [place for place, number in enumerate(run.numbers) if at - before <= number < at + after]
        if near:
            yield run, max(0, near[0] - before), min(len(run.numbers), near[-1] + 1 + before)


def align_passages(pattern: Pattern, source: SourceText, run: Run, begin: int, end: int) -> Iterator[Likeness]:
    """Yield the best passage of a stretch of a run; if it has a part of a quotation, the best ones beside it too."""
    for likeness in align_passage(pattern, source, run, begin, end):
        yield likeness
        if likeness.score <= PART:
            yield from align_passage(pattern, source, run, begin, likeness.pairs[0][1])
            yield from align_passage(pattern, source, run, likeness.pairs[-1][1] + 1, end)


def align_passage(pattern: Pattern, source: SourceText, run: Run, begin: int, end: int) -> Iterator[Likeness]:
    """Align a quotation with the words `begin` to `end` (half open) of a run; yield nothing if they share none."""
    keys, words = pattern.keys, run.words.keys[begin:end]
    joints = frozenset(accumulate(map(len, pattern.stretches[:-1])))  # the words after an ellipsis or a bracket
    if len(keys) * len(words) <= LARGE:
        pairs = fit(keys, words, joints)
    else:
        blocks = LCSseq.editops(keys, words).as_matching_blocks()
        pairs = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
    if pairs := trim_edges(keys, pairs, joints):
        share = sum(weight(keys[a]) for a, _ in pairs) / sum(map(weight, keys))
        yield Likeness(source, run, tuple((a, b + begin) for a, b in pairs), share, max(map(len, rows_of(pairs))))


def rows_of(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the pairs in rows: of words that are neighbours in both texts."""
    return split_runs(pairs, lambda last, pair: pair != (last[0] + 1, last[1] + 1))


def trim_edges(keys: Sequence[str], pairs: Sequence[tuple[int, int]], joints: frozenset[int]) -> list[tuple[int, int]]:
    """Return the pairs without stray rows at either end: those that weigh less than what parts them from the rest."""
    rows = rows_of(pairs)
    weights = [sum(weight(keys[a]) for a, _ in row) for row in rows]
    first, last = 0, len(rows) - 1
    core = max(range(len(rows)), key=weights.__getitem__, default=0)

    def is_stray(row: int, before: int, after: int) -> bool:
        (a, b), (c, d) = rows[before][-1], rows[after][0]
        return c not in joints and STRAY * weights[row] < max(c - a, d - b) - 1

    while first < core and is_stray(first, first, first + 1):
        first += 1
    while last > core and is_stray(last, last - 1, last):
        last -= 1
    return [pair for row in rows[first : last + 1] for pair in row]


def fit(keys: Sequence[str], words: Sequence[str], joints: frozenset[int]) -> list[tuple[int, int]]:
    """Return the pairs of equal words in the cheapest alignment of all `keys` with a part of `words`.

    What stands before and after the part costs nothing, nor what is skipped where `keys` has a joint.
    """
    width = len(words) + 1
    best = [0.0] * width
    added = [OPENED] * width
    trace: list[bytearray] = []
    for row, key in enumerate(keys, 1):
        opened, skip = (0.0, 0.0) if row in joints else (OPENED, SKIPPED)
        steps = bytearray(width)
        diagonal, skipped = best[0], float("inf")
        for column in range(width):
            extended, begun = added[column] + SKIPPED, best[column] + OPENED + SKIPPED
            added[column] = min(extended, begun)
            step = ADDED | (LONGER if extended < begun else 0)
            cost = added[column]
            if column:
                met = diagonal + (0.0 if words[column - 1] == key else SUBSTITUTED)
                longer, fresh = skipped + skip, best[column - 1] + opened + skip
                skipped = min(longer, fresh)
                diagonal = best[column]
                step |= SKIPPED_LONGER if longer < fresh else 0
                if met <= cost:
                    cost, step = met, step & ~ADDED
                if skipped < met and skipped <= cost:
                    cost, step = skipped, (step & ~ADDED) | SKIPPED_BEST
            best[column] = cost
            steps[column] = step
        trace.append(steps)
    return read_trace(keys, words, trace, min(reversed(range(width)), key=best.__getitem__))


ADDED, SKIPPED_BEST, LONGER, SKIPPED_LONGER = 1, 2, 4, 8
"""Bits of a step: the best one adds a word or skips one (else two words meet); and whether it continues a stretch."""


def read_trace(
    keys: Sequence[str], words: Sequence[str], trace: Sequence[bytearray], column: int
) -> list[tuple[int, int]]:
    """Return the equal words that meet on the way back from the end of all keys at `column`."""
    pairs, row, state = [], len(keys), 0
    while row and (column or state != SKIPPED_BEST):
        step = trace[row - 1][column]
        state = state or step & (ADDED | SKIPPED_BEST)
        if state == ADDED:
            state = ADDED if step & LONGER else 0
            row -= 1
        elif state == SKIPPED_BEST:
            state = SKIPPED_BEST if step & SKIPPED_LONGER else 0
            column -= 1
        else:
            row, column = row - 1, column - 1
            if keys[row] == words[column]:
                pairs.append((row, column))
    return pairs[::-1]
