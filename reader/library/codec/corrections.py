"""Corrections as documents of the library file, and back.

What a correction says stands beside its revisions and is never changed by this program; the revisions only tell whether
it holds. Where two libraries say different things under one id, somebody has edited one of them by hand, and the same
one is taken whichever comes first.
"""

from dataclasses import asdict, fields
from typing import Any, cast, get_args

from reader.analysis import EntityKind
from reader.anchoring import Anchor
from reader.annotations.corrections import CHANGES, Attribute, Change, Correction, Dismiss, Merge, Names, Rename, Retype
from reader.annotations.revisions import Revision
from reader.library.codec.fields import (
    BadRecordError,
    Document,
    id_string,
    optional_sha256,
    text_string,
    text_strings,
    writable,
)
from reader.library.codec.records import anchor_from
from reader.library.codec.revisions import RevisionCodec, merge_revisions, stamp_document, stamp_from
from reader.text.sanitize import clean_line

CONTENT = ("change", "made_on", *dict.fromkeys(field.name for change in CHANGES for field in fields(change)))
"""The keys of a document that say what the correction is."""


def correction_from(document: Document) -> Correction:
    """The correction that `document` holds. Raises BadRecordError."""
    return Correction(
        id=id_string(document),
        article=id_string(document, "article"),
        made_on=optional_sha256(document, "made_on"),
        revisions=CORRECTIONS.revisions(document),
        change=change_from(document),
    )


def correction_revision(document: object) -> Revision:
    if not isinstance(document, dict):
        raise BadRecordError("one of its revisions is no record")
    return Revision(**stamp_from(document))


CORRECTIONS = RevisionCodec(correction_revision, ("deleted",))


def change_from(document: Document) -> Change:
    word = text_string(document, "change")
    if word == Merge.word:
        return Merge(spellings(document, "names"), spellings(document, "into"))
    if word == Rename.word:
        return Rename(spellings(document, "names"), nonempty_line(document, "name"))
    if word == Retype.word:
        return Retype(spellings(document, "names"), entity_kind(document))
    if word == Dismiss.word:
        return Dismiss(spellings(document, "names"))
    if word == Attribute.word:
        return Attribute(quote_anchor(document), text_strings(document, "speaker"))
    raise BadRecordError("what it corrects is not known here")


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


def entity_kind(document: Document) -> EntityKind:
    value = text_string(document, "kind")
    if value not in get_args(EntityKind):
        raise BadRecordError("its kind is none of a name")
    return cast(EntityKind, value)


def quote_anchor(document: Document) -> Anchor:
    anchor = anchor_from(document.get("quote"))
    if anchor is None:
        raise BadRecordError("its quote is missing")
    return anchor


def correction_document(correction: Correction, stored: Document | None = None) -> Document:
    """`correction` as it is stored: all revisions of both, and what `stored` says for good."""
    before = CORRECTIONS.settled(stored or {})
    said = {"made_on": correction.made_on, "change": correction.change.word, **make_writable(asdict(correction.change))}
    document = {
        "id": correction.id,
        **said,
        **before,
        "article": correction.article,
        "revisions": merge_revisions(before.get("revisions"), map(stamp_document, correction.revisions)),
    }
    return CORRECTIONS.with_current_values(document)


def make_writable(value: Any) -> Any:
    """`value` as UTF-8 and JSON can hold it."""
    if isinstance(value, dict):
        return {key: make_writable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [make_writable(item) for item in value]
    return writable(value) if isinstance(value, str) else value


def content_of(document: Document) -> Document:
    return {key: document[key] for key in CONTENT if key in document}


def agreed_content(one: Document, other: Document) -> Document:
    """What both say; where they differ, the same one whichever is `one`."""
    return max(content_of(one), content_of(other), key=lambda content: repr(sorted(content.items())))
