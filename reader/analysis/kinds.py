"""What kind of name a name is: evidence from its words and from what stands beside it, summed over the article.

Each hint adds a named weight to person, organisation, place or other; the sums of all mentions of one form are compared.
So "Robinhood said" in one sentence and "Robinhood users" in another decide together, and no single hint decides alone.
"""

from typing import NamedTuple

from reader.analysis import EntityKind
from reader.analysis.lexicon import (
    COMMON_WORDS,
    COMPANY_SUFFIXES,
    FAMILY_FIRST,
    FIRST_NAMES,
    FUNCTION_WORDS,
    NOT_NAMES,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    OTHER_HEADS,
    PEOPLE_NOUNS,
    PLACE_HEADS,
    PLACE_LEADS,
    PLACES,
    SAY,
)
from reader.analysis.names import Name
from reader.analysis.runs import PARTICLES
from reader.analysis.page import Page

LISTED = 6.0
"""The lists name it outright."""
TITLED = 5.0
"""A title stands before it."""
HEADED = 4.0
"""Its last word, or the word before "of", says what it is ("Ministry", "River")."""
FIRST_NAMED = 3.5
"""A known first name and more."""
FAMILY_FIRST_NAMED = 3.0
"""Two or three short words, the first a Chinese or Korean family name."""
INITIALLED = 3.0
"""A middle initial: "George W. Bush"."""
AGED = 3.0
""", 45, behind it."""
TWO_WORDS = 1.2
"""Two or three words that are in no list: mostly people."""
SPEAKS = 0.8
"""Beside "said": a person, a little more often than an organisation."""
DESCRIBED = 1.2
"""", a teacher" or "who" behind it."""
LOCATED = 1.2
""""in" before it."""
LOCATED_LOOSELY = 0.3
""""from", "to", "near" before it."""
DATELINE = 5.0
"""Capitals at the start of a story before "(Reuters)" or a dash."""
PART_OF = 2.0
"""Before a comma and a state or country: "Menlo Park, California"."""
THE = 0.9
""""the" before it: no person."""
ACRONYM = 1.5
"""Two to six capitals."""
OWNS = 1.5
"""Before "shares", "spokesman", "chief executive"."""
FOLLOWED = 0.8
"""Before "supporters", "campaign": a politician."""
LONE = 0.5
"""A lone word that nothing is known of: a company a little more often than not."""
LONE_FIRST_NAME = 1.0
CONJOINED = 3.0
"""Holds "&"."""

IN = frozenset({"in", "across", "throughout", "inside", "outside"})
NEAR = frozenset({"from", "to", "near", "into", "toward", "towards", "around", "leave", "left", "visit", "visited"})
OWNERS = frozenset(
    "shares stock chief spokesman spokeswoman spokesperson executives employees officials executive analyst analysts economist strategist subsidiary users customers ceo ' unit".split()
)
FOLLOWERS = frozenset(
    "campaign supporters rally aides administration surrogate surrogates allies voters camp backers adviser advisers presidency supporter".split()
)
RELATIVES = frozenset(
    "wife husband son daughter brother sister father mother uncle aunt nephew niece girlfriend boyfriend colleague actor actress singer driver striker lawyer attorney author journalist".split()
)


class Evidence(NamedTuple):
    """How much speaks for each kind."""

    person: float = 0.0
    organisation: float = 0.0
    place: float = 0.0
    other: float = 0.0

    def plus(self, more: "Evidence") -> "Evidence":
        return Evidence(*(a + b for a, b in zip(self, more, strict=True)))

    def times(self, factor: float) -> "Evidence":
        return Evidence(*(a * factor for a in self))

    @property
    def kind(self) -> EntityKind:
        best = max(self)
        if best <= 0:
            return "other"
        if best == self.person:
            return "person"
        if best == self.organisation:
            return "organisation"
        return "place" if best == self.place else "other"


def from_words(words: tuple[str, ...]) -> Evidence:
    """What the words of a name say by themselves."""
    whole = " ".join(words).replace(" 's", "'s").replace(" ’s", "’s")
    title_case = whole.title() if whole.isupper() and len(whole) > 4 else whole
    person = organisation = place = other = 0.0
    if whole in PLACES or title_case in PLACES:
        place += LISTED
    if whole in ORGANISATIONS:
        organisation += LISTED
    head = words[-1]
    lead = next((before for before, word in zip(words, words[1:], strict=False) if word in ("of", "for", "on")), "")
    if len(words) > 1:
        if head in COMPANY_SUFFIXES or lead in ORGANISATION_HEADS:
            organisation += HEADED + (head in COMPANY_SUFFIXES)
        elif head in ORGANISATION_HEADS or words[0] in ("University", "Ministry", "Bank"):
            organisation += HEADED
        elif head in PLACE_HEADS:
            place += HEADED
        elif head in OTHER_HEADS:
            other += HEADED
        elif lead:
            place += HEADED * (lead in PLACE_HEADS or lead in ("Gulf", "Isle"))
            other += TWO_WORDS
        elif words[0] in PLACE_LEADS:
            place += HEADED / 2
        if "&" in words:
            organisation += CONJOINED
        like_a_person = _like_a_person(words)
        person += like_a_person
        if not (like_a_person or lead):
            organisation += LONE
    elif head in ORGANISATION_HEADS:
        organisation += HEADED / 2
    elif head in OTHER_HEADS:
        other += HEADED
    elif head in FIRST_NAMES:
        person += LONE_FIRST_NAME
    elif 1 < len(head) < 7 and head.isupper():
        organisation += ACRONYM
    else:
        organisation += LONE
    return Evidence(person, organisation, place, other)


def _like_a_person(words: tuple[str, ...]) -> float:
    plain = [word for word in words if word.lower() not in PARTICLES and word not in ("Jr.", "Jr", "Sr.", "II", "III")]
    if len(plain) > 4 or not plain or any(word in ("of", "for", "and", "&", "the", "on") for word in words):
        return 0.0
    if any(word.isupper() and len(word) > 3 for word in plain):
        return 0.0
    if any(len(word) == 2 and word.endswith(".") for word in plain):
        return INITIALLED
    if plain[0] in FIRST_NAMES:
        return FIRST_NAMED
    if plain[0] in FAMILY_FIRST and len(plain) < 4 and len(plain[-1]) < 10:
        return FAMILY_FIRST_NAMED
    if any(word.lower() in COMMON_WORDS or word in NOT_NAMES or any(c.isdigit() for c in word) for word in plain):
        return 0.0
    return TWO_WORDS + (len(plain[0].split("-")) > 1 and plain[0].split("-")[0] in FIRST_NAMES) * FIRST_NAMED


def from_context(page: Page, name: Name) -> Evidence:
    """What stands before and behind a mention says."""
    tokens, passage = page.tokens, page.passages[page.passage_of[name.first]]
    before = tokens[name.first - 1].lower if name.first > passage.first else ""
    after = [token.lower for token in tokens[name.last + 1 : min(name.last + 4, passage.last + 1)]] + ["", "", ""]
    person = organisation = place = other = 0.0
    if name.title:
        person += TITLED
    if before in IN:
        place += LOCATED
    elif before in NEAR:
        place += LOCATED_LOOSELY
    elif before == "the" and not (after[0].isalpha() and after[0] not in FUNCTION_WORDS):
        organisation += THE
        place += THE / 2
        other += THE / 2
        person -= THE
    elif before in RELATIVES or (
        before == "," and name.first - 2 >= passage.first and tokens[name.first - 2].lower in RELATIVES
    ):
        person += DESCRIBED
    elif before in SAY and before not in ("told", "asked", "report", "note"):
        person += SPEAKS
    elif before in ("told", "via"):
        organisation += SPEAKS
    if after[0] in SAY and after[0] != "post":
        person += SPEAKS
        organisation += SPEAKS / 2
    elif after[0] in ("who", "whose"):
        person += DESCRIBED
    elif after[0] in FOLLOWERS:
        person += FOLLOWED
    elif after[0] in OWNERS:
        organisation += OWNS
    elif after[0] == ",":
        if after[1].isdigit() and after[2] in (",", "."):
            person += AGED
        elif after[1] in ("who", "whose"):
            person += DESCRIBED
        elif after[1] in ("a", "an", "the", "his", "her", "their") and (
            after[2] in PEOPLE_NOUNS or before in ("said", "says")
        ):
            person += DESCRIBED
        elif _is_place_after(page, name.last + 2, passage.last):
            place += PART_OF
    elif after[0] in ("(", "-", "–", "—") and name.first == passage.first and all(word.isupper() for word in name.words):
        place += DATELINE
    return Evidence(person, organisation, place, other)


def _is_place_after(page: Page, token: int, last: int) -> bool:
    """Whether a state or country begins at `token`."""
    if token > last or page.tokens[token].text in NOT_NAMES:
        return False
    text = page.tokens[token].text
    return text in PLACES or (token < last and f"{text} {page.tokens[token + 1].text}" in PLACES)
