"""The paragraphs of a page that trafilatura takes for its article.

Pitfalls: it needs long for large pages and for very deep ones; it may take the element that holds the text for a
comment, and find none; and a page may make it fail in many ways.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

import trafilatura
from lxml import etree

from reader.sources.html.elements import Element, text_of

LARGEST = 50_000
"""Elements above which trafilatura is not used: it needs 15 s for so many. Articles have some hundred, the longest of
an encyclopaedia ten thousand."""

MAX_DEPTH = 256
"""Depth of nesting above which it is not used: authors stay below fifty."""

NAMES = 2_000_000
"""Characters of all classes, ids and styles, likewise: it searches them again and again."""

FAULTS = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, etree.LxmlError)
"""Errors that a page may cause in trafilatura; then the whole page is read."""

for library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(library).setLevel(logging.CRITICAL)  # warnings would be written over the screen

BLOCKS = tuple(
    "p div head item list quote cell row table lb br h1 h2 h3 h4 h5 h6 li ul ol dl dt dd td th tr pre blockquote"
    " section article figure figcaption".split()
)
"""Elements of HTML, and of the Text Encoding Initiative, which trafilatura returns, that end a paragraph."""

SITE = ("main", "article", "aside", "footer", "form", "button", "iframe")
"""Elements that only sites have."""

MENUS = 0.1
"""Share of a page's characters in links outside sentences and headings, from which it belongs to a site."""

AROUND = ("nav", "p", "dd", "blockquote", "h1", "h2", "h3")
"""Elements in which a link does not count to these."""

SENTENCES = ("p", "li", "dd", "td", "blockquote")
"""Elements that hold sentences, in which a picture is its words."""

MOST = 0.5
"""Share of the words in paragraphs that are directly in one element."""

END = "\u2029"
"""The end of a paragraph (Unicode's sign for it)."""


def is_manageable(root: Element) -> bool:
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


def is_document(root: Element) -> bool:
    """Return whether the page has no site around it: its text is directly in the outermost element."""
    outermost = next(root.iter("body"), root)
    while len(outermost) == 1 and outermost[0].tag == "div":
        outermost = outermost[0]
    if _find_text_container(root) is not outermost or next(root.iter(*SITE), None) is not None:
        return False
    links = (link for link in root.iter("a") if link.get("href") and next(link.iterancestors(*AROUND), None) is None)
    return sum(len(text_of(link)) for link in links) <= MENUS * len(text_of(root))


def find_text(root: Element) -> list[str]:
    """Return the paragraphs of the article of the page `root` as trafilatura finds them; empty if it finds none."""
    page = deepcopy(root)
    for element in page.iter():
        element.attrib.pop("style", None)  # what is hidden is gone; a variable named "display" hides nothing
    for picture in list(page.iter("img")):
        sentence, words = next(picture.iterancestors(*SENTENCES), None), (picture.get("alt") or "").strip()
        if words and sentence is not None and text_of(sentence).strip():
            picture.tag, picture.text = "span", words
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_formatting=True, include_links=True)
    except FAULTS:
        return []
    return [] if found is None or isinstance(found, dict) else list(_paragraphs(found.body))


def _find_text_container(root: Element) -> Element | None:
    """Return the element whose direct children hold most words of all paragraphs, if there is one."""
    lengths: Counter[Element] = Counter()
    for paragraph in root.iter("p"):
        above = paragraph.getparent()
        if above is not None:
            lengths[above] += sum(map(len, paragraph.itertext()))
    most = lengths.most_common(1)
    return most[0][0] if most and most[0][1] >= MOST * lengths.total() else None


def _paragraphs(body: Element) -> Iterator[str]:
    for element in body.iter(*BLOCKS):
        element.text, element.tail = f"{END}{element.text or ''}", f"{END}{element.tail or ''}"
    yield from filter(None, (" ".join(words.split()) for words in text_of(body).split(END)))
