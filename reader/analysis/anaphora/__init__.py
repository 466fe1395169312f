"""Resolve "he", "she", "I", "the minister" and "the statement" to the names they stand for, sentence by sentence.

Pronouns are resolved by `antecedents`, something written by `authors`. A phrase stands for a name only where the text
puts them side by side (`descriptions`): "Wang, the minister", "President Xi" and later "the president", "Xi Jinping.
The Chinese leader"; or, like a pronoun, if news call somebody so whom they have named: "the businessman".

A narrator's name is seldom written but by those who speak to the narrator: “Come, Watson,” he said. So a person who is
named in quotations only, and addressed there more than once, is the "I" of a text with many.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.anaphora.antecedents import Anaphora, Antecedents
from reader.analysis.anaphora.authors import Authors
from reader.analysis.anaphora.descriptions import Descriptions
from reader.analysis.anaphora.pronoun_context import find_asides, has_spoken, reports
from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import STORY_NOUNS, read_lower_section
from reader.analysis.noun_phrases import DETERMINERS
from reader.analysis.quotes.candidates import OWNERS, Candidate, group_by_sentence
from reader.analysis.quotes.turns import is_addressed
from reader.analysis.tokens import TokenizedArticle

EPITHETS = read_lower_section("roles", "epithets")

DEFINITE = 0.7
"""The certainty of "the minister" and "her aide", whom a text has mostly named before."""
NARRATOR = 0.8
"""The certainty of "I" where a name for the narrator was found."""
STORY = 0.8
"""The part of a pronoun's certainty that "the girl" has in a story: it may be somebody new."""
EPITHET = 0.85
"""The part of a pronoun's certainty that "the businessman" has."""
UNEQUALLED = 0.85
"""The least certainty where others are called so, too: one must lead by more than standing first in a sentence."""
WRITTEN = 0.9
"""The certainty of a statement's author, where the text puts them side by side."""
WHO = 0.9
"""The certainty of "who"."""


def resolve_anaphora(
    tokenized: TokenizedArticle, candidates: list[Candidate], known: list[ResolvedEntity], story: bool = False
) -> Anaphora:
    """Return the name or phrase that each pronoun and phrase stands for, as far as the text shows it."""
    anaphora = Anaphora(story)
    descriptions = Descriptions(tokenized, candidates, known, story)
    antecedents = Antecedents(tokenized, anaphora, descriptions, known)
    authors = Authors(tokenized, anaphora, antecedents, descriptions, known)
    phrases = _Phrases(tokenized, anaphora, antecedents, descriptions)
    narrator = find_narrator(tokenized, candidates, known)
    for _, row in group_by_sentence(tokenized, candidates):
        anaphora.aside.update(find_asides(tokenized, row))
        for position, candidate in enumerate(row):
            antecedent, certainty = None, 1.0
            if candidate.agreement == "who":
                antecedent = anaphora.stands_for.get(row[position - 1], row[position - 1]) if position else None
                certainty = WHO
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they", "it"):
                antecedent, certainty = antecedents.find(candidate, row, position)
            elif candidate.agreement == "I":
                antecedent, certainty = narrator, NARRATOR
            elif candidate.form == "phrase":
                antecedent, certainty = authors.find(row, position), WRITTEN
                if antecedent is None:
                    antecedent, certainty = phrases.find(row, position)
            elif candidate.form == "name":
                descriptions.note(candidate)
                if candidate.kind == "person" and not story and has_spoken(tokenized, candidate):
                    anaphora.speaking.add(candidate)
            if antecedent is not None:
                anaphora.settle(candidate, antecedent, certainty)
        antecedents.end(row)
    return anaphora


@dataclass(frozen=True)
class _Phrases:
    """The phrases of an article, resolved in text order."""

    tokenized: TokenizedArticle
    anaphora: Anaphora
    antecedents: Antecedents
    descriptions: Descriptions

    def find(self, row: list[Candidate], position: int) -> tuple[Candidate | None, float]:
        """Return the name that a phrase stands for, and how certainly."""
        phrase = row[position]
        antecedent, certainty = self.descriptions.meant(row, position, self.antecedents.last)
        if antecedent is not None:
            return antecedent, certainty
        noun = self.tokenized.tokens[phrase.last].lower
        first = self.tokenized.tokens[phrase.first].lower
        if first != "the":
            self.antecedents.introduced.add(noun)
            if phrase.known < 0 and phrase.agreement != "they" and (first in OWNERS or first not in DETERMINERS):
                self.anaphora.certainty[phrase] = DEFINITE
            return None, 0.0
        if noun not in self.antecedents.introduced:
            antecedent, certainty = self._returned(row, position, noun)
            if antecedent is not None:
                return antecedent, certainty
        if phrase.known < 0 and phrase.agreement != "they":
            self.anaphora.certainty[phrase] = DEFINITE
        return None, 0.0

    def _returned(self, row: list[Candidate], position: int, noun: str) -> tuple[Candidate | None, float]:
        """Return the name to which "the girl" of a story or "the businessman" of news returns, like a pronoun."""
        phrase = row[position]
        if self.anaphora.story:
            may_return = noun in STORY_NOUNS and phrase.agreement in ("he", "she")
        else:
            may_return = _is_bare_subject(self.tokenized, phrase)
        antecedent, certainty = self.antecedents.find(phrase, row, position) if may_return else (None, 0.0)
        if antecedent is None or antecedent.form != "name":
            return None, 0.0
        if self.anaphora.story:
            return antecedent, certainty * STORY
        if self.descriptions.fits(phrase, antecedent):
            meant = certainty >= UNEQUALLED
        else:
            meant = noun in EPITHETS or noun.endswith("-year-old")
        return (antecedent, certainty * EPITHET) if meant else (None, 0.0)


def _is_bare_subject(tokenized: TokenizedArticle, phrase: Candidate) -> bool:
    """Return whether a phrase is a whole subject: "the businessman said", not "the Republican from Alabama said"."""
    if phrase.known >= 0 or phrase.agreement in ("they", "it"):
        return False
    if phrase.last + 1 < len(tokenized.tokens) and tokenized.tokens[phrase.last + 1].lower == "from":
        return False
    inverted = phrase.first > 1 and tokenized.quotation_of[phrase.first - 2] >= 0
    return inverted or bool(tokenized.opens[phrase.first]) or reports(tokenized, phrase)


TOLD = 3
"""Times that "I" must stand outside quotations."""

OFTEN = 20
"""Times from which it is surely a narrator's, who need be addressed only once."""

ADDRESSED = 2
"""Times that another narrator must be addressed by name."""

ACTING = 1
"""Maximum times that a narrator's name is a subject outside quotations: "Lee, commonly called Ann Lee"."""


def find_narrator(
    tokenized: TokenizedArticle, candidates: Sequence[Candidate], known: Sequence[ResolvedEntity]
) -> Candidate | None:
    """Return the name that "I" stands for outside quotations; None if nobody tells the text, or has no single name."""
    told = sum(candidate.agreement == "I" for candidate in candidates)
    if told < TOLD:
        return None
    subjects = {candidate.first for candidate in candidates if candidate.form == "name" and candidate.is_free}
    named: set[int] = set()
    unseen: Counter[int] = Counter()
    hardly_seen: Counter[int] = Counter()
    for index, one in enumerate(known):
        if one.entity.kind == "place":
            continue
        outside = [name for name in one.names if tokenized.quotation_of[name.first] < 0]
        if any(_is_told(tokenized, name) for name in outside):
            named.add(index)
        addressed = sum(is_addressed(tokenized, name) for name in one.names if tokenized.quotation_of[name.first] >= 0)
        if not outside:
            unseen[index] = addressed
        elif one.entity.kind == "person" and sum(name.first in subjects for name in outside) <= ACTING:
            hardly_seen[index] = addressed
    likely = _most_addressed((unseen, hardly_seen), 1) if told >= OFTEN else _most_addressed((unseen,), ADDRESSED)
    index = likely if not named else next(iter(named)) if len(named) == 1 else -1
    if index < 0:
        return None
    name = known[index].names[0]
    return Candidate(name.first, name.last, "name", index, "person", known[index].gender)


def _most_addressed(counts: Sequence[Counter[int]], least: int) -> int:
    """Return who is addressed most, and at least so many times, in the first of the counts that has one; or -1."""
    for count in counts:
        likely = [*count.most_common(2), (-1, 0)]
        if likely[0][1] >= least and likely[0][1] > likely[1][1]:
            return likely[0][0]
    return -1


def _is_told(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether the narrator tells the name: "my name is Ann Lee"."""
    words = [token.lower for token in tokenized.tokens[max(0, name.first - 3) : name.first]]
    return words in (["my", "name", "is"], ["my", "name", "was"])
