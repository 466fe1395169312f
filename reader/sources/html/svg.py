"""Drawings (SVG) in a book: their text, which may be a whole page, or what is said about them.

Pitfall: a drawing knows no lines. Each `text` element is one, and so is each `tspan` that is moved down; lines in one
group belong together.
"""

from collections.abc import Iterator
from itertools import groupby

from reader.sources.html.elements import Element, element_name, text_of

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

NOT_DRAWN = frozenset({"defs", "symbol", "clippath", "mask", "pattern"})
"""Elements whose contents are drawn only where others use them."""

STILL = frozenset({"", "0", "0px", "0em"})  # movements that are none


def drawing_text(svg: Element) -> Iterator[str]:
    """Yield the text of a drawing: its groups, each with its lines."""
    texts = svg.iter("{*}text", "text")
    drawn = (text for text in texts if not any(element_name(each) in NOT_DRAWN for each in text.iterancestors()))
    for _, group in groupby(drawn, key=lambda text: text.getparent()):
        lines = [" ".join(line.split()) for text in group for line in _text_lines(text)]
        if any(lines):
            yield "\n".join(filter(None, lines))


def _text_lines(text: Element) -> list[str]:
    lines = [text.text or ""]
    height = text.get("y")
    for part in text.iterdescendants():
        if element_name(part) == "tspan":
            if part.get("dy", "").strip() not in STILL or part.get("y", height) != height:
                lines.append("")
            height = part.get("y", height)
        if element_name(part) in ("tspan", "textpath", "a"):
            lines[-1] += part.text or ""
        lines[-1] += part.tail or ""
    return lines


def drawing_description(svg: Element) -> str:
    """Return the alternative text of a drawing: its title and description, or its label."""
    said = [text_of(child) for name in ("title", "desc") for child in svg if element_name(child) == name]
    said = said or [svg.get("aria-label", "")]
    said = said if any(map(str.strip, said)) else [image.get("alt", "") for image in svg.iter("{*}image", "image")]
    return ": ".join(dict.fromkeys(filter(None, (" ".join(words.split()) for words in said))))


def drawing_picture(svg: Element) -> str:
    """Return the address of the first picture in a drawing, as it is written; "" if there is none."""
    images = svg.iter("{*}image", "image")
    return next((href for image in images if (href := image.get(XLINK_HREF) or image.get("href", ""))), "")
