"""Resolve "he", "she" and "the minister" to the names they stand for.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender: likely subjects, near
ones and those of known gender and name have more points; an earlier "he" passes on the person it stands for, so that
chains stay together. Taking the nearest person instead would be wrong a third of the time. A phrase stands for a name
only where the text puts them side by side: "Wang, the minister", "President Xi" and later "the president", "Xi
Jinping. The Chinese leader".
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.analysis.entities.coreference import ResolvedEntity
from reader.analysis.lexicon import PEOPLE_NOUNS, PLURAL_NOUNS, TITLES
from reader.analysis.quotes.candidates import Candidate, group_by_sentence
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
WHO = 0.9
"""The certainty of "who"."""

BEFORE_NAME = TITLES | PEOPLE_NOUNS | {"the", "a", "an"}
"""Words allowed before the name: "her daughter, the painter Ann Lee,"."""

AROUND = frozenset(",.;:)—–")
"""Signs that close the name after "the mayor, Ann Lee"; in "the mayor, Ann Lee and Tom Ray" it is another person's."""

IN_FULL = {"gov.": "governor", "sen.": "senator", "rep.": "representative", "prof.": "professor", "dr.": "doctor"}
"""Titles in short, with the nouns that stand for them."""

INSTITUTIONS = frozenset(
    "administration agency airline army assembly association authority bank board bureau cabinet charity commission "
    "committee council court department federation foundation institute ministry tribunal university".split()
)
"""Words of a name by which an article returns to it: "the ministry"."""

CONTINUITY = 300
"""Maximum tokens from a name to a phrase that returns to its person: some paragraphs."""

ROLE_SHARED = 20
"""Maximum entities with one noun among which a phrase is looked for."""

NEAR = 6
"""Tokens beside a name that describe it."""

NAMED = frozenset({"named", "called"})

LEADING = frozenset({"leader", "premier", "president", "chancellor", "monarch", "autocrat", "ruler", "head"})
"""Nouns that stand for the name at the end of the sentence before: "The Chinese leader"."""


@dataclass(frozen=True, slots=True)
class Anaphora:
    """What pronouns and phrases stand for."""

    stands_for: dict[Candidate, Candidate] = field(default_factory=dict)
    """The name or phrase that a pronoun or phrase stands for."""
    certainty: dict[Candidate, float] = field(default_factory=dict)
    """For each of these, the probability that it is the right one, 0 to 1."""

    def certainty_of(self, candidate: Candidate) -> float:
        """Return the probability that a candidate is shown by the right name."""
        if candidate.form == "name":
            return 1.0
        return self.certainty.get(candidate, PHRASE if candidate.form == "phrase" else UNRESOLVED)


def resolve_anaphora(tokenized: TokenizedArticle, candidates: list[Candidate], known: list[ResolvedEntity]) -> Anaphora:
    """Return the name or phrase that each pronoun and phrase stands for, as far as the text shows it."""
    anaphora = Anaphora()
    roles = _roles(tokenized, candidates, known)
    sentences: list[list[Candidate]] = []
    ends: list[Candidate] = []
    named_at: dict[int, int] = {}
    narrator = find_narrator(tokenized, candidates, known)
    for _, row in group_by_sentence(tokenized, candidates):
        for position, candidate in enumerate(row):
            antecedent, certainty = None, 1.0
            if candidate.agreement == "who":
                antecedent = anaphora.stands_for.get(row[position - 1], row[position - 1]) if position else None
                certainty = WHO
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they"):
                antecedent, certainty = _antecedent(candidate, row[:position], sentences, anaphora)
            elif candidate.agreement == "I":
                antecedent, certainty = narrator, NARRATOR
            elif candidate.form == "phrase":
                recent = _Recent(roles, named_at, ends[-1] if ends else None)
                antecedent = _person(tokenized, row, position, recent)
            elif candidate.form == "name":
                named_at[candidate.known] = candidate.first
            if antecedent is not None:
                anaphora.stands_for[candidate] = antecedent
                anaphora.certainty[candidate] = certainty
        sentences.append(_subjects_first(row)[:APPEARANCE_FILE])
        ends.append(row[-1])
    return anaphora


class _Recent(NamedTuple):
    """What the text has told before a phrase."""

    roles: dict[str, dict[int, Candidate]]
    """For each noun, the entities that it describes somewhere."""
    named_at: dict[int, int]
    """For each entity, the token at which it was named last."""
    before: Candidate | None
    """The last candidate of the sentence before."""


def _person(tokenized: TokenizedArticle, row: list[Candidate], position: int, recent: _Recent) -> Candidate | None:
    """Return the person whom a phrase means by the names beside it, here or before; `roles` grows."""
    phrase = row[position]
    if (called := _called(tokenized, row, position)) is not None:
        recent.roles.setdefault(_head(tokenized, phrase), {}).setdefault(called.known, called)
        return called
    if phrase.added and position and _describes(phrase, row[position - 1]):
        return row[position - 1]
    return _named(tokenized, phrase, recent) if phrase.known < 0 else None


def _describes(phrase: Candidate, before: Candidate) -> bool:
    """Return whether a phrase behind a comma describes the person before it: "Ann Lee, 61, a painter"."""
    return phrase.form == "phrase" and before.kind == "person" and phrase.agreement in (None, before.agreement)


def _called(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the person whose name follows a phrase: "the mayor, Ann Lee, said", "a worker named Ann Lee"."""
    phrase, at = row[position], position + 1
    if _head(tokenized, phrase) == "one" and at < len(row) and row[at].agreement == "they" and row[at].governed:
        phrase, at = row[at], at + 1  # one of the victims, Ann Lee, wept
    elif phrase.agreement == "they":
        return None
    last = phrase.last
    while at < len(row) and row[at].form == "name" and row[at].kind != "person" and row[at].governed:
        last, at = row[at].last, at + 1  # the ambassador to the United Nations, Ann Lee
    name = row[at] if at < len(row) else None
    if name is None or name.form != "name" or name.kind != "person":
        return None
    if name.first == last + 2 and tokenized.tokens[last + 1].lower in NAMED:
        return name
    if tokenized.tokens[last + 1].text != "," or (
        last > phrase.last and not _is_preposition(tokenized, phrase.last + 1)
    ):
        return None
    title = last + 2
    while title < name.first and tokenized.tokens[title].lower in BEFORE_NAME:
        title += 1
    return name if title == name.first and _ends_apposition(tokenized, phrase, name) else None


def _is_preposition(tokenized: TokenizedArticle, token: int) -> bool:
    return tokenized.tokens[token].lower in ("of", "for", "to", "at", "in", "from", "with")


def _ends_apposition(tokenized: TokenizedArticle, phrase: Candidate, name: Candidate) -> bool:
    """Return whether the words after "the mayor, Ann Lee" show that both are one person.

    At the start of a sentence a verb does so too, or where Lee is from: "Another pollster, Ann Lee of Leith, said".
    """
    following = tokenized.tokens[name.last + 1].lower if name.last + 1 < len(tokenized.tokens) else "."
    if following in AROUND:
        return True
    return tokenized.opens[phrase.first] and not name.owner and following != "and"


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
    if candidate.form == "pronoun":
        return candidate.agreement == wanted
    if target.form == "name":
        return target.kind == "person" and target.agreement in (wanted, None)
    return target.agreement == wanted or (target.agreement is None and not target.governed and target.known < 0)


def _head(tokenized: TokenizedArticle, candidate: Candidate) -> str:
    return tokenized.tokens[candidate.last].lower


def _roles(
    tokenized: TokenizedArticle, candidates: list[Candidate], known: list[ResolvedEntity]
) -> dict[str, dict[int, Candidate]]:
    """Return, for each noun, the entities described by it: "Gov. Xi", "Wang, the minister", "the driver Tom Ray".

    An organisation is described by the words of its name: "the ministry".
    """
    roles: defaultdict[str, dict[int, Candidate]] = defaultdict(dict)
    titles = {name.first: name.title for one in known for name in one.names if name.title}
    named: Candidate | None = None
    for candidate in candidates:
        added = candidate.added and candidate.known < 0 and named is not None and _describes(candidate, named)
        if added and named is not None and candidate.first == named.last + 2:
            roles[_head(tokenized, candidate)].setdefault(named.known, named)
        named = candidate if candidate.form == "name" and candidate.kind == "person" else None
        if named is not None:
            for noun in _nouns_before(tokenized, named, titles.get(named.first, "")):
                roles[noun].setdefault(named.known, named)
        elif candidate.form == "name" and candidate.kind == "organisation":
            for token in tokenized.tokens[candidate.first : candidate.last + 1]:
                if token.lower in INSTITUTIONS:
                    roles[token.lower].setdefault(candidate.known, candidate)
    return roles


def _nouns_before(tokenized: TokenizedArticle, name: Candidate, title: str) -> Iterator[str]:
    """Yield the nouns that a title, or the word before a name, gives the person: "Gov.", "driver"."""
    if title:
        noun = title.split()[-1]
        yield IN_FULL.get(noun, noun)
    before = name.first - len(title.split()) - 1
    if before >= 0 and tokenized.sentence_of[before] == tokenized.sentence_of[name.first]:
        noun = tokenized.tokens[before].text
        if noun in PEOPLE_NOUNS and noun not in PLURAL_NOUNS:
            yield noun


def _named(tokenized: TokenizedArticle, phrase: Candidate, recent: _Recent) -> Candidate | None:
    """Return the only one whom the text describes as `phrase` does, and named not long before; or None."""
    if tokenized.tokens[phrase.first].lower != "the":
        return None
    head, before = _head(tokenized, phrase), recent.before
    described = recent.roles.get(head, {})
    called = [
        name
        for known, name in (described.items() if len(described) <= ROLE_SHARED else ())
        if name.first < phrase.first
        and phrase.first - recent.named_at.get(known, name.first) <= CONTINUITY
        and _fits(tokenized, phrase, name)
    ]
    if len(called) == 1:
        return called[0]
    if head not in LEADING or before is None or before.kind != "person" or not tokenized.opens[phrase.first]:
        return None
    return before if phrase.first == before.last + 2 else None


def _fits(tokenized: TokenizedArticle, phrase: Candidate, name: Candidate) -> bool:
    """Return whether the capitalised words of a phrase stand near the name: "the Ohio governor", if Ohio does."""
    near = {token.text for token in tokenized.tokens[max(0, name.first - NEAR) : name.last + NEAR]}
    wanted = (token.text for token in tokenized.tokens[phrase.first + 1 : phrase.last] if token.capital)
    return all(text in near for text in wanted)
