"""Articles and notes as documents of the library file, and back.

A document may contain anything, so every field is checked and every string sanitized when it is read. When it is
written, unknown keys are kept, and a stored revision is never changed. Pitfall: documents are shared with the
storage's cache and read by other threads, so they are replaced, never changed in place.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from typing import Literal, cast, get_args

from reader.anchoring import Anchor, Placement, State
from reader.annotations.notes import Note, NoteRevision
from reader.annotations.revisions import UNKNOWN, Authorship
from reader.document.article import Genre
from reader.document.codec import decode_genre
from reader.library import codec
from reader.library.codec.revisions import RevisionCodec, stamp_document, stamp_from
from reader.text.sanitize import clean, clean_line

Tables = dict[str, dict[str, codec.Document]]

SCHEMA = 2  # version of the file: 2 has revisions with ids of their content, checksums, and placements with their text

COLOR = re.compile(r"[a-z][a-z0-9-]{0,30}")

TABLES = ("meta", "articles", "notes", "corrections", "dossiers", "proposals")

OPTIONAL_TABLES = ("dossiers", "proposals")
"""Tables that came later: while they are empty the file is as earlier versions of the program write it."""

Shelf = Literal["", "archived", "removed"]

STANDARD_INPUT = "-"  # the source of an article that was read from standard input: it is known by its text alone


@dataclass(frozen=True)
class ArticleRecord:
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
    """Its ids in libraries that were merged into this one, sorted."""
    shelf: Shelf = ""
    """"archived" or "removed"; "" for an article in the usual list."""
    shelved: str = ""
    """When `shelf` was changed last; "" if never."""
    genre: Genre | None = None
    """What the user says that it is; None: as its structure tells."""
    genre_set: str = ""
    """When `genre` was changed last; "" if never."""
    since: tuple[tuple[str, str], ...] = ()
    """When it was first opened with a text, by the sha256 of that, sorted; not known for texts of earlier versions."""


def note_from(document: codec.Document) -> Note:
    """Decode a note; revisions that cannot be used are skipped if there is another. Raises BadRecordError."""
    placement = document.get("placement")
    placed_on = codec.optional_sha256(placement, "text") if isinstance(placement, dict) else ""
    return Note(**NOTES.entry(document), placement=placement_from(placement), placed_on=placed_on)


def note_revision(document: codec.Document) -> NoteRevision:
    return NoteRevision(
        **stamp_from(document),
        text=clean(codec.text_string(document, "text")),
        tags=codec.text_strings(document, "tags"),
        anchor=anchor_from(document.get("anchor")),
        color=color_from(document.get("color", "")),
    )


def revision_document(revision: NoteRevision) -> codec.Document:
    document = {
        **stamp_document(revision),
        "text": codec.writable(revision.text),
        "tags": codec.writable(revision.tags),
        "anchor": anchor_document(revision.anchor),
    }
    return {**document, "color": revision.color} if revision.color else document


NOTES = RevisionCodec(note_revision, revision_document, ("text", "tags", "anchor", "color", "deleted"))


def color_from(value: object) -> str:
    if value != "" and not (isinstance(value, str) and COLOR.fullmatch(value)):
        raise codec.BadRecordError("its color is not a name")
    return str(value)


def anchor_from(document: object) -> Anchor | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise codec.BadRecordError("its anchor is not an object")
    place = codec.span_between(document.get("start"), document.get("end"))
    exact, prefix, suffix = (clean(codec.text_string(document, name)) for name in ("exact", "prefix", "suffix"))
    return Anchor(exact, prefix, suffix, place.start, place.end)


def placement_from(document: object) -> Placement | None:
    """Decode a placement; None if it is invalid, since the article's next opening computes a new one."""
    if not isinstance(document, dict):
        return None
    try:
        guess = document.get("guess")
        guessed = codec.span_between(*guess) if isinstance(guess, list) and len(guess) == 2 else None
        if document.get("state") == "orphaned":
            return Placement(None, "orphaned", guessed)
        if document.get("state") not in ("exact", "changed"):
            return None
        place = codec.span_between(document.get("start"), document.get("end"))
        said_by = clean_line(codec.text_string(document, "said_by", ""))
        return Placement(place, cast(State, document["state"]), guessed, said_by)
    except codec.BadRecordError:
        return None


def note_document(note: Note, stored: codec.Document | None = None, by: Authorship = UNKNOWN) -> codec.Document:
    """Encode a note: its revisions and those of `stored`, its own placement, and unknown keys of `stored`.

    Its new revisions are made `by` this author. The current values are fields of the document, for programs that read
    the file. If the note was moved elsewhere in the meantime, its placement is that of other words, and is dropped.
    """
    document = NOTES.document(note, {}, stored, by)
    placement = placement_document(note.placement, note.placed_on)
    if document.get("anchor") != anchor_document(note.anchor):
        placement = None
    return codec.sealed({**document, "placement": placement})


def anchor_document(anchor: Anchor | None) -> codec.Document | None:
    return None if anchor is None else codec.writable(asdict(anchor))


def placement_document(placement: Placement | None, placed_on: str) -> codec.Document | None:
    """Encode a placement in the text with the sha256 `placed_on`."""
    if placement is None:
        return None
    place, guess = placement.span, placement.guess
    return {
        "state": placement.state,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
        "guess": None if guess is None else [guess.start, guess.end],
        "text": placed_on,
        **({"said_by": codec.writable(placement.said_by)} if placement.said_by else {}),
    }


def article_from(document: codec.Document) -> ArticleRecord:
    shelf, shelved = shelf_from(document)
    genre, genre_set = genre_from(document)
    sources = codec.text_strings(document, "sources")
    return ArticleRecord(
        id=codec.id_string(document),
        title=clean_line(codec.text_string(document, "title", "")),
        sources=tuple(source for source in sources if source != STANDARD_INPUT) or sources,
        texts=tuple(text for text in codec.text_strings(document, "texts") if codec.DIGEST.fullmatch(text)),
        added=codec.utc_time(document, "added"),
        opened=codec.utc_time(document, "opened"),
        author=codec.text_strings(document, "author", []),
        published=clean_line(codec.text_string(document, "published", "")),
        also=codec.id_strings(document, "also"),
        shelf=shelf,
        shelved=shelved,
        genre=genre,
        genre_set=genre_set,
        since=since_from(document.get("since")),
    )


def since_from(value: object) -> tuple[tuple[str, str], ...]:
    """Decode when each text was first opened; what is invalid counts as unknown."""
    if not isinstance(value, dict):
        return ()
    known: dict[str, str] = {}
    for sha256 in value:
        with suppress(codec.BadRecordError):
            if isinstance(sha256, str) and codec.DIGEST.fullmatch(sha256):
                known[sha256] = codec.utc_time(value, sha256)
    return tuple(sorted(known.items()))


def shelf_from(document: codec.Document) -> tuple[Shelf, str]:
    """Decode the shelf of an article, and when it changed; an invalid one counts as none."""
    shelf = document.get("shelf", "")
    with suppress(codec.BadRecordError):
        if shelf in get_args(Shelf):
            return cast(Shelf, shelf), codec.utc_time(document, "shelved")
    return "", ""


def genre_from(document: codec.Document) -> tuple[Genre | None, str]:
    """Decode the genre that was chosen for an article, and when; an invalid one counts as none."""
    with suppress(codec.BadRecordError):
        return decode_genre(document.get("genre")), codec.utc_time(document, "genre_set")
    return None, ""


def article_document(record: ArticleRecord, stored: codec.Document | None = None) -> codec.Document:
    """Encode an article, with unknown keys of `stored`."""
    always = ("id", "title", "sources", "texts", "author", "published", "added", "opened")
    document: codec.Document = {**(stored or {}), **{name: codec.writable(getattr(record, name)) for name in always}}
    if record.shelved:
        document |= {"shelf": record.shelf, "shelved": record.shelved}
    if record.genre_set:
        document |= {"genre": record.genre or "", "genre_set": record.genre_set}
    if record.since:
        document |= {"since": dict(record.since)}
    return codec.sealed({**document, "also": list(record.also)} if record.also else document)


@contextmanager
def without_collection() -> Iterator[None]:
    """Pause the garbage collector while many objects are made: ten thousand notes take 0.1 s instead of 0.4 s."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def free_key(table: dict[str, codec.Document]) -> str:
    """Return a number that no document has. Documents are never deleted, so the first guess is nearly always right."""
    return next(free_keys(table, len(table)))


def free_keys(table: dict[str, codec.Document], last: int) -> Iterator[str]:
    """Yield numbers after `last` that no document has."""
    for number in count(last + 1):
        if str(number) not in table:
            yield str(number)
