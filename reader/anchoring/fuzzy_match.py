"""Find a passage by its own words and context, when the text it was made on is lost.

What remains of that text are fragments: the passages with their context, joined where several were close to each
other. Places where a fragment's rarer words occur together are examined as windows, and in each window the fragment
is transferred as if it were the whole old text.

The idea is to doubt: the passage is left without a place if two windows are too similar, or if its neighbours are
elsewhere. Pitfall: a fragment may begin and end in the middle of a word, and that part is not a word.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.anchoring.diff import WordRange, longest_increasing
from reader.anchoring.exact_match import SEQUENCE, Key, RememberedText, find_keys, trim_cut_words
from reader.anchoring.transfer import HALFWAY, KEPT, NEIGHBOURS, FoundPlace, PassageTracer, Place
from reader.anchoring.words import WordSequence
from reader.text.normalize import fold
from reader.text.span import split_runs

WIDE = 1200
"""Maximum characters used on either side of a passage: two or three paragraphs, so that one of them can be rewritten
while another still locates the passage."""

COMPANY = 4 * WIDE
"""Maximum characters between the first and last of the passages that are searched for together: a page or two, so
that a hundred notes on it do not each align most of the same words."""

LETTERS = 5
"""Minimum letters of a word that is looked up alone; shorter ones are mostly articles, prepositions and pronouns."""

COMMON = 30  # words that occur more often than this say nothing about a place

DRIFT = 12
"""Maximum words that an edit within a fragment may add or remove with its words still counted as one place: a clause
or two."""

WINDOWS = 6  # maximum windows examined, most promising first
LEAST = 0.1  # minimum share of the best window's votes; a window with less cannot compete
MARGIN = 0.05  # the minimum lead, as a share of its fragment, of one place over another: a word in twenty

FAINT = 1 / 3
"""With a smaller share of the fragment than this and neighbours on one side only, a phrase was found, not the place."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces that touch or overlap, joined."""

    at: int
    """Its offset in the old text."""
    text: str
    passages: dict[int, Place]
    """The passages by number (offsets in `text`), in the order of the old text."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a stretch, folded: its words and some of its passages (folded offsets)."""

    words: WordSequence
    passages: dict[int, Place]


class PlaceCandidate(NamedTuple):
    """A possible place of a passage."""

    place: Place | None
    """None if only the passage's context was found."""
    finding: FoundPlace | None
    score: float
    """The share of letters found, of the passage and its known context."""
    context: int
    """The number of the passage's neighbours found."""

    @property
    def kept(self) -> bool:
        return self.place is not None and (self.finding is None or self.finding.share >= KEPT)


def guess_places(pieces: Sequence[RememberedText], new: WordSequence) -> list[Place | None]:
    """Return the likeliest place of each passage in the folded `new`, as a guess only."""
    found = find_candidates(pieces, new, set(), 1)
    return [next((one.place for one in found[number] if one.place), None) for number in range(len(pieces))]


def find_places(
    pieces: Sequence[RememberedText], new: WordSequence, verbatim: Mapping[int, Place]
) -> list[tuple[Place | None, Place | None]]:
    """Return the place of each passage in the folded `new`, or None and the best guess.

    Those of the `verbatim` pieces, by number, are known. Each other passage's own words come first; what they leave
    open is decided by the order of the passages found.
    """
    found = {number: [PlaceCandidate(place, None, 1.0, 2 * NEIGHBOURS)] for number, place in verbatim.items()}
    found |= find_candidates(pieces, new, found.keys(), WINDOWS)
    olds = [piece.at + piece.start for piece in pieces]
    winners = ((number, candidates[0].place) for number, candidates in found.items() if is_clear_winner(candidates))
    sure = sorted((olds[number], place[0]) for number, place in winners if place)
    order = longest_increasing([pair for pair, after in pairwise([*sure, (-1, 0)]) if pair[0] != after[0]])
    return [choose_place(found[number], range_between(order, at, len(new.text))) for number, at in enumerate(olds)]


def find_candidates(
    pieces: Sequence[RememberedText], new: WordSequence, found: Set[int], most: int
) -> dict[int, list[PlaceCandidate]]:
    """Return the candidates for each passage not in `found`, best first, from at most `most` windows each."""
    fragments = [fragment for stretch in join_pieces(pieces) for fragment in fragments_of(stretch, found)]
    places = find_keys({key for fragment in fragments for _, key in distinctive_keys(fragment.words.words)}, new.words)
    candidates: dict[int, list[PlaceCandidate]] = {}
    for fragment in fragments:
        candidates |= {number: [] for number in fragment.passages}
        for low, high in find_windows(fragment, places, new, most):
            for number, candidate in candidates_in(fragment, new, low, high):
                candidates[number].append(candidate)
    return {number: sorted(some, key=lambda one: -one.score) for number, some in candidates.items()}


def is_clear_winner(candidates: Sequence[PlaceCandidate]) -> bool:
    """Return whether the best candidate has its neighbours, and no other comes close."""
    best = candidates[0] if candidates else None
    if best is None or not best.kept or not (best.finding is None or best.finding.vouched):
        return False
    return all(other.score <= best.score - MARGIN for other in candidates[1:] if other.kept)


def range_between(order: Sequence[tuple[int, int]], at: int, end: int) -> Place:
    """Return the range of a passage at the old offset `at`, if the passages have kept their order."""
    low = bisect_left(order, (at, -1))
    high = bisect_right(order, (at, end + 1))
    return order[low - 1][1] if low else 0, order[high][1] if high < len(order) else end


def choose_place(candidates: Sequence[PlaceCandidate], order: Place) -> tuple[Place | None, Place | None]:
    """Return the one credible candidate's place, or None and the best guess."""
    good = [candidate for candidate in candidates if candidate.kept]
    if not good:
        return None, next((candidate.place for candidate in candidates if candidate.place), None)
    rivals = [candidate for candidate in good if candidate.score > good[0].score - MARGIN]
    if len(rivals) > 1:
        rivals = [rival for rival in rivals if fits_order(rival, order)]
        if len(rivals) != 1:
            return None, good[0].place
    best = rivals[0]
    elsewhere = max((other.context for other in candidates if other is not best), default=0)
    return (best.place, None) if is_convincing(best, elsewhere, order) else (None, best.place)


def fits_order(candidate: PlaceCandidate, order: Place) -> bool:
    return candidate.place is not None and order[0] <= candidate.place[0] <= order[1]


def is_convincing(candidate: PlaceCandidate, elsewhere: int, order: Place) -> bool:
    """Return whether to accept a candidate without a rival; `elsewhere` counts neighbours found in another window."""
    finding = candidate.finding
    if finding is None or finding.whole or (finding.left.vouches and finding.right.vouches):
        return True
    if finding.vouched:
        return finding.share >= HALFWAY and candidate.score >= FAINT
    doubted = 2 * elsewhere >= finding.left.of + finding.right.of or not fits_order(candidate, order)
    return finding.believed and not doubted


def join_pieces(pieces: Sequence[RememberedText]) -> list[Stretch]:
    """Join the pieces that touch or overlap; pieces of different texts stay apart."""
    known: list[Stretch] = []
    for number in sorted(range(len(pieces)), key=lambda number: (pieces[number].at, pieces[number].start)):
        piece = pieces[number]
        if known:
            last = known[-1]
            start = piece.at - last.at
            shared = len(last.text) - start
            if shared >= 0 and last.text[start:].startswith(piece.text[:shared]):
                last.passages[number] = start + piece.start, start + piece.end
                known[-1] = Stretch(last.at, last.text + piece.text[shared:], last.passages)
                continue
        known.append(Stretch(piece.at, piece.text, {number: (piece.start, piece.end)}))
    return known


def fragments_of(stretch: Stretch, found: Set[int]) -> Iterator[Fragment]:
    """Return the parts of a stretch with passages not in `found`, each with enough context around them."""
    companies: list[dict[int, Place]] = []
    low = 0  # of the last company
    for number, (start, end) in stretch.passages.items():
        if number in found:
            continue
        if not companies or end - low > COMPANY:
            companies.append({})
            low = start
        low = min(low, start)
        companies[-1][number] = start, end
    return (cut_fragment(stretch, company) for company in companies)


def cut_fragment(stretch: Stretch, company: dict[int, Place]) -> Fragment:
    low, high = min(company.values())[0], max(end for _, end in company.values())
    shift = max(0, low - WIDE)
    text = stretch.text[shift : high + WIDE]
    first, last = trim_cut_words(text, stretch.at + shift, low - shift, high - shift)
    known, shift = fold(text[first:last]), shift + first
    places = {number: (known.offset(a - shift), known.offset(b - shift)) for number, (a, b) in company.items()}
    return Fragment(WordSequence.of(known.text), places)


def distinctive_keys(words: Sequence[str]) -> Iterator[tuple[int, Key]]:
    """Yield the keys to look up of a fragment, sequences and longer words, each with its place."""
    yield from enumerate(zip(*(words[step:] for step in range(SEQUENCE)), strict=False))
    yield from ((at, word) for at, word in enumerate(words) if len(word) >= LETTERS)


def find_windows(fragment: Fragment, known: Mapping[Key, list[int]], new: WordSequence, most: int) -> list[WordRange]:
    """Return the word ranges where a fragment may be: where many of its rarer words are at the same distance.

    `known` has the places of its words in `new`.
    """
    votes: list[tuple[int, float]] = []
    for at, key in distinctive_keys(fragment.words.words):
        places = known.get(key)
        if places and len(places) <= COMMON:
            weight = 1 / len(places)
            votes += [(place - at, weight) for place in places]
    votes.sort()
    groups = split_runs(votes, lambda last, vote: vote[0] - last[0] > DRIFT)
    weights = [sum(weight for _, weight in group) for group in groups]
    least = LEAST * max(weights, default=0)
    ranked = sorted(zip(weights, groups, strict=True), key=lambda both: -both[0])
    likely = [group for weight, group in ranked[:most] if weight >= least]
    size = len(fragment.words)
    wide: list[WordRange] = []
    for low, high in sorted((group[0][0] - DRIFT, group[-1][0] + size + DRIFT) for group in likely):
        if wide and low < wide[-1][1] - size // 2:
            wide[-1] = wide[-1][0], high
        else:
            wide.append((low, high))
    return [(max(0, low), min(len(new), high)) for low, high in wide]


def candidates_in(fragment: Fragment, new: WordSequence, low: int, high: int) -> Iterator[tuple[int, PlaceCandidate]]:
    """Yield the candidate for each passage of a fragment in the words `low` to before `high` of a text."""
    shift, words = new.end(low - 1), fragment.words
    whole = (low, high) == (0, len(new))  # a short article
    trace = PassageTracer.of(words, new if whole else WordSequence.of(new.text[shift : new.starts[high]]))
    there = [0] * len(words)
    for pair in trace.pairs(0, len(words)):
        there[pair.word] = len(words.words[pair.word])
    kept, known = [0, *accumulate(there)], [0, *accumulate(map(len, words.words))]
    for number, (start, end) in fragment.passages.items():
        place, finding, context = follow(trace, start, end)
        first, last = words.within(start - WIDE, end + WIDE)
        score = (kept[last] - kept[first]) / max(1, known[last] - known[first])
        yield number, PlaceCandidate(place and (place[0] + shift, place[1] + shift), finding, score, context)


def follow(trace: PassageTracer, start: int, end: int) -> tuple[Place | None, FoundPlace | None, int]:
    """Return a passage's place in a window, the evidence, and the number of its neighbours there."""
    passage = trace.passage(start, end)
    first, last = passage.first, passage.last
    near = trace.pairs(first - NEIGHBOURS, last + NEIGHBOURS)
    context = sum([not first <= pair.word < last for pair in near])
    if first == last:
        return trace.bare(passage), None, context
    finding = trace.finding(passage, near)
    if finding is None or finding.share < KEPT:
        moved, _ = trace.moved(passage)
        if moved and moved.carried:
            finding, context = moved, moved.left.near + moved.right.near
    return finding and finding.place, finding, context
