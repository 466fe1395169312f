"""What of a page is not in its article: how many words of its sentences, and whether a second opinion has them."""

from collections.abc import Iterable, Sequence
from copy import deepcopy

from reader.sources.builder import PendingBlock
from reader.sources.html.elements import Element
from reader.sources.html.walker import read_tree
from reader.sources.plain.line_patterns import SENTENCE_WORDS, ends_sentence, fold_line
from reader.sources.webpage.parse import DIALOGS

MORE, SHARED = 1.8, 0.85
"""How many times the words of the article a second opinion must have, and the share of the article's it must have too:
then the article breaks off."""


MUCH, LEAST = 0.4, 100
"""How many words of sentences must be left out for each word of the article, and at least, to be told: one page in ten
leaves out so many, most of them comments or the beginnings of other articles."""

FRAME = ("nav", "footer", "aside", "form", "dialog")
"""Elements of the site that nobody misses."""


HOPELESS = 30
"""How many times its words an article leaves out that is none, but some box of the page."""


def describe_left_out(words: int, article: Sequence[PendingBlock]) -> str:
    """Return how much was left out if so many words were; "" if that is not much."""
    return f"{words:,} words of the page" if words >= LEAST and words > MUCH * word_total(article) else ""


def count_left_out(page: Element, article: Sequence[PendingBlock]) -> int:
    """Return how many words the sentences of `page` have that the article does not have."""
    page = deepcopy(page)
    for element in list(page.iterdescendants()):
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in FRAME or (element.tag == "div" and DIALOGS.search(named)):
            element.drop_tree()
    return words_left_out(read_tree(page).pieces, article)


def word_total(pieces: Iterable[PendingBlock]) -> int:
    return sum(len(piece.text.split()) for piece in pieces if not piece.furniture)


def breaks_off(article: Sequence[PendingBlock], other: Sequence[PendingBlock]) -> bool:
    """Return whether the article is only a part of what another opinion found."""
    if word_total(other) < MORE * word_total(article):
        return False
    missing = words_left_out(article, other, sentences=False)
    return word_total(article) - missing >= SHARED * word_total(article)


def words_left_out(page: Iterable[PendingBlock], article: Iterable[PendingBlock], *, sentences: bool = True) -> int:
    """Count the words in blocks of the page that the article does not have; with `sentences`, in sentences only."""
    text = "".join(fold_line(piece.text) for piece in article)
    return sum(
        len(piece.text.split())
        for piece in page
        if not piece.furniture and (not sentences or _is_prose(piece.text)) and fold_line(piece.text) not in text
    )


def _is_prose(text: str) -> bool:
    return ends_sentence(text) and len(text.split(maxsplit=SENTENCE_WORDS)) > SENTENCE_WORDS
