"""Notes, quotes and names as JSON, with everything that `reader import` and other programs need.

The file of several articles has the objects of the single ones in a list.
"""

from collections.abc import Iterable
from dataclasses import asdict

from reader.analysis import Quote
from reader.analysis.codec import entity_to_wire, quote_to_wire
from reader.analysis.speaker_shares import SpeakerShare, shares_in
from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Member
from reader.annotations.notes import Note
from reader.annotations.revisions import Revision
from reader.export.collection import COLLECTION, Collection, Exported
from reader.export.export_data import ExportData, author_fields, note_object
from reader.export.markdown.front_matter import json_object, json_text

FORMAT = "reader"
VERSION = 1  # raised when a reader of the old format would misread the new one


def to_json(exported: Exported) -> str:
    """Return the export as one JSON object, with a newline at the end."""
    value: dict[str, object] = {"format": FORMAT, "version": VERSION}
    if isinstance(exported, Collection):
        value |= {"title": exported.title, "query": exported.query or None}
        value |= {"articles": [article_export(part) for part in exported.parts]}
    else:
        value |= article_export(exported)
    return json_text(value, indent=2) + "\n"


def is_json_of(existing: str, export_id: str) -> bool:
    value = json_object(existing)
    if export_id == COLLECTION:
        return value.get("format") == FORMAT and isinstance(value.get("articles"), list)
    article = value.get("article")
    return isinstance(article, dict) and article.get("id") == export_id


def article_export(exported: ExportData) -> dict[str, object]:
    article, findings = exported.article, exported.findings

    def quotes(found: Iterable[Quote]) -> list[dict[str, object]]:
        return [quote_to_wire(quote, {"text": quote.span.of(article.text)}, explained=False) for quote in found]

    return {
        "article": {
            "id": exported.article_id,
            "title": article.title,
            "source": article.source,
            "author": list(article.author),
            "published": article.published,
            "fetched": article.fetched or None,
            "sha256": exported.sha256,
        },
        "engine": exported.analysis.engine,
        "entities": list(map(entity_to_wire, findings.entities)),
        "quotes": quotes(findings.quotes),
        **({"indirect": quotes(findings.indirect)} if exported.chosen else {}),
        "speakers": [share_fields(share) for share in shares_in(article, findings)],
        "corrections": [correction_object(correction) for correction in exported.corrections],
        "notes": [_full_note_object(exported, note) for note in exported.notes],
        **({"dossiers": [member_object(member) for member in exported.members]} if exported.members else {}),
    }


def share_fields(share: SpeakerShare) -> dict[str, object]:
    """Return how much a speaker says as `reader quotes --by-speaker --json` prints it; the name of nobody is null."""
    return {
        "name": share.name or None,
        "quotes": share.quotes,
        "words": share.words,
        "share": round(share.share, 4),
        "uncertain": share.uncertain,
    }


def _full_note_object(exported: ExportData, note: Note) -> dict[str, object]:
    article, span = exported.article, note.span
    page = article.page_at(span.start) if span else ""
    return {
        **note_object(note, exported.article_id, article.title, article.source, exported.analysis, page),
        "made_on": note.made_on,
        "revisions": [
            {
                "id": revision.id,
                "parent": revision.parent,
                "at": revision.at,
                "text": revision.text,
                "tags": list(revision.tags),
                "anchor": revision.anchor and asdict(revision.anchor),
                **({"color": revision.color} if revision.color else {}),
                **stamp_object(revision),
            }
            for revision in note.revisions
        ],
    }


def correction_object(correction: Correction) -> dict[str, object]:
    """Return a correction as `reader correct --list --json` prints it, with all its revisions."""
    return {
        "id": correction.id,
        "change": correction.change.word,
        **asdict(correction.change),
        **author_fields(correction.revisions[0].by),
        "created": correction.created,
        "updated": correction.updated,
        "made_on": correction.made_on,
        "revisions": [stamp_object(revision) for revision in correction.revisions],
    }


def member_object(member: Member) -> dict[str, object]:
    """Return a place in a dossier with all its revisions."""
    return {
        **{name: getattr(member, name) for name in ("id", "dossier", "role", "created", "updated")},
        "made_on": member.made_on or None,
        "revisions": [
            {"dossier": revision.dossier, "role": revision.role, **stamp_object(revision)}
            for revision in member.revisions
        ],
    }


def stamp_object(revision: Revision) -> dict[str, object]:
    """Return the fields that every revision has."""
    names = {key: name for key in ("name", "accepted_by") if (name := getattr(revision.by, key))}
    return {
        **{name: getattr(revision, name) for name in ("id", "parent", "at", "deleted", "undoes")},
        **({"merges": list(revision.merges)} if revision.merges else {}),
        **({"by": names} if names else {}),
    }
