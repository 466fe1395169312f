"""Check the library for damage, and repair it without deleting anything.

A *problem* is something that is or may be lost, or that other users can read; a *remark* is information. Records that
cannot be read are named and kept.

Every flipped bit in a record or a text shows: records have checksums, revisions have ids made from their content, texts
are named by their sha256, and a digest covers the list of records.
"""

import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from reader.anchoring import Anchor
from reader.annotations.dossiers import Member, gather_dossiers
from reader.annotations.notes import Note
from reader.annotations.proposals import Proposal, with_states
from reader.errors import LibraryError, ReaderError
from reader.library import conflict_copies, meta, texts
from reader.library.codec import BadRecordError, Document, as_list, document_id, is_sealed
from reader.library.codec.records import STANDARD_INPUT, ArticleRecord, Tables, article_document, without_collection
from reader.library.codec.revisions import DAMAGED
from reader.library.deduplicate import CODECS, DECODERS, RECORD_WORDS, readable_records, with_fields
from reader.library.journal import journal_path
from reader.library.merge import merge_table
from reader.library.snapshot import LibraryFiles, check_copy, readable_copies
from reader.library.storage import SafeStorage
from reader.system import atomic_file
from reader.text.format import counted
from reader.text.sanitize import clean_line


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


def check_library(storage: SafeStorage) -> CheckReport:
    """Check everything; nothing is written."""
    beside = storage.files
    try:
        try:
            return collect_findings(storage, beside)
        except LibraryError as error:
            return CheckReport((str(error),), clean_lines(damaged_copies(beside)))
    except OSError as error:
        words = f"cannot read the files beside the library {beside.library}: {error.strerror or error}"
        return CheckReport(clean_lines([words]))


def collect_findings(storage: SafeStorage, beside: LibraryFiles) -> CheckReport:
    """Return all findings. Raises LibraryError, OSError."""
    storage.verify()
    found = storage.over_records(Examined.of)
    damage, articles = storage.damage, found.articles
    named = () if storage.is_part else conflict_copies.find_copies(beside.library)  # a part is as its only copy is
    copies = [(path, conflict_copies.missing_records(storage.read(), copy)) for path, copy in readable_copies(named)]
    wrong = copy_problem(beside.backup) if beside.library.exists() else None
    problems = (
        *([f"the library {beside.library} {damage}; `reader check --repair` repairs it"] if damage else []),
        *filter(None, [storage.watch.complaint]),
        *found.problems,
        *([] if damage else bad_digest(beside, {"meta": found.meta}, found.hashes)),
        *(conflict_copies.notice(beside.library, path, missing) for path, missing in copies if missing),
        *([f"the backup {beside.backup} {wrong}; the next save replaces it"] if wrong else []),
        *(f"other users can read {path}; `reader check --repair` makes it private" for path in too_open(beside)),
    )
    remarks = (
        *found.remarks,
        *missing_texts(beside, articles),
        *(f"the dated copy {path} {fault}" for path in beside.all_dated() if (fault := copy_problem(path))),
        *damaged_copies(beside),
        *(
            f"everything in {path} is in the library; it can be deleted"
            for path, missing in copies
            if not missing and path != beside.backup
        ),
    )
    live = found.live["notes"], found.live["corrections"]
    counts = len(articles), *live, len(gather_dossiers(found.members)), count_waiting(storage, found.proposals)
    return CheckReport(clean_lines(problems), clean_lines(remarks), *counts)


@dataclass
class Examined:
    """What a look at every record has found; of most only the id and the article are held."""

    articles: list[ArticleRecord] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    live: Counter[str] = field(default_factory=Counter)
    """The records that are not deleted, by table."""
    ids: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each id is there, with its table."""
    on: list[tuple[str, Any, str]] = field(default_factory=list)
    """The table, id and article of each record that is on an article which no record before it is."""
    known: set[str] = field(default_factory=set)
    """The ids of the articles."""
    meta: dict[str, Document] = field(default_factory=dict)
    hashes: Counter[str] = field(default_factory=Counter)
    """The exclusive or of the hashes of the records, by table."""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, records: Iterable[tuple[str, str, Document]]) -> "Examined":
        found = cls()
        with without_collection():
            for name, key, document in records:
                if name == "meta":
                    found.meta[key] = document
                elif name in DECODERS:
                    found.look(name, key, document)
        for (name, own), count in found.ids.items():
            if count > 1:
                words = f"{counted(count, RECORD_WORDS[name])} have the id {own}"
                found.problems.append(f"{words}; `reader check --repair` joins them")
        for name, own, article in found.on:
            if article not in found.known:
                words = f"{RECORD_WORDS[name]} {own} belongs to article {article}"
                found.problems.append(f"{words}, which the library does not have")
        return found

    def look(self, name: str, key: str, document: Document) -> None:
        """Take a record, by its table and key, into account."""
        own = document_id(document)
        label = f"{RECORD_WORDS[name]} {own or 'without an id'} (number {key})"
        self.hashes[name] ^= meta.record_hash(name, key, document)
        if own:
            self.ids[name, own] += 1
        self.problems += (f"{label} {fault}" for fault in faults_of(name, document))
        if name in CODECS and (count := len(as_list(document.get(DAMAGED)))):
            self.remarks.append(f"{label} keeps {counted(count, 'damaged revision')}")
        try:
            record = DECODERS[name](document)
        except BadRecordError as error:
            self.problems.append(f"{label} cannot be read, because {error}; it is kept in the file")
            return
        match record:
            case ArticleRecord():
                self.articles.append(record)
                self.known.add(record.id)
                return
            case Member():
                self.members.append(record)
            case Proposal():
                self.proposals.append(record)
            case Note(anchor=Anchor() as anchor) if anchor.end - anchor.start != len(anchor.exact):
                words = "is not as long as its words; it is found by its words alone"
                self.remarks.append(f"the passage of note {record.id} {words}")
        self.live[name] += not record.deleted
        if record.article not in self.known:
            self.on.append((name, record.id, record.article))


def count_waiting(storage: SafeStorage, proposals: list[Proposal]) -> int:
    """Return the number of proposals that nobody has decided about."""
    ids = [("id", each.id) for each in proposals]
    entries = [
        entry
        for name in ("notes", "corrections")
        for entry in readable_records(storage.documents(name, *ids) if ids else {}, DECODERS[name])
    ]
    return sum(state == "proposed" for _, state in with_states(proposals, {entry.id: entry for entry in entries}))


def repair_library(storage: SafeStorage) -> CheckReport:
    """Rewrite the library and its backup from what can be read, make them private, and return what is left."""
    try:
        with storage.transaction():
            tables = storage.read()
            for name in DECODERS:
                tables[name] = accept_changes(name, merge_table(name, tables[name], {}))
            storage.write(tables)
            storage.fold()
            articles, *others = (readable_records(tables[name], decode) for name, decode in DECODERS.items())
            known = {article.id for article in articles}
            stubs = {entry.article: entry for entry in chain(*others) if entry.article not in known}
            placeholders = (  # of an article of which only a note or a correction is known
                ArticleRecord(own, "", (STANDARD_INPUT,), (*filter(None, [each.made_on]),), each.created, each.created)
                for own, each in stubs.items()
            )
            storage.put_records("articles", map(article_document, placeholders))
        for path in too_open(storage.files):
            path.chmod(path.stat().st_mode & ~atomic_file.OTHERS)
    except (LibraryError, OSError) as error:
        left = check_library(storage)
        return left if str(error) in left.problems else replace(left, problems=(clean_line(str(error)), *left.problems))
    return check_library(storage)


def clean_lines(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(clean_line, findings))


def faults_of(name: str, document: Document) -> list[str]:
    """Return what is wrong with a record that was changed after it was written: by damage, by hand or by a program."""
    if is_sealed(document):
        return []
    faults = list(CODECS[name].faults(document)) if name in CODECS else []
    return faults or ["was changed outside reader: its checksum is wrong; `reader check --repair` accepts what it says"]


def bad_digest(beside: LibraryFiles, tables: Tables, hashes: Mapping[str, int]) -> Iterator[str]:
    """Yield a line if records are missing or were added outside reader, by the hashes in their tables."""
    if meta.stored_digest(tables) is not None and not meta.is_as_saved(tables, hashes):
        yield (
            f"the records in {beside.library} are not those that were saved last: some are missing, or were added "
            "outside reader; `reader check --repair` accepts the ones there are"
        )


def accept_changes(name: str, table: dict[str, Document]) -> dict[str, Document]:
    """Return `table` with the right checksums; current values that were changed outside become revisions."""
    kept = dict(table)
    for key, document in table.items():
        with suppress(BadRecordError):
            if not is_sealed(document):
                kept[key] = with_fields(name, document, {})
    return kept


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
        check_copy(path)
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except ReaderError as error:
        return str(error)
    return None


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
