"""Tell names of people from words for a nation, an office or a month that look the same.

"Mark Cuban said", but "Cuban voters said"; "Mr. King said", but "the King said"; "Jan Brewer said", but "in May Brewer
said".
"""

from collections.abc import Iterator

from reader.analysis.lexicon import (
    COURTESY_TITLES,
    DEMONYMS,
    FIRST_NAMES,
    FUNCTION_WORDS,
    NON_PERSON_HEADS,
    NOT_NAMES,
    PEOPLE_NOUNS,
    PLACES,
    REPORTING_VERBS,
    SUBJECT_VERB_FILLERS,
    SURNAME_TITLES,
    TITLES,
    is_english,
    read_section,
)
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle

ARTICLES = read_section("grammar", "articles")

ALSO_SURNAMES = read_section("nationalities", "also surnames")

ALSO_GIVEN = read_section("nationalities", "also given names")

ADDRESSED = read_section("grammar", "addressed")

BEFORE_DATES = read_section("grammar", "before dates")
"""Words after which a month is a date: "in May"."""

NO_LAST_NAMES = NON_PERSON_HEADS | DEMONYMS | NOT_NAMES | PLACES

OFFICES = PEOPLE_NOUNS | TITLES

ABBREVIATED = frozenset({"Jan", "Jun"})
"""Months that have a number beside them."""

LONGEST_GIVEN = 4
"""Words of a person's name that begins with a word for a month or a faith."""

LONGEST_WITH_WORD = 2
"""Words of a person's name that ends in a word for a thing: "Grant Hill", but "Martin Luther King Day"."""

VERBS = REPORTING_VERBS | SUBJECT_VERB_FILLERS
"""Words that follow a subject: verbs, and what stands before them."""

AFTER_NAMES = VERBS | FUNCTION_WORDS
"""Words that follow a name; a noun would be what the demonym describes."""


def ends_person(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the demonym at `last` is the last name of the person that the tokens from `first` on name."""
    given = tokenized.tokens[last - 1].text
    if first != last - 1 or given not in FIRST_NAMES or given in PLACES or given in NOT_NAMES:
        return False
    after = tokenized.tokens[last + 1].lower if last + 1 < len(tokenized.tokens) else ""
    return tokenized.tokens[last].text in DEMONYMS and (not after.isalpha() or after in AFTER_NAMES)


def begins_person(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the month or faith at `first` is the given name of a person: "April Ryan", "Christian Lindner".

    An English word is a last name only after an abbreviation or an office: "Jan Brewer", "reporter April Fields".
    """
    given, name = tokenized.tokens[first].text, tokenized.tokens[min(first + 1, last)]
    if given not in ALSO_GIVEN or not 1 <= last - first < LONGEST_GIVEN or name.text in NO_LAST_NAMES:
        return False
    before = tokenized.tokens[first - 1] if first and not tokenized.opens[first] else None
    office = before is not None and before.lower in OFFICES
    acronym = name.text.isupper() and not name.text.endswith(".")
    if acronym or (is_english(name.lower) and given not in ABBREVIATED and not office):
        return False
    dated = before is not None and (before.lower in BEFORE_DATES or before.text in POSSESSIVES)
    return not dated and not (before is not None and before.text[0].isdigit())


def ends_in_word(words: tuple[str, ...]) -> bool:
    """Return whether a full name ends in a word for a nation, an office, a month or a thing: "Mark Cuban", "Larry
    King"."""
    if len(words) < 2:
        return False
    word = words[-1] in ALSO_SURNAMES or (words[-1] in NON_PERSON_HEADS and len(words) == LONGEST_WITH_WORD)
    return words[-1] in DEMONYMS or (words[0] in FIRST_NAMES and (word or words[-1].lower() in SURNAME_TITLES))


def is_surname_after(title: str, word: str) -> bool:
    """Return whether a word for an office is a name after this title: "Mr. King", but "Mr. Speaker"."""
    return title in COURTESY_TITLES and word.lower() in SURNAME_TITLES - ADDRESSED


def lone_surnames(tokenized: TokenizedArticle, surnames: frozenset[str]) -> Iterator[int]:
    """Yield the tokens that are one of these words where a name is: "Cuban said", "Cuban's team", “…,” said Cuban."""
    for token, here in enumerate(tokenized.tokens[:-1]):
        if here.text in surnames and (not token or tokenized.tokens[token - 1].lower not in ARTICLES):
            after = tokenized.tokens[token + 1]
            inverted = token > 1 and tokenized.quotation_of[token - 2] >= 0 > tokenized.quotation_of[token - 1]
            inverted = inverted and tokenized.tokens[token - 1].lower in REPORTING_VERBS
            if after.lower in VERBS or after.lower in POSSESSIVES or (inverted and not after.capital):
                yield token
