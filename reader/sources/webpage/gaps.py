"""What trafilatura leaves out in the midst of an article: its lead, captions, and a paragraph here and there.

A lead often stands in the head of the page, apart from the rest, and a paragraph in a box of its own. The blocks of the
page are compared with the article, and put back where they fill a gap in it. Pitfall: teasers of other articles stand
there as well; most are links, or no sentences.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from reader.document.article import Mark
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import Element, text_of
from reader.sources.plain.line_patterns import is_byline
from reader.sources.webpage.left_out import KnownText, folded_words, is_sentence
from reader.sources.webpage.metadata import PageMetadata
from reader.text.format import fold_line, same_words
from reader.text.span import Span

SAME_WORDS = 8
"""Words at the beginning of a lead that the description of the page has too, unless that is shorter."""

SHORTEST = 4
"""Words of a description that is compared."""

LEAD_BLOCKS, LEAD_WORDS = 3, 100
"""Blocks and words between the title and the article that are its lead: more are a box."""

GAP_BLOCKS = 2
"""Blocks between two of the article that belong to it, likewise."""

MOST_COMPARED = 300
"""Characters of a block that are compared with the description."""

LINKED = 0.3
"""Share of a block's characters in links from which it is a teaser."""


def find_captions(page: Element) -> frozenset[str]:
    """Return the captions of a page, folded."""
    return frozenset(fold_line(text_of(each)) for each in page.iter("figcaption")) - {""}


def restore_missing(
    page: Sequence[PendingBlock], article: list[PendingBlock], about: PageMetadata, captions: frozenset[str]
) -> list[PendingBlock]:
    """Return the blocks of `article` and, in their places, those of its `page` that it lacks.

    What the page says `about` itself tells its lead; the `captions` are folded.
    """
    known = KnownText(piece.text for piece in article)
    places = {fold_line(piece.text): at for at, piece in reversed(list(enumerate(article)))}
    found = [places.get(fold_line(piece.text)) for piece in page]
    is_title = [same_words(piece.text, about.title) for piece in page]
    first = next((at for at, place in enumerate(found) if place is not None and not is_title[at]), None)
    if first is None:
        return article
    title = next((at for at in reversed(range(first)) if is_title[at]), first)
    added: dict[int, list[PendingBlock]] = defaultdict(list)
    title_place = found[title] if is_title[title] else None
    above = _once(piece for piece in page[title + 1 : first] if piece.text not in known)
    described = (piece for piece in page if _is_described(piece, about.description) and piece.text not in known)
    added[-1 if title_place is None else title_place] += _lead(above, list(islice(described, 1)), captions)
    last, lacking = first, list[PendingBlock]()
    for at in range(first + 1, len(page)):
        if found[at] is not None:
            added[found[last] or 0] += _in_gap(_once(lacking), captions)
            last, lacking = at, []
        elif page[at].text not in known:
            lacking.append(page[at])
    return list(_merge(article, added))


def _is_described(piece: PendingBlock, description: str) -> bool:
    """Return whether a block begins like the description of the page, or the other way round."""
    said, described = folded_words(piece.text[:MOST_COMPARED]), folded_words(description[:MOST_COMPARED])
    count = min(SAME_WORDS, len(said), len(described))
    return count >= SHORTEST and said[:count] == described[:count] and not _is_linked(piece)


def _lead(
    blocks: Sequence[PendingBlock], described: Sequence[PendingBlock], captions: frozenset[str]
) -> Iterator[PendingBlock]:
    """Yield the captions and the lead among the blocks between the title and the article."""
    prose = [
        piece for piece in blocks if is_sentence(piece.text) and not _is_linked(piece) and not is_byline(piece.text)
    ]
    if len(prose) > LEAD_BLOCKS or sum(len(piece.text.split()) for piece in prose) > LEAD_WORDS:
        prose = []
    chosen = [piece for piece in blocks if _is_caption(piece, captions) or piece in prose or piece in described]
    for piece in chosen or described:
        restored = _restored(piece, captions)
        yield restored if _is_caption(piece, captions) else replace(restored, standfirst=True)


def _in_gap(blocks: Sequence[PendingBlock], captions: frozenset[str]) -> Iterator[PendingBlock]:
    """Yield the captions among the blocks between two of the article, and the others if there are few."""
    for piece in blocks:
        is_text = is_sentence(piece.text) and piece.kind == "paragraph" and not _is_linked(piece)
        if _is_caption(piece, captions) or (is_text and len(blocks) <= GAP_BLOCKS):
            yield _restored(piece, captions)


def _once(blocks: Iterable[PendingBlock]) -> list[PendingBlock]:
    """Return the blocks without those that say the same as one before: a caption may be written for each screen."""
    return list({fold_line(piece.text): piece for piece in reversed(list(blocks))}.values())[::-1]


def _restored(piece: PendingBlock, captions: frozenset[str]) -> PendingBlock:
    """Return a block as a paragraph of the article; captions are emphasized."""
    marks = piece.marks
    if _is_caption(piece, captions):
        marks = (Mark(Span(0, len(piece.text)), "emphasis"), *marks)
    return PendingBlock("\n\n", piece.text, marks=marks)


def _is_caption(piece: PendingBlock, captions: frozenset[str]) -> bool:
    return fold_line(piece.text) in captions


def _is_linked(piece: PendingBlock) -> bool:
    linked = sum(len(range(mark.span.start, mark.span.end)) for mark in piece.marks if mark.kind == "link")
    return linked > LINKED * len(piece.text)


def _merge(article: Sequence[PendingBlock], added: Mapping[int, Iterable[PendingBlock]]) -> Iterator[PendingBlock]:
    """Yield the blocks of the article, and after each those that were added there; at -1 before the first."""
    before = list(added.get(-1, ()))
    yield from before
    for at, piece in enumerate(article):
        yield piece.apart() if at == 0 and before else piece
        yield from added.get(at, ())
