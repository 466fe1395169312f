"""Documents of the library file, and the frozen dataclasses that the rest of the program knows.

The only place with dicts of notes and articles. A document is whatever somebody put into a JSON file, so every field is
checked and every string cleaned on the way in; on the way out, keys that are not ours are kept, and a revision that
is already stored is never changed. The trap: documents are shared with the storage's cache and read by other threads,
so they are replaced, never changed in place.
"""

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from reader.anchoring import Anchor, Placement, State
from reader.annotations import Note, Revision, heads, moment_of
from reader.article import base32_id
from reader.clean import clean, clean_line
from reader.library.fields import (
    DIGEST,
    BadRecordError,
    Document,
    flag,
    moment,
    name,
    names,
    optional_name,
    span,
    string,
    strings,
    writable,
)

Tables = dict[str, dict[str, Document]]

SCHEMA = 1

TABLES = ("meta", "articles", "notes", "corrections")

STANDARD_INPUT = "-"
"""A source that says nothing: such an article is known by its text alone."""

CURRENT = ("text", "tags", "anchor", "deleted")
"""What stands beside a note's revisions as well."""


@dataclass(frozen=True)
class ArticleRecord:
    """An article as the library remembers it."""

    id: str
    title: str
    sources: tuple[str, ...]
    """Absolute paths and URLs, the one it was last opened from at the end; `-` only if it has no other."""
    texts: tuple[str, ...]
    """The sha256 of each text it has had, the one it was last opened with at the end."""
    added: str
    """When it was first opened: UTC, ISO 8601."""
    opened: str
    """When it was last opened: UTC, ISO 8601."""
    author: tuple[str, ...] = ()
    published: str = ""
    also: tuple[str, ...] = ()
    """Other ids that it had in libraries that were merged into this one, sorted."""


# ---------------------------------------------------------------------- notes


def note_from(document: Document) -> Note:
    """The note that `document` holds. Revisions that make no sense are passed over as long as one does.

    Raises BadRecordError.
    """
    found = readable_revisions(document)
    if changed_by_hand(document, counting(found)[1]):
        found = readable_revisions(settled(document))
    made_on = document.get("made_on")
    return Note(
        id=name(document),
        article=name(document, "article"),
        made_on=made_on if isinstance(made_on, str) and DIGEST.fullmatch(made_on) else "",
        revisions=tuple(revision for revision, _ in found),
        placement=placement_from(document.get("placement")),
    )


def readable_revisions(document: Document) -> list[tuple[Revision, Document]]:
    """The revisions of a note as we know them and as they are stored, in order of time; at least one.

    Raises BadRecordError.
    """
    reason = "it has no revisions"
    found: dict[str, tuple[Revision, Document]] = {}
    for item in as_list(document.get("revisions")):
        try:
            revision = revision_from(item)
            found.setdefault(revision.id, (revision, item))
        except BadRecordError as error:
            reason = str(error)
    if not found:
        raise BadRecordError(reason)
    if len(found) == 1:
        return list(found.values())
    return sorted(found.values(), key=lambda pair: (pair[0].at, pair[0].id))


def counting(found: list[tuple[Revision, Document]]) -> tuple[Revision, Document]:
    """The revision of `found` that says what the note says now."""
    if len(found) == 1:
        return found[0]
    head = heads(revision for revision, _ in found)[0]
    return next(pair for pair in found if pair[0] is head)


def unreadable_revisions(document: Document) -> int:
    """How many revisions of a note are passed over."""
    count = 0
    for item in as_list(document.get("revisions")):
        try:
            revision_from(item)
        except BadRecordError:
            count += 1
    return count


def revision_from(document: object) -> Revision:
    if not isinstance(document, dict):
        raise BadRecordError("one of its revisions is no record")
    return Revision(
        id=name(document),
        parent=optional_name(document, "parent"),
        at=moment(document, "at"),
        text=clean(string(document, "text")),
        tags=strings(document, "tags"),
        anchor=anchor_from(document.get("anchor")),
        deleted=flag(document, "deleted"),
        undoes=optional_name(document, "undoes"),
        merges=names(document, "merges"),
    )


def anchor_from(document: object) -> Anchor | None:
    if document is None:
        return None
    if not isinstance(document, dict):
        raise BadRecordError("its anchor is no record")
    place = span(document.get("start"), document.get("end"))
    return Anchor(
        clean(string(document, "exact")),
        clean(string(document, "prefix")),
        clean(string(document, "suffix")),
        place.start,
        place.end,
    )


def placement_from(document: object) -> Placement | None:
    """None where it makes no sense: the next opening of the article computes it anew."""
    if not isinstance(document, dict):
        return None
    try:
        guess = document.get("guess")
        guessed = span(*guess) if isinstance(guess, list) and len(guess) == 2 else None
        if document.get("state") == "orphaned":
            return Placement(None, "orphaned", guessed)
        if document.get("state") not in ("exact", "changed"):
            return None
        return Placement(span(document.get("start"), document.get("end")), cast(State, document["state"]), guessed)
    except BadRecordError:
        return None


def note_document(note: Note, stored: Document | None = None) -> Document:
    """`note` as it is stored: all revisions of both, keys of `stored` that are not ours, the note's own placement.

    The values beside the revisions are those of the one that counts, for whoever reads the file without this program.
    """
    before = settled(stored or {})
    document = {
        **before,
        "id": note.id,
        "article": note.article,
        "made_on": note.made_on,
        "revisions": united_revisions(before.get("revisions"), map(revision_document, note.revisions)),
        "placement": placement_document(note.placement),
    }
    return with_current_values(document)


def changed_by_hand(document: Document, head: Document) -> bool:
    """Whether the values beside the revisions are others than those of the one that counts."""
    for key in CURRENT:  # noqa: SIM110 - a generator costs ten thousand notes a tenth of their time
        if key in document and document[key] != head.get(key):
            return True
    return False


def settled(document: Document) -> Document:
    """`document`, where it was changed by hand, with a revision that says so.

    Its id and time follow from what was changed, so that every reader makes the same one.
    """
    try:
        found = readable_revisions(document)
    except BadRecordError:
        return document
    revision, head = counting(found)
    if not changed_by_hand(document, head):
        return document
    current = {key: document.get(key, head.get(key)) for key in CURRENT}
    digest = hashlib.sha256(repr((revision.id, current)).encode("utf-8", "backslashreplace")).digest()
    time = datetime.fromisoformat(found[-1][0].at) + timedelta(microseconds=1)
    by_hand = {**current, "id": base32_id(digest), "parent": revision.id, "at": moment_of(time)}
    return {**document, "revisions": [*document["revisions"], by_hand]}


def with_current_values(document: Document) -> Document:
    """`document` with the values of the revision that counts beside the revisions."""
    try:
        found = readable_revisions(document)
    except BadRecordError:
        return document
    head, stored = counting(found)
    return {**document, **{key: stored.get(key) for key in CURRENT}, "created": found[0][0].at, "updated": head.at}


def united_revisions(stored: object, added: Iterable[Document]) -> list[object]:
    """The stored revisions as they are, whatever they are, and those of `added` with other ids; in order of time."""
    kept: list[object] = list(as_list(stored))
    known = {item.get("id") for item in kept if isinstance(item, dict) and isinstance(item.get("id"), str)}
    return sorted([*kept, *(item for item in added if item["id"] not in known)], key=time_order)


def time_order(item: object) -> tuple[str, str]:
    """Where a stored revision stands; one without a time comes first."""
    at, own = (item.get("at"), item.get("id")) if isinstance(item, dict) else (None, None)
    return at if isinstance(at, str) else "", own if isinstance(own, str) else ""


def revision_document(revision: Revision) -> Document:
    document: Document = {
        "id": revision.id,
        "parent": revision.parent,
        "at": revision.at,
        "text": writable(revision.text),
        "tags": [writable(tag) for tag in revision.tags],
        "anchor": anchor_document(revision.anchor),
        "deleted": revision.deleted,
    }
    if revision.undoes:
        document["undoes"] = revision.undoes
    if revision.merges:
        document["merges"] = list(revision.merges)
    return document


def anchor_document(anchor: Anchor | None) -> Document | None:
    if anchor is None:
        return None
    return {
        "exact": writable(anchor.exact),
        "prefix": writable(anchor.prefix),
        "suffix": writable(anchor.suffix),
        "start": anchor.start,
        "end": anchor.end,
    }


def placement_document(placement: Placement | None) -> Document | None:
    if placement is None:
        return None
    place, guess = placement.span, placement.guess
    return {
        "state": placement.state,
        "start": None if place is None else place.start,
        "end": None if place is None else place.end,
        "guess": None if guess is None else [guess.start, guess.end],
    }


# ---------------------------------------------------------------------- articles


def article_from(document: Document) -> ArticleRecord:
    """The article that `document` holds. Raises BadRecordError."""
    return ArticleRecord(
        id=name(document),
        title=clean_line(string(document, "title", "")),
        sources=telling(strings(document, "sources")),
        texts=tuple(text for text in strings(document, "texts") if DIGEST.fullmatch(text)),
        added=moment(document, "added"),
        opened=moment(document, "opened"),
        author=strings(document, "author", []),
        published=clean_line(string(document, "published", "")),
        also=names(document, "also"),
    )


def telling(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Standard input says nothing where there is another source."""
    return tuple(source for source in sources if source != STANDARD_INPUT) or sources


def article_document(record: ArticleRecord, stored: Document | None = None) -> Document:
    """`record` as it is stored, with the keys of `stored` that are not ours."""
    document: Document = {
        **(stored or {}),
        "id": record.id,
        "title": writable(record.title),
        "sources": [writable(source) for source in record.sources],
        "texts": list(record.texts),
        "author": [writable(author) for author in record.author],
        "published": writable(record.published),
        "added": record.added,
        "opened": record.opened,
    }
    return {**document, "also": list(record.also)} if record.also else document


# ---------------------------------------------------------------------- many


@contextmanager
def uncollected() -> Iterator[None]:
    """Many records at once without the garbage collector, which would go through all of them several times while they
    are made, for nothing: in a large program ten thousand notes are read in 0.1 s instead of 0.4 s."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
