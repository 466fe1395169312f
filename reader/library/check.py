"""Is the library whole, and mending it without ever deleting anything.

A *problem* is something that is or may be lost, or that others could read; a *remark* is good to know. What cannot be
understood is named and left where it is.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.annotations.notes import Note
from reader.annotations.revisions import RevisedEntry
from reader.errors import LibraryError
from reader.library import text_store
from reader.library.codec.corrections import CORRECTIONS, correction_from
from reader.library.codec.fields import BadRecordError, Document
from reader.library.codec.records import NOTES, STANDARD_INPUT, ArticleRecord, article_document, article_from, note_from
from reader.library.codec.revisions import RevisionCodec
from reader.library.deduplicate import DECODERS, merge_documents, readable_records
from reader.library.recovery import DamagedLibraryError, NewerSchemaError, document_id, read_tables
from reader.library.snapshot import LibraryFiles
from reader.library.table import SafeDB
from reader.system import atomic_file
from reader.text.sanitize import clean_line

OTHERS = 0o077
"""What nobody but the owner may do with the library and what lies beside it."""


@dataclass(frozen=True)
class CheckReport:
    """What a look at the library found: each line one finding, harmless for a terminal."""

    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    articles: int = 0
    notes: int = 0
    """Deleted ones are not counted."""
    corrections: int = 0
    """Deleted ones are not counted."""


def check_library(db: SafeDB) -> CheckReport:
    """Look at everything; nothing is written."""
    beside = db.safe.files
    try:
        try:
            return collect_findings(db, beside)
        except LibraryError as error:
            return CheckReport((str(error),), clean_lines(damaged_copies(beside)))
    except OSError as error:
        return CheckReport(
            clean_lines([f"cannot look at what lies beside the library {beside.library}: {error.strerror or error}"])
        )


def collect_findings(db: SafeDB, beside: LibraryFiles) -> CheckReport:
    damage = db.safe.damage
    articles, notes, corrections = (db.safe_table(name).documents() for name in ("articles", "notes", "corrections"))
    known, written = readable_records(articles, article_from), readable_records(notes, note_from)
    told = readable_records(corrections, correction_from)
    problems = (
        *([f"the library {beside.library} {damage}; `reader check --repair` mends it"] if damage else []),
        *bad_records("article", articles, article_from),
        *bad_records("note", notes, note_from),
        *bad_records("correction", corrections, correction_from),
        *bad_revisions("note", notes, NOTES),
        *bad_revisions("correction", corrections, CORRECTIONS),
        *missing_articles("note", written, known),
        *missing_articles("correction", told, known),
        *bad_backup(beside),
        *open_to_others(beside),
    )
    remarks = (*missing_texts(beside, known), *odd_anchors(written), *bad_copies(beside), *damaged_copies(beside))
    counts = (sum(not entry.deleted for entry in entries) for entries in (written, told))
    return CheckReport(clean_lines(problems), clean_lines(remarks), len(known), *counts)


def repair_library(db: SafeDB) -> CheckReport:
    """Write the library and its backup anew from what can be read of them, and close them to others; what is left."""
    try:
        with db.safe.transaction():
            tables = db.safe.read()
            for name in DECODERS:
                tables[name] = merge_duplicates(name, tables[name])
            db.safe.write(tables)
            known = readable_records(tables["articles"], article_from)
            entries: list[RevisedEntry[Any]] = [
                *readable_records(tables["notes"], note_from),
                *readable_records(tables["corrections"], correction_from),
            ]
            stubs = {entry.article: entry for entry in entries_without_article(entries, known)}
            db.safe_table("articles").put(article_document(placeholder_article(entry)) for entry in stubs.values())
        for path in too_open(db.safe.files):
            path.chmod(path.stat().st_mode & ~OTHERS)
    except (LibraryError, OSError) as error:
        left = check_library(db)
        return left if str(error) in left.problems else replace(left, problems=(clean_line(str(error)), *left.problems))
    return check_library(db)


def clean_lines(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(clean_line, findings))


# ---------------------------------------------------------------------- records


def bad_records(kind: str, table: dict[str, Document], made: Callable[[Document], object]) -> Iterator[str]:
    """Records that cannot be read, and ids that several of them have."""
    for key, document in table.items():
        try:
            made(document)
        except BadRecordError as error:
            yield f"{record_label(kind, key, document)} cannot be read, because {error}; it is kept in the file"
    for own, count in Counter(filter(None, map(document_id, table.values()))).items():
        if count > 1:
            yield f"{count} {kind}s have the id {own}; `reader check --repair` makes them one"


def bad_revisions(kind: str, table: dict[str, Document], shape: RevisionCodec[Any]) -> Iterator[str]:
    for key, document in table.items():
        if count := shape.unreadable(document):
            label = record_label(kind, key, document)
            yield f"{label} has {count} revisions that cannot be read; they are kept in the file"


def record_label(kind: str, key: str, document: Document) -> str:
    """A record by its number in the file, and by its id if it has one."""
    return f"{kind} {document_id(document) or 'without an id'} (number {key})"


def entries_without_article(
    entries: Sequence[RevisedEntry[Any]], articles: list[ArticleRecord]
) -> list[RevisedEntry[Any]]:
    known = {article.id for article in articles}
    return [entry for entry in entries if entry.article not in known]


def missing_articles(kind: str, entries: Sequence[RevisedEntry[Any]], articles: list[ArticleRecord]) -> Iterator[str]:
    for entry in entries_without_article(entries, articles):
        yield f"{kind} {entry.id} belongs to article {entry.article}, which the library does not have"


def placeholder_article(entry: RevisedEntry[Any]) -> ArticleRecord:
    """An article of which nothing is known but a note or a correction of it."""
    known = (entry.made_on,) if entry.made_on else ()
    return ArticleRecord(entry.article, "", (STANDARD_INPUT,), known, entry.created, entry.created)


def odd_anchors(notes: list[Note]) -> Iterator[str]:
    for note in notes:
        anchor = note.anchor
        if anchor and anchor.end - anchor.start != len(anchor.exact):
            yield f"the passage of note {note.id} is not as long as its words; it is found by its words alone"


def merge_duplicates(name: str, table: dict[str, Document]) -> dict[str, Document]:
    """`table` with documents of one id made one, which holds everything that they held."""
    first: dict[str, str] = {}
    kept: dict[str, Document] = {}
    for key, document in table.items():
        own = document_id(document)
        if own is None:
            kept[key] = document
        elif own in first:
            kept[first[own]] = merge_documents(name, kept[first[own]], document)
        else:
            first[own] = key
            kept[key] = document
    return kept


# ---------------------------------------------------------------------- files


def missing_texts(beside: LibraryFiles, articles: list[ArticleRecord]) -> Iterator[str]:
    for article in articles:
        for text in article.texts:
            if text_store.load_text(beside.texts, text) is None:
                path = text_store.text_path(beside.texts, text)
                what = "damaged" if path.exists() else "not kept"
                yield f"a text of “{article.title or article.id}” is {what} ({path}); its notes go by their own words"


def copy_problem(path: Path) -> str | None:
    """What is wrong with a copy of the library; None if it is a good one."""
    try:
        read_tables(atomic_file.read_regular(path))
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (DamagedLibraryError, NewerSchemaError) as error:
        return str(error)
    return None


def bad_backup(beside: LibraryFiles) -> Iterator[str]:
    if beside.library.exists() and (wrong := copy_problem(beside.backup)):
        yield f"the backup {beside.backup} {wrong}; the next save writes it anew"


def bad_copies(beside: LibraryFiles) -> Iterator[str]:
    for path in beside.all_dated():
        if wrong := copy_problem(path):
            yield f"the dated copy {path} {wrong}"


def damaged_copies(beside: LibraryFiles) -> Iterator[str]:
    for path in beside.all_damaged():
        yield f"{path} is a damaged library that was set aside; delete it when nothing in it is missed"


def library_paths(beside: LibraryFiles) -> list[Path]:
    """Everything of the library's on the disk."""
    around = [beside.library, beside.lock, beside.queue, *beside.backups(), *beside.all_damaged(), beside.texts]
    with suppress(OSError):
        around += sorted(beside.texts.iterdir())
    return [path for path in around if path.exists()]


def too_open(beside: LibraryFiles) -> list[Path]:
    return [path for path in library_paths(beside) if stat.S_IMODE(path.stat().st_mode) & OTHERS]


def open_to_others(beside: LibraryFiles) -> Iterator[str]:
    for path in too_open(beside):
        yield f"others may use {path}; `reader check --repair` closes it"
