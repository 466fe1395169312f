"""Searching all that was ever read: articles, quotes, notes, and who said what across all of them.

    query.py     what is asked: words, phrases, tag:, speaker:, entity:, state:, in:
    index.py     the file of the index: opened, kept to oneself, made anew when it is damaged
    updating.py  what the library says today, brought into the index
    studying.py  what is found in each article, brought into the index
    answering.py a question to an index of today
    asking.py    answers: hits, articles, notes, tags
      snippets.py  the words of a hit and what stands around them
      unspaced.py  writing without spaces between words
    sayings.py   all that one person said, everywhere a name occurs
    returning.py from a hit to its place in the article of today

This page holds the shapes that cross borders. The index is an SQLite file beside the library and can be made again from
it at any time: the library file stays the only truth, and deleting the index loses nothing. The trap: it answers
without the library being read, so whatever is shown of an article or a note must be in it.
"""

from dataclasses import dataclass
from typing import Literal

from reader.text.span import Span

Kind = Literal["article", "quote", "note"]

Pieces = tuple[tuple[str, bool], ...]
"""Words on one line, and whether they are what was looked for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The article that something is in, as it was last opened."""

    id: str
    title: str
    source: str
    day: str
    """When it was published, or else first opened: YYYY, YYYY-MM or YYYY-MM-DD."""
    sha256: str
    """Of the text that places point into."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that fits a query."""

    kind: Kind
    origin: Origin
    pieces: Pieces
    """The words that were found with what stands around them; of a note what it says."""
    span: Span | None
    """Where it is; None for an article that fits as a whole, and for a note without a place."""
    note: str = ""
    """The id of a note."""
    passage: Pieces = ()
    """The words that a note is on."""
    tags: tuple[str, ...] = ()
    state: str = ""
    """Of a note: exact, changed, orphaned or conflict; empty for one on the article as a whole."""
    speaker: str = ""
    uncertain: bool = False
    """Whether the speaker is better looked at before being cited."""
    indirect: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list of all."""

    origin: Origin
    by: str
    """The author, or else the site."""
    published: str
    added: str
    opened: str
    archived: bool
    notes: int
    tags: tuple[str, ...]
    """Those of its notes, most used first."""
    progress: int | None
    """How far it was read, in hundredths; None where that is not known."""


DOING = {"index": "reading the library", "analysis": "finding names and quotes"}


@dataclass(frozen=True, slots=True)
class WorkProgress:
    """How far a long work has come."""

    doing: str
    """What is done: one of `DOING`, which puts it into words."""
    done: int
    of: int
