"""Our own JSON: every note with its history, and what the analysis was told.

The library's own readers make sense of it, so a text or tag that was changed by hand in the file is one more revision,
as it is in the library. What they cannot read is refused as a whole: a file of ours that is damaged should be told.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar

from reader.annotations.corrections import Correction
from reader.errors import NoteImportError
from reader.export.json import FORMAT, VERSION
from reader.importers import About, Brought, Parcel, coerce
from reader.library.codec.corrections import correction_from
from reader.library.codec.fields import BadRecordError, digest
from reader.library.codec.records import note_from

Made = TypeVar("Made")


def is_ours(value: object) -> bool:
    return isinstance(value, dict) and value.get("format") == FORMAT and isinstance(value.get("article"), dict)


def parcels(value: coerce.Object) -> Iterator[Parcel]:
    """What an export of ours brings. Raises NoteImportError."""
    version = value.get("version")
    if type(version) is not int or version > VERSION:
        raise NoteImportError("it was written by a newer version of reader: update reader")
    about = about_from(value["article"])
    brought = tuple(all_of(value, "notes", lambda item: note_of(item, about)))
    corrections: tuple[Correction, ...] = tuple(
        all_of(value, "corrections", lambda item: correction_from({**item, "article": about.id}))
    )
    yield Parcel(about, brought, corrections)


def about_from(article: coerce.Object) -> About:
    """Raises NoteImportError where it has no id."""
    own = coerce.name(article.get("id"))
    if not own:
        raise NoteImportError("it does not say which article it is about")
    authors = article.get("author")
    return About(
        source=coerce.source(article.get("source")),
        title=coerce.line(article.get("title")),
        author=tuple(filter(None, map(coerce.line, authors))) if isinstance(authors, list) else (),
        published=coerce.line(article.get("published")),
        id=own,
        sha256=digest(dict(article), "sha256"),
    )


def note_of(item: dict[str, object], about: About) -> Brought:
    """Raises BadRecordError."""
    note = note_from({**item, "article": about.id})
    return Brought(note.id, note.text, note.tags, note.anchor, note.created, note.updated, note.made_on, note.revisions)


def all_of(value: coerce.Object, key: str, made: Callable[[dict[str, object]], Made]) -> Iterator[Made]:
    """What is made of each item of a list; none where there is no such list. Raises NoteImportError."""
    items = value.get(key, [])
    if not isinstance(items, list):
        raise NoteImportError(f"its {key} are no list")
    for number, item in enumerate(items, 1):
        try:
            if not isinstance(item, dict):
                raise BadRecordError("it is no record")
            yield made(item)
        except BadRecordError as error:
            raise NoteImportError(f"number {number} of its {key} cannot be read: {error}") from error
