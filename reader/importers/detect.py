"""Read a file of notes within limits, detect its format and parse it."""

from pathlib import Path
from typing import Any

from reader.errors import ExportError, NoteImportError
from reader.export.collection import COLLECTION
from reader.export.markdown.region import Region, find_region
from reader.importers import (
    ArticleInfo,
    ImportedArticle,
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
from reader.importers.koreader import lua_table
from reader.importers.pdf import is_pdf, parse_pdf
from reader.library.library import Library
from reader.system import fast_json
from reader.system.atomic_file import NotAFileError, read_regular
from reader.text.sanitize import clean_line

LIMIT = 64 << 20
"""Bytes: a hundred thousand notes with their history."""

KINDS = "the formats that `reader import --help` lists"


def read_import_file(path: Path, library: Library) -> list[ImportedArticle]:
    """Read the notes in the file at `path`. Raises NoteImportError, which names the file, and LibraryError."""
    try:
        if is_pdf(path):
            return [parse_pdf(path)]
        found = parse_import(load_file(path), library, path)
        if not all(each.about.id or each.about.source or each.about.title for each in found):
            raise NoteImportError("it does not say which article its notes are on")
        return found
    except (NoteImportError, ExportError) as error:
        raise NoteImportError(f"{clean_line(str(path))}: {error}; nothing was imported") from error


def load_file(path: Path) -> str:
    """Read the file. Raises NoteImportError."""
    try:
        data = read_regular(path, LIMIT)
    except (NotAFileError, IsADirectoryError) as error:
        raise NoteImportError("it is not a file") from error
    except OSError as error:
        raise NoteImportError(f"it cannot be read: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise NoteImportError("it is not the name of a file") from error
    if len(data) > LIMIT:
        raise NoteImportError(f"it is larger than {LIMIT >> 20} MiB, the limit")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoteImportError("it is not UTF-8 text") from error


def parse_import(text: str, library: Library, path: Path | None = None) -> list[ImportedArticle]:
    """Parse a file of notes in any format; `path` is where it is. Raises NoteImportError, or ExportError if the
    comments of an export are invalid."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = fast_json.loads(text)
        except ValueError as error:
            damage = clean_line(str(error))
        else:
            return parse_json_notes(value)
    else:
        damage = ""
    if (found := parse_text_notes(text, library, path)) is not None:
        return found
    raise NoteImportError(f"it is damaged, not JSON: {damage}" if damage else f"it is none of {KINDS}")


def parse_json_notes(value: Any) -> list[ImportedArticle]:
    """Parse a file of JSON. Raises NoteImportError."""
    if reader_json.is_reader_json(value):
        return list(reader_json.parse_reader_json(value))
    if w3c.are_annotations(value):
        return list(w3c.parse_annotations(value))
    if koreader.is_export(value):
        return list(koreader.parse_export(value))
    if (rows := hypothesis.find_rows(value)) is not None:
        return list(hypothesis.parse_hypothesis(rows))
    if (entries := wallabag.find_entries(value)) is not None:
        return list(wallabag.parse_entries(entries))
    if (items := zotero.find_items(value)) is not None:
        return list(zotero.parse_items(items))
    raise NoteImportError(f"it is none of {KINDS}")


def parse_text_notes(text: str, library: Library, path: Path | None) -> list[ImportedArticle] | None:
    """Parse a file that is not JSON; None if its format is unknown. Raises NoteImportError, ExportError."""
    region = find_region(text)
    if region is not None:
        return parse_region(region, library)
    if kindle.are_clippings(text):
        return list(kindle.parse_clippings(text))
    if zotero.is_rdf(text):
        return list(zotero.parse_rdf(text, path))
    if lua_table.is_lua(text):
        return [koreader.parse_metadata(text, path)]
    return list(readwise.parse_table(text)) if readwise.is_table(text) else None


def parse_region(region: Region, library: Library) -> list[ImportedArticle]:
    """Parse an edited Markdown export against the notes in the library. Raises NoteImportError."""
    if region.article_id == COLLECTION:
        if not region.edited:
            return []
        return list(markdown.parse_collection(region, library.notes() + library.notes(deleted=True)))
    record = library.article(region.article_id)
    if record is None:
        raise NoteImportError(
            f"the library has no article {clean_line(region.article_id)}; Markdown brings back edits alone, "
            "`--format json` takes notes from one library to another"
        )
    if not region.edited:
        return [ImportedArticle(ArticleInfo(id=record.id), (), (), ("it was not edited",))]
    notes = library.notes(record.id) + library.notes(record.id, deleted=True)
    return [markdown.parse_edits(region, notes, ArticleInfo(id=record.id))]
