"""Where words occur in a text: anywhere, or as whole words."""

from collections.abc import Iterator

from reader.text.normalize import Folded, fold
from reader.text.span import Span

UNSPACED = 0x2E80
"""The first letter of scripts without spaces between words, where a passage may begin anywhere."""


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
