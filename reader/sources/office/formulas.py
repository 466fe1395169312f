"""The formulas of a Word document (OMML) as TeX: fractions, roots, indices, brackets, sums.

RTF writes the same elements as groups: `{\\mf {\\mnum {\\mr 1}}{\\mden {\\mr 2}}}`.
"""

import re
from collections import defaultdict

from lxml import etree

from reader.sources.html.elements import Element, element_name
from reader.sources.office import local_attribute

DEPTH = 30
"""Depth of a formula that is converted; deeper, its letters are joined."""

PATTERNS = {
    "f": r"\frac{{{num}}}{{{den}}}",
    "ssup": "{e}^{{{sup}}}",
    "ssub": "{e}_{{{sub}}}",
    "ssubsup": "{e}_{{{sub}}}^{{{sup}}}",
    "limlow": "{e}_{{{lim}}}",
    "limupp": "{e}^{{{lim}}}",
}
"""TeX of an element by its name, with the TeX of its arguments by theirs."""


TEXT, GROUP = "t", "group"
"""An element with letters, and one of RTF before its name is known."""

PROPERTIES = frozenset({"chr", "begChr", "endChr"})
"""Elements of RTF whose text is their value."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML cannot hold."""


def formula_text(formula: Element, depth: int = 0) -> str:
    if depth > DEPTH:
        return "".join(text.text or "" for text in formula.iter("{*}t"))
    name = element_name(formula)
    if name == TEXT:
        return formula.text or ""
    arguments = defaultdict(str, ((element_name(child), formula_text(child, depth + 1)) for child in formula))
    if name in PATTERNS:
        return PATTERNS[name].format_map(arguments)
    if name == "rad":
        degree = f"[{arguments['deg']}]" if arguments["deg"] else ""
        return rf"\sqrt{degree}{{{arguments['e']}}}"
    if name == "nary":
        limits = "".join(f"{sign}{{{arguments[key]}}}" for sign, key in (("_", "sub"), ("^", "sup")) if arguments[key])
        return f"{_property(formula, 'chr') or '∫'}{limits} {arguments['e']}"
    inner = "".join(formula_text(child, depth + 1) for child in formula if not element_name(child).endswith("pr"))
    if name == "d":
        return f"{_property(formula, 'begChr') or '('}{inner}{_property(formula, 'endChr') or ')'}"
    return inner


def _property(element: Element, name: str) -> str:
    return next((local_attribute(each, "val") for each in element.iterfind(f"{{*}}*/{{*}}{name}")), "")


class RtfFormula:
    """A formula of RTF that is being read, as OMML."""

    def __init__(self, depth: int) -> None:
        """Begin a formula in a group of this `depth`."""
        self.depth = depth
        self._open = [etree.Element(GROUP)]

    def open_group(self) -> None:
        self._open.append(etree.SubElement(self._open[-1], GROUP))

    def close_group(self) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def name_group(self, word: str) -> None:
        """Name the open group by its first control word; further ones say how it looks."""
        if self._open[-1].tag == GROUP and word.startswith("m") and word[1:] not in ("", TEXT):
            self._open[-1].tag = word[1:]

    def add_text(self, text: str) -> None:
        words = UNPRINTABLE.sub("", text)
        if self._open[-1].tag in PROPERTIES:
            self._open[-1].set("val", words.strip())
        else:
            etree.SubElement(self._open[-1], TEXT).text = words

    def tex(self) -> str:
        return " ".join(formula_text(self._open[0]).split())
