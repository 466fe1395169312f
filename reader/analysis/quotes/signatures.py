"""Find speakers given by punctuation alone: “…” — Ann Lee, and Ann Lee: “…”."""

from dataclasses import replace

from reader.analysis.lexicon import PEOPLE_NOUNS, PREPOSITIONS, REPORTING_VERBS, TITLES, read_section
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import CLOSING, QuotedTokens, TokenizedArticle, TokenizedPassage

BULLET = 3  # maximum characters before the dash of a list item

DASHES = frozenset({"-", "–", "—", "―", "--"})
DASHES_OF_ITEMS = "-–—―"

ROLES = TITLES | PEOPLE_NOUNS | read_section("grammar", "within roles")

ROLE_REACH = 8
"""Maximum tokens of a title or role before a name and its colon: "Former secretary of state Ann Lee: “…”"."""

OCCASIONS = PREPOSITIONS | set(",(") | {"after", "following", "who"}  # what may follow the name in a signature

REACH = 14  # maximum tokens of a signature: a dash, the name, and a role, or the handle and the date of a post
CONTINUED = 12  # maximum paragraphs of a quotation that are searched for its signature


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
    first = tokenized.passages[tokenized.passage_of[name.first]].first
    while start >= max(first, name.first - ROLE_REACH) and tokenized.tokens[start].lower in ROLES:
        start -= 1
    return name if start < first or tokenized.tokens[start].text in DASHES else None


def find_signature(sentences: Sentences, index: int) -> Candidate | None:
    """Return the name after a dash that ends the passage of a quotation, or that begins the next one.

    Without a dash the next passage must be a name with a role, "Ann Lee, head of the port". The signature of a
    quotation that is continued stands after its last paragraph.
    """
    tokenized = sentences.tokenized
    for quotation in tokenized.quotations[index : index + CONTINUED]:
        if quotation.closed:
            return _signature_after(sentences, quotation)
        if (name := _signature_within(sentences, quotation)) is not None:
            return name
    return None


def _signature_within(sentences: Sentences, quotation: QuotedTokens) -> Candidate | None:
    """Return the name in the next line, after which the mark closes: “We won. ↵ Ann Lee, head of the port.”"""
    tokenized = sentences.tokenized
    if quotation.passage + 1 == len(tokenized.passages) or not _is_alone(tokenized, quotation):
        return None
    passage = tokenized.passages[quotation.passage + 1]
    if tokenized.tokens[passage.last].text not in CLOSING:
        return None
    last = passage.last
    while last > passage.first and not tokenized.tokens[last].text[0].isalnum():
        last -= 1
    return _name_with_role(sentences, replace(passage, last=last))


def _signature_after(sentences: Sentences, quotation: QuotedTokens) -> Candidate | None:
    tokenized, passage = sentences.tokenized, sentences.tokenized.passages[quotation.passage]
    first = quotation.last + 1
    below = first > passage.last
    bare = not below and quotation.first == passage.first and tokenized.tokens[first].text not in DASHES
    if below:
        if quotation.passage + 1 == len(tokenized.passages):
            return None
        passage = tokenized.passages[quotation.passage + 1]
    if tokenized.tokens[first].text in DASHES:
        if below and (told := _name_with_occasion(sentences, first + 1, passage.last, quotation)) is not None:
            return told
        name = first + 1
    elif bare:
        name = first  # “We won.” Gov. Ann Lee
    elif below and tokenized.text[max(0, passage.span.start - BULLET) : passage.span.start].strip() in DASHES_OF_ITEMS:
        name = first  # the dash is a list item's
    elif below and _is_alone(tokenized, quotation):
        return _name_with_role(sentences, passage)
    else:
        return None
    if not name <= passage.last <= first + REACH or _is_told(tokenized, first, passage.last):
        return None
    while name < passage.last and tokenized.tokens[name].lower in ROLES:
        name += 1
    found = sentences.at(name)
    if found is None or found.form != "name" or (bare and found.last < passage.last):
        return None
    behind = [each.text for each in tokenized.tokens[found.last + 1 : found.last + 3]]
    return found if found.kind == "person" or (found.kind != "place" and behind == ["(", "@"]) else None


def _name_with_occasion(sentences: Sentences, first: int, last: int, quotation: QuotedTokens) -> Candidate | None:
    """Return the first person behind the dash below a paragraph of quotation: "— Canada's Ann Lee, on her win"."""
    tokenized = sentences.tokenized
    near = (sentences.at(at) for at in range(first, min(first + ROLE_REACH, last) + 1))
    found = next((each for each in near if each and each.form == "name" and each.kind == "person"), None)
    if found is None or not _is_alone(tokenized, quotation) or _is_told(tokenized, first, min(found.last + 1, last)):
        return None
    behind = tokenized.tokens[found.last + 1].lower if found.last < last else ","
    return found if behind in OCCASIONS else None


def _is_told(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether a quotation or a reporting verb stands among the tokens `first` to `last`.

    A participle is none: "— Ann Lee, speaking in Leith".
    """
    words = [token.lower for token in tokenized.tokens[first : last + 1]]
    reported = any(word in REPORTING_VERBS and not word.endswith("ing") for word in words)
    return reported or max(tokenized.quotation_of[first : last + 1]) >= 0


def _is_alone(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    passage = tokenized.passages[quotation.passage]
    return quotation.first == passage.first and quotation.last >= passage.last


def _name_with_role(sentences: Sentences, passage: TokenizedPassage) -> Candidate | None:
    """Return the person of a passage that is only a name and a role: "Ann Lee, head of the port"."""
    tokenized = sentences.tokenized
    if passage.heading or passage.last - passage.first > REACH or _is_told(tokenized, passage.first, passage.last):
        return None
    name = sentences.at(passage.first)
    if name is None or not name.is_named_person or name.last >= passage.last:
        return None
    between, end = tokenized.tokens[name.last + 1], tokenized.tokens[passage.last]
    return name if between.text in "," and end.text[0].isalnum() else None
