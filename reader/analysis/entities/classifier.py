"""Classify names as person, organisation, place or other, by evidence from their words and context.

Each piece of evidence adds points to one or more kinds, and the points of all mentions of a form are added up. So
"Robinhood said" in one sentence and "Robinhood users" in another decide together; no single hint decides alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import add
from typing import NamedTuple

from reader.analysis import KIND_TITLES, EntityKind, lexicon
from reader.analysis.entities.chunker import is_given_name
from reader.analysis.entities.mentions import ROMAN, Name, spelling
from reader.analysis.lexicon import is_english, read_section
from reader.analysis.noun_phrases import ADJECTIVES, OFFICE_REACH, OFFICES, may_be_adjective, nouns_end
from reader.analysis.tokens import POSSESSIVES, QuotedTokens, TokenizedArticle

LISTED = 6.0  # in the lists
IN_GAZETTEER = 2.5  # a city or region that is less known: weaker than the lists of `places.txt`
TITLED = 5.0  # after a title
SUFFIXED = 1.5  # added to HEADED for a company's suffix
HEADED = 4.0  # its last word, or the word before "of", names a kind ("Ministry", "River")
LIKE_A_SURNAME = 2.0  # replaces HEADED where that word is also a surname, after a first name: "Grant Hill"
FIRST_NAMED = 3.5  # a known first name and further words
FAMILY_FIRST_NAMED = 3.0  # two or three short words, the first a Chinese or Korean family name
INITIALLED = 3.0  # a middle initial: "George W. Bush"
AGED = 3.0  # before an age, ", 45,", or after "45-year-old"
TWO_WORDS = 1.2  # two or three unlisted words: mostly people
SPEAKS = 0.8  # beside "said": a person, a little more often than an organisation
CREDITED = 3.0  # in a picture credit: "REUTERS/Ann Lee"
DESCRIBED = 1.2  # before ", a teacher" or "who"
LOCATED = 1.2  # after "in"
LOCATED_LOOSELY = 0.3  # after "from", "to", "near"
DATELINE = 5.0  # in capitals at the start of a story, before "(Reuters)" or a dash
PART_OF = 2.0  # before a comma and a state or country: "Menlo Park, California"
THE = 0.9  # after "the": not a person
ACRONYM = 0.45
"""Two or three capitals: an organisation only with further evidence. Many are abbreviations of common nouns."""
LONG_ACRONYM = 0.6  # four to six capitals
BRACKETED = 1.5  # an acronym alone in brackets, as after the name it abbreviates
LIVED = 1.2
"""Before a verb for what only people do ("graduated"), or 's and a relative, a work or a life ("Lee's novel")."""
OWNS = 1.5  # before "shares", "spokesman", "chief executive"
FOLLOWED = 0.8  # before "supporters", "campaign": a politician
LONE = 0.5  # unknown words of which only the context can tell the kind
ENGLISH = 1.0  # a lone word of ordinary English
LONE_FIRST_NAME = 1.0
QUOTED = 3.0  # alone in quotation marks: "America First"
CONJOINED = 3.0  # contains "&"
THING = 1.2  # not a first and a last name, in a table or a text that quotes code: as much as TWO_WORDS
MARKS_AROUND = 3  # maximum tokens beside a name that fills a quotation: marks and a comma
LONGEST_PERSON = 4  # maximum words of a person's name, without particles
SHORT_ACRONYM = 3  # maximum letters of an acronym that is short
LONGEST_ACRONYM = 7  # maximum letters of an acronym; longer words in capitals are shouted

SURNAMES = read_section("places", "surnames") | read_section("organisations", "surnames")
NUMBERED = re.compile(r"[A-Z]+-?\d[\dA-Z]*")  # a designation with a number: "F1", "IR-8"
ACRONYMS = re.compile(r"[A-Z]{2,}s")  # several things with the same acronym: "MPs", "NGOs"
NOUN_SUFFIXES = tuple(read_section("grammar", "suffixes of nouns"))
BRAND = re.compile(r"(?<!Mc)(?<!Mac)(?<!De)(?<!Di)(?<!La)(?<!Le)(?<!Fitz)(?<=[a-z])[A-Z]")
"""A capital within a word: "GitHub", but not "McKay"."""
NUMERALS = ROMAN | read_section("grammar", "numerals")  # numbers after the word that names the kind: "World War Two"

LEADS = read_section("organisations", "leads")
PLACES_OF = read_section("places", "of")
NOT_BEFORE_SPEAKERS = read_section("grammar", "not before speakers")
IN = read_section("grammar", "in")
NEAR = read_section("grammar", "near")
LOCATING = IN | NEAR
AREAS = read_section("grammar", "areas")
OWNERS = read_section("grammar", "owned by people")
FOLLOWERS = read_section("grammar", "after people")
LIVED_VERBS = read_section("grammar", "lived")
DEEDS = read_section("grammar", "done") | {"was"}
"""Verbs behind an unknown lone word at a sentence's start: it is a person in two of three."""
LIVES = read_section("grammar", "of lives")
RELATIVES = read_section("grammar", "kin")
BODIES = read_section("grammar", "bodies before names")
NOT_IN_PEOPLE = frozenset({"of", "for", "and", "&", "the", "on"})  # words that are in no name of a person
NOT_BEHIND_FAMILY_NAMES = lexicon.NON_PERSON_HEADS | lexicon.PLACES
BEFORE_NOUNS = frozenset({"a", "an", "the", "his", "her", "their"})


class Evidence(NamedTuple):
    """The points for each kind."""

    person: float = 0.0
    organisation: float = 0.0
    place: float = 0.0
    other: float = 0.0

    def plus(self, more: "Evidence") -> "Evidence":
        return Evidence(*map(add, self, more))

    @property
    def kind(self) -> EntityKind:
        best = max(self)
        return KINDS[self.index(best)] if best > 0 else "other"


KINDS = tuple(KIND_TITLES)  # in the order of the fields

NOTHING = Evidence()

BEFORE = {
    **dict.fromkeys(lexicon.REPORTING_VERBS - NOT_BEFORE_SPEAKERS, Evidence(person=SPEAKS)),
    **dict.fromkeys(("told", "via"), Evidence(organisation=SPEAKS)),
    **dict.fromkeys(BODIES, Evidence(organisation=DESCRIBED)),
    **dict.fromkeys(RELATIVES, Evidence(person=DESCRIBED)),
    **dict.fromkeys(NEAR, Evidence(place=LOCATED_LOOSELY)),
    **dict.fromkeys(IN, Evidence(place=LOCATED)),
}
"""The evidence of a word before a name; of one in two rows, the lower one."""

BEHIND = {
    **dict.fromkeys(OWNERS, Evidence(organisation=OWNS)),
    **dict.fromkeys(FOLLOWERS, Evidence(person=FOLLOWED)),
    **dict.fromkeys(AREAS, Evidence(place=LOCATED)),
    **dict.fromkeys(LIVED_VERBS, Evidence(person=LIVED)),
    **dict.fromkeys(("who", "whose"), Evidence(person=DESCRIBED)),
    **dict.fromkeys(lexicon.REPORTING_VERBS - {"post"}, Evidence(person=SPEAKS, organisation=SPEAKS / 2)),
    "via": Evidence(organisation=SPEAKS),
}
"""The evidence of a word behind a name; of one in two rows, the lower one."""

BEHIND_CAPITALS = {":": Evidence(person=SPEAKS), **dict.fromkeys("(-–—", Evidence(place=DATELINE))}
"""The evidence of a sign behind a name in capitals that opens a passage."""

TAKEN_FOR = Evidence(person=0.4, organisation=0.4, place=0.4, other=0.4)
"""Classified so by a language model in all its mentions, if all its words are ordinary ones."""
TAKEN_FOR_ALONE = Evidence(person=1.05, organisation=0.55, place=0.4, other=0.4)
"""The same for a single unknown word. Measured: the model is right in 46% of such people and 38% of such
organisations, but in 22% of such places. The person's half (NEVER_IN_FULL) is just more than LONE."""
TAKEN_FOR_ONCE = TAKEN_FOR_ALONE._replace(organisation=0.4)
"""The same if the article has it only once: then a third of such organisations are ones."""
TAKEN_FOR_AMONG = Evidence(person=0.4, organisation=0.6, place=0.6, other=0.4)  # the same for several words


def evidence_from_words(words: tuple[str, ...]) -> Evidence:
    whole = spelling(words)
    title_case = whole.title() if whole.isupper() and len(whole) > 4 else whole
    place = LISTED * (whole in lexicon.PLACES or title_case in lexicon.PLACES)
    place = place or IN_GAZETTEER * (whole in lexicon.CITIES or title_case in lexicon.CITIES)
    listed = Evidence(organisation=LISTED * (whole in lexicon.ORGANISATIONS), place=place)
    return listed.plus(_from_many(words) if len(words) > 1 else _from_one(words[0]))


def _from_one(word: str) -> Evidence:
    if word in lexicon.ORGANISATION_HEADS or word in lexicon.OTHER_HEADS:
        # "the Commission": of which we know only if a longer name ends so
        return Evidence(other=LIKE_A_SURNAME if word in SURNAMES else HEADED)
    if word in lexicon.FIRST_NAMES or (word in lexicon.FAMILY_FIRST and not is_english(word.lower())):
        return Evidence(person=LONE_FIRST_NAME)
    parts = word.split("-")
    between = len(parts) > 1 and lexicon.LISTED.issuperset(parts)
    if NUMBERED.fullmatch(word) or ACRONYMS.fullmatch(word) or between:
        return Evidence(other=HEADED)
    english = is_english(word.lower())
    if 1 < len(word) < LONGEST_ACRONYM and word.isupper() and not english:
        letters = len(word.replace(".", ""))
        return Evidence(organisation=LONG_ACRONYM if letters > SHORT_ACRONYM else ACRONYM, other=LONE)
    return Evidence(other=ENGLISH if english else LONE)


def _from_many(words: tuple[str, ...]) -> Evidence:
    head = next((word for word in reversed(words) if word not in NUMERALS), words[-1])
    lead = next((before for before, word in pairwise(words) if word in ("of", "for", "on")), "")
    like_a_person = _like_a_person(words)
    unknown = LONE * (not like_a_person and not lead)
    part = any(word in lexicon.ORGANISATIONS or (len(word) > 1 and word.isupper()) for word in words)  # BBC Scotland
    organisation, other = CONJOINED * ("&" in words) + unknown * part, unknown * (not part)
    place = 0.0
    initialled = len(words) == 3 and _is_initial(words[1].rstrip("."))  # Douglas J. Band
    named = words[0] in lexicon.FIRST_NAMES and (initialled or (len(words) == 2 and head in SURNAMES))
    headed = LIKE_A_SURNAME if named else HEADED
    if head in lexicon.COMPANY_SUFFIXES:
        organisation += HEADED + SUFFIXED
    elif not lexicon.ORGANISATION_HEADS.isdisjoint((lead, head)) or words[0] in LEADS:
        organisation += headed
    elif head in lexicon.PLACE_HEADS:
        place = headed
    elif head in lexicon.OTHER_HEADS:
        other = headed
    elif lead:
        place = HEADED * (lead in lexicon.PLACE_HEADS or lead in PLACES_OF)
        other = TWO_WORDS
    elif words[0] in lexicon.PLACE_LEADS:
        place = HEADED / 2
    return Evidence(like_a_person, organisation, place, other)


def _like_a_person(words: tuple[str, ...]) -> float:
    """Return how much the words resemble a person's name; 0 if they cannot be one."""
    plain = [word for word in words if word.lower() not in lexicon.PARTICLES and word not in ROMAN]
    if not 0 < len(plain) <= LONGEST_PERSON or not NOT_IN_PEOPLE.isdisjoint(words):
        return 0.0
    inhabitants = words[-1].endswith("ers") and spelling(words).removesuffix("ers") in lexicon.PLACES
    if inhabitants or any(word.isupper() and len(word) > SHORT_ACRONYM for word in plain):
        return 0.0  # Hong Kongers
    if any(map(_is_initial, plain[1:-1])):
        return INITIALLED
    if plain[0] in lexicon.FIRST_NAMES:
        return FIRST_NAMED
    if plain[0] in lexicon.FAMILY_FIRST and len(plain) < 4 and NOT_BEHIND_FAMILY_NAMES.isdisjoint(plain[1:]):
        return FAMILY_FIRST_NAMED
    return _like_an_unlisted_person(plain)


def _like_an_unlisted_person(plain: Sequence[str]) -> float:
    """Return the same for words that begin with no listed name."""
    first_named = plain[0].split("-")[0] in lexicon.FIRST_NAMES  # Jean-Marc
    if not first_named and _is_thing(plain):
        return 0.0
    if len(plain) > 1 and is_given_name(plain[-1]) and plain[0] not in lexicon.PLACE_LEADS:
        return FAMILY_FIRST_NAMED  # Leung Che-cheung
    full = plain[1:] if _is_initial(plain[0]) else plain
    ordinary = (word for word in full if word.lower() in lexicon.COMMON_WORDS or word in lexicon.NOT_NAMES)
    english = full == plain and all(is_english(word.lower()) for word in full)
    if english or any(ordinary) or any(map(str.isdigit, "".join(full))):
        return 0.0  # Smart Phone
    if first_named:
        return FIRST_NAMED
    return 0.0 if len(plain) < 2 or any(map(_is_no_surname, full)) else TWO_WORDS


def _is_thing(words: Sequence[str]) -> bool:
    """Return whether words that do not begin with a first name contain a place, an organisation or an acronym.

    "Houston Dynamo" and "BBC Hausa" do, but not "PV Sindhu", nor names whose last word is a city: many are surnames.
    """
    if not (lexicon.PLACES.isdisjoint(words[:-1]) and lexicon.ORGANISATIONS.isdisjoint(words)):
        return True
    return words[-1] in lexicon.COUNTRIES or words[-1].isupper() or (words[0].isupper() and len(words[0]) > 2)


def _is_no_surname(word: str) -> bool:
    """Return whether a word has the form of a noun ("Discussions"), a brand ("DuckDB") or a key ("READ_ONLY")."""
    return word.endswith(NOUN_SUFFIXES) or bool(BRAND.search(word)) or not re.sub("['’.-]", "", word).isalpha()


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def evidence_from_model(names: Sequence[Name]) -> Evidence:
    """Return the evidence from a language model: each kind in proportion to its share of the mentions.

    It outweighs only that a name is unknown, and not even that if the name is an ordinary word.
    """
    votes = Counter(name.taken_for for name in names if name.taken_for is not None)
    read = votes.total()
    del votes["nothing"]
    words = names[0].words
    english = all(is_english(word.lower()) for word in words)
    if len(words) > 1:
        weights = TAKEN_FOR if english else TAKEN_FOR_AMONG
    elif english:
        return NOTHING
    else:
        weights = TAKEN_FOR_ONCE if len(names) == 1 else TAKEN_FOR_ALONE
    return Evidence(**{kind: getattr(weights, kind) * count / read for kind, count in votes.items()})


def evidence_from_context(tokenized: TokenizedArticle, name: Name) -> Evidence:
    """Return the evidence from the words before and after a mention."""
    number = tokenized.quotation_of[name.first]
    quoted = number >= 0 and len(name.words) > 1 and _fills(tokenized, name, tokenized.quotations[number])
    thing = THING * (not name.title and _may_be_thing(tokenized, name))
    aged = AGED * tokenized.tokens[max(0, name.first - 1)].lower.endswith("-year-old")
    own = Evidence(person=TITLED * bool(name.title) + aged - thing, other=QUOTED * quoted)
    return own.plus(_from_before(tokenized, name)).plus(_from_after(tokenized, name))


def _may_be_thing(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether a name in a table, or in a text that quotes code, is rather a thing's: "Reader View", "Tab"."""
    plain = not tokenized.technical and tokenized.passages[tokenized.passage_of[name.first]].kind != "table"
    if plain or (len(name.words) > 1 and name.words[0] in lexicon.FIRST_NAMES):
        return False
    return len(name.words) == 1 or any(word.isupper() or is_english(word.lower()) for word in name.words)


def _fills(tokenized: TokenizedArticle, name: Name, quotation: QuotedTokens) -> bool:
    """Return whether the name fills the quotation: a slogan, a work."""
    if quotation.last - quotation.first - (name.last - name.first) > MARKS_AROUND:
        return False
    outside = (*tokenized.tokens[quotation.first : name.first], *tokenized.tokens[name.last + 1 : quotation.last + 1])
    return not any(token.text[0].isalnum() for token in outside)


def _from_before(tokenized: TokenizedArticle, name: Name) -> Evidence:
    tokens, first = tokenized.tokens, tokenized.passages[tokenized.passage_of[name.first]].first
    before = tokens[name.first - 1].lower if name.first > first else ""
    following = tokenized.lower(name.last + 1)
    if before == "(" and following == ")" and len(name.words) == 1 < len(name.words[0]) and name.words[0].isupper():
        return Evidence(organisation=BRACKETED)
    if before == "the":
        if following[:1].isalpha() and following not in lexicon.FUNCTION_WORDS:
            return NOTHING  # in "the Clinton campaign" the article belongs to the campaign
        return Evidence(person=-THE, organisation=THE, place=THE / 2, other=THE / 2)
    if before in ("/", "of", ",") and name.first - 2 >= first:
        outer = tokens[name.first - 2]
        if before == "/" and outer.text.isupper():
            return Evidence(person=CREDITED)
        if before == "of" and outer.lower in AREAS:
            return Evidence(place=LOCATED)
        if before == "," and (outer.lower in RELATIVES or (following == "," and outer.lower in OFFICES)):
            return Evidence(person=DESCRIBED)  # "another passenger, Sofia, said"
    located = tokenized.technical and before in LOCATING
    if located and (len(name.words) == 1 or all(is_english(word.lower()) for word in name.words)):
        return NOTHING  # "in Rust"
    return BEFORE.get(before, NOTHING)


def _from_after(tokenized: TokenizedArticle, name: Name) -> Evidence:
    tokens, passage = tokenized.tokens, tokenized.passages[tokenized.passage_of[name.first]]
    following_words = [token.lower for token in tokens[name.last + 1 : min(name.last + 4, passage.last + 1)]]
    following, second, third = (*following_words, "", "", "")[:3]
    if following in BEHIND:
        return BEHIND[following]
    if following in DEEDS and len(name.words) == 1 and tokenized.opens[name.first]:
        return Evidence(person=0.0 if is_english(name.words[0].lower()) else LIVED)
    if following in POSSESSIVES and not LIVES.isdisjoint((second, third)):
        return Evidence(person=LIVED)
    if following in BEHIND_CAPITALS and name.first == passage.first and all(map(str.isupper, name.words)):
        return BEHIND_CAPITALS[following]
    if following != ",":
        return NOTHING
    if second.isdigit() and third in (",", "."):
        return Evidence(person=AGED)
    described = second in ("who", "whose") or (second in BEFORE_NOUNS and third in lexicon.PEOPLE_NOUNS)
    if described or (second in ("a", "an") and _is_person(tokenized, name.last + 3)):
        return Evidence(person=DESCRIBED)  # ", a Taiwanese woman"
    place = _place_end(tokenized, name.last + 2, passage.last)
    if place and place < passage.last and tokens[place + 1].text in POSSESSIVES:
        return Evidence(person=DESCRIBED) if nouns_end(tokenized, place + 2, OFFICE_REACH) else NOTHING
    return Evidence(place=PART_OF) if place else NOTHING


def _is_person(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a noun for one person is among the few words from `token` on: "Taiwanese woman"."""
    for here in tokenized.tokens[token : token + ADJECTIVES + 1]:
        if here.lower in OFFICES:
            return True
        if not (here.text in lexicon.DEMONYMS or may_be_adjective(here)):
            return False
    return False


def _place_end(tokenized: TokenizedArticle, token: int, last: int) -> int:
    """Return the last token of the name of a state or country that begins at `token`, or 0."""
    if token > last or tokenized.tokens[token].text in lexicon.NOT_NAMES:
        return 0
    text = tokenized.tokens[token].text
    if token < last and f"{text} {tokenized.tokens[token + 1].text}" in lexicon.PLACES:
        return token + 1
    return token if text in lexicon.PLACES else 0
