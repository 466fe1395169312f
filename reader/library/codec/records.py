"""Documents of the library file, and the frozen dataclasses that the rest of the program knows.

The only place with dicts of notes and articles. A document is whatever somebody put into a JSON file, so every field is
checked and every string cleaned on the way in; on the way out, keys that are not ours are kept, and a revision that
is already stored is never changed. The trap: documents are shared with the storage's cache and read by other threads,
so they are replaced, never changed in place.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, cast, get_args

from reader.anchoring import Anchor, Placement, State
from reader.annotations.notes import Note, NoteRevision
from reader.library.codec.fields import (
    DIGEST,
    BadRecordError,
    Document,
    id_string,
    id_strings,
    optional_sha256,
    span_between,
    text_string,
    text_strings,
    utc_time,
    writable,
)
from reader.library.codec.revisions import RevisionCodec, merge_revisions, stamp_document, stamp_from
from reader.text.sanitize import clean, clean_line

Tables = dict[str, dict[str, Document]]

SCHEMA = 1

TABLES = ("meta", "articles", "notes", "corrections")

Shelf = Literal["", "archived", "removed"]

STANDARD_INPUT = "-"
"""A source that says nothing: such an article is known by its text alone."""


@dataclass(frozen=True)
class ArticleRecord:
    """An article as the library remembers it."""

    id: str
    title: str
    sources: tuple[str, ...]
    """Absolute paths and URLs, the one it was last opened from at the end; `-` only if it has no other."""
    texts: tuple[str, ...]
    """The sha256 of each text it has had, the one it was last opened with at the end."""
    added: str
    """When it was first opened: UTC, ISO 8601."""
    opened: str
    """When it was last opened: UTC, ISO 8601."""
    author: tuple[str, ...] = ()
    published: str = ""
    also: tuple[str, ...] = ()
    """Other ids that it had in libraries that were merged into this one, sorted."""
    shelf: Shelf = ""
    """Where it was put, out of sight."""
    shelved: str = ""
    """When that was, or when it was taken back; empty for one that was never put anywhere."""


# ---------------------------------------------------------------------- notes


def note_from(document: Document) -> Note:
    """The note that `document` holds. Revisions that make no sense are passed over as long as one does.

    Raises BadRecordError.
    """
    return Note(
        id=id_string(document),
        article=id_string(document, "article"),
        made_on=optional_sha256(document, "made_on"),
        revisions=NOTES.revisions(document),
        placement=placement_from(document.get("placement")),
    )


def note_revision(document: object) -> NoteRevision:
    if not isinstance(document, dict):
        raise BadRecordError("one of its revisions is no record")
    return NoteRevision(
        **stamp_from(document),
        text=clean(text_string(document, "text")),
        tags=text_strings(document, "tags"),
        anchor=anchor_from(document.get("anchor")),
    )


NOTES = RevisionCodec(note_revision, ("text", "tags", "anchor", "deleted"))


def anchor_from(document: object) -> Anchor | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise BadRecordError("its anchor is no record")
    place = span_between(document.get("start"), document.get("end"))
    return Anchor(
        clean(text_string(document, "exact")),
        clean(text_string(document, "prefix")),
        clean(text_string(document, "suffix")),
        place.start,
        place.end,
    )


def placement_from(document: object) -> Placement | None:
    """None where it makes no sense: the next opening of the article computes it anew."""
    if not isinstance(document, dict):
        return None
    try:
        guess = document.get("guess")
        guessed = span_between(*guess) if isinstance(guess, list) and len(guess) == 2 else None
        if document.get("state") == "orphaned":
            return Placement(None, "orphaned", guessed)
        if document.get("state") not in ("exact", "changed"):
            return None
        return Placement(
            span_between(document.get("start"), document.get("end")), cast(State, document["state"]), guessed
        )
    except BadRecordError:
        return None


def note_document(note: Note, stored: Document | None = None) -> Document:
    """`note` as it is stored: all revisions of both, keys of `stored` that are not ours, the note's own placement.

    The values beside the revisions are those of the one that counts, for whoever reads the file without this program.
    """
    before = NOTES.settled(stored or {})
    document = {
        **before,
        "id": note.id,
        "article": note.article,
        "made_on": note.made_on,
        "revisions": merge_revisions(before.get("revisions"), map(revision_document, note.revisions)),
        "placement": placement_document(note.placement),
    }
    return NOTES.with_current_values(document)


def revision_document(revision: NoteRevision) -> Document:
    return {
        **stamp_document(revision),
        "text": writable(revision.text),
        "tags": [writable(tag) for tag in revision.tags],
        "anchor": anchor_document(revision.anchor),
    }


def anchor_document(anchor: Anchor | None) -> Document | None:
    if anchor is None:
        return None
    return {
        "exact": writable(anchor.exact),
        "prefix": writable(anchor.prefix),
        "suffix": writable(anchor.suffix),
        "start": anchor.start,
        "end": anchor.end,
    }


def placement_document(placement: Placement | None) -> Document | None:
    if placement is None:
        return None
    place, guess = placement.span, placement.guess
    return {
        "state": placement.state,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
        "guess": None if guess is None else [guess.start, guess.end],
    }


# ---------------------------------------------------------------------- articles


def article_from(document: Document) -> ArticleRecord:
    """The article that `document` holds. Raises BadRecordError."""
    shelf, shelved = shelf_from(document)
    return ArticleRecord(
        id=id_string(document),
        title=clean_line(text_string(document, "title", "")),
        sources=informative_sources(text_strings(document, "sources")),
        texts=tuple(text for text in text_strings(document, "texts") if DIGEST.fullmatch(text)),
        added=utc_time(document, "added"),
        opened=utc_time(document, "opened"),
        author=text_strings(document, "author", []),
        published=clean_line(text_string(document, "published", "")),
        also=id_strings(document, "also"),
        shelf=shelf,
        shelved=shelved,
    )


def shelf_from(document: Document) -> tuple[Shelf, str]:
    """Where an article was put, and when; what makes no sense here is no reason to lose sight of it."""
    shelf = document.get("shelf", "")
    try:
        if shelf in get_args(Shelf):
            return cast(Shelf, shelf), utc_time(document, "shelved")
    except BadRecordError:
        pass
    return "", ""


def informative_sources(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Standard input says nothing where there is another source."""
    return tuple(source for source in sources if source != STANDARD_INPUT) or sources


def article_document(record: ArticleRecord, stored: Document | None = None) -> Document:
    """`record` as it is stored, with the keys of `stored` that are not ours."""
    document: Document = {
        **(stored or {}),
        "id": record.id,
        "title": writable(record.title),
        "sources": [writable(source) for source in record.sources],
        "texts": list(record.texts),
        "author": [writable(author) for author in record.author],
        "published": writable(record.published),
        "added": record.added,
        "opened": record.opened,
    }
    if record.shelved:
        document |= {"shelf": record.shelf, "shelved": record.shelved}
    return {**document, "also": list(record.also)} if record.also else document


# ---------------------------------------------------------------------- many


@contextmanager
def without_collection() -> Iterator[None]:
    """Many records at once without the garbage collector, which would go through all of them several times while they
    are made, for nothing: in a large program ten thousand notes are read in 0.1 s instead of 0.4 s."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
