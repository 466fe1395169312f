"""An EPUB as an article: its parts in reading order.

Text is read like that of a web page (`html`); metadata: `epub_package`. The outline is the book's table of contents:
the heading at each entry gets its depth, and where a chapter has a picture for a heading, the text of the entry is
inserted. Pitfall: notes and contents point into any part, so all parts are read before any is placed.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePath

from reader.document.article import Article, Mark, Page
from reader.errors import SourceError
from reader.sources.builder import WITHIN_SOURCE, ArticleBuilder, PendingBlock
from reader.sources.detect import SourceData
from reader.sources.epub_package import ContentsEntry, Package, PartLocation, open_package, parse_part, resolve_link
from reader.sources.html.block_builder import ParsedTree
from reader.sources.html.elements import Element, element_name, footnote_labels
from reader.sources.html.walker import read_tree
from reader.sources.progress import Progress
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line

NEAR = 3  # blocks at an entry's position among which its heading is searched
PART_SECONDS = 0.05  # processor time granted for each part: twice what a chapter needs

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
    for path, part in parts.items():
        for index, piece in enumerate(part.pieces):
            piece = piece.apart() if index == 0 and builder.parts else piece
            ids = (("", 0), *piece.ids) if index == 0 else piece.ids
            absolute = tuple((PartLocation(path, id_).address, offset) for id_, offset in ids)
            builder.add(replace(piece, marks=tuple(_absolute_mark(path, mark) for mark in piece.marks), ids=absolute))
        for id_ in ("", *part.last_ids):
            builder.places.setdefault(PartLocation(path, id_).address, builder.length)
    pages: dict[int, str] = {}
    marked = (
        ContentsEntry(label, PartLocation(path, id_)) for path, part in parts.items() for label, id_ in part.page_breaks
    )
    for entry in package.pages or marked:
        if entry.title and (at := builder.places.get(entry.place.address)) is not None:
            pages.setdefault(at, entry.title)
    return replace(
        builder.build(found.place),
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
        tree = None if path in package.foreign else parse_part(package.archive, path)
        whole = None if tree is None or element_name(tree) == "html" else tree
        bodies[path] = None if tree is None else next(tree.iter("{*}body", "body"), whole)
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


def _apply_contents(parts: Mapping[str, ParsedTree], contents: Iterable[ContentsEntry], title: str) -> None:
    """Give headings the depths of the table of contents; others go below the one before them.

    A heading with the book's title is the title, whatever the entry is called ("Section 1").
    """
    listed: dict[str, dict[int, ContentsEntry]] = {}
    indices = {path: _indices(part) for path, part in parts.items()}
    for entry in contents:
        part = parts.get(entry.place.path)
        index = None if part is None else indices[entry.place.path].get(entry.place.id)
        if part is not None and part.pieces and index is not None:
            if any(same_words(piece.text, title) for piece in part.pieces[index : index + NEAR]):
                entry = replace(entry, title=title)
            listed.setdefault(entry.place.path, {}).setdefault(index, entry)
    depth = 0
    for path, part in parts.items() if listed else ():
        depth = _place_headings(part, listed.get(path, {}), depth)


def _indices(part: ParsedTree) -> dict[str, int]:
    """Return the index of the block of each id, and of the first block for the part itself."""
    found = dict.fromkeys(part.last_ids, len(part.pieces) - 1)
    for index, piece in reversed(list(enumerate(part.pieces))):
        found |= dict.fromkeys((id_ for id_, _ in piece.ids), index)
    return {**found, "": 0}


def _place_headings(reading: ParsedTree, entries: dict[int, ContentsEntry], depth: int) -> int:
    """Set the levels of the headings of one part that begins at `depth`; return the depth at its end."""
    pieces: list[PendingBlock] = []
    waiting = ""
    """The title of an entry whose heading is one of the next blocks."""
    for index, piece in enumerate(reading.pieces):
        if entry := entries.get(index):
            depth, waiting = min(MAX_DEPTH, entry.depth), entry.title
            if not any(_is_heading_of(near, waiting) for near in reading.pieces[index : index + NEAR]):
                gap = "\n\n" if index else ""
                ids = tuple(each for each in piece.ids if each[1] == 0)
                pieces.append(PendingBlock(gap, waiting, "heading", depth, role=piece.role, ids=ids))
                piece, waiting = piece.apart(), ""
        if waiting and _is_heading_of(piece, waiting):
            piece = replace(piece, kind="heading", level=depth, prefix="", hang="", nested=False)
            waiting = ""
        elif piece.kind == "heading" and depth:
            piece = replace(piece, level=min(MAX_DEPTH, max(piece.level, depth + 1)))
        pieces.append(piece)
    reading.pieces = pieces
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
    if not mark.href.startswith(WITHIN_SOURCE):
        return mark
    place = _link_target(path, mark.href.removeprefix(WITHIN_SOURCE))
    return replace(mark, href=f"{WITHIN_SOURCE}{place.address}")
