"""Highlights of KOReader: the metadata beside a book (`book.sdr/metadata.epub.lua`), and its JSON exports.

https://github.com/koreader/koreader, `readerannotation.lua` and `exporter.koplugin`. The metadata of versions before
2024 has `highlight`, by page, and `bookmarks`, which have the notes. Times in metadata are those of the device. Pages
depend on its letters, so a highlight is known by its words and, among those with the same, by their order in time.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from os.path import isfile
from pathlib import Path

from reader.errors import NoteImportError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object, iter_objects
from reader.importers.lua_table import Value, is_lua, parse_lua
from reader.text.normalize import fold

SIGNS = ("annotations", "highlight", "bookmarks", "doc_props", "doc_path")  # fields of metadata, of which each has some
SIDECAR = re.compile(r"metadata\.(\w{1,8})\.lua")  # the name of metadata, with the suffix of the book

DRAWN = {"underscore": "underline", "strikeout": "strikeout"}
"""Tags for words that are not highlighted but struck out or underlined."""

LATEST = 1 << 33  # a time in seconds that no device has reached: the year 2242


def read_metadata(file: ImportFile) -> list[ImportedArticle] | None:
    """Read metadata; None if the file is no table of Lua. Raises NoteImportError."""
    if not is_lua(file.text):
        return None
    found, path = parse_lua(file.text), file.path
    if not any(sign in found for sign in SIGNS):
        raise NoteImportError("it is a Lua table, but not metadata of KOReader")
    props, stats = as_object(found.get("doc_props")), as_object(found.get("stats"))
    place = coerce.to_line(found.get("doc_path"))
    title = coerce.to_line(props.get("title")) or coerce.to_line(stats.get("title")) or file_title(place, path)
    names = props.get("authors") or stats.get("authors")
    notes = [parse_lua_entry(item) for item in list_rows(found.get("annotations"))] or old_notes(found)
    files = [file for file in (place, book_beside(path)) if file.startswith("/") and isfile(file)]
    about = ArticleInfo(files[0] if files else "", title, authors_of(names), also=tuple(files[1:]))
    return [ImportedArticle(about, with_ids(title, notes))]


def as_object(value: object) -> Object:
    return {key: item for key, item in value.items() if isinstance(key, str)} if isinstance(value, dict) else {}


def list_rows(table: object) -> list[Object]:
    rows = sorted((key, row) for key, row in table.items() if isinstance(key, int)) if isinstance(table, dict) else []
    return [as_object(row) for _, row in rows if isinstance(row, dict)]


def file_title(place: str, path: Path | None) -> str:
    if place:
        return Path(place).stem
    return coerce.to_line(path.parent.stem) if path is not None and path.parent.suffix == ".sdr" else "KOReader"


def book_beside(path: Path | None) -> str:
    """Return the path of the book that metadata is beside of; "" if unknown."""
    named = SIDECAR.fullmatch(path.name) if path else None
    if path is None or named is None or path.parent.suffix != ".sdr":
        return ""
    return str(path.parent.absolute().with_suffix(f".{named[1]}"))


def authors_of(names: object) -> tuple[str, ...]:
    return tuple(filter(None, map(coerce.to_line, names.split("\n")))) if isinstance(names, str) else ()


def parse_lua_entry(item: Object) -> ImportedNote:
    marked = "drawer" in item or "pos0" in item  # the text of a bookmark is the name of its chapter
    created, updated = coerce.to_time(item.get("datetime")), coerce.to_time(item.get("datetime_updated"))
    return parse_entry(item, item.get("text") if marked else "", created, updated)


def old_notes(found: dict[str | int, Value]) -> list[ImportedNote]:
    """Return the highlights of metadata before 2024, with the notes of their bookmarks."""
    pages = found.get("highlight")
    notes = {coerce.to_line(row.get("datetime")): row for row in list_rows(found.get("bookmarks"))}
    old = []
    for page in pages.values() if isinstance(pages, dict) else ():
        for row in list_rows(page):
            time = coerce.to_line(row.get("datetime"))
            note = coerce.to_text(notes.get(time, {}).get("text")).strip()
            if not time or time in note or note == coerce.to_text(row.get("text")).strip():
                note = ""  # what KOReader wrote by itself: the page, the words and the time
            old.append(parse_lua_entry({**row, "note": note, "drawer": row.get("drawer", "")}))
    return old


def read_export(file: ImportFile) -> list[ImportedArticle] | None:
    """Read a JSON export of one book, or of several; None if the file is none."""
    value = file.value
    several = isinstance(value, dict) and isinstance(value.get("documents"), list)
    books = value["documents"] if several else [value]
    known = all(isinstance(book, dict) and isinstance(book.get("entries"), list) for book in books)
    return [parse_book(book) for book in books] if books and known else None


def parse_book(book: Object) -> ImportedArticle:
    file = coerce.to_line(book.get("file"))
    title = coerce.to_line(book.get("title")) or file_title(file, None)
    source = file if file.startswith("/") and isfile(file) else ""
    entries = iter_objects(book["entries"])
    notes = [parse_entry(item, item.get("text"), seconds_to_time(item.get("time"))) for item in entries]
    return ImportedArticle(ArticleInfo(source, title, authors_of(book.get("author"))), with_ids(title, notes))


def seconds_to_time(value: object) -> str:
    if type(value) not in (int, float) or not 0 < value < LATEST:  # type: ignore[operator]
        return ""
    return coerce.to_time(datetime.fromtimestamp(int(value), UTC).isoformat())  # type: ignore[call-overload]


def parse_entry(item: Object, words: object, created: str, updated: str = "") -> ImportedNote:
    """Parse a highlight, or a note on a page; it has no id yet."""
    text, color = coerce.to_text(item.get("note")).strip(), coerce.to_known_color(item.get("color"))
    drawn = [DRAWN[drawer]] if (drawer := coerce.to_line(item.get("drawer"))) in DRAWN else []
    return ImportedNote("", text, coerce.to_tags(drawn, text), coerce.to_quote(words), created, updated, color=color)


def with_ids(title: str, notes: Iterable[ImportedNote]) -> tuple[ImportedNote, ...]:
    """Return the notes of a book with their ids, in order of time, without bookmarks."""
    seen: Counter[str] = Counter()
    found = []
    for note in sorted(notes, key=lambda note: note.created):
        if note.anchor or note.text:
            said = fold(note.anchor.exact).text if note.anchor else note.created or note.text
            seen[said] += 1
            found.append(replace(note, id=coerce.derive_id("koreader", repr((title, said, seen[said])))))
    return tuple(found)
