"""Recognize scare quotes ("mad") and titles in quotation marks ("America First").

What each hint says for or against spoken words is added up. A reporting word beside them, many words, the end of a
sentence and an owner (China's "normal trade") speak for them; Title Case, a work ("the song") and "so-called" speak
for a term.
"""

from collections.abc import Iterator
from itertools import pairwise

from reader.analysis.lexicon import ARTICLES, read_section
from reader.analysis.noun_phrases import is_possessive, may_be_adjective
from reader.analysis.quotes import weights
from reader.analysis.quotes.attribution import words_between
from reader.analysis.quotes.cues import BE, Cue
from reader.analysis.quotes.scores import Attribution
from reader.analysis.tokens import QuotedTokens, TokenizedArticle

SPOKEN = frozenset({weights.SIGNED, weights.LEADS, weights.TRANSCRIBED, weights.FOR_WHOM})
"""Evidence that words are somebody's, however few."""

OWNING = frozenset({weights.OWNER_ADJACENT, weights.OWNER_ALONE})

# Points of:
SIGNED = 9.0  # words with a signature or label
LONG = 3.0  # more than SHORT words, which are seldom a term
SENTENCE = 3.0  # words that end a sentence
OWNED = 3.0  # words that belong to somebody: China's "normal trade"
REPORTED = 4.0  # a reporting word that is near enough
TITLE = -4.0  # words in Title Case: they need a reporting word beside them
BESIDE_TITLE = 6.0  # that word beside words in Title Case
WORK = -9.0  # a work or broadcast before words in Title Case
SO_CALLED = -4.0  # "so-called" and the like
NAMED = -9.0
"""Points of a verb of naming right before the words, whose subject does not speak: a campaign called "Cool Biz"."""
WORD = -4.0  # a noun for a word right before them: the term "fake news"
MEANING = -9.0  # "which means" or ", or" before them: a translation
SHORT = 3  # maximum words of a scare quote
TITLE_LONGEST = 8  # maximum words of a title in marks
BESIDE = 3  # maximum words between a title and its cue: 'called it “Crooked Hillary”'
CALLED = 7  # maximum words between a verb like "called" and the name, among them whoever is called so

NEAR_BEFORE, NEAR_AFTER = 20, 2
"""Maximum words between a cue and a single quoted word, with the cue before it or after it."""

ENDS = frozenset(",!?")  # characters at the end of spoken words, but not of a thing's name
ON_REACH = 4  # maximum tokens from "on" to the name of a broadcast: "on CBS News's"

WORKS = read_section("grammar", "works")
KNOWN_AS = frozenset({("known", "as"), ("knew", "as"), ("to", "as")})
"""Words before a term that nobody in particular says: "known as", "referred to as"."""

KNOWN_REACH = 4  # maximum tokens from these to the term: 'referred to as China's “shoe capital”'

NAMING = read_section("grammar", "naming")
ALWAYS_NAMING = read_section("grammar", "always naming")
WORD_NOUNS = read_section("grammar", "nouns for words")
MEANS = read_section("grammar", "means")
CAMPAIGNS = read_section("grammar", "campaigns")
BEHIND_REACH = 2  # maximum tokens from the words to what they name: the "Stay Safe" awareness campaign
CALLERS = read_section("grammar", "nominatives") | {"it"}
USING = frozenset({"use", "used", "uses", "using"})
CALLER_REACH = 7  # tokens before the words in which who calls it so is looked for: 'what the ministry called “a risk”'
SPEAKING = frozenset({"pronoun", "name"})
"""Forms of a subject beside a verb of naming that speaks: 'what Lee called “a risk”'."""

BEFORE_BROADCAST = read_section("grammar", "before broadcast")
DIRECTLY_BEFORE_BROADCAST = frozenset({"on", "told", "tells", "with"})
SMALL = read_section("grammar", "small in titles")


def is_scare_quote(tokenized: TokenizedArticle, attribution: Attribution) -> bool:
    """Return whether a quotation is only a scare quote or a title."""
    quotation = attribution.quotation
    reach = range(quotation.first, min(quotation.last + 1, quotation.first + 4 * TITLE_LONGEST))
    words = [tokenized.tokens[token].text for token in reach if tokenized.tokens[token].text[0].isalnum()]
    short = len(words) <= TITLE_LONGEST or _is_title(words)
    return short and sum(_points(tokenized, words, attribution)) <= 0


def _points(tokenized: TokenizedArticle, words: list[str], attribution: Attribution) -> Iterator[float]:
    quotation = attribution.quotation
    if attribution.best and any(hint in SPOKEN for hint, _ in attribution.best.hints):
        yield SIGNED
    start = tokenized.passages[quotation.passage].first
    before = [token.lower for token in tokenized.tokens[max(start, quotation.first - 2) : quotation.first]]
    ahead = [token.lower for token in tokenized.tokens[max(0, quotation.first - KNOWN_REACH) : quotation.first]]
    if before and (before[-1] == "so-called" or not KNOWN_AS.isdisjoint(pairwise(ahead))):
        yield SO_CALLED  # 'a so-called “swamp”', 'known as “Bear”'
    if before:
        yield from _points_of_word_before(tokenized, _is_title(words), attribution)
    if _is_title(words):
        yield from _points_of_title(tokenized, before, attribution)
        return
    if len(words) > SHORT:
        yield LONG
    if quotation.ends_sentence and attribution.cue is None:
        yield SENTENCE
    named = attribution.best if attribution.best and attribution.best.candidate.form == "name" else None
    if len(words) > 1 and named and any(hint in OWNING for hint, _ in named.hints):
        yield OWNED
    if (cue := attribution.cue) is not None:
        near = NEAR_BEFORE if cue.token < quotation.first else NEAR_AFTER
        ends = attribution.best is not None and weights.AFTER_TAIL in attribution.best.weights
        if len(words) > 1 or ends or _distance(tokenized, quotation, cue) <= near:
            yield REPORTED


def _points_of_title(tokenized: TokenizedArticle, before: list[str], attribution: Attribution) -> Iterator[float]:
    """Yield the points of words in Title Case: 'the song “Shall We Gather”', 'her book, “The Harbour”'."""
    yield TITLE
    noun = before[0] if before[-1:] in ([","], ["of"]) else before[-1] if before else ""
    if noun in WORKS or _is_broadcast(tokenized, attribution.quotation):
        yield WORK
    if (cue := attribution.cue) is not None:
        called = _is_called(tokenized, attribution, cue)
        near = _distance(tokenized, attribution.quotation, cue) <= (NEAR_BEFORE if called else BESIDE)
        if near and (called or cue.strength == "say"):
            yield BESIDE_TITLE


def _points_of_word_before(tokenized: TokenizedArticle, title: bool, attribution: Attribution) -> Iterator[float]:
    """Yield the points of the word right before a quotation, by which it is a name or a term."""
    first, cue = attribution.quotation.first, attribution.cue
    *before, word = [token.lower for token in tokenized.tokens[max(0, first - CALLER_REACH) : first]]
    last = attribution.quotation.last
    follows = 0 if attribution.quotation.ends_sentence else BEHIND_REACH
    behind = [token.lower for token in tokenized.tokens[last + 1 : last + 1 + follows]]
    capital = first < last and tokenized.tokens[first + 1].capital  # a mark may be all that is quoted
    if word in ARTICLES and capital and before[-1:] and before[-1] in NAMING:
        word = before.pop()  # is still called the “Airstrip”
    if word in MEANS or (word == "or" and tokenized.lower(first - 2) in (",", "—", "–")):
        yield MEANING
    elif word in WORD_NOUNS and (word not in ("phrase", "term", "word") or USING.isdisjoint(before[-2:])):
        yield WORD
    elif capital and (word in CAMPAIGNS or not CAMPAIGNS.isdisjoint(behind)):
        yield NAMED
    elif word in ARTICLES and before[-1:] and before[-1] in ALWAYS_NAMING:
        yield NAMED  # dubbed the "Russian Amazon"
    elif title and word == "the" and behind and may_be_adjective(tokenized.tokens[last + 1]):
        yield NAMED  # told the "Morning Joe" panel
    elif word in NAMING and before:
        subject = cue.subject if cue is not None and cue.token == first - 1 else None
        apart = "," in (before[-1], tokenized.lower(first - 3)) and before[-1] not in BE  # "hours, sometimes called"
        told = subject is not None and (subject.form in SPEAKING or (subject.agreement == "they" and not apart))
        beside = tokenized.tokens[max(0, first - 2)]
        speaks = told or "what" in before or beside.capital or beside.lower in CALLERS
        if not speaks or (title and word in ALWAYS_NAMING):
            yield NAMED


def _distance(tokenized: TokenizedArticle, quotation: QuotedTokens, cue: Cue) -> int:
    """Return the number of words between a quotation and the cue before it, or the words of the cue after it."""
    if cue.token < quotation.first:
        return words_between(tokenized, cue.token, quotation.first)[0]
    first = cue.token
    if cue.subject is not None and tokenized.tokens[quotation.last - 1].text in ENDS:
        first = min(cue.token, max(quotation.last, cue.subject.first))  # “No!” Ann Lee, a nurse from Leith, said
    return words_between(tokenized, quotation.last, first)[0]


def _is_called(tokenized: TokenizedArticle, attribution: Attribution, cue: Cue) -> bool:
    """Return whether somebody is called so: 'called the winner of the contest “Miss Piggy”', 'refers to her as “…”'."""
    first = attribution.quotation.first
    if cue.token > first or cue.subject is None:
        return False
    if tokenized.tokens[first - 1].lower == "as":
        return True
    return cue.strength == "describe" and words_between(tokenized, cue.token, first)[0] <= CALLED


def _is_broadcast(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether it names a broadcast: 'told “Fox and Friends”', 'on MSNBC's “Morning Joe”'."""
    before = [token.lower for token in tokenized.tokens[max(0, quotation.first - ON_REACH) : quotation.first]]
    owned = is_possessive(tokenized, quotation.first - 1) and not BEFORE_BROADCAST.isdisjoint(before)
    return bool(owned or (before and before[-1] in DIRECTLY_BEFORE_BROADCAST))


def _is_title(words: list[str]) -> bool:
    capital = all(word[0].isupper() or word[0].isdigit() or word in SMALL for word in words)
    return len(words) > 1 and capital and (len(words) <= SHORT or not all(word.isupper() for word in words))
