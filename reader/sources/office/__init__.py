"""Documents of word processors as articles: each becomes a tree of HTML elements, read like a web page.

The title is the paragraph that the author styled as one, else the only heading of the first level, else what the
metadata says: that is often left over from another document. Styles that every word processor knows are told by name.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.builder import build_article
from reader.sources.html.elements import Element, element_name, words_of
from reader.sources.html.footnotes import local_labels
from reader.sources.html.walker import read_tree
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_sections

TITLE = "title"  # the class of the heading that is the title

HEADING = re.compile(r"heading ([1-9])")
CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)|table of figures|index \d|index heading")

WORDS = read_sections("sources/lexicon/office")
QUOTATIONS, CODE = frozenset(WORDS["quotations"]), frozenset(WORDS["code"])


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


OBJECT = "[object]"  # in the place of an embedded object that is not text: an old formula, a chart


def build_document(body: Element, source: str, info: Mapping[str, str], **left_out: int) -> Article:
    """Return the article whose text are the HTML elements in `body`. Raises SourceError.

    `info` is what the document says of itself: title, creator, language. What is left out is counted by its name:
    `deleted_passage=2` is "2 deleted passages".
    """
    pieces = read_tree(body, labels=local_labels(body)).pieces
    return replace(
        build_article(pieces, _title(body, info.get("title", ""), source), source),
        author=tuple(name for each in info.get("creator", "").split(";") if (name := clean_line(each).strip())),
        language=clean_line(info.get("language", ""))[:35],
        left_out=tuple(counted(count, name.replace("_", " ")) for name, count in left_out.items() if count),
    )


def _title(body: Element, said: str, source: str) -> str:
    """Return the title; "" to take it from the first heading. `said` is what the metadata says."""
    highest = [(heading, words) for heading in body.iter("h1") if (words := words_of(heading))]
    styled = next((words for heading, words in highest if heading.get("class") == TITLE), "")
    if styled or len(highest) == 1:
        return clean_line(styled)
    return clean_line(said) or (PurePath(source).stem if posixpath.isabs(source) else "")


def read_info(meta: Iterable[Element]) -> dict[str, str]:
    """Return the metadata by the names of their elements."""
    return {element_name(each): " ".join((each.text or "").split()) for each in meta}


def refuse_damaged(name: str, what: str) -> SourceError:
    """Return the error for a document whose text is missing or damaged."""
    return SourceError(f"{name} is not {what}, or it is damaged; can another program open it?")


def append_text(to: Element, text: str) -> None:
    if len(to):
        to[-1].tail = f"{to[-1].tail or ''}{text}"
    else:
        to.text = f"{to.text or ''}{text}"


def local_attribute(element: Element, name: str) -> str:
    """Return the value of an attribute, whatever its namespace; "" if there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
