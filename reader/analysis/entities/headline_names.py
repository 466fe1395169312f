"""Find the names in headlines, where every word may have a capital: those that the running text or a list confirms."""

from collections.abc import Iterator

from reader.analysis.entities.mentions import Name, spelling, words_of
from reader.analysis.lexicon import FIRST_NAMES, ORGANISATIONS, PLACES, is_english
from reader.analysis.tokens import TokenizedArticle, TokenizedPassage

LONGEST_CERTAIN = 3
"""Maximum words of a name in a headline that the article does not confirm."""


def add_headline_names(tokenized: TokenizedArticle, headlines: frozenset[int], names: list[Name]) -> list[Name]:
    """Return `names` and the names in headlines that they confirm, in text order."""
    known = {name.words for name in names}
    longest = max(map(len, known), default=LONGEST_CERTAIN)
    found = [name for number in headlines for name in _confirmed(tokenized, tokenized.passages[number], known, longest)]
    return sorted([*names, *found], key=lambda name: name.first)


def _confirmed(
    tokenized: TokenizedArticle, passage: TokenizedPassage, known: set[tuple[str, ...]], longest: int
) -> Iterator[Name]:
    """Yield the names in a headline that also occur in the running text, longest first, with a first name before
    them."""
    token = passage.first
    while token <= passage.last:
        length = 0
        if tokenized.tokens[token].capital:
            reach = range(min(longest, passage.last - token + 1), 0, -1)
            length = next((n for n in reach if _is_known(words_of(tokenized, token, token + n - 1), known)), 0)
        if length:
            yield Name(token, token + length - 1, words_of(tokenized, token, token + length - 1))
        token += max(1, length)


def _is_known(words: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    if words in known or _is_certain(words):
        return True
    if len(words) != 2 or words[:1] in known or words[1] in PLACES:
        return False
    return words[0] in FIRST_NAMES and words[1:] in known


def _is_certain(words: tuple[str, ...]) -> bool:
    """Return whether words are a name wherever they stand: a listed one, or a first and a last name, that are no
    ordinary words."""
    if all(is_english(word.lower()) for word in words):
        return False
    if spelling(words) in PLACES or spelling(words) in ORGANISATIONS:
        return True
    if len(words) != 2 or words[0] not in FIRST_NAMES or words[1] in PLACES:
        return False
    return words[1].istitle() and words[1].isalpha() and not is_english(words[1].lower())
