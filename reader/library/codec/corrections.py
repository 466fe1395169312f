"""Corrections, proposals and members of dossiers as documents of the library file, and back.

The content of a correction is never changed by this program; its revisions say only whether it is active. If two
libraries have different content under one id, one of them was edited by hand, and the choice between them does not
depend on their order. The content of a proposal is an object of its own in its document, so that damage never makes a
note or correction of it that nobody has accepted.

A member has the name of its dossier, so that a dossier needs no document of its own, and libraries join them record by
record. Earlier versions of the program keep the table and join it by the `id` and `updated` of its documents.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, cast, get_args

from reader.analysis import EntityKind
from reader.anchoring import Anchor
from reader.annotations.corrections import CHANGES, Correction, Names
from reader.annotations.dossiers import Member, MemberRevision, Role, dossier_name
from reader.annotations.proposals import AUTHOR, AddNote, Proposal
from reader.annotations.revisions import UNKNOWN, Authorship, Revision
from reader.errors import NoteError
from reader.library.codec import BadRecordError, Document, sealed, text_string, text_strings, writable
from reader.library.codec.records import anchor_from
from reader.library.codec.revisions import RevisionCodec, stamp_document, stamp_from
from reader.text.sanitize import clean, clean_line

CONTENTS: Mapping[str, tuple[str, ...]] = {
    "corrections": ("change", "made_on", *dict.fromkeys(field.name for change in CHANGES for field in fields(change))),
    "proposals": ("made_on", "author", "content"),
}
"""The keys of a document with the content, of each table whose records have one that never changes."""


def correction_from(document: Document) -> Correction:
    return Correction(**CORRECTIONS.entry(document), change=change_from(document, KINDS))


CORRECTIONS = RevisionCodec(lambda item: Revision(**stamp_from(item)), stamp_document, ("deleted",))


def change_from(content: Document, kinds: dict[str, type[Any]]) -> Any:
    if (kind := kinds.get(text_string(content, "change"))) is None:
        raise BadRecordError("its kind of change is unknown")
    return kind(**{field.name: DECODERS[field.name](content, field.name) for field in fields(kind)})


def proposal_from(document: Document) -> Proposal:
    author, content = text_string(document, "author"), document.get("content")
    if not isinstance(content, dict) or not AUTHOR.fullmatch(author):
        raise BadRecordError("it does not say what it proposes, or by whom")
    change = change_from(content, {**KINDS, AddNote.word: AddNote})
    return Proposal(**CORRECTIONS.entry(document), change=change, author=author)


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
    "text": lambda document, key: clean(text_string(document, key)),
    "tags": text_strings,
    "spreads": lambda document, key: document.get(key) is True,
}
"""Functions that decode the content of a correction, by the names of its fields."""


def correction_document(correction: Correction, stored: Document | None = None, by: Authorship = UNKNOWN) -> Document:
    content = {"change": correction.change.word, **writable(asdict(correction.change))}
    return sealed(CORRECTIONS.document(correction, content, stored, by))


def proposal_document(proposal: Proposal, stored: Document | None = None, by: Authorship = UNKNOWN) -> Document:
    proposed = {"change": proposal.change.word, **writable(asdict(proposal.change))}
    return sealed(CORRECTIONS.document(proposal, {"author": proposal.author, "content": proposed}, stored, by))


def agreed_content(keys: Iterable[str], one: Document, other: Document) -> Document:
    """Return the content of two documents, under these keys; if it differs, the same one in either order."""
    contents = ({key: document[key] for key in keys if key in document} for document in (one, other))
    return max(contents, key=lambda content: repr(sorted(content.items())))


def member_from(document: Document) -> Member:
    return Member(**MEMBERS.entry(document))


def member_document(member: Member, stored: Document | None = None, by: Authorship = UNKNOWN) -> Document:
    return sealed(MEMBERS.document(member, {}, stored, by))


def member_revision(document: Document) -> MemberRevision:
    role = text_string(document, "role")
    if role not in get_args(Role):
        raise BadRecordError("its role is neither source nor draft")
    try:
        name = dossier_name(clean_line(text_string(document, "dossier")))
    except NoteError as error:
        raise BadRecordError(str(error)) from error
    return MemberRevision(**stamp_from(document), dossier=name, role=cast(Role, role))


def member_revision_document(revision: MemberRevision) -> Document:
    return {**stamp_document(revision), "dossier": writable(revision.dossier), "role": revision.role}


MEMBERS = RevisionCodec(member_revision, member_revision_document, ("dossier", "role", "deleted"))
