"""Where each record of a large library file is, so that some can be read without the rest.

    library.json.ranges
        CHECKSUM {"ranges": 2, "library": …, "backup": …, "meta": …, "last": …, "tags": …, "entries": …}
        TERM START LENGTH, 20 bytes, for each term of each record, sorted

A *term* is what a record is looked up by: the hash of its table, a field and a value. The first line says which file
and which backup the ranges were made for, the table `meta`, the highest number in each table, the number of notes with
each tag, and the checksum of the entries. The file of ranges has nothing that the library lacks: without it, or if it
does not fit, the library is read whole. What is read by a range must have the right checksum.
"""

import os
import re
import struct
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from reader.document.article import Article
from reader.errors import ReaderError, explained, raising
from reader.library.codec import BadRecordError, Document, as_list, document_id, is_sealed, short_hash
from reader.library.codec.records import TABLES, ArticleRecord, Tables, article_from
from reader.library.journal import encode_line, line_values
from reader.library.meta import stored_digest
from reader.system import atomic_file, fast_json
from reader.text.sanitize import clean_line

ENTRY = struct.Struct(">8sQI")
"""The hash of a term, and the range of bytes of the record, big-endian, so that entries sort as bytes."""

HASH_SIZE = 8  # bytes: if two terms have one hash, more records are read than needed
CHECKSUM_SIZE = 16  # bytes of the checksum of all entries
VERSION = 3  # version of this format: earlier ones, which had no members of dossiers or no proposals, are not read
LARGEST_NUMBER = 10**15  # a table with a higher number has no ranges, so that the next number can be read, too

Term = tuple[str, str]
"""A field and one of its values: the `id` of any record, the `article` of a note, a correction, a proposal or a
member of a dossier, and of an article a `text`, a `source`, and an id that it had `also`."""

EVERY: Term = ("every", "")
"""The term of all members of dossiers: they are few, so all can be read without the rest of the library."""

UNREADABLE: Term = ("unreadable", "")
"""The term of the articles of a whole table that cannot be read: whoever reads any of it is to hear of them."""

Identity = tuple[int, int, int]
"""The inode, size and time of the last change of a file. The number of its device is not the same on two machines."""


class MisfitError(ReaderError):
    """The ranges do not fit the library, which has to be read whole."""


@dataclass(frozen=True)
class RecordRanges:
    """The ranges of the records in one library file. Methods raise MisfitError."""

    path: Path
    library: Identity
    backup: Identity
    """The backup that has the same bytes as the library."""
    meta: dict[str, Document]
    last: dict[str, int]
    """The highest number in each table."""
    tags: dict[str, int]
    """The number of notes with each tag."""
    entries: bytes

    def were_made_for(self, library: Path, backup: Path) -> bool:
        """Return whether the library and its backup are still those that the ranges were made for. Raises OSError."""
        return identity_of(os.stat(library)) == self.library and identity_of(os.lstat(backup)) == self.backup

    def documents(self, name: str, terms: Iterable[Term], later: dict[str, Document]) -> dict[str, Document]:
        """Return a table's documents by key that have any of `terms`, perhaps others; `later` were saved since."""
        wanted = set(terms)
        with self._opened() as file:
            found = self._read(file, name, wanted)
            matching = {key: each for key, each in later.items() if key in found or wanted & document_terms(name, each)}
            before = found | self._read(file, name, {("key", key) for key in matching.keys() - found.keys()})
        refuse_other_records(before, matching)
        return found | matching

    def records(self, later: Tables) -> Iterator[tuple[str, str, Document]]:
        """Yield all records, each with its table and key; `later` were saved since. Raises MisfitError."""
        left = {name: dict(table) for name, table in later.items()}
        with self._opened() as descriptor, open(descriptor, "rb", closefd=False) as file:
            for name, key, document, *_ in scan_records(file.read()):
                if name in TABLES and name != "meta" and not is_sealed(document):
                    raise MisfitError("there is a record that reader has not written")
                saved = left.get(name, {}).pop(key, document)
                refuse_other_records({key: document}, {key: saved})
                yield name, key, saved
        yield from ((name, key, document) for name, table in left.items() for key, document in table.items())

    def tag_counts(self, later: dict[str, Document]) -> Counter[str]:
        """Return the number of notes with each tag, with the notes that were saved since the file was written."""
        before = self.replaced("notes", later)
        refuse_other_records(before, later)
        counts = Counter(self.tags)
        counts.subtract(count_document_tags(before.values()))
        return +(counts + count_document_tags(later.values()))

    def replaced(self, name: str, keys: Iterable[str]) -> dict[str, Document]:
        """Return the documents that the file has under these keys."""
        with self._opened() as file:
            return self._read(file, name, {("key", key) for key in keys})

    def _read(self, file: int, name: str, terms: Iterable[Term]) -> dict[str, Document]:
        """Return the documents in an open file with any of these terms, in its order."""
        places = sorted({place for term in terms for place in self._places(term_hash(name, term))})
        return dict(read_record(file, start, length, is_checked=name != "meta") for start, length in places)

    def _places(self, wanted: bytes) -> Iterator[tuple[int, int]]:
        """Yield the start and length of each record with the term that has this hash."""
        size, entries = ENTRY.size, self.entries
        count = len(entries) // size
        first = bisect_left(range(count), wanted, key=lambda at: entries[at * size : at * size + HASH_SIZE])
        for at in range(first, count):
            found, start, length = ENTRY.unpack_from(entries, at * size)
            if found != wanted:
                return
            yield start, length

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """Open the library, which must be the file that the ranges were made for."""
        with (
            explained(MisfitError, "the library cannot be read"),
            atomic_file.opened_regular(self.path) as (file, status),
        ):
            if identity_of(status) != self.library:
                raise MisfitError("the library has changed")
            yield file


def identity_of(status: os.stat_result) -> Identity:
    return status.st_ino, status.st_size, status.st_mtime_ns


def refuse_other_records(before: dict[str, Document], later: dict[str, Document]) -> None:
    """Raise MisfitError if a record that was saved has the number of another one."""
    for key, document in later.items():
        if key in before and document_id(before[key]) != document_id(document):
            raise MisfitError("another record has the number of one that was saved")


def read_record(file: int, start: int, length: int, *, is_checked: bool) -> tuple[str, Document]:
    """Return the key and the document in a range of bytes. Raises MisfitError, OSError."""
    with raising(MisfitError("there is no record"), on=ValueError):
        value = fast_json.loads(b"{%b}" % os.pread(file, length, start))
    ((key, document),) = value.items() if len(value) == 1 else (("", None),)
    if not isinstance(document, dict) or (is_checked and not is_sealed(document)):
        raise MisfitError("there is no record that reader has written")
    return key, document


def terms_by_id(article_id: str) -> tuple[Term, ...]:
    return ("id", article_id), ("also", article_id)


def terms_like(article: Article) -> tuple[Term, ...]:
    """Return the terms of all records that may be of `article`: with its text, its source, or the id of its text."""
    return ("text", article.sha256), ("source", clean_line(article.source)), *terms_by_id(article.text_id)


def document_terms(name: str, document: Document) -> set[Term]:
    """Return the terms of a document of one of our tables. Raises MisfitError for an article that cannot be read."""
    if name != "articles":
        named = {(field, value) for field in ("id", "article") if isinstance(value := document.get(field), str)}
        return named | {EVERY} if name == "dossiers" else named
    try:
        return record_terms(article_from(document))
    except BadRecordError as error:
        raise MisfitError(f"an article cannot be read, because {error}") from error


def record_terms(record: ArticleRecord) -> set[Term]:
    fields = (("id", (record.id,)), ("also", record.also), ("text", record.texts), ("source", record.sources))
    return {(field, value) for field, values in fields for value in values}


def keys_by_term(name: str, table: dict[str, Document]) -> dict[Term, list[str]]:
    """Return the keys of the documents with each term, and under `UNREADABLE` those of which none can be read."""
    keys: dict[Term, list[str]] = {}
    for key, document in table.items():
        terms = {UNREADABLE}
        with suppress(MisfitError):
            terms = document_terms(name, document)
        for term in terms:
            keys.setdefault(term, []).append(key)
    return keys


def count_document_tags(notes: Iterable[Document]) -> Counter[str]:
    """Return the number of notes with each tag, deleted ones apart, from documents, which need not be decoded."""
    return Counter(tag for document in notes for tag in document_tags(document))


def document_tags(note: Document) -> set[str]:
    tags = as_list(note.get("tags")) if note.get("deleted") is not True else []
    return {clean_line(tag) for tag in tags if isinstance(tag, str)}


def term_hash(name: str, term: Term) -> bytes:
    words = f"{name} {term[0]} {term[1]}".encode("utf-8", "backslashreplace")
    return blake2b(words, digest_size=HASH_SIZE).digest()


def load_ranges(library: Path, path: Path) -> RecordRanges:
    """Return the ranges in a file, without entries if they were found not to fit. Raises MisfitError, OSError."""
    head, _, entries = atomic_file.read_regular(path, follow=False).partition(b"\n")
    (about,) = line_values(head + b"\n")
    match about:
        case {
            "ranges": 3,
            "library": [int(), int(), int()] as made_for,
            "backup": [int(), int(), int()] as backup,
            "meta": dict() as meta,
            "last": dict() as last,
            "tags": dict() as tags,
            "entries": checksum,
        } if checksum == short_hash(entries, CHECKSUM_SIZE) and are_numbers(last) and are_numbers(tags):
            return RecordRanges(library, tuple(made_for), tuple(backup), meta, last, tags, entries)
    raise MisfitError("the ranges are damaged, or of another version")


def are_numbers(values: dict[str, Any]) -> bool:
    return all(type(each) is int for each in values.values())


def encode_ranges(raw: bytes, library: Identity, backup: Identity) -> bytes:
    """Return the content of a file of ranges for a library with these bytes; without entries if it cannot have any."""
    meta: dict[str, Document] = {}
    last, tags = dict.fromkeys(TABLES, 0), Counter[str]()
    entries: list[bytes] = []
    try:
        for name, key, document, start, end in scan_records(raw):
            if name not in TABLES:
                continue
            last[name] = max(last[name], int(key))
            if name == "meta":
                meta[key] = document
            elif name == "notes":
                tags.update(document_tags(document))
            terms = {("key", key), *(document_terms(name, document) if name != "meta" else ())}
            entries += [ENTRY.pack(term_hash(name, term), start, end - start) for term in terms]
        if max(last.values()) > LARGEST_NUMBER or stored_digest({"meta": meta}) is None:
            raise MisfitError("it has numbers that are too high, or is of an earlier version")
    except MisfitError:
        meta, last, tags, entries = {}, {}, Counter(), []
    data = b"".join(sorted(entries))
    about = {"ranges": VERSION, "library": library, "backup": backup, "meta": meta, "last": last, "tags": tags}
    return encode_line({**about, "entries": short_hash(data, CHECKSUM_SIZE)}) + data


def scan_records(raw: bytes) -> Iterator[tuple[str, str, Document, int, int]]:
    """Yield each record of a library as this program writes it: its table, key and document, its start and its end.

    The records are not held in memory. Raises MisfitError for bytes that are written in another way.
    """
    name, at = "", 0
    while before := BEFORE.match(raw, at):
        name = before[1].decode() if before[1] else name
        key, document, at = record_at(raw, before.end())
        yield name, key, document, before.end(), at
    if not END.fullmatch(raw, at):
        raise MisfitError("it is written in another way")


BEFORE = re.compile(rb'(?:,|(?:\{|\},)(?:"[a-z]+":\{\},)*"([a-z]+)":\{)(?="\d)')
"""What is before a record: another one, or the end of a table, tables without records, and the name of its own."""

END = re.compile(rb'\}(?:,"[a-z]+":\{\})*\}')

RECORD_ENDS = re.compile(rb'\}(?=,"\d|\},"[a-z]+":\{|\}\})')

TRIES = 100  # ends of objects within one record that look like its own: only a record of another program has many


def record_at(raw: bytes, start: int) -> tuple[str, Document, int]:
    """Return the key and the document of the record that begins there, and its end. Raises MisfitError."""
    for ends in islice(RECORD_ENDS.finditer(raw, start), TRIES):
        with suppress(ValueError):
            ((key, document),) = fast_json.loads(b"{%b}" % raw[start : ends.end()]).items()
            if isinstance(document, dict) and KEY.fullmatch(key):
                return key, document, ends.end()
    raise MisfitError("it is written in another way")


KEY = re.compile(r"\d{1,18}", re.ASCII)  # the number of a document
