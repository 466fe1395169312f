"""The region of a page that is its article: the page's own blocks, chosen by what trafilatura found.

trafilatura tells text from site well, but returns it without captions, code and formulas, and drops paragraphs, lists
and headings of pages that are built of sections. So its answer only says which blocks of the page are text: the region
with most of them is the article, and what the author wrote between them belongs to it. Pitfalls: teasers and boxes
stand between them as well, most of them named so, or links; and a page may have its text twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress, takewhile
from statistics import fmean

from reader.document.article import Mark, Role
from reader.sources.builder import PendingBlock
from reader.sources.plain.line_patterns import is_byline, is_furniture
from reader.sources.webpage.left_out import GOES_ON, RUN, KnownText, folded_words, is_linked, is_sentence
from reader.sources.webpage.metadata import PageMetadata
from reader.text.format import fold_line, same_words
from reader.text.span import Span

LEAD_BLOCKS, LEAD_WORDS = 3, 100  # blocks and words between the title and the article that are its lead: more are a box

FOUND = 0.5
"""Share of the words found that the chosen blocks have at least; with fewer, what was found is no text of its own."""

LISTED, WHOLLY = 0.3, 0.9
"""Words in mere links for each word found, up to which lists of links are the text of documentation or a directory;
with more they are menus, and in an article teasers."""

TEASER = 5  # words of a paragraph of an article that is one link from which it is a teaser; fewer are a name
MENU = 0.6  # share of the words above the main heading in links from which they are a menu
OWN = 0.6  # share of the words found that are in no box of the site, from which those in one are the site's
COPIED = 0.15  # share of a text that nobody writes twice
OPEN, CLOSED = 0.08, 0.5
"""What a word that was not found takes from a region, if it may be the author's, and if it is the site's."""

GAP_COST = 0.5  # the most that the words between two blocks take, in words of a usual block: lists have gaps everywhere


def choose_region(
    page: Sequence[PendingBlock], found: Sequence[str], about: PageMetadata, captions: Mapping[str, Role]
) -> list[PendingBlock]:
    """Return the blocks of `page` that are its article; empty if it has not the paragraphs that were `found`.

    What the page says `about` itself tells its lead; the `captions` are folded, each with its role. What is the site's
    is furniture.
    """
    known = KnownText(found)
    counts = [len(folded_words(piece.text)) for piece in page]
    pictures = [piece.kind != "heading" and is_linked(piece, "picture", share=WHOLLY) for piece in page]
    chosen = [
        known.has_most(piece.text) and not is_picture and (not is_linked(piece) or known.is_one(piece.text))
        for piece, is_picture in zip(page, pictures, strict=True)
    ]
    if not any(chosen):
        return []
    own = [is_chosen and piece.role != "furniture" for piece, is_chosen in zip(page, chosen, strict=True)]
    total = sum(len(folded_words(text)) for text in found)
    if sum(compress(counts, own)) > OWN * total:
        chosen = own
    spoken = _spoken(page, chosen)
    chosen = [is_chosen or at in spoken for at, is_chosen in enumerate(chosen)]
    costs = (
        -(OPEN if _may_be_text(piece) else CLOSED) * (count + 1) for piece, count in zip(page, counts, strict=True)
    )
    worth = [count if is_chosen else cost for count, is_chosen, cost in zip(counts, chosen, costs, strict=True)]
    first, last = _best_run(worth, GAP_COST * fmean(compress(counts, chosen)))
    if sum(compress(counts[first : last + 1], chosen[first : last + 1])) < FOUND * total:
        return []
    for at in _going_on(page, first, last, listed=not about.is_article):
        chosen[at], last = True, at
    top = next((at for at in range(first, last + 1) if page[at].kind == "heading" and page[at].level == 1), first)
    above = [at for at in range(first, top) if chosen[at]]
    if sum(counts[at] for at in above if is_linked(page[at])) >= MENU * sum(counts[at] for at in above):
        first = top  # what is above is a menu
    while first < last and (not chosen[first] or same_words(page[first].text, about.title)):
        first += 1
    left = Counter([*map(fold_line, found), *(fold_line(page[at].text) for at in spoken)])
    links = sum(counts[at] for at in range(first, last + 1) if not chosen[at] and is_linked(page[at], share=WHOLLY))
    article: list[PendingBlock] = []
    gap: list[PendingBlock] = []
    for at in range(first, last + 1):
        if not chosen[at]:
            gap.append(page[at])
            continue
        article += _filled(gap, captions, listed=not about.is_article and links <= LISTED * total)
        gap = []
        words = fold_line(page[at].text)
        # what was found fewer times stands there for another width of the screen; tables are found by their cells
        if left.setdefault(words, 1) > 0 or page[at].kind == "table":
            article.append(_shown(page[at], captions))
        left[words] -= 1
    lead = list(_lead(page, first, KnownText(piece.text for piece in article), about, captions))
    return [*lead, article[0].apart(), *_without_labels(_without_copies(article)[1:], about)]


def _spoken(page: Sequence[PendingBlock], chosen: Sequence[bool]) -> set[int]:
    """Return the places of the names of speakers, short lines that come back above most blocks of the text, and of what
    stands below each; trafilatura takes names and short answers for labels of the site."""
    own = [piece.kind == "paragraph" and piece.role != "furniture" for piece in page]
    above = (page[at].text for at in range(len(page) - 1) if own[at] and not chosen[at] and chosen[at + 1])
    labels = Counter(text for text in above if len(folded_words(text)) < RUN and not is_furniture(text))
    names = {text: times for text, times in labels.items() if times > 1}
    spoken = len(names) > 1 and 2 * sum(names.values()) >= sum(chosen)
    places = (place for at, piece in enumerate(page) if piece.text in names for place in (at, at + 1))
    return {place for place in places if spoken and place < len(page) and own[place]}


def _without_copies(article: Sequence[PendingBlock]) -> list[PendingBlock]:
    """Return the blocks without those that repeat others: a text may stand for each width of screen, or as source."""
    firsts: dict[str, int] = {}
    runs: list[list[int]] = []
    for at, piece in enumerate(article):
        if firsts.setdefault(piece.text, at) == at:
            continue
        source = firsts[article[at - 1].text] + 1
        follows = bool(runs) and runs[-1][-1] == at - 1 and source < runs[-1][0] and article[source].text == piece.text
        runs += [] if follows else [[]]
        runs[-1].append(at)
    total = sum(len(piece.text) for piece in article)
    long = (run for run in runs if len(run) > 1 and sum(len(article[at].text) for at in run) > COPIED * total)
    copied = {at for run in long for at in run}
    large = [at for at, piece in enumerate(article) if piece.kind == "code" and len(piece.text) > COPIED * total]
    prose = KnownText(piece.text for piece in article if large and piece.kind != "code")
    copied |= {at for at in large if prose.has_most(article[at].text)}
    return [piece for at, piece in enumerate(article) if at not in copied]


def _without_labels(article: Sequence[PendingBlock], about: PageMetadata) -> Iterator[PendingBlock]:
    """Yield the blocks with the labels, buttons and teasers of the site as furniture, and the headings with nothing
    below."""
    end = max((at for at, piece in enumerate(article, 1) if piece.kind not in ("heading", "rule")), default=0)
    for at, piece in enumerate(article):
        is_single = about.is_article and piece.kind == "paragraph" and not piece.nested
        is_teaser = is_single and is_linked(piece, share=WHOLLY) and len(folded_words(piece.text)) >= TEASER
        is_label = at >= end or is_teaser or (piece.kind == "paragraph" and is_furniture(piece.text))
        yield replace(piece, role="furniture") if is_label else piece


def _going_on(page: Sequence[PendingBlock], first: int, last: int, *, listed: bool) -> list[int]:
    """Return the places after `last` where a text goes on: many paragraphs, since what was found is one element, and
    some pages set their text in several, as columns; or the rest of a list, and the list that a colon announces.

    If it is to be `listed`, what one may read next belongs to it: a list below a heading of a level with others.
    """
    own = (at for at in range(last + 1, len(page)) if page[at].role != "furniture")
    places = list(takewhile(lambda at: is_sentence(page[at].text) and _may_be_text(page[at]), own))
    if sum(len(folded_words(page[at].text)) for at in places) >= GOES_ON:
        return places
    after = list(takewhile(lambda at: page[at].role != "furniture", range(last + 1, len(page))))
    is_open = page[last].nested or page[last].text.rstrip().endswith(":")
    rest = list(takewhile(lambda at: is_open and page[at].nested and _may_be_text(page[at]), after))
    levels = {page[at].level for at in range(first + 1, last + 1) if listed and page[at].kind == "heading"}
    heads = list(takewhile(lambda at: page[at].level in levels, after[len(rest) :]))
    items = list(takewhile(lambda at: page[at].nested, after[len(rest) + len(heads) :]))
    return [*rest, *heads, *items] if heads and items else rest


def _best_run(worth: Sequence[float], most_taken: float) -> tuple[int, int]:
    """Return the first and last index of the neighbours with the greatest sum; a gap takes at most so much (Kadane's
    algorithm)."""
    most = total = cost = 0.0
    start, best = 0, (0, 0)
    for at, each in enumerate(worth):
        if each <= 0:
            cost += each
            continue
        total += max(cost, -most_taken)
        if total <= 0:
            start, total = at, 0.0
        total, cost = total + each, 0.0
        if total > most:
            most, best = total, (start, at)
    return best


def _filled(gap: Sequence[PendingBlock], captions: Mapping[str, Role], *, listed: bool) -> Iterator[PendingBlock]:
    """Yield the author's blocks between two that were found, each once: a caption may be written for each screen.

    Lists of links are among them if they are to be `listed`.
    """
    for piece in _once(gap):
        is_label = piece.kind == "paragraph" and len(folded_words(piece.text)) < RUN
        is_item = listed and piece.nested and piece.role != "furniture"
        if is_item or _is_caption(piece, captions) or (not is_label and _may_be_text(piece)):
            yield _shown(piece, captions)


def _lead(
    page: Sequence[PendingBlock], first: int, known: KnownText, about: PageMetadata, captions: Mapping[str, Role]
) -> Iterator[PendingBlock]:
    """Yield the title, and the captions and the lead between it and the first block of the article."""
    title = next((at for at in reversed(range(first)) if same_words(page[at].text, about.title)), first)
    if title < first:
        yield replace(page[title].apart(), role="body")
    above = _once(piece for piece in page[title + 1 : first] if piece.text not in known)
    prose = [piece for piece in above if is_sentence(piece.text) and _may_be_text(piece) and not is_byline(piece.text)]
    is_box = len(prose) > LEAD_BLOCKS or sum(len(piece.text.split()) for piece in prose) > LEAD_WORDS
    lead = [] if is_box else prose[:1]  # what follows are notices: of commissions, of a form
    chosen = [piece for piece in above if _is_caption(piece, captions) or piece in lead]
    for piece in chosen:
        shown = _shown(piece, captions)
        role: Role = shown.role if _is_caption(piece, captions) else "standfirst"
        yield PendingBlock("\n\n", piece.text, marks=shown.marks, role=role)


def _once(blocks: Iterable[PendingBlock]) -> list[PendingBlock]:
    """Return the blocks without those that say the same as one before: a caption may be written for each screen."""
    return list({fold_line(piece.text): piece for piece in reversed(list(blocks))}.values())[::-1]


def _shown(piece: PendingBlock, captions: Mapping[str, Role]) -> PendingBlock:
    """Return a block as text of the article; captions are emphasized."""
    role = captions.get(fold_line(piece.text))
    emphasis = (Mark(Span(0, len(piece.text)), "emphasis"),) if role else ()
    return replace(piece, role=role or "body", marks=(*emphasis, *piece.marks))


def _is_caption(piece: PendingBlock, captions: Mapping[str, Role]) -> bool:
    return fold_line(piece.text) in captions


def _may_be_text(piece: PendingBlock) -> bool:
    """Return whether a block may be the author's: no furniture, teaser or picture."""
    return piece.role != "furniture" and not is_linked(piece) and not is_linked(piece, "picture")
