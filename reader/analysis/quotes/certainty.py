"""How certain it is that the name shown is the speaker's: a probability, as one of a few steps.

Weights set by hand tell no finer differences: within a step, more points do not mean that more speakers are right.
"""

import math
from collections.abc import Callable, Mapping

from reader.analysis.lexicon import SAYING, is_english
from reader.analysis.quotes import weights
from reader.analysis.quotes.cues import TELLING
from reader.analysis.quotes.scores import Attribution, Scored
from reader.analysis.quotes.weights import Weight
from reader.analysis.tokens import QuotedTokens, TokenizedArticle

EVEN_MARGIN = 3.0
"""Points ahead of the runner-up at which a speaker is 73% certain: the value that fits PolNeAR's training part, and
each fifth of its articles when left out (`tests/quality/calibration.py` measures this, and the next two)."""

STRONG, RESOLVED, FULL = 0.9, 0.92, 0.97
"""The probability from which a speaker with a name is sure if none of `DOUBTS` holds, how certain at least it is whom
the words for the speaker mean, and the confidence then: of those 99 of 100 are right (measured on news)."""
CONTESTED = 0.8
"""The confidence in a speaker who would be sure by a model, where the rules alone choose another: four of five are
right."""
STEPS = {0.75: 0.85, 0.6: 0.7, 0.3: 0.5, 0.0: 0.1}
"""The confidence in others, from a probability on."""
STORY_STEPS = {0.8: 0.85, 0.66: 0.68, 0.6: 0.64, 0.25: 0.58, 0.0: 0.3}
"""What it is in a story from a probability on (measured on 14 novels and the beginnings of 43)."""

CUES = (weights.SAY, weights.DESCRIBE, weights.MENTION, weights.ACCORDING)
RIVALS = (weights.SAY, weights.DESCRIBE, weights.ACCORDING)
FAR_OFF = 12  # tokens between the words for a speaker and the verb, from which another subject mostly stands between

Holds = Callable[[TokenizedArticle, Attribution, str], bool]

DOUBTS: Mapping[str, Holds] = {
    "its verb may tell of no speech: “called”, “wanted”": lambda _text, told, _name: (
        _has(told.best, weights.DESCRIBE, weights.MENTION)
        and not _has(told.best, weights.PARSED_SAY, weights.PARSED_VERB)
    ),
    "somebody else says something in the sentence: “he told her …”, she says": lambda _text, told, _name: _has(
        told.next_best, *RIVALS
    ),
    "what it says is that somebody says so: “she says he told her …”": lambda text, told, _name: _tells_on(text, told),
    "it is far from its verb": lambda _text, told, _name: _distance(told) > FAR_OFF,
    "it is one word that may be no name, or part of one: “Creative”, “BMJ”": lambda text, told, name: (
        " " not in name and _may_be_no_name(text, told, name)
    ),
    "it is no subject: “published in the Lancet”, “Lee's deputy”": lambda _text, told, _name: (
        _has(told.best, weights.GOVERNED, weights.OWNER) and not _has(told.best, weights.ACCORDING, weights.BY)
    ),
    "it spoke before, and the sentence has another subject: “a review concluded that …”": lambda text, told, _name: (
        _has(told.best, weights.SAME_PASSAGE_SPEAKER) and not has_cue(told) and _is_within(text, told.quotation)
    ),
}
"""What keeps the one with most points from being sure, given the text, the attribution and the name shown. Of 2,739
quotations of news to develop with whose speaker would be sure by the rules, one of these holds for 253, of which 96 in
100 are right; of the others 99.8 are."""


def confidence(margin: float, certainty: float, story: bool, named: bool) -> float:
    """Return the probability that the name shown is right, as the nearest step: of a speaker whose score is `margin`
    above the next one's, and whose name is certain to `certainty`; only one who is `named` is sure."""
    probability = certainty / (1 + math.exp(-margin / EVEN_MARGIN))
    if named and probability >= STRONG and certainty >= RESOLVED:
        return FULL
    return next(step for least, step in (STORY_STEPS if story else STEPS).items() if probability >= least)


def is_doubted(text: TokenizedArticle, told: Attribution, name: str) -> bool:
    return any(holds(text, told, name) for holds in DOUBTS.values())


def has_cue(told: Attribution) -> bool:
    """Return whether a verb of the quotation's own tells of its speaker, not one of another quotation."""
    return _has(told.best, *CUES)


def _has(scored: Scored | None, *found: Weight) -> bool:
    return scored is not None and any(weight in found for weight, _ in scored.hints)


def _may_be_no_name(text: TokenizedArticle, told: Attribution, name: str) -> bool:
    """Return whether a name of one word is no person's, or a word or an abbreviation."""
    mention = text.tokens[told.best.candidate.first].text if told.best else ""
    person = _has(told.best, weights.PERSON, weights.HE_OR_SHE)
    return not person or is_english(name.lower()) or mention.isupper()


def _is_within(text: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether words of its sentence stand before a quotation."""
    before = quotation.first - 1
    words = before >= 0 and text.tokens[before].text[0].isalnum()
    return words and text.sentence_of[before] == quotation.sentence


def _tells_on(text: TokenizedArticle, told: Attribution) -> bool:
    """Return whether another verb of saying stands between that of the speaker and the quotation."""
    between = text.tokens[told.cue.token + 1 : told.quotation.first] if told.cue else []
    return any(token.lower in SAYING | TELLING for token in between)


def _distance(told: Attribution) -> int:
    if told.cue is None or told.best is None:
        return 0
    speaker = told.best.candidate
    return max(speaker.first - told.cue.token, told.cue.token - speaker.last)
