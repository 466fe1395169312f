"""Search articles, quotes and notes of the whole library.

    query.py           parse a query: words, phrases, tag:, speaker:, entity:, state:, in:
    index.py           the SQLite file: open, protect, rebuild when damaged
    index_library.py   copy articles and notes into the index, and rescue those that an older library lacks
    index_saves.py     the same from the journal of a large library, which is not read then; and fold that journal
    index_findings.py  copy the names and quotes of each article into the index
    index_context.py   speakers and names around a passage
    freshness.py       query an index that is up to date
    queries.py         hits, articles, notes, tags, and their places in the current text
      snippets.py        the text around a hit
    people.py          the quotes and mentions of one person
    statements.py      where the same statement stands in the library
    picks.py           what an export of several articles has
    likely_sources.py  articles that may have the words of a quotation

This module has the types that they share. The index is a file beside the library that can be rebuilt from it at any
time, so deleting it loses nothing. Pitfall: the library is not read to answer a query, so everything that is shown of
an article or a note must be in the index.
"""

from dataclasses import dataclass
from typing import Literal

from reader.analysis import Certainty
from reader.session.state import LastCheck
from reader.text.span import Span

Kind = Literal["article", "quote", "note"]

Pieces = tuple[tuple[str, bool], ...]  # pieces of a line, each with whether it matches the query


@dataclass(frozen=True, slots=True)
class Origin:
    """The article of a hit, as last opened."""

    id: str
    title: str
    source: str
    day: str
    """The date it was published, or else first opened: YYYY, YYYY-MM or YYYY-MM-DD."""
    sha256: str
    """The sha256 of the text that spans refer to."""


@dataclass(frozen=True, slots=True)
class Hit:
    kind: Kind
    origin: Origin
    pieces: Pieces
    """The matching words and the text around them; for a note, its text."""
    span: Span | None
    """None for an article that matches as a whole, and for a note without a place."""
    note: str = ""
    """The id of the note; "" if the hit is not a note."""
    passage: Pieces = ()
    """The passage of a note."""
    tags: tuple[str, ...] = ()
    state: str = ""
    """The state of a note: exact, changed, orphaned or conflict; "" for one on the article as a whole."""
    speaker: str = ""
    uncertain: bool = False
    """True if the speaker should be checked before the quote is cited."""
    certainty: Certainty | None = None
    """How certain the speaker of a quote is; None if nobody looked for one."""
    indirect: bool = False
    author: str = ""
    """The author of a note, where the notes of the library are by several."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What other articles have of a statement."""

    places: int = 0
    speakers: tuple[str, ...] = ()
    """Who says it there, if that is not the speaker here: rivals, or who it may be."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list of all articles."""

    origin: Origin
    by: str
    """The author, or else the site."""
    published: str
    added: str
    opened: str
    archived: bool
    notes: int
    tags: tuple[str, ...]
    """The tags of its notes, most used first."""
    progress: int | None
    """Percentage read; None if unknown."""
    note: str = ""
    """The beginning of its last note, the text or else the passage."""
    minutes: float = 0
    """The time it takes to read."""
    checked: LastCheck | None = None
    """None if its quotations were never checked on the screen."""


@dataclass(frozen=True, slots=True)
class ListedDossier:
    name: str
    texts: int
    unread: int
    """Those that were never opened on the screen."""
    opened: str
    """When one of them was opened last."""
    note: str
    """The beginning of the last note on one of them; "" without any."""
    progress: int = 0
    """Percentage read, on average."""


DOING = {"index": "reading the library", "analysis": "finding names and quotes"}


@dataclass(frozen=True, slots=True)
class WorkProgress:
    doing: str
    """A key of `DOING`, which describes it."""
    done: int
    of: int
