"""Notes from elsewhere, taken into the library.

    file.py              what a file is, and what it brings
      reader_json.py     our own JSON, nothing lost
      web_annotations.py W3C Web Annotations, JSON-LD
      hypothesis_json.py what Hypothesis answers and exports
      edited_markdown.py our Markdown after somebody has edited it
        foreign.py       one value of foreign JSON
    taking.py            the one place that writes: what is new, what was there, where it is in the text

Every format yields the shapes of this page and knows nothing of the library's file. The one idea: what comes in has
names that follow from what it is (the foreign id, the words), so the same file twice is the same as once.
"""

from collections import Counter
from dataclasses import dataclass, field

from reader.anchoring import Anchor
from reader.annotations.corrections import Correction
from reader.annotations.notes import NoteRevision, Tags


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """The article that notes are on, as far as their file says."""

    source: str = ""
    """A URL or an absolute path; "" where it has none."""
    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    id: str = ""
    """Our own id of it."""
    sha256: str = ""
    """Of the text that its notes are placed in."""


@dataclass(frozen=True, slots=True)
class ImportedNote:
    """A note as a file brings it."""

    id: str
    """Ours, or one that follows from the foreign one."""
    text: str
    tags: Tags
    anchor: Anchor | None
    created: str = ""
    """UTC, ISO 8601; "" where the file does not say."""
    updated: str = ""
    made_on: str = ""
    """The sha256 of the text that the anchor was made on; "" where the file does not say."""
    history: tuple[NoteRevision, ...] = ()
    """All its revisions, where the file has them."""
    base: str = ""
    """The revision that it was made from, where that is known; else it is the newest that came from the same place."""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """The notes and corrections in a file about one article."""

    about: ArticleInfo
    notes: tuple[ImportedNote, ...]
    corrections: tuple[Correction, ...] = ()
    """Of the article `about.id`."""
    remarks: tuple[str, ...] = ()
    """What the user should be told of the file."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The outcome of an import."""

    new: tuple[str, ...] = ()
    """Their ids."""
    edited: tuple[str, ...] = ()
    """The ids of notes that the library had, and that say something else now."""
    known: int = 0
    """Notes that were there already."""
    states: Counter[str] = field(default_factory=Counter)
    """How the new and edited ones are placed: *exact*, *changed*, *orphaned*, or *whole* for the article as such."""
    conflicts: int = 0
    """Notes that were changed here too: both texts are kept."""
    corrections: int = 0
    articles: int = 0
    """That the library had not."""
    remarks: tuple[str, ...] = ()
