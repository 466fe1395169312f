"""What holds the paragraphs of a page, and whether there is a site around them.

A page that a word processor or converter made has its paragraphs directly in the body; a site has menus, columns and
boxes, and the article somewhere in it. The trap: a page of a site may hold everything in one element as well, so only
the outermost counts.
"""

from collections import Counter

from reader.sources.html_elements import Element, name_of

MOST = 0.5
"""Share of the words in paragraphs that stand directly in an element that holds the text."""

SITE = frozenset("main article aside footer form button iframe".split())
"""Elements that only sites have."""


def holder(root: Element) -> Element | None:
    """The element directly in which most words of all paragraphs stand, if there is one."""
    lengths: Counter[Element] = Counter()
    for paragraph in root.iter("p"):
        above = paragraph.getparent()
        if above is not None:
            lengths[above] += sum(map(len, paragraph.itertext()))
    most = lengths.most_common(1)
    return most[0][0] if most and most[0][1] >= MOST * lengths.total() else None


def is_document(root: Element) -> bool:
    """Whether `root` is a page without a site around it: its text stands directly in the outermost element."""
    found = holder(root)
    if found is None or any(True for _ in root.iter(*SITE)):
        return False
    outermost = next(root.iter("body"), root)
    while (
        len(
            inner := [
                child for child in outermost if isinstance(child.tag, str) and name_of(child) not in ("script", "style")
            ]
        )
        == 1
        and name_of(inner[0]) == "div"
    ):
        outermost = inner[0]
    return found is outermost
