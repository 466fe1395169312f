"""Corrections as documents of the library file, and back.

The content of a correction is never changed by this program; its revisions say only whether it is active. If two
libraries have different content under one id, one of them was edited by hand, and the choice between them does not
depend on their order.
"""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, cast, get_args

from reader.analysis import EntityKind
from reader.anchoring import Anchor
from reader.annotations.corrections import CHANGES, Change, Correction, Names
from reader.annotations.revisions import UNKNOWN, Authorship, Revision
from reader.library.codec import BadRecordError, Document, sealed, text_string, text_strings, writable
from reader.library.codec.records import anchor_from
from reader.library.codec.revisions import RevisionCodec, stamp_document, stamp_from
from reader.text.sanitize import clean_line

CONTENT = ("change", "made_on", *dict.fromkeys(field.name for change in CHANGES for field in fields(change)))
"""The keys of a document that hold the content of the correction."""


def correction_from(document: Document) -> Correction:
    entry, kind = CORRECTIONS.entry(document), KINDS.get(text_string(document, "change"))
    if kind is None:
        raise BadRecordError("its kind of change is unknown")
    change: Change = kind(**{field.name: DECODERS[field.name](document, field.name) for field in fields(kind)})
    return Correction(**entry, change=change)


CORRECTIONS = RevisionCodec(lambda item: Revision(**stamp_from(item)), stamp_document, ("deleted",))


def spellings(document: Document, key: str) -> Names:
    found = text_strings(document, key)
    if not any(map(str.strip, found[:1])):
        raise BadRecordError(f"its {key} are empty")
    return found


def nonempty_line(document: Document, key: str) -> str:
    words = clean_line(text_string(document, key))
    if not words.strip():
        raise BadRecordError(f"its {key} is empty")
    return words


def entity_kind(document: Document, key: str) -> EntityKind:
    value = text_string(document, key)
    if value not in get_args(EntityKind):
        raise BadRecordError("its kind is not one of an entity")
    return cast(EntityKind, value)


def passage_anchor(document: Document, key: str) -> Anchor:
    anchor = anchor_from(document.get(key))
    if anchor is None:
        raise BadRecordError(f"its {key} is missing")
    return anchor


KINDS: dict[str, type[Any]] = {change.word: change for change in CHANGES}

DECODERS: dict[str, Callable[[Document, str], object]] = {
    **dict.fromkeys(("names", "into"), spellings),
    **dict.fromkeys(("name", "alias"), nonempty_line),
    **dict.fromkeys(("quote", "passage"), passage_anchor),
    "kind": entity_kind,
    "speaker": text_strings,
    "spreads": lambda document, key: document.get(key) is True,
}
"""Functions that decode the content of a correction, by the names of its fields."""


def correction_document(correction: Correction, stored: Document | None = None, by: Authorship = UNKNOWN) -> Document:
    """Encode a correction: its revisions, new ones made `by` this author, those of `stored`, and its content."""
    content = {"made_on": correction.made_on, "change": correction.change.word}
    content |= writable(asdict(correction.change))
    document = CORRECTIONS.added(stored or {"id": correction.id, **content}, correction.revisions, by)
    return sealed({**content, **document, "article": correction.article})


def agreed_content(one: Document, other: Document) -> Document:
    """Return the content of two documents; if it differs, the same one in either order."""
    contents = ({key: document[key] for key in CONTENT if key in document} for document in (one, other))
    return max(contents, key=lambda content: repr(sorted(content.items())))
