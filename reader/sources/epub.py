"""An EPUB as an article: its parts in reading order.

Text is read like that of a web page (`html`); metadata: `epub_package`. The outline is the book's table of contents:
the heading at each entry gets its depth, and where a chapter has a picture for a heading, the text of the entry is
inserted. Pitfall: notes and contents point into any part, so all parts are read before any is placed.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from reader.document.article import WITHIN, Article, Mark, Page
from reader.errors import SourceError
from reader.sources.builder import ArticleBuilder, PendingBlock
from reader.sources.detect import SourceData
from reader.sources.epub_package import ContentsEntry, Package, PartLocation, open_package, parse_part, resolve_link
from reader.sources.html.block_builder import IdAnchor, ParsedTree
from reader.sources.html.elements import Element, element_name, footnote_labels
from reader.sources.html.walker import IN_BOOK, read_tree
from reader.sources.progress import Progress
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line

NEAR = 3
"""Blocks at an entry's position among which its heading is searched."""

PART_SECONDS = 0.05
"""Processor time granted for each part: twice what a chapter needs."""

MAX_DEPTH = 6


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a book. Raises SourceError."""
    package = open_package(found.data, found.name)
    parts = dict(_read_parts(package, progress))
    if all(piece.role == "furniture" for part in parts.values() for piece in part.pieces):
        raise SourceError(f"{found.name} has no text: perhaps its pages are pictures")
    _apply_contents(parts, package.contents, package.title)
    title = package.title or (PurePath(found.place).stem if posixpath.isabs(found.place) else "")
    builder = ArticleBuilder(clean_line(title))
    places: dict[PartLocation, int] = {}
    for path, part in parts.items():
        starts = []
        for index, piece in enumerate(part.pieces):
            piece = piece.apart() if index == 0 and builder.parts else piece
            starts.append(builder.length + len(piece.gap))
            builder.add(replace(piece, marks=tuple(_absolute_mark(path, mark) for mark in piece.marks)))
        starts.append(builder.length)
        for id_, at in part.anchors.items():
            places[PartLocation(path, id_)] = starts[at.piece] + at.offset
        places[PartLocation(path, "")] = starts[0]
    pages: dict[int, str] = {}
    marked = (
        ContentsEntry(label, PartLocation(path, id_)) for path, part in parts.items() for label, id_ in part.page_breaks
    )
    for entry in package.pages or marked:
        if entry.title and entry.place in places:
            pages.setdefault(places[entry.place], entry.title)
    return replace(
        builder.build(found.place),
        marks=tuple(_resolved_marks(builder.marks, places)),
        author=package.author,
        published=package.published,
        language=package.language,
        pages=tuple(Page(start, label) for start, label in sorted(pages.items())),
    )


def _read_parts(package: Package, progress: Progress) -> Iterator[tuple[str, ParsedTree]]:
    """Read the parts in reading order, with their paths; missing ones become a line of text. Raises SourceError."""
    paths = list(dict.fromkeys(package.spine))
    bodies: dict[str, Element | None] = {}
    for number, path in enumerate(paths, 1):
        bodies[path] = _part_body(package, path)
        progress(number / len(paths) / 2, PART_SECONDS)
    labels: dict[str, dict[str, str]] = {}
    for path, body in bodies.items():
        if body is not None:
            for href, label in footnote_labels(body).items():
                place = _link_target(path, href)
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
            reading.pieces = [replace(piece, role="furniture") for piece in reading.pieces]
        yield path, reading
    if lost:
        yield _missing_part(lost)


def _missing_part(paths: list[str]) -> tuple[str, ParsedTree]:
    which = clean_line(paths[0])
    words = f"(A part of the book is missing or damaged here: {which})"
    if len(paths) > 1:
        words = f"({len(paths):,} parts of the book are missing or damaged here, from {which} on)"
    return paths[0], ParsedTree([PendingBlock("", words, role="furniture")])


def _part_body(package: Package, path: str) -> Element | None:
    tree = None if path in package.foreign else parse_part(package.archive, path)
    if tree is None:
        return None
    return next((element for element in tree.iter("{*}body", "body")), tree if element_name(tree) != "html" else None)


def _apply_contents(parts: Mapping[str, ParsedTree], contents: Iterable[ContentsEntry], title: str) -> None:
    """Give headings the depths of the table of contents; others go below the one before them.

    A heading with the book's title is the title, whatever the entry is called ("Section 1").
    """
    listed: dict[str, dict[int, ContentsEntry]] = {}
    for entry in contents:
        part = parts.get(entry.place.path)
        if part is not None and part.pieces and (index := _entry_index(part, entry.place.id)) is not None:
            if any(same_words(piece.text, title) for piece in part.pieces[index : index + NEAR]):
                entry = replace(entry, title=title)
            listed.setdefault(entry.place.path, {}).setdefault(index, entry)
    depth = 0
    for path, part in parts.items() if listed else ():
        depth = _place_headings(part, listed.get(path, {}), depth)


def _entry_index(part: ParsedTree, id_: str) -> int | None:
    """Return the index of the block that an entry leads to; None if there is none."""
    if not id_:
        return 0
    anchor = part.anchors.get(id_)
    return None if anchor is None else min(anchor.piece, len(part.pieces) - 1)


def _place_headings(reading: ParsedTree, entries: dict[int, ContentsEntry], depth: int) -> int:
    """Set the levels of the headings of one part that begins at `depth`; return the depth at its end."""
    pieces: list[PendingBlock] = []
    moved: dict[int, int] = {}
    waiting = ""
    """The title of an entry whose heading is one of the next blocks."""
    for index, piece in enumerate(reading.pieces):
        moved[index] = len(pieces)
        if entry := entries.get(index):
            depth, waiting = min(MAX_DEPTH, entry.depth), entry.title
            if not any(_is_heading_of(near, waiting) for near in reading.pieces[index : index + NEAR]):
                gap = "\n\n" if index else ""
                pieces.append(PendingBlock(gap, waiting, "heading", depth, role=piece.role))
                piece, waiting = piece.apart(), ""
        if waiting and _is_heading_of(piece, waiting):
            piece = replace(piece, kind="heading", level=depth, prefix="", hang="", nested=False)
            waiting = ""
        elif piece.kind == "heading" and depth:
            piece = replace(piece, level=min(MAX_DEPTH, max(piece.level, depth + 1)))
        pieces.append(piece)
    moved[len(reading.pieces)] = len(pieces)
    reading.pieces = pieces
    reading.anchors = {id_: IdAnchor(moved[at.piece], at.offset) for id_, at in reading.anchors.items()}
    return depth


def _is_heading_of(piece: PendingBlock, title: str) -> bool:
    """Return whether the block is a heading, or has the same words as the entry of the contents."""
    if piece.kind == "heading":
        return True
    return piece.kind in ("paragraph", "item") and (
        same_words(piece.text, title)
        or (len(piece.text) > 3 and fold_line(title).startswith(fold_line(piece.text) or "\0"))
    )


def _link_target(path: str, href: str) -> PartLocation:
    """Return where a link of the part at `path` leads."""
    return PartLocation(path, href[1:]) if href.startswith("#") else resolve_link(posixpath.dirname(path), href)


def _absolute_mark(path: str, mark: Mark) -> Mark:
    """Return a mark of the part at `path`; a footnote is addressed by part and id."""
    if not mark.href.startswith(IN_BOOK):
        return mark
    place = _link_target(path, mark.href.removeprefix(IN_BOOK))
    return replace(mark, href=f"{IN_BOOK}{place.path}#{place.id}")


def _resolved_marks(marks: Iterable[Mark], places: Mapping[PartLocation, int]) -> Iterator[Mark]:
    """Yield marks with footnotes addressed by their offsets; those that lead nowhere are left out."""
    for mark in marks:
        path, _, id_ = mark.href.removeprefix(IN_BOOK).partition("#")
        if not mark.href.startswith(IN_BOOK):
            yield mark
        elif id_ and PartLocation(path, id_) in places:
            yield replace(mark, href=f"{WITHIN}{places[PartLocation(path, id_)]}")
