"""Decide whether a capitalised word is a name where every word has a capital: sentence starts, headlines.

At the start of a sentence every word has a capital, in a headline nearly every one. There a word is taken for a name
only if other sentences of the article write it with a capital, more often than without.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from reader.analysis.lexicon import COMMON_WORDS, FIRST_NAMES, FUNCTION_WORDS
from reader.analysis.tokens import TokenizedArticle, TokenizedPassage

MOSTLY = 0.7
"""So large a share of capitals among its longer words makes a line a headline."""

HEADLINE_LONGEST = 30
"""Maximum tokens that a headline has."""

HEADLINE_SHORTEST = 4
"""Longer words that a line needs to be judged at all: a row of a list may be nothing but a name."""

ENDS = '.!?”"…)'
"""What ends a sentence, but a headline seldom."""

SENTENCE = 2
"""So many small words that Title Case would not leave small make a heading a sentence."""

LONGER = 4
"""Letters of a word that Title Case never leaves small."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often the article writes a word small (by its lower case), and how often with a capital that counts."""

    small: Counter[str]
    capital: Counter[str]

    def is_name(self, word: str) -> bool:
        """Return whether other sentences of the article say that a capitalised word is a name."""
        return self.capital[word] > self.small[word.lower()]

    def is_common(self, word: str) -> bool:
        """Return whether a word is an ordinary one, by the lists or because the article writes it small."""
        lower = word.lower()
        return lower in COMMON_WORDS or self.small[lower] > 0


def collect_vocabulary(page: TokenizedArticle, headlines: frozenset[int]) -> Vocabulary:
    """The words of the article's sentences; `headlines` are the numbers of the passages to leave out."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for number, passage in enumerate(page.passages):
        if number in headlines:
            continue
        for token in range(passage.first, passage.last + 1):
            here = page.tokens[token]
            if not here.capital:
                small[here.lower] += 1
            elif not page.opens[token]:
                capital[here.text] += 1
    return Vocabulary(small, capital)


def find_headlines(page: TokenizedArticle) -> frozenset[int]:
    """The numbers of the passages whose capitals say nothing: headings, Title Case lines, lines of capitals."""
    return frozenset(
        n
        for n, passage in enumerate(page.passages)
        if (passage.heading and not _is_sentence(page, passage)) or _is_headline(page, passage)
    )


def _is_sentence(page: TokenizedArticle, passage: TokenizedPassage) -> bool:
    """Return whether a heading is written like a sentence, as a caption that stands first is."""
    small = (
        token
        for token in page.tokens[passage.first : passage.last + 1]
        if len(token.text) >= LONGER and token.text[0].islower() and token.lower not in FUNCTION_WORDS
    )
    return len(list(islice(small, SENTENCE))) == SENTENCE


def _is_headline(page: TokenizedArticle, passage: TokenizedPassage) -> bool:
    reach = range(passage.first, min(passage.last + 1, passage.first + HEADLINE_LONGEST))
    longer = [at for at in reach if page.tokens[at].text[0].isalpha() and len(page.tokens[at].text) >= LONGER]
    if len(longer) < HEADLINE_SHORTEST:
        return False
    if sum(page.tokens[at].text.isupper() for at in longer) > MOSTLY * len(longer):
        return True
    capitals = [at for at in longer if page.tokens[at].capital]
    long = passage.last - passage.first >= HEADLINE_LONGEST
    if passage.kind != "paragraph" or long or len(capitals) <= MOSTLY * len(longer):
        return False
    if any(not page.tokens[at].capital and page.tokens[at].lower not in FUNCTION_WORDS for at in longer):
        return False  # a sentence that is mostly names
    if page.tokens[passage.last].text[-1] not in ENDS:
        return True
    return sum(_is_telling(page, at) for at in capitals) > 1


def _is_telling(page: TokenizedArticle, token: int) -> bool:
    """Return whether only a headline would write the word with a capital."""
    here = page.tokens[token]
    return here.lower in COMMON_WORDS and here.text not in FIRST_NAMES and not page.opens[token]
