"""Recognize scare quotes ("mad") and titles in quotation marks ("America First").

A short quotation without a reporting word is a scare quote, and words in Title Case without one beside them are a
title. The fewer the words, the nearer the reporting word must be.
"""

from reader.analysis.entities.mentions import POSSESSIVES
from reader.analysis.quotes import weights
from reader.analysis.quotes.attribution import Attribution, words_between
from reader.analysis.tokens import QuotedTokens, TokenizedArticle

SPOKEN = frozenset({weights.SIGNED, weights.LEADS, weights.TRANSCRIBED})
"""Evidence that words are somebody's, however few."""

SHORT = 3
"""Maximum words of a scare quote."""

TITLE_LONGEST = 8
"""Maximum words of a title in marks."""

BESIDE = 3
"""Maximum words between a title and its cue: 'called it “Crooked Hillary”'."""

CALLED = 7
"""Maximum words between a verb like "called" and the name, among them whoever is called so."""

NEAR_BEFORE, NEAR_AFTER = 20, 2
"""Maximum words between a cue and a single quoted word, with the cue before it or after it."""

ENDS = frozenset(",!?")
"""Characters at the end of spoken words, but not of a thing's name."""

ON_REACH = 4
"""Maximum tokens from "on" to the name of a broadcast: "on CBS News's"."""

WORKS = frozenset(
    "album article ballad book comedy episode essay exhibition film game hit movie musical novel opera painting play "
    "poem series show single song titled entitled".split()
)
"""Words that make the following words in Title Case a title, whatever the verb."""

BEFORE_BROADCAST = frozenset({"on", "told", "tells", "of", "visited", "joined"})
"""Words before a broadcast: 'told ABC's “Good Morning America”'."""

SMALL = frozenset("a an and as at but by for from in is nor of on or so the to up with".split())
"""Words that Title Case does not capitalise."""


def is_scare_quote(tokenized: TokenizedArticle, attribution: Attribution) -> bool:
    """Return whether the quotation is only a scare quote or a title."""
    quotation, cue = attribution.quotation, attribution.cue
    words = _words(tokenized, quotation)
    if len(words) > TITLE_LONGEST or (attribution.best and any(hint in SPOKEN for hint, _ in attribution.best.hints)):
        return False
    title = _is_title(words)
    if title and (_names_work(tokenized, quotation) or _is_broadcast(tokenized, quotation)):
        return True
    if cue is None:
        return title or (len(words) <= SHORT and not quotation.ends_sentence)
    if not title and len(words) > 1:
        return False
    if cue.token > quotation.last:
        first = cue.token
        if cue.subject is not None and tokenized.tokens[quotation.last - 1].text in ENDS:
            first = min(cue.token, max(quotation.last, cue.subject.first))  # “No!” Ann Lee, a nurse from Leith, said
        distance, near = words_between(tokenized, quotation.last, first)[0], NEAR_AFTER
    else:
        distance, near = words_between(tokenized, cue.token, quotation.first)[0], NEAR_BEFORE
    if title and _is_called(tokenized, attribution):
        return distance > NEAR_BEFORE
    return distance > (BESIDE if title else near)


def _is_called(tokenized: TokenizedArticle, attribution: Attribution) -> bool:
    """Return whether somebody is called so: 'called the winner of the contest “Miss Piggy”', 'refers to her as “…”'."""
    cue, first = attribution.cue, attribution.quotation.first
    if cue is None or cue.token > first or cue.subject is None:
        return False
    if tokenized.tokens[first - 1].lower == "as":
        return True
    return cue.strength == "describe" and words_between(tokenized, cue.token, first)[0] <= CALLED


def _names_work(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether the word before introduces a work: 'the song “Shall We Gather”'."""
    return quotation.first > 0 and tokenized.tokens[quotation.first - 1].lower in WORKS


def _is_broadcast(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether it names a broadcast: 'told “Fox and Friends”', 'on MSNBC's “Morning Joe”'."""
    before = [token.lower for token in tokenized.tokens[max(0, quotation.first - ON_REACH) : quotation.first]]
    return bool(before) and (
        before[-1] in ("on", "told", "tells") or (before[-1] in POSSESSIVES and not BEFORE_BROADCAST.isdisjoint(before))
    )


def _words(tokenized: TokenizedArticle, quotation: QuotedTokens) -> list[str]:
    """Return the first words of the quotation, as many as are needed here."""
    reach = range(quotation.first, min(quotation.last + 1, quotation.first + 4 * TITLE_LONGEST))
    return [tokenized.tokens[token].text for token in reach if tokenized.tokens[token].text[0].isalnum()]


def _is_title(words: list[str]) -> bool:
    return len(words) > 1 and all(word[0].isupper() or word[0].isdigit() or word in SMALL for word in words)
