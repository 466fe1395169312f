"""Verse in HTML: the lines of a poem that are elements of their own, and numbers beside them.

Poems whose lines end with `br` need nothing. Others have one `div`, `p` or `span` for each line, which their style
sheet draws as a line. Only the name of a class or type tells them from paragraphs, so they must also be short.
"""

import re

from reader.sources.html.elements import EPUB_TYPE, Element, element_name, text_before, text_of, words_of
from reader.text.word_lists import read_patterns

PATTERNS = read_patterns("sources/lexicon/classes")
VERSE, LINE, APART, LINE_NUMBER = (PATTERNS[name] for name in ("verse", "verse line", "beside verse", "verse number"))

LINES = ("p", "div")
NOT_IN_LINE = frozenset({"br", "p", "div", "ul", "ol", "dl", "table", "pre", "blockquote"})

LONGEST_LINE = 120  # characters of a line of verse; longer ones are paragraphs
AROUND = 3  # depth of elements below one that is named as verse


def is_verse(element: Element) -> bool:
    """Return whether an element is named as a poem or a part of one."""
    return bool(element.attrib) and _names(VERSE, element)


def continues_verse(element: Element, *, within: bool) -> bool:
    """Return whether an element is a line of verse that follows another; `within` a poem no line has to be named."""
    before = element.getprevious()
    if before is None or (before.tail or "").strip() or element_name(before) != element_name(element):
        return False
    return _is_line(element, within) and _is_line(before, within)


def _is_line(element: Element, within: bool) -> bool:
    if element_name(element) == "span":
        if not within or not _names(LINE, element):
            return False
    elif element_name(element) not in LINES or _names(APART, element) or not (within or is_verse(element)):
        return False
    if any(element_name(inner) in NOT_IN_LINE for inner in element.iterdescendants()):
        return False
    return 0 < len(words_of(element)) <= LONGEST_LINE


def _names(pattern: re.Pattern[str], element: Element) -> bool:
    return pattern.search(f"{element.get('class') or ''} {element.get(EPUB_TYPE) or ''}") is not None


INITIAL = re.compile(r"cap|initial|first|letter", re.IGNORECASE)
"""The class of a large first letter, which is part of a word."""

OPENING = frozenset("[(“‘\"'")


def is_verse_number(element: Element) -> bool:
    """Return whether an element is a number at the beginning of a line that its style alone sets apart from a word."""
    said = element.text
    if not said or len(element) or not said.strip().isdecimal() or element_name(element) != "span":
        return False
    named, before, following = element.get("class"), element.getprevious(), element.getnext()
    if not named or INITIAL.search(named) or (before is not None and element_name(before) != "br"):
        return False
    after_it = element.tail or ("" if following is None or element_name(following) != "span" else following.text) or ""
    return not text_before(element).strip() and (after_it[:1].isalpha() or after_it[:1] in OPENING)


def is_line_number(element: Element) -> bool:
    """Return whether an element is a number at the margin, which is no word of the text."""
    return LINE_NUMBER.search(element.get("class", "")) is not None and text_of(element).strip().isdigit()
