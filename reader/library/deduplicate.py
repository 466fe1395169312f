"""Join two documents with the same id, or two readings of one note or correction, without losing anything.

Such pairs come from damage, and from merging libraries. Pitfall: documents are shared with the storage's cache, so
neither is changed in place.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Member
from reader.annotations.notes import Note
from reader.annotations.proposals import Proposal
from reader.annotations.revisions import RevisedEntry
from reader.library.codec import CHECKSUM, BadRecordError, Document, as_list, canonical_json, is_sealed, sealed
from reader.library.codec.corrections import (
    CONTENTS,
    CORRECTIONS,
    MEMBERS,
    agreed_content,
    correction_document,
    correction_from,
    member_document,
    member_from,
    proposal_document,
    proposal_from,
)
from reader.library.codec.records import NOTES, article_document, article_from, note_document, note_from
from reader.library.codec.revisions import RevisionCodec

TABLES: dict[str, tuple[str, Callable[[Document], Any], Callable[..., Document], RevisionCodec[Any] | None]] = {
    "articles": ("article", article_from, article_document, None),
    "notes": ("note", note_from, note_document, NOTES),
    "corrections": ("correction", correction_from, correction_document, CORRECTIONS),
    "dossiers": ("dossier entry", member_from, member_document, MEMBERS),
    "proposals": ("proposal", proposal_from, proposal_document, CORRECTIONS),
}
"""What a record of each table is called, its decoder and encoder, and its codec if it has revisions."""

RECORD_WORDS = {name: word for name, (word, *_) in TABLES.items()}

DECODERS = {name: decode for name, (_, decode, *_) in TABLES.items()}

ENCODERS = {name: encode for name, (_, _, encode, _) in TABLES.items()}

CODECS = {name: codec for name, (*_, codec) in TABLES.items() if codec is not None}

TABLE_OF = {Note: "notes", Correction: "corrections", Member: "dossiers", Proposal: "proposals"}
"""The table of each kind of entry."""

E = TypeVar("E", bound=RevisedEntry[Any])
Made = TypeVar("Made")


def is_valid_record(table: str, document: object) -> bool:
    """Return whether `document` can be decoded; in an unknown table, any object can."""
    decode = DECODERS.get(table, lambda document: document)
    return isinstance(document, dict) and readable_record(document, decode) is not None


def merge_documents(table: str, one: Document, other: Document) -> Document:
    """Return two documents with the same id as one; `one` wins in fields that cannot be united.

    In a table that this version does not know, the one that was `updated` last wins, so that the order does not matter.
    """
    if table not in DECODERS:
        both = united(one, other)
        return sealed(both) if CHECKSUM in both else both
    both, content = {**other, **one}, CONTENTS.get(table, ())
    if content and is_valid_record(table, one) and is_valid_record(table, other):
        both = {key: value for key, value in both.items() if key not in content} | agreed_content(content, one, other)
    if table in CODECS:
        merged = {key: value for key, value in CODECS[table].merged(one, other).items() if key not in content}
        if "placement" in both:
            same = (each for each in (one, other) if each.get("anchor") == merged.get("anchor") and "placement" in each)
            merged["placement"] = next((each["placement"] for each in same), None)
        return sealed(merged | {key: both[key] for key in content if key in both})
    if table == "articles":
        for key in ("sources", "texts"):
            first, second = as_list(other.get(key)), as_list(one.get(key))
            both[key] = [item for item in first if item not in second] + second
    return sealed(both)


def united(one: Document, other: Document) -> Document:
    """Return two objects as one, the same in any order of several: lists have the items of all, else the later counts.

    The later one is that `updated` last. A field that only another has is lost unless it is a list: if it were taken,
    it would count as later than it is, and three objects would depend on the order.
    """
    earlier, later = sorted(
        (one, other), key=lambda each: (str(each.get("updated", "")), canonical_json(without_lists(each)))
    )
    return with_items_of(later, earlier)


def without_lists(document: Document) -> Document:
    """Return an object without its checksum, lists and what is empty then."""
    found = {key: without_lists(value) if isinstance(value, dict) else value for key, value in document.items()}
    return {
        key: value for key, value in found.items() if key != CHECKSUM and value != {} and not isinstance(value, list)
    }


def with_items_of(later: Document, earlier: Document) -> Document:
    """Return `later` with the items that the lists of `earlier` have, also in the objects within."""
    both = dict(later)
    for key, theirs in earlier.items():
        mine = later.get(key, type(theirs)())
        if isinstance(mine, dict) and isinstance(theirs, dict):
            both[key] = with_items_of(mine, theirs)
        elif isinstance(mine, list) and isinstance(theirs, list):
            items = {canonical_json(item): item for item in (*mine, *theirs)}
            both[key] = mine if mine == theirs else [items[each] for each in sorted(items)]
    return both


def with_fields(table: str, document: Document, fields: Document) -> Document:
    """Return a record with other fields, of a note or correction those beside its revisions.

    What another program has written over its current revision becomes a revision of its own first: a new checksum would
    vouch for it under the old id. Raises BadRecordError.
    """
    if table in CODECS and not is_sealed(document):
        codec = CODECS[table]
        document = codec.join(document, *codec.split(document))
    return sealed({**document, **fields})


def merge_entries(first: E, second: E) -> E:
    """Return one note or correction with the revisions of both."""
    revisions = {revision.id: revision for revision in (*second.revisions, *first.revisions)}
    ordered = sorted(revisions.values(), key=lambda revision: (revision.at, revision.id))
    return replace(first, revisions=tuple(ordered))


def ordered_union(items: Iterable[Iterable[str]], last: Iterable[str]) -> tuple[str, ...]:
    """Return all items once, those in `last` at the end and the others sorted."""
    return (*sorted({item for some in items for item in some}.difference(last)), *last)


def first_times(items: Iterable[Iterable[tuple[str, str]]]) -> tuple[tuple[str, str], ...]:
    """Return the names of all items, sorted, each with its earliest time."""
    latest_first = sorted((pair for some in items for pair in some), reverse=True)
    return tuple(sorted(dict(latest_first).items()))


def readable_records(table: dict[str, Document], decode: Callable[[Document], Made]) -> list[Made]:
    """Return the records of a table, without those that cannot be decoded."""
    return [record for document in table.values() if (record := readable_record(document, decode)) is not None]


def readable_record(document: Document, decode: Callable[[Document], Made]) -> Made | None:
    """Return what is in a document; None if it cannot be decoded."""
    with suppress(BadRecordError):
        return decode(document)
    return None
