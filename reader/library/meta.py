"""The document that describes the library, and what shows that records have changed.

    {"schema": 2, "digest": …, "dossiers": …, "proposals": …, "steps": {device: number of the last save}}

The digest covers the key and the checksum of every record, so a record that is missing shows. It is the exclusive or
of a hash of each, so a save needs to hash only the records that it changes. Each table that came later
has a digest of its own, so that earlier versions of the program find theirs. Fingerprints show the search index which
records to read again; fifty thousand take 0.25 s, a tenth of decoding them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from hashlib import blake2b
from itertools import chain
from operator import xor

from reader.library.codec import CHECKSUM, NAME, Document, canonical_json, short_hash
from reader.library.codec.records import Tables

DIGEST_SIZE = 16  # bytes

DIGEST = re.compile(rf"[0-9a-f]{{{2 * DIGEST_SIZE}}}")

DIGESTS = {"digest": ("articles", "notes", "corrections"), "dossiers": ("dossiers",), "proposals": ("proposals",)}
"""The digests by their keys, each with the tables that it covers; of empty tables that came later there is none."""


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


def changed_digests(values: Mapping[str, int], before: Tables, changes: Tables) -> Document:
    """Return digests, by the keys of `DIGESTS`, as they are stored after changes of the documents in `before`."""
    names = chain.from_iterable(DIGESTS.values())
    return digests_of(values, {name: difference(name, before.get(name, {}), changes.get(name, {})) for name in names})


def digests_of(values: Mapping[str, int], hashes: Mapping[str, int]) -> Document:
    """Return digests as they are stored, from what they were before and what each table has added to them."""
    found: Document = {}
    for key, names in DIGESTS.items():
        value = reduce(xor, (hashes.get(name, 0) for name in names), values.get(key, 0))
        if value or key == "digest":
            found[key] = f"{value:0{2 * DIGEST_SIZE}x}"
    return found


def is_as_saved(tables: Tables, hashes: Mapping[str, int] | None = None) -> bool:
    """Return whether the records are those that were saved last; of a part, by the joined hashes of each table."""
    stored = meta_document(tables)
    found = changed_digests({}, {}, tables) if hashes is None else digests_of({}, hashes)
    return all(stored.get(key) == found.get(key) for key in DIGESTS)


def digests_after(tables: Tables, before: Tables, changes: Tables) -> Document | None:
    """Return the digests of `tables` with changed documents, from those that they have; None if these are not ours.

    `before` are the tables with at least the documents that are changed. Records that were missing or foreign before
    still show.
    """
    stored = meta_document(tables)
    texts = {key: stored.get(key, "" if key == "digest" else "0" * 2 * DIGEST_SIZE) for key in DIGESTS}
    if not all(isinstance(text, str) and DIGEST.fullmatch(text) for text in texts.values()):
        return None
    return changed_digests({key: int(text, 16) for key, text in texts.items()}, before, changes)


def sealed_tables(tables: Tables) -> Tables:
    """Return tables with their digests, as they are written."""
    return with_meta(tables, changed_digests({}, {}, tables))


def stored_digest(tables: Tables) -> str | None:
    """Return the digest that was written last, without those of later tables; None for a library of schema 1."""
    value = meta_document(tables).get("digest")
    return value if isinstance(value, str) else None


def stored_state(tables: Tables) -> str | None:
    """Return what all digests say that were written last, by which a save is known; None for a library of schema 1."""
    first, meta = stored_digest(tables), meta_document(tables)
    later = [f"{key} {meta[key]}" for key in DIGESTS if key != "digest" and isinstance(meta.get(key), str)]
    return " ".join([first, *later]) if first is not None else None


def steps(tables: Tables) -> dict[str, int]:
    """Return the number of the last save on each device."""
    found = meta_document(tables).get("steps")
    items = found.items() if isinstance(found, dict) else ()
    return {device: step for device, step in items if type(step) is int and step >= 0}


def with_steps_of(tables: Tables, other: Tables) -> Tables:
    """Return tables with the higher number of saves on each device, of two libraries."""
    ours, theirs = steps(tables), steps(other)
    merged = {device: max(ours.get(device, 0), theirs.get(device, 0)) for device in sorted({*ours, *theirs})}
    return with_meta(tables, {"steps": merged}) if merged != ours else tables


def meta_document(tables: Tables) -> Document:
    """Return the document with the schema; an empty one if there is none."""
    return next((document for document in tables.get("meta", {}).values() if "schema" in document), {})


def with_meta(tables: Tables, values: Document) -> Tables:
    known = tables.get("meta", {}).items()
    meta = {key: {**document, **values} if "schema" in document else document for key, document in known}
    return {**tables, "meta": meta}


FINGERPRINT_SIZE = 9  # bytes; the chance to miss one of a million changes is one in ten thousand million


KINDS = {
    "articles": ("article", "id"),
    "notes": ("note", "id"),
    "corrections": ("corrections", "article"),
    "dossiers": ("member", "id"),
}
"""What the search index calls the records of each table, and the field by which it knows them."""


def hash_records(records: Iterable[tuple[str, str, Document]]) -> dict[str, dict[str, str]]:
    """Return the fingerprints of records, each given with its table and key, by kind and id; those without a valid id
    are left out.
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind, _ in KINDS.values()}
    for name, _, document in records:
        if name in KINDS:
            kind, field = KINDS[name]
            own, known = document.get(field), found[kind]
            if isinstance(own, str) and NAME.fullmatch(own):
                stamp = short_hash(canonical_json(document), FINGERPRINT_SIZE)
                both = f"{known[own]} {stamp}".encode() if own in known else b""
                known[own] = short_hash(both, FINGERPRINT_SIZE) if both else stamp
    return found
