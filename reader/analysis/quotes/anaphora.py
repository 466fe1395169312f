"""Resolve "he", "she" and "the minister" to the names they stand for.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender: likely subjects, near
ones and those of known gender and name have more points; an earlier "he" passes on the person it stands for, so that
chains stay together. Taking the nearest person instead would be wrong a third of the time. A phrase stands for a name
only where the text puts them side by side: "Wang, the minister", "President Xi" and later "the president", "Xi
Jinping. The Chinese leader".
"""

import math
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from reader.analysis.entities.coreference import ResolvedEntity
from reader.analysis.entities.gender import PRONOUNS
from reader.analysis.lexicon import STORY_NOUNS, TITLES, is_english, read_lower_section, read_section
from reader.analysis.noun_phrases import ARTICLES, DETERMINERS, Agreement, noun_agreement
from reader.analysis.quotes.candidates import OWNERS, Candidate, group_by_sentence
from reader.analysis.quotes.descriptions import Descriptions
from reader.analysis.quotes.narrator import find_narrator
from reader.analysis.quotes.pronoun_context import (
    find_asides,
    follows_own_verb,
    has_spoken,
    reports,
    said_by,
    tells_of_clause_before,
    told_of,
)
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle

EPITHETS = read_lower_section("roles", "epithets")
WRITINGS = read_lower_section("speech", "writings")
ISSUED = read_lower_section("speech", "issued")
"""Verbs for how something written is made public."""
BEFORE_AUTHORS = read_section("grammar", "before authors")
BEFORE_NAMED_AUTHORS = TITLES | ARTICLES
DEFINITES = read_section("grammar", "definites")
INTRODUCING = frozenset({"a", "an", "another", "one"})
RETURNS_WITHIN = 150
"""Maximum tokens from "issued a statement" to "the statement": a few paragraphs."""

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
SPEAKS = 0.8
"""Points of a name with a verb of saying or "according to" beside it: who has just spoken, speaks on."""
SPEAKS_WITHIN = 1
"""Sentences from the pronoun to such a name; others have come up since in one farther back."""
DISTANT = 0.8
"""Points that a candidate loses with each sentence between."""
OWNER = 0.4
"""Points that a candidate loses before 's: "Trump's plan"."""
ASIDE = 0.7
"""Points that a candidate loses which is not what its sentence is about: "when Lee asked, Ray laughed"."""
ELSEWHERE = 0.4
"""Points that a candidate of another paragraph loses."""
REPORTED = 0.8
"""Points that a subject loses which "he said" follows: "Lee is too old, he said"."""
NO_PERSON = 1.0
"""Points that a subject loses which was taken for no person, perhaps wrongly."""
OWNED = 0.4
"""Points that "his father" loses for "he", who is more often the son."""
UNKNOWN = 0.5
"""Points that a candidate of unknown gender loses."""
NAMELESS = 0.6
"""Points that a phrase loses which introduces somebody who speaks: "a spokesman said"."""
DEFINITELY = 1.6
"""Points that other phrases of news lose: an article returns to people it names."""

SAYS_SO = 0.8
"""Points that the first subject of the pronoun's sentence has besides after its verb: "Lee left and said he"."""
OPENS = 0.8
"""Points that an owner has besides that opens the pronoun's sentence: "Lee's fate is open, but she"."""
SPOKEN_OF = 1.5
"""Points that a candidate loses whom the words name that the pronoun says: few speak of themselves by name."""

OF_ANOTHER = 0.6
"""Points that such a name has besides if the words speak of another "he", whom the text has talked about."""

DESCRIBED = 1.5
"""Points that "Senator Lee" has for "the senator"."""

RETURNING = 1.5
"""Points that "the candidate" loses besides: mostly somebody who has a name in the text."""

EVEN = 1.2
"""Three of four are right in news even with equal points (measured, as the next four)."""
FAR_AHEAD = 3.0
"""Points by which a candidate without a rival is ahead."""
UNRESOLVED = 0.3
"""The certainty of "he" if nobody fits: the name is missing."""
PHRASE = 0.9
"""The certainty of a phrase that is shown as it stands: "a spokeswoman", "the report"."""
DEFINITE = 0.7
"""The certainty of "the minister" and "her aide", whom a text has mostly named before."""
NARRATOR = 0.8
"""The certainty of "I" where a name for the narrator was found."""
SETTLED = 0.85
"""The certainty from which a pronoun tells the gender of the person it stands for."""
MISJUDGED = 0.6
"""The certainty of a name that was taken for no person, where nobody else can be "he"."""
MISJUDGED_REACH = 2
"""Sentences before a pronoun in which it is looked for."""
STORY = 0.8
"""The part of a pronoun's certainty that "the girl" has in a story: it may be somebody new."""
NAMED_IN_STORY = 0.85
"""The part of a name's certainty that is left in a story, where more people meet (measured, as the next)."""
NAMELESS_IN_STORY = 0.5
"""The part that is left if no name was found: a story returns to the people it has named."""
EPITHET = 0.85
"""The part of a pronoun's certainty that "the businessman" has."""
UNEQUALLED = 0.85
"""The least certainty where others are called so, too: one must lead by more than standing first in a sentence."""
WRITTEN = 0.9
"""The certainty of a statement's author, where the text puts them side by side."""
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
    speaking: set[Candidate] = field(default_factory=set)
    """People with a verb of saying beside them; not in a story."""
    aside: set[Candidate] = field(default_factory=set)
    """Candidates in a clause before the main one, after "is", or who ask somebody else."""
    gender: dict[int, Agreement] = field(default_factory=dict)
    """The gender of people who were called "he" or "she" before, by the index of the entity."""

    def settle(self, candidate: Candidate, antecedent: Candidate, certainty: float) -> None:
        """Take note of what a candidate stands for."""
        self.stands_for[candidate] = antecedent
        self.certainty[candidate] = certainty
        agreement = candidate.agreement
        told = certainty >= SETTLED and not self.story
        if told and agreement in ("he", "she") and antecedent.form == "name" and antecedent.agreement is None:
            self.gender.setdefault(antecedent.known, agreement)

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
    reading = _Reading(tokenized, anaphora, Descriptions(tokenized, candidates, known, story), known)
    narrator = find_narrator(tokenized, candidates, known)
    for _, row in group_by_sentence(tokenized, candidates):
        anaphora.aside.update(find_asides(tokenized, row))
        for position, candidate in enumerate(row):
            antecedent, certainty = None, 1.0
            if candidate.agreement == "who":
                antecedent = anaphora.stands_for.get(row[position - 1], row[position - 1]) if position else None
                certainty = WHO
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they", "it"):
                antecedent, certainty = reading.antecedent(candidate, row, position)
            elif candidate.agreement == "I":
                antecedent, certainty = narrator, NARRATOR
            elif candidate.form == "phrase":
                antecedent, certainty = reading.author(row, position), WRITTEN
                if antecedent is None:
                    antecedent, certainty = reading.described(row, position)
            elif candidate.form == "name":
                reading.descriptions.note(candidate)
                if candidate.kind == "person" and not story and has_spoken(tokenized, candidate):
                    anaphora.speaking.add(candidate)
            if antecedent is not None:
                anaphora.settle(candidate, antecedent, certainty)
        reading.end(row)
    return anaphora


class _Reading:
    """What was read before a sentence."""

    def __init__(
        self, tokenized: TokenizedArticle, anaphora: Anaphora, descriptions: Descriptions, known: list[ResolvedEntity]
    ) -> None:
        self.descriptions = descriptions
        self._known = known
        self._sentences: list[list[Candidate]] = []
        """The candidates of each sentence, likely subjects first."""
        self._tokenized = tokenized
        self._anaphora = anaphora
        self._last: Candidate | None = None
        self._introduced: set[str] = set()
        """The nouns of phrases for somebody new: after "a girl", "the girl" is not one who has a name."""
        self._spoken_of = _named_within(tokenized, known)
        """The entities that are named in each quotation."""
        self._authors: dict[str, tuple[Candidate, int]] = {}
        """Who wrote what: the author by the noun, and the token where that was told."""

    def end(self, row: list[Candidate]) -> None:
        """Take note of a sentence."""
        self._sentences.append(_subjects_first(row, self._anaphora.aside)[:APPEARANCE_FILE])
        self._last = row[-1]

    def antecedent(self, pronoun: Candidate, row: list[Candidate], position: int) -> tuple[Candidate | None, float]:
        """Return what a pronoun stands for, and how certainly: of all that agree with it, the one with the most points.

        Candidates are those of its own sentence before it, at `position`, and of the sentences before.
        """
        most: dict[Candidate | int, tuple[float, Candidate, Candidate]] = {}
        anaphora, told = self._anaphora, told_of(self._tokenized, row, position)
        closing = tells_of_clause_before(self._tokenized, pronoun)
        quotation = said_by(self._tokenized, pronoun)
        spoken_of = self._spoken_of[quotation]
        another = quotation >= 0 and _tells_of(self._tokenized, quotation, pronoun)
        says_so = follows_own_verb(self._tokenized, pronoun)
        examined = 0
        rows = (_subjects_first(row[:position][:APPEARANCE_FILE], anaphora.aside), *self._sentences[: -REACH - 1 : -1])
        for distance, near in enumerate(rows):
            first = FIRST_IN_SENTENCE
            for candidate in near[: APPEARANCE_FILE - examined]:
                target = self._target(candidate, pronoun)
                if target.form == "pronoun" or not _agrees(pronoun, candidate, target, anaphora):
                    continue
                if (target.form == "name" and target.known == told) or self._is_word(candidate, target):
                    continue
                if pronoun.form == "phrase" and self.descriptions.fits(pronoun, target) is False:
                    continue
                points = _points(candidate, target) + first - DISTANT * distance
                if candidate in anaphora.aside and near[0] not in anaphora.aside:
                    points -= ASIDE
                elif closing and not distance and not reports(self._tokenized, candidate):
                    points -= REPORTED
                points -= self._points_lost(pronoun, candidate, target)
                points -= SPOKEN_OF * (target.form == "name" and target.known in spoken_of)
                if distance <= SPEAKS_WITHIN and candidate in anaphora.speaking:
                    points += SPEAKS + SUBJECT * candidate.governed + OF_ANOTHER * another  # also "according to Lee"
                if not distance:
                    points += SAYS_SO * (says_so and candidate is near[0] and candidate.is_free)
                    points += OPENS * (candidate.owner and not closing and self._opens_sentence(candidate))
                first = 0.0
                who = target.known if target.form == "name" else target
                if who not in most or points > most[who][0]:
                    most[who] = (points, target, candidate)
            examined += len(near)
            if examined >= APPEARANCE_FILE:
                break
        if not most:
            return _misjudged(pronoun, rows) if not anaphora.story else None, MISJUDGED
        (points, best, through), *others = sorted(most.values(), key=lambda entry: -entry[0])
        ahead = points - others[0][0] if others else FAR_AHEAD
        return best, min(_probability(min(ahead, points + 1)), anaphora.certainty.get(through, 1.0))

    def _opens_sentence(self, name: Candidate) -> bool:
        """Return whether a name, which may have a title, is the first of its sentence."""
        return any(self._tokenized.opens[at] for at in range(max(0, name.first - 1), name.first + 1))

    def _is_word(self, candidate: Candidate, target: Candidate) -> bool:
        """Return whether a candidate is nobody: an ordinary word with a capital, or a number without a verb: "one"."""
        if self._anaphora.story:  # people are called Grace and Rose
            return False
        last = self._tokenized.tokens[target.last].lower
        if target.form == "phrase":
            return last in ("one", "another") and not reports(self._tokenized, candidate)
        numbered = any(character.isdigit() for character in last)
        return target.kind == "other" and (numbered or (target.first == target.last and is_english(last)))

    def _points_lost(self, pronoun: Candidate, candidate: Candidate, target: Candidate) -> float:
        """Return the points that a candidate loses by its paragraph, its kind and its owner."""
        passages = self._tokenized.passage_of
        elsewhere = not self._anaphora.story and passages[candidate.first] != passages[pronoun.first]
        no_person = target.kind == "other" and pronoun.agreement != "it"
        lost = ELSEWHERE * elsewhere + NO_PERSON * no_person + OWNED * self._is_owned(target, pronoun)
        if target.form == "phrase":
            lost += NAMELESS if self._introduces(target) else DEFINITELY
        lost += RETURNING * (target.form == "phrase" and self._returns_to_name(target))
        described = pronoun.form == "phrase" and self.descriptions.fits(pronoun, target)
        return lost - DESCRIBED * bool(described)

    def _introduces(self, phrase: Candidate) -> bool:
        """Return whether a phrase introduces somebody who speaks and may go on, "a spokesman said"; in a story any may."""
        first = self._tokenized.tokens[phrase.first].lower
        return self._anaphora.story or (first in INTRODUCING and reports(self._tokenized, phrase))

    def _returns_to_name(self, phrase: Candidate) -> bool:
        """Return whether a phrase of news is likely for somebody who was named: "the candidate", not "the woman"."""
        first, noun = self._tokenized.tokens[phrase.first].lower, self._tokenized.tokens[phrase.last].lower
        return first == "the" and noun not in STORY_NOUNS and noun not in self._introduced and not self._anaphora.story

    def _target(self, candidate: Candidate, pronoun: Candidate) -> Candidate:
        """Return what a candidate stands for: of "Lee's plan", which is no "he", Lee."""
        target = self._anaphora.stands_for.get(candidate, candidate)
        differs = target.agreement != pronoun.agreement or pronoun.form == "phrase"
        if candidate.form == "phrase" and candidate.known >= 0 and differs:
            entity = self._known[candidate.known]
            if entity.entity.kind == "person":
                return replace(candidate, form="name", kind="person", agreement=entity.gender, owner=True)
        return target

    def _is_owned(self, target: Candidate, pronoun: Candidate) -> bool:
        """Return whether a phrase belongs to somebody with whom the pronoun agrees, too: "his father" and "he"."""
        if target.form != "phrase":
            return False
        owner = OWNERS.get(self._tokenized.tokens[target.first].lower)
        if target.known >= 0:
            owner = self._known[target.known].gender
        return owner is not None and owner == pronoun.agreement

    def author(self, row: list[Candidate], position: int) -> Candidate | None:
        """Return whose a statement, letter or post is: "a statement from Lee", "his letter", "the statement" later."""
        phrase = row[position]
        first, noun = self._tokenized.tokens[phrase.first].lower, self._tokenized.tokens[phrase.last].lower
        if noun not in WRITINGS or self._anaphora.story:
            return None
        if first in OWNERS:
            pronoun = replace(phrase, form="pronoun", agreement=OWNERS[first])
            found = self.antecedent(pronoun, row, position)[0]
        elif phrase.known >= 0 and self._known[phrase.known].entity.kind != "place":  # "a Greenpeace statement"
            found = replace(phrase, form="name")
        elif (found := _author_beside(self._tokenized, row, position)) is not None:
            found = self._named(row, found)
        elif (found := _owner_within(self._tokenized, phrase)) is not None:
            found = self.descriptions.meant([*row[:position], found], position, self._last)[0] or found
        elif first in DEFINITES:
            written = self._authors.get(noun)
            return written[0] if written and phrase.first - written[1] <= RETURNS_WITHIN else None
        if found is not None:
            self._authors[noun] = found, phrase.first
        return found

    def _named(self, row: list[Candidate], author: Candidate) -> Candidate:
        """Return what an author, which may come later in the sentence, stands for."""
        named = self._anaphora.stands_for.get(author)
        if named is None and author.form == "phrase":
            named = self.descriptions.meant(row, row.index(author), self._last)[0]
        return named or author

    def described(self, row: list[Candidate], position: int) -> tuple[Candidate | None, float]:
        """Return the name that a phrase stands for, and how certainly."""
        phrase = row[position]
        antecedent, certainty = self.descriptions.meant(row, position, self._last)
        if antecedent is not None:
            return antecedent, certainty
        noun = self._tokenized.tokens[phrase.last].lower
        first = self._tokenized.tokens[phrase.first].lower
        if first != "the":
            self._introduced.add(noun)
            if phrase.known < 0 and phrase.agreement != "they" and (first in OWNERS or first not in DETERMINERS):
                self._anaphora.certainty[phrase] = DEFINITE
            return None, 0.0
        if not self._anaphora.story and _is_bare_subject(self._tokenized, phrase) and noun not in self._introduced:
            antecedent, certainty = self.antecedent(phrase, row, position)
            fits = antecedent is not None and self.descriptions.fits(phrase, antecedent)
            meant = certainty >= UNEQUALLED if fits else _is_epithet(noun)
            if antecedent is not None and antecedent.form == "name" and meant:
                return antecedent, certainty * EPITHET
        if self._anaphora.story and _returns(self._tokenized, phrase) and noun not in self._introduced:
            antecedent, certainty = self.antecedent(phrase, row, position)
            if antecedent is not None and antecedent.form == "name":
                return antecedent, certainty * STORY
        if phrase.known < 0 and phrase.agreement != "they":
            self._anaphora.certainty[phrase] = DEFINITE
        return None, 0.0


def _named_within(tokenized: TokenizedArticle, known: list[ResolvedEntity]) -> defaultdict[int, set[int]]:
    """Return the indices of the entities that each quotation names."""
    within: defaultdict[int, set[int]] = defaultdict(set)
    for index, entity in enumerate(known):
        for name in entity.names:
            if (quotation := tokenized.quotation_of[name.first]) >= 0:
                within[quotation].add(index)
    return within


def _tells_of(tokenized: TokenizedArticle, quotation: int, pronoun: Candidate) -> bool:
    """Return whether a quotation speaks of somebody else who could be the pronoun: "He's late,” he said."""
    words = tokenized.quotations[quotation]
    return any(
        PRONOUNS.get(tokenized.tokens[at].lower) == pronoun.agreement for at in range(words.first, words.last + 1)
    )


def _owner_within(tokenized: TokenizedArticle, phrase: Candidate) -> Candidate | None:
    """Return the phrase that owns what the phrase ends in: the company of "the company's statement"."""
    for at in range(phrase.first + 1, phrase.last):
        if tokenized.tokens[at].text in POSSESSIVES:
            agreement = noun_agreement(tokenized.tokens[at - 1].lower)
            return replace(phrase, last=at - 1, agreement=agreement)
    return None


def _author_beside(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the author beside a statement: "a statement (issued) by Lee", "Lee issued a statement", "its report"."""
    phrase, following = row[position], row[position + 1] if position + 1 < len(row) else None
    if following is not None and following.form != "pronoun":
        between = [token.lower for token in tokenized.tokens[phrase.last + 1 : following.first]]
        issued = between[:1] if between[:1] and between[0] in ISSUED else []
        link, *titles = between[len(issued) :] or [""]
        site = link == "on" and following.form == "phrase" and following.known >= 0  # "on Ford's website"
        linked = link in BEFORE_AUTHORS or (link == "to" and issued) or (link == "on" and following.owner) or site
        if linked and BEFORE_NAMED_AUTHORS.issuperset(titles):  # also "a statement attributed to Lee"
            return replace(following, form="name") if site else following
    before = row[position - 1] if position else None
    verb = tokenized.tokens[phrase.first - 1].lower if phrase.first else ""
    if before is not None and before.is_free and verb in ISSUED and before.last < phrase.first - 1:
        return before
    return None


def _returns(tokenized: TokenizedArticle, phrase: Candidate) -> bool:
    """Return whether a phrase of a story returns to somebody who was named, like a pronoun: "the girl"."""
    first, last = tokenized.tokens[phrase.first].lower, tokenized.tokens[phrase.last].lower
    return first == "the" and last in STORY_NOUNS and phrase.agreement in ("he", "she")


def _is_epithet(noun: str) -> bool:
    """Return whether news call somebody so whom they have named: "the businessman", "the 43-year-old"."""
    return noun in EPITHETS or noun.endswith("-year-old")


def _is_bare_subject(tokenized: TokenizedArticle, phrase: Candidate) -> bool:
    """Return whether a phrase is a whole subject: "the businessman said", not "the Republican from Alabama said"."""
    if phrase.known >= 0 or phrase.agreement in ("they", "it"):
        return False
    if phrase.last + 1 < len(tokenized.tokens) and tokenized.tokens[phrase.last + 1].lower == "from":
        return False
    inverted = phrase.first > 1 and tokenized.quotation_of[phrase.first - 2] >= 0
    return inverted or bool(tokenized.opens[phrase.first]) or reports(tokenized, phrase)


def _misjudged(pronoun: Candidate, rows: Sequence[Sequence[Candidate]]) -> Candidate | None:
    """Return the subject of its sentence or the one before that has two names and was taken for no person; or None."""
    if pronoun.agreement not in ("he", "she"):
        return None
    near = (candidate for row in rows[: MISJUDGED_REACH + 1] for candidate in row if candidate.is_free)
    return next((c for c in near if c.form == "name" and c.kind != "place" and c.last > c.first), None)


def _probability(ahead: float) -> float:
    """Return the probability that a pronoun's best candidate is right, by the points it is ahead of the next."""
    return 1 / (1 + math.exp(-(EVEN + ahead)))


def _points(candidate: Candidate, target: Candidate) -> float:
    """Return how likely a pronoun stands for `target`, the resolved form of `candidate`, wherever that is."""
    points = SUBJECT * candidate.is_free + CHAINED * (candidate.form == "pronoun")
    unknown = target.agreement is None and candidate.form != "pronoun"
    return points - OWNER * candidate.owner - UNKNOWN * unknown


def _subjects_first(row: list[Candidate], aside: Set[Candidate]) -> list[Candidate]:
    return sorted(row, key=lambda candidate: (not candidate.is_free, candidate in aside, candidate.owner))


def _agrees(pronoun: Candidate, candidate: Candidate, target: Candidate, anaphora: Anaphora) -> bool:
    """Return whether `pronoun` can stand for `target`, the resolved form of `candidate`."""
    wanted = pronoun.agreement
    if wanted is None:
        return target.form == "name" and target.kind == "person"
    if wanted == "they":
        return target.agreement == "they"
    if wanted == "it":
        return target.agreement == "it" and (target.form == "name" or not target.owner)
    if candidate.form == "pronoun":
        return candidate.agreement == wanted
    if target.form == "name":
        gender = (target.agreement if target.kind == "person" else None) or anaphora.gender.get(target.known)
        may_be_person = target.kind == "person" or (target.kind == "other" and candidate.is_free)
        return may_be_person and gender in (wanted, None)
    return target.agreement == wanted or (target.agreement is None and not target.governed and target.known < 0)
