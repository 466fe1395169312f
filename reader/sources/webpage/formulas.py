"""The formulas of a web page as TeX: what is written in a line as `code`, a displayed one as `pre`.

Most pages hold the TeX beside what they draw: as an annotation, an alternative text, a script or an attribute. Else
their MathML is converted. What was drawn is removed, since its signs without their places are no formula.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from reader.sources.html.elements import Element, element_name
from reader.sources.html.mathml import tex_of
from reader.text.word_lists import read_sections

LONGEST = 10_000  # characters of a formula; a longer one is no formula

DRAWN = frozenset(read_sections("sources/lexicon/elements")["classes of formulas"])

LEFT_OVER = frozenset({"MathJax_Preview", "MJX_Assistive_MathML"})

WRAPPERS = 4  # elements around a formula that may draw it

ATTRIBUTES = ("data-tex", "data-latex", "data-math", "data-katex", "data-entry", "data-formula", "data-expr")
"""Attributes that hold the TeX of an element."""

MATH_CLASS = re.compile(r"(?:^|[\s_-])(?:math|tex|latex|katex|formula|equation)", re.IGNORECASE)
"""A class of elements that such attributes are believed on."""

IMAGE = re.compile(
    r"(?:latex\.codecogs\.com/[a-z.]+\?|/latex\.php\?(?:[^#]*&)?latex=|[?&](?:tex|latex|chl)=|/(?=%5C[A-Za-z]+%7B))"
    r"(?P<tex>[^#&]+)",
    re.IGNORECASE,
)
"""The address of a picture of a formula, which holds its TeX."""

TEX_LOOK = re.compile(r"\\[A-Za-z]{2,}|[_^]\{|[A-Za-z0-9)]\^[A-Za-z0-9]")  # what an alternative text has that is TeX

DISPLAYED = re.compile(r"display|block|equation", re.IGNORECASE)

DELIMITERS = (
    *(("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")),
    *(("{\\displaystyle", "}"), ("{\\textstyle", "}")),
)

SIMPLE = re.compile(r"[A-Za-z0-9]{1,2}['′]?")  # a formula that is only a letter or a number, and is printed in italics

GLUED = re.compile(r"(?!(?:th|st|nd|rd|s)\b)[^\W\d_]{2}")
"""How a text begins that only the margin of a formula sets apart from it; an ending ("nth") belongs to it."""


def write_formulas(root: Element) -> None:
    seen: set[Element] = set()
    for element in list(_candidates(root)):
        if any(above in seen for above in (element, *element.iterancestors())):
            continue
        tex, displayed, drawn = _formula(element)
        if not tex or len(tex) > LONGEST:
            continue
        seen.add(drawn)
        _replace(drawn, tex, displayed)
    for element in list(root.iter("span", "div")):  # previews, and copies for screen readers, that are left
        if not LEFT_OVER.isdisjoint(element.get("class", "").split()):
            element.drop_tree()


def _candidates(root: Element) -> Iterator[Element]:
    for element in root.iter():
        name = element_name(element)
        drawn = name in ("math", "mjx-container") or (name == "img" and _image_tex(element))
        if drawn or _is_script(element) or _attribute_tex(element):
            yield element


def _formula(element: Element) -> tuple[str, bool, Element]:
    """Return the TeX of an element, whether it is displayed on lines of its own, and the element that draws it."""
    name = element_name(element)
    drawn = element
    for above in islice(element.iterancestors("span", "div"), WRAPPERS):
        if DRAWN.intersection(above.get("class", "").split()) or _attribute_tex(above):
            drawn = above
    if name != "script" and any(map(_is_script, islice(drawn.itersiblings(), 1))):
        return "", False, drawn
    if name == "script":
        tex, displayed = element.text or "", "display" in element.get("type", "")
    elif name == "img":
        tex, displayed = _image_tex(element), False
    else:
        tex, displayed = _attribute_tex(drawn) or _attribute_tex(element), False
        math = next(element.iter("math", "{*}math"), None)
        if not tex and math is not None:
            tex = _math_tex(math)
        displayed = any(_is_displayed(each) for each in (element, drawn, *([] if math is None else [math])))
    return _tidy(tex, displayed), displayed, drawn


def _is_script(element: Element) -> bool:
    """Return whether an element is a script with TeX, which may follow what is drawn."""
    return element_name(element) == "script" and element.get("type", "").startswith("math/tex")


def _attribute_tex(element: Element) -> str:
    if not element.attrib:
        return ""
    found = next((said for name in ATTRIBUTES if (said := element.get(name))), "")
    return found if found and MATH_CLASS.search(element.get("class", "")) else ""


def _image_tex(image: Element) -> str:
    """Return the TeX of a picture of a formula: from its address, or its alternative text."""
    src, alt = image.get("src", ""), image.get("alt", "").strip()
    if found := IMAGE.search(src):
        return unquote(found["tex"].replace("+", " ") if ".php" in src else found["tex"])
    is_named = MATH_CLASS.search(image.get("class", "")) is not None
    return alt if alt and TEX_LOOK.search(alt) and ("\\" in alt or is_named) else ""


def _math_tex(math: Element) -> str:
    """Return the TeX of a `math` element: its annotation, its alternative text, else its MathML converted."""
    for annotation in math.iter("annotation", "{*}annotation"):
        if "tex" in annotation.get("encoding", "").lower():
            return annotation.text or ""
    alt = math.get("alttext", "")
    return alt if alt and not alt.isspace() else tex_of(math)


def _is_displayed(element: Element) -> bool:
    said = f"{element.get('class', '')} {element.get('display', '')} {element.get('mode', '')}"
    return element.get("display") in ("block", "true") or (
        element_name(element) != "math" and DISPLAYED.search(said) is not None and "inline" not in said
    )


def _tidy(tex: str, displayed: bool) -> str:
    """Return TeX without its delimiters and the style that pages put around it."""
    tex = tex.strip().strip("%").strip()
    for opening, closing in DELIMITERS:
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) > len(opening) + len(closing):
            tex = tex[len(opening) : -len(closing)].strip()
    tex = re.sub(r"^\\displaystyle\b\s*", "", tex)
    lines = [line.strip() for line in tex.splitlines()]
    return "\n".join(filter(None, lines)) if displayed else " ".join(" ".join(lines).split())


def _replace(drawn: Element, tex: str, displayed: bool) -> None:
    """Put TeX in the place of an element, and keep the text after it."""
    if displayed:
        written = drawn.makeelement("pre", {"class": "language-latex"})
    else:
        written = drawn.makeelement("var" if SIMPLE.fullmatch(tex) else "code")
    written.text = tex
    drawn.addprevious(written)
    while element_name(drawn) == "script" and (before := written.getprevious()) is not None:  # what MathJax has drawn
        if DRAWN.isdisjoint(before.get("class", "").split()) or (before.tail and not before.tail.isspace()):
            break
        before.drop_tree()
    drawn.drop_tree()
    if not displayed and GLUED.match(written.tail or ""):
        written.tail = f" {written.tail}"
