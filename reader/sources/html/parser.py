"""HTML as a tree. Nothing is fetched and comments are dropped."""

from lxml import etree
from lxml import html as lxml_html

from reader.sources.html.elements import Element, check_memory


def parse_html(text: str) -> Element | None:
    """Return the tree of the HTML in `text`; None if there is nothing but comments. Raises MemoryError."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        check_memory(error)
        return None
