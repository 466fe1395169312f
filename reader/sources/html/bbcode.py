"""The text of a page that holds it as BBCode in the data of its program, as those of game stores and forums do.

Such a page shows nothing until its program has run. The data is JSON in a `data-` attribute; the longest text in it
that has BBCode is turned to HTML, which is read as that of any page.
"""

import re
from collections.abc import Iterator
from html import escape

from reader.sources.html.elements import Element, parse_html
from reader.system import fast_json

IS_BBCODE = re.compile(r"\[(?:p|h[1-6]|b|i|u|url|list|quote)\b[^\]]{0,300}\]", re.IGNORECASE)

TAG = re.compile(r"\[(/?)([a-z][a-z0-9]{0,20}|\*)(?:\s*=\s*([^\]\[]{0,2000}))?\]", re.IGNORECASE)
"""A tag with its value; what is longer is no tag."""

PICTURE = re.compile(r"\[img\b[^\]\[]{0,2000}\][^\[]{0,2000}\[/img\]", re.IGNORECASE)
"""A picture, of which there are no words."""

NAMES = {
    **{name: name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "b", "i", "u", "s", "table", "tr", "td", "th")},
    **{"quote": "blockquote", "list": "ul", "olist": "ol", "*": "li", "code": "pre", "strike": "s", "hr": "hr"},
}
"""The tags that become elements; of others only what they enclose is kept."""

PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")


def read_data(root: Element, source: str) -> Element | None:
    """Return the text that the data of a page's program holds, as a tree; None if there is none."""
    found = max(_texts(root), key=len, default="")
    return parse_html(f"<html><body>{as_html(found)}</body></html>", source) if found else None


def _texts(root: Element) -> Iterator[str]:
    """Yield the texts with BBCode in the data."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith("data-") and str(value)[:1] in ("[", "{") and IS_BBCODE.search(str(value)):
                try:
                    waiting = [fast_json.loads(str(value))]
                except ValueError:
                    continue
                while waiting:
                    item = waiting.pop()
                    if isinstance(item, dict | list):
                        waiting += item.values() if isinstance(item, dict) else item
                    elif isinstance(item, str) and IS_BBCODE.search(item):
                        yield item


def as_html(text: str) -> str:
    """Return BBCode as HTML; tags that are not closed are left to the parser."""
    paragraphs = PARAGRAPH.sub("[p]", PICTURE.sub("", text).strip())
    pieces, end = [], 0
    for tag in TAG.finditer(paragraphs):
        pieces += [escape(paragraphs[end : tag.start()]), _element(*tag.groups(""))]
        end = tag.end()
    return "".join([*pieces, escape(paragraphs[end:])]).replace("\n", "<br>")


def _element(closing: str, name: str, value: str) -> str:
    name = name.lower()
    if name == "url":
        return "</a>" if closing else f'<a href="{escape(value.strip(chr(34)))}">' if value else "<a>"
    return f"<{closing}{NAMES[name]}>" if name in NAMES else ""
