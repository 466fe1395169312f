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
