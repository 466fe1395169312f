"""Transfer a passage from the text it was made on to today's text, along the alignment of both.

The one idea: the words before and after a passage show where it must be, so a place is accepted if at least half of
the passage is there in order and its neighbours do not contradict it. A place taken by another old passage is never
a candidate, since `align` has already assigned it.

Pitfall: offsets here are in the *folded* texts, on both sides.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein, Postfix, Prefix

from reader.anchoring.diff import Alignment, MatchingRun, align
from reader.anchoring.units import PARALLEL, distinctive_words, match_units
from reader.anchoring.words import WordSequence
from reader.text.span import split_runs

KEPT = 0.5  # minimum share of a passage's letters that must be found again
SHORT = 4  # passages with fewer words may occur in any sentence, so only their neighbours are evidence
NEIGHBOURS = 6  # words on either side that can confirm a passage: about a clause

HALFWAY = 0.6
"""Minimum share of letters of a passage with neighbours on one side only; half could be any sentence that begins, or
ends, in the author's usual way."""

SURE = 2 / 3
"""Minimum share of letters of a passage without any neighbours; half of a short sentence can be a coincidence."""

WHOLE = 8
"""An unchanged passage of at least this many words needs no neighbours: eight in a row are not a common phrase."""

COHERENT = 12  # minimum words of a passage of several units that confirm each other, so that it needs no neighbours

MENDED = 0.7
"""Minimum share of common letters of a word and its correction: one letter in four may differ, but a word of three
must be the same."""

STRETCH = 2  # how many times longer a stretch of text may have become and still be an edit of the same one

REPLACED = 1.5
"""How many times longer than a passage's first or last words what stands in their place may be and belong to it."""

CLAUSE = 100  # characters that an edit may insert within even the shortest passage

LARGEST = 4000
"""Maximum characters between two runs that are compared one by one; more is a rewritten page, not a correction."""

Place = tuple[int, int]  # a range of offsets in a folded text


class OldPassage(NamedTuple):
    """A passage of the old text: characters `start` to `end`, which touch the words `first` to `last`."""

    start: int
    end: int
    first: int
    last: int


class WordMatch(NamedTuple):
    """A word of the old text, and its place in the new one in characters."""

    word: int
    start: int
    end: int
    mended: bool = False
    """True if a few of its letters have changed."""


class NeighbourCount(NamedTuple):
    """Counts of a passage's neighbours on one side: all of them, those found nearby, those found elsewhere."""

    of: int
    near: int
    away: int

    @property
    def vouches(self) -> bool:
        return self.near > 0 and 2 * self.near >= self.of

    @property
    def objects(self) -> bool:
        """True if most of them were found elsewhere."""
        return 2 * self.away > self.of


class FoundPlace(NamedTuple):
    """A possible place of a passage, and the evidence for it."""

    place: Place
    words: int
    """The number of words of the passage."""
    share: float
    """The share of its letters found there."""
    coherent: bool
    """True if many of its words were found there, of more than one unit, as units confirm each other."""
    altered: bool
    """True if any of its words is missing or corrected."""
    corrected: bool
    """True if most of its words found there are corrected: another link of the same kind looks like that, too."""
    left: NeighbourCount
    right: NeighbourCount

    @property
    def whole(self) -> bool:
        """True if it is certain without neighbours."""
        return not self.altered and self.words >= WHOLE

    @property
    def vouched(self) -> bool:
        both = self.left.near > 0 < self.right.near and 2 * (self.left.near + self.right.near) >= NEIGHBOURS
        has_none = self.left.of == 0 == self.right.of
        return self.left.vouches or self.right.vouches or (both and not self.altered) or has_none

    @property
    def flanked(self) -> bool:
        """True if its neighbours are there on each side where it has any."""
        return all(side.vouches or not side.of for side in (self.left, self.right))

    @property
    def torn(self) -> bool:
        """True if its neighbours on one side are there, and those on the other side elsewhere."""
        return (self.left.vouches and self.right.objects) or (self.right.vouches and self.left.objects)

    @property
    def carried(self) -> bool:
        """True if it can be accepted for moved words: a mere phrase unchanged and with its neighbours on both sides;
        more words unchanged, and many or with neighbours; or edited a little, and two of the three."""
        if self.words < SHORT:
            return self.flanked and not self.altered
        evidence = self.left.vouches + self.right.vouches + (self.words >= WHOLE)
        return self.share >= SURE and evidence >= 1 + self.altered

    @property
    def believed(self) -> bool:
        """True if it can be accepted for words in their order."""
        if self.whole or ((self.vouched or self.coherent) and (self.flanked or not self.corrected)):
            return self.share >= (HALFWAY if self.torn else KEPT)
        is_contradicted = 2 * (self.left.away + self.right.away) >= self.left.of + self.right.of
        return self.words >= SHORT and self.share >= SURE and not is_contradicted


@dataclass(frozen=True)
class PassageTracer:
    """Two folded texts and what they have in common."""

    old: WordSequence
    new: WordSequence
    alignment: Alignment
    known: dict[int, WordMatch | None] = field(default_factory=dict, compare=False, repr=False)
    """Cache of word matches; notes close to each other share many."""

    @classmethod
    def of(cls, old: WordSequence, new: WordSequence) -> "PassageTracer":
        return cls(old, new, align(old.words, new.words, match_units(old, new)))

    def find(self, start: int, end: int) -> tuple[Place | None, Place | None]:
        """Return the place of the old characters `start` to `end` or, if there is none, the best guess."""
        passage = self.passage(start, end)
        if passage.first == passage.last:
            return self.bare(passage), None
        if (unchanged := self.unchanged(passage)) is not None:
            return unchanged, None
        on_line = self.finding(passage, self.pairs(passage.first - NEIGHBOURS, passage.last + NEIGHBOURS))
        if on_line and on_line.believed and not self.is_replaced(passage, self.pairs):
            return on_line.place, None
        moved, runs = self.moved(passage)
        if moved and moved.carried and not self.is_replaced(passage, partial(self.paired_by, runs)):
            return moved.place, None
        guesses = [finding for finding in (moved, on_line) if finding and finding.share >= KEPT]
        return None, guesses[0].place if guesses else None

    def passage(self, start: int, end: int) -> OldPassage:
        return OldPassage(start, end, *self.old.within(start, end))

    def unchanged(self, passage: OldPassage) -> Place | None:
        """Return the place of a passage within one run, with as many neighbours as it needs, or in verbatim units."""
        first, last = passage.first, passage.last
        low, high = max(0, first - NEIGHBOURS), min(len(self.old), last + NEIGHBOURS)
        run, _ = self.runs_around(first)
        runs = [run] if run.old <= low and high <= run.old + run.size else self.alignment.fixed.verbatim(first, last)
        if not runs:
            return None
        head, *_, tail = self.paired(runs[0], first, first + 1) + self.paired(runs[0], last - 1, last)
        return self.begin(passage, head, None), self.stop(passage, tail, None)

    def runs_around(self, word: int) -> tuple[MatchingRun, MatchingRun]:
        """Return the run on the line that may include an old word, and the next one; empty ones at the ends."""
        line = self.alignment.line
        index = bisect_right(line, word, key=lambda run: run.old)
        before = line[index - 1] if index else MatchingRun(0, 0, 0)
        return before, line[index] if index < len(line) else MatchingRun(len(self.old), len(self.new), 0)

    def is_replaced(self, passage: OldPassage, matches: Callable[[int, int], list[WordMatch]]) -> bool:
        """Return whether a parallel unit has taken the place of the passage's: what set it apart is gone.

        `matches` returns those of a range of old words there.
        """
        unit = self.old.unit(passage.first)
        starts = [*self.old.units[: unit + PARALLEL + 2], len(self.old)]
        if passage.last > starts[unit + 1]:
            return False
        own = distinctive_words(self.old.words, starts, unit)
        if len(own) == starts[unit + 1] - starts[unit]:
            return False
        kept = [pair for pair in matches(own[0], own[-1] + 1) if pair.word in own and not pair.mended]
        return len(kept) < KEPT * len(own)

    def bare(self, passage: OldPassage) -> Place | None:
        """Return the place of a passage without a word, such as a dash, if it is unique between the same two words."""
        word = passage.first
        pairs = {pair.word: pair for pair in self.pairs(word - 1, word + 1)}
        before, after = pairs.get(word - 1), pairs.get(word)
        low = before.end if before else 0 if word == 0 else None
        high = after.start if after else len(self.new.text) if word == len(self.old) else None
        if low is None or high is None:
            return None
        room, gap = self.new.text[low:high], self.old.end(word - 1)
        if room == self.old.text[gap : self.old.starts[word]]:
            return low + passage.start - gap, low + passage.end - gap
        wanted = self.old.text[passage.start : passage.end].strip()
        if not wanted or room.count(wanted) != 1:
            return None
        at = low + room.index(wanted)
        return at, at + len(wanted)

    def pairs(self, first: int, last: int) -> list[WordMatch]:
        """Return the matches of the words `first` to `last` on the line, including corrected ones."""
        known, words = self.known, range(max(0, first), min(last, len(self.old)))
        for word in words:
            if word not in known:
                self.look_up(word, words.stop)
        return [pair for word in words if (pair := known[word])]

    def look_up(self, word: int, last: int) -> None:
        """Look up `word` and, in the same run, those up to `last`, or all words of the same gap."""
        run, after = self.runs_around(word)
        end = run.old + run.size
        if word < end:
            found = self.paired(run, word, last)
        else:
            self.known.update(dict.fromkeys(range(end, after.old)))
            found = self.mended(run, after)
        self.known.update((pair.word, pair) for pair in found)

    def paired(self, run: MatchingRun, first: int, last: int) -> list[WordMatch]:
        first, last = max(first, run.old), min(last, run.old + run.size)
        shift = run.new - run.old
        low, high = first + shift, last + shift
        return list(map(WordMatch, range(first, last), self.new.starts[low:high], self.new.ends[low + 1 : high + 1]))

    def mended(self, run: MatchingRun, after: MatchingRun) -> list[WordMatch]:
        """Match the words between two runs that kept most of their letters."""
        first, there = run.old + run.size, run.new + run.size
        if first == after.old or there == after.new:
            return []
        was, now = self.old.end(first - 1), self.new.end(there - 1)
        old = self.old.blanked(first, after.old, self.alignment.fixed.reserved_old, "\0")
        new = self.new.blanked(there, after.new, self.alignment.fixed.reserved_new, "\1")
        if max(len(old), len(new)) > LARGEST:
            return []
        if all(LCSseq.similarity(word, new) < MENDED * len(word) for word in self.old.words[first : after.old]):
            return []  # the usual case: one word replaced by another
        equal = (step for step in Levenshtein.opcodes(old, new) if step.tag == "equal")
        kept = [(was + each.src_start, now + each.dest_start, each.src_end - each.src_start) for each in equal]
        olds = [a for a, _, _ in kept]
        pairs = []
        for word in range(first, after.old):
            low = max(0, bisect_right(olds, self.old.starts[word]) - 1)
            near = kept[low : bisect_left(olds, self.old.end(word), low)]
            pairs.append(self.mended_word(word, near, now, now + len(new)))
        return [pair for pair in pairs if pair]

    def mended_word(self, word: int, kept: list[tuple[int, int, int]], low: int, high: int) -> WordMatch | None:
        start, end = self.old.starts[word], self.old.end(word)
        parts = [(max(a, start), min(a + size, end), b - a) for a, b, size in kept if a + size > start]
        total = sum([stop - begin for begin, stop, _ in parts])
        if total < MENDED * (end - start):
            return None
        here, there = parts[0][0] + parts[0][2], parts[-1][1] + parts[-1][2]
        while here > low and self.new.text[here - 1].isalnum():
            here -= 1
        while there < high and self.new.text[there].isalnum():
            there += 1
        return WordMatch(word, here, there, mended=True) if total >= MENDED * (there - here) else None

    def finding(self, passage: OldPassage, pairs: Sequence[WordMatch]) -> FoundPlace | None:
        """Return the place of most of a passage, from the matches of its words and of their neighbours (`pairs`)."""
        _, _, first, last = passage
        left = [pair for pair in pairs if pair.word < first]
        right = [pair for pair in pairs if pair.word >= last]
        inside = [pair for pair in pairs if first <= pair.word < last]
        if not inside:
            return None
        one_before, one_after = left[-1] if left else None, right[0] if right else None
        inside = self.without_strays(self.together(inside), one_before, one_after)
        before, after = min(NEIGHBOURS, first), min(NEIGHBOURS, len(self.old) - last)
        low = inside[0].start - STRETCH * (self.old.starts[first] - self.old.starts[first - before])
        high = inside[-1].end + STRETCH * (self.old.end(last + after - 1) - self.old.end(last - 1))
        begin, stop = self.begin(passage, inside[0], one_before), self.stop(passage, inside[-1], one_after)
        mended = sum([pair.mended for pair in inside])
        near_left, near_right = sum([pair.end >= low for pair in left]), sum([pair.start <= high for pair in right])
        return FoundPlace(
            (begin, stop),
            last - first,
            self.letters(inside) / sum(map(len, self.old.words[first:last])),
            len(inside) >= COHERENT and self.old.unit(inside[0].word) < self.old.unit(inside[-1].word),
            len(inside) < last - first or mended > 0,
            2 * mended > len(inside),
            NeighbourCount(before, near_left, len(left) - near_left),
            NeighbourCount(after, near_right, len(right) - near_right),
        )

    def together(self, pairs: list[WordMatch]) -> list[WordMatch]:
        """Return the heaviest part of a passage that was split by inserted text too long to be an edit of it."""
        length = self.old.end(pairs[-1].word) - self.old.starts[pairs[0].word]
        most = max(STRETCH * length, CLAUSE)
        if pairs[-1].end - pairs[0].start <= most:
            return pairs  # no gap can be longer than all of it; nearly always true
        return max(split_runs(pairs, lambda last, pair: self.inserted(last, pair) > most), key=self.letters)

    def without_strays(
        self, pairs: list[WordMatch], before: WordMatch | None, after: WordMatch | None
    ) -> list[WordMatch]:
        """Return a passage without a few words at an end that were parted from the rest, and from their neighbour."""
        if pairs[-1].end - pairs[0].start <= CLAUSE:
            return pairs
        low, high = 0, len(pairs)
        if not self.are_beside(before, pairs[0]):
            few = range(min(SHORT, high) - 1, 0, -1)
            low = next((at for at in few if self.inserted(pairs[at - 1], pairs[at]) > CLAUSE), 0)
        if not self.are_beside(pairs[-1], after):
            few = range(max(low + 1, high - SHORT + 1), high)
            high = next((at for at in few if self.inserted(pairs[at - 1], pairs[at]) > CLAUSE), high)
        return pairs[low:high]

    def inserted(self, one: WordMatch, other: WordMatch) -> int:
        """Return the characters by which the text between two words has grown."""
        return other.start - one.end - (self.old.starts[other.word] - self.old.end(one.word))

    def are_beside(self, one: WordMatch | None, other: WordMatch | None) -> bool:
        """Return whether two neighbours have no other words between them, in the old text and in the new."""
        if one is None or other is None or one.word + 1 != other.word:
            return False
        first, last = self.new.within(one.end, other.start)
        return first == last

    def letters(self, pairs: Sequence[WordMatch]) -> int:
        words = self.old.words
        return sum([len(words[pair.word]) for pair in pairs])

    def begin(self, passage: OldPassage, found: WordMatch, neighbour: WordMatch | None) -> int:
        """Return the start of the passage, if `found` is the first of its words that is still there."""
        start, first = passage.start, passage.first
        if found.word > first:  # words after its left neighbour have replaced its first words
            low = neighbour.end if neighbour and neighbour.word == first - 1 else found.start
            if found.start - low > REPLACED * (self.old.starts[found.word] - self.old.starts[first]):
                return found.start
            return next((at for at in range(low, found.start) if self.new.text[at].isalnum()), found.start)
        word = self.old.starts[first]
        if start > word:
            inside = self.new.text[found.start : found.end] == self.old.text[word : self.old.end(first)]
            return found.start + (start - word if inside else 0)
        lead = self.old.text[start:word]
        before = self.new.text[max(0, found.start - len(lead)) : found.start]
        return found.start - Postfix.similarity(lead, before)

    def stop(self, passage: OldPassage, found: WordMatch, neighbour: WordMatch | None) -> int:
        """Return the end of the passage, if `found` is the last of its words that is still there."""
        end, last = passage.end, passage.last
        if found.word < last - 1:
            high = neighbour.start if neighbour and neighbour.word == last else found.end
            if high - found.end > REPLACED * (self.old.end(last - 1) - self.old.end(found.word)):
                return found.end
            return next((at for at in range(high, found.end, -1) if self.new.text[at - 1].isalnum()), found.end)
        word = self.old.end(last - 1)
        if end < word:
            inside = self.new.text[found.start : found.end] == self.old.text[self.old.starts[last - 1] : word]
            return found.end - (word - end if inside else 0)
        tail = self.old.text[word:end]
        return found.end + Prefix.similarity(tail, self.new.text[found.end : found.end + len(tail)])

    def moved(self, passage: OldPassage) -> tuple[FoundPlace | None, Sequence[MatchingRun]]:
        """Return the best place of a passage that was moved, and all runs that were moved there with it."""
        _, _, first, last = passage
        low, high = first - NEIGHBOURS, last + NEIGHBOURS
        near = (
            chain for chain in self.alignment.chains if chain[0].old < last and first < chain[-1].old + chain[-1].size
        )
        places = ((self.finding(passage, self.paired_by(chain, low, high)), chain) for chain in near)
        found = [(place, chain) for place, chain in places if place]
        return max(found, key=lambda place: place[0].share, default=(None, ()))

    def paired_by(self, runs: Iterable[MatchingRun], first: int, last: int) -> list[WordMatch]:
        return [pair for run in runs for pair in self.paired(run, first, last)]
