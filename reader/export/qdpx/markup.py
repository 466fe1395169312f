"""Elements of a project: their ids, and text that XML allows."""

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

from reader.export.w3c import OURS
from reader.text.sanitize import clean, clean_line

NOT_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
"""Characters that XML does not allow, besides the controls that `clean` makes visible."""

LONGEST_NAME = 100
"""Characters of a name, as in the examples of the standard."""


def guid(kind: str, name: str) -> str:
    """Return the id of a thing: the same in every export, so that programs can recognize it."""
    return str(uuid5(NAMESPACE_URL, f"{OURS}{kind}:{clean(name)}"))


def xml_text(words: str) -> str:
    """Return text that XML allows; same length."""
    return clean(words).translate(NOT_XML)


def xml_line(words: str) -> str:
    """Return text for an attribute: on one line."""
    return " ".join(clean_line(words).translate(NOT_XML).split())


def xml_name(words: str) -> str:
    """Return the beginning of a text as a name."""
    line = xml_line(words[: 2 * LONGEST_NAME])  # a passage may be as long as a book
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to `parent`; attributes without a value are left out."""
    made = SubElement(parent, tag, {name: value for name, value in attributes.items() if value})
    made.text = xml_text(text) or None
    return made


def add_all(parent: Element, tag: str, children: Iterable[Element]) -> None:
    """Add an element with these children to `parent`; nothing without any, which the schema does not allow."""
    if found := list(children):
        add(parent, tag).extend(found)


def refer(parent: Element, tag: str, target: str) -> None:
    """Add a reference to the element with the id `target`."""
    SubElement(parent, tag, targetGUID=target)
