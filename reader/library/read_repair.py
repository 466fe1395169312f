"""Restore what damage has changed, from copies that verify.

A record verifies by its checksum, a revision by the id made of its content, a line of the journal by its checksum, and
the list of records by the digest. What does not verify was changed by damage or by another program. They are told apart
by size: what differs from a verified copy in a single byte is damage, and the copy is taken; more is an edit, and stays
as a revision by another program. Where no copy is left, the words stay too, and are marked as not verified.

    restored_bytes     the file and its journal, compared with a copy byte by byte
    ReadRepair             record by record, with all copies, if the file is valid JSON

Pitfall: a single byte may also be the structure of the file, the number of a record or the schema, which no record can
tell; so the bytes are compared first.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property

from reader.annotations.revisions import OUTSIDE
from reader.library.codec import BadRecordError, Document, NewerSchemaError, document_id, is_sealed, one_byte_apart
from reader.library.codec.records import Tables
from reader.library.deduplicate import CODECS, DECODERS, RECORD_WORDS
from reader.library.journal import decode_journal
from reader.library.meta import is_as_saved
from reader.library.recovery import DamagedLibraryError, Stored, read_tables
from reader.system import fast_json


def restored_bytes(stored: Stored, copies: Iterable[Stored]) -> Stored:
    """Return a library with a damaged byte, and damaged journal lines, as in a copy with the rest of its bytes."""
    for copy in copies:
        if stored.raw == copy.raw or (one_byte_apart(stored.raw, copy.raw) and quality(copy.raw) > quality(stored.raw)):
            return Stored(copy.raw, restored_journal(stored.journal, copy.journal))
    return stored


def quality(raw: bytes) -> tuple[int, int]:
    """Return how far a library verifies, the greater the better: as JSON, by the digest, and its records."""
    try:
        tables = read_tables(raw).tables
    except (DamagedLibraryError, NewerSchemaError):
        return 0, 0
    unsealed = sum(1 for _ in unverified_records(tables))
    return 1 + is_as_saved(tables), -unsealed


def restored_journal(journal: bytes, copy: bytes) -> bytes:
    """Return a journal with the lines that its copy has: all but perhaps the last, which is written there later."""
    if journal.startswith(copy) or len(journal) < len(copy):
        return journal
    restored = copy + journal[len(copy) :]
    try:
        return journal if not copy.endswith(b"\n") or decode_journal(restored).damaged else restored
    except NewerSchemaError:
        return journal


def unverified_records(tables: Tables) -> Iterator[tuple[str, str, Document]]:
    """Yield the table, key and document of each record whose checksum is wrong."""
    for name in DECODERS:
        for key, document in tables.get(name, {}).items():
            if not is_sealed(document):
                yield name, key, document


class ReadRepair:
    """Restores the damaged records of tables, and remembers which ones those were."""

    def __init__(self, copies: Iterable[Tables]) -> None:
        """`copies`, the best first, are read only if there is damage."""
        self._unread = copies
        self.restored: list[str] = []
        """The ids of the records that were restored."""
        self.edited: dict[str, str] = {}
        """The revision that another program has written, by what it belongs to ("note ID")."""

    @cached_property
    def _copies(self) -> list[Tables]:
        return list(self._unread)

    def heal(self, tables: Tables) -> Tables:
        """Return tables in which each damaged record is as in a copy that verifies, if there is one."""
        healed = {name: dict(table) if name in DECODERS else table for name, table in tables.items()}
        for name, key, document in unverified_records(tables):
            candidates = list(self._candidates(name, key, document, tables))
            restored = restored_record(name, document, candidates)
            if restored is not None:
                healed[name][key] = restored
                self.restored.append(document_id(restored) or key)
            elif (edit := outside_revision(name, document)) is not None:
                self.edited[f"{RECORD_WORDS[name]} {document_id(document) or key}"] = edit
        return healed if self.restored else tables

    def _candidates(self, name: str, key: str, document: Document, tables: Tables) -> Iterator[Document]:
        """Yield the documents that verify and have the key or the id of a damaged one."""
        own = document_id(document)
        for each in (tables, *self._copies):
            table = each.get(name, {})
            same_id = (other for other in table.values() if own and document_id(other) == own)
            yield from (other for other in (*filter(None, [table.get(key)]), *same_id) if is_sealed(other))


def restored_record(name: str, document: Document, candidates: Iterable[Document]) -> Document | None:
    """Return a damaged record as the candidates have it; None if they do not have it, or if it was edited."""
    known = list(candidates)
    try:
        data = fast_json.dumps(document)
        same = (each for each in known if one_byte_apart(data, fast_json.dumps(each)))
        if (found := next(same, None)) is not None:
            return found
    except (TypeError, RecursionError):
        return None
    own = [each for each in known if document_id(each) == document_id(document)]
    return CODECS[name].restored(document, own) if name in CODECS else None


def outside_revision(name: str, document: Document) -> str | None:
    """Return the id of the revision that another program has made of a record by writing over it."""
    with suppress(BadRecordError):
        if name in CODECS and (newest := CODECS[name].revisions(document)[-1]).by == OUTSIDE:
            return str(newest.id)
    return None
