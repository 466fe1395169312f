"""Read the bytes of a library file, and recover what can be recovered from damaged ones.

`read_tables` reads a sound file and names the fault of any other; `salvage_documents` finds whole documents in
damaged bytes; `recover_tables` adds them to the newest good backup. Pure functions without access to the disk; all
return documents of the current schema.

A damaged file may still be valid JSON. A file with none of our tables, or with documents where TinyDB finds none, is
another program's file or half of ours, never an empty library.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from reader.annotations.revisions import UNKNOWN, Authorship
from reader.errors import ReaderError
from reader.library.codec import Document, NewerSchemaError, document_id, is_sealed, sealed
from reader.library.codec.records import OPTIONAL_TABLES, SCHEMA, TABLES, Tables, free_key, without_collection
from reader.library.codec.revisions import LEGACY, upgrade_document
from reader.library.deduplicate import CODECS, DECODERS, is_valid_record, merge_documents, readable_records
from reader.library.journal import NO_JOURNAL, Journal, decode_journal, is_journal, with_changes, with_journal
from reader.library.meta import with_meta
from reader.system import fast_json

LONGEST_KEY = 18  # digits of a document's number: more do not fit into 64 bits, and Python's `int` refuses thousands

MOST_BROKEN = 20_000
"""Pieces of a damaged file that may be invalid JSON before the rest is given up, after a few seconds. One cut breaks
about five, so only a file made to be slow has so many."""

TOO_DEEP = 400  # invalid pieces that one nested too deeply counts as, since it costs a thousand steps
DEEPEST = 12  # levels at which documents are searched: ours end at the sixth, and a torn one may contain the next

OPENING = re.compile(r'"\d{1,18}"\s*:\s*(?=\{)|(?=\{\s*"(?:id|\d{1,18}|' + "|".join(TABLES) + r')"\s*:)')
"""The characters before a document, a table or all tables."""

TABLE_NAME = re.compile(r'"(' + "|".join(TABLES) + r')"\s*:\s*$')
DECODER = json.JSONDecoder()


class DamagedLibraryError(ReaderError):
    """The bytes are not a library; the message continues a sentence after "it"."""


class DamagedJournalError(DamagedLibraryError):
    """The library is sound, but its journal is not."""


@dataclass(frozen=True)
class Content:
    """The content of a sound library."""

    tables: Tables
    """Documents of the current schema."""
    plain: bool
    """True if `fast_json` can read the bytes, and so write the content again without loss."""
    schema: int = SCHEMA
    """The schema of the bytes; 0 if they do not say."""
    journal: Journal = NO_JOURNAL
    """The journal that the tables include."""
    stray: Tables | None = None
    """What a journal of another library has; None if there is none."""


@dataclass(frozen=True)
class Stored:
    """The bytes of a library, or of a copy of one, and of its journal."""

    raw: bytes
    journal: bytes


def read_tables(raw: bytes, by: Authorship = UNKNOWN) -> Content:
    """Return what a library has; `by` signs revisions of schema 1. Raises DamagedLibraryError, NewerSchemaError."""
    value, plain = parse_json(raw)
    tables = check_tables(value)
    schema = schema_of(tables)
    if schema > SCHEMA:
        raise NewerSchemaError(f"it follows schema {schema}; this version knows {SCHEMA}")
    if schema == 0 and not any(is_valid_record(name, document) for name, document in named_documents(tables)):
        raise DamagedLibraryError("does not name its schema and contains no article, note or correction")
    return Content(upgrade_tables(tables, schema, by), plain, schema)


def read_stored(
    stored: Stored, by: Authorship = UNKNOWN, heal: Callable[[Tables], Tables] = lambda tables: tables
) -> Content:
    """Return a library with its journal, or a journal alone, like `read_tables`; `heal` restores tables of the file."""
    if is_journal(stored.raw):
        return alone(decode_journal(stored.raw))
    content, journal = read_tables(stored.raw, by), decode_journal(stored.journal)
    if journal.damaged:
        raise DamagedJournalError("has damaged lines in its journal")
    content = replace(content, tables=heal(content.tables))
    if (tables := with_journal(content.tables, journal)) is not None:
        return replace(content, tables=tables, journal=journal)
    return replace(content, stray=alone(journal).tables) if journal.changes else content


def alone(journal: Journal) -> Content:
    """Return what a journal has. Raises DamagedJournalError."""
    if journal.damaged:
        raise DamagedJournalError("has damaged lines")
    return Content(with_all_tables(with_changes({}, journal.changes)), True)


def upgrade_tables(tables: Tables, schema: int, by: Authorship = UNKNOWN) -> Tables:
    """Return tables with documents of the current schema; records that cannot be read are unchanged."""
    upgraded = dict(tables)
    for name, codec in CODECS.items():
        table = tables.get(name, {})
        if any(LEGACY in document for document in table.values()):
            upgraded[name] = {key: upgrade_document(codec, document, by) for key, document in table.items()}
    if schema < SCHEMA:
        articles = tables.get("articles", {})
        upgraded["articles"] = {key: sealed(document) for key, document in articles.items()}
        opened_last = {
            each.id: each.texts[-1] for each in readable_records(articles, DECODERS["articles"]) if each.texts
        }
        upgraded["notes"] = with_placed_texts(upgraded.get("notes", {}), opened_last)
        upgraded["meta"] = with_meta(tables, {"schema": SCHEMA})["meta"]
    return upgraded


def with_placed_texts(table: dict[str, Document], texts: dict[str, str]) -> dict[str, Document]:
    """Return notes of schema 1 with the text that their placements refer to: the one opened last, by its article."""
    found = {}
    for key, document in table.items():
        placement, text = document.get("placement"), texts.get(str(document.get("article")))
        if isinstance(placement, dict) and text and "text" not in placement:
            document = sealed({**document, "placement": {**placement, "text": text}})
        found[key] = document
    return found


def parse_json(raw: bytes) -> tuple[Any, bool]:
    """Return the JSON in `raw`, and whether `fast_json` can read it.

    A byte order mark, UTF-16, UTF-32, NaN and lone surrogates are accepted too. Raises DamagedLibraryError.
    """
    with suppress(ValueError), without_collection():
        return fast_json.loads(raw), True
    try:
        return json.loads(raw), False
    except UnicodeDecodeError as error:
        raise DamagedLibraryError("has bytes that are not text") from error
    except (ValueError, RecursionError) as error:
        raise DamagedLibraryError(f"is not valid JSON ({str(error).splitlines()[0]})") from error


def check_tables(value: object) -> Tables:
    """Return `value` if TinyDB can read it and it has a table of ours. Raises DamagedLibraryError."""
    if not isinstance(value, dict):
        raise DamagedLibraryError("contains no tables")
    if not any(name in value for name in TABLES):
        raise DamagedLibraryError("has none of a library's tables")
    for name in TABLES:
        table = value.get(name, {})
        if not isinstance(table, dict):
            raise DamagedLibraryError(f"has something else where its {name} should be")
        for key, document in table.items():
            if not is_key(key):
                raise DamagedLibraryError(f"numbers its {name} in a way that TinyDB cannot read")
            if not isinstance(document, dict):
                raise DamagedLibraryError(f"has something else where one of its {name} should be")
    return value


def is_key(key: str) -> bool:
    """Return whether TinyDB reads and writes `key` as the number of a document."""
    return key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY and (key[0] != "0" or key == "0")


def schema_of(tables: Tables) -> int:
    """Return the schema of a library; 0 if it does not say. Raises DamagedLibraryError."""
    schemas = [document["schema"] for document in tables.get("meta", {}).values() if "schema" in document]
    if not all(type(schema) is int and schema > 0 for schema in schemas):
        raise DamagedLibraryError("names an invalid schema")
    return max(schemas, default=0)


def with_all_tables(tables: Tables) -> Tables:
    """Return `tables` with those that are missing, and with the current schema."""
    complete = {**{name: {} for name in TABLES}, **tables}
    if schema_of(tables) == 0:
        complete["meta"] = {**complete["meta"], free_key(complete["meta"]): {"schema": SCHEMA}}
    return complete


def encode_tables(tables: Tables, plain: bool) -> bytes:
    """Return the bytes that `TinyDB(path)` and `read_tables` read as `tables`. Raises RecursionError."""
    stored = {name: table for name, table in tables.items() if table or name not in OPTIONAL_TABLES}
    with suppress(TypeError):  # a lone surrogate or a number beyond 64 bits in a foreign key
        if plain:
            return fast_json.dumps(stored)
    return json.dumps(stored, separators=(",", ":")).encode()


def recover_tables(damaged: Stored, backups: Iterable[Stored]) -> Tables | None:
    """Return the content of the first good backup and the whole documents in `damaged`; None if there is nothing.

    Whole documents of the damaged backups before it are added too. If several contain the same note, the revisions of
    all are kept, and the backup wins in other fields. Documents that verify come first, so that damage is never taken
    for words of the user's while one of them has the note.
    """
    good, found = None, salvage_stored(damaged)
    with suppress(DamagedLibraryError, NewerSchemaError):
        tables, journal = read_tables(damaged.raw).tables, decode_journal(damaged.journal)
        good = with_journal(tables, journal) or tables  # with the sound lines of a damaged journal
    for backup in backups:
        try:
            content = read_stored(backup)
        except (DamagedLibraryError, NewerSchemaError):
            found += salvage_stored(backup)
            continue
        found += named_documents(content.stray or {})
        if good is None:
            good = content.tables
        else:
            found += named_documents(content.tables)
        break
    found.sort(key=lambda pair: pair[0] in CODECS and not is_sealed(upgrade_document(CODECS[pair[0]], pair[1])))
    return add_documents(good or {}, found) if good or found else None


def add_documents(base: Tables, found: Iterable[tuple[str, Document]]) -> Tables:
    """Return `base` with the documents in `found`, joined with those of the same id."""
    tables = {name: dict(table) for name, table in with_all_tables(base).items()}
    known: dict[tuple[str, str | None], str] = {}
    for name in DECODERS:
        known |= {(name, own): key for key, each in tables[name].items() if (own := document_id(each))}
    for name, each in found:
        document = upgrade_document(CODECS[name], each) if name in CODECS else each
        table, own = tables[name], document_id(document)
        if (key := known.get((name, own))) is not None:
            if table[key] != document:
                if name in CODECS and not is_sealed(document):
                    document = CODECS[name].without_changes(document)
                table[key] = merge_documents(name, table[key], document)
        elif document not in table.values():
            key = free_key(table)
            table[key] = document
            if own:
                known[name, own] = key
    return tables


def named_documents(tables: Tables) -> Iterator[tuple[str, Document]]:
    """Yield the documents of our tables, each with the name of its table."""
    yield from ((name, document) for name in DECODERS for document in tables.get(name, {}).values())


def salvage_stored(stored: Stored) -> list[tuple[str, Document]]:
    """Return the whole documents of a damaged library and its journal, those saved last first."""
    return salvage_documents(stored.journal)[::-1] + salvage_documents(stored.raw)


def salvage_documents(raw: bytes) -> list[tuple[str, Document]]:
    """Return the whole documents in damaged bytes in their order, each with the name of its table."""
    found = whole_documents(raw.decode("utf-8", "replace"))
    encoding = json.detect_encoding(raw)  # tried second, since two bytes of garbage may look like a byte order mark
    return found if found or encoding == "utf-8" else whole_documents(raw.decode(encoding, "replace"))


def whole_documents(text: str) -> list[tuple[str, Document]]:
    """Return the whole documents in a text, each with the name of its table."""
    found: list[tuple[str, Document]] = []
    table, at, broken = "", 0, 0
    while broken < MOST_BROKEN and (opening := OPENING.search(text, at)):
        start = opening.end()
        if named := TABLE_NAME.search(text, max(0, start - 40), start):
            table = named[1]
        try:
            value, at = DECODER.raw_decode(text, start)
        except ValueError:  # cut or garbled here; something inside may be whole
            at, broken = start + 1, broken + 1
        except RecursionError:
            at, broken = start + 1, broken + TOO_DEEP
        else:
            found += find_documents(value, table)
    return found


def find_documents(value: Any, table: str, depth: int = 0) -> Iterator[tuple[str, Document]]:
    """Yield the documents in a piece of JSON from `table`, as far as is known.

    Documents inside others count too: if a piece is missing, the next document may seem to be part of the one before.
    """
    if depth > DEEPEST or not isinstance(value, dict | list):
        return
    if isinstance(value, list):
        for item in value:
            yield from find_documents(item, table, depth + 1)
        return
    for name in DECODERS:
        if is_valid_record(name, value):
            yield name, value
    others = DECODERS.keys() - {"corrections"}
    for key, item in value.items():
        may_be_ours = table == "corrections" and is_key(key) and isinstance(item, dict)
        if may_be_ours and not any(is_valid_record(name, item) for name in others):  # a correction of any kind
            yield table, item
        else:
            yield from find_documents(item, key if key in TABLES else table, depth + 1)
