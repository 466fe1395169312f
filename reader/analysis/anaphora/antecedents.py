"""Find whom "he" stands for: of all who agree with it, the one for whom the most evidence speaks.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender, by the points in
`EVIDENCE`; an earlier "he" passes on the person it stands for, so that chains stay together. Taking the nearest person
instead would be wrong a third of the time. The points were set by hand and kept if more of three thousand quotations by
"he" or "she", from news of all continents, had the right name; points fitted to part of them find no more in the rest.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from reader.analysis.anaphora.descriptions import Descriptions, Meant
from reader.analysis.anaphora.pronoun_context import reports, tells_of_clause_before, told_of
from reader.analysis.entities import ResolvedEntity
from reader.analysis.lexicon import PREPOSITIONS, STORY_NOUNS, is_english
from reader.analysis.noun_phrases import INDEFINITE_ARTICLES, Agreement
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.tokens import TokenizedArticle

REACH = 12
"""Maximum sentences with candidates that are searched for a pronoun."""

APPEARANCE_FILE = 40
"""Maximum candidates that are examined."""

SPEAKS_WITHIN = 1
"""Sentences from the pronoun to a name that has just spoken; others have come up since in one farther back."""

MISJUDGED_REACH = 2
"""Sentences before a pronoun in which a name that is MISJUDGED is looked for."""

INTRODUCING = INDEFINITE_ARTICLES | {"another", "one"}

FAR_AHEAD = 3.0  # points by which a candidate without a rival is ahead
EVEN = 1.2  # points: three of four are right in news even with equal ones (measured, as are the certainties)
UNRESOLVED = 0.3  # the certainty of "he" if nobody fits: the name is missing
SETTLED = 0.85  # that from which a pronoun tells the gender of the person it stands for
MISJUDGED = 0.6  # that of a name which was taken for no person, where nobody else can be "he"
PHRASE = 0.8  # that of a phrase which is shown as it stands: "a spokeswoman", "the report"
DESCRIBED_IN_STORY = 0.8  # that of one in a story whose verb tells that it speaks: “Come in,” said the landlord
NAMELESS_IN_STORY = 0.25  # the part that is left in a story without a name: it returns to the people it has named


@dataclass(frozen=True, slots=True)
class Anaphora:
    story: bool = False
    """True in a story, where many are seldom called by their name."""
    stands_for: dict[Candidate, Candidate] = field(default_factory=dict)
    """The name or phrase that a pronoun or phrase stands for."""
    certainty: dict[Candidate, float] = field(default_factory=dict)
    """For each of these, the probability that it is the right one, 0 to 1."""
    speaking: set[Candidate] = field(default_factory=set)
    """Names and phrases of which a verb of saying, or "according to", tells that they speak; not in a story."""
    aside: set[Candidate] = field(default_factory=set)
    """Candidates in a clause before the main one or in what somebody says, after "is", or who ask somebody else."""
    gender: dict[int, Agreement] = field(default_factory=dict)
    """The gender of people who were called "he" or "she" before, by the index of the entity."""

    def settle(self, candidate: Candidate, antecedent: Candidate, certainty: float) -> None:
        self.stands_for[candidate] = antecedent
        self.certainty[candidate] = certainty
        agreement = candidate.agreement
        told = certainty >= SETTLED and not self.story
        if told and agreement in ("he", "she") and antecedent.form == "name" and antecedent.agreement is None:
            self.gender.setdefault(antecedent.known, agreement)

    def certainty_of(self, candidate: Candidate, tagged: bool = True) -> float:
        """Return the probability that a candidate is shown by the right name; `tagged` if a verb tells who speaks."""
        if candidate.form == "name":
            return 1.0
        certainty = self.certainty.get(candidate, PHRASE if candidate.form == "phrase" else UNRESOLVED)
        if not self.story or candidate.agreement == "I":
            return certainty
        if self.stands_for.get(candidate, candidate).form == "name":
            return certainty * certainty  # more people meet there than in news; 0.9 is right in 80% (measured)
        return DESCRIBED_IN_STORY if tagged and candidate.form == "phrase" else certainty * NAMELESS_IN_STORY

    def is_named(self, candidate: Candidate) -> bool:
        """Return whether a candidate is shown by a name, not as it stands: "a spokeswoman", "they"."""
        return self.stands_for.get(candidate, candidate).form == "name"


@dataclass(frozen=True, slots=True)
class Pair:
    """A pronoun, or a phrase that is resolved like one, with a candidate for which it may stand."""

    read: "Antecedents"
    pronoun: Candidate
    candidate: Candidate
    target: Candidate
    """What the candidate stands for."""
    distance: int
    """Sentences from one to the other."""
    first: bool
    """Whether nobody before it in its sentence agrees with the pronoun."""
    closes: bool
    """Whether the pronoun tells who said the clause before it."""
    beside_subject: bool
    """Whether the likeliest subject of the candidate's sentence is no aside."""

    def tells_of_person(self) -> bool:
        return self.pronoun.agreement not in ("they", "it")

    def is_elsewhere(self) -> bool:
        passages = self.read.tokenized.passage_of
        return not self.read.anaphora.story and passages[self.candidate.first] != passages[self.pronoun.first]

    def is_aside(self) -> bool:
        return self.beside_subject and self.candidate in self.read.anaphora.aside

    def is_reported(self) -> bool:
        beside = self.closes and not self.distance and not self.is_aside()
        return beside and not reports(self.read.tokenized, self.candidate)

    def speaks(self) -> bool:
        may_speak = self.candidate.form == "name" or self.candidate.agreement == "it"
        return self.distance <= SPEAKS_WITHIN and may_speak and self.candidate in self.read.anaphora.speaking

    def is_opening_owner(self) -> bool:
        opening = range(max(0, self.candidate.first - 1), self.candidate.first + 1)  # it may have a title before it
        near = not self.distance and self.candidate.owner and not self.closes
        return near and any(self.read.tokenized.opens[token] for token in opening)

    def is_spoken_of(self) -> bool:
        spoken_of = self.read.spoken_of.get(self.read.tokenized.sentence_of[self.pronoun.first], ())
        return self.tells_of_person() and self.target.form == "name" and self.target.known in spoken_of

    def is_nameless(self) -> bool:
        return self.target.form == "phrase" and self.tells_of_person() and not self.read.introduces(self.target)

    def is_known_elsewhere(self) -> bool:
        tokens = self.read.tokenized.tokens
        noun = tokens[self.target.last].lower
        returns = self.target.form == "phrase" and tokens[self.target.first].lower == "the" and self.tells_of_person()
        return returns and not self.read.anaphora.story and noun not in STORY_NOUNS | self.read.introduced

    def is_described(self) -> bool:
        return self.pronoun.form == "phrase" and bool(self.read.descriptions.fits(self.pronoun, self.target))


class Evidence(NamedTuple):
    points: float
    sign: Callable[[Pair], float]
    """How often the points count: mostly whether something is so."""


EVIDENCE = (
    Evidence(1.0, lambda pair: pair.candidate.is_free),  # a likely subject
    Evidence(0.5, lambda pair: pair.first),
    Evidence(0.6, lambda pair: pair.candidate.form == "pronoun"),  # it passes on the person it stands for
    Evidence(0.8, Pair.speaks),  # a name with a verb of saying or "according to" beside it: who spoke, speaks on
    Evidence(1.0, lambda pair: pair.candidate.governed and pair.speaks()),  # besides: "according to Lee"
    Evidence(1.2, Pair.is_opening_owner),  # "Lee's fate is open, but she"
    Evidence(1.5, Pair.is_described),  # "Senator Lee" for "the senator"
    Evidence(-0.8, lambda pair: pair.distance),
    Evidence(-0.4, Pair.is_elsewhere),  # in another paragraph
    Evidence(-0.4, lambda pair: pair.candidate.owner),  # "Trump's plan"
    Evidence(-0.7, Pair.is_aside),  # not what its sentence is about: "when Lee asked, Ray laughed"
    Evidence(-1.2, Pair.is_reported),  # "Lee is too old, he said"
    Evidence(-2.0, Pair.is_spoken_of),  # named in the words beside the pronoun: “Lee is right,” he said
    Evidence(-1.0, lambda pair: pair.target.kind == "other" and pair.pronoun.agreement != "it"),  # perhaps wrongly
    Evidence(-0.5, lambda pair: pair.target.agreement is None and pair.candidate.form != "pronoun"),  # of any gender
    Evidence(-0.6, lambda pair: pair.target.form == "phrase"),  # "a spokesman said", "the man at the door"
    Evidence(-1.0, Pair.is_nameless),  # another phrase of news: an article returns to people it names
    Evidence(-1.5, Pair.is_known_elsewhere),  # "the candidate" of news: mostly somebody who has a name in the text
)
"""What speaks for a candidate and against it; the points of all that is true are added up."""


class Antecedents:
    """The candidates that were read, among which a pronoun is resolved."""

    def __init__(
        self, tokenized: TokenizedArticle, known: list[ResolvedEntity], anaphora: Anaphora, descriptions: Descriptions
    ) -> None:
        self.tokenized = tokenized
        self.known = known
        self.anaphora = anaphora
        self.descriptions = descriptions
        self.introduced: set[str] = set()
        """The nouns of phrases for somebody new: after "a girl", "the girl" is not one who has a name."""
        self._sentences: list[list[Candidate]] = []
        """The candidates of each sentence, likely subjects first."""

    @cached_property
    def spoken_of(self) -> dict[int, set[int]]:
        """The entities that are named in the quotations of each sentence, by their indices."""
        found = defaultdict[int, set[int]](set)
        for index, one in enumerate(self.known):
            quotations = (self.tokenized.quotation_of[name.first] for name in one.names)
            for number in quotations:
                if number >= 0:
                    found[self.tokenized.quotations[number].sentence].add(index)
        return found

    def end(self, row: list[Candidate]) -> None:
        self._sentences.append(self._subjects_first(row))

    def find(self, pronoun: Candidate, row: list[Candidate], position: int) -> Meant:
        """Return what a pronoun stands for, and how certainly: of all that agree with it, the one with the most points.

        Candidates are those of its own sentence before it, at `position` of the `row`, and of the sentences before.
        """
        most: dict[Candidate | int, tuple[float, Candidate, Candidate]] = {}
        told = told_of(self.tokenized, row, position)
        closes = tells_of_clause_before(self.tokenized, pronoun)
        rows = (self._subjects_first(row[:position]), *self._sentences[: -REACH - 1 : -1])
        examined = 0
        for distance, near in enumerate(rows):
            first = True
            for candidate in near[: max(0, APPEARANCE_FILE - examined)]:
                target = self._target(candidate, pronoun)
                if not self._can_be(pronoun, candidate, target, told):
                    continue
                beside_subject = near[0] not in self.anaphora.aside
                pair = Pair(self, pronoun, candidate, target, distance, first, closes, beside_subject)
                points = sum(evidence.points * evidence.sign(pair) for evidence in EVIDENCE)
                first = False
                who = target.known if target.form == "name" else target
                if who not in most or points > most[who][0]:
                    most[who] = (points, target, candidate)
            examined += len(near)
        if not most:
            misjudged = None if self.anaphora.story else _misjudged(pronoun, rows)
            return (misjudged, MISJUDGED) if misjudged else None
        (points, best, through), *others = sorted(most.values(), key=lambda entry: -entry[0])
        ahead = points - others[0][0] if others else FAR_AHEAD
        probability = 1 / (1 + math.exp(-(EVEN + min(ahead, points + 1))))
        return best, min(probability, self.anaphora.certainty.get(through, 1.0))

    def introduces(self, phrase: Candidate) -> bool:
        """Return whether a phrase introduces somebody: "a spokesman said", "the man in black"; in a story, all may."""
        one = self.tokenized.tokens[phrase.first].lower in INTRODUCING and reports(self.tokenized, phrase)
        return one or self.anaphora.story or self.tokenized.lower(phrase.last + 1) in PREPOSITIONS

    def _subjects_first(self, row: list[Candidate]) -> list[Candidate]:
        aside = self.anaphora.aside
        ordered = sorted(row, key=lambda candidate: (not candidate.is_free, candidate in aside, candidate.owner))
        return ordered[:APPEARANCE_FILE]

    def _can_be(self, pronoun: Candidate, candidate: Candidate, target: Candidate, told: int | None) -> bool:
        """Return whether a pronoun may stand for `target`, the resolved form of `candidate`; it is not `told` of."""
        if target.form == "pronoun" or not _agrees(pronoun, candidate, target, self.anaphora):
            return False
        if (target.form == "name" and target.known == told) or self._is_word(candidate, target):
            return False
        return pronoun.form != "phrase" or self.descriptions.fits(pronoun, target) is not False

    def _is_word(self, candidate: Candidate, target: Candidate) -> bool:
        """Return whether a candidate is nobody: an ordinary word with a capital, or a number without a verb: "one"."""
        if self.anaphora.story:  # people are called Grace and Rose
            return False
        last = self.tokenized.tokens[target.last].lower
        if target.form == "phrase":
            return last in ("one", "another") and not reports(self.tokenized, candidate)
        if target.kind != "other":
            return False
        lone = target.first == target.last and is_english(last.removesuffix("s"))
        return lone or any(character.isdigit() for character in last)

    def _target(self, candidate: Candidate, pronoun: Candidate) -> Candidate:
        """Return what a candidate stands for: of "Lee's plan", which is no "he", Lee."""
        target = self.anaphora.stands_for.get(candidate, candidate)
        differs = target.agreement != pronoun.agreement or pronoun.form == "phrase"
        if candidate.form == "phrase" and candidate.known >= 0 and differs:
            owner = self.known[candidate.known]
            if owner.entity.kind == "person":
                return replace(candidate, form="name", kind="person", agreement=owner.gender, owner=True)
        return target


def _misjudged(pronoun: Candidate, rows: Sequence[Sequence[Candidate]]) -> Candidate | None:
    """Return the subject of its sentence or the one before that has two names and was taken for no person; or None."""
    if pronoun.agreement not in ("he", "she"):
        return None
    near = (candidate for row in rows[: MISJUDGED_REACH + 1] for candidate in row if candidate.is_free)
    return next((c for c in near if c.form == "name" and c.last > c.first), None)


def _agrees(pronoun: Candidate, candidate: Candidate, target: Candidate, anaphora: Anaphora) -> bool:
    """Return whether `pronoun` can stand for `target`, the resolved form of `candidate`."""
    wanted = pronoun.agreement
    if wanted is None:
        return target.form == "name" and target.kind == "person"
    if wanted == "they":
        someone = target.form == "phrase" and target.agreement is None and candidate in anaphora.speaking
        body = target.form == "name" and target.kind == "organisation" and candidate.is_free
        return target.agreement == "they" or someone or body  # "another guest said …, they said"
    if wanted == "it":
        return target.agreement == "it" and (target.form == "name" or not target.owner)
    if candidate.form == "pronoun":
        return candidate.agreement == wanted
    if target.form == "name":
        gender = (target.agreement if target.kind == "person" else None) or anaphora.gender.get(target.known)
        may_be_person = target.kind == "person" or (target.kind == "other" and candidate.is_free)
        return may_be_person and gender in (wanted, None)
    return target.agreement == wanted or (target.agreement is None and not target.governed and target.known < 0)
