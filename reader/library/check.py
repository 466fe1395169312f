"""Check the library for damage, and repair it without deleting anything.

A *problem* is something that is or may be lost, or that other users can read; a *remark* is information. Records that
cannot be read are named and kept.

Every flipped bit in a record or a text shows: records have checksums, revisions have ids made from their content, texts
are named by their sha256, and a digest covers the list of records.
"""

import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from reader.annotations.dossiers import gather_dossiers
from reader.annotations.notes import Note
from reader.annotations.proposals import with_states
from reader.annotations.revisions import RevisedEntry
from reader.errors import LibraryError, ReaderError
from reader.library import conflict_copies, meta, texts
from reader.library.codec import BadRecordError, Document, as_list, document_id, is_sealed
from reader.library.codec.records import STANDARD_INPUT, ArticleRecord, Tables, article_document
from reader.library.codec.revisions import DAMAGED
from reader.library.deduplicate import CODECS, DECODERS, RECORD_WORDS, readable_records, with_fields
from reader.library.journal import journal_path
from reader.library.merge import merge_table
from reader.library.snapshot import LibraryFiles, read_copy, readable_copies
from reader.library.table import SafeDB
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean_line

Entry = RevisedEntry[Any]


@dataclass(frozen=True)
class CheckReport:
    """The findings of a check, each a sanitized line."""

    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    articles: int = 0
    notes: int = 0
    """Without deleted ones."""
    corrections: int = 0
    """Without deleted ones."""
    dossiers: int = 0
    proposals: int = 0
    """Those that nobody has decided about."""


def check_library(db: SafeDB) -> CheckReport:
    """Check everything; nothing is written."""
    beside = db.safe.files
    try:
        try:
            return collect_findings(db, beside)
        except LibraryError as error:
            return CheckReport((str(error),), clean_lines(damaged_copies(beside)))
    except OSError as error:
        words = f"cannot read the files beside the library {beside.library}: {error.strerror or error}"
        return CheckReport(clean_lines([words]))


def collect_findings(db: SafeDB, beside: LibraryFiles) -> CheckReport:
    """Return all findings. Raises LibraryError, OSError."""
    damage, tables = db.safe.damage, db.safe.read()
    records = {name: readable_records(tables[name], decode) for name, decode in DECODERS.items()}
    articles, notes, corrections, members, proposals = records.values()
    found = readable_copies(conflict_copies.find_copies(beside.library))
    copies = [(path, conflict_copies.missing_records(tables, copy)) for path, copy in found]
    problems = (
        *([f"the library {beside.library} {damage}; `reader check --repair` repairs it"] if damage else []),
        *filter(None, [db.safe.watch.complaint]),
        *(line for name in DECODERS for line in bad_records(name, tables[name])),
        *(line for name in DECODERS for line in bad_checksums(name, tables[name])),
        *([] if damage else bad_digest(beside, tables)),
        *(line for name in CODECS for line in missing_articles(name, records[name], articles)),
        *(conflict_copies.notice(beside.library, path, missing) for path, missing in copies if missing),
        *bad_backup(beside),
        *(f"other users can read {path}; `reader check --repair` makes it private" for path in too_open(beside)),
    )
    remarks = (
        *(line for name in CODECS for line in damaged_revisions(name, tables[name])),
        *missing_texts(beside, articles),
        *odd_anchors(notes),
        *(f"the dated copy {path} {wrong}" for path in beside.all_dated() if (wrong := copy_problem(path))),
        *damaged_copies(beside),
        *(
            f"everything in {path} is in the library; it can be deleted"
            for path, missing in copies
            if not missing and path != beside.backup
        ),
    )
    live = [sum(not entry.deleted for entry in entries) for entries in (notes, corrections)]
    made = {entry.id: entry for entry in (*notes, *corrections)}
    waiting = sum(state == "proposed" for _, state in with_states(proposals, made))
    counts = len(articles), *live, len(gather_dossiers(members)), waiting
    return CheckReport(clean_lines(problems), clean_lines(remarks), *counts)


def repair_library(db: SafeDB) -> CheckReport:
    """Rewrite the library and its backup from what can be read, make them private, and return what is left."""
    try:
        with db.safe.transaction():
            tables = db.safe.read()
            for name in DECODERS:
                tables[name] = accept_changes(name, merge_table(name, tables[name], {}))
            db.safe.write(tables)
            db.safe.fold()
            articles, *others = (readable_records(tables[name], decode) for name, decode in DECODERS.items())
            stubs = {entry.article: entry for entry in entries_without_article(chain(*others), articles)}
            db.safe_table("articles").put(article_document(placeholder_article(entry)) for entry in stubs.values())
        for path in too_open(db.safe.files):
            path.chmod(path.stat().st_mode & ~atomic_file.OTHERS)
    except (LibraryError, OSError) as error:
        left = check_library(db)
        return left if str(error) in left.problems else replace(left, problems=(clean_line(str(error)), *left.problems))
    return check_library(db)


def clean_lines(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(clean_line, findings))


def bad_records(name: str, table: dict[str, Document]) -> Iterator[str]:
    """Yield records that cannot be read, and ids that several of them have."""
    for key, document in table.items():
        try:
            DECODERS[name](document)
        except BadRecordError as error:
            yield f"{record_label(name, key, document)} cannot be read, because {error}; it is kept in the file"
    for own, count in Counter(filter(None, map(document_id, table.values()))).items():
        if count > 1:
            yield f"{counted(count, RECORD_WORDS[name])} have the id {own}; `reader check --repair` joins them"


def bad_checksums(name: str, table: dict[str, Document]) -> Iterator[str]:
    """Yield records that were changed after they were written: by damage, by hand or by another program."""
    changed = "was changed outside reader: its checksum is wrong; `reader check --repair` accepts what it says"
    for key, document in table.items():
        if not is_sealed(document):
            faults = list(CODECS[name].faults(document)) if name in CODECS else []
            yield from (f"{record_label(name, key, document)} {fault}" for fault in faults or [changed])


def bad_digest(beside: LibraryFiles, tables: Tables) -> Iterator[str]:
    """Yield a line if records are missing or were added outside reader."""
    if meta.stored_digest(tables) is not None and not meta.is_as_saved(tables):
        yield (
            f"the records in {beside.library} are not those that were saved last: some are missing, or were added "
            "outside reader; `reader check --repair` accepts the ones there are"
        )


def damaged_revisions(name: str, table: dict[str, Document]) -> Iterator[str]:
    for key, document in table.items():
        if count := len(as_list(document.get(DAMAGED))):
            yield f"{record_label(name, key, document)} keeps {counted(count, 'damaged revision')}"


def accept_changes(name: str, table: dict[str, Document]) -> dict[str, Document]:
    """Return `table` with the right checksums; current values that were changed outside become revisions."""
    kept = dict(table)
    for key, document in table.items():
        with suppress(BadRecordError):
            if not is_sealed(document):
                kept[key] = with_fields(name, document, {})
    return kept


def record_label(name: str, key: str, document: Document) -> str:
    return f"{RECORD_WORDS[name]} {document_id(document) or 'without an id'} (number {key})"


def entries_without_article(entries: Iterable[Entry], articles: list[ArticleRecord]) -> list[Entry]:
    known = {article.id for article in articles}
    return [entry for entry in entries if entry.article not in known]


def missing_articles(name: str, entries: Iterable[Entry], articles: list[ArticleRecord]) -> Iterator[str]:
    for entry in entries_without_article(entries, articles):
        yield f"{RECORD_WORDS[name]} {entry.id} belongs to article {entry.article}, which the library does not have"


def placeholder_article(entry: Entry) -> ArticleRecord:
    """Return a record for an article of which only a note or a correction is known."""
    known = (entry.made_on,) if entry.made_on else ()
    return ArticleRecord(entry.article, "", (STANDARD_INPUT,), known, entry.created, entry.created)


def odd_anchors(notes: list[Note]) -> Iterator[str]:
    """Yield notes whose passage has another length than its words."""
    for note in notes:
        anchor = note.anchor
        if anchor and anchor.end - anchor.start != len(anchor.exact):
            yield f"the passage of note {note.id} is not as long as its words; it is found by its words alone"


def missing_texts(beside: LibraryFiles, articles: list[ArticleRecord]) -> Iterator[str]:
    for article in articles:
        for text in article.texts:
            if texts.load_text(beside.texts, text) is None:
                path = texts.text_path(beside.texts, text)
                what = "damaged" if path.exists() else "not kept"
                name = article.title or article.id
                yield f"a text of “{name}” is {what} ({path}); its notes are placed by their own words"


def copy_problem(path: Path) -> str | None:
    """Return what is wrong with a copy of the library; None if it is a good one."""
    try:
        if path.is_symlink():
            return "is a symbolic link, which is not followed"
        read_copy(path)
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except ReaderError as error:
        return str(error)
    return None


def bad_backup(beside: LibraryFiles) -> Iterator[str]:
    if beside.library.exists() and (wrong := copy_problem(beside.backup)):
        yield f"the backup {beside.backup} {wrong}; the next save replaces it"


def damaged_copies(beside: LibraryFiles) -> Iterator[str]:
    for path in beside.all_named(".damaged-"):
        yield f"{path} is a damaged library that was set aside; delete it if you miss nothing"


def too_open(beside: LibraryFiles) -> list[Path]:
    """Return the paths that other users can read or write."""
    around = [path for each in (beside.library, *beside.backups()) for path in (each, journal_path(each))]
    around += [beside.lock, beside.ranges, *beside.all_named(".damaged-"), beside.texts, *beside.all_named(".newer-")]
    with suppress(OSError):
        around += sorted(beside.texts.iterdir())
    own = (path for path in around if path.exists() and not path.is_symlink())
    return [path for path in own if stat.S_IMODE(path.stat().st_mode) & atomic_file.OTHERS]
