"""An EPUB as an article: its parts in reading order.

Text is read like that of a web page (`html`), metadata comes from the package (`package`). The outline is the book's
table of contents: the heading at each entry gets its depth, and where a chapter has a picture for a heading, the text
of the entry is inserted. Pitfall: notes and contents point into any part, so all parts are read before any is placed.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from reader.document.article import WITHIN, Article, Mark, Page
from reader.errors import SourceError
from reader.sources.builder import ArticleBuilder, PendingBlock
from reader.sources.detect import SourceData
from reader.sources.epub.package import ContentsEntry, Package, PartLocation, open_package, resolve_link
from reader.sources.html.block_builder import IdAnchor, ParsedTree
from reader.sources.html.elements import Element, element_name, footnote_labels
from reader.sources.html.walker import IN_BOOK, read_tree
from reader.sources.progress import Progress, no_progress
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line

NEAR = 3
"""Blocks at an entry's position among which its heading is searched."""

PART_SECONDS = 0.05
"""Processor time granted for each part: twice what a chapter needs."""

MAX_DEPTH = 6


@dataclass(slots=True)
class _BookPart:
    """One part of the book."""

    path: str
    reading: ParsedTree


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a book. Raises SourceError."""
    return read_epub(found.data, found.place, found.name, progress)


def read_epub(data: bytes, source: str, name: str, progress: Progress = no_progress) -> Article:
    """Read the book in `data` as an article. Raises SourceError."""
    package = open_package(data, name)
    parts = list(_read_parts(package, progress))
    if not any(not piece.furniture for part in parts for piece in part.reading.pieces):
        raise SourceError(f"{name} has no text: perhaps its pages are pictures")
    _apply_contents(parts, package.contents, package.title)
    title = package.title or (PurePath(source).stem if posixpath.isabs(source) else "")
    builder = ArticleBuilder(clean_line(title))
    starts: list[list[int]] = []
    for part in parts:
        starts.append([])
        for index, piece in enumerate(part.reading.pieces):
            gap = f"\n\n{piece.gap.lstrip(chr(10))}" if index == 0 and builder.parts else piece.gap
            starts[-1].append(builder.length + len(gap))
            builder.add(replace(piece, gap=gap, marks=_absolute_marks(part.path, piece.marks)))
        starts[-1].append(builder.length)
    text = builder.text
    return Article(
        text,
        tuple(builder.blocks),
        builder.name,
        tuple(_resolved_marks(builder.marks, parts, starts)),
        source,
        package.author,
        package.published,
        language=package.language,
        pages=tuple(_printed_pages(package.pages or _marked_pages(parts), parts, starts)),
    )


def _read_parts(package: Package, progress: Progress) -> Iterator[_BookPart]:
    """Read the parts in reading order; missing ones are reported in a line of text. Raises SourceError."""
    paths = list(dict.fromkeys(package.spine))
    bodies: dict[str, Element | None] = {}
    for number, path in enumerate(paths, 1):
        bodies[path] = _part_body(package, path)
        progress(number / len(paths) / 2, PART_SECONDS)
    labels: dict[str, dict[str, str]] = {}
    for path, body in bodies.items():
        if body is not None:
            folder = posixpath.dirname(path)
            for href, label in footnote_labels(body).items():
                place = PartLocation(path, href[1:]) if href.startswith("#") else resolve_link(folder, href)
                labels.setdefault(place.path, {}).setdefault(place.id, label)
    lost: list[str] = []
    for number, (path, body) in enumerate(bodies.items(), 1):
        progress((1 + number / len(paths)) / 2, PART_SECONDS)
        if body is None:
            lost.append(path)
            continue
        if lost:
            yield _missing_part(lost)
            lost = []
        reading = read_tree(body, labels=labels.get(path), folder=posixpath.dirname(path))
        if path in package.guides:
            reading.pieces = [replace(piece, furniture=True) for piece in reading.pieces]
        yield _BookPart(path, reading)
    if lost:
        yield _missing_part(lost)


def _missing_part(paths: list[str]) -> _BookPart:
    """Make a part that says which parts are missing."""
    which = clean_line(paths[0])
    words = f"(A part of the book is missing or damaged here: {which})"
    if len(paths) > 1:
        words = f"({len(paths):,} parts of the book are missing or damaged here, from {which} on)"
    return _BookPart(paths[0], ParsedTree([PendingBlock("", words, furniture=True)]))


def _part_body(package: Package, path: str) -> Element | None:
    tree = None if path in package.foreign else package.parse_part(path)
    if tree is None:
        return None
    return next((element for element in tree.iter("{*}body", "body")), tree if element_name(tree) != "html" else None)


# -- the outline ------------------------------------------------------------------------------------------------------


def _apply_contents(parts: list[_BookPart], contents: Iterable[ContentsEntry], title: str) -> None:
    """Give headings the depths of the table of contents; others go below the one before them.

    A heading with the book's title is the title, whatever the entry is called ("Section 1").
    """
    by_path = {part.path: part for part in parts}
    listed: dict[str, dict[int, ContentsEntry]] = {}
    for entry in contents:
        part = by_path.get(entry.place.path)
        if part is not None and part.reading.pieces and (index := _entry_index(part, entry.place.id)) is not None:
            if any(same_words(piece.text, title) for piece in part.reading.pieces[index : index + NEAR]):
                entry = replace(entry, title=title)
            listed.setdefault(part.path, {}).setdefault(index, entry)
    if not listed:
        return
    depth = 0
    for part in parts:
        entries = listed.get(part.path, {})
        depth = _place_headings(part.reading, entries, depth)


def _entry_index(part: _BookPart, id_: str) -> int | None:
    """Return the index of the block that an entry leads to; None if there is none."""
    if not id_:
        return 0
    anchor = part.reading.anchors.get(id_)
    return None if anchor is None else min(anchor.piece, len(part.reading.pieces) - 1)


def _place_headings(reading: ParsedTree, entries: dict[int, ContentsEntry], depth: int) -> int:
    """Set the levels of the headings of one part that begins at `depth`; return the depth at its end."""
    pieces: list[PendingBlock] = []
    moved: dict[int, int] = {}
    waiting: tuple[int, ContentsEntry] | None = None
    for index, piece in enumerate(reading.pieces):
        if waiting is not None and index - waiting[0] >= NEAR:
            waiting = None
        if entry := entries.get(index):
            depth = min(MAX_DEPTH, entry.depth)
            waiting = None
            if not _has_heading(reading.pieces[index : index + NEAR], entry.title):
                moved[index] = len(pieces)
                gap = "\n\n" if index else ""
                pieces.append(PendingBlock(gap, entry.title, "heading", depth, furniture=piece.furniture))
                piece = replace(piece, gap=f"\n\n{piece.gap.lstrip(chr(10))}")
            else:
                waiting = index, entry
        moved.setdefault(index, len(pieces))
        if waiting is not None and _is_heading_of(piece, waiting[1].title):
            piece = replace(piece, kind="heading", level=depth, prefix="", hang="", nested=False)
            waiting = None
        elif piece.kind == "heading" and depth:
            piece = replace(piece, level=min(MAX_DEPTH, max(piece.level, depth + 1)))
        pieces.append(piece)
    moved[len(reading.pieces)] = len(pieces)
    reading.pieces = pieces
    reading.anchors = {id_: IdAnchor(moved[at.piece], at.offset) for id_, at in reading.anchors.items()}
    return depth


def _has_heading(pieces: list[PendingBlock], title: str) -> bool:
    return any(_is_heading_of(piece, title) for piece in pieces)


def _is_heading_of(piece: PendingBlock, title: str) -> bool:
    """Return whether the block is a heading, or has the same words as the entry of the contents."""
    if piece.kind == "heading":
        return True
    return piece.kind in ("paragraph", "item") and (
        same_words(piece.text, title)
        or (len(piece.text) > 3 and fold_line(title).startswith(fold_line(piece.text) or "\0"))
    )


# -- footnotes --------------------------------------------------------------------------------------------------------


def _absolute_marks(path: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks of the part at `path` with footnotes addressed by part and id."""
    found = []
    for mark in marks:
        href = mark.href.removeprefix(IN_BOOK)
        if href != mark.href:
            place = (
                PartLocation(path, href[1:]) if href.startswith("#") else resolve_link(posixpath.dirname(path), href)
            )
            mark = replace(mark, href=f"{IN_BOOK}{place.path}#{place.id}")
        found.append(mark)
    return tuple(found)


def _resolved_marks(marks: Iterable[Mark], parts: list[_BookPart], starts: list[list[int]]) -> Iterator[Mark]:
    """Yield marks with footnotes addressed by their offsets; those that lead nowhere are left out."""
    numbers = {part.path: number for number, part in enumerate(parts)}
    for mark in marks:
        href = mark.href.removeprefix(IN_BOOK)
        if href == mark.href:
            yield mark
            continue
        path, _, id_ = href.partition("#")
        number = numbers.get(path)
        at = None if number is None else parts[number].reading.anchors.get(id_)
        if number is not None and at is not None:
            yield replace(mark, href=f"{WITHIN}{starts[number][at.piece] + at.offset}")


# -- printed pages ----------------------------------------------------------------------------------------------------


def _printed_pages(entries: Iterable[ContentsEntry], parts: list[_BookPart], starts: list[list[int]]) -> Iterator[Page]:
    """Return the printed pages in the order of the text."""
    numbers = {part.path: number for number, part in enumerate(parts)}
    found: dict[int, str] = {}
    for entry in entries:
        number = numbers.get(entry.place.path)
        if number is None:
            continue
        at = parts[number].reading.anchors.get(entry.place.id) if entry.place.id else IdAnchor(0, 0)
        if at is not None:
            found.setdefault(starts[number][at.piece] + at.offset, entry.title)
    return (Page(start, label) for start, label in sorted(found.items()))


def _marked_pages(parts: list[_BookPart]) -> Iterator[ContentsEntry]:
    """Yield the printed pages whose beginnings are marked in the text, for a book that does not list them."""
    for part in parts:
        for label, id_ in part.reading.page_breaks:
            if label:
                yield ContentsEntry(label, PartLocation(part.path, id_))
