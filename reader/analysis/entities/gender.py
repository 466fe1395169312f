"""Tell the gender of people: from titles, first names, and the pronouns that the text uses for them."""

from collections import Counter
from collections.abc import Iterable, Set
from typing import Literal

from reader.analysis import lexicon
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import read_section
from reader.analysis.tokens import TokenizedArticle

Gender = Literal["he", "she"]

PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "his", "him", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}

PRONOUN_REACH = 20  # maximum tokens from a name to a pronoun that stands for it
OPENING = 4  # tokens of a clause that leads to a name: "For her part,"

LEADING_MEN = read_section("first_names", "leading men")
LEADING_WOMEN = read_section("first_names", "leading women")

OWN_WORDS = lexicon.SPEECH_NOUNS | {"part"}  # what somebody has who is named behind it

SHORT_NAMES = frozenset({"Bo", "Jo", "Kim"})
"""Family names that are given names of the West more often, before a name that is not Chinese or Korean."""

MAJORITY = 2  # the least ratio of the pronouns of one gender to those of the other that tells a person's gender


def title_gender(title: str) -> Gender | None:
    if title in lexicon.TITLES_OF_MEN:
        return "he"
    return "she" if title in lexicon.TITLES_OF_WOMEN else None


def titles_gender(words: Iterable[str]) -> Gender | None:
    """Return the gender that the first title among some words in small letters tells: "mrs." of "mrs. lee"."""
    return next(filter(None, (title_gender(word.rstrip(".")) for word in words)), None)


def first_name_gender(names: Set[str]) -> Gender | None:
    """Return the gender that the first names of one person tell; None if none is listed."""
    return "he" if names & lexicon.MEN else "she" if names & lexicon.WOMEN else None


def find_gender(names: Iterable[Name]) -> Gender | None:
    """Return the gender from a title ("Mrs") or else the first name; None if unknown."""
    by_name: Gender | None = None
    for name in names:
        if titled := title_gender(name.title):
            return titled
        first, last = name.words[0], name.words[-1]
        western = first in SHORT_NAMES and last not in lexicon.FAMILY_FIRST and "-" not in last
        given = len(name.words) > 1 and (western or first not in lexicon.FAMILY_FIRST)  # not Lu Kang
        if by_name is None and given:
            by_name = first_name_gender({first})
    return by_name


def leader_gender(names: Iterable[Name]) -> Gender | None:
    """Return the gender of somebody whom all news know by the last name alone: "Merkel"; None for anybody else."""
    words = {name.words for name in names}
    if len(words) > 1 or not words or len(last := words.pop()) > 1:
        return None
    return "he" if last[0] in LEADING_MEN else "she" if last[0] in LEADING_WOMEN else None


def gender_by_pronouns(tokenized: TokenizedArticle, names: Iterable[Name]) -> Gender | None:
    """Return the gender of the pronouns that follow a person's `names`; None if there are none, or too many of both."""
    votes = Counter(gender for name in names if (gender := pronoun_beside(tokenized, name)))
    for gender, count in votes.most_common(1):
        if count >= MAJORITY * (votes.total() - count):
            return gender
    return None


def pronoun_beside(tokenized: TokenizedArticle, name: Name) -> Gender | None:
    """Return the gender of a pronoun near `name` that stands for it, most likely."""
    return pronoun_before(tokenized, name) or pronoun_after(tokenized, name)


def pronoun_before(tokenized: TokenizedArticle, name: Name) -> Gender | None:
    """Return the gender of a pronoun whose clause leads to `name`: "For her part, Lee said"."""
    first, opening = name.start, name.start - OPENING
    if opening < 0 or tokenized.tokens[first - 1].text != "," or not tokenized.opens[opening]:
        return None
    if tokenized.tokens[first - 2].lower not in OWN_WORDS:
        return None  # in "in her absence, Lee said" it is another's
    return PRONOUNS.get(tokenized.tokens[opening + 1].lower)


def pronoun_after(tokenized: TokenizedArticle, name: Name) -> Gender | None:
    """Return the gender of a pronoun that stands for `name`: "Lee said that she …", "Lee left. She …".

    Only a name that opens its sentence is followed so, and only as long as no other name comes between: elsewhere one
    pronoun in seven is somebody else's.
    """
    first = name.start
    if first < 0 or not tokenized.opens[first]:
        return None
    sentence, quotation = tokenized.sentence_of[name.first], tokenized.quotation_of[name.first]
    for token in range(name.last + 1, min(name.last + 1 + PRONOUN_REACH, len(tokenized.tokens))):
        here = tokenized.tokens[token]
        if tokenized.quotation_of[token] != quotation:
            continue
        if tokenized.sentence_of[token] != sentence:
            return PRONOUNS.get(here.lower) if tokenized.sentence_of[token] == sentence + 1 else None
        if here.capital:
            return None
        if here.lower in PRONOUNS and not _is_object(tokenized, token):
            inserted = tokenized.tokens[token - 1].text == "," and token == name.last + 2  # "Lee, she said, left"
            return None if inserted else PRONOUNS[here.lower]
    return None


def _is_object(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a pronoun is the object of its clause, and so not its subject: "Lee backed her"."""
    after = tokenized.lower(token + 1)
    owns = after.isalpha() and after not in lexicon.FUNCTION_WORDS  # "her team"
    pronoun = tokenized.tokens[token].lower
    return pronoun == "him" or (pronoun == "her" and not owns)
