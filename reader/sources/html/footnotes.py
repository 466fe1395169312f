"""The footnotes of a web page, which trafilatura drops, and the links to them.

However a page draws its references, each becomes a link with the text `[1]`, which the `walker` knows.
"""

from collections.abc import Mapping
from itertools import islice

from reader.sources.builder import PendingBlock
from reader.sources.html import elements
from reader.sources.html.walker import read_tree

REFERENCE_ROLE = "doc-noteref"

HOLDERS = ("li", "p", "dd", "td", "div", "aside", "section")  # elements around an anchor that may be the whole note


def shorten_addresses(root: elements.Element, address: str) -> None:
    """Write links of the page to itself as `#id`, whatever its author wrote."""
    here = f"{address.partition('#')[0]}#"
    for link in root.iter("a"):
        target = link.get("href", "")
        if len(here) > 1 and target.startswith(here):
            link.set("href", target[len(here) - 1 :])


def local_labels(root: elements.Element) -> dict[str, str]:
    return {target[1:]: label for target, label in elements.footnote_labels(root).items() if target.startswith("#")}


def write_references(page: elements.Element, labels: Mapping[str, str]) -> None:
    """Write each reference to a footnote as a link "[1]", and the numbers of notes, which may be links, as text."""
    for link in list(page.iter("a")):
        target, name = link.get("href", "")[1:], link.get("id") or link.get("name") or ""
        if link.get("href") == f"#{target}" and labels.get(target) == elements.link_text(link) != "":
            bracketed = elements.is_bracketed(link) and not elements.text_of(link).strip().startswith("[")
            reference = elements.marker_element(link)
            reference.tag = "a"
            reference.attrib.clear()
            reference.set("href", f"#{target}")
            if not bracketed:
                reference.set("role", REFERENCE_ROLE)
            _write(reference, labels[target] if bracketed else f"[{labels[target]}]")
        elif (
            labels.get(name) == elements.link_text(link) != ""
            and not elements.is_raised(link)
            and elements.is_bracketed(link)
        ):
            link.tag = "span"
            _write(link, elements.text_of(link))


def _write(element: elements.Element, text: str) -> None:
    del element[:]
    element.text = text


def find_footnotes(
    root: elements.Element, pieces: list[PendingBlock], base: str, labels: Mapping[str, str]
) -> list[PendingBlock]:
    """Return the footnotes of the page that trafilatura has not kept."""
    taken = {piece.text for piece in pieces}
    found: list[PendingBlock] = []
    for holder in _holders(root, labels):
        notes = read_tree(holder, base, labels).pieces
        if not any(piece.text in taken for piece in notes):
            found += (piece.apart() for piece in notes)
    return found


def _holders(root: elements.Element, labels: Mapping[str, str]) -> list[elements.Element]:
    """Return the outermost elements that hold footnotes, by their role or since a reference leads to them."""
    held = {each for each in root.iter() if elements.has_role(each, elements.NOTES)}
    held |= {_holder(each) for each in root.iter() if (each.get("id") or each.get("name") or "") in labels}
    return [each for each in root.iter() if each in held and held.isdisjoint(each.iterancestors())]


def _holder(target: elements.Element) -> elements.Element:
    """Return the note that the element a reference leads to is or is in; for the item of a list, the list."""
    around = (target, *islice(target.iterancestors(), elements.PARENTS))
    holder = next((each for each in around if elements.element_name(each) in HOLDERS), target)
    above = holder.getparent()
    return above if elements.element_name(holder) == "li" and above is not None else holder
