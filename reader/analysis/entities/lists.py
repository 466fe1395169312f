"""Tell the kinds of names in a list: "bands such as Leith, Ray and Harbour", "Nike, Leith and Adidas".

The nouns before a list tell what is in it, and so do the names in it whose kind is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reader.analysis.entities.classifier import AREAS, BODIES, RELATIVES, Evidence
from reader.analysis.entities.forms import Form
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import pluralize, read_section
from reader.analysis.tokens import TokenizedArticle

SHORTEST = 3
"""Minimum names of a list; two may be a place and its country."""

CERTAIN = 3.0
"""Minimum evidence of a name whose kind tells that of the others."""

DOUBTFUL = 1.6
"""Maximum evidence of a name whose kind the others tell."""

SHARED = 1.3
"""Points of a kind that the certain names of a list share."""

NAMED = 2.0
"""Points of the kind of the noun before a list: "bands such as"."""

FARTHEST = 4
"""Maximum tokens from a name to the next: three stand between."""

REACH = 5
"""Tokens before a list that are read: "bands, such as the"."""

BETWEEN = frozenset(
    {(",",), ("and",), ("or",), ("&",), (",", "and"), (",", "or"), (",", "the"), ("and", "the"), (",", "and", "the")}
)
"""Words and signs between two names of a list."""

INTRODUCTIONS = (["such", "as"], ["including"], ["like"], [":"])
"""Words between a noun and the list of what it stands for."""

PEOPLE, BANDS, TOWNS = Evidence(person=NAMED), Evidence(organisation=NAMED), Evidence(place=NAMED)

BY_NOUN = {
    **{pluralize(noun): TOWNS for noun in AREAS},
    **{pluralize(noun): BANDS for noun in BODIES},
    **{pluralize(noun): PEOPLE for noun in RELATIVES},
    **dict.fromkeys(read_section("grammar", "plural places"), TOWNS),
}
"""The evidence for the names in a list after each noun."""

BY_KIND = {
    "person": Evidence(person=SHARED),
    "organisation": Evidence(organisation=SHARED),
    "place": Evidence(place=SHARED),
}


def tell_kinds_in_lists(tokenized: TokenizedArticle, names: Sequence[Name], forms: Mapping[int, Form]) -> None:
    """Add evidence to the forms of the `names` that stand in lists; `forms` has each one's form by its first token."""
    for row in _rows(tokenized, names):
        members = {id(form): form for form in (forms[name.first] for name in row)}.values()
        told = _introduced(tokenized, row[0]) or (_shared(members) if len(row) >= SHORTEST else None)
        for form in members:
            if told is not None and max(form.evidence) < DOUBTFUL:
                form.evidence = form.evidence.plus(told)


def _rows(tokenized: TokenizedArticle, names: Sequence[Name]) -> Iterator[list[Name]]:
    """Yield the names grouped by the lists that they are in; alone if in none."""
    row: list[Name] = []
    for name in names:
        if row and not _goes_on(tokenized, row[-1], name):
            yield row
            row = []
        row.append(name)
    if row:
        yield row


def _goes_on(tokenized: TokenizedArticle, left: Name, right: Name) -> bool:
    """Return whether only a comma or "and" stands between two names."""
    first = right.start
    if first - left.last > FARTHEST or tokenized.passage_of[left.last] != tokenized.passage_of[right.first]:
        return False
    return tuple(token.lower for token in tokenized.tokens[left.last + 1 : first]) in BETWEEN


def _introduced(tokenized: TokenizedArticle, name: Name) -> Evidence | None:
    """Return what the noun tells that introduces the list: "bands such as", "the bands"."""
    first = max(tokenized.passages[tokenized.passage_of[name.first]].first, name.start - REACH)
    words = [token.lower for token in tokenized.tokens[first : name.start]]
    if words and words[-1] == "the":
        words.pop()
    for opening in INTRODUCTIONS:
        if words[-len(opening) :] == opening:
            del words[-len(opening) :]
            break
    if words and words[-1] == ",":
        words.pop()
    return BY_NOUN.get(words[-1]) if words else None


def _shared(forms: Iterable[Form]) -> Evidence | None:
    """Return the evidence that the certain names of a list give to the others: all must be of one kind."""
    kinds = {form.evidence.kind for form in forms if max(form.evidence) >= CERTAIN}
    return BY_KIND.get(kinds.pop()) if len(kinds) == 1 else None
