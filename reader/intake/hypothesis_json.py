"""Annotations of Hypothesis: what its API answers (`rows`) and what its client exports (`annotations`).

https://h.readthedocs.io/en/latest/api-reference/v1/. A page note has no selector; a reply has `references`, the first
of which is the annotation that the thread is about, so it goes on the same words. Where a file has annotations of
several people, each note is tagged with its author (`by/ann`).
"""

from collections.abc import Iterator, Mapping

from reader.anchoring import Anchor
from reader.intake import About, Brought, Parcel, foreign
from reader.intake.foreign import Object, objects

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
    anchors = {foreign.line(row.get("id")): anchor_of(row) for row in found}
    people = {foreign.line(row.get("user")) for row in found}
    by_page: dict[str, list[Object]] = {}
    for row in found:
        by_page.setdefault(foreign.source(row.get("uri")) or foreign.line(row.get("uri")), []).append(row)
    for page, on_page in by_page.items():
        titles = [next(objects(row.get("document")), {}).get("title") for row in on_page]
        title = next(filter(None, map(foreign.first_line, titles)), "")
        notes = tuple(note_of(row, anchors, several=len(people) > 1) for row in on_page)
        source = foreign.source(page)
        yield Parcel(About(source, title, id="" if source else foreign.own_id("source", page)), notes)


def anchor_of(row: Object) -> Anchor | None:
    return foreign.anchor([selector for target in objects(row.get("target")) for selector in selectors(target)])


def selectors(target: Object) -> list[object]:
    found = target.get("selector")
    return found if isinstance(found, list) else [found]


def note_of(row: Object, anchors: Mapping[str, Anchor | None], *, several: bool) -> Brought:
    words = foreign.text(row.get("text"))
    labels = row.get("tags")
    named = [foreign.line(label) for label in labels] if isinstance(labels, list) else []
    if several:
        named.append(f"by/{foreign.line(row.get('user')).removeprefix('acct:').partition('@')[0]}")
    parents = row.get("references")
    thread = foreign.first_line(parents) if parents else ""
    anchor = anchor_of(row) or anchors.get(thread)
    tags = foreign.tags(named, words)
    identity = foreign.line(row.get("id")) or repr((words, tags, anchor, row.get("uri")))
    return Brought(
        foreign.own_id("hypothesis", identity),
        words,
        tags,
        anchor,
        foreign.time(row.get("created")),
        foreign.time(row.get("updated")),
    )
