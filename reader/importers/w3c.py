"""W3C Web Annotations (https://www.w3.org/TR/annotation-model/): ours, and those of other tools.

One Annotation, a list of them, an AnnotationPage or an AnnotationCollection with its first page inside. Taken in are
the words of bodies, those with the purpose *tagging* as tags, and a passage that a TextQuoteSelector tells. Bodies that
lie elsewhere are never fetched; their address becomes the text.
"""

from collections.abc import Iterator

from reader.export.w3c import CONTEXT, OURS, article_iri
from reader.importers import About, Brought, Parcel, coerce
from reader.importers.coerce import Object, has_type, objects
from reader.text.sanitize import clean_line

KINDS = ("Annotation", "AnnotationPage", "AnnotationCollection")


def are_annotations(value: object) -> bool:
    """Whether this is JSON-LD of that model."""
    found = next(objects(value), None)
    if found is None:
        return False
    known = found.get("@context")
    named = CONTEXT in known if isinstance(known, list) else known == CONTEXT
    return any(has_type(found, kind) for kind in KINDS) and (named or "target" in found or isinstance(value, list))


def parcels(value: object) -> Iterator[Parcel]:
    """What the annotations bring, by the article they are on."""
    collection = next(objects(value), {})
    mine = coerce.name(coerce.line(identity(collection)).removeprefix(article_iri("")))
    title = coerce.line(collection.get("label"))
    found: dict[str, list[Brought]] = {}
    for annotation in annotations(value):
        target = next(objects(annotation.get("target")), {})
        where = target.get("source", annotation.get("target"))
        if isinstance(where, dict):
            where = identity(where)
        elif isinstance(where, list):
            where = coerce.first_line(where)
        found.setdefault(coerce.line(where), []).append(note_of(annotation, target))
    for address, notes in found.items():
        source = coerce.source(address)
        own = coerce.name(address.removeprefix(article_iri(""))) if address.startswith(OURS) else mine
        if address and not (own or source):
            own = coerce.own_id("source", address)
        yield Parcel(About(source, title, id=own), tuple(notes))


def annotations(value: object, depth: int = coerce.DEEPEST) -> Iterator[Object]:
    """The annotations in whatever holds them, as far as they are in the file."""
    for item in objects(value):
        if has_type(item, "Annotation"):
            yield item
        elif depth and has_type(item, "AnnotationCollection"):
            yield from annotations(item.get("items", item.get("first")), depth - 1)
        elif depth and has_type(item, "AnnotationPage"):
            yield from annotations(item.get("items"), depth - 1)


def identity(value: Object) -> object:
    return value.get("id", value.get("@id"))


def note_of(annotation: Object, target: Object) -> Brought:
    """A note; of ours exactly as it went out."""
    iri = coerce.line(identity(annotation))
    bodies = [chosen(body) for body in objects(annotation.get("body"))]
    labels = [body for body in bodies if "tagging" in purposes(body, annotation)]
    said = [coerce.text(body.get("value")) or address_of(body) for body in bodies if body not in labels]
    elsewhere = annotation.get("body")
    said += [coerce.line(each) for each in (elsewhere if isinstance(elsewhere, list) else [elsewhere])]
    words = "\n\n".join(filter(None, [*said, coerce.text(annotation.get("bodyValue"))]))
    named = [clean_line(value) for body in labels if isinstance(value := body.get("value"), str)]
    anchor = coerce.anchor(target.get("selector"))
    own = coerce.name(iri.removeprefix(f"{OURS}note:")) if iri.startswith(OURS) else ""
    tags = tuple(dict.fromkeys(filter(None, named))) if own else coerce.tags(named, words)
    return Brought(
        own or coerce.own_id("w3c", iri or repr((words, tags, anchor, target.get("source")))),
        words,
        tags,
        anchor,
        coerce.time(annotation.get("created")),
        coerce.time(annotation.get("modified")),
    )


def chosen(body: Object) -> Object:
    """Of a choice of bodies the first, which is the one that its author prefers."""
    return next(objects(body.get("items")), {}) if has_type(body, "Choice") else body


def address_of(body: Object) -> str:
    """Where a body lies that is not in the file."""
    where = body.get("source", identity(body))
    return coerce.line(identity(where) if isinstance(where, dict) else where)


def purposes(body: Object, annotation: Object) -> list[object]:
    """What a body is for; where it does not say, what the annotation is for."""
    found = body.get("purpose", annotation.get("motivation"))
    return found if isinstance(found, list) else [found]
