"""Members of dossiers as documents of the library file, and back.

Each has the name of its dossier, so that a dossier needs no document of its own, and libraries join them record by
record. Earlier versions of the program keep the table and join it by the `id` and `updated` of its documents.
"""

from typing import cast, get_args

from reader.annotations.dossiers import Member, MemberRevision, Role, dossier_name
from reader.annotations.revisions import UNKNOWN, Authorship
from reader.library.codec import BadRecordError, Document, sealed, text_string, writable
from reader.library.codec.revisions import RevisionCodec, stamp_document, stamp_from
from reader.text.sanitize import clean_line


def member_from(document: Document) -> Member:
    return Member(**MEMBERS.entry(document))


def member_revision(document: Document) -> MemberRevision:
    role = text_string(document, "role")
    if role not in get_args(Role):
        raise BadRecordError("its role is neither source nor draft")
    try:
        name = dossier_name(clean_line(text_string(document, "dossier")))
    except ValueError as error:
        raise BadRecordError(str(error)) from error
    return MemberRevision(**stamp_from(document), dossier=name, role=cast(Role, role))


def revision_document(revision: MemberRevision) -> Document:
    return {**stamp_document(revision), "dossier": writable(revision.dossier), "role": revision.role}


MEMBERS = RevisionCodec(member_revision, revision_document, ("dossier", "role", "deleted"))


def member_document(member: Member, stored: Document | None = None, by: Authorship = UNKNOWN) -> Document:
    """Encode a member: its revisions, new ones made `by` this author, and those and unknown keys of `stored`."""
    fields = {"id": member.id, "article": member.article, "made_on": member.made_on}
    document = MEMBERS.added(stored or fields, member.revisions, by)
    return sealed({**document, **fields})
