"""Decide which capitalised words are names where a capital is no evidence: at sentence starts and in headlines.

There a word counts as a name only if other sentences of the article write it with a capital, more often than
without.
"""

from collections import Counter
from dataclasses import dataclass

from reader.analysis.lexicon import COMMON_WORDS, FIRST_NAMES, FUNCTION_WORDS
from reader.analysis.tokens import TokenizedArticle, TokenizedPassage

MOSTLY = 0.7  # the share of capitals among its longer words that makes a line a headline
HEADLINE_LONGEST = 30  # maximum tokens of a headline

HEADLINE_SHORTEST, CHAPTER_SHORTEST = 4, 2
"""Minimum longer words of a line that may be a headline, since a row of a list may consist of a name only, and of a
chapter's title in a story, which has no such lists: "Tom Meets Becky"."""

ENDS = '.!?”"…)'  # characters that end a sentence, but rarely a headline
SENTENCE = 2  # the number of lower-case words, of a length that Title Case capitalises, that makes a heading a sentence
LONGER = 4  # minimum letters of a word that Title Case always capitalises


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The counts of each word (by its lower case) in lower case, and with a capital that is evidence of a name."""

    small: Counter[str]
    capital: Counter[str]

    def is_name(self, word: str) -> bool:
        """Return whether other sentences of the article show that a capitalised word is a name."""
        return self.capital[word] > self.small[word.lower()]


def collect_vocabulary(tokenized: TokenizedArticle, headlines: frozenset[int]) -> Vocabulary:
    """Count the words of the article's sentences; `headlines` are the numbers of the passages to leave out."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for number, passage in enumerate(tokenized.passages):
        if number in headlines:
            continue
        for token in range(passage.first, passage.last + 1):
            here = tokenized.tokens[token]
            if not here.capital:
                small[here.lower] += 1
            elif not tokenized.opens[token]:
                capital[here.text] += 1
    return Vocabulary(small, capital)


def find_headlines(tokenized: TokenizedArticle, story: bool) -> frozenset[int]:
    """Return the numbers of the passages whose capitals are no evidence: headings, lines in Title Case or capitals."""
    shortest = CHAPTER_SHORTEST if story else HEADLINE_SHORTEST
    return frozenset(
        n
        for n, passage in enumerate(tokenized.passages)
        if (passage.heading and not _is_sentence(tokenized, passage)) or _is_headline(tokenized, passage, shortest)
    )


def _is_sentence(tokenized: TokenizedArticle, passage: TokenizedPassage) -> bool:
    """Return whether a heading is written like a sentence, such as a caption."""
    longer = (token for token in tokenized.tokens[passage.first : passage.last + 1] if len(token.text) >= LONGER)
    return sum(token.text[0].islower() and token.lower not in FUNCTION_WORDS for token in longer) >= SENTENCE


def _is_headline(tokenized: TokenizedArticle, passage: TokenizedPassage, shortest: int) -> bool:
    reach = range(passage.first, min(passage.last + 1, passage.first + HEADLINE_LONGEST))
    longer = [at for at in reach if tokenized.tokens[at].text[0].isalpha() and len(tokenized.tokens[at].text) >= LONGER]
    if len(longer) < shortest:
        return False
    if sum(tokenized.tokens[at].text.isupper() for at in longer) > MOSTLY * len(longer):
        return True
    capitals = [at for at in longer if tokenized.tokens[at].capital]
    long = passage.last - passage.first >= HEADLINE_LONGEST
    if passage.kind != "paragraph" or long or len(capitals) <= MOSTLY * len(longer):
        return False
    if any(not tokenized.tokens[at].capital and tokenized.tokens[at].lower not in FUNCTION_WORDS for at in longer):
        return False  # a sentence that is mostly names
    if tokenized.tokens[passage.last].text[-1] not in ENDS:
        return True
    common = (at for at in capitals if tokenized.tokens[at].lower in COMMON_WORDS and not tokenized.opens[at])
    return sum(tokenized.tokens[at].text not in FIRST_NAMES for at in common) > 1  # only a headline capitalises these
