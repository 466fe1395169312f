"""Resolve "he", "she", "I", "the minister" and "the statement" to the names they stand for, sentence by sentence.

Pronouns are resolved by `antecedents`. A phrase stands for a name only where the text puts them side by side
(`descriptions`): "Wang, the minister", "President Xi" and later "the president"; or, like a pronoun, if news call
somebody so whom they have named: "the businessman". Something written is its author's: "a statement from Lee", "his
letter", "the statement" later.

A narrator's name is seldom written but by those who speak to the narrator: “Come, Watson,” he said. So a person who is
named in quotations only, and addressed there more than once, is the "I" of a text with many.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from reader.analysis.anaphora.antecedents import Anaphora, Antecedents
from reader.analysis.anaphora.descriptions import LESSER, Descriptions, Meant
from reader.analysis.entities import ResolvedEntity
from reader.analysis.lexicon import ARTICLES, DETERMINERS, TITLES, read_lower_section
from reader.analysis.quotes.candidates import OWNERS, WRITINGS, Candidate, is_reporting_verb
from reader.analysis.quotes.turns import is_addressed
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import TokenizedArticle

EPITHETS = read_lower_section("roles", "epithets")
ISSUED = read_lower_section("speech", "issued")
BEFORE_AUTHORS = frozenset({"from", "by", "of"})
BEFORE_NAMED_AUTHORS = TITLES | ARTICLES
GOING_ON = frozenset({"added", "adds", "continued", "continues"})
DEFINITES = frozenset({"the", "this", "that"})
RETURNS_WITHIN = 150  # maximum tokens from "issued a statement" to "the statement": a few paragraphs
DEFINITE = 0.7  # the certainty of "the minister" and "her aide", whom a text has mostly named before
NARRATOR = 0.8  # the certainty of "I" where a name for the narrator was found
EPITHET = 0.85  # the part of a pronoun's certainty that "the businessman" has
UNEQUALLED = 0.85
"""The least certainty where others are called so, too: one must lead by more than standing first in a sentence."""
WRITTEN = 0.9  # the certainty of a statement's author, where the text puts them side by side
WHO = 0.9  # the certainty of "who"


def resolve_anaphora(sentences: Sentences, known: list[ResolvedEntity], story: bool) -> Anaphora:
    """Return the name or phrase that each pronoun and phrase stands for, as far as the text shows it."""
    anaphora, tokenized = Anaphora(story), sentences.tokenized
    rows = list(sentences.candidates.values())
    candidates = list(chain.from_iterable(rows))
    descriptions = Descriptions(tokenized, known, rows, story)
    antecedents = Antecedents(tokenized, known, anaphora, descriptions)
    phrases = _Phrases(antecedents)
    narrator = find_narrator(tokenized, candidates, known)
    for number, row in sentences.candidates.items():
        antecedents.begin(row, () if story else sentences.cues(number))
        for position, candidate in enumerate(row):
            meant: Meant = None
            if candidate.agreement == "who" and position:
                before = row[position - 1]
                meant = anaphora.stands_for.get(before, before), WHO
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they", "it"):
                meant = antecedents.find(candidate, row, position)
            elif candidate.agreement == "I" and narrator is not None:
                meant = narrator, NARRATOR
            elif candidate.form == "phrase":
                meant = phrases.find(row, position)
            elif candidate.form == "name":
                descriptions.note(candidate)
            if meant is not None:
                anaphora.settle(candidate, *meant)
        antecedents.end(row)
    return anaphora


@dataclass(frozen=True)
class _Phrases:
    """Resolves phrases by what was read."""

    read: Antecedents
    written: dict[str, tuple[Candidate, int]] = field(default_factory=dict)
    """Who wrote what: the author by the noun, and the token where that was told."""

    def find(self, row: list[Candidate], position: int) -> Meant:
        """Return the name that a phrase stands for, and how certainly."""
        if (author := self._author(row, position)) is not None:
            return author, WRITTEN
        if meant := self.read.descriptions.meant(row[position]):
            return meant
        phrase = row[position]
        first, noun = self.read.tokenized.tokens[phrase.first].lower, self.read.tokenized.tokens[phrase.last].lower
        if first != "the" and self.read.tokenized.lower(phrase.last - 1) not in LESSER:
            self.read.introduced.add(noun)
        elif noun not in self.read.introduced and (meant := self._returned(row, position, noun)):
            return meant
        definite = first == "the" or first in OWNERS or first not in DETERMINERS
        if definite and phrase.known < 0 and phrase.agreement != "they":
            self.read.anaphora.certainty[phrase] = DEFINITE
        return None

    def _returned(self, row: list[Candidate], position: int, noun: str) -> Meant:
        """Return the name to which "the businessman" of news returns, like a pronoun."""
        phrase = row[position]
        may_return = not self.read.anaphora.story and _is_bare_subject(self.read.tokenized, phrase)
        meant = self.read.find(phrase, row, position) if may_return else None
        if meant is None or meant[0].form != "name":
            return None
        antecedent, certainty = meant
        goes_on = self.read.tokenized.lower(phrase.last + 1) in GOING_ON  # “…,” the chief executive added
        epithet = noun in EPITHETS or noun.endswith("-year-old") or goes_on
        returns = certainty >= UNEQUALLED if self.read.descriptions.fits(phrase, antecedent) else epithet
        return (antecedent, certainty * EPITHET) if returns else None

    def _author(self, row: list[Candidate], position: int) -> Candidate | None:
        """Return whose the phrase at `position` of its sentence's `row` is, if it is something written; or None."""
        phrase = row[position]
        first, noun = self.read.tokenized.tokens[phrase.first].lower, self.read.tokenized.tokens[phrase.last].lower
        if noun not in WRITINGS or self.read.anaphora.story:
            return None
        if first in OWNERS:
            pronoun = replace(phrase, form="pronoun", agreement=OWNERS[first])
            meant = self.read.find(pronoun, row, position)
            found = meant and meant[0]
        elif phrase.known >= 0 and self.read.known[phrase.known].entity.kind != "place":  # "a Greenpeace statement"
            found = replace(phrase, form="name")
        elif (author := _beside(self.read.tokenized, row, position)) is not None:
            found = self.read.anaphora.stands_for.get(author)
            if found is None:  # it may come later in the sentence
                meant = self.read.descriptions.meant(author) if author.form == "phrase" else None
                found = meant[0] if meant else author
        elif first in DEFINITES:
            author, at = self.written.get(noun, (None, 0))
            return author if phrase.first - at <= RETURNS_WITHIN else None
        else:
            return None
        if found is not None:
            self.written[noun] = found, phrase.first
        return found


def _is_bare_subject(tokenized: TokenizedArticle, phrase: Candidate) -> bool:
    """Return whether a phrase is a whole subject: "the businessman said", not "the Republican from Alabama said"."""
    if phrase.known >= 0 or phrase.agreement in ("they", "it") or tokenized.lower(phrase.last + 1) == "from":
        return False
    if phrase.is_free and tokenized.lower(phrase.first - 1) == ",":
        return True
    inverted = phrase.first > 1 and tokenized.quotation_of[phrase.first - 2] >= 0
    return inverted or bool(tokenized.opens[phrase.first]) or is_reporting_verb(tokenized, phrase.last + 1)


def _beside(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the author beside a statement: "a statement (issued) by Lee", "Lee issued a statement", "its report".

    So is who says something in it: "In a statement, Lee said", "Lee said in a statement".
    """
    phrase, word = row[position], tokenized.lower(row[position].first - 1)
    for following in row[position + 1 : position + 2]:
        behind = word == "in" and tokenized.tokens[phrase.last + 1].text == "," and following.is_free
        if following.form != "pronoun" and (behind or _is_by(tokenized, phrase, following)):
            return following
    before = next((each for each in reversed(row[:position]) if not each.added), None)  # "the Federation (GFT) issued"
    if before is None or not before.is_free or before.last >= phrase.first - 1:
        return None
    return before if word in ISSUED or (word == "in" and is_reporting_verb(tokenized, before.last + 1)) else None


def _is_by(tokenized: TokenizedArticle, phrase: Candidate, author: Candidate) -> bool:
    """Return whether words tie something written to its author behind it: "a statement (issued) by Lee"."""
    between = [token.lower for token in tokenized.tokens[phrase.last + 1 : author.first]]
    between = [word for word in between if word != "online"]  # "posted online by"
    issued = bool(between) and between[0] in ISSUED
    link, *titles = between[issued:] or [""]
    return link in BEFORE_AUTHORS and BEFORE_NAMED_AUTHORS.issuperset(titles)


TOLD = 3  # times that "I" must stand outside quotations
OFTEN = 20  # times from which it is surely a narrator's, who need be addressed only once
ADDRESSED = 2  # times that another narrator must be addressed by name
ACTING = 1  # maximum times that a narrator's name is a subject outside quotations: "Lee, commonly called Ann Lee"


def find_narrator(
    tokenized: TokenizedArticle, candidates: Sequence[Candidate], known: Sequence[ResolvedEntity]
) -> Candidate | None:
    """Return the name that "I" stands for outside quotations; None if nobody tells the text, or has no single name."""
    told = sum(candidate.agreement == "I" for candidate in candidates)
    if told < TOLD:
        return None
    subjects = {candidate.first for candidate in candidates if candidate.form == "name" and candidate.is_free}
    named: set[int] = set()
    unseen, hardly_seen = Counter[int](), Counter[int]()
    for index, one in enumerate(known):
        if one.entity.kind == "place":
            continue
        outside = [name for name in one.names if tokenized.quotation_of[name.first] < 0]
        before = ([token.lower for token in tokenized.tokens[max(0, name.first - 3) : name.first]] for name in outside)
        if any(words in (["my", "name", "is"], ["my", "name", "was"]) for words in before):
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
