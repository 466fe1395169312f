"""JSON exports of reader: notes with their history, corrections, and places in dossiers.

The library's own parsers read it, so text or tags changed by hand in the file become one more revision. Whatever they
cannot read makes the whole file invalid, since a damaged file of ours should be noticed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from reader.annotations.notes import Note
from reader.errors import NoteImportError, explained
from reader.export.json import FORMAT, VERSION
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.library.codec import NAME, BadRecordError, Document, optional_sha256
from reader.library.codec.corrections import correction_from, member_from
from reader.library.codec.records import note_from

Made = TypeVar("Made")


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read a JSON export of one article, or of several; None if the file is none. Raises NoteImportError."""
    value = file.value
    known = isinstance(value, dict) and value.get("format") == FORMAT
    whole = known and (isinstance(value.get("article"), dict) or isinstance(value.get("articles"), list))
    return parse_reader_json(value) if whole else None


def parse_reader_json(value: coerce.Object) -> Iterator[ImportedArticle]:
    """Parse a JSON export of reader. Raises NoteImportError."""
    version = value.get("version")
    if type(version) is not int or version > VERSION:
        raise NoteImportError("it was written by a newer version of reader: update reader")
    for each in value.get("articles", [value]):
        if not isinstance(each, dict) or not isinstance(each.get("article"), dict):
            raise NoteImportError("one of its articles cannot be read")
        yield parse_exported(each)


def parse_exported(value: coerce.Object) -> ImportedArticle:
    """Parse one article of an export. Raises NoteImportError."""
    about = parse_article_info(value["article"])
    notes = tuple(map(imported_note, parse_all(value, "notes", note_from, about.id)))
    corrections = tuple(parse_all(value, "corrections", correction_from, about.id))
    members = tuple(parse_all(value, "dossiers", member_from, about.id))
    return ImportedArticle(about, notes, corrections, members=members)


def parse_article_info(article: coerce.Object) -> ArticleInfo:
    """Parse the article of an export. Raises NoteImportError if it has no id."""
    own_id = coerce.to_word(article.get("id"), NAME)
    if not own_id:
        raise NoteImportError("it does not say which article it is about")
    return ArticleInfo(
        source=coerce.to_source(article.get("source")),
        title=coerce.to_line(article.get("title")),
        author=tuple(coerce.to_lines(article.get("author"))),
        published=coerce.to_line(article.get("published")),
        id=own_id,
        sha256=optional_sha256(dict(article), "sha256"),
    )


def imported_note(note: Note) -> ImportedNote:
    revisions = tuple(replace(each, tags=coerce.valid_tags(each.tags)) for each in note.revisions)
    note = replace(note, revisions=revisions)
    return ImportedNote(note.id, note.text, note.tags, note.anchor, note.created, note.updated, note.made_on, revisions)


def parse_all(value: coerce.Object, key: str, made: Callable[[Document], Made], article: str) -> Iterator[Made]:
    """Apply `made` to each item of the list at `key`, if there is one, of an article. Raises NoteImportError."""
    items = value.get(key, [])
    if not isinstance(items, list):
        raise NoteImportError(f"its {key} are not a list")
    for number, item in enumerate(items, 1):
        with explained(NoteImportError, f"number {number} of its {key} cannot be read", on=BadRecordError):
            if not isinstance(item, dict):
                raise BadRecordError("it is not an object")
            yield made({**item, "article": article})
