"""How much of an article a page has: the whole, its beginning, or something else than an article.

A page that stands before an article (consent, a log-in, "not found") is short and talks about itself: about cookies and
a choice, a password, an address that leads nowhere. The beginning of an article ends in the middle, or with an offer to
read on. Pitfall: articles are written about cookies and passwords, and have boxes with offers, so only short texts are
judged by their words, and an offer counts only where the text breaks off or the page says that it is not free.
"""

import re
from collections.abc import Sequence

from reader.document.article import Completeness
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import Element
from reader.sources.webpage.left_out import is_sentence, word_total
from reader.text.word_lists import read_patterns

SHORT, TITLED = 60, 250  # words of a text that is not an article if its words say so, and of one if its heading does
EXCERPT = 600  # words of a beginning that a site shows; a longer text that ends well is believed to be whole

ENDING, OFFER_WORDS, SENTENCE = 4, 40, 6
"""Last blocks that may be offers, words of an offer, and words of a paragraph that breaks off: fewer are a label."""


LOG_IN = "the page asks to log in, and has no article"

PATTERNS = read_patterns("sources/lexicon/pages")
ABOUT_ITSELF = {
    "consent": "the page asks for consent, and has no article",
    "log in": LOG_IN,
    "nothing": "the page says that there is nothing at its address",
    "program": "the page needs a browser that runs its program, and has no article without",
    "robot": "the page asks whether you are a program, and has no article",
}
"""Pages that are no articles, by the patterns for what they are about and what they say of it (`consent says`): a short
text has both."""

BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\])’”\"»]?$")
ENDS = re.compile(r"[.!?:;。！？؟।…*)\]’”\"»“]\W*$")


def judge_completeness(
    pieces: Sequence[PendingBlock], page: Sequence[PendingBlock], title: str, *, is_free: bool, stub: str
) -> tuple[Completeness, str]:
    """Return how much of an article `pieces` are, and why that is not the whole; "" if it is.

    `page` is all that is shown; `is_free` is false if the page declares that it is not; `stub` is why a short page is
    none, if more than its words tell that.
    """
    text = [piece for piece in pieces if piece.role != "furniture"]
    body = [piece for piece in text if piece.kind != "heading"]
    offers: list[PendingBlock] = []
    while body and _is_offer(body[-1]):
        offers.append(body.pop())
    count = word_total(text)
    if stub and count <= SHORT:
        return "not_an_article", stub
    if count <= TITLED:
        beside = offers if count <= SHORT and any(is_sentence(piece.text) for piece in body) else []
        said = [piece for piece in text if piece not in beside][: None if count <= SHORT else 1]
        words = " ".join([title, *(piece.text for piece in said)])
        for about, reason in ABOUT_ITSELF.items():
            if PATTERNS[about].search(words) and PATTERNS[f"{about} says"].search(words):
                return "not_an_article", reason
    if not body:
        return "whole", ""
    after = [piece for piece in page if piece.role != "furniture"]
    at = next((at for at in reversed(range(len(after))) if after[at].text == body[-1].text), len(after))
    offers += filter(_is_offer, after[at + 1 : at + 1 + ENDING])
    why = _why_beginning(body[-1], offers, is_short=count <= EXCERPT, is_free=is_free)
    return ("beginning", f"only the beginning {why}") if why else ("whole", "")


def _why_beginning(last: PendingBlock, offers: Sequence[PendingBlock], *, is_short: bool, is_free: bool) -> str:
    """Return why there is more after the `last` paragraph, to judge by it and the `offers` that follow; "" if not."""
    is_prose = len(last.text.split()) >= SENTENCE and last.kind == "paragraph"
    linked = any(mark.kind == "link" and mark.span.end == len(last.text) for mark in last.marks)
    ends = not is_prose or linked or ENDS.search(last.text) is not None
    if is_short and is_prose and BREAKS_OFF.search(last.text):
        return "is here: the text ends in the middle"
    is_reserved = any(PATTERNS["reserved"].search(piece.text) for piece in offers)
    is_offered = is_reserved or (is_short and bool(offers))  # below a long text it may be a newsletter
    if not is_free and (is_offered or not ends or is_short):
        return "may be here: the site says that the article is not free"
    if is_offered and not ends:
        return "is here: the text ends in the middle, and the site offers the rest"
    return "is here: the site keeps the rest for its readers" if is_short and is_reserved else ""


def _is_offer(piece: PendingBlock) -> bool:
    short = len(piece.text.split()) <= OFFER_WORDS
    return short and any(PATTERNS[name].search(piece.text) for name in ("offer", "reserved"))


def declares_free(root: Element) -> bool:
    """Return whether the structured data of a page does not say that its article must be paid for."""
    scripts = (script.text or "" for script in root.iter("script") if "ld+json" in script.get("type", ""))
    return not any(re.search(r'(?i)"isAccessibleForFree"\s*:\s*"?(?:false|no)\b', script) for script in scripts)
