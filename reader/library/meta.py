"""The document that describes the library, and what shows that records have changed.

    {"schema": 2, "digest": …, "steps": {device: number of the last save}}

The digest covers the key and the checksum of every record, so a record that is missing shows. It is the exclusive or
of a hash of each, so a save needs to hash only the records that it changes. Fingerprints show the search index which
records to read again; fifty thousand take 0.25 s, a tenth of decoding them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from reader.library.codec import CHECKSUM, NAME, Document, canonical_json, short_hash
from reader.library.codec.records import Tables

DIGEST_SIZE = 16
"""Bytes."""

DIGEST = re.compile(rf"[0-9a-f]{{{2 * DIGEST_SIZE}}}")

COVERED = ("articles", "notes", "corrections")


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of some tables, which are kept to compute that of later ones."""

    tables: Tables = field(default_factory=dict)
    value: int = 0

    def __str__(self) -> str:
        return f"{self.value:0{2 * DIGEST_SIZE}x}"

    def of(self, tables: Tables) -> "Digest":
        """Return the digest of other tables; documents that are the same objects are not hashed again."""
        value = self.value
        for name in COVERED:
            before, after = self.tables.get(name, {}), tables.get(name, {})
            if before is not after:
                changed = {key: document for key, document in after.items() if before.get(key) is not document}
                value ^= difference(name, before, changed)
                for key in before.keys() - after.keys():
                    value ^= record_hash(name, key, before[key])
        return Digest({name: tables.get(name, {}) for name in COVERED}, value)


def record_hash(name: str, key: str, document: Document) -> int:
    words = f"{name} {key} {document.get(CHECKSUM)}".encode("utf-8", "backslashreplace")
    return int.from_bytes(blake2b(words, digest_size=DIGEST_SIZE).digest(), "big")


def difference(name: str, before: dict[str, Document], changed: dict[str, Document]) -> int:
    """Return what documents that are new, or in the place of others, change in the digest of a table."""
    value = 0
    for key, document in changed.items():
        value ^= record_hash(name, key, document)
        value ^= record_hash(name, key, before[key]) if key in before else 0
    return value


def digest(tables: Tables) -> str:
    """Return the digest of all tables, as it is stored."""
    return str(Digest().of(tables))


def digest_after(stored: str, before: Tables, changes: Tables) -> str | None:
    """Return the digest of tables with changed documents, from the one that they have; None if that is none of ours.

    Records that were missing or foreign before still show.
    """
    if not DIGEST.fullmatch(stored):
        return None
    value = int(stored, 16)
    for name in COVERED:
        value ^= difference(name, before.get(name, {}), changes.get(name, {}))
    return str(Digest(value=value))


def sealed_tables(tables: Tables, known: Digest | None = None) -> tuple[Tables, Digest]:
    """Return tables with their digest, as they are written, and the digest; `known` is one of similar tables."""
    found = (known or Digest()).of(tables)
    return with_meta(tables, {"digest": str(found)}), found


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


FINGERPRINT_SIZE = 9
"""Bytes; the chance to miss one of a million changes is one in ten thousand million."""


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of articles and notes by id, and of the corrections of an article by the article's id."""

    articles: dict[str, str]
    notes: dict[str, str]
    corrections: dict[str, str]


def hash_documents(documents: Iterable[Document], key: str = "id") -> dict[str, str]:
    """Return the fingerprint of all documents with the same `key`; those without a valid one are left out."""
    found: dict[str, str] = {}
    for document in documents:
        own = document.get(key)
        if isinstance(own, str) and NAME.fullmatch(own):
            stamp = short_hash(canonical_json(document), FINGERPRINT_SIZE)
            found[own] = stamp if own not in found else short_hash(f"{found[own]} {stamp}".encode(), FINGERPRINT_SIZE)
    return found
