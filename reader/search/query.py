"""What is asked: words, and conditions on who, where and how.

    harbour vote        all of these words, in any order; the last one may be the beginning of a word
    "harbour vote"      these words in this order
    tag:city            notes with this tag or one nested in it, and articles that have such notes
    speaker:ortiz       what she said, and notes on it; entity:leith what names it
    state:changed       notes by how their words were found again (exact, changed, orphaned, conflict),
                        articles that are archived or removed
    in:notes            only notes, quotes or articles

Whatever is typed is a query: a quotation mark may be missing, a word may be nothing but signs. What makes no sense is
told in `problem`, and nothing is found. The trap: the index has a language of its own, with operators, columns and
quotation marks, so no word reaches it but as a string in quotation marks.
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
"""States of articles; the others are of notes."""

KINDS: dict[str, Kind] = {
    "articles": "article",
    "article": "article",
    "quotes": "quote",
    "quote": "quote",
    "notes": "note",
    "note": "note",
}

FIELDS = ("tag", "speaker", "entity", "state", "in")

PART = re.compile(
    rf'(?:(?P<field>{"|".join(FIELDS)}):)?(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+))', re.IGNORECASE
)

QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))

LONGEST = 1000
"""Characters of a query: what is longer was pasted by mistake, and would take the index long to make sense of."""

COLUMNS = "{title text about tags speaker}"
"""Where free words are looked for."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words in this order."""

    text: str
    begun: bool = False
    """The last of them may be the beginning of a word."""

    @property
    def match(self) -> str:
        """As a string of the index's language."""
        return '"' + split_cjk(self.text).replace('"', '""') + '"' + (" *" if self.begun else "")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, understood."""

    words: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    speakers: tuple[Term, ...] = ()
    entities: tuple[Term, ...] = ()
    states: tuple[State, ...] = ()
    kinds: tuple[Kind, ...] = ()
    problem: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.words or self.tags or self.speakers or self.entities or self.states or self.kinds)

    @property
    def note_states(self) -> tuple[State, ...]:
        return tuple(state for state in self.states if state not in SHELVES)

    @property
    def shelves(self) -> tuple[State, ...]:
        return tuple(state for state in self.states if state in SHELVES)

    @property
    def match(self) -> str:
        """The words, speakers and entities in the index's language; empty where none are asked for."""
        parts = [f"{COLUMNS} : ({join_terms(self.words)})"] if self.words else []
        parts += [f"speaker : {words.match}" for words in self.speakers]
        parts += [f"names : {words.match}" for words in self.entities]
        return " AND ".join(parts)

    @property
    def asked_kinds(self) -> frozenset[Kind]:
        """What can fit: what was asked for with `in:`, else what has a tag, a state or a speaker of its own."""
        if self.kinds:
            return frozenset(self.kinds)
        kinds: set[Kind] = set(get_args(Kind))
        if self.tags or self.note_states:
            kinds &= {"note"}
        if self.speakers:
            kinds &= {"quote", "note"}
        return frozenset(kinds)

    def of(self, *kinds: Kind) -> "Query":
        """The same of these kinds only."""
        return replace(self, kinds=kinds)


def join_terms(words: Iterable[Term]) -> str:
    return " ".join(each.match for each in words)


def parse_query(text: str, *, typing: bool = False) -> Query:
    """What `text` asks; while it is being typed, the last part of it may be the beginning of a name or a tag too."""
    found: dict[str, list[Term]] = {field: [] for field in ("", *FIELDS)}
    line = clean_line(text[:LONGEST]).translate(QUOTATION_MARKS)
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
    return Query(tuple(found[""]), tuple(tags), tuple(found["speaker"]), tuple(found["entity"]), states, kinds, problem)


def is_searchable(part: re.Match[str]) -> bool:
    """Whether the index could find any word in a part; `tag:` with nothing behind it asks for nothing yet."""
    words = part["phrase"] or part["word"] or ""
    begun = not part["field"] and words.endswith(":") and words[:-1].lower() in FIELDS
    return not begun and any(sign.isalnum() for sign in words)


def known_states(asked: Iterable[Term]) -> tuple[State, ...]:
    return tuple(cast(State, state) for words in asked if (state := complete_word(words, get_args(State))))


def known_kinds(asked: Iterable[Term]) -> tuple[Kind, ...]:
    return tuple(KINDS[kind] for words in asked if (kind := complete_word(words, KINDS)))


def complete_word(words: Term, known: Iterable[str]) -> str:
    """Which of `known` is meant; empty if none is."""
    word = words.text.lower()
    return next((each for each in known if each == word or (words.begun and each.startswith(word))), "")


def query_problem(
    found: dict[str, list[Term]], states: tuple[State, ...], kinds: tuple[Kind, ...], tags: list[Term]
) -> str:
    """What makes no sense in a query, in a line; empty where all does."""
    if len(states) < len(found["state"]):
        unknown = next(words.text for words in found["state"] if not known_states([words]))
        return f"no state is called “{unknown}”: {', '.join(get_args(State))}"
    if len(kinds) < len(found["in"]):
        unknown = next(words.text for words in found["in"] if not known_kinds([words]))
        return f"one cannot search in “{unknown}”: in:notes, in:quotes, in:articles"
    if not all(tag.text for tag in tags):
        unknown = next(words.text for words, tag in zip(found["tag"], tags, strict=True) if not tag.text)
        return f"“{unknown}” cannot be a tag: letters, digits, _ - / and not digits alone"
    return ""
