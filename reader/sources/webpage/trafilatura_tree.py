"""The article of a page as trafilatura finds it, as HTML elements again.

Pitfalls: it needs long for large pages and for very deep ones; where it does not recognize the element that holds the
text, it returns bare paragraphs without headings and lists; and a page may make it fail in many ways.
"""

import logging
import re
from copy import deepcopy

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.external import try_readability

from reader.sources.html.elements import HEADINGS, Element, element_name, text_before, text_of, words_of
from reader.sources.webpage.kept_parts import KeptParts, restore_picture, write_pictures
from reader.sources.webpage.left_out import KnownText
from reader.sources.webpage.main_content import MOST, find_text_container, missing_columns

LARGEST = 50_000
"""Elements above which trafilatura is not used: it needs 15 s for so many. Articles have some hundred, the longest of
an encyclopaedia ten thousand."""

MAX_DEPTH = 256
"""Depth of nesting above which it is not used: authors stay below fifty."""

NAMES = 2_000_000
"""Characters of all classes, ids and styles, likewise: it searches them again and again."""

DISCUSSION = re.compile(r"(?i)(?<![^\W_])(?:comments?|replies|responses|respond|discussion|disqus)(?![^\W_])")
"""Names of what readers say below an article; `commentOnSelection` is none."""

FAULTS = (ValueError, TypeError, AttributeError, LookupError, RuntimeError, AssertionError, etree.LxmlError)
"""Errors that a page may cause in trafilatura; then the whole page is read."""

QUIET = ("trafilatura", "htmldate", "courlan", "justext", "readability")
"""Loggers whose warnings would be written over the screen."""

JOINED = ("a", "b", "i", "em", "code", "span")
"""Elements within a sentence."""

JOINT, MOST_JOINTS = 12, 500
"""Characters on both sides of a space that are looked up in the page, and the most spaces that come back."""

RENDERED = {"#b": "b", "#i": "i", "#u": "em", "#t": "code", "#sub": "sub", "#sup": "sup"}
LISTS = {"ul": "ul", "ol": "ol", "dl": "dl"}
SIMPLE = {"ref": "a", "lb": "br", "row": "tr", "item": "li", "graphic": "img"}


def quiet_libraries() -> None:
    """Keep the libraries' warnings from the screen."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


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


def find_articles(root: Element) -> list[Element]:
    """Return the article of the page `root` as trafilatura finds it, and, for comparison, as readability does.

    Empty if nothing is found.
    """
    page = deepcopy(root)
    for element in page.iter():
        element.attrib.pop("style", None)  # what is hidden is gone; a variable named "display" hides nothing
    write_pictures(page)
    kept = KeptParts(page)
    around = find_text_container(page)
    second = _run_readability(deepcopy(page))
    found = _run_trafilatura(deepcopy(page))
    if found is None:
        return []
    if around is not None and _lacks_text(found, around) and not _is_discussion(around):
        named = _take_names(around)
        again = _run_trafilatura(deepcopy(page))
        if again is not None and not _lacks_text(again, around):
            found = again
        else:
            for each, names in named:
                each.attrib.update(names)
    has_headings = around is not None and any(element_name(child) in HEADINGS for child in around)
    if around is not None and has_headings and next(found.iter("head"), None) is None:
        _wrap_as_article(around)
        again = _run_trafilatura(deepcopy(page))
        found = found if again is None else again
    if columns := missing_columns(page, text_of(found)):
        again = _run_trafilatura(_as_article(columns))
        found = found if again is None else again
    bodies = [_rename_to_html(found), *([] if second is None else [second])]
    said = words_of(page)
    for body in bodies:
        restore_spaces(body, said)
        kept.put_back(body)
    return bodies


def restore_spaces(body: Element, said: str) -> None:
    """Put back the spaces around links and emphasis that trafilatura drops; `said` is the text of the page."""
    left = MOST_JOINTS
    for element in body.iter(*JOINED):
        before, above, lead = element.getprevious(), element.getparent(), text_before(element)
        if is_glued(lead, element.text or "", said):
            left -= 1
            if before is not None:
                before.tail = f"{lead} "
            elif above is not None:
                above.text = f"{lead} "
        if is_glued((element[-1].tail if len(element) else element.text) or "", element.tail or "", said):
            left -= 1
            element.tail = f" {element.tail}"
        if left < 0:
            return


def is_glued(before: str, after: str, said: str) -> bool:
    """Return whether a space between two texts was lost: the page has these words with one, and never without."""
    if not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    end, begin = before[-JOINT:].lstrip(), after[:JOINT].rstrip()
    return f"{end} {begin}" in said and f"{end}{begin}" not in said


def _run_trafilatura(page: Element) -> Element | None:
    """Run trafilatura on `page`, which it changes; return None if it finds nothing or fails."""
    try:
        found = trafilatura.bare_extraction(page, include_comments=False, include_formatting=True, include_links=True)
    except FAULTS:
        return None
    return None if found is None or isinstance(found, dict) else found.body


def _run_readability(page: Element) -> Element | None:
    """Run the fork of readability-lxml that trafilatura brings on `page`, which it changes."""
    try:
        found = try_readability(page)
    except FAULTS:
        return None
    return found if len(found) else None


def _lacks_text(body: Element, around: Element) -> bool:
    """Return whether most of the text directly in `around` is missing, as if it were a comment or an advertisement."""
    known = KnownText(text_of(each) for each in body)
    paragraphs = [text_of(each) for each in around.iterchildren("p")]
    missing = sum(len(each) for each in paragraphs if each not in known)
    return missing > MOST * sum(map(len, paragraphs))


def _is_discussion(element: Element) -> bool:
    names = (f"{each.get('class', '')} {each.get('id', '')}" for each in (element, *element.iterancestors()))
    return any(DISCUSSION.search(name) for name in names)


def _take_names(element: Element) -> list[tuple[Element, dict[str, str]]]:
    """Remove the names of `element` and those around it, and return them: one may be `commentOnSelection`."""
    return [
        (each, {name: each.attrib.pop(name) for name in ("class", "id") if name in each.attrib})
        for each in (element, *element.iterancestors())
    ]


def _wrap_as_article(around: Element) -> None:
    article = around.makeelement("article")
    article.text, around.text = around.text, None
    article.extend(list(around))
    around.append(article)


def _as_article(parts: list[Element]) -> Element:
    """Return a page that has nothing but these elements, in its article; they are moved there."""
    page = lxml_html.document_fromstring("<article></article>")
    next(page.iter("article")).extend(parts)
    return page


def _rename_to_html(body: Element) -> Element:
    """Rename the elements of the Text Encoding Initiative, which trafilatura uses, to HTML."""
    for element in body.iter():
        name, rend = element_name(element), element.get("rend", "")
        if name == "head":
            element.tag = rend if re.fullmatch(r"h[1-6]", rend) else "h2"
        elif name == "hi":
            element.tag = RENDERED.get(rend, "span")
        elif name == "list":
            element.tag = LISTS.get(rend, "ul")
        elif name == "item" and rend.startswith(("dt", "dd")):
            element.tag = rend[:2]
        elif name == "quote":
            above = element.getparent()
            element.tag = "q" if above is not None and element_name(above) in ("p", "li", "q") else "blockquote"
        elif name == "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        elif name == "code":
            lines = "\n" in text_of(element)
            element.tag = "pre" if lines and element.find("code") is None else "code"
        elif name in SIMPLE:
            element.tag = SIMPLE[name]
            if "target" in element.attrib:
                element.set("href", element.get("target", ""))
                restore_picture(element)
    return body
