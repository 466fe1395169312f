"""Annotations of Hypothesis: what its API answers (`rows`) and what its client exports (`annotations`).

https://h.readthedocs.io/en/latest/api-reference/v1/. A page note has no selector; a reply has `references`, the first
of which is the annotation that the thread is about, so it goes on the same words. Where a file has annotations of
several people, each note is tagged with its author (`by/ann`).
"""

from collections.abc import Iterator, Mapping

from reader.anchoring import Anchor
from reader.importers import About, Brought, Parcel, coerce
from reader.importers.coerce import Object, objects

LISTS = ("rows", "annotations")


def rows(value: object) -> list[Object] | None:
    """The annotations of a file; None where it is none of Hypothesis."""
    if isinstance(value, dict):
        value = next((value[key] for key in LISTS if isinstance(value.get(key), list)), [value])
    if not isinstance(value, list):
        return None
    found: list[Object] = [
        row for row in value if isinstance(row, dict) and "uri" in row and ("target" in row or "user" in row)
    ]
    return found if len(found) == len(value) and (found or value == []) else None


def parcels(found: list[Object]) -> Iterator[Parcel]:
    """What the annotations bring, by the page they are on."""
    anchors = {coerce.line(row.get("id")): anchor_of(row) for row in found}
    people = {coerce.line(row.get("user")) for row in found}
    by_page: dict[str, list[Object]] = {}
    for row in found:
        by_page.setdefault(coerce.source(row.get("uri")) or coerce.line(row.get("uri")), []).append(row)
    for page, on_page in by_page.items():
        titles = [next(objects(row.get("document")), {}).get("title") for row in on_page]
        title = next(filter(None, map(coerce.first_line, titles)), "")
        notes = tuple(note_of(row, anchors, several=len(people) > 1) for row in on_page)
        source = coerce.source(page)
        yield Parcel(About(source, title, id="" if source else coerce.own_id("source", page)), notes)


def anchor_of(row: Object) -> Anchor | None:
    return coerce.anchor([selector for target in objects(row.get("target")) for selector in selectors(target)])


def selectors(target: Object) -> list[object]:
    found = target.get("selector")
    return found if isinstance(found, list) else [found]


def note_of(row: Object, anchors: Mapping[str, Anchor | None], *, several: bool) -> Brought:
    words = coerce.text(row.get("text"))
    labels = row.get("tags")
    named = [coerce.line(label) for label in labels] if isinstance(labels, list) else []
    if several:
        named.append(f"by/{coerce.line(row.get('user')).removeprefix('acct:').partition('@')[0]}")
    parents = row.get("references")
    thread = coerce.first_line(parents) if parents else ""
    anchor = anchor_of(row) or anchors.get(thread)
    tags = coerce.tags(named, words)
    identity = coerce.line(row.get("id")) or repr((words, tags, anchor, row.get("uri")))
    return Brought(
        coerce.own_id("hypothesis", identity),
        words,
        tags,
        anchor,
        coerce.time(row.get("created")),
        coerce.time(row.get("updated")),
    )
