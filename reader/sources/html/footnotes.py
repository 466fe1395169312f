"""The footnotes of a web page, which trafilatura drops, and the links to them.

trafilatura knows no links within a page, so references become text, `[1]`, before it is called, and are linked again
in the finished article. Pitfall: a page may use one marker for several notes; then its references are matched in order,
if none was lost.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from reader.document.article import WITHIN, Article, Mark
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import (
    NOTES,
    PARENTS,
    Element,
    element_name,
    footnote_labels,
    has_role,
    is_bracketed,
    is_raised,
    link_text,
    marker_element,
    text_of,
)
from reader.sources.html.walker import read_tree
from reader.text.format import fold_line
from reader.text.span import Span

HOLDERS = ("li", "p", "dd", "td", "div", "aside", "section")
"""Elements around an anchor that may be the whole note."""

NUMBER = re.compile(r"[\s\[(^]*(?:[\d*†‡§]{1,4}|[a-zα-ω])[\s\]).:]+", re.IGNORECASE)
"""The number that a note begins with."""


def shorten_addresses(root: Element, address: str) -> None:
    """Write links of the page to itself as `#id`, whatever its author wrote."""
    here = f"{address.partition('#')[0]}#"
    for link in root.iter("a"):
        target = link.get("href", "")
        if len(here) > 1 and target.startswith(here):
            link.set("href", target[len(here) - 1 :])


def local_labels(root: Element) -> dict[str, str]:
    return {target[1:]: label for target, label in footnote_labels(root).items() if target.startswith("#")}


def write_references(page: Element, labels: Mapping[str, str]) -> list[str]:
    """Turn references to footnotes into text, "[1]", and the numbers of notes too; return the notes' ids in order."""
    targets = []
    for link in list(page.iter("a")):
        target, name = link.get("href", "")[1:], link.get("id") or link.get("name") or ""
        if link.get("href") == f"#{target}" and labels.get(target) == link_text(link) != "":
            targets.append(target)
            bracketed = is_bracketed(link) and not text_of(link).strip().startswith("[")
            _write(marker_element(link), labels[target] if bracketed else f"[{labels[target]}]")
        elif labels.get(name) == link_text(link) != "" and not is_raised(link) and is_bracketed(link):
            _write(link, text_of(link), keep=True)
    return targets


def _write(element: Element, text: str, *, keep: bool = False) -> None:
    """Put `text` in the place of an element, or into it, for those who look for its id."""
    del element[:]
    element.text = text
    if keep:
        element.tag = "span"
    else:
        element.drop_tag()


def find_footnotes(
    root: Element, pieces: list[PendingBlock], base: str, labels: Mapping[str, str]
) -> list[PendingBlock]:
    """Return the footnotes of the page that trafilatura has not kept."""
    taken = {_folded(piece.text) for piece in pieces}
    found: list[PendingBlock] = []
    for holder in _holders(root, labels):
        notes = read_tree(holder, base, labels).pieces
        if not any(_folded(piece.text) in taken for piece in notes):
            found += (piece.apart() for piece in notes)
    return found


def _holders(root: Element, labels: Mapping[str, str]) -> list[Element]:
    """Return the outermost elements that hold footnotes, by their role or since a reference leads to them."""
    held = {each for each in root.iter() if has_role(each, NOTES)}
    held |= {_holder(each) for each in root.iter() if (each.get("id") or each.get("name") or "") in labels}
    outermost, inside = [], set[Element]()
    for element in root.iter():
        if element.getparent() in inside:
            inside.add(element)
        elif element in held:
            inside.add(element)
            outermost.append(element)
    return outermost


def _holder(target: Element) -> Element:
    """Return the note that the element a reference leads to is or is in; for the item of a list, the list."""
    around = (target, *islice(target.iterancestors(), PARENTS))
    holder = next((each for each in around if element_name(each) in HOLDERS), target)
    above = holder.getparent()
    return above if element_name(holder) == "li" and above is not None else holder


def _folded(words: str) -> str:
    """Return the words of a note without its number, for comparing."""
    number = NUMBER.match(words)
    return fold_line(words[number.end() :] if number else words)


def link_references(
    root: Element, labels: Mapping[str, str], references: list[str], article: Article
) -> Iterable[Mark]:
    """Yield a link for each reference in the article whose note is in it; `references` are the notes' ids."""
    if not references:
        return
    notes = _find_notes(root, labels, article)
    targets: dict[str, list[str]] = {}
    for target in references:
        targets.setdefault(labels[target], []).append(target)
    starts = set(notes.values())
    code = [block.span for block in article.blocks if block.kind == "code"]
    for label, wanted in targets.items():
        places = [Span(*found.span()) for found in re.finditer(re.escape(f"[{label}]"), article.text)]
        places = [place for place in places if place.start not in starts and not any(place.start in c for c in code)]
        if len(set(wanted)) == 1:
            wanted = wanted[:1] * len(places)
        if len(wanted) == len(places):
            for place, target in zip(places, wanted, strict=True):
                if target in notes:
                    yield Mark(place, "link", f"{WITHIN}{notes[target]}")


def _find_notes(root: Element, labels: Mapping[str, str], article: Article) -> dict[str, int]:
    """Return the offset of the block of each note, by id; notes with the same words are taken in order."""
    tree = read_tree(root, "", labels)
    places: dict[str, list[int]] = {}
    for block in reversed(article.blocks):
        places.setdefault(_folded(block.span.of(article.text)), []).append(block.span.start)
    found = {}
    for target, at in sorted(tree.anchors.items(), key=lambda each: each[1].piece):
        is_shown = target in labels and at.piece < len(tree.pieces)
        if is_shown and (here := places.get(_folded(tree.pieces[at.piece].text))):
            found[target] = here.pop() if len(here) > 1 else here[0]
    return found
