"""Upgrade documents of schema 1, which libraries of version 0.1.0 and JSON exports have.

Schema 1 kept all revisions of an entry in a list `revisions`, with random ids, and the current values beside it once
more. Here the ids are computed from the content, so that two devices that upgrade the same history get the same ids.
Values beside the list that differ from the current revision were edited by hand and become one more revision.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reader.annotations.revisions import UNKNOWN, Authorship, R, heads, just_after, seal_all
from reader.library.codec import BadRecordError, Document, as_list, canonical_json, sealed
from reader.library.codec.revisions import LEGACY, RevisionCodec, with_author


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
    stored = [(revision, upgraded_item(codec, revision, items)) for revision in sealed_ones]
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
            items[item_key(codec, revision)] = item
    return revisions, items, unusable


def item_key(codec: RevisionCodec[R], revision: R) -> tuple[str, bytes]:
    """Return a key for a revision that does not depend on ids, which the upgrade changes."""
    return revision.at, canonical_json(repr(revision.values))


def upgraded_item(codec: RevisionCodec[R], revision: R, items: Mapping[tuple[str, bytes], Document]) -> Document:
    """Return the item of a revision with its new ids and with the keys that other programs have put there."""
    return {**items.get(item_key(codec, revision), {}), **codec.write(revision)}


def edits_by_hand(
    codec: RevisionCodec[R], document: Document, revisions: list[R], items: Mapping[tuple[str, bytes], Document]
) -> list[R]:
    """Return the revision for the values beside the list if they are not those of the current revision."""
    head = heads(revisions)[0]
    item = items[item_key(codec, head)]
    if all(key not in document or document[key] == item.get(key) for key in codec.current):
        return []
    edited = {**item, **{key: document[key] for key in codec.current if key in document}}
    try:
        revision = codec.read(edited)
    except BadRecordError:
        return []
    at = just_after(max(each.at for each in revisions))
    return [replace(revision, parent=head.id, at=at, undoes=None, merges=()).sealed()]
