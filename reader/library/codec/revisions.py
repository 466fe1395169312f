"""Entries with revisions as documents: a list of revisions and, beside it, the current values.

Notes and corrections share this; a `RevisionCodec` knows the fields of each. A stored revision is never changed, and an
unreadable one is kept. Whoever edits the file by hand changes the values beside the list, so these are compared with
the current revision, and a difference becomes one more revision.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic

from reader.annotations.revisions import R, Revision, heads, moment_of
from reader.document.article import base32_id
from reader.library.codec.fields import BadRecordError, Document, boolean, id_string, id_strings, optional_id, utc_time


@dataclass(frozen=True)
class RevisionCodec(Generic[R]):
    """How one table keeps its revisions."""

    read: Callable[[object], R]
    """The revision that an item of the list holds; raises BadRecordError."""
    current: tuple[str, ...]
    """The keys of a revision that stand beside the list as well."""

    def readable(self, document: Document) -> list[tuple[R, Document]]:
        """The revisions of a document as we know them and as they are stored, in order of time; at least one.

        Raises BadRecordError.
        """
        reason = "it has no revisions"
        found: dict[str, tuple[R, Document]] = {}
        for item in as_list(document.get("revisions")):
            try:
                revision = self.read(item)
                found.setdefault(revision.id, (revision, item))
            except BadRecordError as error:
                reason = str(error)
        if not found:
            raise BadRecordError(reason)
        if len(found) == 1:
            return list(found.values())
        return sorted(found.values(), key=lambda pair: (pair[0].at, pair[0].id))

    def revisions(self, document: Document) -> tuple[R, ...]:
        """The revisions of a document, with what was changed by hand beside them. Raises BadRecordError."""
        found = self.readable(document)
        if self._changed_by_hand(document, current_revision(found)[1]):
            found = self.readable(self.settled(document))
        return tuple(revision for revision, _ in found)

    def unreadable(self, document: Document) -> int:
        """How many revisions are passed over."""
        count = 0
        for item in as_list(document.get("revisions")):
            try:
                self.read(item)
            except BadRecordError:
                count += 1
        return count

    def _changed_by_hand(self, document: Document, head: Document) -> bool:
        """Whether the values beside the revisions are others than those of the one that counts."""
        for key in self.current:  # noqa: SIM110 - a generator costs ten thousand notes a tenth of their time
            if key in document and document[key] != head.get(key):
                return True
        return False

    def settled(self, document: Document) -> Document:
        """`document`, where it was changed by hand, with a revision that says so.

        Its id and time follow from what was changed, so that every reader makes the same one.
        """
        try:
            found = self.readable(document)
        except BadRecordError:
            return document
        revision, head = current_revision(found)
        if not self._changed_by_hand(document, head):
            return document
        current = {key: document.get(key, head.get(key)) for key in self.current}
        digest = hashlib.sha256(repr((revision.id, current)).encode("utf-8", "backslashreplace")).digest()
        time = datetime.fromisoformat(found[-1][0].at) + timedelta(microseconds=1)
        by_hand = {**current, "id": base32_id(digest), "parent": revision.id, "at": moment_of(time)}
        return {**document, "revisions": [*document["revisions"], by_hand]}

    def with_current_values(self, document: Document) -> Document:
        """`document` with the values of the revision that counts beside the revisions."""
        try:
            found = self.readable(document)
        except BadRecordError:
            return document
        head, stored = current_revision(found)
        current = {key: stored.get(key) for key in self.current}
        return {**document, **current, "created": found[0][0].at, "updated": head.at}


def current_revision(found: list[tuple[R, Document]]) -> tuple[R, Document]:
    """The revision of `found` that says what counts now."""
    if len(found) == 1:
        return found[0]
    head = heads(revision for revision, _ in found)[0]
    return next(pair for pair in found if pair[0] is head)


def merge_revisions(stored: object, added: Iterable[Document]) -> list[object]:
    """The stored revisions as they are, whatever they are, and those of `added` with other ids; in order of time."""
    kept: list[object] = list(as_list(stored))
    known = {item.get("id") for item in kept if isinstance(item, dict) and isinstance(item.get("id"), str)}
    return sorted([*kept, *(item for item in added if item["id"] not in known)], key=time_order)


def time_order(item: object) -> tuple[str, str]:
    """Where a stored revision stands; one without a time comes first."""
    at, own = (item.get("at"), item.get("id")) if isinstance(item, dict) else (None, None)
    return at if isinstance(at, str) else "", own if isinstance(own, str) else ""


def stamp_from(document: Document) -> dict[str, Any]:
    """What every revision has, by the names of its fields. Raises BadRecordError."""
    return {
        "id": id_string(document),
        "parent": optional_id(document, "parent"),
        "at": utc_time(document, "at"),
        "deleted": boolean(document, "deleted"),
        "undoes": optional_id(document, "undoes"),
        "merges": id_strings(document, "merges"),
    }


def stamp_document(revision: Revision) -> Document:
    """What every revision has, as it is stored."""
    document: Document = {
        "id": revision.id,
        "parent": revision.parent,
        "at": revision.at,
        "deleted": revision.deleted,
    }
    if revision.undoes:
        document["undoes"] = revision.undoes
    if revision.merges:
        document["merges"] = list(revision.merges)
    return document


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
