"""The footnotes of a web page, which trafilatura drops, and their references."""

from collections.abc import Mapping
from dataclasses import replace

from reader.sources.builder import PendingBlock
from reader.sources.html.elements import NOTES, Element, element_name, footnote_labels, has_role, link_text
from reader.sources.html.walker import read_tree
from reader.sources.plain.line_patterns import fold_line


def local_labels(root: Element) -> dict[str, str]:
    return {target[1:]: label for target, label in footnote_labels(root).items() if target.startswith("#")}


def write_references(page: Element, labels: Mapping[str, str]) -> None:
    """Turn references to footnotes into text, "[1]", which trafilatura keeps."""
    for link in list(page.iter("a")):
        target = link.get("href", "")
        if target.startswith("#") and labels.get(target[1:]) == link_text(link) != "":
            around = link.getparent()
            if (
                around is not None
                and element_name(around) == "sup"
                and "".join(around.itertext()).strip() == "".join(link.itertext()).strip()
            ):
                link = around
            for child in list(link):
                link.remove(child)
            link.text = f"[{labels[target[1:]]}]"
            link.drop_tag()


def find_footnotes(
    root: Element, pieces: list[PendingBlock], base: str, labels: Mapping[str, str]
) -> list[PendingBlock]:
    """Return the footnotes of the page, unless trafilatura kept them."""
    if not labels:
        return []
    held = [each for each in root.iter() if has_role(each, NOTES)]
    inner = {each for notes in held for each in notes.iterdescendants()}
    notes = [piece for each in held if each not in inner for piece in read_tree(each, base, labels).pieces]
    taken = {fold_line(piece.text) for piece in pieces}
    if any(fold_line(piece.text) in taken for piece in notes):
        return []
    return [replace(piece, gap=f"\n\n{piece.gap.lstrip(chr(10))}") for piece in notes]
