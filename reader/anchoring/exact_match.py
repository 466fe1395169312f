"""Find remembered pieces of an old text that occur in the new one unchanged and exactly once.

A piece that is long enough is certain of its place. Pitfall: there may be thousands of pieces and a book to search,
so the book is read once for all of them: a piece can only be where the rarest sequence of its words is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.anchoring.transfer import WHOLE, Place
from reader.anchoring.words import MIXED, WordSequence
from reader.text.normalize import Folded, fold

SEQUENCE = 3
"""Words of a sequence that is looked up; most occur in a book once."""

FEW = 25
"""Up to this many pieces are searched for one by one; scanning the words of the whole text takes as long."""


@dataclass(frozen=True, slots=True)
class RememberedText:
    """A stretch of the old text that is still known, and the passage in it (offsets in `text`)."""

    at: int
    """Its offset in the old text."""
    text: str
    start: int
    end: int


def find_unique(pieces: Sequence[RememberedText], new: WordSequence) -> dict[int, Place]:
    """Return the folded place of each piece's passage, by piece number, for pieces that are long enough and occur
    once."""
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
    """Yield the number and offset of the texts that occur in `new` once."""
    for number, text in texts.items():
        at = new.text.find(text)
        if at >= 0 and new.text.find(text, at + 1) < 0:
            yield number, at


def find_all_at_once(texts: dict[int, str], new: WordSequence) -> Iterator[tuple[int, int]]:
    """Do the same for many texts, reading `new` once."""
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
    """Return a text's sequences with their first offset in it, without its first and last word, which may be cut."""
    found: dict[tuple[str, ...], int] = {}
    for at in range(1, len(words) - SEQUENCE):
        found.setdefault(tuple(words.words[at : at + SEQUENCE]), words.start(at))
    return found


def trim_cut_words(text: str, at: int, start: int, end: int) -> Place:
    """Return the range of a piece without the words cut at its ends; `start` to `end` is always included."""
    cut = MIXED.match(text, 0, start) if at else None
    tail = MIXED.match(text[end:][::-1])
    return cut.end() if cut else 0, len(text) - (tail.end() if tail else 0)
