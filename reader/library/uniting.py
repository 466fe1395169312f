"""Two documents of one id, or two readings of one note, as one: nothing that either of them holds is lost.

What damage, two windows or two machines have made twice comes together here. The trap: neither side is changed in
place, since documents are shared with the storage's cache.
"""

from collections.abc import Iterable
from dataclasses import replace

from reader.annotations import Note
from reader.library.fields import BadRecordError, Document
from reader.library.records import article_from, as_list, note_from, settled, united_revisions, with_current_values


def is_whole(table: str, document: object) -> bool:
    """Whether `document` is a whole article or note, or at least a record of another table."""
    if not isinstance(document, dict):
        return False
    try:
        if table == "notes":
            note_from(document)
        if table == "articles":
            article_from(document)
    except BadRecordError:
        return False
    return True


def united(table: str, one: Document, other: Document) -> Document:
    """Two documents with the same id as one: nothing that either of them holds is lost; `one` wins where both speak."""
    both = {**other, **one}
    if table == "notes":
        first, second = (as_list(settled(document).get("revisions")) for document in (one, other))
        added = [item for item in second if isinstance(item, dict) and isinstance(item.get("id"), str)]
        both["revisions"] = united_revisions(first, added)
        return with_current_values(both)
    if table == "articles":
        for key in ("sources", "texts"):
            first, second = as_list(other.get(key)), as_list(one.get(key))
            both[key] = [item for item in first if item not in second] + second
    return both


def one_note(first: Note, second: Note) -> Note:
    """Two readings of one note: the revisions of both."""
    revisions = {revision.id: revision for revision in (*second.revisions, *first.revisions)}
    ordered = sorted(revisions.values(), key=lambda revision: (revision.at, revision.id))
    return replace(first, revisions=tuple(ordered))


def in_order(items: Iterable[Iterable[str]], last: Iterable[str]) -> tuple[str, ...]:
    """All items once, `last` at the end and the others in an order that does not depend on who tells them."""
    return (*sorted({item for some in items for item in some}.difference(last)), *last)
