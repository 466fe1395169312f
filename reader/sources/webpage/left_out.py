"""What of a page is not in its article: how many words of its sentences, and whether that is most of the page."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import chain, islice

from lxml import etree
from trafilatura.xpaths import OVERALL_DISCARD_XPATH, REMOVE_COMMENTS_XPATH, TEASER_DISCARD_XPATH

from reader.document.article import MarkKind
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import HEADINGS, Element, words_of
from reader.sources.html.walker import read_tree
from reader.sources.plain.line_patterns import SENTENCE_WORDS, ends_sentence, is_furniture
from reader.sources.webpage.parse import DIALOGS, count_own_chars

MUCH, LEAST = 0.4, 100
"""How many words of sentences must be left out for each word of the article, and at least, to be told: one page in ten
leaves out so many, most of them comments or the beginnings of other articles."""

FRAME = ("nav", "footer", "aside", "form", "dialog")  # elements of the site that nobody misses
TEXTS = ("html", "body", "main", "article", "span", "code")  # elements that are no boxes, whatever they are named
SECTIONS = ("div", "section")
RUN = 4  # words in a row that two texts share if one repeats the other
LONG, MOST = 12, 0.85  # runs of words in a paragraph that is taken for known if it has this share of them

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")

FEW = 60  # words of an article; in fewer half of a short page may be missing
PART = 0.2  # share of the words of the page's main element, outside lists of links, that its article has at least
NEARLY_NONE = 0.1  # share of the words in sentences outside boxes that an article may miss and be whole
LINKED = 0.3  # share of a block's characters in links from which it is a teaser

GOES_ON, SENTENCES = 200, 0.45
"""Words of sentences from which the page goes on, if the article has no more than this share of them: the first post of
a discussion, the first section of many."""


def is_mere_part(article: Sequence[PendingBlock], page: Sequence[PendingBlock], main: Sequence[PendingBlock]) -> bool:
    """Return whether what was found is hardly any of the page's own text, or of its main element's, boxes and all.

    Below an article its comments may be longer, so this is not asked where the page declares that it is one.
    """
    missing = words_left_out(page, article)
    sentences = word_total(piece for piece in page if is_sentence(piece.text))
    if sentences >= LEAST and missing <= NEARLY_NONE * sentences:
        return False  # the rest are boxes
    is_beginning = missing > GOES_ON and sentences - missing < SENTENCES * sentences
    return is_beginning or word_total(article) < PART * word_total(piece for piece in main if not is_linked(piece))


BOXES = (*OVERALL_DISCARD_XPATH, *TEASER_DISCARD_XPATH, *REMOVE_COMMENTS_XPATH)
"""Elements that trafilatura takes for the site's by their names, if it finds text without them."""

CALLS = re.compile(r"(?i)(?:^|[\s_-])(?:cta|disclaimer|disclosure)s?(?:$|[\s_-])")
"""Names of what asks the reader to buy or to join, and of what says who is paid or not liable."""
SHORT = 120  # words of such an element at most; it may as well be named after what it holds

NEVER_TEXT = re.compile(rf"{DIALOGS.pattern}|footer|comment|elementor")
"""Names of elements that are never the text, however long, and of a program that names all elements as boxes."""
LARGE_PART = 0.4  # share of a page's own characters from which an element is no box, whatever it is named: a layout

PICTURED = etree.XPath(".//*[contains(@class, 'caption') and not(self::table or descendant-or-self::figcaption)]")
"""Elements that describe pictures, of which those that are no captions to HTML repeat the alternative text."""


def read_inside(
    page: Element, base: str, labels: Mapping[str, str] | None = None, *, boxes: bool = True
) -> list[PendingBlock]:
    """Return the blocks of the page, those of its frame as furniture; those of its `boxes` if they are not wanted."""
    page = deepcopy(page)
    apart = [element for element in page.iterdescendants() if _is_frame(element)]
    apart += [] if boxes else (each for find in (*BOXES, PICTURED) for each in find(page) if not _is_text(each))
    apart += [] if boxes else filter(_is_call, page.iter(*SECTIONS, "p"))
    for element in apart:
        element.tag = "nav"
    return read_tree(page, base, labels).pieces


def free_layouts(root: Element) -> None:
    """Take the names of boxes off the elements that hold much of a page: "sidebar-layout", "menu-of-ideas".

    And the ids off sections that are named after their heading ("Cookies"), and the styles off all: what is hidden is
    gone; a variable named "display" hides nothing.
    """
    for each in root.iter():
        each.attrib.pop("style", None)
        if each.tag in SECTIONS and each.get("id") and _is_named_after_heading(each):
            each.attrib.pop("id")
    for parent in {each.getparent() for each in root.iter(*SECTIONS) if _is_comment(each)} - {None}:
        _free_turns(list(parent))
    counts = count_own_chars(root, lambda each: each.tag in (*SECTIONS, "nav"))
    totals: Counter[str] = Counter()
    for element, own in counts.items():
        totals[_named(element)] += own
    least = LARGE_PART * counts[root]
    freed = {named for named, own in totals.items() if own >= least and _names_layout(named)}
    for element, own in counts.items():
        if element.tag == "nav" and own >= least and _is_around(element):
            element.tag = "div"  # its end is missing
        elif _named(element) in freed:
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def _names_layout(named: str) -> bool:
    """Return whether names are those of a box, which may as well be those of a layout."""
    alone = etree.Element("div")
    etree.SubElement(alone, "div", {"class": named})
    return any(find(alone) for find in BOXES[:-1]) and NEVER_TEXT.search(named) is None


def _named(element: Element) -> str:
    """Return the names of an element, without the numbers of those that are named alike."""
    return re.sub(r"\d+", "", f"{element.get('class', '')} {element.get('id', '')}")


def _is_comment(element: Element) -> bool:
    return "comment" in element.get("class", "").split()


def _free_turns(siblings: Sequence[Element]) -> None:
    """Take the names off comments that stand among the paragraphs of a text, or between others: they are its turns.

    Comments on a text stand below it, in an element of their own.
    """
    comments = [at for at, each in enumerate(siblings) if _is_comment(each)]
    texts = [at for at, each in enumerate(siblings) if each.tag in ("p", *SECTIONS) and is_sentence(words_of(each))]
    others = set(texts).difference(comments)
    if any(siblings[at].tag == "p" or comments[0] < at < comments[-1] for at in others):
        for at in comments:
            siblings[at].attrib.pop("class")


def _is_named_after_heading(section: Element) -> bool:
    """Return whether the id of a section ends with the letters of its first heading, as programs make them; a label of
    the site ("Related posts") names a box."""
    heading = next(section.iter(*HEADINGS), None)
    said = "" if heading is None else words_of(heading)
    named, words = (re.sub(r"[\W_]", "", each).casefold() for each in (section.get("id", ""), said))
    return words != "" and named.endswith(words) and not is_furniture(said)


def _is_frame(element: Element) -> bool:
    """Return whether an element is the site's; a form or dialog may be around the whole page."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    is_around = element.tag in ("form", "div") and _is_around(element)
    return not is_around and (element.tag in FRAME or (element.tag == "div" and DIALOGS.search(named) is not None))


def _is_call(element: Element) -> bool:
    return CALLS.search(_named(element)) is not None and len(words_of(element).split()) <= SHORT


def _is_around(element: Element) -> bool:
    """Return whether the text of the page is in an element: Drupal names all of it a dialog; dialogs have headings."""
    inside = ("article", "main") if element.tag == "div" else ("article", "main", "h1")
    return next(element.iter(*inside), None) is not None


def _is_text(element: Element) -> bool:
    """Return whether an element is text whatever it is named: a heading, what is quoted, or folded answers."""
    is_prose = element.tag in HEADINGS or (element.tag == "p" and is_sentence(words_of(element)))
    is_folded = "accordion" in element.get("class", "") and NEVER_TEXT.search(_named(element)) is None
    held = ("blockquote", "table") if "embed" in element.get("class", "") else ("blockquote",)
    return is_prose or is_folded or element.tag in TEXTS or next(element.iter(*held), None) is not None


def word_total(pieces: Iterable[PendingBlock]) -> int:
    return sum(len(folded_words(piece.text)) for piece in pieces if piece.role != "furniture")


def words_left_out(page: Iterable[PendingBlock], article: Iterable[PendingBlock]) -> int:
    """Count the words in sentences of the page that the article does not have."""
    known = KnownText(piece.text for piece in article)
    return word_total(piece for piece in page if is_sentence(piece.text) and piece.text not in known)


class KnownText:
    """The words of a text, to be asked whether a paragraph is in it, in time that grows with both lengths.

    It is if each run of `RUN` words in it is, wherever the paragraphs of the text end.
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        found = [folded_words(paragraph) for paragraph in paragraphs]
        self._whole = set(map(tuple, found))
        self._runs = set(_runs(list(chain.from_iterable(found))))

    def __contains__(self, paragraph: str) -> bool:
        words = folded_words(paragraph)
        return tuple(words) in self._whole if len(words) < RUN else all(run in self._runs for run in _runs(words))

    def is_one(self, paragraph: str) -> bool:
        """Return whether a paragraph is one of the text's."""
        return tuple(folded_words(paragraph)) in self._whole

    def has_most(self, paragraph: str) -> bool:
        """Return whether a paragraph is in the text, or a long one for the most part: it may have a button in it."""
        runs = list(_runs(folded_words(paragraph)))
        is_long = len(runs) >= LONG and sum(run in self._runs for run in runs) >= MOST * len(runs)
        return is_long or (paragraph in self and bool(folded_words(paragraph)))


def folded_words(text: str) -> list[str]:
    """Return the words of `text` in one case; each character of Chinese and Japanese is one."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(words, start, None) for start in range(RUN)), strict=False)


def is_linked(piece: PendingBlock, kind: MarkKind = "link", *, share: float = LINKED) -> bool:
    """Return whether much of a block is in links."""
    linked = sum(mark.span.end - mark.span.start for mark in piece.marks if mark.kind == kind)
    return linked > share * len(piece.text)


def is_sentence(text: str) -> bool:
    """Return whether a text is a sentence, not a heading or a label."""
    return ends_sentence(text) and len(folded_words(text)) > SENTENCE_WORDS
