"""The high-water mark of a library: what this device last saved into it, kept apart from it in the state folder.

    libraries/HASH.jsonl, a line each, with a checksum as in a journal
        CHECKSUM {"mark": 1, "library": PATH}
        CHECKSUM {"step": 7, "digest": …, "at": …, "saved": {"notes": {ID: REVISION}, …}}
        CHECKSUM {"step": 7, "accepted": …}     nothing saved before this is missed any more
        CHECKSUM {"step": 7, "told": [REVISION, …]}

A library that goes back, or disappears with all its copies, is sound by itself: only something outside of it can tell.
Each save appends one synced line with the records that it wrote, so that a library which lacks one of them is noticed,
however it got there: a restored backup, an unmounted disk, a folder that was moved. A merge that brings them back ends
the complaint. The numbers of steps are those of the device, and are never given twice.

Pitfall: another program, or another device through a sync tool, may have saved since. So only what is missing counts,
never what is new. A library with the digest of the last save, which lacked nothing, needs no look at its records.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from reader.annotations.revisions import now
from reader.document.digest import id_of
from reader.errors import LibraryError
from reader.library.backups import size_of
from reader.library.codec import Document, as_list, document_id
from reader.library.codec.records import Tables
from reader.library.codec.revisions import HISTORY, STAMP
from reader.library.conflict_copies import MissingRecords, article_ids
from reader.library.deduplicate import RECORD_WORDS
from reader.library.journal import encode_line, line_values
from reader.library.snapshot import Snapshot
from reader.system import atomic_file
from reader.text.sanitize import clean_line

FOLDER = "libraries"

VERSION = 1  # version of this format

COMPACTED_AT = 96 << 10
"""Bytes from which the file is written anew: it is read whole at each start, in about a millisecond."""

BYTES_KEPT = 32 << 10
"""Bytes of the latest saves that are kept then, some two hundred: a library that goes back further lacks these too.
As many of those before a loss are kept, until it is accepted."""

RECORDS_KEPT = 64
"""Records of one save that are kept: a save is there as a whole or not at all, so any of them would do."""

WAYS_OUT = "put it back at {}, or `reader merge` a copy of it; `reader check --accept-loss` accepts that"

Saved = Mapping[str, Mapping[str, str]]  # the version of each record of a save (`version_of`), by table and id


@dataclass(frozen=True, slots=True)
class Save:
    digest: str
    """The digest of the library after it."""
    at: str
    records: Saved
    whole: bool = True
    """False if something that was saved before was missing."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a library lacks of the saves of this device."""

    records: MissingRecords
    since: str
    """When the first of it was saved: UTC, ISO 8601."""
    more: bool
    """True if there may be more, of which nothing is known."""
    everything: bool
    """True if the library has none of the records that are known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of the saves of this device."""

    step: int = 0
    """The number of the last one."""
    saves: tuple[Save, ...] = ()
    """The latest, oldest first."""
    told: frozenset[str] = field(default_factory=frozenset)
    """The revisions by other programs that the user has been told of."""

    def missing(self, find: Callable[[str, str], Document | None]) -> Missing | None:
        """Return what is lacking where `find` returns the document of a table with an id; None if nothing is."""
        saved = [
            (save, name, own, has_version(name, find(name, own), version))
            for save in self.saves
            for name, some in save.records.items()
            for own, version in some.items()
        ]
        lacking = [(save, name, own) for save, name, own, is_there in saved if not is_there]
        if not lacking:
            return None
        lost, known = {(name, own) for _, name, own in lacking}, {(name, own) for _, name, own, _ in saved}
        records = MissingRecords(name for name, _ in lost)
        more = any(len(save.records[name]) == RECORDS_KEPT for save, name, _ in lacking)
        return Missing(records, min(save.at for save, _, _ in lacking), more, lost == known)


class HighWaterMark:
    """The file with the mark of one library. Writing is done while the library is locked."""

    def __init__(self, state_folder: Path, library: Path) -> None:
        """`library` is the path by which the user names it, so that a link which leads elsewhere now is noticed."""
        self._library = os.path.abspath(library)
        self._path = state_folder / FOLDER / f"{id_of(os.fsencode(self._library))}.jsonl"

    def read(self) -> Mark:
        """Return the mark; an empty one if there is none. Raises nothing: lines that cannot be read do not count."""
        raw = b""
        with suppress(OSError):
            raw = atomic_file.read_regular(self._path)
        step, saves, told = 0, list[Save](), set[str]()
        for value in filter(None, line_values(raw)):
            match value:
                case {"step": int() as number, "digest": str() as digest, "at": str() as at, "saved": dict() as saved}:
                    saves.append(Save(digest, at, records_in(saved), not value.get("incomplete")))
                case {"step": int() as number, "accepted": str()}:
                    saves.clear()
                case {"step": int() as number, "told": list() as revisions}:
                    told.update(map(str, revisions))
                case _:
                    continue
            step = max(step, number)
        return Mark(step, tuple(saves), frozenset(told))

    def record_save(self, step: int, digest: str, before: Tables, after: Tables, *, whole: bool = True) -> None:
        """Record a save that has changed the tables, durably; not `whole` if something is missing. Raises OSError."""
        tables = {name: dict(changed_records(name, before, after)) for name in RECORD_WORDS}
        saved = Save(digest, now(), {name: some for name, some in tables.items() if some}, whole)
        self._append(save_line(step, saved))

    def accept(self) -> None:
        """Have nothing that was saved before count as missing, durably. Raises OSError."""
        self._append({"step": self.read().step, "accepted": now()})

    def record_told(self, revisions: Iterable[str]) -> None:
        """Record that the user was told of these revisions. Raises OSError."""
        self._append({"step": self.read().step, "told": sorted(revisions)}, synced=False)

    def _append(self, value: dict[str, Any], *, synced: bool = True) -> None:
        if 0 < size_of(self._path) < COMPACTED_AT:
            atomic_file.add_line(self._path, encode_line(value), synced=synced)
            return
        atomic_file.make_folder(self._path.parent)
        head = encode_line({"mark": VERSION, "library": os.fsencode(self._library).decode("utf-8", "replace")})
        atomic_file.replace_file(self._path, b"".join([head, *self._latest_lines(), encode_line(value)]), follow=False)

    def _latest_lines(self) -> Iterator[bytes]:
        """Yield the lines that a new file begins with."""
        known = self.read()
        if known.told:
            yield encode_line({"step": known.step, "told": sorted(known.told)})
        lines = [encode_line(save_line(known.step, save)) for save in known.saves]
        loss = next((number for number, save in enumerate(known.saves) if not save.whole), len(lines))
        yield from latest(lines[:loss])
        yield from latest(lines[loss:])


def latest(lines: list[bytes]) -> list[bytes]:
    """Return the last lines that have `BYTES_KEPT` bytes together, and the last one in any case."""
    sizes = accumulate(len(line) for line in reversed(lines))
    return lines[-max(1, sum(size <= BYTES_KEPT for size in sizes)) :]


def save_line(step: int, save: Save) -> dict[str, Any]:
    line = {"step": step, "digest": save.digest, "at": save.at, "saved": save.records}
    return line if save.whole else {**line, "incomplete": True}


def records_in(saved: dict[str, Any]) -> Saved:
    """Return the records of a line; what another version has written in another way is left out."""
    tables = {name: some for name in RECORD_WORDS if isinstance(some := saved.get(name), dict)}
    return {name: {own: str(version) for own, version in some.items()} for name, some in tables.items()}


def changed_records(name: str, before: Tables, after: Tables) -> Iterator[tuple[str, str]]:
    """Yield the id and version of the records of a table that a save has changed, as many as are kept."""
    known, table = before.get(name, {}), after.get(name, {})
    changed = (document for key, document in table.items() if known.get(key) is not document)
    told = ((document_id(document), version_of(name, document)) for document in changed)
    yield from islice(((own, version) for own, version in told if own and version), RECORDS_KEPT)


def version_of(name: str, document: Document) -> str:
    """Return what tells whether another document has all that this one has: its current revision, or of an article its
    newest text and when it was shelved or its genre set; "" if there is none.
    """
    if name == "articles":
        return f"{next(reversed(as_list(document.get('texts'))), '')} {last_choice(document)}".strip()
    return document_id(document.get(STAMP) or {}) or ""


def last_choice(document: Document) -> str:
    """Return when the user last chose a shelf or a genre for an article; "" if never."""
    return max(str(document.get(name, "")) for name in ("shelved", "genre_set"))


def has_version(name: str, document: Document | None, version: str) -> bool:
    """Return whether a record is there and has all that the one with this version had."""
    if document is None:
        return False
    if name == "articles":
        text, _, chosen = version.partition(" ")
        return text in as_list(document.get("texts")) and chosen <= last_choice(document)
    stamps = [*as_list(document.get(HISTORY)), document.get(STAMP)]
    return any(isinstance(stamp, dict) and stamp.get("id") == version for stamp in stamps)


class RollbackWatch:
    """What is said of a library that lacks saves of this device, and whether a save is refused.

    A library that is gone or empty is not begun again in silence: each save is refused until it is back, or the user
    accepts the loss. One that is older gets the save, since a merge loses nothing; but a process that had it whole
    refuses once, so that "saved" is never said of a library that is not the one it opened.
    """

    def __init__(self) -> None:
        self.complaint = ""
        """What the library lacks, and what to do; "" if nothing."""
        self.missing = ""
        """The first part of that."""
        self._is_told = True
        self._was_whole = False
        self.is_gone = False
        """True if it has nothing of what is known: then nothing is written unless that is accepted."""
        self._refusal = ""
        """The complaint that no save was refused for yet."""

    def look(self, library: Path, snapshot: Snapshot, missing: Missing | None) -> None:
        """Take note of what the library lacks now."""
        before = self.complaint
        has_records = snapshot.ranges is not None or any(snapshot.tables.get(name) for name in RECORD_WORDS)
        self.is_gone = missing is not None and missing.everything and not has_records
        if missing is None:
            self.complaint, self.missing, self._refusal, self._is_told, self._was_whole = "", "", "", True, True
            return
        since = datetime.fromisoformat(missing.since).astimezone()
        gone = "is gone" if snapshot.signatures[0] is None else "is empty"
        found = f"{gone}, with" if self.is_gone else "is older than this device knows: it lacks"
        count = f"{'at least ' if missing.more else ''}{missing.records}"
        self.missing = f"the library {found} {count} saved since {since:%Y-%m-%d %H:%M}"
        self.complaint = clean_line(f"{self.missing}; {WAYS_OUT.format(library)}")
        if self.complaint != before:
            self._refusal = self.complaint if self._was_whole else ""
            self._is_told = snapshot.behind  # of a newer backup there is a notice already

    def take_notices(self) -> list[str]:
        """Return the complaint unless the user has heard it."""
        notices, self._is_told = [] if self._is_told else [self.complaint], True
        return notices

    def refuse(self) -> None:
        """Raise LibraryError if nothing may be saved now."""
        refusal, self._refusal = self.complaint if self.is_gone else self._refusal, ""
        if refusal:
            self._is_told = True
            raise LibraryError(refusal if self.is_gone else f"{refusal}; save again to save into it as it is")


def find_record(snapshot: Snapshot, name: str, own: str) -> Document | None:
    """Return the document of a table with an id, or that an article had before a merge, if any. Raises MisfitError."""
    table = snapshot.tables.get(name, {})
    if snapshot.ranges is not None:
        table = snapshot.ranges.documents(name, [("id", own), ("also", own)], table)
    for document in table.values():
        if own in article_ids(document) if name == "articles" else own == document_id(document):
            return document
    return None
