"""Notes as Web Annotations (https://www.w3.org/TR/annotation-model/) in JSON-LD.

One AnnotationCollection with one page inside. A note's text and each of its tags is a TextualBody; its passage is a
TextQuoteSelector and a TextPositionSelector, with positions in code points as the model requires. Both come from the
stored anchor, so a round trip loses nothing but the history of a note, for which there is JSON. The colour of a
highlight, for which the model has no word, is the property `color`; where the words are from, the property
`schema:isBasedOn` in the words of schema.org and PAV.
"""

from reader.annotations.notes import Note
from reader.export.collection import COLLECTION, Exported
from reader.export.export_data import ExportData
from reader.export.links import is_web_address, source_address
from reader.export.markdown.front_matter import json_object, json_text

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

OURS = "urn:x-reader:"  # the prefix of our IRIs: `urn:x-reader:note:3f6a2c7k4m`
MARKDOWN = "text/markdown"  # the media type of notes (RFC 7763)


def to_w3c(exported: Exported) -> str:
    """Return the notes as one JSON-LD document, with a newline at the end."""
    collection = collection_iri(exported.id)
    items = [note_annotation(part, note) for part in exported.parts for note in part.notes]
    page_iri = f"{collection}:page:1"
    page = {"id": page_iri, "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}
    value = {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": exported.title,
        "generator": {"type": "Software", "name": "reader"},
        "total": len(items),
        **({"first": page, "last": page_iri} if items else {}),  # a page must not be empty
    }
    return json_text(value, indent=2) + "\n"


def is_w3c_of(existing: str, export_id: str) -> bool:
    return json_object(existing).get("id") == collection_iri(export_id)


def note_annotation(exported: ExportData, note: Note) -> dict[str, object]:
    source = exported.article.source
    where = source if is_web_address(source) else source_address(source) or article_iri(exported.article_id)
    target: object = where
    if (anchor := note.anchor) is not None:
        words = {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix}
        place = {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}
        target = {"source": where, "selector": [words, place]}
    bodies = [textual_body(note.text, "commenting", MARKDOWN)] if note.text else []
    bodies += [textual_body(tag, "tagging") for tag in note.tags]
    return {
        "id": f"{OURS}note:{note.id}",
        "type": "Annotation",
        "motivation": "commenting" if note.text else "tagging" if note.tags else "highlighting",
        "created": note.created,
        "modified": note.updated,
        **({"creator": {"type": "Person", "name": note.author.signature}} if note.author.name else {}),
        **({"color": note.color} if note.color else {}),
        **({"body": bodies} if bodies else {}),
        "target": target,
        **({"schema:isBasedOn": based_on} if (based_on := origin_properties(exported)) else {}),
    }


def origin_properties(exported: ExportData) -> dict[str, object]:
    article = exported.article
    found: dict[str, object] = {
        "schema:name": article.title,
        "schema:author": list(article.author),
        "schema:datePublished": article.published,
        "http://purl.org/pav/retrievedOn": article.fetched,
        "schema:sha256": exported.sha256,
    }
    return {name: value for name, value in found.items() if value}


def textual_body(value: str, purpose: str, form: str = "text/plain") -> dict[str, object]:
    return {"type": "TextualBody", "value": value, "format": form, "purpose": purpose}


def collection_iri(export_id: str) -> str:
    return f"{OURS}{COLLECTION}" if export_id == COLLECTION else article_iri(export_id)


def article_iri(article_id: str) -> str:
    return f"{OURS}article:{article_id}"
