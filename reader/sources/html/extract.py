"""A web page as an article: the text without the site around it.

trafilatura finds the article and its metadata; its tree, renamed to HTML, becomes blocks (`walker`). If it finds
nothing worth reading, the page is too large for it, or there is no site around the text, the whole page is read, with
menus as furniture. Pitfalls: it is made for articles and returns a part of any other page, so its result must be long
enough; where it does not recognize the element that holds the text, it returns bare paragraphs without headings and
lists; and it drops footnotes.
"""

import logging
import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.builder import ArticleBuilder, PendingBlock
from reader.sources.detect import SourceData
from reader.sources.encoding import decode
from reader.sources.html.elements import HEADINGS, Element, check_memory, element_name, is_hidden, leads_back
from reader.sources.html.footnotes import (
    find_footnotes,
    link_references,
    local_labels,
    shorten_addresses,
    write_references,
)
from reader.sources.html.main_content import find_text_container, is_document
from reader.sources.html.pictures import restore_picture, write_pictures
from reader.sources.html.walker import read_tree
from reader.sources.plain.line_patterns import fold_line, is_furniture, same_words
from reader.sources.progress import Progress
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from trafilatura.settings import Document

LARGEST = 50_000
"""Elements above which trafilatura is not used: it needs 15 s for so many. Articles have some hundred, the longest of
an encyclopaedia ten thousand."""

MAX_DEPTH = 256
"""Depth of nesting above which it is not used: authors stay below fifty."""

NAMES = 2_000_000
"""Characters of all classes, ids and styles, likewise: it searches them again and again."""

FAIR_LENGTH, FAIR_PART = 250, 0.25
"""The minimum characters of an article, or the share of the page below which a shorter one is believed: if the page is
short too, half of the text may be missing."""

DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a page must declare its encoding; browsers look at 1024."""

ATTRIBUTES = 2000
"""Attributes of one tag that are read: the parser compares each with all before it."""

TAG = re.compile(r"""<[A-Za-z](?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+""")
"""A tag up to its end as libxml2 sees it: only after an equals sign does a quotation mark begin a value."""

VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")

HEADLINES = 3
"""The title must be among these first blocks, if the page shows it."""

FAULTS = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, etree.LxmlError)
"""Errors that a page may cause in trafilatura; then the whole page is read."""

QUIET = ("trafilatura", "htmldate", "courlan", "justext", "readability")
"""Loggers whose warnings would be written over the screen."""

APART = frozenset(
    "mw-editsection mw-cite-backlink noprint headerlink anchor-link hash-link sr-only visually-hidden"
    " screen-reader-text screen-reader-only katex-mathml MJX_Assistive_MathML ad ads advert advertisement".split()
)
"""Classes of elements for editing, linking, screen readers or advertising."""

RENDERED = {"#b": "b", "#i": "i", "#u": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
LISTS = {"ul": "ul", "ol": "ol", "dl": "dl"}
SIMPLE = {"ref": "a", "lb": "br", "row": "tr", "item": "li", "graphic": "img"}


@dataclass(frozen=True, slots=True)
class _PageMetadata:
    """The metadata of a page."""

    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    site: str = ""
    language: str = ""

    @property
    def byline(self) -> str:
        return " · ".join(part for part in (", ".join(self.author), self.published, self.site) if part)


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a web page, in one step. Raises SourceError."""
    return read_webpage(found.data, found.charset, found.place, found.base or found.place)


def read_webpage(data: bytes, charset: str, source: str, base: str) -> Article:
    """Read the page in `data`; `charset` is declared by the server, `base` is the base of its links.

    Its byline, made from the page's metadata, comes after the title, as furniture. Raises SourceError.
    """
    declared = DECLARED.search(data, 0, HEAD)
    text = decode(data, charset or (declared[1].decode() if declared else ""))
    _refuse_endless_tags(text, source)
    root = _parse(text)
    if root is None:
        return Article("", (), source=source)
    shorten_addresses(root, base)
    labels = local_labels(root)
    _prune(root)
    base = _base_url(root, base)
    references = write_references(root, labels)
    found, about = _extract_article(root)
    pieces = [] if found is None or is_document(root) else read_tree(found, base).pieces
    if _is_long_enough(pieces, root):
        pieces += find_footnotes(root, pieces, base, labels)
    else:
        pieces = read_tree(_main_element(root), base, labels).pieces
    if not any(not piece.furniture for piece in pieces):
        raise SourceError(f"{clean_line(source)} has no text of its own; perhaps a program in the page brings it")
    title = _shown_title(pieces, about.title) or about.title
    builder = ArticleBuilder(title)
    for piece in _with_head(pieces, title, about):
        builder.add(replace(piece, furniture=True) if _is_label(piece) else piece)
    shown = builder.text
    linked = link_references(root, labels, references, shown, builder.blocks)
    return Article(
        shown,
        tuple(builder.blocks),
        builder.name,
        tuple(sorted((*builder.marks, *linked), key=lambda mark: mark.span)),
        source,
        about.author,
        about.published,
        about.site,
        about.language,
    )


def _refuse_endless_tags(text: str, source: str) -> None:
    """Raise SourceError for a tag with absurdly many attributes, with values or without."""
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() < 2 * ATTRIBUTES:
            continue
        names = VALUE.sub("= ", tag[0])
        if max(len(names.replace("/", " ").split()), names.count("=")) > ATTRIBUTES:
            raise SourceError(f"{clean_line(source)} has a tag with more than {ATTRIBUTES} attributes and is refused")


def _parse(text: str) -> Element | None:
    """Parse the page; nothing is fetched, and only HTML's own entities are known."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError) as error:  # only comments
        check_memory(error)
        return None


def _prune(root: Element) -> None:
    """Remove elements that are hidden or not the author's."""
    apart = [
        found
        for found in root.iterdescendants()
        if is_hidden(found)
        or not APART.isdisjoint((found.get("class") or "").split())
        or (found.tag == "a" and leads_back(found))
    ]
    for element in apart:
        element.drop_tree()


def _base_url(root: Element, url: str) -> str:
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    try:
        return urljoin(url, declared) if declared else url
    except ValueError:
        return url


# -- which part of the page -------------------------------------------------------------------------------------------


def _extract_article(root: Element) -> tuple[Element | None, _PageMetadata]:
    """Extract the article with trafilatura, as HTML elements, and the metadata of the page."""
    about = _PageMetadata(
        _document_title(root), language=clean_line(root.get("lang") or root.get("{*}lang") or "")[:35]
    )
    if not _is_manageable(root):
        return None, about
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    page = deepcopy(root)
    write_pictures(page)
    around = find_text_container(page)
    found = _run_trafilatura(deepcopy(page))
    if found is not None and around is not None and _lacks_headings(found.body, around):
        _wrap_as_article(around)
        found = _run_trafilatura(page) or found
    if found is None:
        return None, about
    names = [clean_line(name).strip() for name in (found.author or "").split(";")]
    about = replace(
        about,
        title=clean_line(found.title or about.title),
        author=tuple(name for name in names if name),
        published=clean_line(found.date or ""),
        site=clean_line(found.sitename or ""),
        language=about.language or clean_line(found.language or ""),
    )
    return _rename_to_html(found.body), about


def _run_trafilatura(page: Element) -> "Document | None":
    """Run trafilatura on `page`, which it changes; return None if it finds nothing or fails."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            page,
            include_comments=False,
            include_formatting=True,
            include_links=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
    except FAULTS:
        return None
    return None if found is None or isinstance(found, dict) or found.body is None else found


def _lacks_headings(body: Element, around: Element) -> bool:
    """Return whether trafilatura dropped all headings among the paragraphs."""
    return next(body.iter("head"), None) is None and any(element_name(child) in HEADINGS for child in around)


def _wrap_as_article(around: Element) -> None:
    """Mark the content of `around` as the article for trafilatura."""
    article = around.makeelement("article")
    article.text, around.text = around.text, None
    article.extend(list(around))
    around.append(article)


def _is_manageable(root: Element) -> bool:
    """Return whether the page is small and shallow enough for trafilatura."""
    depth = length = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if event == "start":
            depth += 1
            length += sum(len(element.get(name, "")) for name in ("class", "id", "style"))
        else:
            depth -= 1
        if count > 2 * LARGEST or depth > MAX_DEPTH or length > NAMES:
            return False
    return True


def _document_title(root: Element) -> str:
    title = root.find(".//head/title")
    return clean_line(title.text_content()) if title is not None else ""


def _rename_to_html(body: Element) -> Element:
    """Rename the elements of the Text Encoding Initiative, which trafilatura uses, to HTML."""
    for element in body.iter():
        name, rend = element_name(element), element.get("rend", "")
        if name == "head":
            element.tag = rend if re.fullmatch(r"h[1-6]", rend) else "h2"
        elif name == "hi":
            element.tag = RENDERED.get(rend, "span")
        elif name == "list":
            element.tag = LISTS.get(rend, "ul")
        elif name == "item" and rend.startswith(("dt", "dd")):
            element.tag = rend[:2]
        elif name == "quote":
            above = element.getparent()
            element.tag = "q" if above is not None and element_name(above) in ("p", "li", "q") else "blockquote"
        elif name == "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        elif name == "code":
            lines = "\n" in "".join(element.itertext())
            element.tag = "pre" if lines and element.find("code") is None else "code"
        elif name in SIMPLE:
            element.tag = SIMPLE[name]
            if "target" in element.attrib:
                element.set("href", element.get("target", ""))
                restore_picture(element)
    return body


def _main_element(root: Element) -> Element:
    """Return the main element of a page, else the whole page."""
    found = [element for name in ("main", "article") for element in root.iter(name)]
    return found[0] if len(found) == 1 else root


def _is_long_enough(pieces: list[PendingBlock], root: Element) -> bool:
    """Return whether the text found is long enough for an article, or the short text of a large page."""
    length = sum(len(piece.text) for piece in pieces)
    if length >= FAIR_LENGTH or not length:
        return length > 0
    return length <= FAIR_PART * sum(len(piece.text) for piece in read_tree(root).pieces)


def _is_label(piece: PendingBlock) -> bool:
    """Return whether a block is a button or label of the site among the text: "Advertisement"."""
    return piece.kind in ("paragraph", "item") and is_furniture(piece.text)


# -- title and byline -------------------------------------------------------------------------------------------------


def _shown_title(pieces: list[PendingBlock], declared: str) -> str:
    """Return the page's heading if it repeats the declared title, which often names the site as well."""
    for piece in pieces[:HEADLINES]:
        if piece.kind == "heading" and piece.level == 1 and not piece.nested:
            words = fold_line(piece.text)
            if words and (not declared or words in fold_line(declared) or fold_line(declared) in words):
                return clean_line(piece.text)
    return ""


def _with_head(pieces: list[PendingBlock], title: str, about: _PageMetadata) -> list[PendingBlock]:
    """Put the title above `pieces`, unless they begin with it, and the byline after it.

    A page that shows author and date below its title needs no other byline.
    """
    at = next(
        (
            index
            for index, piece in enumerate(pieces[:HEADLINES])
            if title and not piece.nested and same_words(piece.text, title)
        ),
        -1,
    )
    if at >= 0:
        head = [*pieces[:at], replace(pieces[at], kind="heading", level=1, prefix="", hang="")]
    else:
        head = [PendingBlock("", title, "heading", 1)] if title else []
    rest = pieces[at + 1 :]
    shown = _shown_byline(rest, about)
    rest = [replace(piece, furniture=True) for piece in rest[:shown]] + rest[shown:]
    if about.byline and head and not shown:
        head.append(PendingBlock("\n\n", about.byline, furniture=True))
    if head and rest and not rest[0].gap.startswith("\n"):
        rest = [replace(rest[0], gap=f"\n\n{rest[0].gap}"), *rest[1:]]
    return [*head, *rest]


def _shown_byline(pieces: list[PendingBlock], about: _PageMetadata) -> int:
    """Count the first blocks that hold only author, date and site; 0 if they do not name all authors."""
    declared_names = {fold_line(words) for words in (*about.author, about.published, about.site) if words}
    count = 0
    while count < len(pieces) and fold_line(pieces[count].text) in declared_names:
        declared_names.remove(fold_line(pieces[count].text))
        count += 1
    return 0 if any(fold_line(name) in declared_names for name in about.author) else count
