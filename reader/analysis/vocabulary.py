"""Where a capital letter says nothing, and what the rest of the article says instead.

At the start of a sentence every word has a capital, in a headline nearly every one. There a word is taken for a name
only if other sentences of the article write it with a capital, more often than without.
"""

from collections import Counter
from dataclasses import dataclass

from reader.analysis.lexicon import COMMON_WORDS
from reader.analysis.page import Page, Passage

MOSTLY = 0.7
"""So large a share of capitals among its longer words makes a line a headline."""

HEADLINE_LONGEST = 30
"""Tokens that a headline has at most."""

HEADLINE_SHORTEST = 4
"""Longer words that a line needs to be judged at all: a row of a list may be nothing but a name."""

LONGER = 4
"""Letters of a word that Title Case never leaves small."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often the article writes a word small (by its lower case), and how often with a capital that counts."""

    small: Counter[str]
    capital: Counter[str]

    def is_name(self, word: str) -> bool:
        """Whether other sentences of the article say that a capitalised word is a name."""
        return self.capital[word] > self.small[word.lower()]

    def is_common(self, word: str) -> bool:
        """Whether a word is an ordinary one, by the lists or because the article writes it small."""
        lower = word.lower()
        return lower in COMMON_WORDS or self.small[lower] > 0


def vocabulary_of(page: Page, headlines: frozenset[int]) -> Vocabulary:
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


def headlines_of(page: Page) -> frozenset[int]:
    """The numbers of the passages whose capitals say nothing: headings, Title Case lines, lines of capitals."""
    return frozenset(n for n, passage in enumerate(page.passages) if passage.heading or _is_headline(page, passage))


def _is_headline(page: Page, passage: Passage) -> bool:
    sample = page.tokens[passage.first : min(passage.last + 1, passage.first + HEADLINE_LONGEST)]
    words = [token.text for token in sample if token.text[0].isalpha() and len(token.text) >= LONGER]
    if len(words) < HEADLINE_SHORTEST:
        return False
    if sum(word.isupper() for word in words) > MOSTLY * len(words):
        return True
    capitals = [word for word in words if word[0].isupper()]
    long = passage.last - passage.first >= HEADLINE_LONGEST
    if passage.kind != "paragraph" or long or len(capitals) <= MOSTLY * len(words):
        return False
    ended = page.tokens[passage.last].text in '.!?”"…)'
    return not ended or sum(word.lower() in COMMON_WORDS for word in capitals) > 1
