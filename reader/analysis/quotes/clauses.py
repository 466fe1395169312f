"""Borders between the clauses of a sentence, as far as its words and signs show them without a parse."""

from collections.abc import Sequence

from reader.analysis.lexicon import read_section
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.tokens import TokenizedArticle

SUBORDINATORS = read_section("grammar", "subordinators")
"""First words of a sentence whose main clause follows a comma: "If Lee agrees, Ray said, …"."""

BEFORE_SUBORDINATORS = read_section("grammar", "before subordinators")
"""Words allowed before them: "But even if Lee agrees, …"."""

RELATIVES = read_section("grammar", "relatives")

COORDINATORS = read_section("grammar", "coordinators")
"""Words after a comma that begin another clause."""

BORDERS = frozenset(";—–")
"""Signs between clauses."""

NEARBY = 2
"""Maximum tokens from the comma to the subject of the main clause: ", then he said"."""


def main_clause_start(tokenized: TokenizedArticle, first: int, candidates: Sequence[Candidate]) -> int:
    """Return the first token of the main clause of the sentence that begins at `first`, judging by its subject."""
    opening = first
    while opening < first + NEARBY and tokenized.tokens[opening].lower in BEFORE_SUBORDINATORS:
        opening += 1
    if tokenized.quotation_of[first] >= 0 or tokenized.tokens[opening].lower not in SUBORDINATORS:
        return first
    for candidate in candidates[1:]:
        before = range(max(first, candidate.first - NEARBY), candidate.first)
        if candidate.is_free and any(tokenized.tokens[at].text == "," for at in before):
            return candidate.first
    return first


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
