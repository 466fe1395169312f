"""Properties of HTML elements: the name, whether it is visible, whether it refers to a footnote.

Names are in lower case, whatever the namespace.
"""

import re
from itertools import islice
from typing import TypeAlias

from lxml import etree

from reader.document.article import language_name
from reader.text.sanitize import clean_line

Element: TypeAlias = etree._Element  # noqa: SLF001 (lxml has no other name for it)

HEADINGS = {f"h{level}": level for level in range(1, 7)}

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
LONGEST_SIGN = 4
"""Characters of a footnote marker."""

BACK_LINKS = frozenset({"backlink", "doc-backlink", "footnote-back", "footnote-backref", "reversefootnote"})
"""Roles and classes of links from a footnote back to its reference."""

ARROWS = re.compile(r"\s*[↩↵⏎↑^]\ufe0e?\s*")

NOTE_REFERENCES = frozenset({"noteref", "doc-noteref", "footnote-ref", "footnoteref", "fnref"})

NOTES = frozenset({"footnotes", "doc-footnotes", "endnotes", "doc-endnotes", "footnote", "doc-footnote"})
"""Roles and classes of elements that hold footnotes."""

REFERENCE = re.compile(r"[\d*†‡§]{1,4}")
"""The text of a raised reference to a footnote."""

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


OUT_OF_MEMORY = 2
"""libxml2's code of the error (XML_ERR_NO_MEMORY)."""


def check_memory(error: Exception) -> None:
    """Raise MemoryError if that is the reason why lxml failed: the document is not to be taken for an empty one."""
    if getattr(error, "code", None) == OUT_OF_MEMORY:
        raise MemoryError from error


def element_name(element: Element) -> str:
    """Return the name of an element without namespace, in lower case; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def parse_number(said: str | None) -> int:
    """Parse the number in an attribute; 1 if there is none."""
    return int(said) if said and re.fullmatch(r"-?[0-9]{1,6}", said.strip()) else 1


def is_hidden(element: Element) -> bool:
    """Return whether an element is not shown. A page that hides all of itself shows it when its program has run."""
    attributes = element.attrib
    if not attributes or element_name(element) in ("html", "body"):
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and HIDDEN.search(style) is not None


def has_role(element: Element, names: frozenset[str]) -> bool:
    """Return whether the element's type, role or class is one of `names`."""
    said = f"{element.get(EPUB_TYPE, '')} {element.get('role', '')} {element.get('class', '')}"
    return not names.isdisjoint(said.lower().split())


CODE_CLASS = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight)-([\w+#.-]{1,30})|(?:^|\s)sourceCode\s+(\w{1,30})"
)
"""The classes by which Markdown converters, GitHub, Sphinx and pandoc tell the language of code."""

CODE_PARENTS = 2
"""Elements around a `pre` that may tell its language."""


def code_language(pre: Element) -> str:
    """Return the language of the code in `pre`, as the class of an element in or around it tells; "" if none does."""
    around = islice(pre.iterancestors(), CODE_PARENTS)
    for element in (pre, *pre, *around):
        if found := CODE_CLASS.search(element.get("class") or ""):
            return language_name(found[1] or found[2])
    return ""


def link_text(link: Element) -> str:
    """Return the text of a link without brackets."""
    return "".join(link.itertext()).strip(" \n\t[]().")


def refers_to_note(link: Element) -> bool:
    """Return whether a link refers to a footnote: by its role, or as a raised marker that links within the document."""
    if "#" not in link.get("href", ""):
        return False
    if has_role(link, NOTE_REFERENCES):
        return True
    above = link.getparent()
    raised = [child for child in link if element_name(child) == "sup"] or (
        above is not None and element_name(above) == "sup"
    )
    return bool(raised) and REFERENCE.fullmatch(link_text(link)) is not None


def leads_back(link: Element) -> bool:
    """Return whether a link leads from a footnote back to its reference: by its role, or as a mere arrow."""
    if has_role(link, BACK_LINKS):
        return True
    return "#" in link.get("href", "") and ARROWS.fullmatch("".join(link.itertext())) is not None


def footnote_labels(root: Element) -> dict[str, str]:
    """Return the markers of the footnotes that `root` refers to, by `href` as it is written ("#fn1").

    A link back from a note may be raised and lead into the document too; its target is a reference, so it is skipped.
    """
    found: dict[str, str] = {}
    references: set[str] = set()
    for link in root.iter("a", "{*}a"):
        target = link.get("href", "")
        if target.rpartition("#")[2] in references or not refers_to_note(link):
            continue
        label = link_text(link)
        if label and len(label) <= LONGEST_SIGN:
            found.setdefault(target, clean_line(label))
            references.update(
                around.get("id") or around.get("name") or ""
                for around in (link, link.getparent())
                if around is not None
            )
    return found
