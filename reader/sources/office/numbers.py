"""The numbers of headings, clauses and list items in a Word document, as Word counts them: "3.2", "(a)", "Article IV".

Word keeps no numbers but rules: a paragraph, or its style, names a list and a level, and the level says how it counts.
mammoth knows only that a list is numbered. So each number is written before the words of its paragraph between two
signs, and taken out of the tree that mammoth makes. Pitfalls: lists with the same definition count on, unless one says
where it starts; and a number counts even if it is not shown.
"""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reader.sources.html.elements import Element, element_name
from reader.sources.html.walker import LABEL
from reader.sources.office import local_attribute

BEGIN, END = "\ue000", "\ue001"  # private characters around a number on its way through mammoth

WRITTEN = re.compile(rf"{BEGIN}([^{BEGIN}{END}]*){END}")

LISTS = ("ol", "ul")

DEPTH = 20  # styles that a style may be based on, one on the other
LONGEST = 40  # characters of a number

ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix"}
ROMAN |= {5: "v", 4: "iv", 1: "i"}


def value_of(element: Element | None, path: str) -> str:
    """Return the value of the element at a path of names; "" if there is none."""
    found = None if element is None else element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return "" if found is None else local_attribute(found, "val")


def word_name(element: Element, name: str) -> str:
    """Return `name` in the namespace of `element`."""
    return f"{str(element.tag).rpartition('}')[0]}}}{name}"


def based_on(style: Element | None, styles: Mapping[str, Element]) -> Iterator[Element]:
    """Yield a style and those that it is based on, one on the other; `styles` has them by their ids."""
    for _ in range(DEPTH):
        if style is None:
            return
        yield style
        style = styles.get(value_of(style, "basedOn"))


def format_number(number: int, form: str) -> str:
    """Return a number in one of the forms of Word; decimal in those that are rare."""
    if form.endswith("Letter") and 0 < number <= 26 * LONGEST:
        said = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman") and 0 < number < 4000:
        said, left = "", number
        for value, letters in ROMAN.items():
            said += letters * (left // value)
            left %= value
    else:
        said = "" if form == "none" else str(number)
    return said.upper() if form.startswith("upper") else said


class _List:
    """The levels of a list, by their numbers from 0 to 8."""

    def __init__(self, name: str, definition: Element | None, changes: Element) -> None:
        self.name = name
        """That of its definition: lists with the same one count on."""
        self.levels = {} if definition is None else _levels(definition)
        self.starts: dict[int, int] = {}
        """Where its levels begin to count, if it says so."""
        for change in changes.iterfind("{*}lvlOverride"):
            self.levels |= _levels(change)
            if start := value_of(change, "startOverride"):
                self.starts[_number(local_attribute(change, "ilvl"))] = _number(start)


def _levels(definition: Element) -> dict[int, Element]:
    return {_number(local_attribute(level, "ilvl")): level for level in definition.iterfind("{*}lvl")}


def _number(said: str, otherwise: int = 0) -> int:
    return int(said) if re.fullmatch("[0-9]{1,6}", said) else otherwise


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, numbering: Element, styles: Mapping[str, Element]) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        named = {local_attribute(each, "abstractNumId"): each for each in numbering.iterfind("{*}abstractNum")}
        by_style = {value_of(each, "styleLink"): each for each in named.values()}
        for each in numbering.iterfind("{*}num"):
            definition = named.get(name := value_of(each, "abstractNumId"))
            if link := value_of(definition, "numStyleLink"):
                definition = by_style.get(link)
            self._lists[local_attribute(each, "numId")] = _List(name, definition, each)

    def write(self, body: Element) -> None:
        """Write the number of each paragraph before its words."""
        for paragraph in body.iter("{*}p"):
            label = self._next(paragraph)
            if label and any(text.text for text in paragraph.iter("{*}t")):
                run = paragraph.makeelement(word_name(paragraph, "r"))
                etree.SubElement(run, word_name(paragraph, "t")).text = f"{BEGIN}{label}{END}"
                paragraph.insert(int(element_name(paragraph[0]) == "ppr"), run)

    def _next(self, paragraph: Element) -> str:
        """Return the number of a paragraph, which counts; "" if it has none."""
        name, level = self._place(paragraph)
        found = self._lists.get(name)
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.name, {})
        first = _number(value_of(found.levels[level], "start"), 1)
        counts[level] = found.starts.pop(level, counts.get(level, first - 1) + 1)
        for deeper in [each for each in counts if each > level]:
            if value_of(found.levels.get(deeper), "lvlRestart") != "0":
                del counts[deeper]
        if value_of(found.levels[level], "numFmt") == "bullet":
            return ""
        legal = found.levels[level].find("{*}isLgl") is not None

        def shown(sign: re.Match[str]) -> str:
            above = int(sign[1]) - 1
            form, start = (value_of(found.levels.get(above), name) for name in ("numFmt", "start"))
            return format_number(counts.get(above, _number(start, 1)), "decimal" if legal else form)

        said = re.sub("%([1-9])", shown, value_of(found.levels[level], "lvlText"))
        return " ".join(WRITTEN.sub("", said).split())[:LONGEST]

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and the level that a paragraph, or its style, names; "" for none."""
        name, level = value_of(paragraph, "pPr/numPr/numId"), value_of(paragraph, "pPr/numPr/ilvl")
        for style in based_on(self._styles.get(value_of(paragraph, "pPr/pStyle")), self._styles):
            if name:
                break
            name, level = value_of(style, "pPr/numPr/numId"), level or value_of(style, "pPr/numPr/ilvl")
            if name and not level and name in self._lists:  # the level names the style
                levels, style_id = self._lists[name].levels.items(), local_attribute(style, "styleId")
                level = next((str(number) for number, each in levels if value_of(each, "pStyle") == style_id), "")
        return name, _number(level)


def take_numbers(tree: Element) -> None:
    """Take the numbers out of the text: they are the labels of list items, and the first words of other paragraphs."""
    for element in tree.iter():
        if element.text and BEGIN in element.text:
            found = WRITTEN.match(element.text)
            if found and element_name(element) == "li":
                element.set(LABEL, f"{found[1]} ")
                element.text = element.text[found.end() :]
            element.text = WRITTEN.sub(r"\1 ", element.text)
        elif element_name(element) == "li" and not element.text and next(map(element_name, element), "") in LISTS:
            element.set(LABEL, "")  # a level that mammoth made up around a deeper one
