"""Parts of a page that trafilatura changes or drops, kept out of its sight: code, captions, formulas, pictures.

Each is replaced by a word that the page does not have, which comes out where it went in if the text around it does;
then the part is put back in its place. Pictures within sentences, which it drops with the words they stand for, are
links meanwhile; one that is a paragraph of its own is left to it.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import chain, count, islice

from lxml import etree

from reader.sources.html.elements import PARENTS, Element, element_name, text_of

PICTURE = "picture:"
"""Before the address of a picture that is a link for the time being."""

SENTENCES = ("p", "li", "dd", "td", "blockquote")
"""Elements that hold sentences."""


def write_pictures(page: Element) -> None:
    """Turn pictures with words beside them into links; one that is in a link becomes its words."""
    for picture in list(page.iter("img")):
        words, address = (picture.get("alt") or "").strip(), (picture.get("src") or "").strip()
        if not words or not _is_in_sentence(picture):
            continue
        linked = any(element_name(around) == "a" for around in islice(picture.iterancestors(), PARENTS))
        picture.text = words
        picture.tag = "a" if address and not linked else "span"
        if picture.tag == "a":
            picture.set("href", f"{PICTURE}{address}")


def _is_in_sentence(picture: Element) -> bool:
    around = islice(picture.iterancestors(), PARENTS)
    sentence = next((each for each in around if element_name(each) in SENTENCES), None)
    return sentence is not None and any(words.strip() for words in sentence.itertext())


def restore_picture(link: Element) -> None:
    """Turn a link by `write_pictures` into a picture again, and leave any other alone."""
    target = link.get("href", "")
    if not target.startswith(PICTURE):
        return
    link.set("alt", text_of(link))
    link.set("src", target.removeprefix(PICTURE))
    del link[:]
    link.tag, link.text = "img", None


INLINE = frozenset(
    "p span a b i em strong li td th h1 h2 h3 h4 h5 h6 dd dt blockquote figcaption sup sub u small".split()
)
"""Elements in whose text a word may stand; elsewhere it needs a paragraph."""


KEPT = ("pre", "code", "var", "figcaption")


class KeptParts:
    """The parts of one page that were taken out."""

    def __init__(self, page: Element) -> None:
        text = text_of(page)
        self._word = next(word for number in count() if (word := f"readerpart{number}q") not in text)
        self._pattern = re.compile(rf"({self._word}\d+z)")
        self._parts: dict[str, Element] = {}
        outermost = [each for each in page.iter(*KEPT) if next(each.iterancestors(*KEPT), None) is None]
        for element in outermost:
            self._take(element)
        for figure in list(page.iter("figure")):
            figure.tag = "div"
            _drop_names(figure)

    def _take(self, element: Element) -> None:
        word = f"{self._word}{len(self._parts)}z"
        above = element.getparent()
        is_inline = element_name(element) in ("code", "var") or (above is not None and element_name(above) in INLINE)
        part = element.makeelement("em" if element_name(element) == "figcaption" else element.tag, dict(element.attrib))
        part.text = element.text
        part.extend(list(element))
        self._parts[word] = part
        written = element.makeelement("span" if is_inline else "p")
        written.text = word
        if element_name(element) == "figcaption":
            _show_around(element)
        element.addprevious(written)
        element.drop_tree()
        if is_inline:
            written.drop_tag()

    def put_back(self, tree: Element) -> None:
        """Put the parts back where their words are in `tree`; a word that stands there again is dropped."""
        waiting = dict(self._parts)
        for element in list(tree.iter()):
            if element.text and self._word in element.text:
                element.text, *rest = self._pattern.split(element.text)
                for at, node in enumerate(_nodes(rest, waiting)):
                    element.insert(at, node)
            if element.tail and self._word in element.tail and (above := element.getparent()) is not None:
                element.tail, *rest = self._pattern.split(element.tail)
                for at, node in enumerate(_nodes(rest, waiting), above.index(element) + 1):
                    above.insert(at, node)


def _show_around(caption: Element) -> None:
    """Drop the names of elements that hold nothing but `caption`."""
    within = caption
    for around in caption.iterancestors():
        if _has_words_beside(within):
            return
        _drop_names(around)
        within = around


def _has_words_beside(element: Element) -> bool:
    """Return whether the element around `element` has other words, looking at the nearest siblings first."""
    above = element.getparent()
    siblings = chain(element.itersiblings(), element.itersiblings(preceding=True))
    words = (text for each in siblings for text in (*each.itertext(), each.tail))
    beside = (above.text if above is not None else None, element.tail)
    return any(text and not text.isspace() for text in chain(beside, words))


def _drop_names(element: Element) -> None:
    """Drop the names by which trafilatura takes captions ("media-caption") for the site's."""
    for name in ("class", "id"):
        element.attrib.pop(name, None)


def _nodes(pieces: list[str], waiting: dict[str, Element]) -> Iterator[Element]:
    """Yield the parts for words, each with the text after it."""
    for word, after in zip(pieces[::2], pieces[1::2], strict=True):
        part = waiting.pop(word, None)
        node = etree.Element("span") if part is None else deepcopy(part)
        node.tail = after
        yield node
