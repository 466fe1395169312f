"""Snippets: the matching words and the text around them, on one line.

The index encloses matches in two control characters, which sanitized text never contains.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from reader.search import Pieces
from reader.text.sanitize import clean
from reader.text.scripts import join_cjk
from reader.text.span import Span

BEGIN, END = "\x01", "\x02"

FOUND = re.compile("\x01([^\x02]*)\x02")

BEFORE = 40  # characters before the first match

ELLIPSIS = "… "


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the matches in it."""

    text: str
    places: tuple[Span, ...]

    @classmethod
    def of(cls, highlighted: str) -> "Marked":
        """Parse a text with the marks of the index."""
        parts = FOUND.split(join_cjk(highlighted))  # gaps and matches in turn
        ends = list(accumulate(map(len, parts)))
        places = tuple(Span(end - len(part), end) for part, end in zip(parts[1::2], ends[1::2], strict=True))
        return cls("".join(parts), places)

    def best(self, room: int) -> int | None:
        """Return the index of the match after which most different words match within `room` characters."""
        if not self.places:
            return None
        words = [place.of(self.text).casefold() for place in self.places]
        held: Counter[str] = Counter()
        best, most, end = 0, 0, 0
        for first, place in enumerate(self.places):
            while end < len(self.places) and self.places[end].end <= place.start + room:
                held[words[end]] += 1
                end += 1
            if (distinct := len(+held)) > most:
                best, most = first, distinct
            held[words[first]] -= 1
        return best

    def pieces(self, room: int, start: int | None = None) -> Pieces:
        """Return about `room` characters from just before the match `start`, or from the beginning of the text."""
        at = 0 if start is None else self._word_before(self.places[start].start)
        end = len(self.text)
        if end > at + room:  # between words, if there are several
            space = self.text.rfind(" ", at + 1, at + room)
            end = at + room if space < 0 else space
        found: list[tuple[str, bool]] = [(ELLIPSIS, False)] if at else []
        done = at
        for place in self.places:
            if place.start >= at and place.end <= end:
                found += [(self.text[done : place.start], False), (place.of(self.text), True)]
                done = place.end
        found.append((self.text[done:end] + (" …" if end < len(self.text) else ""), False))
        return on_one_line(found)

    def _word_before(self, offset: int) -> int:
        """Return the start of the snippet: at a word, at most `BEFORE` characters before `offset`, in its paragraph."""
        least = max(0, offset - BEFORE)
        if least == 0:
            return 0
        line = self.text.rfind("\n", least, offset) + 1
        return line or self.text.find(" ", least, offset) + 1 or least


def on_one_line(pieces: list[tuple[str, bool]]) -> Pieces:
    """Return `pieces` with every run of white space replaced by one space, and none at either end."""
    lines: list[tuple[str, bool]] = []
    spaced = True
    for words, found in pieces:
        line = re.sub(r"\s+", " ", clean(words))
        if spaced:
            line = line.lstrip(" ")
        if line:
            lines.append((line, found))
            spaced = line.endswith(" ")
    if lines:
        lines[-1] = (lines[-1][0].rstrip(" "), lines[-1][1])
    return tuple((words, found) for words, found in lines if words)


def plain(pieces: Pieces) -> str:
    return "".join(words for words, _ in pieces)
