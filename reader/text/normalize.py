"""Normalize text for comparison: fold away what re-saving, re-wrapping or typesetting changes.

`fold` ignores case, runs of white space, kinds of quotation marks and dashes, soft hyphens, zero-width characters, and
whether accents are composed. The one idea: almost every character folds to one character, so the way back to the
original is stored only for the few places where the length changes.

Pitfall: a folded offset can be *inside* an original character (ß folds to ss), so map back with `Folded.span`, which
takes the whole character, and never by adding up lengths.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from reader.text.span import Span, without_overlaps

SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All white space of `str.isspace` except the space itself."""

PLAIN = {
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys("‘’‚‛‹›′´`＇ʻʼ", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
}
"""Typographic variants of a space, a quotation mark or a hyphen, one character for one."""

INVISIBLE = "\xad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Soft hyphen, zero-width characters, direction marks, variation selectors: invisible characters."""

ACCENTS = "\u0300-\u036f\u3099\u309a"
"""Marks that may be composed with the letter before them (Latin, Greek, Cyrillic; kana)."""

JAMO = "\u1100-\u11ff"  # parts of Hangul syllables

EXPANDING = "ßŉǰΐΰևẖẗẘẙẚẞİ\u1f50-\u1fff\ufb00-\ufb17…"
"""Characters that fold to several; the ranges hold some others too, which does no harm."""

UNTIDY = re.compile(f"[{re.escape(''.join(sign for sign in PLAIN if sign.isascii()))}]|  ")
"""ASCII text that folds to something other than its lower case."""

GAP = re.compile("  +")  # the only irregular stretches of an ASCII text

UNEVEN = re.compile(f"[ {INVISIBLE}{EXPANDING}](?:(?<=[ {INVISIBLE}])[ {INVISIBLE}]+|(?<! ))")
"""A run with white space or invisible characters, or one character that vanishes or expands. It begins with a set of
characters, which the regex engine can skip to."""

COMPOSING = re.compile(
    f"[\\w\u0345][{INVISIBLE}]*[{ACCENTS}][{ACCENTS}{INVISIBLE}]*|[{JAMO}][{JAMO}{INVISIBLE}]*"
    f"|[ {INVISIBLE}]{{2,}}|[{INVISIBLE}{EXPANDING}]"
)
"""The same, and sequences that can be composed: many times slower, used only for texts that have any."""

COMPOSABLE = re.compile(f"[{ACCENTS}{JAMO}]")

UNSEEN = re.compile(f"[{INVISIBLE}]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back to the text it was made from."""

    text: str
    cuts: "array[int]"
    """Folded offsets where a stretch begins. Even stretches map character by character; odd ones are replaced whole."""
    origins: "array[int]"
    """The original offset of each cut."""

    def span(self, start: int, end: int) -> Span:
        """Return the original span of the folded characters from `start` to `end`.

        White space and invisible characters that were dropped at either side are not included.
        """
        stretch = bisect_right(self.cuts, start) - 1
        first = self.origins[stretch] + (0 if stretch % 2 else start - self.cuts[stretch])
        if end <= start:
            return Span(first, first)
        stretch = bisect_right(self.cuts, end - 1) - 1
        if stretch % 2:
            return Span(first, self.origins[stretch + 1])
        return Span(first, self.origins[stretch] + end - self.cuts[stretch])

    def offset(self, original: int) -> int:
        """Return the folded offset of the original character at `original`; if it was dropped, that of the next one."""
        stretch = bisect_right(self.origins, original) - 1
        cut = self.cuts[stretch]
        return cut if stretch % 2 else cut + original - self.origins[stretch]


def fold(text: str) -> Folded:
    """Fold `text` for comparison, and keep the way back."""
    if text.isascii() and not UNTIDY.search(text):  # most passages, in half the time
        return Folded(text.casefold(), array("I", [0]), array("I", [0]))
    plain = text
    for sign in PLAIN.keys() & set(text):  # six times as fast as str.translate
        plain = plain.replace(sign, PLAIN[sign])
    irregular = GAP if plain.isascii() else COMPOSING if COMPOSABLE.search(plain) else UNEVEN
    pieces: list[str] = []
    cuts, origins = array("I", [0]), array("I", [0])
    done = size = 0
    for match in irregular.finditer(plain):
        start, end = match.span()
        pieces.append(plain[done:start].casefold())
        size += start - done
        cuts.append(size)
        origins.append(start)
        pieces.append(replaced(match[0]))
        size += len(pieces[-1])
        cuts.append(size)
        origins.append(end)
        done = end
    pieces.append(plain[done:].casefold())
    return Folded("".join(pieces), cuts, origins)


def replaced(found: str) -> str:
    """Fold an irregular stretch: to one space if it has white space, else to its visible characters."""
    if " " in found:
        return " "
    seen = unicodedata.normalize("NFKC", UNSEEN.sub("", found)).casefold()
    joined = unicodedata.normalize("NFKC", seen)  # ß has become two letters, and the second may take the accent
    return "".join(PLAIN.get(sign, sign) for sign in joined)  # ŉ has become an apostrophe and n


def composed(text: str) -> str:
    """Return `text` with each letter and its accents as one character, where Unicode has it."""
    return unicodedata.normalize("NFC", text)


def without_accents(text: str) -> str:
    """Return `text` without accents and other signs at its letters; compatibility forms become plain letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def find_folded(needle: str, text: str | Folded) -> list[Span]:
    """Return every place of `needle` in `text`, both folded, in order and without overlaps.

    Spans are in the original text. A needle of only white space or invisible characters is never found.
    """
    folded = text if isinstance(text, Folded) else fold(text)
    wanted = fold(needle).text
    if not wanted.strip():
        return []
    places = (folded.span(at, at + len(wanted)) for at in occurrences(wanted, folded.text))
    return without_overlaps(places, lambda place: place)


UNSPACED = 0x2E80  # the first letter of scripts without spaces between words, where a passage may begin anywhere


def occurrences(needle: str, text: str) -> Iterator[int]:
    """Yield the offsets of `needle` in `text`, overlapping ones too."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def whole_places(words: str, text: Folded) -> Iterator[Span]:
    """Yield the folded places of whole `words` in a folded text; none for punctuation alone."""
    wanted = fold(words).text.strip()
    if any(map(str.isalnum, wanted)):
        places = (Span(at, at + len(wanted)) for at in occurrences(wanted, text.text))
        yield from (place for place in places if has_whole_words(place, text.text))


def has_whole_words(place: Span, text: str) -> bool:
    """Return whether no word is cut at either end of `place`."""
    ends = (at for at in (place.start, place.end) if 0 < at < len(text))
    return not any(is_word_part(text[at - 1]) and is_word_part(text[at]) for at in ends)


def is_word_part(char: str) -> bool:
    """Return whether a letter or digit may be a part of a word with spaces around it."""
    return char.isalnum() and ord(char) < UNSPACED
