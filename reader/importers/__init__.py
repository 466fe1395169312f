"""Import notes from other files into the library.

    detect         the kinds of files, one row each
    reader_json    JSON exports of reader, with history
    w3c            W3C Web Annotations (JSON-LD)
    hypothesis     answers and exports of Hypothesis
    markdown       Markdown exports that were edited by hand
    documents      highlights and comments in a PDF, comments in a Word document
    kindle         My Clippings.txt of a Kindle
    readwise       CSV exports of Readwise
    koreader       metadata and exports of KOReader, lua_table
    wallabag       JSON exports of wallabag
    zotero         CSL-JSON and RDF exports of Zotero
    coerce         single values of foreign files
    targets        the article that notes are on
    apply          the only module that writes: new, edited and known notes, and their placements

Every format yields the classes below and knows nothing of the library's file. The one idea: ids are derived from the
content (the foreign id, the words), so importing a file twice is the same as once.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reader.anchoring import Anchor
from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Member
from reader.annotations.notes import NoteRevision, Tags
from reader.library.library import Library

Form = Literal["document", "json", "text"]


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file of notes, and the library that they are for."""

    form: Form
    library: Library
    path: Path | None = None
    text: str = ""
    """Empty for a document."""
    value: Any = None
    """What the text holds as JSON; the `SourceData` of a document."""
    damage: str = ""
    """Why a text that begins like JSON is none."""


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """The article that notes are on, as far as the file says."""

    source: str = ""
    """A URL or an absolute path, or ""."""
    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    id: str = ""
    """Its id in a library of ours, or ""."""
    sha256: str = ""
    """The sha256 of the text that its notes are placed in."""
    also: tuple[str, ...] = ()
    """Other sources that it may have."""

    @property
    def key(self) -> str:
        """What an id for it is derived from if the library does not have it: its source, else title and author."""
        return self.source or repr((self.title, self.author))


@dataclass(frozen=True, slots=True)
class ImportedNote:
    id: str
    """Ours, or one derived from the foreign id."""
    text: str
    tags: Tags
    anchor: Anchor | None
    created: str = ""
    """UTC, ISO 8601; "" if unknown."""
    updated: str = ""
    made_on: str = ""
    """The sha256 of the text that the anchor was made on, as far as the file says; "" if it does not."""
    history: tuple[NoteRevision, ...] = ()
    """All revisions, if the file has them."""
    base: str = ""
    """The revision that it was made from, if known; else the newest that came from the same place."""
    color: str = ""
    """The name of a highlight's colour; "" if the file does not say."""
    author: str = ""
    """The name of the person who wrote it; "" if the file does not say."""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """The notes and corrections in a file about one article."""

    about: ArticleInfo
    notes: tuple[ImportedNote, ...]
    corrections: tuple[Correction, ...] = ()
    remarks: tuple[str, ...] = ()
    html: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    new: tuple[str, ...] = ()
    """Ids of new notes."""
    edited: tuple[str, ...] = ()
    """Ids of notes that the library had with other values."""
    known: int = 0
    states: Counter[str] = field(default_factory=Counter)
    """New and edited notes by placement: *exact*, *changed*, *orphaned*, or *whole* for the whole article."""
    conflicts: int = 0
    """Notes that were changed in the library too; both texts are kept."""
    corrections: int = 0
    dossiers: int = 0
    remarks: tuple[str, ...] = ()
