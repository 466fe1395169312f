"""Find remembered pieces of an old text that occur in the new one unaltered and exactly once.

Such a piece is sure of its place where it is long enough. The trap: there may be thousands of them and a book to look
in; then the book is not read once for each, but once for all: where the rarest sequence of a piece's words stands, the
piece itself can only stand around.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.anchoring.diff import MIXED, WordSequence
from reader.anchoring.transfer import WHOLE, Place
from reader.text.normalize import Folded, fold

SEQUENCE = 3
"""Words in a row that are looked up: most of them stand in a book once."""

FEW = 25
"""Pieces up to which each is looked for by itself: the words of the whole text are looked through in the same time."""


@dataclass(frozen=True, slots=True)
class RememberedText:
    """A stretch of the old text that is still known, and the passage in it (offsets in `text`)."""

    at: int
    """Where it stood in the old text."""
    text: str
    start: int
    end: int


def find_unique(pieces: Sequence[RememberedText], new: WordSequence) -> dict[int, Place]:
    """Find the passages (folded) of the pieces that are long enough and occur once, by piece number."""
    known: dict[int, tuple[Folded, int]] = {}
    for number, piece in enumerate(pieces):
        low, high = trim_cut_words(piece.text, piece.at, piece.start, piece.end)
        folded = fold(piece.text[low:high])
        if len(MIXED.findall(folded.text)) >= WHOLE:
            known[number] = folded, low
    texts = {number: folded.text for number, (folded, _) in known.items()}
    found: dict[int, Place] = {}
    for number, at in find_one_by_one(texts, new) if len(texts) <= FEW else find_all_at_once(texts, new):
        (folded, low), piece = known[number], pieces[number]
        found[number] = at + folded.offset(piece.start - low), at + folded.offset(piece.end - low)
    return found


def find_one_by_one(texts: dict[int, str], new: WordSequence) -> Iterator[tuple[int, int]]:
    """The texts that stand in `new` once, with where."""
    for number, text in texts.items():
        at = new.text.find(text)
        if at >= 0 and new.text.find(text, at + 1) < 0:
            yield number, at


def find_all_at_once(texts: dict[int, str], new: WordSequence) -> Iterator[tuple[int, int]]:
    """The same, for many of them."""
    sequences = {number: inner_sequences(WordSequence.of(text)) for number, text in texts.items()}
    wanted = {sequence for own in sequences.values() for sequence in own}
    firsts = {sequence[0] for sequence in wanted}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    words = new.words
    for at in [at for at, word in enumerate(words) if word in firsts]:
        if (sequence := tuple(words[at : at + SEQUENCE])) in wanted:
            places[sequence].append(new.start(at))
    for number, text in texts.items():
        own = sequences[number]
        rarest = min(own, key=lambda sequence: len(places[sequence]))
        starts = {place - own[rarest] for place in places[rarest]}
        found = [at for at in starts if at >= 0 and new.text.startswith(text, at)]
        if len(found) == 1:
            yield number, found[0]


def inner_sequences(words: WordSequence) -> dict[tuple[str, ...], int]:
    """A text's sequences with where they stand in it first; its first and last word may be parts of longer ones."""
    found: dict[tuple[str, ...], int] = {}
    for at in range(1, len(words) - SEQUENCE):
        found.setdefault(tuple(words.words[at : at + SEQUENCE]), words.start(at))
    return found


def trim_cut_words(text: str, at: int, start: int, end: int) -> Place:
    """From where to where a piece is without the words that it cuts; what stands in `start` to `end` stays."""
    cut = MIXED.match(text, 0, start) if at else None
    tail = MIXED.match(text[end:][::-1])
    return cut.end() if cut else 0, len(text) - (tail.end() if tail else 0)
