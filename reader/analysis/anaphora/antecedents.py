"""Find whom "he" stands for: of all who agree with it, the one for whom the most evidence speaks.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender; an earlier "he" passes
on the person it stands for, so that chains stay together. Taking the nearest person instead would be wrong a third of
the time. The points were set by hand and kept if more of three thousand quotations by "he" or "she", from news of all
continents, had the right name.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from reader.analysis.anaphora.descriptions import Descriptions, Meant
from reader.analysis.entities import ResolvedEntity
from reader.analysis.lexicon import PREPOSITIONS, SAYING, STORY_NOUNS, is_english
from reader.analysis.noun_phrases import INDEFINITE_ARTICLES, Agreement
from reader.analysis.quotes.candidates import Candidate, is_reporting_verb
from reader.analysis.quotes.clauses import BORDERS, main_clause_start, opens_with_clause
from reader.analysis.quotes.cues import BE, Cue
from reader.analysis.tokens import TokenizedArticle

REACH = 12  # maximum sentences with candidates that are searched for a pronoun
MOST_EXAMINED = 40  # maximum candidates that are examined

# Evidence for a candidate, in points that are added up:
SUBJECT = 1.0  # a likely subject
FIRST_IN_SENTENCE = 0.5  # the first of its sentence that agrees
CHAINED = 0.6  # a pronoun of the same gender, which passes on the person it stands for
SPEAKS = 0.8  # a name with a verb of saying or "according to" beside it: who has just spoken, speaks on
SOURCE = 1.0  # besides, after "according to"
DESCRIBED = 1.5  # "Senator Lee" for "the senator"

# and against it:
DISTANT = -0.8  # for each sentence between
ELSEWHERE = -0.4  # in another paragraph
OWNER = -0.4  # before 's: "Trump's plan"
ASIDE = -0.7  # not what its sentence is about: "when Lee asked, Ray laughed"
REPORTED = -1.2  # a subject that "he said" follows: "Lee is too old, he said"
SPOKEN_OF = -2.0  # named in the words beside the pronoun: “Lee is right,” he said
NO_PERSON = -1.0  # taken for no person, perhaps wrongly
UNKNOWN = -0.5  # of unknown gender
PHRASE_ONLY = -0.6  # a phrase: "a spokesman said", "the man at the door"
NAMELESS = -1.0  # besides, one of news that introduces nobody: an article returns to people it names
RETURNING = -1.5  # besides, "the candidate" of news: mostly somebody who has a name in the text; not "the woman"
SPEAKS_WITHIN = 1  # sentences from the pronoun to a name that SPEAKS; others have come up since in one farther back
MISJUDGED_REACH = 2  # sentences before a pronoun in which a name that is MISJUDGED is looked for

ASKING = {"ask", "asks", "asked"}

TELLING = SAYING - ASKING  # verbs of saying after which the same person goes on; who is asked answers

TOLD_WITHIN = 4  # maximum tokens from "he" to the name of another person to whom he speaks

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
        """Return whether a candidate is shown by the name of somebody, not as it stands: "a spokeswoman", "they"."""
        shown = self.stands_for.get(candidate, candidate)
        return shown.form == "name" and shown.kind != "other"


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
        self._spoken_of: defaultdict[int, set[int]] = defaultdict(set)
        """The entities that are named in the quotations of each sentence."""
        for index, one in enumerate(known):
            for name in one.names:
                if (number := tokenized.quotation_of[name.first]) >= 0:
                    self._spoken_of[tokenized.quotations[number].sentence].add(index)
        self._sentences: list[list[Candidate]] = []
        """The candidates of each sentence, likely subjects first."""

    def begin(self, row: list[Candidate], cues: Iterable[Cue]) -> None:
        """Take note of what a sentence, with its candidates and cues, is not about, and who speaks in it."""
        self.anaphora.aside.update(_asides(self.tokenized, row))
        for cue in cues:
            tells = cue.strength == "according" or self.tokenized.tokens[cue.token].lower in TELLING  # not who asks
            if tells and cue.subject is not None and cue.subject.form != "pronoun":
                self.anaphora.speaking.add(cue.subject)

    def end(self, row: list[Candidate]) -> None:
        self._sentences.append(_subjects_first(row, self.anaphora.aside)[:MOST_EXAMINED])

    def find(self, pronoun: Candidate, row: list[Candidate], position: int) -> Meant:
        """Return what a pronoun stands for, and how certainly: of all that agree with it, the one with the most points.

        Candidates are those of its own sentence before it, at `position` of the `row`, and of the sentences before.
        """
        most: dict[Candidate | int, tuple[float, Candidate, Candidate]] = {}
        closes = _tells_of_clause_before(self.tokenized, pronoun)
        near_behind = (c for c in row[position + 1 : position + 2] if c.first - pronoun.last <= TOLD_WITHIN)
        told = [each.known for each in near_behind if each.form == "name"]  # "he said of Mr. Lee"
        own = _subjects_first(row[:position][:MOST_EXAMINED], self.anaphora.aside)
        rows = (own, *self._sentences[: -REACH - 1 : -1])
        examined = 0
        for distance, near in enumerate(rows):
            first = FIRST_IN_SENTENCE
            for candidate in near[: max(0, MOST_EXAMINED - examined)]:
                target = self._target(candidate, pronoun)
                if not self._can_be(pronoun, candidate, target) or (target.form == "name" and target.known in told):
                    continue
                points = first + sum(self._evidence(pronoun, candidate, target, distance, near[0], closes))
                first = 0.0
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

    def _evidence(
        self,
        pronoun: Candidate,
        candidate: Candidate,
        target: Candidate,
        distance: int,
        leading: Candidate,
        closes: bool,
    ) -> Iterator[float]:
        """Yield the points for and against a candidate in a sentence that begins with the subject `leading`.

        `closes` is true if the pronoun tells who said the clause before it.
        """
        tokenized, anaphora = self.tokenized, self.anaphora
        person = pronoun.agreement not in ("they", "it")
        yield SUBJECT * candidate.is_free + CHAINED * (candidate.form == "pronoun") + OWNER * candidate.owner
        yield DISTANT * distance
        if not anaphora.story and tokenized.passage_of[candidate.first] != tokenized.passage_of[pronoun.first]:
            yield ELSEWHERE
        if candidate in anaphora.aside and leading not in anaphora.aside:
            yield ASIDE
        elif closes and not distance and not is_reporting_verb(tokenized, candidate.last + 1):
            between = tokenized.tokens[candidate.last + 1 : pronoun.first]
            yield REPORTED * all(token.text not in BORDERS for token in between)
        may_speak = candidate.form == "name" or candidate.agreement == "it"
        if distance <= SPEAKS_WITHIN and may_speak and candidate in anaphora.speaking:
            yield SPEAKS + SOURCE * candidate.governed
        if target.agreement is None and candidate.form != "pronoun":
            yield UNKNOWN
        if target.kind == "other" and pronoun.agreement != "it":
            yield NO_PERSON
        if target.form == "phrase":
            yield PHRASE_ONLY + (person and self._evidence_of_phrase(target))
        elif person and target.known in self._spoken_of.get(tokenized.sentence_of[pronoun.first], ()):
            yield SPOKEN_OF
        if pronoun.form == "phrase" and self.descriptions.fits(pronoun, target):
            yield DESCRIBED

    def _evidence_of_phrase(self, phrase: Candidate) -> float:
        """Return the points against a phrase for a person; in a story, all may introduce somebody."""
        first, noun = (self.tokenized.tokens[token].lower for token in (phrase.first, phrase.last))
        if self.anaphora.story:
            return 0.0
        begins = self.tokenized.passages[self.tokenized.passage_of[phrase.first]].first == phrase.first
        new = first in INTRODUCING and (begins or is_reporting_verb(self.tokenized, phrase.last + 1))
        introduces = new or self.tokenized.lower(phrase.last + 1) in PREPOSITIONS
        returns = first == "the" and noun not in STORY_NOUNS and noun not in self.introduced
        return NAMELESS * (not introduces) + RETURNING * returns

    def _can_be(self, pronoun: Candidate, candidate: Candidate, target: Candidate) -> bool:
        """Return whether a pronoun may stand for `target`, the resolved form of `candidate`."""
        if target.form == "pronoun" or not _agrees(pronoun, candidate, target, self.anaphora):
            return False
        if self._is_word(candidate, target):
            return False
        return pronoun.form != "phrase" or self.descriptions.fits(pronoun, target) is not False

    def _is_word(self, candidate: Candidate, target: Candidate) -> bool:
        """Return whether a candidate is nobody: a word with a capital, an abbreviation, or "one" without a verb."""
        if self.anaphora.story:  # people are called Grace and Rose
            return False
        last = self.tokenized.tokens[target.last].lower
        if target.form == "phrase":
            return last in ("one", "another") and not is_reporting_verb(self.tokenized, candidate.last + 1)
        if target.kind != "other":
            return False
        lone = target.first == target.last and is_english(last.removesuffix("s"))
        return lone or any(character.isdigit() or character == "." for character in last)  # Salem, N.H.,

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


def _subjects_first(row: list[Candidate], aside: Set[Candidate]) -> list[Candidate]:
    return sorted(row, key=lambda candidate: (not candidate.is_free, candidate in aside, candidate.owner))


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


def _asides(tokenized: TokenizedArticle, row: list[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence that it is not about, though they may be subjects."""
    tokens, first = tokenized.tokens, _sentence_start(tokenized, row[0].first)
    main = main_clause_start(tokenized, first, row)
    tellers = (one.first for one in row[:0:-1] if one.is_free and _tells_of_clause_before(tokenized, one))
    teller = next(tellers, 0)
    subject = next((candidate for candidate in row if candidate.first >= main), None)
    returns = subject is not None and subject.agreement in ("he", "she") and subject.form == "pronoun"  # "…, she said"
    for candidate, following in zip(row, [*row[1:], None], strict=True):
        before = tokens[candidate.first - 1].lower if candidate.first > first else ""
        asked = following is not None and _is_asked(tokenized, candidate, following)
        fronted = candidate.is_free and candidate.first < main and before != "," and not returns
        if fronted or candidate.first < teller or (candidate.form == "phrase" and before in BE) or asked:
            yield candidate


def _is_asked(tokenized: TokenizedArticle, asking: Candidate, asked: Candidate) -> bool:
    """Return whether somebody is asked a question: "Lee asked Ray why", not "Lee asked Ray to go"."""
    asks = asking.form != "pronoun" and tokenized.lower(asking.last + 1) in ASKING and asked.first == asking.last + 2
    introduced = tokenized.tokens[asking.first].lower in INTRODUCING  # a reporter asked Lee to explain
    return asks and (introduced or tokenized.lower(asked.last + 1) != "to")


def _sentence_start(tokenized: TokenizedArticle, token: int) -> int:
    return bisect_left(tokenized.sentence_of, tokenized.sentence_of[token])


def _tells_of_clause_before(tokenized: TokenizedArticle, teller: Candidate) -> bool:
    """Return whether a candidate is who said the clause before it: "The plan failed, he said", "Ray “failed,” he said".

    Not "When Lee left, he said".
    """
    if tokenized.lower(teller.last + 1) not in TELLING or teller.first < 2:
        return False
    opening = _sentence_start(tokenized, teller.first)
    return _ends_report(tokenized, teller.first - 1) and not opens_with_clause(tokenized, opening)


def _ends_report(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a clause that was said ends at `token`: in a comma, or in a quotation into which it runs."""
    if tokenized.quotation_of[token] < 0:
        return tokenized.tokens[token].text == ","
    start = tokenized.quotations[tokenized.quotation_of[token]].first
    return not tokenized.opens[start] and tokenized.tokens[start - 1].text.isalpha()
