"""Parse a search query.

    harbour vote        all of these words, in any order; the last one may be a prefix
    "harbour vote"      these words in this order
    tag:city            notes with this tag or a sub-tag, and articles with such notes
    speaker:ortiz       quotes of this person, and notes on them; entity:leith mentions of this name
    state:changed       notes by the state of their passage (exact, changed, orphaned, conflict),
                        articles that are archived or removed
    in:notes            only notes, quotes or articles
    folder:PATH         what is in this folder or below it: articles, their quotes and notes

Any input is a query: a closing quotation mark may be missing, a word may consist of punctuation. An invalid condition
is described in `Query.problem`, and then nothing matches. Pitfall: SQLite has a query language with operators, columns
and quotation marks, so words are passed to it only as quoted strings.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from reader.annotations.notes import tag_name
from reader.search import Kind
from reader.search.cjk import split_cjk
from reader.text.sanitize import clean_line

State = Literal["exact", "changed", "orphaned", "conflict", "archived", "removed"]

SHELVES = ("archived", "removed")
"""The states of articles; all others are states of notes."""

KINDS: dict[str, Kind] = {
    "articles": "article",
    "article": "article",
    "quotes": "quote",
    "quote": "quote",
    "notes": "note",
    "note": "note",
}

FIELDS = ("tag", "speaker", "entity", "state", "in", "folder")

PART = re.compile(
    rf'(?:(?P<field>{"|".join(FIELDS)}):)?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+))', re.IGNORECASE
)

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))

MAX_LENGTH = 1000
"""Characters of a query; a longer one was pasted by mistake and would take long to answer."""

COLUMNS = "{title text about tags speaker}"
"""Columns searched for words without a field."""


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
class Query:
    """A parsed query."""

    words: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    speakers: tuple[Term, ...] = ()
    entities: tuple[Term, ...] = ()
    states: tuple[State, ...] = ()
    kinds: tuple[Kind, ...] = ()
    problem: str = ""
    folders: tuple[str, ...] = ()
    """Folders that the file of an article must be in."""

    @property
    def empty(self) -> bool:
        """True if there is nothing to search for; a folder alone is nothing."""
        return not (self.words or self.tags or self.speakers or self.entities or self.states or self.kinds)

    @property
    def note_states(self) -> tuple[State, ...]:
        return tuple(state for state in self.states if state not in SHELVES)

    @property
    def shelves(self) -> tuple[State, ...]:
        return tuple(state for state in self.states if state in SHELVES)

    @property
    def match(self) -> str:
        """The words, speakers and entities as an FTS5 query; "" if there are none."""
        parts = [f"{COLUMNS} : ({join_terms(self.words)})"] if self.words else []
        parts += [f"speaker : {words.match}" for words in self.speakers]
        parts += [f"names : {words.match}" for words in self.entities]
        return " AND ".join(parts)

    @property
    def result_kinds(self) -> frozenset[Kind]:
        """The kinds of entries that can match: those given by `in:`, else those that can have the given fields."""
        if self.kinds:
            return frozenset(self.kinds)
        kinds: set[Kind] = set(get_args(Kind))
        if self.tags or self.note_states:
            kinds &= {"note"}
        if self.speakers:
            kinds &= {"quote", "note"}
        return frozenset(kinds)

    def of(self, *kinds: Kind) -> "Query":
        """Return the query restricted to these kinds."""
        return replace(self, kinds=kinds)


def join_terms(words: Iterable[Term]) -> str:
    return " ".join(each.match for each in words)


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Parse `text`; while `typing`, its last part may also be the prefix of a name or tag."""
    found: dict[str, list[Term]] = {field: [] for field in ("", *FIELDS)}
    line = clean_line(text[:MAX_LENGTH]).translate(QUOTATION_MARKS)
    parts = [part for part in PART.finditer(line) if is_searchable(part)]
    loose = [part for part in parts if not part["field"] and not part["end"]]
    for part in parts:
        field = (part["field"] or "").lower()
        last = part is parts[-1] and not part["end"] and part.end() == len(line)
        begun = (last and typing) if field else part is loose[-1:][0] if loose else False
        found[field].append(Term(part["phrase"] or part["word"], begun))
    states, kinds = known_states(found["state"]), known_kinds(found["in"])
    tags = [Term(tag_name(tag.text) or "", tag.begun) for tag in found["tag"]]
    problem = query_problem(found, states, kinds, tags)
    folders = tuple(words.text for words in found["folder"])
    words, speakers, entities = tuple(found[""]), tuple(found["speaker"]), tuple(found["entity"])
    return Query(words, tuple(tags), speakers, entities, states, kinds, problem, folders)


def is_searchable(part: re.Match[str]) -> bool:
    """Return whether a part contains a word to search for; an incomplete `tag:` does not."""
    words = part["phrase"] or part["word"] or ""
    begun = not part["field"] and words.endswith(":") and words[:-1].lower() in FIELDS
    return not begun and any(sign.isalnum() for sign in words)


def known_states(terms: Iterable[Term]) -> tuple[State, ...]:
    return tuple(cast(State, state) for words in terms if (state := complete_word(words, get_args(State))))


def known_kinds(terms: Iterable[Term]) -> tuple[Kind, ...]:
    return tuple(KINDS[kind] for words in terms if (kind := complete_word(words, KINDS)))


def complete_word(words: Term, known: Iterable[str]) -> str:
    """Return the one of `known` that `words` names or begins; "" if there is none."""
    word = words.text.lower()
    return next((each for each in known if each == word or (words.begun and each.startswith(word))), "")


def query_problem(
    found: dict[str, list[Term]], states: tuple[State, ...], kinds: tuple[Kind, ...], tags: list[Term]
) -> str:
    """Return a line about the first invalid condition; "" if all are valid."""
    if len(states) < len(found["state"]):
        unknown = next(words.text for words in found["state"] if not known_states([words]))
        return f"unknown state “{unknown}”; states: {', '.join(get_args(State))}"
    if len(kinds) < len(found["in"]):
        unknown = next(words.text for words in found["in"] if not known_kinds([words]))
        return f"cannot search in “{unknown}”; use in:notes, in:quotes or in:articles"
    if not all(tag.text for tag in tags):
        unknown = next(words.text for words, tag in zip(found["tag"], tags, strict=True) if not tag.text)
        return f"“{unknown}” cannot be a tag: letters, digits, _ - / and not digits alone"
    return ""
