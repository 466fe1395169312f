"""Two documents of one id, or two readings of one note or correction, as one: nothing that either holds is lost.

What damage, two windows or two machines have made twice comes together here. The trap: neither side is changed in
place, since documents are shared with the storage's cache.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

from reader.annotations.revisions import RevisedEntry
from reader.library.codec.corrections import CONTENT, CORRECTIONS, agreed_content, correction_from
from reader.library.codec.fields import BadRecordError, Document
from reader.library.codec.records import NOTES, article_from, note_from
from reader.library.codec.revisions import RevisionCodec, as_list, merge_revisions

DECODERS = {"articles": article_from, "notes": note_from, "corrections": correction_from}
"""What makes a record of a document of each table."""

CODECS: dict[str, RevisionCodec[Any]] = {"notes": NOTES, "corrections": CORRECTIONS}

E = TypeVar("E", bound=RevisedEntry[Any])
Made = TypeVar("Made")


def is_valid_record(table: str, document: object) -> bool:
    """Whether `document` is a whole article, note or correction, or at least a record of another table."""
    if not isinstance(document, dict):
        return False
    try:
        if table in DECODERS:
            DECODERS[table](document)
    except BadRecordError:
        return False
    return True


def merge_documents(table: str, one: Document, other: Document) -> Document:
    """Two documents with the same id as one: nothing that either of them holds is lost; `one` wins where both speak."""
    both = {**other, **one}
    if table == "corrections" and is_valid_record(table, one) and is_valid_record(table, other):
        both = {key: value for key, value in both.items() if key not in CONTENT} | agreed_content(one, other)
    if table in CODECS:
        shape = CODECS[table]
        first, second = (as_list(shape.settled(document).get("revisions")) for document in (one, other))
        added = [item for item in second if isinstance(item, dict) and isinstance(item.get("id"), str)]
        both["revisions"] = merge_revisions(first, added)
        return shape.with_current_values(both)
    if table == "articles":
        for key in ("sources", "texts"):
            first, second = as_list(other.get(key)), as_list(one.get(key))
            both[key] = [item for item in first if item not in second] + second
    return both


def merge_entries(first: E, second: E) -> E:
    """Two readings of one note or correction: the revisions of both."""
    revisions = {revision.id: revision for revision in (*second.revisions, *first.revisions)}
    ordered = sorted(revisions.values(), key=lambda revision: (revision.at, revision.id))
    return replace(first, revisions=tuple(ordered))


def ordered_union(items: Iterable[Iterable[str]], last: Iterable[str]) -> tuple[str, ...]:
    """All items once, `last` at the end and the others in an order that does not depend on who tells them."""
    return (*sorted({item for some in items for item in some}.difference(last)), *last)


def readable_records(table: dict[str, Document], made: Callable[[Document], Made]) -> list[Made]:
    """The records of a table, without those that cannot be read."""
    records = []
    for document in table.values():
        with suppress(BadRecordError):
            records.append(made(document))
    return records
