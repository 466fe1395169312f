"""Find speakers given by punctuation alone: “…” — Ann Lee, and Ann Lee: “…”."""

from reader.analysis.lexicon import REPORTING_VERBS, TITLES
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import QuotedTokens

BULLET = 3
"""Maximum characters before the dash of a list item."""

DASHES = frozenset("-–—―")

BEFORE_NAME = frozenset({"from", "by"})
"""Other words allowed before a name and its colon: "More from Ann Lee: “…”"."""

REACH = 12
"""Maximum tokens of a signature: the dash and the name after a quotation."""


def find_speaker_label(sentences: Sentences, quotation: QuotedTokens) -> Candidate | None:
    """Return the name directly before the colon that opens the quotation, at the start of a passage or after a dash.

    In "He told Ann Lee: “…”" someone else speaks.
    """
    tokenized = sentences.tokenized
    if quotation.first < 2 or tokenized.tokens[quotation.first - 1].text != ":":
        return None
    name = sentences.at(quotation.first - 2)
    if name is None or name.form != "name" or name.last != quotation.first - 2:
        return None
    start = name.first - 1
    while start >= 0 and tokenized.tokens[start].lower in TITLES:
        start -= 1
    opens = start < 0 or tokenized.passage_of[start] != tokenized.passage_of[name.first]
    led = opens or tokenized.tokens[start].text in DASHES or tokenized.tokens[start].lower in BEFORE_NAME
    return name if led else None


def find_signature(sentences: Sentences, quotation: QuotedTokens) -> Candidate | None:
    """Return the name after a dash that ends the quotation's passage, or that begins the next one."""
    tokenized, passage = sentences.tokenized, sentences.tokenized.passages[quotation.passage]
    first = quotation.last + 1
    if first > passage.last:
        if quotation.passage + 1 == len(tokenized.passages):
            return None
        passage = tokenized.passages[quotation.passage + 1]
    if tokenized.tokens[first].text in DASHES:
        name = first + 1
    elif (
        first == passage.first
        and tokenized.text[max(0, passage.span.start - BULLET) : passage.span.start].strip() in DASHES
    ):
        name = first  # the dash is a list item's
    else:
        return None
    if not name <= passage.last <= first + REACH:
        return None
    if any(
        tokenized.quotation_of[at] >= 0 or tokenized.tokens[at].lower in REPORTING_VERBS
        for at in range(first, passage.last + 1)
    ):
        return None
    while name < passage.last and tokenized.tokens[name].lower in TITLES:
        name += 1
    found = sentences.at(name)
    return found if found is not None and found.form == "name" and found.kind == "person" else None
