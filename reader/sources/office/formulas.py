"""The formulas of a Word document (OMML) as TeX: fractions, roots, indices, brackets, sums."""

from collections import defaultdict

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


def formula_text(formula: Element, depth: int = 0) -> str:
    if depth > DEPTH:
        return "".join(text.text or "" for text in formula.iter("{*}t"))
    name = element_name(formula)
    if name == "t":
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
