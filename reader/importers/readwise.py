"""CSV exports of Readwise, and the tables that it imports: one highlight a row."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress

from reader.errors import NoteImportError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.text.normalize import fold
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_sections

NAMES = read_sections("importers/readwise")
"""The columns that are used, each with its names in exports and in tables that Readwise imports."""

HEADING = 4096  # characters within which the line with the names of the columns ends


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read a table of Readwise; None if the file is none. Raises NoteImportError."""
    with suppress(csv.Error):
        names = columns_of(next(csv.reader(file.text[:HEADING].splitlines()[:1]), []))
        return parse_table(file.text) if "words" in names and "title" in names else None
    return None


def columns_of(heading: list[str]) -> dict[str, int]:
    """Return the columns that are used, with their numbers."""
    lower = [name.strip().lower() for name in heading]
    known = {key: next((name for name in names if name in lower), None) for key, names in NAMES.items()}
    return {key: lower.index(name) for key, name in known.items() if name is not None}


def parse_table(text: str) -> Iterator[ImportedArticle]:
    """Parse the table, grouped by book. Raises NoteImportError."""
    rows = csv.reader(io.StringIO(text, newline=None))
    books: dict[ArticleInfo, list[ImportedNote]] = {}
    try:
        columns = columns_of(next(rows))
        for row in rows:
            cells = {key: row[number] for key, number in columns.items() if number < len(row)}
            authors, title = coerce.to_lines([cells.get("author")]), coerce.to_line(cells.get("title")) or "Readwise"
            about = ArticleInfo(coerce.to_source(cells.get("source")), title, tuple(authors))
            if (note := parse_highlight_row(cells, about)) is not None:
                books.setdefault(about, []).append(note)
    except csv.Error as error:
        raise NoteImportError(f"its line {rows.line_num} is damaged: {clean_line(str(error))}") from error
    for about, notes in books.items():
        yield ImportedArticle(about, tuple(notes))


def parse_highlight_row(cells: Mapping[str, str], about: ArticleInfo) -> ImportedNote | None:
    """Parse a row; None if it has neither words nor a note."""
    anchor, text = coerce.to_quote(cells.get("words")), coerce.to_text(cells.get("note")).strip()
    if anchor is None and not text:
        return None
    labels = f"{cells.get('tags', '')},{cells.get('about', '')}".split(",")
    tags = coerce.to_tags(list(filter(None, map(str.strip, labels))), text)
    said = fold(anchor.exact).text if anchor else text
    identity = repr((about.title, about.author, about.source, said, coerce.to_line(cells.get("place"))))
    note_id, color = coerce.derive_id("readwise", identity), coerce.to_known_color(cells.get("color"))
    return ImportedNote(note_id, text, tags, anchor, coerce.to_time(cells.get("time")), color=color)
