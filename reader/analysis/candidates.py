"""Who could be speaking: names, pronouns and phrases such as "the minister", outside quotations.

A candidate knows how it stands in its clause, as far as a few words around it tell: behind a preposition ("for the
minister"), as an owner ("Trump's plan"), or as an addition to the name before it ("Hill, a doctor"). None of these is
likely to be the subject of a verb.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reader.analysis import EntityKind
from reader.analysis.aliases import Known
from reader.analysis.lexicon import (
    BODIES,
    DEMONYMS,
    FEMALE_NOUNS,
    MALE_NOUNS,
    PEOPLE_NOUNS,
    PLURAL_NOUNS,
    TITLES,
    UTTERANCES,
)
from reader.analysis.names import Name
from reader.analysis.page import Page

Agreement = Literal["he", "she", "they", "it", "I", "we"]

PRONOUNS: dict[str, Agreement] = {"he": "he", "she": "she", "they": "they", "it": "it", "i": "I", "we": "we"}

DETERMINERS = frozenset(
    "a an the his her their its my our this that these those one another some several many two three four five few most other no any each every both all".split()
)

PREPOSITIONS = frozenset(
    "of for to in at by with from on against about over under between into toward towards than like after before during among amid via without within behind through beyond near upon off".split()
)

PHRASE_REACH = 7
"""Tokens from "the" to the noun at most: "the former two-term Republican state senator"."""

LEFT_REACH = 6
"""Tokens before a name that may belong to it: "of the longtime Republican strategist Rick Wilson"."""

FOLLOWED_BY_PHRASE = frozenset({"who", "of", "at", "for", "in", "from", "with", "on", "and", "or", "to"})


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Words outside quotations that may name a speaker; tokens both inclusive. Each is itself only."""

    first: int
    last: int
    form: Literal["name", "pronoun", "phrase"]
    known: int
    """The index of the entity, or -1."""
    kind: EntityKind | None
    agreement: Agreement | None
    """The pronoun that would stand for it, where that is known."""
    governed: bool = False
    """Behind a preposition."""
    owner: bool = False
    """Before 's."""
    added: bool = False
    """Between commas behind a name."""


def find_candidates(page: Page, known: list[Known]) -> list[Candidate]:
    """The candidates of the whole article in text order, never overlapping."""
    named = {
        name.first: (name, index)
        for index, entity in enumerate(known)
        for name in entity.names
        if page.quotation_of[name.first] < 0
    }
    found: list[Candidate] = []
    token, size = 0, len(page.tokens)
    while token < size:
        if page.quotation_of[token] >= 0:
            token = page.quotations[page.quotation_of[token]].last + 1
            continue
        candidate = _candidate_at(page, token, named, known, found[-1] if found else None)
        if candidate is None:
            token += 1
            continue
        found.append(candidate)
        token = candidate.last + 1
    return found


def _candidate_at(
    page: Page, token: int, named: dict[int, tuple[Name, int]], known: list[Known], before: Candidate | None
) -> Candidate | None:
    """The candidate that begins at `token`, behind the candidate `before`."""
    here = page.tokens[token]
    if token in named:
        return None if _is_dateline(page, named[token][0]) else _name_at(page, named[token], known)
    if here.lower in PRONOUNS:
        return Candidate(token, token, "pronoun", -1, None, PRONOUNS[here.lower], _governed(page, token))
    if here.lower in DETERMINERS or here.lower in PLURAL_NOUNS or here.text in DEMONYMS:
        return _phrase_at(page, token, named, before)
    return None


def _name_at(page: Page, found: tuple[Name, int], known: list[Known]) -> Candidate:
    name, index = found
    entity = known[index]
    agreement: Agreement | None = entity.gender
    if entity.entity.kind != "person":
        agreement = "it"
    last = name.last
    following = page.tokens[last + 1].lower if last + 1 < len(page.tokens) else ""
    owner = following in ("'s", "’s") or (
        following in ("'", "’") and page.tokens[last].text.endswith("s") and page.quotation_of[last + 1] < 0
    )
    if owner:
        phrase = _noun_after(page, last + 2)
        owner = not (phrase and page.tokens[phrase].lower in UTTERANCES)
        if phrase and owner:  # "Trump's lawyer", but "Trump's statement" is Trump speaking
            return Candidate(
                name.first,
                phrase,
                "phrase",
                index,
                None,
                _noun_agreement(page.tokens[phrase].lower),
                _governed(page, name.first),
            )
    owner = owner or _describes_name(page, last + 1)
    phrase = _noun_after(page, last + 1, 1)
    if (
        phrase and entity.entity.kind != "person" and not (phrase + 1 in _capitals(page, phrase + 1))
    ):  # "Pentagon officials"
        return Candidate(
            name.first,
            phrase,
            "phrase",
            index,
            None,
            _noun_agreement(page.tokens[phrase].lower),
            _governed(page, name.first),
        )
    lead = name.first - len(name.title.split())
    return Candidate(name.first, last, "name", index, entity.entity.kind, agreement, _governed(page, lead), owner)


def _describes_name(page: Page, token: int) -> bool:
    """Whether nouns for people and then a name begin at `token`: "(Trump) campaign spokesman Jason Miller"."""
    at = token
    while at < len(page.tokens) and at < token + 3 and page.tokens[at].lower in PEOPLE_NOUNS:
        at += 1
    return token < at < len(page.tokens) and page.tokens[at].capital and page.tokens[at - 1].lower not in PLURAL_NOUNS


def _capitals(page: Page, token: int) -> range:
    """The row of capitalised tokens at `token`."""
    end = token
    while end < len(page.tokens) and page.tokens[end].capital:
        end += 1
    return range(token, end)


def _noun_after(page: Page, token: int, reach: int = 3) -> int:
    """The last of the nouns for people within `reach` tokens from `token`, if no name follows it; else 0."""
    found = 0
    for at in range(token, min(token + reach, len(page.tokens))):
        here = page.tokens[at]
        if here.lower in PEOPLE_NOUNS and page.quotation_of[at] < 0:
            found = at
        elif found or not here.lower.isalpha() or here.lower in PREPOSITIONS or here.capital:
            break
    while found and found + 1 < len(page.tokens) and page.tokens[found + 1].lower in PEOPLE_NOUNS:
        found += 1
    if found and found + 1 < len(page.tokens) and page.tokens[found + 1].capital:
        return 0
    return found


def _phrase_at(
    page: Page, token: int, named: dict[int, tuple[Name, int]], before: Candidate | None
) -> Candidate | None:
    """A phrase that begins at `token` and ends in a noun for people: "the former mayor", "officials"."""
    tokens, found, sentence = page.tokens, -1, page.sentence_of[token]
    determined = tokens[token].lower in DETERMINERS
    if (
        determined
        and token + 1 < len(tokens)
        and tokens[token + 1].lower in DETERMINERS
        and tokens[token].lower in ("that", "all", "both", "his", "her")
    ):
        return None  # "that the campaign": the phrase begins later
    for at in range(token, min(token + PHRASE_REACH, len(tokens))):
        here = tokens[at]
        if page.quotation_of[at] >= 0 or page.sentence_of[at] != sentence:
            break
        if here.lower in PEOPLE_NOUNS and not (at == token and not determined and here.lower not in PLURAL_NOUNS):
            if (
                at == token
                and here.lower in DETERMINERS
                and at + 1 < len(tokens)
                and tokens[at + 1].lower.isalpha()
                and tokens[at + 1].lower not in FOLLOWED_BY_PHRASE
            ):
                continue  # "some officials" goes on
            found = at
            continue
        if (
            found >= 0
            or not (here.lower[0].isalnum() or here.lower in ("'s", "’s"))
            or (here.lower in PREPOSITIONS and at > token)
        ):
            break
    if found < 0:
        return None
    following = found + 1
    if following in named and page.sentence_of[following] == sentence:
        return None  # "the lawyer John Smith": the name says more
    word = tokens[found].lower
    owner = following < len(tokens) and tokens[following].lower in ("'s", "’s")
    return Candidate(
        token,
        found,
        "phrase",
        -1,
        None,
        _noun_agreement(word),
        _governed(page, token),
        owner,
        _added(page, token, before),
    )


def _noun_agreement(noun: str) -> Agreement | None:
    if noun in PLURAL_NOUNS:
        return "they"
    if noun in BODIES:
        return "it"
    if noun in MALE_NOUNS:
        return "he"
    return "she" if noun in FEMALE_NOUNS else None


def _governed(page: Page, token: int) -> bool:
    """Whether a preposition stands before the words that belong to the candidate at `token`."""
    sentence = page.sentence_of[token]
    for at in range(token - 1, max(-1, token - 1 - LEFT_REACH), -1):
        if page.sentence_of[at] != sentence or page.quotation_of[at] >= 0:
            return False
        lower = page.tokens[at].lower
        if lower in PREPOSITIONS:
            return True
        if not (
            lower in DETERMINERS
            or lower in PEOPLE_NOUNS
            or lower in TITLES
            or page.tokens[at].capital
            or lower in ("former", "longtime", "then", "fellow", "late", "presidential")
        ):
            return False
    return False


def _added(page: Page, token: int, before: Candidate | None) -> bool:
    """Whether only a comma stands between the candidate `before` and a phrase at `token`."""
    return (
        before is not None
        and before.last == token - 2
        and page.tokens[token - 1].text == ","
        and page.quotation_of[token - 1] < 0
        and not before.governed
    )


def _is_dateline(page: Page, name: Name) -> bool:
    """Whether the name opens a story: "BERLIN (Reuters) -", "Washington —"."""
    opens = name.first == page.passages[page.passage_of[name.first]].first
    return opens and name.last + 1 < len(page.tokens) and page.tokens[name.last + 1].text in ("(", "-", "–", "—")


def in_sentence(candidates: list[Candidate], page: Page) -> Iterator[tuple[int, list[Candidate]]]:
    """The candidates by the number of their sentence."""
    row: list[Candidate] = []
    for candidate in candidates:
        if row and page.sentence_of[row[-1].first] != page.sentence_of[candidate.first]:
            yield page.sentence_of[row[-1].first], row
            row = []
        row.append(candidate)
    if row:
        yield page.sentence_of[row[-1].first], row
