"""The document that describes the library: its schema, a checksum of all tables, and a counter for each device.

    {"schema": 2, "digest": …, "steps": {device: number of the last save}}

The digest covers the key and the checksum of every record, so a record that is missing shows.
"""

from reader.library.codec.checksum import short_hash
from reader.library.codec.fields import Document
from reader.library.codec.records import Tables

DIGEST_SIZE = 16
"""Bytes."""

COVERED = ("articles", "notes", "corrections")


def digest(tables: Tables) -> str:
    """Return the checksum of all tables."""
    lines = (
        f"{name} {key} {document.get('checksum')}"
        for name in COVERED
        for key, document in sorted(tables.get(name, {}).items())
    )
    return short_hash("\n".join(lines).encode("utf-8", "backslashreplace"), DIGEST_SIZE)


def sealed_tables(tables: Tables) -> Tables:
    """Return tables with their checksum, as they are written."""
    return with_meta(tables, {"digest": digest(tables)})


def stored_digest(tables: Tables) -> str | None:
    """Return the checksum that was written last; None for a library of schema 1."""
    value = meta_document(tables).get("digest")
    return value if isinstance(value, str) else None


def last_step(tables: Tables, device: str) -> int:
    """Return the number of the last save on a device."""
    return steps(tables).get(device, 0)


def steps(tables: Tables) -> dict[str, int]:
    """Return the number of the last save on each device."""
    found = meta_document(tables).get("steps")
    items = found.items() if isinstance(found, dict) else ()
    return {device: step for device, step in items if type(step) is int and step >= 0}


def with_step(tables: Tables, device: str, step: int) -> Tables:
    """Return tables with the number of a save on a device."""
    return with_meta(tables, {"steps": {**steps(tables), device: step}})


def with_steps_of(tables: Tables, other: Tables) -> Tables:
    """Return tables with the higher number of saves on each device, of two libraries."""
    ours, theirs = steps(tables), steps(other)
    merged = {device: max(ours.get(device, 0), theirs.get(device, 0)) for device in sorted({*ours, *theirs})}
    return with_meta(tables, {"steps": merged}) if merged != ours else tables


def meta_document(tables: Tables) -> Document:
    """Return the document with the schema; an empty one if there is none."""
    return next((document for document in tables.get("meta", {}).values() if "schema" in document), {})


def with_meta(tables: Tables, values: Document) -> Tables:
    """Return tables with `values` in the document with the schema."""
    meta = tables.get("meta", {})
    return {
        **tables,
        "meta": {key: {**document, **values} if "schema" in document else document for key, document in meta.items()},
    }
