"""Revisions as they are stored: the current one beside the record's own fields, the others in its `history`.

    {"id": …, "text": …, "tags": …, "revision": {"id", "parent", "at", …}, "history": [{"id", …, "text", …}, …]}

All kinds of entries share this; a `RevisionCodec` knows the fields of each. A stored revision is never changed. The
current values are those that another program or a person edits, so if they do not match the id of the current revision
they count as a new one, made by `OUTSIDE` from the revision of that id.

Pitfall: an older revision that does not match its id has been damaged; its text is not the one that other libraries
have under this id. It is kept as `damaged`, like one that cannot be read, and not used.

Documents of schema 1, which libraries of version 0.1.0 and JSON exports have, are upgraded. It kept all revisions of an
entry in a list `revisions`, with random ids, and the current values beside it once more. Here the ids are computed from
the content, so that two devices that upgrade the same history get the same ids. Values beside the list that differ from
the current revision were edited by hand and become one more revision.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Generic

from reader.annotations.revisions import (
    OUTSIDE,
    UNKNOWN,
    Authorship,
    R,
    RevisedEntry,
    Revision,
    heads,
    just_after,
    seal_all,
)
from reader.document.codec import decode_line
from reader.library.codec import (
    BadRecordError,
    Document,
    as_list,
    boolean,
    canonical_json,
    document_id,
    id_string,
    id_strings,
    is_sealed,
    one_byte_apart,
    optional_id,
    optional_sha256,
    sealed,
    utc_time,
)

STAMP, HISTORY, DAMAGED = "revision", "history", "damaged"

LEGACY = "revisions"  # the key under which schema 1 kept all revisions, the current one included
OPTIONAL = ("undoes", "merges", "by")  # what not every revision has: `stamp_document` leaves it out
Stored = tuple[R, Document]  # a revision and the item that it is stored as


@dataclass(frozen=True)
class RevisionCodec(Generic[R]):
    """Reads and writes the revisions of one table."""

    decode: Callable[[Document], R]
    """Decodes an item; raises BadRecordError."""
    write: Callable[[R], Document]
    current: tuple[str, ...]
    """The keys of an item that are stored beside the record's own fields if it is the current one."""

    def read(self, item: object) -> R:
        """Decode a stored item, which may be anything. Raises BadRecordError."""
        if not isinstance(item, dict):
            raise BadRecordError("one of its revisions is not an object")
        return self.decode(item)

    def entry(self, document: Document) -> dict[str, Any]:
        """Return what every entry has, by the names of its fields. Raises BadRecordError."""
        return {
            "id": id_string(document),
            "article": id_string(document, "article"),
            "made_on": optional_sha256(document, "made_on"),
            "revisions": self.revisions(upgrade_document(self, document)),
        }

    def revisions(self, document: Document) -> tuple[R, ...]:
        """Return the revisions of a record in order of time; at least one. Raises BadRecordError."""
        return tuple(revision for revision, _ in self.split(document)[0])

    def split(self, document: Document) -> tuple[list[Stored[R]], list[object]]:
        """Return the revisions in order of time, and the damaged items. Raises BadRecordError if it has none."""
        reason, trusted = "it has no revisions", is_sealed(document)
        found: dict[str, Stored[R]] = {}
        unusable: list[object] = list(as_list(document.get(DAMAGED)))
        for is_current, item in self.items(document):
            try:
                revision = self.read(item)
            except BadRecordError as error:
                reason = str(error)
                unusable.append(item)
                continue
            if trusted or revision.id == revision.content_id:
                found.setdefault(revision.id, (revision, item))
            elif is_current:
                revision = made_outside(revision, found.values())
                unchanged = {key: value for key, value in item.items() if key not in OPTIONAL}
                found[revision.id] = revision, {**unchanged, **self.write(revision)}
            else:
                reason = "its revisions have been changed"
                unusable.append(item)
        if not found:
            raise BadRecordError(reason)
        return sorted(found.values(), key=lambda pair: (pair[0].at, pair[0].id)), unusable

    def items(self, document: Document) -> Iterator[tuple[bool, Any]]:
        """Yield the stored items, each with whether it is the current one, which comes last."""
        for item in as_list(document.get(HISTORY)):
            yield False, item
        if isinstance(stamp := document.get(STAMP), dict):
            yield True, {**stamp, **{key: document[key] for key in self.current if key in document}}

    def without_changes(self, document: Document) -> Document:
        """Return a record in which current values that do not match their revision are only kept as damaged."""
        current = [item for is_current, item in self.items(document) if is_current]
        if any(map(self._verifies, current)):
            return document
        kept = {key: value for key, value in document.items() if key not in (STAMP, *self.current)}
        return {**kept, DAMAGED: [*as_list(document.get(DAMAGED)), *current]}

    def restored(self, document: Document, copies: Iterable[Document]) -> Document | None:
        """Return a record with its damaged revisions as in copies that verify; None if these have none of them.

        Of the current values only a single byte may differ: more is an edit. An older revision is never edited.
        """
        known = {own: item for copy in copies for _, item in self.items(copy) if (own := document_id(item))}
        history: list[object] = []
        restored, found = dict(document), False
        for is_current, item in self.items(document):
            damaged = isinstance(item, dict) and not self._verifies(item)
            verified = known.get(document_id(item) or "") if damaged else None
            if is_current and verified and one_byte_apart(canonical_json(item), canonical_json(verified)):
                restored |= {key: verified[key] for key in self.current if key in verified}
                found = True
            elif not is_current:
                history.append(verified or item)
                found = found or verified is not None
        return sealed({**restored, HISTORY: history}) if found else None

    def _verifies(self, item: object) -> bool:
        with suppress(BadRecordError):
            revision = self.read(item)
            return revision.id == revision.content_id
        return False

    def faults(self, document: Document) -> Iterator[str]:
        """Yield what is wrong with the revisions of a record, to follow its name."""
        for is_current, item in self.items(document):
            try:
                revision = self.read(item)
            except BadRecordError as error:
                yield f"has a revision that cannot be read, because {error}; it is kept but not used"
                continue
            if revision.id != revision.content_id:
                if is_current:
                    yield f"was changed outside reader; what it says now counts as a revision after {revision.id}"
                else:
                    yield f"has a revision, {revision.id}, that was changed later; it is kept but not used"

    def join(self, document: Document, revisions: Iterable[Stored[R]], unusable: Iterable[object]) -> Document:
        """Return `document` with these revisions: the current one beside its fields, the others in its history."""
        by_id = {pair[0].id: pair for pair in revisions}
        ordered = sorted(by_id.values(), key=lambda pair: (pair[0].at, pair[0].id))
        head = heads(revision for revision, _ in ordered)[0]
        item = next(item for revision, item in ordered if revision.id == head.id)
        history = [each for revision, each in ordered if revision.id != head.id]
        damaged = [each for _, each in sorted({canonical_json(each): each for each in unusable}.items())]
        before = {key: value for key, value in document.items() if key not in (*self.current, LEGACY, DAMAGED)}
        return {
            **before,
            **{key: item[key] for key in self.current if key in item},
            "created": ordered[0][0].at,
            "updated": head.at,
            STAMP: {key: value for key, value in item.items() if key not in self.current},
            HISTORY: history,
            **({DAMAGED: damaged} if damaged else {}),
        }

    def added(self, document: Document, revisions: Iterable[R], by: Authorship = UNKNOWN) -> Document:
        """Return a record with more revisions, `by` this author if unsigned. Raises BadRecordError if it has none."""
        known, unusable = self.split(document) if STAMP in document else ([], [])
        ids = {revision.id for revision, _ in known}
        fresh = [with_author(revision, by) for revision in seal_all(revisions) if revision.id not in ids]
        if not known and not fresh:
            raise BadRecordError("it has no revisions")
        return self.join(document, [*known, *((revision, self.write(revision)) for revision in fresh)], unusable)

    def document(self, entry: RevisedEntry[R], content: Document, stored: Document | None, by: Authorship) -> Document:
        """Encode an entry: its revisions, new ones made `by` this author, and its content; what is `stored` stays."""
        fields = {"id": entry.id, "article": entry.article, "made_on": entry.made_on, **content}
        document = self.added(stored or fields, entry.revisions, by)
        return {**fields, **document, "article": entry.article}

    def merged(self, one: Document, other: Document) -> Document:
        """Return two records of one id as one, with the revisions of both; `one` wins in its other fields."""
        first, second = (self._readable(document) for document in (one, other))
        by_id: dict[str, Stored[R]] = {}
        for revision, item in (*first[0], *second[0]):
            known = by_id.get(revision.id)
            if known is None or canonical_json(item) > canonical_json(known[1]):
                by_id[revision.id] = revision, item
        both = {**other, **one}
        unusable = [*first[1], *second[1]]
        return self.join(both, by_id.values(), unusable) if by_id else {**both, DAMAGED: unusable}

    def _readable(self, document: Document) -> tuple[list[Stored[R]], list[object]]:
        try:
            return self.split(document)
        except BadRecordError:
            return [], [*as_list(document.get(DAMAGED)), *(item for _, item in self.items(document))]


def with_author(revision: R, by: Authorship) -> R:
    """Return a revision made `by` this author, unless it has one; a session and a name are kept if known."""
    if revision.by.device:
        return revision
    said = revision.by
    known = replace(by, session=said.session or by.session, name=said.name or by.name, accepted_by=said.accepted_by)
    return replace(revision, by=known)


def made_outside(revision: R, others: Iterable[Stored[R]]) -> R:
    """Return what was written over a revision as one more; id and time follow from it, so all make the same one."""
    at = just_after(max([revision.at, *(other.at for other, _ in others)]))
    merges = tuple(dict.fromkeys(filter(None, (revision.parent, *revision.merges))))
    return replace(revision, parent=revision.id, at=at, undoes=None, merges=merges, by=OUTSIDE).sealed()


def stamp_from(document: Document) -> dict[str, Any]:
    """Return what every revision has, by the names of its fields. Raises BadRecordError."""
    return {
        "id": id_string(document),
        "parent": optional_id(document, "parent"),
        "at": utc_time(document, "at"),
        "deleted": boolean(document, "deleted"),
        "undoes": optional_id(document, "undoes"),
        "merges": id_strings(document, "merges"),
        "by": authorship_from(document.get("by")),
    }


def stamp_document(revision: Revision) -> Document:
    by = {name: value for name in AUTHORSHIP if (value := getattr(revision.by, name))}
    optional = zip(OPTIONAL, (revision.undoes, list(revision.merges), by), strict=True)
    known = {name: getattr(revision, name) for name in ("id", "parent", "at", "deleted")}
    return known | {key: value for key, value in optional if value}


AUTHORSHIP = ("device", "session", "step", "name", "accepted_by")


def authorship_from(document: object) -> Authorship:
    """Return who made a revision, as far as that makes sense: nothing depends on it but undo."""
    if not isinstance(document, dict):
        return UNKNOWN
    texts = {key: decode_line(document.get(key)) for key in AUTHORSHIP if key != "step"}
    step = document.get("step")
    return Authorship(step=step if type(step) is int and step >= 0 else 0, **texts)


def upgrade_document(codec: RevisionCodec[Any], document: Document, by: Authorship = UNKNOWN) -> Document:
    """Return a document of schema 1 as one of schema 2, its revisions made `by` this author; any other as it is.

    One without a revision that can be read is returned as it is.
    """
    if LEGACY not in document:
        return document
    revisions, items, unusable = decode_legacy(codec, document)
    if not revisions:
        return document
    revisions = [*revisions, *edits_by_hand(codec, document, revisions, items)]
    sealed_ones = seal_all(with_author(revision, by) for revision in revisions)
    stored = [  # with the keys that other programs have put into an item
        (revision, {**items.get(item_key(revision), {}), **codec.write(revision)}) for revision in sealed_ones
    ]
    return sealed(codec.join(document, stored, unusable))


def decode_legacy(
    codec: RevisionCodec[R], document: Document
) -> tuple[list[R], dict[tuple[str, bytes], Document], list[object]]:
    """Return the revisions, the item of each by its time and content, and the items that cannot be read."""
    revisions: list[R] = []
    items: dict[tuple[str, bytes], Document] = {}
    unusable: list[object] = []
    for item in as_list(document[LEGACY]):
        try:
            revision = codec.read(item)
        except BadRecordError:
            unusable.append(item)
            continue
        if revision not in revisions:
            revisions.append(revision)
            items[item_key(revision)] = item
    return revisions, items, unusable


def item_key(revision: Revision) -> tuple[str, bytes]:
    """Return a key for a revision that does not depend on ids, which the upgrade changes."""
    return revision.at, canonical_json(repr(revision.values))


def edits_by_hand(
    codec: RevisionCodec[R], document: Document, revisions: list[R], items: Mapping[tuple[str, bytes], Document]
) -> list[R]:
    """Return the revision for the values beside the list if they are not those of the current revision."""
    head = heads(revisions)[0]
    item = items[item_key(head)]
    if all(key not in document or document[key] == item.get(key) for key in codec.current):
        return []
    edited = {**item, **{key: document[key] for key in codec.current if key in document}}
    with suppress(BadRecordError):
        revision = codec.read(edited)
        at = just_after(max(each.at for each in revisions))
        return [replace(revision, parent=head.id, at=at, undoes=None, merges=()).sealed()]
    return []
