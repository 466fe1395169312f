"""The paragraphs of a page that trafilatura takes for its article.

Pitfalls: it needs long for large pages and for very deep ones; it may take the element that holds the text for a
comment, and find none; and a page may make it fail in many ways.
"""

import logging
from copy import deepcopy

import trafilatura
from lxml import etree

from reader.sources.html.elements import Element, refers_to_note, text_of
from reader.text.word_lists import read_sections

LARGEST = 50_000
"""Elements above which trafilatura is not used: it needs 15 s for so many. Articles have some hundred, the longest of
an encyclopaedia ten thousand."""

MAX_DEPTH = 256  # depth of nesting above which it is not used: authors stay below fifty
NAMES = 2_000_000  # characters of all classes, ids and styles, likewise: it searches them again and again

FAULTS = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, etree.LxmlError)
"""Errors that a page may cause in trafilatura; then the whole page is read."""

for library in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
    logging.getLogger(library).setLevel(logging.CRITICAL)  # warnings would be written over the screen

BLOCKS = read_sections("sources/lexicon/elements")["ends of paragraphs"]

SENTENCES = ("p", "li", "dd", "td", "blockquote")  # elements that hold sentences, in which a picture is its words
END = "\u2029"  # the end of a paragraph (Unicode's sign for it)


def is_manageable(root: Element) -> bool:
    """Return whether the page is small and shallow enough for trafilatura."""
    depth = length = 0
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if event == "start":
            depth += 1
            length += sum(len(element.get(name, "")) for name in ("class", "id", "style"))
        else:
            depth -= 1
        if count > 2 * LARGEST or depth > MAX_DEPTH or length > NAMES:
            return False
    return True


def find_text(root: Element) -> list[str]:
    """Return the paragraphs of the article of the page `root` as trafilatura finds them; empty if it finds none."""
    page = deepcopy(root)
    for link in list(page.iter("a")):
        if refers_to_note(link):
            link.drop_tag()
    for picture in list(page.iter("img")):
        sentence, words = next(picture.iterancestors(*SENTENCES), None), (picture.get("alt") or "").strip()
        if words and sentence is not None and text_of(sentence).strip():
            picture.tag, picture.text = "span", words
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_formatting=True, include_links=True)
    except FAULTS:
        return []
    if found is None or isinstance(found, dict):
        return []
    for element in found.body.iter(*BLOCKS):
        element.text, element.tail = f"{END}{element.text or ''}", f"{END}{element.tail or ''}"
    return [words for said in text_of(found.body).split(END) if (words := " ".join(said.split()))]
