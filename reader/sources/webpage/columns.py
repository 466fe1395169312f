"""The other columns of an article that trafilatura took one of.

Some sites put the parts of an article, between advertisements and pictures, into containers of their own: alike in
element and class, and in the same place. Whichever scores best is taken for the article, and the rest is lost. Pitfall:
teasers of other articles are alike as well, but each has a heading or a link around it, and few words.
"""

from collections import defaultdict
from dataclasses import dataclass

from reader.sources.html.elements import Element, element_name
from reader.sources.plain.line_patterns import SENTENCE_WORDS
from reader.text.format import fold_line

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
