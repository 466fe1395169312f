"""A web page as an article: the text without the site around it.

trafilatura finds the article and its metadata; what it finds chooses the blocks of the page (`walker`, `regions`). If
it finds nothing, or the page is too large for it, the main element or the whole page is read, with menus as furniture.
Pitfalls: it is made for articles and returns a part of any other page, so its result must be enough of that; and it
drops footnotes.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urljoin

from reader.document.article import Article, Evidence, Role
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import SourceData
from reader.sources.encoding import decode_raw
from reader.sources.html.elements import Element, element_name, parse_html, text_of, words_of
from reader.sources.html.footnotes import (
    find_footnotes,
    local_labels,
    shorten_addresses,
    write_references,
)
from reader.sources.html.walker import read_tree
from reader.sources.plain import read_plain
from reader.sources.plain.line_patterns import HEADING_LENGTH, ends_sentence, is_byline
from reader.sources.progress import Progress
from reader.sources.refresh import refresh_target
from reader.sources.webpage.code_blocks import tidy_code
from reader.sources.webpage.completeness import LOG_IN, declares_free, judge_completeness
from reader.sources.webpage.formulas import write_formulas
from reader.sources.webpage.left_out import (
    FEW,
    LEAST,
    MUCH,
    PART,
    free_layouts,
    is_mere_part,
    is_sentence,
    read_inside,
    word_total,
    words_left_out,
)
from reader.sources.webpage.metadata import PageMetadata, read_metadata
from reader.sources.webpage.parse import prune
from reader.sources.webpage.regions import choose_region
from reader.sources.webpage.trafilatura_tree import find_text, is_manageable
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean, clean_line

DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
NUMBERED = re.compile(
    r"(?:fig(?:ure|\.)|table|listing|chart|example|exhibit|plate|abb(?:ildung|\.))\W{0,2}\d", re.IGNORECASE
)
"""What captions begin with to which a text refers."""

HEAD = 4096  # bytes in which a page must declare its encoding; browsers look at 1024
HEADLINES = 3  # the title must be among these first blocks, if the page shows it


def read_page(found: SourceData, progress: Progress, *, whole: bool = False) -> Article:
    """Read the article of a web page, in one step; with `whole`, all that the page shows.

    Its byline, made from the page's metadata, comes after the title, as furniture. Raises SourceError.
    """
    source, base = found.place, found.base or found.place
    declared = DECLARED.search(found.data, 0, HEAD)
    text = decode_raw(found.data, found.charset or (declared[1].decode() if declared else ""))
    root = parse_html(clean(text.replace("\0", "")))
    if root is None:
        return Article("", (), source=source)
    about = read_metadata(root, base)
    is_free, refers = declares_free(root), refresh_target(text, base)
    stub = LOG_IN if root.find(".//input[@type='password']") is not None else ""
    stub = f"the page only leads to {refers}" if refers else stub
    unseen = [words for each in root.iter("noscript") if (words := clean_line(words_of(each)))]
    if typewritten := _typewritten(root):
        article = read_plain(typewritten, source)
        stated = tuple(each for each in about.evidence if each.fact == "published")
        return replace(
            _described(article, about), title=about.title.removeprefix("- ") or article.title, evidence=stated
        )
    write_formulas(root)
    shorten_addresses(root, base)
    labels = local_labels(root)
    prune(root)
    tidy_code(root)
    free_layouts(root)
    base = _base_url(root, base)
    write_references(root, labels)
    page = read_inside(root, base, labels)
    if whole:
        pieces, left_out = read_tree(root, base, labels).pieces, ""
    else:
        pieces, left_out = _article_pieces(root, base, labels, about, page)
    if all(piece.role == "furniture" for piece in pieces):
        pieces = [PendingBlock("", words) for words in (*unseen, refers) if words][:1]
    if not pieces:
        raise SourceError(
            f"{clean_line(source)} has no text of its own, perhaps a program in the page brings it; "
            "save the page from a browser, and open that file"
        )
    shown = _shown_title(pieces, about.title)
    title = shown or about.title
    evidence = [Evidence("title", "page" if shown else "meta", title)] if title else []
    completeness, doubt = judge_completeness(pieces, page, title, is_free=is_free, stub=stub)
    article = build_article(_with_head(pieces, title, about), title, source)
    return replace(
        _described(article, about),
        author=about.author,
        left_out=(left_out,) if left_out else (),
        completeness=completeness,
        doubt=doubt,
        evidence=(*evidence, *about.evidence),
    )


def _described(article: Article, about: PageMetadata) -> Article:
    return replace(article, published=about.published, site=about.site, language=about.language)


read_whole_page = partial(read_page, whole=True)


def _typewritten(root: Element) -> str:
    """Return the text of a page that is nothing but lines of a fixed width, as hearings, laws and standards are
    published; "" for any other."""
    body = next(root.iter("body"), root)
    parts = [child for child in body if element_name(child) not in ("", "hr", "br", "script", "style")]
    if not parts or any(element_name(part) != "pre" for part in parts) or (body.text or "").strip():
        return ""
    around = "".join(child.tail or "" for child in body)
    return "" if around.strip() else "\n\n".join("".join(part.itertext()) for part in parts)


def _base_url(root: Element, url: str) -> str:
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    try:
        return urljoin(url, declared) if declared else url
    except ValueError:
        return url


# -- which part of the page -------------------------------------------------------------------------------------------


def _article_pieces(
    root: Element, base: str, labels: Mapping[str, str], about: PageMetadata, page: list[PendingBlock]
) -> tuple[list[PendingBlock], str]:
    """Return the blocks of the article, with its footnotes, and what was left out of the `page` if that is much.

    The article is what trafilatura finds. If that is hardly any of the page, the blocks are those of its main element,
    if that is more, or of the whole page.
    """
    mains = [element for name in ("main", "article") for element in root.iter(name)]
    main = read_inside(mains[0], base, labels) if len(mains) == 1 else page
    whole = main if word_total(main) >= max(FEW, PART * word_total(page)) else page
    if is_manageable(root):
        own = read_inside(root, base, labels, boxes=False)
        captions = {
            words: _caption_role(each) for each in root.iter("figcaption") if (words := fold_line(text_of(each)))
        }
        pieces = choose_region(own, find_text(root), about, captions)
        if word_total(pieces) >= FEW and (about.is_article or not is_mere_part(pieces, own, whole)):
            pieces += find_footnotes(root, pieces, base, labels)
            missing = words_left_out(page, pieces)
            is_much = missing >= LEAST and missing > MUCH * word_total(pieces)
            return pieces, f"{missing:,} words of the page" if is_much else ""
    return whole if word_total(whole) >= FEW else read_tree(root, base, labels).pieces, ""


def _caption_role(caption: Element) -> Role:
    """Return "furniture" for the caption of a picture, which is not shown, unless the text may refer to its number."""
    figure = next(caption.iterancestors("figure"), caption)
    shows = next(figure.iter("blockquote", "pre", "table"), None) is not None
    return "body" if shows or NUMBERED.match(text_of(caption).strip()) else "furniture"


# -- title and byline -------------------------------------------------------------------------------------------------


def _shown_title(pieces: list[PendingBlock], declared: str) -> str:
    """Return the page's heading if it repeats the declared title, which often names the site as well."""
    for piece in pieces[:HEADLINES]:
        if piece.kind == "heading" and piece.level == 1 and not piece.nested:
            words = fold_line(piece.text)
            if words and (not declared or words in fold_line(declared) or fold_line(declared) in words):
                return clean_line(piece.text)
    return ""


def _with_head(pieces: list[PendingBlock], title: str, about: PageMetadata) -> list[PendingBlock]:
    """Put the title above `pieces`, unless they begin with it, and the byline after it.

    A page that shows author and date below its title needs no other byline.
    """
    shown = [not piece.nested and same_words(piece.text, title) for piece in pieces[:HEADLINES]]
    at = shown.index(True) if any(shown) else -1
    if at >= 0:
        head = [*pieces[:at], replace(pieces[at], kind="heading", level=1, prefix="", hang="")]
    else:
        head = [PendingBlock("", title, "heading", 1)] if title else []
    rest = pieces[at + 1 :]
    lines, names_all = _shown_byline(rest, about)
    rest = [replace(piece, role="furniture") for piece in rest[:lines]] + _with_standfirst(rest[lines:])
    if about.byline and head and not names_all:
        head.append(PendingBlock("\n\n", about.byline, role="furniture"))
    if head and rest and not rest[0].gap.startswith("\n"):
        rest = [replace(rest[0], gap=f"\n\n{rest[0].gap}"), *rest[1:]]
    return [*head, *rest]


def _with_standfirst(pieces: list[PendingBlock]) -> list[PendingBlock]:
    """Return the blocks below the title and byline; a heading that is a sentence is their standfirst."""
    first = pieces[0] if pieces else None
    if first is None or first.kind != "heading" or not (is_sentence(first.text) or len(first.text) > HEADING_LENGTH):
        return pieces
    role: Role = "standfirst" if first.role == "body" else first.role
    return [replace(first, kind="paragraph", level=0, role=role), *pieces[1:]]


def _shown_byline(pieces: list[PendingBlock], about: PageMetadata) -> tuple[int, bool]:
    """Return how many of the first blocks hold only author, date and site, and whether they name all authors."""
    declared_names = {fold_line(words) for words in (*about.author, about.published, about.site) if words}
    count = 0
    for words in (piece.text for piece in pieces):
        is_line = is_byline(words) and not ends_sentence(words) and len(words) <= HEADING_LENGTH
        if fold_line(words) not in declared_names and not is_line:
            break
        declared_names.discard(fold_line(words))
        count += 1
    return count, count > 0 and not any(fold_line(name) in declared_names for name in about.author)
