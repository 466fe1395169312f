"""Find where a noun phrase for people or bodies ends, and what stands beside it: "(for) the former mayor", "officials".

Only the words themselves are looked at; who is meant is for `quotes.candidates` and `anaphora.descriptions` to say.
"""

import re
from collections.abc import Container
from typing import Literal

from reader.analysis import EntityKind, lexicon
from reader.analysis.lexicon import is_english, read_section
from reader.analysis.tokens import POSSESSIVES, Token, TokenizedArticle

Agreement = Literal["he", "she", "they", "it", "I", "we", "who"]

BEFORE_DETERMINERS = read_section("grammar", "before determiners")

BEHIND_NOUNS = lexicon.PREPOSITIONS | {"as"}  # words that end a phrase: "his days as governor"

PARTICLES_OF_VERBS = read_section("grammar", "particles of verbs")
AFTER_QUANTITIES = read_section("grammar", "after quantities")

PHRASE_REACH = 7  # maximum tokens from "the" to the noun: "the former two-term Republican state senator"

ADJECTIVE_ENDS = ("al", "ic", "ive", "ary")
"""Ends of adjectives for what somebody does: "presidential", "economic", "conservative", "military"."""

OWNED_REACH = 3  # maximum tokens from 's to the noun: "Clinton's senior campaign adviser"

AROUND = frozenset(",.;:)—–")
"""Signs that close the name after "the mayor, Ann Lee"; in "the mayor, Ann Lee and Tom Ray" it is another person's."""

BEFORE_HOME = read_section("grammar", "before a home")
WITHIN_HOME = BEFORE_HOME | lexicon.ARTICLES | {"and"}
HOME_REACH = 8  # maximum tokens of where somebody is from: "of the University of Leith"

BEFORE_OFFICES = read_section("grammar", "before offices")
OFFICES = (lexicon.TITLES | lexicon.PEOPLE_NOUNS) - lexicon.PLURAL_NOUNS - lexicon.NON_HUMAN_SPEAKERS
OFFICE_REACH = 5  # maximum tokens from an office to its last preposition: "Minister of State for (Foreign Affairs)"

SPEAKING_REACH = 4
"""Maximum words between "the" and the verb of a noun that is told by it alone: "a campaign narrator says"."""

ALONE = read_section("grammar", "stand alone")

BEFORE_CLAUSES = read_section("grammar", "coordinators", "subordinators", "before a report")
"""Words before the subject of a clause."""

VERBS = lexicon.REPORTING_VERBS | lexicon.SUBJECT_VERB_FILLERS
"""Words that follow a subject: verbs, and what stands before them."""

DEPUTIES = read_section("grammar", "deputies")

OF_AGE = re.compile(r"\d+-year-olds?")  # a noun for a person: "the 46-year-old"

WITHIN_NAMES = lexicon.DETERMINERS | lexicon.PEOPLE_NOUNS | lexicon.TITLES | read_section("grammar", "before names")
"""Words that may stand between a preposition and the name it governs."""

ADJECTIVES = 2  # maximum adjectives between a preposition and a plural without an article: "among young black voters"
LEFT_REACH = 6  # tokens before a name that may belong to it: "of the longtime Republican strategist Rick Wilson"

INDEFINITE_ARTICLES = {"a", "an"}


def phrase_end(tokenized: TokenizedArticle, token: int) -> int:
    """Return the last noun of the phrase at `token`, or -1 if it does not end in a noun for people."""
    first, following, end = tokenized.tokens[token].lower, tokenized.lower(token + 1), -1
    if first in BEFORE_DETERMINERS and following in lexicon.DETERMINERS:
        return -1
    for at in range(token, min(token + PHRASE_REACH, len(tokenized.tokens))):
        if _ends_before(tokenized, token, at):
            break
        lower = tokenized.tokens[at].lower
        if end >= 0 and lower in POSSESSIVES and tokenized.tokens[at - 1].lower not in lexicon.DETERMINERS:
            if owned := nouns_end(tokenized, at + 1, OWNED_REACH):
                return owned  # "the study's lead author"
            continue  # "my brother's wife", or else the phrase ends before
        noun = lower in lexicon.PEOPLE_NOUNS or OF_AGE.fullmatch(lower)
        alone = _stands_alone(lower, tokenized.lower(at + 1))  # "a few said", not "a few years"
        if noun and (alone or (at > token and lower != "few")):
            end = at
            continue
        before_noun = tokenized.lower(at + 1) in lexicon.PEOPLE_NOUNS and tokenized.quotation_of[at + 1] < 0
        if end >= 0 and not (before_noun and lower.endswith(ADJECTIVE_ENDS)):  # "Republican presidential nominee"
            break
        if (at > token and lower in BEHIND_NOUNS) or not (lower[0].isalnum() or lower in POSSESSIVES):
            break
    return end


def _ends_before(tokenized: TokenizedArticle, token: int, at: int) -> bool:
    """Return whether the phrase that begins at `token` surely ends before another one, whatever its nouns are."""
    lower, first = tokenized.tokens[at].lower, tokenized.tokens[token].lower
    if tokenized.quotation_of[at] >= 0 or tokenized.sentence_of[at] != tokenized.sentence_of[token]:
        return True
    if lower in lexicon.RELATIVE_WORDS:
        return True  # "an explosion that Mayor Lee described"
    if at > token and (lower in PARTICLES_OF_VERBS or (lower in lexicon.ARTICLES and first not in BEFORE_DETERMINERS)):
        return True  # "the plan leaves out dads", "(on) the square the crowd"
    return lower in lexicon.REPORTING_VERBS and tokenized.lower(at + 1) in lexicon.DETERMINERS  # "The Hill told a man"


def nouns_end(tokenized: TokenizedArticle, token: int, reach: int) -> int:
    """Return the last of the nouns for people that begin within `reach` tokens from `token`; 0 if a name follows."""
    end, at, last = 0, token, token + reach
    while at < min(last, len(tokenized.tokens)):
        here = tokenized.tokens[at]
        plain = here.lower.isalpha() and not here.capital and here.lower not in lexicon.PREPOSITIONS
        if tokenized.quotation_of[at] >= 0 or not plain or (end and here.lower in VERBS):
            break
        if here.lower in lexicon.PEOPLE_NOUNS:
            end = at
            if here.lower not in DEPUTIES:
                break
            last = at + OFFICE_REACH  # "Iran's deputy foreign minister"
        at += 1
    while end and tokenized.lower(end + 1) in lexicon.PEOPLE_NOUNS and end < token + PHRASE_REACH:
        end += 1
    return 0 if end + 1 < len(tokenized.tokens) and tokenized.tokens[end + 1].capital else end


def office_before(tokenized: TokenizedArticle, token: int) -> int:
    """Return the noun for the person whose office names what begins at `token`: of "ambassador to (Peru)"; or -1."""
    tokens, at = tokenized.tokens, token - 1
    if at > 0 and tokens[at].lower in lexicon.ARTICLES:
        at -= 1
    if at < 1 or tokens[at].lower not in BEFORE_OFFICES or tokenized.opens[token]:
        return -1
    for office in range(at - 1, max(-1, at - 1 - OFFICE_REACH), -1):
        lower = tokens[office].lower
        if tokenized.quotation_of[office] >= 0 or tokenized.sentence_of[office] != tokenized.sentence_of[token]:
            return -1
        if lower in OFFICES:
            return office
        if not (tokens[office].capital or lower in BEFORE_OFFICES or lower in lexicon.ARTICLES):
            return -1
    return -1


def office_start(tokenized: TokenizedArticle, name: int) -> int:
    """Return where the office before the name at a token begins: "ambassador to Peru Ann Lee"; or else the name."""
    at = name
    while at > 0 and tokenized.tokens[at - 1].capital:
        at -= 1
    office = office_before(tokenized, at) if at < name else -1
    return name if office < 0 else office


def sign_after_home(tokenized: TokenizedArticle, token: int) -> str:
    """Return the sign after where somebody is from: of "of Leith University,"; empty if there is none."""
    tokens = tokenized.tokens
    if token >= len(tokens) or tokens[token].lower not in BEFORE_HOME:
        return ""
    for at in range(token + 1, min(token + 1 + HOME_REACH, len(tokens))):
        if tokens[at].text in AROUND:
            return tokens[at].text
        if not (tokens[at].capital or tokens[at].lower in WITHIN_HOME):
            return ""
    return ""


def _stands_alone(word: str, following: str) -> bool:
    """Return whether a phrase may end with its first word: "officials", "some" before "of", not "some men"."""
    if word in lexicon.DETERMINERS:
        return not following.isalpha() or following in AFTER_QUANTITIES
    return word in lexicon.PLURAL_NOUNS and word not in lexicon.REPORTING_VERBS  # "states" is a verb here


def noun_agreement(noun: str) -> Agreement | None:
    if noun in lexicon.PLURAL_NOUNS:
        return "they"
    if noun in lexicon.NON_HUMAN_SPEAKERS:
        return "it"
    if noun in lexicon.MALE_NOUNS:
        return "he"
    return "she" if noun in lexicon.FEMALE_NOUNS else None


def speaking_phrase(
    tokenized: TokenizedArticle, token: int, named: Container[int]
) -> tuple[int, Agreement | None] | None:
    """Return the last token of the phrase at `token`, whatever its noun is, and what agrees with it, or None.

    A plain reporting verb is beside it: "the announcer said", “…,” cried another female. `named` begin names.
    """
    first = tokenized.tokens[token].lower
    if first not in lexicon.DETERMINERS | ALONE and not opens_owned(tokenized, token):
        return None
    before = "" if tokenized.opens[token] else tokenized.lower(token - 1)
    inverted = before in lexicon.SAYING and token > 1 and tokenized.quotation_of[token - 2] >= 0
    if before.isalpha() and before not in BEFORE_CLAUSES and not inverted:
        return None  # in "the agency that owns the stalls said" the stalls do not speak
    last = _plain_words_end(tokenized, token, named)
    verb = last + 1 + (tokenized.lower(last + 1) in lexicon.SUBJECT_VERB_FILLERS)
    after = tokenized.lower(verb)
    if last > token + 1 and _is_adverb(tokenized.tokens[last].lower):
        last -= 1  # "the proclamation specifically said"
    noun = tokenized.tokens[last].lower
    says = after in (lexicon.REPORTING_VERBS if first in ALONE and last == token else lexicon.SAYING)
    if not (inverted or says) or (last == token and first not in ALONE):
        return None
    if noun in ALONE:
        return last, "they"
    agreement = noun_agreement(noun)
    return last, "it" if agreement is None and noun not in lexicon.PEOPLE_NOUNS and not inverted else agreement


def opens_owned(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether an owner without an article opens a sentence: "Football's governing body", "World football's"."""
    word = tokenized.tokens[token]
    opens = bool(tokenized.opens[token]) and word.text.isalpha() and word.lower not in lexicon.FUNCTION_WORDS
    return opens and any(is_possessive(tokenized, token + after) for after in (1, 2))


def _is_adverb(word: str) -> bool:
    """Return whether a word is an adjective with the ending of an adverb: "quietly", "specifically", not "family"."""
    stem = word.removesuffix("ly")
    derived = stem != word and (is_english(stem) or is_english(stem.removesuffix("al")))
    return derived and word not in lexicon.PEOPLE_NOUNS


def _plain_words_end(tokenized: TokenizedArticle, first: int, named: Container[int]) -> int:
    """Return the last of the few ordinary words after `first` up to a verb of saying, a sign or a small word."""
    for at in range(first + 1, min(first + 2 + SPEAKING_REACH, len(tokenized.tokens))):
        here = tokenized.tokens[at]
        small = here.lower in lexicon.FUNCTION_WORDS or here.lower in lexicon.PREPOSITIONS
        plain = here.text.islower() or here.text in lexicon.DEMONYMS
        ordinary = plain and not small and here.lower not in lexicon.SAYING
        if not ordinary or at in named or tokenized.quotation_of[at] >= 0:
            return at - 1
    return first


def is_possessive(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether the token is a possessive 's, or the apostrophe after a word that ends in s."""
    if token >= len(tokenized.tokens) or tokenized.quotation_of[token] >= 0:
        return False
    text = tokenized.tokens[token].text
    return text in POSSESSIVES or (text in ("'", "’") and tokenized.tokens[token - 1].text.endswith("s"))


def is_governed(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a preposition precedes the words that belong to the name or phrase at `token`."""
    first, sentence = tokenized.tokens[token].lower, tokenized.sentence_of[token]
    adjectives = ADJECTIVES if first in lexicon.PLURAL_NOUNS else 0
    for at in range(token - 1, max(-1, token - 1 - LEFT_REACH), -1):
        here = tokenized.tokens[at]
        if tokenized.sentence_of[at] != sentence:
            return False
        if here.lower == "as" and first in INDEFINITE_ARTICLES and at > 0:
            return tokenized.tokens[at - 1].text.isalpha()  # "his years as a lawyer", but ", as a lawyer put it"
        if here.lower in lexicon.PREPOSITIONS:
            return True
        if first in lexicon.DETERMINERS:
            if here.lower not in lexicon.DETERMINERS:
                return False  # "in Cleveland his allies"
        elif at == token - 1 and at > 0 and here.text in POSSESSIVES and tokenized.tokens[at - 1].capital:
            continue  # "on CNN's State of the Union"
        elif not _belongs_to_name(tokenized, at) and not (at >= token - adjectives and may_be_adjective(here)):
            return False  # but "among young black voters"
    return False


def _belongs_to_name(tokenized: TokenizedArticle, at: int) -> bool:
    """Return whether a word may stand between a preposition and the name that it governs: "for the former Sen. Lee"."""
    here = tokenized.tokens[at]
    if here.text in lexicon.NOT_NAMES:
        return False  # in "on Friday Tom Ray" the day is governed
    after = at + 1 + (tokenized.lower(at + 1) in lexicon.ARTICLES)
    if here.lower == "and" and tokenized.tokens[after].capital and at > 0 and tokenized.tokens[at - 1].capital:
        return True  # "with the hosts Tom Ray and Ann Lee"
    return here.capital or (here.lower in WITHIN_NAMES and here.lower not in lexicon.NON_HUMAN_SPEAKERS)


def describes_name(tokenized: TokenizedArticle, token: int, kind: EntityKind) -> bool:
    """Return whether nouns for people and then a name begin at `token`: "(Trump) campaign spokesman Jason Miller".

    Behind a body or a place there may be adjectives, behind a body any noun: "(Leith Rovers) tight end Ann Lee".
    """
    token += 3 * (tokenized.lower(token) == "(" and tokenized.lower(token + 2) == ")")  # Leith University (LU)
    at = token
    body = kind != "person"
    roles = lexicon.PEOPLE_NOUNS | lexicon.TITLES if body else lexicon.PEOPLE_NOUNS
    while at < min(token + OFFICE_REACH, len(tokenized.tokens)):
        here = tokenized.tokens[at]
        links = body and at > token and here.lower in ("and", "&")  # (Leith Bank) founder and CEO Ann Lee
        if not (links or (body and may_be_adjective(here)) or here.lower in roles):
            break
        at += 1
    last, name = tokenized.tokens[at - 1].lower, tokenized.tokens[at : at + 2]
    follows = at > token and bool(name) and name[0].capital
    full = len(name) > 1 and name[1].capital and not last.endswith(("ed", "ing", "ly"))
    any_noun = kind == "organisation" and full and may_be_adjective(tokenized.tokens[at - 1])
    return follows and (last in roles or any_noun) and last not in lexicon.PLURAL_NOUNS


def may_be_adjective(token: Token) -> bool:
    """Return whether a word before a noun can be an adjective."""
    plural = token.text.endswith("s") and not token.text.endswith("ss")  # not "press"
    ordinary = token.text.isalpha() and token.text.islower() and not plural
    return ordinary and token.lower not in lexicon.FUNCTION_WORDS and token.lower not in lexicon.REPORTING_VERBS
