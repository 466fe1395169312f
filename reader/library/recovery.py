"""Read the bytes of a library file, and recover what can be recovered from damaged ones.

`read_tables` reads a sound file and names the fault of any other; `salvage_documents` finds whole documents in
damaged bytes; `recover_tables` adds them to the newest good backup. Pure functions: nothing here touches the disk.

A damaged file may still be valid JSON. A file with none of our tables, or with documents where TinyDB finds none, is
another program's file or half of ours, never an empty library.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from reader.errors import ReaderError
from reader.library.codec.fields import Document
from reader.library.codec.records import SCHEMA, TABLES, Tables, without_collection
from reader.library.deduplicate import DECODERS, is_valid_record, merge_documents

LONGEST_KEY = 18
"""Digits of a document's number: more would not fit into 64 bits, and thousands of them stop Python's `int`."""

MOST_BROKEN = 20_000
"""Pieces of a damaged file that may turn out to be no JSON before the rest is given up: a few seconds' work. One cut
breaks about five, so only what was made to be slow has so many."""

TOO_DEEP = 400
"""A piece that is nested too deep to be read counts as so many: it costs a thousand steps, and our documents never
are."""

DEEPEST = 12
"""Levels at which documents are looked for: those of ours end at the sixth, and a torn one may hold the next."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16's, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

OPENING = re.compile(r'"\d{1,18}"\s*:\s*(?=\{)|(?=\{\s*"(?:id|\d{1,18}|' + "|".join(TABLES) + r')"\s*:)')
"""What stands before a document, a table or all tables."""

TABLE_NAME = re.compile(r'"(' + "|".join(TABLES) + r')"\s*:\s*$')
DECODER = json.JSONDecoder()


class DamagedLibraryError(ReaderError):
    """These bytes are no library: what they are instead, in words that follow "it"."""


class NewerSchemaError(ReaderError):
    """A later version of the program wrote this."""


@dataclass(frozen=True)
class Content:
    """What the bytes of a sound library say."""

    tables: Tables
    plain: bool
    """Whether orjson can read it, and so write it again without loss."""
    schema: int = SCHEMA
    """0: written before libraries said which schema they follow."""


# ---------------------------------------------------------------------- sound bytes


def read_tables(raw: bytes) -> Content:
    """The tables of a library. Raises DamagedLibraryError, NewerSchemaError."""
    value, plain = parse_json(raw)
    tables = check_tables(value)
    schema = schema_of(tables)
    if schema > SCHEMA:
        raise NewerSchemaError(f"it follows schema {schema}; this version knows {SCHEMA}")
    if schema == 0 and not any(is_valid_document(name, document) for name, _, document in iterate_documents(tables)):
        raise DamagedLibraryError("says nothing of its schema and holds no article, no note and no correction")
    return Content(tables, plain, schema)


def parse_json(raw: bytes) -> tuple[Any, bool]:
    """The JSON in `raw`, and whether it is as plain as orjson wants it.

    A byte order mark, UTF-16, NaN and lone surrogates are read too. Raises DamagedLibraryError.
    """
    try:
        with without_collection():
            return orjson.loads(raw), True
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(raw.decode(encoding_of(raw), "surrogatepass")), False
    except (ValueError, RecursionError) as error:
        raise DamagedLibraryError(f"is not valid JSON ({str(error).splitlines()[0]})") from error


def encoding_of(raw: bytes) -> str:
    return next((name for mark, name in BYTE_ORDER_MARKS if raw.startswith(mark)), "utf-8")


def check_tables(value: object) -> Tables:
    """`value` if TinyDB can read it and it has a table of ours; others are let alone. Raises DamagedLibraryError."""
    if not isinstance(value, dict):
        raise DamagedLibraryError("holds no tables")
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
    """Whether TinyDB reads and writes `key` as the number of a document."""
    return key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY and (key[0] != "0" or key == "0")


def schema_of(tables: Tables) -> int:
    """The schema that a library follows; 0 if it does not say. Raises DamagedLibraryError."""
    schemas = [document["schema"] for document in tables.get("meta", {}).values() if "schema" in document]
    if not all(type(schema) is int and schema > 0 for schema in schemas):
        raise DamagedLibraryError("names a schema that is none")
    return max(schemas, default=0)


def with_all_tables(tables: Tables) -> Tables:
    """`tables` with those that are missing, and with the schema that this version writes."""
    complete = {**{name: {} for name in TABLES}, **tables}
    if schema_of(tables) == 0:
        complete["meta"] = add_document(complete["meta"], {"schema": SCHEMA})
    return complete


def encode_tables(tables: Tables, plain: bool) -> bytes:
    """The bytes that `TinyDB(path)` and `read_tables` read as `tables`. Raises RecursionError."""
    if plain:
        try:
            return orjson.dumps(tables)
        except orjson.JSONEncodeError:
            pass  # a lone surrogate or a number beyond 64 bits in a key that is not ours
    return json.dumps(tables, separators=(",", ":")).encode()


# ---------------------------------------------------------------------- documents


def iterate_documents(tables: Tables) -> Iterator[tuple[str, str, Document]]:
    """Each document of our tables with the names of its table and its key."""
    for name in TABLES:
        for key, document in tables.get(name, {}).items():
            yield name, key, document


def is_valid_document(name: str, document: object) -> bool:
    return name in DECODERS and is_valid_record(name, document)


def add_document(table: dict[str, Document], document: Document) -> dict[str, Document]:
    """`table` with one more document."""
    return {**table, free_key(table): document}


def free_key(table: dict[str, Document]) -> str:
    """A number that no document has. Documents are never taken away, so the first guess is nearly always right."""
    number = len(table) + 1
    while str(number) in table:
        number += 1
    return str(number)


# ---------------------------------------------------------------------- damaged bytes


def recover_tables(raw: bytes, backups: Iterable[bytes]) -> Tables | None:
    """What can be saved of a damaged file: the first good backup and the whole documents in `raw`; None if nothing.

    Whole documents of the damaged backups before that one are taken too. Where several hold the same note, the
    revisions of all are kept, and the backup wins where they differ.
    """
    found = salvage_documents(raw)
    for backup in backups:
        try:
            return add_documents(read_tables(backup).tables, found)
        except (DamagedLibraryError, NewerSchemaError):
            found += salvage_documents(backup)
    return add_documents({}, found) if found else None


def add_documents(base: Tables, found: Iterable[tuple[str, Document]]) -> Tables:
    """`base` with the documents of `found`; those with an id that is known are united with it."""
    tables = {name: dict(table) for name, table in with_all_tables(base).items()}
    known = {
        (name, document_id(document)): key for name, key, document in iterate_documents(tables) if document_id(document)
    }
    for name, document in found:
        table, own = tables[name], document_id(document)
        if (key := known.get((name, own))) is not None:
            table[key] = merge_documents(name, table[key], document)
        elif document not in table.values():
            key = free_key(table)
            table[key] = document
            if own:
                known[name, own] = key
    return tables


def document_id(document: Document) -> str | None:
    """The id of a document, if it has one."""
    own = document.get("id")
    return own if isinstance(own, str) else None


def salvage_documents(raw: bytes) -> list[tuple[str, Document]]:
    """The whole documents in damaged bytes, each with the name of its table, in the order they stand there."""
    found = whole_documents(raw.decode("utf-8", "replace"))
    encoding = encoding_of(raw)  # asked second, for two bytes of garbage look like a byte order mark
    return found if found or encoding == "utf-8" else whole_documents(raw.decode(encoding, "replace"))


def whole_documents(text: str) -> list[tuple[str, Document]]:
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
    """The documents in a piece of JSON that stood in `table`, as far as is known.

    Also those inside another document: where a piece is torn out, the next one may seem to belong to the one before.
    """
    if depth > DEEPEST or not isinstance(value, dict | list):
        return
    if isinstance(value, list):
        for item in value:
            yield from find_documents(item, table, depth + 1)
        return
    for name in DECODERS:
        if is_valid_document(name, value):
            yield name, value
    for key, item in value.items():
        if table == "corrections" and is_correction(key, item):
            yield table, item
        else:
            yield from find_documents(item, key if key in TABLES else table, depth + 1)


def is_correction(key: str, value: object) -> bool:
    """Whether this is a document of the table whose documents may be anything, as far as can be seen."""
    return (
        is_key(key)
        and isinstance(value, dict)
        and not any(is_valid_document(name, value) for name in ("notes", "articles"))
    )
