"""Parse a search query.

    harbour vote        all of these words, in any order; the last one may be a prefix
    "harbour vote"      these words in this order
    harbour OR quay     one of the two; so for fields: tag:city OR tag:port
    -harbour            without this; so for fields: -tag:city, -speaker:ortiz
    tag:city            notes with this tag or a sub-tag, and articles with such notes
    speaker:ortiz       quotes of this person, and notes on them; entity:leith mentions of this name
    author:lee          articles by this author or site, their quotes and notes
    source:example.org  articles whose path or address contains this, their quotes and notes
    dossier:NAME        articles in this dossier, their quotes and notes
    folder:PATH         what is in this folder or below it: articles, their quotes and notes
    after:2026-05       notes written since, articles published (or else first opened) since, their quotes
    before:2026-05-09   the same, until the day before
    state:changed       notes by the state of their passage (exact, changed, orphaned, conflict),
                        articles that are archived or removed
    in:notes            only notes, quotes or articles; also kind:note

Conditions must all be met; those about states, and those with `in:`, are alternatives. An unknown field, operator or
value is described in `Query.problem`, and then nothing matches; in quotation marks anything is words to search for, and
a closing mark may be missing. Pitfall: SQLite has a query language with operators, columns and quotation marks, so
words are passed to it only as quoted strings.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal, cast, get_args

from reader.annotations.dossiers import dossier_key, dossier_name
from reader.annotations.notes import tag_name
from reader.errors import NoteError
from reader.search import Kind
from reader.text.sanitize import clean_line
from reader.text.scripts import split_cjk

Field = Literal[
    "", "tag", "speaker", "entity", "author", "source", "dossier", "folder", "after", "before", "state", "in"
]
"""What a condition is about; "" for words."""

State = Literal["exact", "changed", "orphaned", "conflict", "archived", "removed"]

SHELVES = ("archived", "removed")  # the states of articles; all others are states of notes

KINDS: dict[str, Kind] = {name: kind for kind in get_args(Kind) for name in (f"{kind}s", kind)}

FIELDS = tuple(filter(None, get_args(Field)))

LIMITS = ("folder", "dossier")  # fields that limit all lists to some articles
OTHER_NAMES: dict[str, Field] = {"kind": "in"}  # other names of fields

INDEXED: dict[Field, str] = {"": "{title text about tags speaker}", "speaker": "speaker", "entity": "names"}
"""The columns of words that conditions of these fields look into."""

ABOUT: dict[Field, tuple[Kind, ...]] = {"tag": ("note",), "state": ("note",), "speaker": ("quote", "note")}
"""The kinds of entries that conditions of these fields are about; others may be about any."""

EITHER, ALL, NONE = "OR", "AND", "NOT"
"""Operators: the first is ours, the second is implied, the third is written with a minus sign."""

PART = re.compile(
    r"(?P<minus>(?<!\S)-(?=[^\s-]))?(?:(?P<field>[A-Za-z]{2,}):(?!//))?"
    r'(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+))'
)

DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))

MAX_LENGTH = 1000  # characters of a query; a longer one was pasted by mistake and would take long to answer


@dataclass(frozen=True, slots=True)
class Term:
    """One or more words in this order."""

    text: str
    begun: bool = False
    """True if the last word may be a prefix."""

    @property
    def match(self) -> str:
        """The term as a string of the FTS5 query language."""
        return '"' + split_cjk(self.text).replace('"', '""') + '"' + (" *" if self.begun else "")


@dataclass(frozen=True, slots=True)
class Condition:
    field: Field
    term: Term
    negated: bool = False

    @property
    def match(self) -> str:
        """The condition as an FTS5 query, for the fields that are `INDEXED`."""
        return f"{INDEXED[self.field]} : {self.term.match}"

    @property
    def is_shelf(self) -> bool:
        return self.field == "state" and self.term.text in SHELVES

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of entries that can meet it."""
        if self.negated or self.is_shelf:
            return frozenset(get_args(Kind))
        if self.field == "in":
            return frozenset((KINDS[self.term.text],))
        return frozenset(ABOUT.get(self.field, get_args(Kind)))


Clause = tuple[Condition, ...]  # conditions of which one must be met


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: clauses that must all be met."""

    clauses: tuple[Clause, ...] = ()
    problem: str = ""
    only: tuple[Kind, ...] = ()
    """The kinds of entries to find, whatever the conditions say about them; all if empty."""

    @property
    def conditions(self) -> Iterator[Condition]:
        return (condition for clause in self.clauses for condition in clause)

    def terms(self, field: Field) -> tuple[Term, ...]:
        """Return what is asked for in a field; not what must not be there."""
        return tuple(each.term for each in self.conditions if each.field == field and not each.negated)

    @property
    def words(self) -> tuple[Term, ...]:
        return self.terms("")

    @property
    def empty(self) -> bool:
        """True if there is nothing to search for; a folder alone is nothing."""
        return all(condition.field == "folder" for condition in self.conditions)

    @property
    def limits(self) -> tuple[Condition, ...]:
        """The conditions that name the folders and dossiers that an article must be in."""
        only = (clause[0] for clause in self.clauses if len(clause) == 1)
        return tuple(each for each in only if each.field in LIMITS and not each.negated)

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders that the file of an article must be in."""
        return tuple(each.term.text for each in self.limits if each.field == "folder")

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of entries that are asked for with `in:`."""
        return tuple(KINDS[term.text] for term in self.terms("in"))

    @property
    def match(self) -> str:
        """The clauses of words, speakers and entities as an FTS5 query; "" if there are none."""
        indexed = filter(is_indexed, self.clauses)
        return " AND ".join(f"({' OR '.join(condition.match for condition in clause)})" for clause in indexed)

    @property
    def result_kinds(self) -> frozenset[Kind]:
        """The kinds of entries that can match: those given by `in:`, else those that can meet the conditions."""
        if self.only:
            return frozenset(self.only)
        kinds = [frozenset[Kind]().union(*(each.kinds for each in clause)) for clause in self.clauses]
        named = [found for found, clause in zip(kinds, self.clauses, strict=True) if clause[0].field == "in"]
        return frozenset(get_args(Kind)).intersection(*(named or kinds))

    def of(self, *kinds: Kind) -> "Query":
        """Return the query restricted to these kinds."""
        return replace(self, only=kinds)


def in_dossier(name: str) -> str:
    """Return the query for what is in a dossier."""
    return f'dossier:"{name}"'


def is_indexed(clause: Clause) -> bool:
    """Return whether the words of the index answer a clause."""
    return all(condition.field in INDEXED and not condition.negated for condition in clause)


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Parse `text`; while `typing`, its last part may also be the prefix of a name or tag."""
    line = clean_line(text[:MAX_LENGTH]).translate(QUOTATION_MARKS)
    parts = [part for part in PART.finditer(line) if is_searchable(part)]
    loose = [
        part
        for part in parts
        if part["word"] not in (EITHER, ALL) and not (part["field"] or part["minus"] or part["end"])
    ]
    clauses: list[Clause] = []
    either = False
    for part in parts:
        if part[0] in (EITHER, ALL):
            either = part["word"] == EITHER and bool(clauses)
            continue
        last = part is parts[-1] and not part["end"] and part.end() == len(line)
        begun = (last and typing) if part["field"] else loose[-1:] == [part]
        try:
            condition = condition_from(part, begun=begun)
        except (ValueError, NoteError) as error:
            return Query(problem=str(error))
        if condition is not None:
            clauses = [*clauses[:-1], (*clauses[-1], condition)] if either else [*clauses, (condition,)]
            either = False
    return Query(tuple(join_alternatives(clauses)))


def is_searchable(part: re.Match[str]) -> bool:
    """Return whether a part contains a word to search for; an incomplete `tag:` does not."""
    words = part["phrase"] or part["word"] or ""
    begun = not part["field"] and words.endswith(":") and words[:-1].lower() in (*FIELDS, *OTHER_NAMES)
    return not begun and any(sign.isalnum() for sign in words)


def condition_from(part: re.Match[str], *, begun: bool) -> Condition | None:
    """Return the condition in a part of a query; None if `begun` and unclear. Raises ValueError or NoteError."""
    words = part["phrase"] or part["word"]
    if part[0] == NONE:
        raise ValueError(f"unknown operator “{words}”; operators: OR between two, - before what must not be there")
    name = (part["field"] or "").lower()
    field = cast(Field, OTHER_NAMES.get(name, name))
    if field and field not in FIELDS:
        raise ValueError(f'unknown field “{part["field"]}:”; fields: {", ".join(FIELDS)}; in "…" it is searched for')
    asked = Term(words, begun)
    term = VALUES[field](asked) if field in VALUES else asked
    return None if term is None else Condition(field, term, bool(part["minus"]))


def known_word(known: Iterable[str], problem: str, word: Term) -> Term:
    """Return the one of `known` that `word` names or begins. Raises ValueError with the problem."""
    text = word.text.lower()
    for each in known:
        if each == text or (word.begun and each.startswith(text)):
            return Term(each)
    raise ValueError(problem.format(word.text))


def valid_tag(tag: Term) -> Term:
    """Return a tag by its name. Raises ValueError."""
    if name := tag_name(tag.text):
        return Term(name, tag.begun)
    raise ValueError(f"“{tag.text}” cannot be a tag: letters, digits, _ - / and not digits alone")


def valid_day(day: Term) -> Term | None:
    """Return a year, month or day; None while it is typed. Raises ValueError."""
    text = day.text
    with suppress(ValueError):
        if DAY.fullmatch(text) and date.fromisoformat(text + "-01-01"[len(text) - 4 :]):
            return Term(text)
    if day.begun:
        return None
    raise ValueError(f"“{text}” is no date; write YYYY, YYYY-MM or YYYY-MM-DD")


VALUES: dict[Field, Callable[[Term], Term | None]] = {
    "tag": valid_tag,
    "dossier": lambda name: Term(dossier_key(dossier_name(name.text)), name.begun),
    "state": partial(known_word, get_args(State), f"unknown state “{{}}”; states: {', '.join(get_args(State))}"),
    "in": partial(known_word, KINDS, "cannot search in “{}”; use in:notes, in:quotes or in:articles"),
    "after": valid_day,
    "before": valid_day,
}
"""How the value of a field is read."""


def join_alternatives(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Yield the clauses, with those that only name kinds, shelves or states of notes joined to one for each."""
    joined: dict[str, Clause] = {}
    for clause in clauses:
        first = clause[0]
        if len(clause) == 1 and not first.negated and first.field in ("in", "state"):
            about = "shelf" if first.is_shelf else first.field
            joined[about] = (*joined.get(about, ()), first)
        else:
            yield clause
    yield from joined.values()
