"""Resolve "he", "she" and "the minister" to the names they stand for.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender: likely subjects, near
ones and those of known gender and name have more points; an earlier "he" passes on the person it stands for, so that
chains stay together. Taking the nearest person instead would be wrong a third of the time. A phrase stands for a name
only where the text puts them side by side: "Wang, the minister", "President Xi" and later "the president", "Xi
Jinping. The Chinese leader".
"""

import math
from dataclasses import dataclass, field

from reader.analysis.entities.coreference import ResolvedEntity
from reader.analysis.lexicon import STORY_NOUNS
from reader.analysis.quotes.candidates import Candidate, group_by_sentence
from reader.analysis.quotes.descriptions import Descriptions
from reader.analysis.quotes.narrator import find_narrator
from reader.analysis.tokens import TokenizedArticle

REACH = 12
"""Maximum sentences with candidates that are searched for a pronoun."""

APPEARANCE_FILE = 40
"""Maximum candidates that are examined."""

SUBJECT = 1.0
"""Points of a likely subject."""
FIRST_IN_SENTENCE = 0.5
"""Points of the first candidate of a sentence that agrees."""
CHAINED = 0.6
"""Points of a pronoun of the same gender, which passes on the person it stands for."""
DISTANT = 0.8
"""Points that a candidate loses with each sentence between."""
OWNER = 0.4
"""Points that a candidate loses before 's: "Trump's plan"."""
UNKNOWN = 0.5
"""Points that a candidate of unknown gender loses."""
NAMELESS = 0.6
"""Points that a phrase loses: an article returns to people it names."""

EVEN = 1.2
"""Three of four are right in news even with equal points (measured, as the next four)."""
FAR_AHEAD = 3.0
"""Points by which a candidate without a rival is ahead."""
UNRESOLVED = 0.3
"""The certainty of "he" if nobody fits: the name is missing."""
PHRASE = 0.9
"""The certainty of a phrase, whose person may be named elsewhere."""
NARRATOR = 0.8
"""The certainty of "I" where a name for the narrator was found."""
STORY = 0.8
"""The part of a pronoun's certainty that "the girl" has in a story: it may be somebody new."""
NAMED_IN_STORY = 0.85
"""The part of a name's certainty that is left in a story, where more people meet (measured, as the next)."""
NAMELESS_IN_STORY = 0.5
"""The part that is left if no name was found: a story returns to the people it has named."""
WHO = 0.9
"""The certainty of "who"."""


@dataclass(frozen=True, slots=True)
class Anaphora:
    """What pronouns and phrases stand for."""

    story: bool = False
    """True in a story, where many are seldom called by their name."""
    stands_for: dict[Candidate, Candidate] = field(default_factory=dict)
    """The name or phrase that a pronoun or phrase stands for."""
    certainty: dict[Candidate, float] = field(default_factory=dict)
    """For each of these, the probability that it is the right one, 0 to 1."""

    def certainty_of(self, candidate: Candidate) -> float:
        """Return the probability that a candidate is shown by the right name."""
        if candidate.form == "name":
            return 1.0
        certainty = self.certainty.get(candidate, PHRASE if candidate.form == "phrase" else UNRESOLVED)
        if not self.story:
            return certainty
        named = self.stands_for.get(candidate, candidate).form == "name"
        return certainty * (NAMED_IN_STORY if named else NAMELESS_IN_STORY)


def resolve_anaphora(
    tokenized: TokenizedArticle, candidates: list[Candidate], known: list[ResolvedEntity], story: bool = False
) -> Anaphora:
    """Return the name or phrase that each pronoun and phrase stands for, as far as the text shows it."""
    anaphora = Anaphora(story)
    descriptions = Descriptions(tokenized, candidates, known, story)
    sentences: list[list[Candidate]] = []
    ends: list[Candidate] = []
    introduced: set[str] = set()
    """The nouns of phrases for somebody new: after "a girl", "the girl" is not one who has a name."""
    narrator = find_narrator(tokenized, candidates, known)
    for _, row in group_by_sentence(tokenized, candidates):
        for position, candidate in enumerate(row):
            antecedent, certainty = None, 1.0
            if candidate.agreement == "who":
                antecedent = anaphora.stands_for.get(row[position - 1], row[position - 1]) if position else None
                certainty = WHO
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they", "it"):
                antecedent, certainty = _antecedent(candidate, row[:position], sentences, anaphora)
            elif candidate.agreement == "I":
                antecedent, certainty = narrator, NARRATOR
            elif candidate.form == "phrase":
                antecedent, certainty = descriptions.meant(row, position, ends[-1] if ends else None)
                noun = tokenized.tokens[candidate.last].lower
                if antecedent is None and story and _returns(tokenized, candidate) and noun not in introduced:
                    antecedent, certainty = _antecedent(candidate, row[:position], sentences, anaphora)
                    antecedent = antecedent if antecedent is not None and antecedent.form == "name" else None
                    certainty *= STORY
                elif tokenized.tokens[candidate.first].lower != "the":
                    introduced.add(noun)
            elif candidate.form == "name":
                descriptions.note(candidate)
            if antecedent is not None:
                anaphora.stands_for[candidate] = antecedent
                anaphora.certainty[candidate] = certainty
        sentences.append(_subjects_first(row)[:APPEARANCE_FILE])
        ends.append(row[-1])
    return anaphora


def _returns(tokenized: TokenizedArticle, phrase: Candidate) -> bool:
    """Return whether a phrase of a story returns to somebody who was named, like a pronoun: "the girl"."""
    first, last = tokenized.tokens[phrase.first].lower, tokenized.tokens[phrase.last].lower
    return first == "the" and last in STORY_NOUNS and phrase.agreement in ("he", "she")


def _antecedent(
    pronoun: Candidate, same: list[Candidate], before: list[list[Candidate]], anaphora: Anaphora
) -> tuple[Candidate | None, float]:
    """Return what a pronoun stands for, and how certainly: of all that agree with it, the one with the most points.

    The rows of candidates are those of its own sentence and, nearest last, of the sentences before.
    """
    most: dict[Candidate | int, tuple[float, Candidate, Candidate]] = {}
    examined = 0
    for distance, row in enumerate((_subjects_first(same[:APPEARANCE_FILE]), *before[: -REACH - 1 : -1])):
        first = FIRST_IN_SENTENCE
        for candidate in row[: APPEARANCE_FILE - examined]:
            target = anaphora.stands_for.get(candidate, candidate)
            if target.form == "pronoun" or not _agrees(pronoun, candidate, target):
                continue
            points = _points(candidate, target) + first - DISTANT * distance
            first = 0.0
            who = target.known if target.form == "name" else target
            if who not in most or points > most[who][0]:
                most[who] = (points, target, candidate)
        examined += len(row)
        if examined >= APPEARANCE_FILE:
            break
    if not most:
        return None, 0.0
    (points, best, through), *others = sorted(most.values(), key=lambda entry: -entry[0])
    ahead = points - others[0][0] if others else FAR_AHEAD
    return best, min(_probability(min(ahead, points + 1)), anaphora.certainty.get(through, 1.0))


def _probability(ahead: float) -> float:
    """Return the probability that a pronoun's best candidate is right, by the points it is ahead of the next."""
    return 1 / (1 + math.exp(-(EVEN + ahead)))


def _points(candidate: Candidate, target: Candidate) -> float:
    """Return how likely a pronoun stands for `target`, the resolved form of `candidate`, wherever that is."""
    points = SUBJECT * candidate.is_free + CHAINED * (candidate.form == "pronoun")
    return (
        points - OWNER * candidate.owner - UNKNOWN * (target.agreement is None) - NAMELESS * (target.form == "phrase")
    )


def _subjects_first(row: list[Candidate]) -> list[Candidate]:
    return sorted(row, key=lambda candidate: not candidate.is_free)


def _agrees(pronoun: Candidate, candidate: Candidate, target: Candidate) -> bool:
    """Return whether `pronoun` can stand for `target`, the resolved form of `candidate`."""
    wanted = pronoun.agreement
    if wanted == "they":
        return target.agreement == "they"
    if wanted == "it":
        return target.agreement == "it" and (target.form == "name" or not target.owner)
    if candidate.form == "pronoun":
        return candidate.agreement == wanted
    if target.form == "name":
        return target.kind == "person" and target.agreement in (wanted, None)
    return target.agreement == wanted or (target.agreement is None and not target.governed and target.known < 0)
