"""Footnotes by their markers: `[1]`, `[^note]` or a raised number in the text, and the block that begins with it.

Readers of formats write markers the same way, so this works for web pages, books, Markdown, PDF and plain text.
Pitfall: numbers begin again in each chapter. Where the marker is a link to its note, as in books, that is the note.
Else, where a marker has as many notes as references, each reference has its own; else the next note after the reference
is taken.
"""

import re
from dataclasses import dataclass

from reader.document.article import Article
from reader.text.span import Span

MARKER = re.compile(r"\[\^[^\[\]\s]{1,40}\]|\[[0-9]{1,4}\]|\[[a-z*†‡§]{1,3}\]|[⁰¹²³⁴-⁹]{1,4}|[†‡§]")
"""A reference to a footnote, or the beginning of one."""

REACH = 45
"""Characters before a place in which the marker around it begins."""

AFTER_MARKER = ":. \t"
"""What may stand between a marker and the words of its note."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote and what refers to it."""

    marker: str
    reference: Span
    """The marker in the text."""
    note: Span
    """The words of the note, without its marker."""
    start: int
    """The offset of the block of the note."""


def footnote_at(article: Article, offset: int) -> Footnote | None:
    """Return the footnote whose marker is at `offset`, in the text or in the note itself."""
    here = _marker_at(article, offset)
    if here is None:
        return None
    marker = here.of(article.text)
    if (linked := _linked_footnote(article, here)) is not None:
        return linked
    places = [Span(*found.span()) for found in re.finditer(re.escape(marker), article.text)]
    starts = {block.span.start for block in article.blocks if block.kind != "code"}
    notes = [place for place in places if place.start in starts]
    references = [place for place in places if place.start not in starts]
    pairs = _pair(references, notes)
    found = next((pair for pair in pairs if here in pair), None)
    if found is None:
        return None
    reference, note = found
    return Footnote(marker, reference, _words_of_note(article, note), note.start)


def _linked_footnote(article: Article, here: Span) -> Footnote | None:
    """Return the footnote that the marker `here` is a link to, or that begins with it and is the target of a link."""
    marker, block = here.of(article.text), article.block_at(here.start)
    at_note = block.span.start == here.start
    for mark in article.marks:
        if (target := mark.target) is None or target >= len(article.text):
            continue
        note = article.block_at(target)
        if mark.span.start < here.end and here.start < mark.span.end:
            reference = here
        elif at_note and note is block:
            reference = _marker_at(article, mark.span.start) or mark.span
        else:
            continue
        begins = article.text.startswith(marker, note.span.start)
        words = _words_of_note(article, Span(note.span.start, note.span.start + (len(marker) if begins else 0)))
        return Footnote(marker, reference, words, note.span.start)
    return None


def _marker_at(article: Article, offset: int) -> Span | None:
    """Return the marker that is at `offset`."""
    start = max(0, offset - REACH)
    for found in MARKER.finditer(article.text, start, min(len(article.text), offset + REACH)):
        if found.start() <= offset < found.end():
            return Span(*found.span())
    return None


def _pair(references: list[Span], notes: list[Span]) -> list[tuple[Span, Span]]:
    """Return references with their notes."""
    if len(references) == len(notes):
        return list(zip(references, notes, strict=True))
    pairs = []
    for reference in references:
        note = next((note for note in notes if note.start > reference.start), None) or next(iter(reversed(notes)), None)
        if note is not None:
            pairs.append((reference, note))
    return pairs


def _words_of_note(article: Article, marker: Span) -> Span:
    """Return the words after the marker of a note: the rest of its block, or the next block if nothing is left."""
    index = article.block_index(marker.start)
    end = article.blocks[index].span.end
    start = marker.end
    while start < end and article.text[start] in AFTER_MARKER:
        start += 1
    if start == end and index + 1 < len(article.blocks):
        return article.blocks[index + 1].span
    return Span(start, end)
