"""Borders between the clauses of a sentence, as far as its words and signs show them without a parse."""

from collections.abc import Sequence

from reader.analysis.lexicon import PREPOSITIONS, RELATIVE_WORDS, is_english, read_section
from reader.analysis.noun_phrases import may_be_adjective
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.tokens import TokenizedArticle

SUBORDINATORS = read_section("grammar", "subordinators")
BEFORE_SUBORDINATORS = read_section("grammar", "before subordinators")
RELATIVES = frozenset({"who", "which"})
COORDINATORS = read_section("grammar", "coordinators")

WITHIN_PHRASES = SUBORDINATORS | RELATIVE_WORDS
"""Words after which a phrase at the start of a sentence has a subject of its own: "In the hours after Lee left, …"."""

BORDERS = frozenset(";—–")  # signs between clauses
NEARBY = 2  # maximum tokens from the comma to the subject of the main clause: ", then he said"


def main_clause_start(tokenized: TokenizedArticle, first: int, candidates: Sequence[Candidate]) -> int:
    """Return the first token of the main clause of the sentence that begins at `first`, judging by its subject."""
    opening, tokens = _opening(tokenized, first), tokenized.tokens
    subordinate = opening in SUBORDINATORS
    participle = opening.endswith(("ed", "ing")) and is_english(opening)  # "Gathered in Leith on Monday, Lee said"
    if tokenized.quotation_of[first] >= 0 or not (subordinate or participle or opening in PREPOSITIONS):
        return first
    for position, candidate in enumerate(candidates):
        if not candidate.is_free:
            continue
        start, named = candidate.first, candidate.form == "name"
        while start > first and named and (tokens[start - 1].capital or may_be_adjective(tokens[start - 1])):
            start -= 1  # "When Ray left, White House press secretary Ann Lee said"
        before = range(max(first, start - NEARBY), start)
        if (position or not subordinate) and any(tokenized.tokens[at].text == "," for at in before):
            return candidate.first
        before_it = tokenized.tokens[first : candidate.first]
        if not (subordinate or participle) and not any(token.lower in WITHIN_PHRASES for token in before_it):
            return first  # "On Monday Lee told Ray, who asked why, …"
    return first


def opens_with_clause(tokenized: TokenizedArticle, first: int) -> bool:
    """Return whether the sentence that begins at `first` opens with a clause: "If Lee agrees, …"."""
    return _opening(tokenized, first) in SUBORDINATORS


def _opening(tokenized: TokenizedArticle, first: int) -> str:
    """Return the word that opens a sentence, after "and" or "but", in lower case."""
    opening = first
    while opening < first + NEARBY and tokenized.tokens[opening].lower in BEFORE_SUBORDINATORS:
        opening += 1
    return tokenized.tokens[opening].lower


def clause_start(tokenized: TokenizedArticle, first: int, token: int) -> int:
    """Return the first token of the clause that `token` continues, in the sentence that begins at `first`."""
    comma = False
    for at in range(token - 1, first, -1):
        here = tokenized.tokens[at]
        if here.lower in RELATIVES and not comma:
            return at
        comma = comma or here.text == ","
        if tokenized.quotation_of[at] >= 0 or here.text in BORDERS:
            return at + 1
        if here.text == "," and tokenized.tokens[at + 1].lower in COORDINATORS:
            return at + 2
    return first
