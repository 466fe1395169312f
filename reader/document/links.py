"""Where the blocks of an article lead: the footnotes of markers, and the pages of a feed's entries.

A marker is `[1]`, `[^note]` or a raised number in the text, and the footnote the block that begins with it. Readers of
formats write markers the same way, so this works for web pages, books, Markdown, PDF and plain text.
Pitfall: numbers begin again in each chapter. Where the marker is a link to its note, as in books and web pages, that is
the note. Else, where a marker has as many notes as references, each reference has its own; else the next note after the
reference is taken. If no note begins with the marker, it is the item with this number in a list of notes.

The entries of a feed are headings that are links, each above a line that counts it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter

from reader.document.article import Article, Block, Mark
from reader.text.span import Span, grouped, without_overlaps

MARKER = re.compile(r"\[\^[^\[\]\s]{1,40}\]|\[[0-9]{1,4}\]|\[[a-z*†‡§]{1,3}\]|[⁰¹²³⁴-⁹]{1,4}|[†‡§]")
"""A reference to a footnote, or the beginning of one."""

REACH = 45  # characters before a place in which the marker around it begins
AFTER_MARKER = ":.) \t"  # what may stand between a marker and the words of its note

NUMBER = re.compile(r"[\[(^]*(?:\d{1,4}|[a-zα-ω]|[ivxlc]{1,6}|[*†‡§]{1,3})[\]).:]+(?=\s|$)|[*†‡§]{1,3}\s")
"""The number that a note which is linked begins with, in whatever form."""

TITLE = r"(?:(?:foot|end)?notes|references|sources|bibliography|citations|works|links)(?: (?:cited|consulted|used))?"
NOTES = re.compile(rf"(?i)^\W*(?:\d+\W+)?(?:foot|end)?notes\b|^\W*{TITLE}\W*$")
"""Headings of lists of notes."""

LIST_TITLE = re.compile(rf"(?i)[\s*_]*{TITLE}\b[\s*_:—–-]*")
"""A paragraph above a list of notes, or what it begins with: "Sources:"."""


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


def footnotes(article: Article) -> list[Footnote]:
    """Return the footnotes that the text refers to, in the order of their markers; links to headings lead to none.

    All of them in one pass, since a book has thousands.
    """
    linked = ((mark, _linked_block(article, mark)) for mark in article.marks)
    found = [_linked_footnote(article, mark, block) for mark, block in linked if block and block.kind != "heading"]
    places = grouped((match[0], Span(*match.span())) for match in MARKER.finditer(article.text))
    starts, listed = _note_starts(article), cache(partial(_listed_notes, article))
    for marker, own in places.items():
        pairs = _pairs(marker, own, starts, listed)
        found += (_make_footnote(article, marker, reference, note, starts) for reference, note in pairs)
    found.sort(key=lambda each: each.reference.start)  # stable: linked ones first
    return without_overlaps(found, attrgetter("reference"))


def footnote_at(article: Article, offset: int) -> Footnote | None:
    """Return the footnote whose marker is at `offset`, in the text or in the note itself."""
    here = _marker_at(article, offset)
    for mark in article.marks:
        if (block := _linked_block(article, mark)) is not None:
            refers = offset in mark.span or (here is not None and here.start <= mark.span.start < here.end)
            if refers or block.span.start in (offset, -1 if here is None else here.start):
                return _linked_footnote(article, mark, block)
    if here is None:
        return None
    marker = here.of(article.text)
    places = [Span(*found.span()) for found in re.finditer(re.escape(marker), article.text)]
    starts = _note_starts(article)
    pairs = _pairs(marker, places, starts, partial(_listed_notes, article))
    found = next((pair for pair in pairs if here in pair), None)
    return _make_footnote(article, marker, *found, starts) if found else None


def _linked_block(article: Article, mark: Mark) -> Block | None:
    """Return the block that a mark leads to, if it leads to a place in the text."""
    target = mark.target
    return None if target is None or target >= len(article.text) else article.block_at(target)


def _linked_footnote(article: Article, mark: Mark, block: Block) -> Footnote:
    """Return the footnote that a mark leads to; `block` is the one that it leads to."""
    start = block.span.start
    reference = _marker_at(article, mark.span.start) or mark.span
    marker = reference.of(article.text)
    numbered = NUMBER.match(article.text, start, block.span.end)
    begun = article.text.startswith(marker, start)
    end = start + len(marker) if begun else numbered.end() if numbered else start
    return _make_footnote(article, marker, reference, Span(start, end))


def _make_footnote(
    article: Article, marker: str, reference: Span, note: Span, starts: Set[int] = frozenset()
) -> Footnote:
    """Return a footnote; `note` is the marker that its words begin with, `starts` are where notes begin."""
    return Footnote(marker, reference, _words_of_note(article, note, starts), article.block_at(note.start).span.start)


def _note_starts(article: Article) -> set[int]:
    blocks = [block for block in article.blocks if block.kind != "code"]
    starts = {block.span.start for block in blocks}
    alone = {marker[0] for start in starts if (marker := MARKER.match(article.text, start))}
    inner = (place for block in blocks for place in _inner_notes(article, block))
    return starts | {place.start for place in inner if place.of(article.text) not in alone}


def _inner_notes(article: Article, block: Block) -> Iterator[Span]:
    """Yield the markers of further notes in a block that begins with one or with "Sources:", in one line or several."""
    text, end = article.text, block.span.end
    title = LIST_TITLE.match(text, block.span.start, end)
    first = MARKER.match(text, title.end() if title else block.span.start, end)
    if first is None:
        return
    following, lines = _following(first[0]), "\n" in block.span.of(text)
    if title:
        yield Span(*first.span())
    for match in MARKER.finditer(text, first.end(), end) if following else ():
        if match[0] == following and (not lines or text[match.start() - 1] == "\n"):
            following = _following(following)
            yield Span(*match.span())


def _following(marker: str) -> str:
    """Return the marker after `[1]` or the like; "" after any other."""
    number = marker.strip("[]^")
    return marker.replace(number, str(int(number) + 1)) if number.isdecimal() and number.isascii() else ""


def _listed_notes(article: Article) -> Mapping[str, list[Span]]:
    """Return the numbers of the blocks under a heading such as "Notes", or of a list below a rule or "Sources:"."""
    found = defaultdict[str, list[Span]](list)
    listed = False
    for before, block in pairwise(article.blocks):
        start = block.span.start
        heading = article.heading_at(start)
        titled = heading is not None and NOTES.search(heading.span.of(article.text)) is not None
        above = before.kind == "rule" or LIST_TITLE.fullmatch(article.text, before.span.start, before.span.end)
        listed = titled or (block.kind == "item" and (listed or bool(above)))
        if not listed:
            continue
        if block.kind == "item":  # its number is before it
            found[article.text[before.span.end : start].strip().rstrip(".)")].append(Span(start, start))
        elif begins := re.match(r"\S+(?=\s)", article.text[start : block.span.end]):
            for number in {begins[0], begins[0].removesuffix("."), begins[0].removesuffix(")")}:
                found[number].append(Span(start, start + len(number)))
    return found


def _pairs(
    marker: str, places: Sequence[Span], starts: Set[int], listed: Callable[[], Mapping[str, list[Span]]]
) -> list[tuple[Span, Span]]:
    """Return the references among the `places` of a marker, each with the marker of its note.

    `listed` returns the listed notes; it reads the whole article, and most markers do without.
    """
    notes = [place for place in places if place.start in starts]
    references = [place for place in places if place.start not in starts]
    notes = notes or listed().get(unicodedata.normalize("NFKC", marker).strip("[]^"), [])
    if len(references) == len(notes) or not notes:
        return list(zip(references, notes, strict=False))
    return [(each, next((note for note in notes if note.start > each.start), notes[-1])) for each in references]


def _marker_at(article: Article, offset: int) -> Span | None:
    near = MARKER.finditer(article.text, max(0, offset - REACH), min(len(article.text), offset + REACH))
    return next((Span(*found.span()) for found in near if found.start() <= offset < found.end()), None)


def _words_of_note(article: Article, marker: Span, starts: Set[int]) -> Span:
    """Return the words after the marker of a note: the rest of its block up to the next note, or else the next block.

    The further paragraphs of an item belong to it.
    """
    index = article.block_index(marker.start)
    item = article.blocks[index]
    others = (found.start() for found in MARKER.finditer(article.text, marker.end, item.span.end))
    end = next((start for start in others if start in starts), item.span.end)
    end = marker.end + len(article.text[marker.end : end].rstrip())
    start = end - len(article.text[marker.end : end].lstrip(AFTER_MARKER))
    if start == item.span.end and index + 1 < len(article.blocks):
        return article.blocks[index + 1].span
    for block in article.blocks[index + 1 :]:
        if item.kind != "item" or block.kind == "heading" or not item.hang or block.prefix != item.hang:
            break
        end = block.span.end
    return Span(start, end)


ENTRY_LEVEL = 2  # the level of their headings; the title of the feed has the first

LABEL = re.compile(r"entry \d+(?= ·|$)")


def entry_label(number: int) -> str:
    """Return what the line below the heading of an entry begins with."""
    return f"entry {number}"


def entry_links(article: Article) -> dict[int, str]:
    """Return the addresses of the pages of a feed's entries by the offsets of their headings, in order.

    The address of an entry without a page is "". An article whose first such heading is none of an entry is no feed.
    """
    pairs = [(heading, below) for heading, below in pairwise(article.blocks) if heading.level == ENTRY_LEVEL]
    if not pairs or not _is_byline(article, pairs[0][1]):
        return {}
    links = {mark.span.start: mark.href for mark in article.marks if mark.kind == "link"}
    starts = (heading.span.start for heading, below in pairs if _is_byline(article, below))
    return {start: links.get(start, "") for start in starts}


def _is_byline(article: Article, block: Block) -> bool:
    return block.role == "furniture" and LABEL.match(block.span.of(article.text)) is not None


def heading_of(article: Article, href: str) -> Span | None:
    """Return the heading that a link within a Markdown document leads to."""
    wanted = href.removeprefix("#").lower()
    if not href.startswith("#") or not wanted:
        return None
    headings = (block.span for block in article.blocks if block.kind == "heading")
    return next((span for span in headings if heading_slug(span.of(article.text)) == wanted), None)


def heading_slug(words: str) -> str:
    """Return the name of a heading in links, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
