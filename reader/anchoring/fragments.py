"""A passage looked for by its own words, where the text it was made on is lost.

What is left of that text are fragments: each passage with the words kept before and after it, pieced together where
several passages stood close to each other. A fragment is looked for wherever its rarer words stand, and in each such
window it is followed as if it were the whole old text.

The idea is to doubt: two windows that are too alike, or neighbours that stand somewhere else, leave the passage
without a place. The trap: a fragment may begin and end in the middle of a word, which is then no word at all.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.anchoring.alignment import MIXED, Words, longest_rising
from reader.anchoring.tracing import KEPT, NEIGHBOURS, WHOLE, Finding, Place, Trace
from reader.folding import fold

WIDE = 1200
"""Characters on either side of a passage that are used where they are known: two or three paragraphs, so that one of
them can be rewritten and another still says where the passage was."""

SEQUENCE = 3
"""Words that are looked up together; a quarter of the words may be changed and four tenths of the sequences stay."""

LETTERS = 5
"""From here on a word is looked up by itself as well: shorter ones are mostly articles, prepositions, pronouns."""

COMMON = 30
"""What stands in more places than this tells nothing about the place."""

DRIFT = 12
"""Words that an edit within a fragment may add or take and its words still point to the same place: a clause or two."""

WINDOWS = 6
"""Places that are looked at closely, most promising first."""

LEAST = 0.1
"""The part of the best window's votes with which another is still looked at: with less it cannot come near it."""

MARGIN = 0.05
"""How much more of its fragment one place must hold than another to be told apart: a word in twenty."""

HALFWAY = 0.6
"""The share of letters a passage needs that has neighbours on one side only: half could be any sentence that begins, or
ends, in the author's usual way."""

FAINT = 1 / 3
"""With less of the fragment than this, and neighbours on one side only, it is a phrase that is there, not the place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text that is still known, and the passage in it (offsets in `text`)."""

    at: int
    """Where it stood in the old text."""
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece, folded: its words, and the passage in them (folded offsets)."""

    words: Words
    start: int
    end: int
    at: int
    """Where the passage stood in the old text."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a fragment may stand."""

    place: Place | None
    """Of the passage; None where there is only what stood around it."""
    finding: Finding | None
    score: float
    """The share of the fragment's letters that is there."""
    context: int
    """How many of the passage's neighbours are there."""

    @property
    def kept(self) -> bool:
        return self.place is not None and (self.finding is None or self.finding.share >= KEPT)


def locate(pieces: Sequence[Piece], new: Words) -> list[tuple[Place | None, Place | None]]:
    """The place of each passage in the folded `new`, or None and the best guess.

    First by what each says itself; then what was left open by the order in which the others have been found.
    """
    narrow = [fragment_of(piece) for piece in pieces]
    verbatim = [standing_once(fragment, new) for fragment in narrow]
    wide = [fragment_of(piece) for piece, found in zip(widened(pieces), verbatim, strict=True) if not found]
    index = Index.of(new, wide)
    rest = iter(wide)
    found = [[candidate] if candidate else index.candidates(next(rest)) for candidate in verbatim]
    sure = sorted(
        (fragment.at, candidates[0].place[0])
        for fragment, candidates in zip(narrow, found, strict=True)
        if outstanding(candidates) and candidates[0].place
    )
    order = longest_rising([pair for pair, after in pairwise([*sure, (-1, 0)]) if pair[0] != after[0]])
    return [
        decided(candidates, between(order, fragment.at, len(new.text)))
        for fragment, candidates in zip(narrow, found, strict=True)
    ]


def standing_once(fragment: Fragment, new: Words) -> Candidate | None:
    """The place of a fragment that stands there unaltered, if it is the only one and long enough to be told by that."""
    if len(fragment.words) < WHOLE:
        return None
    text = fragment.words.text
    at = new.text.find(text)
    if at < 0 or new.text.find(text, at + 1) >= 0:
        return None
    return Candidate((at + fragment.start, at + fragment.end), None, 1.0, 2 * NEIGHBOURS)


def outstanding(candidates: Sequence[Candidate]) -> bool:
    """Whether the first stands there with its neighbours, and no other comes near it."""
    best = candidates[0] if candidates else None
    if best is None or not best.kept or not (best.finding is None or best.finding.vouched):
        return False
    return all(other.score <= best.score - MARGIN for other in candidates[1:] if other.kept)


def between(order: Sequence[tuple[int, int]], at: int, end: int) -> Place:
    """From where to where a passage of the old offset `at` is, if passages have kept their order."""
    low = bisect_left(order, (at, -1))
    high = bisect_right(order, (at, end + 1))
    return order[low - 1][1] if low else 0, order[high][1] if high < len(order) else end


def decided(candidates: Sequence[Candidate], order: Place) -> tuple[Place | None, Place | None]:
    """The one candidate that can be believed, if there is one, else the best as a guess."""
    good = [candidate for candidate in candidates if candidate.kept]
    if not good:
        return None, next((candidate.place for candidate in candidates if candidate.place), None)
    rivals = [candidate for candidate in good if candidate.score > good[0].score - MARGIN]
    if len(rivals) > 1:
        rivals = [rival for rival in rivals if in_order(rival, order)]
        if len(rivals) != 1:
            return None, good[0].place
    best = rivals[0]
    elsewhere = max((other.context for other in candidates if other is not best), default=0)
    return (best.place, None) if stands(best, elsewhere, order) else (None, best.place)


def in_order(candidate: Candidate, order: Place) -> bool:
    return candidate.place is not None and order[0] <= candidate.place[0] <= order[1]


def stands(candidate: Candidate, elsewhere: int, order: Place) -> bool:
    """Whether a candidate without a rival is believed; `elsewhere` neighbours stand together in another window."""
    finding = candidate.finding
    if finding is None or finding.whole or (finding.left.vouches and finding.right.vouches):
        return True
    if finding.vouched:
        return finding.share >= HALFWAY and candidate.score >= FAINT
    doubted = 2 * elsewhere >= finding.left.of + finding.right.of or not in_order(candidate, order)
    return finding.believed and not doubted


def widened(pieces: Sequence[Piece]) -> list[Piece]:
    """Each piece with as much more around it as the other pieces know. Pieces of different texts are not joined."""
    known: list[tuple[int, str]] = []
    belongs: dict[int, int] = {}
    for number in sorted(range(len(pieces)), key=lambda number: pieces[number].at):
        piece = pieces[number]
        at, text = known[-1] if known else (piece.at, piece.text)
        shared = at + len(text) - piece.at
        if known and shared >= 0 and text[piece.at - at :].startswith(piece.text[:shared][: len(piece.text)]):
            known[-1] = at, text + piece.text[shared:]
        else:
            known.append((piece.at, piece.text))
        belongs[number] = len(known) - 1
    wide = []
    for number, piece in enumerate(pieces):
        at, text = known[belongs[number]]
        start, end = piece.at - at + piece.start, piece.at - at + piece.end
        low, high = max(0, start - WIDE), end + WIDE
        wide.append(Piece(at + low, text[low:high], start - low, end - low))
    return wide


def fragment_of(piece: Piece) -> Fragment:
    """A piece without the words that it cuts at either end."""
    before, after = piece.text[: piece.start], piece.text[piece.end :]
    cut = MIXED.match(before) if piece.at else None
    before = before[cut.end() :] if cut else before
    ends = [match.start() for match in MIXED.finditer(after) if match.end() == len(after)]
    after = after[: ends[0]] if ends else after
    exact = piece.text[piece.start : piece.end]
    known = fold(before + exact + after)
    start, end = known.offset(len(before)), known.offset(len(before) + len(exact))
    return Fragment(Words.of(known.text), start, end, piece.at + piece.start)


def telling(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """What is looked up of a fragment: sequences and longer words, each with its place."""
    for at, word in enumerate(words):
        if at + SEQUENCE <= len(words):
            yield at, tuple(words[at : at + SEQUENCE])
        if len(word) >= LETTERS:
            yield at, (word,)


@dataclass(frozen=True)
class Index:
    """Where in a text the words of some fragments stand."""

    new: Words
    places: dict[tuple[str, ...], list[int]]

    @classmethod
    def of(cls, new: Words, fragments: Sequence[Fragment]) -> "Index":
        wanted = {key for fragment in fragments for _, key in telling(fragment.words.words)}
        starts = {key[0] for key in wanted}
        places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        words = new.words
        for at in [at for at, word in enumerate(words) if word in starts]:
            for key in ((words[at],), tuple(words[at : at + SEQUENCE])):
                if key in wanted:
                    places[key].append(at)
        return cls(new, places)

    def windows(self, fragment: Fragment) -> list[tuple[int, int]]:
        """From which to which word the fragment may stand: where many of its rarer words are at the same distance."""
        votes: list[tuple[int, float]] = []
        for at, key in telling(fragment.words.words):
            places = self.places.get(key, ())
            if len(places) <= COMMON:
                votes += [(place - at, 1 / len(places)) for place in places]
        votes.sort()
        groups: list[list[tuple[int, float]]] = [votes[:1]] if votes else []
        for last, vote in pairwise(votes):
            if vote[0] - last[0] > DRIFT:
                groups.append([])
            groups[-1].append(vote)
        weights = [sum(weight for _, weight in group) for group in groups]
        least = LEAST * max(weights, default=0)
        ranked = sorted(zip(weights, groups, strict=True), key=lambda both: -both[0])
        likely = [group for weight, group in ranked[:WINDOWS] if weight >= least]
        size = len(fragment.words)
        joined: list[tuple[int, int]] = []
        for low, high in sorted((group[0][0] - DRIFT, group[-1][0] + size + DRIFT) for group in likely):
            if joined and low < joined[-1][1] - size // 2:
                joined[-1] = joined[-1][0], high
            else:
                joined.append((low, high))
        return [(max(0, low), min(len(self.new), high)) for low, high in joined]

    def candidates(self, fragment: Fragment) -> list[Candidate]:
        """The places where the fragment may stand, best first."""
        found = [self.candidate(fragment, low, high) for low, high in self.windows(fragment)]
        return sorted(found, key=lambda candidate: -candidate.score)

    def candidate(self, fragment: Fragment, low: int, high: int) -> Candidate:
        shift = self.new.end(low - 1)
        trace = Trace.of(fragment.words, Words.of(self.new.text[shift : self.new.start(high)]))
        pairs = trace.pairs(0, len(fragment.words))
        score = trace.letters(pairs) / max(1, sum(map(len, fragment.words.words)))
        first, last = fragment.words.within(fragment.start, fragment.end)
        near = [pair for pair in pairs if first - NEIGHBOURS <= pair.word < last + NEIGHBOURS]
        context = sum(not first <= pair.word < last for pair in near)
        finding = trace.finding(fragment.start, fragment.end, near) if first < last else None
        place = finding.place if finding else trace.bare(fragment.start, fragment.end) if first == last else None
        return Candidate(place and (place[0] + shift, place[1] + shift), finding, score, context)
