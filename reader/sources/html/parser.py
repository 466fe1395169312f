"""HTML as a tree. Nothing is fetched and comments are dropped."""

import re

from lxml import etree
from lxml import html as lxml_html

from reader.errors import SourceError
from reader.sources.html.elements import Element, check_memory
from reader.text.sanitize import clean_line

ATTRIBUTES = 2000
"""Attributes of one tag that are read: the parser compares each with all before it."""

TAG = re.compile(r"""<[A-Za-z](?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+""")
"""A tag up to its end as libxml2 sees it: only after an equals sign does a quotation mark begin a value."""

VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")


def parse_html(text: str, source: str) -> Element | None:
    """Return the tree of the HTML in `text`; None if there is nothing but comments.

    Raises SourceError for a tag with absurdly many attributes, and MemoryError.
    """
    refuse_endless_tags(text, source)
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        check_memory(error)
        return None


def refuse_endless_tags(text: str, source: str) -> None:
    """Raise SourceError for a tag with absurdly many attributes, with values or without."""
    for tag in TAG.finditer(text):
        if tag.end() - tag.start() < 2 * ATTRIBUTES:
            continue
        names = VALUE.sub("= ", tag[0])
        if max(len(names.replace("/", " ").split()), names.count("=")) > ATTRIBUTES:
            raise SourceError(f"{clean_line(source)} has a tag with more than {ATTRIBUTES} attributes and is refused")
