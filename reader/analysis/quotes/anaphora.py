"""Resolve "he", "she" and "the minister" to the names they stand for.

A pronoun is resolved among the candidates of its sentence and those before that agree in gender: likely subjects, near
ones and those of known gender and name have more points; an earlier "he" passes on the person it stands for, so that
chains stay together. Taking the nearest person instead would be wrong a third of the time. A phrase stands for a name
only where the text puts them side by side: "Wang, the minister", "President Xi" and later "the president", "Xi
Jinping. The Chinese leader".
"""

from collections import defaultdict

from reader.analysis.entities.coreference import ResolvedEntity
from reader.analysis.lexicon import PEOPLE_NOUNS, TITLES
from reader.analysis.quotes.candidates import Candidate, group_by_sentence
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

BEFORE_NAME = TITLES | PEOPLE_NOUNS | {"the", "a", "an"}
"""Words allowed before the name: "her daughter, the painter Ann Lee,"."""

AROUND = frozenset(",.;:)—–")
"""Signs that close the name after "the mayor, Ann Lee"; in "the mayor, Ann Lee and Tom Ray" it is another person's."""

NAMED = frozenset({"named", "called"})

LEADING = frozenset({"leader", "premier", "president", "chancellor", "monarch", "autocrat", "ruler", "head"})
"""Nouns that stand for the name at the end of the sentence before: "The Chinese leader"."""


def resolve_anaphora(
    tokenized: TokenizedArticle, candidates: list[Candidate], known: list[ResolvedEntity]
) -> dict[Candidate, Candidate]:
    """Map each pronoun and phrase that stands for another candidate to that name or phrase."""
    found: dict[Candidate, Candidate] = {}
    roles = _roles(tokenized, candidates, known)
    sentences: list[list[Candidate]] = []
    ends: list[Candidate] = []
    for _, row in group_by_sentence(tokenized, candidates):
        for position, candidate in enumerate(row):
            if candidate.agreement == "who":
                antecedent = found.get(row[position - 1], row[position - 1]) if position else None
            elif candidate.form == "pronoun" and candidate.agreement in ("he", "she", "they"):
                antecedent = _antecedent(candidate, row[:position], sentences, found)
            elif candidate.form == "phrase" and (called := _called(tokenized, row, position)) is not None:
                antecedent = called
                roles.setdefault(_head(tokenized, candidate), {}).setdefault(called.known, called)
            elif candidate.added and position and _describes(candidate, row[position - 1]):
                antecedent = row[position - 1]
            elif candidate.form == "phrase" and candidate.known < 0:
                antecedent = _named(tokenized, candidate, roles, ends[-1] if ends else None)
            else:
                continue
            if antecedent is not None:
                found[candidate] = antecedent
        sentences.append(_subjects_first(row)[:APPEARANCE_FILE])
        ends.append(row[-1])
    return found


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
    if tokenized.tokens[last + 1].text != "," or (last > phrase.last and not _is_of(tokenized, phrase.last + 1)):
        return None
    title = last + 2
    while title < name.first and tokenized.tokens[title].lower in BEFORE_NAME:
        title += 1
    return name if title == name.first and _ends_apposition(tokenized, phrase, name) else None


def _is_of(tokenized: TokenizedArticle, token: int) -> bool:
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
    pronoun: Candidate, same: list[Candidate], before: list[list[Candidate]], found: dict[Candidate, Candidate]
) -> Candidate | None:
    """Return what a pronoun stands for: of the candidates that agree with it, the one with the most points.

    The rows of candidates are those of its own sentence and, nearest last, of the sentences before.
    """
    best: Candidate | None = None
    most = 0.0
    examined = 0
    for distance, row in enumerate((_subjects_first(same[:APPEARANCE_FILE]), *before[: -REACH - 1 : -1])):
        first = FIRST_IN_SENTENCE
        for candidate in row[: APPEARANCE_FILE - examined]:
            target = found.get(candidate, candidate)
            if target.form == "pronoun" or not _agrees(pronoun, candidate, target):
                continue
            points = _points(candidate, target) + first - DISTANT * distance
            first = 0.0
            if best is None or points > most:
                best, most = target, points
        examined += len(row)
        if examined >= APPEARANCE_FILE:
            break
    return best


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
    """Return, for each noun, the entities described by it in a title or an apposition: "President Xi", "Wang, the
    minister"."""
    roles: defaultdict[str, dict[int, Candidate]] = defaultdict(dict)
    titles = {name.first: name.title for one in known for name in one.names if name.title}
    named: Candidate | None = None
    for candidate in candidates:
        added = candidate.form == "phrase" and candidate.added and candidate.known < 0
        if added and named is not None and candidate.first == named.last + 2:
            roles[_head(tokenized, candidate)].setdefault(named.known, named)
        named = candidate if candidate.form == "name" and candidate.kind == "person" else None
        if named is not None and named.first in titles:
            roles[titles[named.first].split()[-1]].setdefault(named.known, named)
    return roles


def _named(
    tokenized: TokenizedArticle,
    phrase: Candidate,
    roles: dict[str, dict[int, Candidate]],
    before: Candidate | None,
) -> Candidate | None:
    """Return the only person whom the text describes as `phrase` does, or None."""
    if tokenized.tokens[phrase.first].lower != "the":
        return None
    head = _head(tokenized, phrase)
    called = roles.get(head, {})
    if len(called) == 1:
        return next(iter(called.values()))
    if head not in LEADING or before is None or before.kind != "person" or not tokenized.opens[phrase.first]:
        return None
    return before if phrase.first == before.last + 2 else None
