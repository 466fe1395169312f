"""Add up the evidence for each possible speaker of a quotation, and choose the one with the most points."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.quotes import weights
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.quotes.cues import Cue
from reader.analysis.quotes.weights import Weight
from reader.analysis.tokens import QuotedTokens

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
