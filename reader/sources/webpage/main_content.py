"""The element that holds the paragraphs of a page, and whether there is a site around it.

A page made by a word processor or converter has its paragraphs directly in the body; a site has menus, columns and
boxes, and the article somewhere among them. Pitfall: a page of a site may hold everything in one element as well, so
only the outermost counts.
"""

from collections import Counter

from reader.sources.html.elements import Element, element_name

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
    if found is None or any(True for _ in root.iter(*SITE)) or _count_menu_chars(root) > MENUS * _count_chars(root):
        return False
    outermost = next(root.iter("body"), root)
    while len(inner := _visible_children(outermost)) == 1 and element_name(inner[0]) == "div":
        outermost = inner[0]
    return found is outermost


def _visible_children(element: Element) -> list[Element]:
    return [child for child in element if element_name(child) not in ("", "script", "style")]


def _count_menu_chars(root: Element) -> int:
    """Count the characters of links outside sentences and outside elements known to be menus."""
    links = (link for link in root.iter("a") if link.get("href"))
    return sum(map(_count_chars, (link for link in links if next(link.iterancestors(*AROUND_LINKS), None) is None)))


def _count_chars(element: Element) -> int:
    return sum(map(len, element.itertext()))
