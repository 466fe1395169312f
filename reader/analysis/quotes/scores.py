"""Add up the evidence for each possible speaker of a quotation, choose the one with the most points, and tell how
certain it is that the name shown is right: as one of a few steps, since weights set by hand tell no finer differences.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.lexicon import SAYING, is_english
from reader.analysis.quotes import weights
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.quotes.cues import TELLING, Cue
from reader.analysis.quotes.weights import Weight
from reader.analysis.tokens import QuotedTokens, TokenizedArticle

BY_PRONOUN = {**dict.fromkeys(("he", "she", "who"), weights.HE_OR_SHE), "they": weights.PHRASE, "it": weights.IT}
BY_KIND = {"person": weights.PERSON, "organisation": weights.ORGANISATION, "place": weights.PLACE}
Same = Callable[[Candidate, Candidate], bool]  # tells whether two candidates are one person
Weighed = tuple[Weight, float]  # a weight with the points it contributes
CUES = frozenset((weights.SAY, weights.DESCRIBE, weights.MENTION, weights.ACCORDING))
NO_CUE: tuple[float, None, list[Weighed]] = (0.0, None, [])


@dataclass(frozen=True, slots=True)
class Scored:
    candidate: Candidate
    hints: Sequence[Weighed]
    score: float

    @property
    def weights(self) -> set[Weight]:
        return {weight for weight, _ in self.hints}


@dataclass(frozen=True, slots=True)
class Attribution:
    quotation: QuotedTokens
    """What was said; of indirect speech the words that report it."""
    best: Scored | None = None
    """The candidate with the highest score, high enough or not."""
    next_best: Scored | None = None
    """The best candidate that is a different person."""
    cue: Cue | None = None

    @property
    def speaker(self) -> Candidate | None:
        return self.best.candidate if self.best and self.best.score >= weights.ENOUGH else None

    @property
    def has_cue(self) -> bool:
        """Whether a verb of the quotation's own tells who speaks, not that of another quotation."""
        return self.best is not None and not CUES.isdisjoint(self.best.weights)

    @property
    def margin(self) -> float:
        """The difference between the best score and the next one, or 0 if there is none."""
        return (self.best.score if self.best else 0.0) - max(0.0, self.next_best.score if self.next_best else 0.0)


class Scores:
    """The points for each candidate, added up; of several cues only the strongest counts."""

    def __init__(self, same: Same) -> None:
        self.same = same
        self._hints: dict[Candidate, list[Weighed]] = {}
        self._cues: dict[Candidate, tuple[float, Cue, list[Weighed]]] = {}

    def add(self, candidate: Candidate | None, weight: Weight, share: float = 1.0) -> None:
        if candidate is not None:
            self._hints.setdefault(candidate, []).append(weighted(weight, share))

    def add_cue(self, cue: Cue, *hints: Weighed) -> None:
        points = total_score(hints)
        if cue.subject is not None and (cue.subject not in self._cues or points > self._cues[cue.subject][0]):
            self._cues[cue.subject] = (points, cue, list(hints))

    def blame(self, person: Candidate, weight: Weight) -> None:
        for candidate in {**self._hints, **self._cues}:
            if self.same(person, candidate):
                self.add(candidate, weight)

    def best(self, quotation: QuotedTokens) -> Attribution:
        """Return the quotation with its highest-scoring candidate; of equals, the one first added."""
        scored = sorted(map(self._scored, {**self._hints, **self._cues}), key=lambda each: -each.score)
        if not scored:
            return Attribution(quotation)
        best, *others = scored
        next_best = next((each for each in others if not self.same(best.candidate, each.candidate)), None)
        _, cue, _ = self._cues.get(best.candidate, NO_CUE)
        return Attribution(quotation, best, next_best, cue)

    def _scored(self, candidate: Candidate) -> Scored:
        hints, own = self._hints.get(candidate, []), tuple(candidate_hints(candidate))
        points, _, by_cue = self._cues.get(candidate, NO_CUE)
        return Scored(candidate, (*by_cue, *hints, *own), total_score(own) + total_score(hints) + points)


def total_score(hints: Iterable[Weighed]) -> float:
    return sum(points for _, points in hints)


def weighted(weight: Weight, times: float = 1.0) -> Weighed:
    return weight, weight.points * times


def candidate_hints(candidate: Candidate) -> Iterator[Weighed]:
    """Yield the points from a candidate's words and its position in the clause."""
    if candidate.form == "pronoun":
        own = BY_PRONOUN.get(candidate.agreement or "", weights.FIRST_PERSON)
    elif candidate.form == "phrase":
        own = weights.PHRASE
    else:
        own = BY_KIND.get(candidate.kind or "", weights.OTHER_NAME)
    yield weighted(own)
    if candidate.governed:
        yield weighted(weights.GOVERNED)
    if candidate.owner:
        yield weighted(weights.OWNER)
    if candidate.added:
        yield weighted(weights.ADDED)


EVEN_MARGIN = 3.0
"""Points ahead of the runner-up at which a speaker is 73% certain: the value that fits PolNeAR's training part, and
each fifth of its articles when left out (`tests/quality/calibration.py` measures this, and the next two)."""

STRONG, RESOLVED, FULL = 0.9, 0.92, 0.97
"""The probability from which a speaker with a name is sure, if nothing speaks against it (`is_doubted`) and it is
certain to RESOLVED at least whom the words for the speaker mean; and the confidence then: of those 99 of 100 are right
(measured on news)."""
STEPS = {0.75: 0.85, 0.6: 0.7, 0.3: 0.5, 0.0: 0.1}
"""The confidence in others, from a probability on."""
STORY_STEPS = {0.8: 0.85, 0.66: 0.68, 0.6: 0.64, 0.25: 0.58, 0.0: 0.3}
"""What it is in a story from a probability on (measured on 14 novels and the beginnings of 43)."""

PARSED = frozenset((weights.PARSED_SAY, weights.PARSED_VERB))  # a model has the same subject for the verb


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

    Of 1,903 quotations of news to develop with whose speaker would be sure by the rules, that is so for 220, of which
    92 in 100 are right; the others all are.
    """
    best, quotation = told.best, told.quotation
    if best is None:
        return True
    by, rival = best.weights, told.next_best.weights if told.next_best else set()
    who, parts = best.candidate, name.split()
    verb = told.cue.token if told.cue else who.first
    between = {token.lower for token in text.tokens[verb + 1 : quotation.first]}
    person = by & {weights.PERSON, weights.HE_OR_SHE}
    short = who.form == "name" and who.last - who.first + 1 < len(parts)
    behind = text.tokens[who.last + 1].text if who.last + 1 < len(text.tokens) else ""
    abbreviated = text.tokens[who.first].text.isupper()
    return any(
        (
            by & {weights.DESCRIBE, weights.MENTION} and not by & PARSED,  # “called”, “wanted”: may tell of no speech
            rival & {weights.SAY, weights.DESCRIBE, weights.ACCORDING},  # “he told her so”, she says
            told.cue and between & (SAYING | TELLING),  # “she says he told her so”
            len(parts) == 1 and (not person or abbreviated or is_english(name.lower())),  # “Creative”, “BMJ”: no name
            short and parts[-1] in shared,  # “Lee”, where two people are called so
            who.form == "name" and behind[:1].isupper(),  # “said Leith Chairman Ann Lee”
            by & {weights.GOVERNED, weights.OWNER} and not by & {weights.ACCORDING, weights.BY},  # no subject
        )
    )
