"""How certain it is that the name shown is the speaker's: a probability, as one of a few steps.

Weights set by hand tell no finer differences: within a step, more points do not mean that more speakers are right.
"""

import math
from collections.abc import Collection

from reader.analysis.lexicon import SAYING, is_english
from reader.analysis.quotes import weights
from reader.analysis.quotes.cues import TELLING
from reader.analysis.quotes.scores import Attribution
from reader.analysis.tokens import TokenizedArticle

EVEN_MARGIN = 3.0
"""Points ahead of the runner-up at which a speaker is 73% certain: the value that fits PolNeAR's training part, and
each fifth of its articles when left out (`tests/quality/calibration.py` measures this, and the next two)."""

STRONG, RESOLVED, FULL = 0.9, 0.92, 0.97
"""The probability from which a speaker with a name is sure, if nothing speaks against it (`is_doubted`) and it is
certain to RESOLVED at least whom the words for the speaker mean; and the confidence then: of those 99 of 100 are right
(measured on news)."""
CONTESTED = 0.8
"""The confidence in a speaker who would be sure by a model, where the rules alone choose another: four of five are
right."""
STEPS = {0.75: 0.85, 0.6: 0.7, 0.3: 0.5, 0.0: 0.1}
"""The confidence in others, from a probability on."""
STORY_STEPS = {0.8: 0.85, 0.66: 0.68, 0.6: 0.64, 0.25: 0.58, 0.0: 0.3}
"""What it is in a story from a probability on (measured on 14 novels and the beginnings of 43)."""

PARSED = frozenset((weights.PARSED_SAY, weights.PARSED_VERB))  # a model has the same subject for the verb
FAR_OFF = 12  # tokens between the words for a speaker and the verb, from which another subject mostly stands between


def confidence(margin: float, certainty: float, story: bool, named: bool) -> float:
    """Return the probability that the name shown is right, as the nearest step: of a speaker whose score is `margin`
    above the next one's, and whose name is certain to `certainty`; only one who is `named` is sure."""
    probability = certainty / (1 + math.exp(-margin / EVEN_MARGIN))
    if named and probability >= STRONG and certainty >= RESOLVED:
        return FULL
    return next(step for least, step in (STORY_STEPS if story else STEPS).items() if probability >= least)


def is_doubted(text: TokenizedArticle, told: Attribution, name: str, shared: Collection[str]) -> bool:
    """Return whether anything keeps the one with most points, who is shown as `name`, from being sure; several people
    have the last names `shared`.

    Of 2,739 quotations of news to develop with whose speaker would be sure by the rules, that is so for 253, of which
    96 in 100 are right; of the others 99.8 are.
    """
    best, quotation = told.best, told.quotation
    if best is None:
        return True
    by, rival = best.weights, told.next_best.weights if told.next_best else set()
    who, parts = best.candidate, name.split()
    verb = told.cue.token if told.cue else who.first
    between = {token.lower for token in text.tokens[verb + 1 : quotation.first]}
    before = quotation.first - 1
    within = before >= 0 and text.tokens[before].text[0].isalnum() and text.sentence_of[before] == quotation.sentence
    person = by & {weights.PERSON, weights.HE_OR_SHE}
    short = who.form == "name" and who.last - who.first + 1 < len(parts)
    behind = text.tokens[who.last + 1].text if who.last + 1 < len(text.tokens) else ""
    abbreviated = text.tokens[who.first].text.isupper()
    return any(
        (
            by & {weights.DESCRIBE, weights.MENTION} and not by & PARSED,  # “called”, “wanted”: may tell of no speech
            rival & {weights.SAY, weights.DESCRIBE, weights.ACCORDING},  # “he told her so”, she says
            told.cue and between & (SAYING | TELLING),  # “she says he told her so”
            max(who.first - verb, verb - who.last) > FAR_OFF,
            len(parts) == 1 and (not person or abbreviated or is_english(name.lower())),  # “Creative”, “BMJ”: no name
            short and parts[-1] in shared,  # “Lee”, where two people are called so
            who.form == "name" and behind[:1].isupper(),  # “said Leith Chairman Ann Lee”
            by & {weights.GOVERNED, weights.OWNER} and not by & {weights.ACCORDING, weights.BY},  # no subject
            within and weights.SAME_PASSAGE_SPEAKER in by and not told.has_cue,  # “… A review concluded that …”
        )
    )
