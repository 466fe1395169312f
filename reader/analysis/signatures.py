"""Names that only punctuation puts beside a quotation: “…” — Ann Lee, and Ann Lee: “…”."""

from reader.analysis.candidates import Candidate
from reader.analysis.lexicon import SAY, TITLES
from reader.analysis.page import Quoted
from reader.analysis.sentences import Sentences

DASHES = frozenset("-–—―")

BEFORE_NAME = frozenset({"from", "by"})
"""What else may stand before a name and its colon: "More from Ann Lee: “…”"."""

REACH = 12
"""Tokens of what stands behind a quotation with the dash and the name of who signs it, at most."""


def named_before(sentences: Sentences, quotation: Quoted) -> Candidate | None:
    """Who is named directly before the colon that opens the words, at the start of a passage or behind a dash.

    In "He told Ann Lee: “…”" somebody else speaks.
    """
    page = sentences.page
    if quotation.first < 2 or page.tokens[quotation.first - 1].text != ":":
        return None
    name = sentences.at(quotation.first - 2)
    if name is None or name.form != "name" or name.last != quotation.first - 2:
        return None
    start = name.first - 1
    while start >= 0 and page.tokens[start].lower in TITLES:
        start -= 1
    opens = start < 0 or page.passage_of[start] != page.passage_of[name.first]
    led = opens or page.tokens[start].text in DASHES or page.tokens[start].lower in BEFORE_NAME
    return name if led else None


def signer(sentences: Sentences, quotation: Quoted) -> Candidate | None:
    """Who is named behind a dash that ends the quotation's passage, or that begins the next one."""
    page, passage = sentences.page, sentences.page.passages[quotation.passage]
    first, last = quotation.last + 1, passage.last
    if first > last:
        if quotation.passage + 1 == len(page.passages):
            return None
        last = page.passages[quotation.passage + 1].last
    if not first < last <= first + REACH or page.tokens[first].text not in DASHES:
        return None
    if any(page.quotation_of[token] >= 0 or page.tokens[token].lower in SAY for token in range(first, last + 1)):
        return None
    name = first + 1
    while name < last and page.tokens[name].lower in TITLES:
        name += 1
    found = sentences.at(name)
    return found if found is not None and found.form == "name" and found.kind == "person" else None
