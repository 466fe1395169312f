"""Tell the gender of people: from titles, roles ("the actress"), first names, and the pronouns that the text uses."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Literal

from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import (
    FAMILY_FIRST,
    FUNCTION_WORDS,
    MEN,
    TITLES_OF_MEN,
    TITLES_OF_WOMEN,
    WOMEN,
    read_section,
)
from reader.analysis.noun_phrases import ARTICLES, noun_agreement
from reader.analysis.tokens import TokenizedArticle

Gender = Literal["he", "she"]

PRONOUNS: dict[str, Gender] = {
    **dict.fromkeys(("he", "his", "him", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}

OBJECTS = ("him", "hers")

OBJECT_REACH = 3
"""Maximum tokens from a subject to the object of its verb: "Lee later backed her"; "him" in "Lee said that they had
dismissed him" is Lee."""

PARTICLES_OF_VERBS = read_section("grammar", "particles of verbs")

PRONOUN_REACH = 20
"""Maximum tokens from a name to a pronoun that stands for it."""

MAJORITY = 2
"""The least ratio of the pronouns of one gender to those of the other that tells a person's gender."""


ROLE_REACH = 4
"""Maximum tokens from the article to the noun for what somebody is: "Ann Lee, the former state congresswoman"."""


def title_gender(title: str) -> Gender | None:
    if title in TITLES_OF_MEN:
        return "he"
    return "she" if title in TITLES_OF_WOMEN else None


def first_name_gender(names: Set[str]) -> Gender | None:
    """Return the gender that the first names of one person tell; None if none is listed."""
    return "he" if names & MEN else "she" if names & WOMEN else None


def find_gender(names: Iterable[Name]) -> Gender | None:
    """Return the gender from a title ("Mrs") or else the first name; None if unknown."""
    by_name: Gender | None = None
    for name in names:
        titled = title_gender(name.title)
        if titled:
            return titled
        if (
            by_name is None and len(name.words) > 1 and not FAMILY_FIRST.issuperset(name.words)
        ):  # in "Lu Kang" Lu may be
            by_name = first_name_gender({name.words[0]})
    return by_name


def gender_in_text(tokenized: TokenizedArticle, names: Sequence[Name]) -> Gender | None:
    """Return a person's gender: by a title, the first name, a role, or else the pronouns that follow `names`.

    Pronouns of both genders tell nothing, unless most are of one.
    """
    if listed := find_gender(names):
        return listed
    roles = {gender for name in names if (gender := role_beside(tokenized, name))}
    if len(roles) == 1:
        return roles.pop()
    votes = Counter(gender for name in names if (gender := pronoun_after(tokenized, name)))
    for gender, count in votes.most_common(1):
        if count >= MAJORITY * (votes.total() - count):
            return gender
    return None


def role_beside(tokenized: TokenizedArticle, name: Name) -> Gender | None:
    """Return the gender of the noun beside a name for what its owner is: "spokesman Lu", "Lu, a spokesman"."""
    tokens, before, after = tokenized.tokens, name.first - len(name.title.split()) - 1, name.last + 1
    if before >= 0 and not tokenized.opens[before + 1] and (gender := _role(tokens[before].lower)):
        return gender
    if after + 1 >= len(tokens) or tokens[after].text != "," or tokens[after + 1].lower not in ARTICLES:
        return None
    for at in range(after + 2, min(after + 2 + ROLE_REACH, len(tokens))):
        if tokenized.quotation_of[at] >= 0 or not tokens[at].text.isalpha():
            return None
        if gender := _role(tokens[at].lower):
            return gender
    return None


def _role(noun: str) -> Gender | None:
    agreement = noun_agreement(noun)
    return agreement if agreement in ("he", "she") else None


def pronoun_after(tokenized: TokenizedArticle, name: Name) -> Gender | None:
    """Return the gender of a pronoun that stands for `name`: "Lee said that she …", "Lee left. She …".

    Only a name that opens its sentence is followed so, and only as long as no other name comes between: elsewhere one
    pronoun in seven is somebody else's.
    """
    first = name.first - len(name.title.split())
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
        beside = token - name.last <= OBJECT_REACH
        if here.lower in PRONOUNS and not (beside and _is_object(tokenized, token)):
            return PRONOUNS[here.lower]
    return None


def _is_object(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a pronoun is an object, and so not the subject of its clause: "Lee backed her in an interview"."""
    word, after = tokenized.tokens[token].lower, token + 1
    if word != "her" or after >= len(tokenized.tokens):
        return word in OBJECTS
    following = tokenized.tokens[after]
    return not following.lower.isalpha() or following.lower in FUNCTION_WORDS or following.lower in PARTICLES_OF_VERBS
