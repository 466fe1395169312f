"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/), ours and those of other tools.

A file holds one Annotation, a list of them, an AnnotationPage, or an AnnotationCollection with its first page. Imported
are the text of bodies, those with the purpose *tagging* as tags, and the passage of a TextQuoteSelector. External
bodies are never fetched; their address becomes the text.
"""

from collections.abc import Iterator

from reader.export.collection import COLLECTION
from reader.export.w3c import CONTEXT, OURS, article_iri, collection_iri
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object, has_type, iter_objects
from reader.library.codec import DIGEST, NAME
from reader.library.codec.records import COLOR
from reader.text.sanitize import clean_line

KINDS = ("Annotation", "AnnotationPage", "AnnotationCollection")


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read Web Annotations; None if the file has none."""
    found = next(iter_objects(file.value), {})
    known = found.get("@context")
    named = CONTEXT in known if isinstance(known, list) else known == CONTEXT
    told = named or "target" in found or isinstance(file.value, list)
    return parse_annotations(file.value) if told and any(has_type(found, kind) for kind in KINDS) else None


def parse_annotations(value: object) -> Iterator[ImportedArticle]:
    collection = next(iter_objects(value), {})
    mine = coerce.to_word(coerce.to_line(get_id(collection)).removeprefix(article_iri("")), NAME)
    title = "" if get_id(collection) == collection_iri(COLLECTION) else coerce.to_line(collection.get("label"))
    found: dict[str, list[ImportedNote]] = {}
    titles: dict[str, str] = {}
    for annotation in iter_annotations(value):
        target = next(iter_objects(annotation.get("target")), {})
        where = target.get("source", annotation.get("target"))
        address = coerce.to_first_line(get_id(where) if isinstance(where, dict) else where)
        based_on = next(iter_objects(annotation.get("schema:isBasedOn")), {})
        found.setdefault(address, []).append(parse_annotation(annotation, target, based_on))
        titles.setdefault(address, coerce.to_line(based_on.get("schema:name")) or title)
    for address, notes in found.items():
        sha256 = next((note.made_on for note in notes if note.made_on), "")
        source = coerce.to_source(address)
        own_id = coerce.to_word(address.removeprefix(article_iri("")), NAME) if address.startswith(OURS) else mine
        if address and not (own_id or source):
            own_id = coerce.derive_id("source", address)
        yield ImportedArticle(ArticleInfo(source, titles[address], id=own_id, sha256=sha256), tuple(notes))


def iter_annotations(value: object, depth: int = coerce.DEEPEST) -> Iterator[Object]:
    """Yield the annotations in a page, collection or list, as far as they are in the file."""
    for item in iter_objects(value):
        if has_type(item, "Annotation"):
            yield item
        elif depth and has_type(item, "AnnotationCollection"):
            yield from iter_annotations(item.get("items", item.get("first")), depth - 1)
        elif depth and has_type(item, "AnnotationPage"):
            yield from iter_annotations(item.get("items"), depth - 1)


def get_id(value: Object) -> object:
    return value.get("id", value.get("@id"))


def parse_annotation(annotation: Object, target: Object, based_on: Object) -> ImportedNote:
    """Parse an annotation as a note; one of ours, which says what it is `based_on`, comes back unchanged."""
    iri = coerce.to_line(get_id(annotation))
    bodies = [  # of a choice, the first one, which its author prefers
        next(iter_objects(body.get("items")), {}) if has_type(body, "Choice") else body
        for body in iter_objects(annotation.get("body"))
    ]
    labels = [body for body in bodies if "tagging" in body_purposes(body, annotation)]
    said = [coerce.to_text(body.get("value")) or body_address(body) for body in bodies if body not in labels]
    elsewhere = annotation.get("body")
    said += [coerce.to_line(each) for each in (elsewhere if isinstance(elsewhere, list) else [elsewhere])]
    words = "\n\n".join(filter(None, [*said, coerce.to_text(annotation.get("bodyValue"))]))
    named = [clean_line(value) for body in labels if isinstance(value := body.get("value"), str)]
    anchor = coerce.to_anchor(target.get("selector"))
    own_id = coerce.to_word(iri.removeprefix(f"{OURS}note:"), NAME) if iri.startswith(OURS) else ""
    tags = coerce.valid_tags(named) if own_id else coerce.to_tags(named, words)
    note_id = own_id or coerce.derive_id("w3c", iri or repr((words, tags, anchor, target.get("source"))))
    created, updated = coerce.to_time(annotation.get("created")), coerce.to_time(annotation.get("modified"))
    made_on = coerce.to_word(based_on.get("schema:sha256"), DIGEST)
    color, creators = coerce.to_word(annotation.get("color"), COLOR), iter_objects(annotation.get("creator"))
    names = (coerce.to_name(each.get("name") or each.get("nickname")) for each in creators)
    author = next(filter(None, names), "")  # of the first creator that has a name; an address is none
    return ImportedNote(note_id, words, tags, anchor, created, updated, made_on, color=color, author=author)


def body_address(body: Object) -> str:
    """Return the address of a body that is not in the file."""
    where = body.get("source", get_id(body))
    return coerce.to_line(get_id(where) if isinstance(where, dict) else where)


def body_purposes(body: Object, annotation: Object) -> list[object]:
    """Return the purposes of a body, or else the motivation of its annotation."""
    found = body.get("purpose", annotation.get("motivation"))
    return found if isinstance(found, list) else [found]
