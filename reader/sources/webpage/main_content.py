"""The element that holds the paragraphs of a page, whether there is a site around it, and the article's other columns.

A page made by a word processor or converter has its paragraphs directly in the body; a site has menus, columns and
boxes, and the article somewhere among them. Some put its parts into containers of their own, alike in element and
class; trafilatura takes the one that scores best. Pitfalls: a page of a site may hold everything in one element as
well, so only the outermost counts; teasers are alike, too, but each has a heading or a link around it, and few words.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from reader.sources.html.elements import Element, element_name
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
    if found is None or any(True for _ in root.iter(*SITE)) or _count_menu_chars(root) > MENUS * _count_chars(root):
        return False
    outermost = next(root.iter("body"), root)
    while True:
        visible = [child for child in outermost if element_name(child) not in ("", "script", "style")]
        if len(visible) != 1 or element_name(visible[0]) != "div":
            return found is outermost
        outermost = visible[0]


def _count_menu_chars(root: Element) -> int:
    """Count the characters of links outside sentences and outside elements known to be menus."""
    links = (link for link in root.iter("a") if link.get("href"))
    return sum(map(_count_chars, (link for link in links if next(link.iterancestors(*AROUND_LINKS), None) is None)))


def _count_chars(element: Element) -> int:
    return sum(map(len, element.itertext()))


LEVELS = 3
"""Elements around a paragraph that must be alike."""

MISSING = 0.2
"""Share of the words found, from which those of the other columns are worth a second look."""

COLUMN_WORDS = 60
"""Words of sentences that a column has at least: a teaser has fewer."""

Kind = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Column:
    """An element with paragraphs directly in it, and how many of their words the article has and lacks."""

    element: Element
    kind: Kind
    found: int = 0
    lacking: int = 0


def missing_columns(page: Element, text: str) -> list[Element]:
    """Return all columns of the article in `page`, in order, if its `text` has only some of them; else nothing."""
    columns = _columns(page, fold_line(text))
    by_kind: dict[Kind, int] = defaultdict(int)
    for column in columns:
        by_kind[column.kind] += column.found
    most = max(by_kind.values(), default=0)
    main = next((kind for kind, found in by_kind.items() if found == most), ())
    alike = [column for column in columns if column.kind == main]
    known = [column for column in alike if column.found]
    others = [column for column in alike if not column.found and column.lacking >= COLUMN_WORDS]
    if not known or 2 * most < sum(by_kind.values()) or sum(each.lacking for each in others) < MISSING * most:
        return []
    place = _place(known[0].element)
    chosen = [each.element for each in alike if each in known or (each in others and _place(each.element) is place)]
    outermost = [each for each in chosen if not any(above in chosen for above in each.iterancestors())]
    return outermost if len(chosen) > len(known) else []


def _columns(page: Element, text: str) -> list[_Column]:
    """Return the elements of the page that hold paragraphs of some length; `text` is what was found, folded."""
    columns: dict[Element, _Column] = {}
    for paragraph in page.iter("p"):
        words = "".join(paragraph.itertext()).split()
        above = paragraph.getparent()
        if above is None or len(words) <= SENTENCE_WORDS:
            continue
        column = columns.setdefault(above, _Column(above, _kind(above)))
        if fold_line(" ".join(words)) in text:
            column.found += len(words)
        else:
            column.lacking += len(words)
    return list(columns.values())


def _kind(element: Element) -> Kind:
    around = (element, *element.iterancestors())
    return tuple((element_name(each), each.get("class", "")) for each in around[:LEVELS])


def _place(element: Element) -> Element | None:
    """Return the `article` or the like that an element is in."""
    return next(element.iterancestors("article", "main", "body"), None)
