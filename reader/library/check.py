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
from reader.annotations.revisions import Entry
from reader.errors import LibraryError
from reader.library import text_store
from reader.library.codec.corrections import CORRECTIONS, correction_from
from reader.library.codec.fields import BadRecordError, Document
from reader.library.codec.records import NOTES, STANDARD_INPUT, ArticleRecord, article_document, article_from, note_from
from reader.library.codec.revisions import Shape
from reader.library.deduplicate import MADE, readable, united
from reader.library.recovery import DamagedLibraryError, NewerSchemaError, identity, understood
from reader.library.snapshot import LibraryFiles
from reader.library.table import SafeDB
from reader.system import atomic_file
from reader.text.sanitize import clean_line

OTHERS = 0o077
"""What nobody but the owner may do with the library and what lies beside it."""


@dataclass(frozen=True)
class Report:
    """What a look at the library found: each line one finding, harmless for a terminal."""

    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    articles: int = 0
    notes: int = 0
    """Deleted ones are not counted."""
    corrections: int = 0
    """Deleted ones are not counted."""


def examine(db: SafeDB) -> Report:
    """Look at everything; nothing is written."""
    beside = db.safe.files
    try:
        try:
            return examined(db, beside)
        except LibraryError as error:
            return Report((str(error),), lines(set_aside(beside)))
    except OSError as error:
        return Report(
            lines([f"cannot look at what lies beside the library {beside.library}: {error.strerror or error}"])
        )


def examined(db: SafeDB, beside: LibraryFiles) -> Report:
    damage = db.safe.damage
    articles, notes, corrections = (db.safe_table(name).documents() for name in ("articles", "notes", "corrections"))
    known, written = readable(articles, article_from), readable(notes, note_from)
    told = readable(corrections, correction_from)
    problems = (
        *([f"the library {beside.library} {damage}; `reader check --repair` mends it"] if damage else []),
        *bad_records("article", articles, article_from),
        *bad_records("note", notes, note_from),
        *bad_records("correction", corrections, correction_from),
        *bad_revisions("note", notes, NOTES),
        *bad_revisions("correction", corrections, CORRECTIONS),
        *strays("note", written, known),
        *strays("correction", told, known),
        *bad_backup(beside),
        *open_to_others(beside),
    )
    remarks = (*missing_texts(beside, known), *odd_anchors(written), *bad_copies(beside), *set_aside(beside))
    counts = (sum(not entry.deleted for entry in entries) for entries in (written, told))
    return Report(lines(problems), lines(remarks), len(known), *counts)


def mend(db: SafeDB) -> Report:
    """Write the library and its backup anew from what can be read of them, and close them to others; what is left."""
    try:
        with db.safe.transaction():
            tables = db.safe.read()
            for name in MADE:
                tables[name] = without_twins(name, tables[name])
            db.safe.write(tables)
            known = readable(tables["articles"], article_from)
            entries: list[Entry[Any]] = [
                *readable(tables["notes"], note_from),
                *readable(tables["corrections"], correction_from),
            ]
            stubs = {entry.article: entry for entry in astray(entries, known)}
            db.safe_table("articles").put(article_document(stub(entry)) for entry in stubs.values())
        for path in too_open(db.safe.files):
            path.chmod(path.stat().st_mode & ~OTHERS)
    except (LibraryError, OSError) as error:
        left = examine(db)
        return left if str(error) in left.problems else replace(left, problems=(clean_line(str(error)), *left.problems))
    return examine(db)


def lines(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(clean_line, findings))


# ---------------------------------------------------------------------- records


def bad_records(kind: str, table: dict[str, Document], made: Callable[[Document], object]) -> Iterator[str]:
    """Records that cannot be read, and ids that several of them have."""
    for key, document in table.items():
        try:
            made(document)
        except BadRecordError as error:
            yield f"{named(kind, key, document)} cannot be read, because {error}; it is kept in the file"
    for own, count in Counter(filter(None, map(identity, table.values()))).items():
        if count > 1:
            yield f"{count} {kind}s have the id {own}; `reader check --repair` makes them one"


def bad_revisions(kind: str, table: dict[str, Document], shape: Shape[Any]) -> Iterator[str]:
    for key, document in table.items():
        if count := shape.unreadable(document):
            yield f"{named(kind, key, document)} has {count} revisions that cannot be read; they are kept in the file"


def named(kind: str, key: str, document: Document) -> str:
    """A record by its number in the file, and by its id if it has one."""
    return f"{kind} {identity(document) or 'without an id'} (number {key})"


def astray(entries: Sequence[Entry[Any]], articles: list[ArticleRecord]) -> list[Entry[Any]]:
    known = {article.id for article in articles}
    return [entry for entry in entries if entry.article not in known]


def strays(kind: str, entries: Sequence[Entry[Any]], articles: list[ArticleRecord]) -> Iterator[str]:
    for entry in astray(entries, articles):
        yield f"{kind} {entry.id} belongs to article {entry.article}, which the library does not have"


def stub(entry: Entry[Any]) -> ArticleRecord:
    """An article of which nothing is known but a note or a correction of it."""
    known = (entry.made_on,) if entry.made_on else ()
    return ArticleRecord(entry.article, "", (STANDARD_INPUT,), known, entry.created, entry.created)


def odd_anchors(notes: list[Note]) -> Iterator[str]:
    for note in notes:
        anchor = note.anchor
        if anchor and anchor.end - anchor.start != len(anchor.exact):
            yield f"the passage of note {note.id} is not as long as its words; it is found by its words alone"


def without_twins(name: str, table: dict[str, Document]) -> dict[str, Document]:
    """`table` with documents of one id made one, which holds everything that they held."""
    first: dict[str, str] = {}
    kept: dict[str, Document] = {}
    for key, document in table.items():
        own = identity(document)
        if own is None:
            kept[key] = document
        elif own in first:
            kept[first[own]] = united(name, kept[first[own]], document)
        else:
            first[own] = key
            kept[key] = document
    return kept


# ---------------------------------------------------------------------- files


def missing_texts(beside: LibraryFiles, articles: list[ArticleRecord]) -> Iterator[str]:
    for article in articles:
        for text in article.texts:
            if text_store.kept(beside.texts, text) is None:
                path = text_store.path_of(beside.texts, text)
                what = "damaged" if path.exists() else "not kept"
                yield f"a text of “{article.title or article.id}” is {what} ({path}); its notes go by their own words"


def flaw(path: Path) -> str | None:
    """What is wrong with a copy of the library; None if it is a good one."""
    try:
        understood(atomic_file.read_regular(path))
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except (DamagedLibraryError, NewerSchemaError) as error:
        return str(error)
    return None


def bad_backup(beside: LibraryFiles) -> Iterator[str]:
    if beside.library.exists() and (wrong := flaw(beside.backup)):
        yield f"the backup {beside.backup} {wrong}; the next save writes it anew"


def bad_copies(beside: LibraryFiles) -> Iterator[str]:
    for path in beside.all_dated():
        if wrong := flaw(path):
            yield f"the dated copy {path} {wrong}"


def set_aside(beside: LibraryFiles) -> Iterator[str]:
    for path in beside.all_damaged():
        yield f"{path} is a damaged library that was set aside; delete it when nothing in it is missed"


def belongings(beside: LibraryFiles) -> list[Path]:
    """Everything of the library's on the disk."""
    around = [beside.library, beside.lock, beside.queue, *beside.backups(), *beside.all_damaged(), beside.texts]
    with suppress(OSError):
        around += sorted(beside.texts.iterdir())
    return [path for path in around if path.exists()]


def too_open(beside: LibraryFiles) -> list[Path]:
    return [path for path in belongings(beside) if stat.S_IMODE(path.stat().st_mode) & OTHERS]


def open_to_others(beside: LibraryFiles) -> Iterator[str]:
    for path in too_open(beside):
        yield f"others may use {path}; `reader check --repair` closes it"
