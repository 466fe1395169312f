"""The kinds of files that notes are imported from: one row each, from which help and detection follow.

A file is a document (PDF, Word), JSON or other text, and is read by the first row of that form that knows it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reader.errors import ExportError, NoteImportError, explained, raising
from reader.importers import (
    Form,
    ImportedArticle,
    ImportFile,
    documents,
    hypothesis,
    kindle,
    koreader,
    markdown,
    reader_json,
    readwise,
    w3c,
    wallabag,
    zotero,
)
from reader.library.library import Library
from reader.sources.refusals import describe_refused
from reader.system import fast_json
from reader.system.atomic_file import NotAFileError, read_regular
from reader.text.sanitize import clean_line

LIMIT = 64 << 20  # bytes: a hundred thousand notes with their history


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of file that notes are imported from."""

    label: str
    """Its name in the help of `reader import`; "" if that of another row names it too."""
    form: Form
    read: Callable[[ImportFile], Iterable[ImportedArticle] | None]
    """Returns the notes in a file of this form; None if the file is of another kind.

    Raises NoteImportError, or ExportError if the comments of an export are invalid.
    """


IMPORTERS = (
    Importer("reader JSON", "json", reader_json.read),
    Importer("Web Annotations", "json", w3c.read),
    Importer("Hypothesis JSON", "json", hypothesis.read),
    Importer("a Markdown export edited by hand", "text", markdown.read),
    Importer("an annotated PDF or Word document", "document", documents.read),
    Importer("Kindle's My Clippings.txt", "text", kindle.read),
    Importer("Readwise CSV", "text", readwise.read),
    Importer("KOReader's metadata or JSON", "text", koreader.read_metadata),
    Importer("", "json", koreader.read_export),
    Importer("wallabag JSON", "json", wallabag.read),
    Importer("Zotero's CSL-JSON or RDF", "json", zotero.read_items),
    Importer("", "text", zotero.read_rdf),
)


def describe_importers() -> str:
    """Return what can be imported, as `reader import` lists it."""
    *labels, last = (row.label for row in IMPORTERS if row.label)
    return f"{', '.join(labels)}, or {last}"


def read_import_file(path: Path, library: Library) -> list[ImportedArticle]:
    """Read the notes in the file at `path`. Raises NoteImportError, which names the file, and LibraryError."""
    with explained(NoteImportError, clean_line(str(path)), "; nothing was imported", on=(NoteImportError, ExportError)):
        if document := documents.load_document(path):
            file = ImportFile("document", library, path, value=document)
        else:
            file = open_text(load_file(path), library, path)
        found = parse_import(file)
        if not all(each.about.id or each.about.source or each.about.title for each in found):
            raise NoteImportError("it does not say which article its notes are on")
        return found


def load_file(path: Path) -> str:
    """Read the file. Raises NoteImportError."""
    with (
        raising(NoteImportError("it is not the name of a file"), on=ValueError),  # a NUL in the name
        explained(NoteImportError, "it cannot be read"),
        raising(NoteImportError("it is not a file"), on=(NotAFileError, IsADirectoryError)),
    ):
        data = read_regular(path, LIMIT)
    if len(data) > LIMIT:
        raise NoteImportError(f"it is larger than {LIMIT >> 20} MiB, the limit")
    if what := describe_refused(data):
        raise NoteImportError(f"it is {what}")
    with raising(NoteImportError("it is not UTF-8 text"), on=UnicodeDecodeError):
        return data.decode("utf-8-sig")


def open_text(text: str, library: Library, path: Path | None = None) -> ImportFile:
    """Return a file that is no document; what begins like JSON and is none may still be a table of Lua."""
    if text.lstrip()[:1] not in ("{", "["):
        return ImportFile("text", library, path, text)
    try:
        return ImportFile("json", library, path, text, fast_json.loads(text))
    except ValueError as error:
        return ImportFile("text", library, path, text, damage=clean_line(str(error)))


def parse_import(file: ImportFile) -> list[ImportedArticle]:
    """Return the notes in a file. Raises NoteImportError, ExportError."""
    for row in IMPORTERS:
        if row.form == file.form and (found := row.read(file)) is not None:
            return list(found)
    if file.damage:
        raise NoteImportError(f"it is damaged, not JSON: {file.damage}")
    raise NoteImportError("it is none of the formats that `reader import --help` lists")
