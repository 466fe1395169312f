"""The code of a web page with its lines, without what highlighters put around and between them.

A `pre` becomes one that holds only text. Pages number its lines in elements or table cells of their own, and put each
line into an element, with or without a newline after it.
"""

import re
from itertools import islice

from lxml import etree

from reader.document.article import language_name
from reader.sources.html.elements import Element, code_language, element_name, text_of
from reader.text.word_lists import read_patterns

PATTERNS = read_patterns("sources/lexicon/classes")
GUTTER, TOOLS = PATTERNS["gutter"], PATTERNS["tools"]

NUMBERS = re.compile(r"[\d\s]*")

UNSELECTABLE = re.compile(r"user-select\s*:\s*none")

TYPED = "termy"  # the class of what is typed while one looks on (Termynal); in its text stand tags for colours
COLOURS = re.compile(r"</?(?:font|span|[biu])(?:\s[^<>]*)?>")
EDITOR = "cm-content"  # the class of the text in an editor that a page shows as code (CodeMirror)
LANGUAGES = ("data-lang", "data-language", "language")  # attributes that name the language of code
LINES = frozenset("div p li ul ol table tbody tr td section".split())  # elements that a line of code may be
ROW = "line"  # the class of other elements that are drawn as lines (Shiki)
FRAMES = frozenset("ul ol table tbody tr".split())  # elements that hold lines, and white space that is not shown

HOLDERS = frozenset("div figure section td".split())
"""Elements that, holding nothing but a `code` of several lines, show it as a block."""


def tidy_code(root: Element) -> None:
    """Make each block of code below `root` a `pre` that holds only its text."""
    for table in list(root.iter("table")):
        if next(table.iter("pre", "code"), None) is not None and any(map(_is_gutter_cell, table.iter("td"))):
            _write(table, table)
    for pre in list(root.iter("pre")):
        if next(pre.iterancestors("pre"), None) is None:
            _write(pre, _outermost(pre))
    for code in list(root.iter("code")):
        if _is_block(code):
            _write(code, code)


def _write(code: Element, outer: Element) -> None:
    """Put a `pre` with the text of `code` in the place of `outer`."""
    text = _code_text(code).strip("\n")
    if not text.strip():
        return
    if any(TYPED in each.get("class", "").split() for each in outer.iterancestors("div")):
        text = COLOURS.sub("", text)
    written = code.makeelement("pre")
    written.text = text
    if language := _language(code):
        written.set("class", f"language-{language}")
    outer.addprevious(written)
    outer.drop_tree()


def _language(code: Element) -> str:
    """Return the language of code, by the classes or attributes in and around it; "" if none tells."""
    around = (code, *code.iter("code"), *islice(code.iterancestors(), 1))
    attributes = (each.get(name) for each in around for name in LANGUAGES)
    return code_language(code) or next((language_name(said) for said in attributes if said), "")


def _is_gutter_cell(cell: Element) -> bool:
    is_named = any(GUTTER.search(each.get("class", "")) for each in cell.iter())
    return is_named and NUMBERS.fullmatch(text_of(cell)) is not None


def _outermost(pre: Element) -> Element:
    """Return the `code` around `pre`, which must not be there, if it holds nothing else; else `pre`."""
    above = pre.getparent()
    if above is None or element_name(above) != "code" or len(above) > 1 or (above.text or "").strip():
        return pre
    return above


def _is_block(code: Element) -> bool:
    """Return whether a `code` of several lines stands alone in its element, or says that it is a block."""
    above = code.getparent()
    if "block" in code.get("class", "").split():
        return True
    if above is None or element_name(above) not in HOLDERS or len(above) > 1:
        return False
    has_lines = next(code.iter("br"), None) is not None or "\n" in text_of(code).strip()
    return has_lines and not (above.text or "").strip() and not (code.tail or "").strip()


# -- the text ---------------------------------------------------------------------------------------------------------


def _code_text(element: Element) -> str:
    """Return the text of code, a line for each element that is drawn as a block, without line numbers and tools."""
    element = next((each for each in element.iter("div") if EDITOR in each.get("class", "").split()), element)
    apart = set(_row_numbers(element))
    parts: list[str] = []
    begun: list[int] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        is_line = each is not element and (element_name(each) in LINES or ROW in each.get("class", "").split())
        if event == "start":
            begun.append(len(parts))
            if each in apart or _is_apart(each):
                apart.add(each)
                walk.skip_subtree()
            else:
                if is_line:
                    _begin_line(parts)
                parts.append("\n" if each.tag == "br" else "" if element_name(each) in FRAMES else each.text or "")
            continue
        start = begun.pop()
        if is_line and each not in apart and not _begin_line(parts) and not "".join(parts[start:]):
            parts.append("\n")  # an empty line
        if each is not element and not (is_line and (each.tail or "").isspace()):
            parts.append(each.tail or "")
    return "\n".join(line.rstrip() for line in "".join(parts).splitlines())


def _begin_line(parts: list[str]) -> bool:
    """End the line that was begun; return False if there is none."""
    last = next((part for part in reversed(parts) if part), "\n")
    if last.endswith("\n"):
        return False
    parts.append("\n")
    return True


def _is_apart(element: Element) -> bool:
    """Return whether an element in code is no part of it: a line number, a button, or what a reader cannot select."""
    name = element_name(element)
    if name in ("", "button", "script", "style", "svg"):
        return True
    said = element.get("class", "")
    if UNSELECTABLE.search(element.get("style", "")) or "select-none" in said.split():
        return True
    is_number = GUTTER.search(said) is not None and NUMBERS.fullmatch(text_of(element)) is not None
    return is_number or (name == "div" and TOOLS.search(said) is not None)


def _row_numbers(element: Element) -> list[Element]:
    """Return the first elements of the rows in code if they number all of them."""
    rows = [row for row in element if element_name(row) == "div"]
    firsts = [row[0] for row in rows if len(row) > 1]
    numbers = [str(number + 1) for number in range(len(rows))]
    is_numbered = len(rows) > 1 and [text_of(first).strip() for first in firsts] == numbers
    return firsts if is_numbered else []
