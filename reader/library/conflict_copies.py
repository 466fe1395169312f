"""Copies of the library with something that it lacks: conflict copies of sync tools, and a newer backup.

A sync tool that finds two versions of a file keeps one of them under another name; one that restores an old version
leaves a library that is older than its backup. In both cases the program tells the user how to merge the copy. Notes
are never deleted from a library, so a library that lacks a revision is either older or has another origin.

Pitfall: a copy that has been merged stays on the disk, so it counts only while it has something new.
"""

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reader.annotations.revisions import references
from reader.library import JOURNAL
from reader.library.codec import BadRecordError, Document, as_list, document_id, is_sealed
from reader.library.codec.records import Tables, article_from
from reader.library.codec.revisions import HISTORY
from reader.library.deduplicate import CODECS, RECORD_WORDS
from reader.text.format import counted

MARKS = (
    r" ?\([^()]*conflict[^()]*\)",  # Dropbox, Nextcloud: library (Ann's conflicted copy 2026-11-25).json
    r"[._-]conflict[._-][\w.-]*",  # ownCloud: library_conflict-20261125-101112.json
    r"\.sync-conflict-[\w-]+",  # Syncthing: library.sync-conflict-20261125-101112-ABCDEFG.json
    r" \d{1,3}",  # iCloud: library 2.json
    r" ?\(\d{1,3}\)",  # Google Drive: library (1).json
)
"""Text that sync tools put into the name of a conflict copy, before its suffix or at its end."""


class MissingRecords(Counter[str]):
    """The number of records of each table that a library lacks: that are new in a copy, or changed."""

    def __str__(self) -> str:
        return " and ".join(counted(self[name], word) for name, word in RECORD_WORDS.items() if self[name])


class Signature(NamedTuple):
    """What changes whenever a file does, also if another program writes it in place and sets its time back. An inode
    may be reused within one tick of the clock, but a save that adds text changes the size too."""

    device: int
    inode: int
    size: int
    modified: int
    """The time of the last change of the content in nanoseconds."""
    changed: int
    """The same of the file, its name and its mode; no program can set it. A hard link to the file changes it too."""


def signature_of(status: os.stat_result) -> Signature:
    return Signature(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def find_copies(library: Path) -> Iterator[Path]:
    """Yield the backup, newer backups that were kept, and the conflict copies of sync tools beside the library."""
    stem, suffix, journal = map(re.escape, (library.stem, library.suffix, JOURNAL))
    mark = "|".join(MARKS)
    pattern = re.compile(
        rf"{stem}(?:{mark}){suffix}(?:{journal})?"
        rf"|{stem}{suffix}(?:(?:{mark})(?:{journal})?|{journal}(?:{mark})|\.bak|\.newer-\w+)",
        re.IGNORECASE,
    )
    with suppress(OSError), os.scandir(library.parent) as entries:
        yield from sorted(Path(entry) for entry in entries if pattern.fullmatch(entry.name))


def missing_records(ours: Tables, theirs: Tables) -> MissingRecords:
    """Return what `ours` lacks that `theirs` has; records that cannot be read do not count."""
    lacking = [name for name in CODECS for _ in missing_record_ids(name, ours.get(name, {}), theirs.get(name, {}))]
    articles = {each for document in ours.get("articles", {}).values() for each in article_ids(document)}
    fresh = sum(articles.isdisjoint(ids) for document in theirs["articles"].values() if (ids := article_ids(document)))
    return MissingRecords(["articles"] * fresh + lacking)


def missing_record_ids(name: str, ours: dict[str, Document], theirs: dict[str, Document]) -> Iterator[str]:
    """Yield the ids of notes or corrections that have revisions in `theirs` that `ours` neither has nor refers to."""
    known = {record_id: document for document in ours.values() if (record_id := document_id(document))}
    for document in theirs.values():
        record_id = document_id(document)
        if record_id is None or known.get(record_id) == document:
            continue
        with suppress(BadRecordError):
            has = revision_ids(name, known[record_id]) if record_id in known else set()
            if {revision.id for revision in CODECS[name].revisions(document)} - has:
                yield record_id


def with_previous_texts(tables: Tables, backup: Tables) -> Tables:
    """Return tables in which records that were changed outside have the revision that was overwritten, from the backup.

    The records keep their wrong checksums, so that a check finds them.
    """
    found = dict(tables)
    for name, codec in CODECS.items():
        known = {record_id: document for document in backup[name].values() if (record_id := document_id(document))}
        changed = {}
        for key, document in tables.get(name, {}).items():
            before = known.get(document_id(document) or "")
            if before is None or before == document or is_sealed(document):
                continue
            with suppress(BadRecordError):
                ids = {revision.id for revision in codec.revisions(document)}
                wanted = revision_ids(name, document) - ids
                items = [item for revision, item in codec.split(before)[0] if revision.id in wanted]
                changed[key] = {**document, HISTORY: [*as_list(document.get(HISTORY)), *items]}
        if changed:
            found[name] = {**tables[name], **changed}
    return found


def revision_ids(name: str, document: Document) -> set[str]:
    """Return the ids of the revisions of a record, and those that they refer to."""
    with suppress(BadRecordError):
        return {each for own in CODECS[name].revisions(document) for each in (own.id, *references(own))}
    return set()


def article_ids(document: Document) -> set[str]:
    with suppress(BadRecordError):
        record = article_from(document)
        return {record.id, *record.also}
    return set()


def notice(library: Path, copy: Path, what: MissingRecords) -> str:
    command = f"reader --library {shlex.quote(str(library))} merge {shlex.quote(str(copy))}"
    if copy.name.startswith(f"{library.name}."):
        found = f"the library {library} lacks {what} that {copy.name} has; was an older version restored?"
        return f"{found} `{command}` merges them"
    return f"{copy} is a conflict copy with {what} that the library {library.name} lacks; `{command}` merges them"
