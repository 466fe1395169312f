"""Find remembered pieces of an old text that occur in the new one unchanged and exactly once.

A piece that is long enough is certain of its place. The one idea: white space beside a passage is no evidence, since
other programs trim the context that they write down, so a piece is compared without it; only the passage itself must
have all of it. Pitfall: there may be thousands of pieces and a book to search, so the book is read once for all of
them: a piece can only be where the rarest sequence of its words is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from reader.anchoring.transfer import SHORT, WHOLE, Place
from reader.anchoring.words import MIXED, WordSequence
from reader.text.normalize import fold, has_whole_words, occurrences
from reader.text.span import Span

SEQUENCE = 3
"""Words of a sequence that is looked up; most occur in a book once, and with a quarter of the words changed, four
tenths remain."""

Key = str | tuple[str, ...]  # a word or a sequence that is looked up
FEW = 25  # up to this many pieces are searched for one by one; scanning the words of the whole text takes as long


@dataclass(frozen=True, slots=True)
class RememberedText:
    """A stretch of the old text that is still known, and the passage in it (offsets in `text`)."""

    at: int
    """Its offset in the old text."""
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class PiecePattern:
    """A folded piece: what is before its passage, the passage, and what is after it."""

    parts: tuple[str, str, str]

    @classmethod
    def of(cls, piece: RememberedText) -> "PiecePattern":
        low, high = trim_cut_words(piece.text, piece.at, piece.start, piece.end)
        folded = fold(piece.text[low:high])
        start, end = folded.offset(piece.start - low), folded.offset(piece.end - low)
        return cls((folded.text[:start], folded.text[start:end], folded.text[end:]))

    @cached_property
    def words(self) -> int:
        return sum(len(MIXED.findall(part)) for part in self.parts)

    @cached_property
    def longest(self) -> int:
        """The number of the longest part, whose text is looked up (`core`)."""
        return max(range(3), key=lambda part: len(self.parts[part]))

    @property
    def core(self) -> str:
        return self.parts[self.longest].strip()

    def place(self, text: str, at: int) -> Place | None:
        """Return the place of the passage in a folded text that has the core at `at`, if the other parts are there."""
        before, words, after = self.parts
        own = self.parts[self.longest]
        start = at - own.index(self.core) - sum(map(len, self.parts[: self.longest]))
        if self.words >= WHOLE and start >= 0 and text.startswith("".join(self.parts), start):
            return start + len(before), start + len(before) + len(words)
        words = words.strip()
        if self.longest == 0:
            start = at + len(self.core)
            start += text.startswith(" ", start)
        elif self.longest == 1:
            start = at
        else:
            start = at - len(words) - text.endswith(" ", 0, at)
        end = start + len(words)
        there = (
            start >= 0
            and text.startswith(words, start)
            and squeezed(text[max(0, start - 2 * len(before)) : start]).endswith(squeezed(before))
            and squeezed(text[end : end + 2 * len(after)]).startswith(squeezed(after))
        )
        return (start, end) if there and has_whole_words(Span(start, end), text) else None


def find_unique(pieces: Sequence[RememberedText], new: WordSequence) -> dict[int, Place]:
    """Return the folded places of passages, by piece number, for pieces that are long enough and occur once."""
    patterns = map(PiecePattern.of, pieces)
    known = {number: pattern for number, pattern in enumerate(patterns) if pattern.words >= SHORT}
    cores = {number: pattern.core for number, pattern in known.items()}
    found: dict[int, Place] = {}
    for number, starts in find_cores(cores, new):
        places = {place for at in starts if (place := known[number].place(new.text, at))}
        if len(places) == 1:
            found[number] = places.pop()
    return found


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def find_cores(cores: Mapping[int, str], new: WordSequence) -> Iterator[tuple[int, Iterable[int]]]:
    """Yield the number of each core and its offsets in `new`; many are looked up at once, by their rarest sequence."""
    many = len(cores) > FEW
    sequences = {number: inner_sequences(WordSequence.of(core)) for number, core in cores.items() if many}
    places = find_keys({sequence for own in sequences.values() for sequence in own}, new.words)
    for number, core in cores.items():
        if own := sequences.get(number):
            rarest = min(own, key=lambda sequence: len(places[sequence]))
            starts = {new.starts[place] - own[rarest] for place in places[rarest]}
            yield number, [at for at in starts if at >= 0 and new.text.startswith(core, at)]
        else:
            yield number, occurrences(core, new.text)


def find_keys(wanted: Set[Key], words: Sequence[str]) -> dict[Key, list[int]]:
    """Return the places of words and sequences in a text, which is read once."""
    firsts = {key if isinstance(key, str) else key[0] for key in wanted}
    places: dict[Key, list[int]] = defaultdict(list)
    for at in [at for at, word in enumerate(words) if word in firsts] if firsts else ():
        if (word := words[at]) in wanted:
            places[word].append(at)
        if (sequence := tuple(words[at : at + SEQUENCE])) in wanted:
            places[sequence].append(at)
    return places


def inner_sequences(words: WordSequence) -> dict[tuple[str, ...], int]:
    """Return a text's sequences with their first offset in it, without its first and last word, which may be cut."""
    inner = reversed(range(1, len(words) - SEQUENCE))  # so that the first of equal ones remains
    return {tuple(words.words[at : at + SEQUENCE]): words.starts[at] for at in inner}


def trim_cut_words(text: str, at: int, start: int, end: int) -> Place:
    """Return the range of a piece without the words cut at its ends; `start` to `end` is always included."""
    cut = MIXED.match(text, 0, start) if at else None
    tail = MIXED.match(text[end:][::-1])
    return cut.end() if cut else 0, len(text) - (tail.end() if tail else 0)
