"""The element that holds the paragraphs of a page, whether there is a site around it, and the article's other columns.

A page made by a word processor or converter has its paragraphs directly in the body; a site has menus, columns and
boxes, and the article somewhere among them. Some put its parts into containers of their own, alike in element and
class; trafilatura takes the one that scores best. Pitfalls: a page of a site may hold everything in one element as
well, so only the outermost counts; teasers are alike, too, but each has a heading or a link around it, and few words.
"""

from collections import Counter

from reader.sources.html.elements import Element, element_name, text_of
from reader.sources.plain.line_patterns import SENTENCE_WORDS
from reader.text.format import fold_line

MOST = 0.5
"""Share of the words in paragraphs that are direct children of the container."""

MENUS = 0.1
"""Share of a page's characters in links outside sentences, from which it belongs to a site."""

SITE = frozenset("main article aside footer form button iframe".split())
"""Elements that only sites have."""


AROUND_LINKS = ("p", "nav", "blockquote", "dd", "h1", "h2", "h3", "h4", "h5", "h6")
"""Elements whose links are the author's, or known to be a menu."""


def find_text_container(root: Element) -> Element | None:
    """Return the element whose direct children hold most words of all paragraphs, if there is one."""
    lengths: Counter[Element] = Counter()
    for paragraph in root.iter("p"):
        above = paragraph.getparent()
        if above is not None:
            lengths[above] += sum(map(len, paragraph.itertext()))
    most = lengths.most_common(1)
    return most[0][0] if most and most[0][1] >= MOST * lengths.total() else None


def is_document(root: Element) -> bool:
    """Return whether the page has no site around it: its text is directly in the outermost element."""
    found = find_text_container(root)
    links = (link for link in root.iter("a") if link.get("href"))
    menus = (link for link in links if next(link.iterancestors(*AROUND_LINKS), None) is None)
    if found is None or next(root.iter(*SITE), None) is not None:
        return False
    if sum(map(_count_chars, menus)) > MENUS * _count_chars(root):
        return False
    outermost = next(root.iter("body"), root)
    while True:
        visible = [child for child in outermost if element_name(child) not in ("", "script", "style")]
        if len(visible) != 1 or element_name(visible[0]) != "div":
            return found is outermost
        outermost = visible[0]


def _count_chars(element: Element) -> int:
    return sum(map(len, element.itertext()))


LEVELS = 3
"""Elements around a paragraph that must be alike."""

MISSING = 0.2
"""Share of the words found, from which those of the other columns are worth a second look."""

COLUMN_WORDS = 60
"""Words of sentences that a column has at least: a teaser has fewer."""


def missing_columns(page: Element, text: str) -> list[Element]:
    """Return all columns of the article in `page`, in order, if its `text` has only some of them; else nothing."""
    found, lacking = _column_words(page, fold_line(text))
    by_kind: Counter[Kind] = Counter()
    for column, words in found.items():
        by_kind[_kind(column)] += words
    ((main, most),) = by_kind.most_common(1) or [((), 0)]
    alike = [column for column in found if _kind(column) == main]
    known = [column for column in alike if found[column]]
    others = [column for column in alike if not found[column] and lacking[column] >= COLUMN_WORDS]
    if not known or 2 * most < by_kind.total() or sum(lacking[column] for column in others) < MISSING * most:
        return []
    place = _place(known[0])
    chosen = [each for each in alike if each in known or (each in others and _place(each) is place)]
    outermost = [each for each in chosen if not any(above in chosen for above in each.iterancestors())]
    return outermost if len(chosen) > len(known) else []


def _column_words(page: Element, text: str) -> tuple[Counter[Element], Counter[Element]]:
    """Count the words of the paragraphs directly in an element that the article has, and those that it lacks.

    `text` is that of the article, folded; each element with paragraphs of some length is in both, in order.
    """
    found, lacking = Counter[Element](), Counter[Element]()
    for paragraph in page.iter("p"):
        words = text_of(paragraph).split()
        above = paragraph.getparent()
        if above is not None and len(words) > SENTENCE_WORDS:
            is_found = fold_line(" ".join(words)) in text
            found[above] += len(words) if is_found else 0
            lacking[above] += 0 if is_found else len(words)
    return found, lacking


Kind = tuple[tuple[str, str], ...]
"""The names and classes of an element and of those around it."""


def _kind(element: Element) -> Kind:
    around = (element, *element.iterancestors())
    return tuple((element_name(each), each.get("class", "")) for each in around[:LEVELS])


def _place(element: Element) -> Element | None:
    """Return the `article` or the like that an element is in."""
    return next(element.iterancestors("article", "main", "body"), None)
