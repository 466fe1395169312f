"""HTML and XML as trees of elements, and their properties: name, visibility, references to footnotes.

Nothing is fetched and comments are dropped. Names are in lower case, whatever the namespace.
"""

import re
from itertools import islice, takewhile
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from reader.document.article import language_name
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_sections

Element: TypeAlias = etree._Element  # noqa: SLF001 (lxml has no other name for it)

HEADINGS = {f"h{level}": level for level in range(1, 7)}

HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
LONGEST_SIGN = 8  # characters of a footnote marker: "12", "note 12"

NAMES = read_sections("sources/lexicon/elements")
BACK_LINKS, NOTE_REFERENCES, NOTES = (frozenset(NAMES[key]) for key in ("back links", "note references", "notes"))
"""Roles, types and classes of footnotes, of references to them, and of links back."""

ARROWS = re.compile(r"\s*[↩↵⏎↑^]\ufe0e?\s*")

REFERENCE = re.compile(r"[\d*†‡§]{1,4}|[a-zα-ω]|[ivxlc]{1,6}|(?:note|nb|n) \d{1,3}", re.IGNORECASE)
"""The text of a raised or bracketed reference to a footnote, without brackets."""

PARENTS = 4  # elements around a link that are looked at: they may be a marker, or a note

INLINE = ("sup", "span", "b", "strong", "i", "em", "small", "font")
"""Elements that may be around the marker of a footnote."""

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

ROLES = (EPUB_TYPE, "role", "class", "data-type")  # attributes that tell what an element is for
OUT_OF_MEMORY = 2  # libxml2's code of the error (XML_ERR_NO_MEMORY)


def element_name(element: Element) -> str:
    """Return the name of an element without namespace, in lower case; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    return "".join(element.itertext())


def words_of(element: Element) -> str:
    """Return all text in an element on one line."""
    return " ".join(text_of(element).split())


def text_before(element: Element) -> str:
    """Return the text between an element and the one before it, or the beginning of the one around it."""
    before, above = element.getprevious(), element.getparent()
    return (before.tail if before is not None else above.text if above is not None else "") or ""


def parse_number(said: str | None) -> int:
    """Parse the number in an attribute; 1 if there is none."""
    return int(said) if said and re.fullmatch(r"-?[0-9]{1,6}", said.strip()) else 1


STREAMED = re.compile(r"S:[0-9a-f]{1,4}")
"""The id of a part of a page that React sends later, hidden until its program has put it in its place."""


def is_hidden(element: Element) -> bool:
    """Return whether an element is not shown. A page that hides all of itself shows it when its program has run."""
    attributes = element.attrib
    if not attributes or element_name(element) in ("html", "body"):
        return False
    if "hidden" in attributes:
        return STREAMED.fullmatch(attributes.get("id", "")) is None
    style = attributes.get("style")
    return style is not None and HIDDEN.search(style) is not None


def has_role(element: Element, names: frozenset[str]) -> bool:
    """Return whether the element's type, role or class is one of `names`."""
    return not names.isdisjoint(" ".join(element.get(name, "") for name in ROLES).lower().split())


CODE_CLASS = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight)-([\w+#.-]{1,30})|(?:^|\s)sourceCode\s+(\w{1,30})"
)
"""The classes by which Markdown converters, GitHub, Sphinx and pandoc tell the language of code."""

CODE_PARENTS = 2  # elements around a `pre` that may tell its language


def code_language(pre: Element) -> str:
    """Return the language of the code in `pre`, as the class of an element in or around it tells; "" if none does."""
    around = islice(pre.iterancestors(), CODE_PARENTS)
    for element in (pre, *pre, *around):
        if found := CODE_CLASS.search(element.get("class") or ""):
            return language_name(found[1] or found[2])
    return ""


PAGE_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})  # types and roles of elements where a printed page begins


def is_page_break(element: Element) -> bool:
    """Return whether a printed page begins at an element of a book, which may hold its number."""
    said = f"{element.get(EPUB_TYPE, '')} {element.get('role', '')}" if element.attrib else ""
    return not PAGE_BREAKS.isdisjoint(said.split()) and len(text_of(element).strip()) <= LONGEST_SIGN


def page_label(page_break: Element) -> str:
    """Return the number of the printed page that begins at an element; "" if it does not say."""
    said = (text_of(page_break), page_break.get("aria-label"), page_break.get("title"))
    return next((clean_line(words.strip()) for words in said if words and words.strip()), "")


def link_text(link: Element) -> str:
    return text_of(link).strip(" \n\t[]().")


def refers_to_note(link: Element) -> bool:
    """Return whether a link refers to a footnote: by its role, or as a raised or bracketed marker that links here."""
    if "#" not in link.get("href", ""):
        return False
    if has_role(link, NOTE_REFERENCES) or has_role(marker_element(link), NOTE_REFERENCES):
        return True
    return (is_raised(link) or is_bracketed(link)) and REFERENCE.fullmatch(link_text(link)) is not None


def marker_element(link: Element) -> Element:
    """Return the outermost element within the sentence that holds nothing but `link`."""
    words = text_of(link).strip()
    for around in islice(link.iterancestors(), PARENTS):
        if element_name(around) not in INLINE or text_of(around).strip() != words:
            break
        link = around
    return link


def is_raised(link: Element) -> bool:
    """Return whether a link is superscript, or holds nothing else."""
    outside = marker_element(link).getparent()
    around = takewhile(lambda each: each is not outside, link.iterancestors())
    return any(element_name(each) == "sup" for each in (*link, *around))


def is_bracketed(link: Element) -> bool:
    """Return whether there are brackets in the link or around it: `[1]`."""
    text, after = text_of(link).strip(), link.tail or ""
    return (text.startswith("[") and text.endswith("]")) or (text_before(link).endswith("[") and after.startswith("]"))


def leads_back(link: Element) -> bool:
    """Return whether a link leads from a footnote back to its reference: by its role, or as a mere arrow."""
    is_arrow = "#" in link.get("href", "") and ARROWS.fullmatch(text_of(link)) is not None
    return is_arrow or has_role(link, BACK_LINKS)


def footnote_labels(root: Element) -> dict[str, str]:
    """Return the markers of the footnotes that `root` refers to, by `href` as it is written ("#fn1").

    A link back from a note may be raised or in brackets too; it leads to what is before it, so it is skipped. A number
    that leads to where a link back is, or to what is a footnote by its role, is a reference however it is drawn.
    """
    found: dict[str, str] = {}
    seen: set[str] = set()
    noted, backs = _note_ids(root), _back_links(root)
    for element in root.iter(etree.Element):
        names = _names(element)
        seen.update(names)
        if element_name(element) != "a":
            continue
        target = element.get("href", "")
        id_ = target.rpartition("#")[2]
        if id_ in seen:
            continue
        is_note = id_ in noted or any((id_, name) in backs for name in names)
        if not (is_note and REFERENCE.fullmatch(link_text(element))) and not refers_to_note(element):
            continue
        label = link_text(element)
        if label and len(label) <= LONGEST_SIGN:
            found.setdefault(target, clean_line(label))
    return found


def _note_ids(root: Element) -> set[str]:
    """Return the ids of elements that are footnotes by their role, and of those within."""
    inside: set[Element] = set()
    for element in root.iter(etree.Element):
        if element.getparent() in inside or has_role(element, NOTES):
            inside.add(element)
    return {name for element in inside for name in _names(element)}


def _back_links(root: Element) -> set[tuple[str, str]]:
    """Return the ids around each link within the document, each with the id that the link leads to."""
    links = ((link, link.get("href", "")[1:]) for link in root.iter("a") if link.get("href", "").startswith("#"))
    around = ((each, target) for link, target in links for each in (link, *islice(link.iterancestors(), PARENTS)))
    return {(name, target) for each, target in around for name in _names(each)}


def _names(element: Element) -> list[str]:
    return [name for name in (element.get("id"), element.get("name")) if name]


ATTRIBUTES = 2000  # attributes of one tag that are read: the parser compares each with all before it

TAG = re.compile(r"""<[A-Za-z](?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+""")
"""A tag up to its end as libxml2 sees it: only after an equals sign does a quotation mark begin a value."""

VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")


def parse_tree(data: bytes, parser: etree.XMLParser | etree.HTMLParser) -> Element | None:
    """Parse `data`; None if nothing is left of it. Raises MemoryError, as it is not to be taken for an empty one."""
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        if getattr(error, "code", None) == OUT_OF_MEMORY:
            raise MemoryError from error
        return None


def parse_xml(data: bytes, *, recover: bool = False) -> Element | None:
    """Parse XML; None if it is damaged, or with `recover` if nothing is left of it. No entities are known."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=not recover,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    return parse_tree(data, parser)


END = re.compile(r"</html\s*>", re.IGNORECASE)  # libxml2 drops what follows, and templates write it too early


def parse_html(text: str) -> Element | None:
    """Return the tree of the HTML in `text`; None if there is nothing but comments. Raises MemoryError."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    return parse_tree(TAG.sub(_without_endless, END.sub("", text)).encode("utf-8", "replace"), parser)


def _without_endless(tag: re.Match[str]) -> str:
    """Return a tag, without its attributes if they are absurdly many, with values or without."""
    if tag.end() - tag.start() < 2 * ATTRIBUTES:
        return tag[0]
    names = VALUE.sub("= ", tag[0])
    many = max(len(names.replace("/", " ").split()), names.count("=")) > ATTRIBUTES
    return f"{tag[0].split(maxsplit=1)[0].partition('/')[0]}>" if many else tag[0]
