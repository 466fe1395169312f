"""The HTML elements of styles that every word processor knows, by their names."""

import re

TITLE = "title"
"""The class of the heading that is the title."""

HEADING = re.compile(r"heading ([1-9])")
CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of figures|index \d|index heading")

QUOTATIONS = frozenset(
    "quote|intense quote|quotations|quotation|block text|block quotation|block quote|blockquote".split("|")
)
CODE = frozenset("html preformatted|preformatted text|source code|macro text|code".split("|"))


def element_named(name: str) -> str:
    """Return the element of a style: "h2", "blockquote", "pre", "nav" for contents; "" for an ordinary paragraph."""
    name = name.lower()
    if heading := HEADING.fullmatch(name):
        return element_of_level(int(heading[1]))
    if CONTENTS.fullmatch(name):
        return "nav"
    if name in QUOTATIONS:
        return "blockquote"
    return "pre" if name in CODE else ""


def element_of_level(level: int) -> str:
    """Return the element of a heading; HTML has six levels."""
    return f"h{min(6, max(1, level))}"


def is_title(name: str) -> bool:
    return name.lower() == "title"
