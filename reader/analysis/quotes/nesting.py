"""Weigh the cues of a sentence against each other: which of two reported verbs is the outer one, and at second hand.

In "Cruz said that Rubio thinks “…”" and “…,” Rubio said, according to Cruz, the outermost source speaks.
"""

from collections.abc import Iterator, Sequence

from reader.analysis.lexicon import TITLES, VERBS_BEFORE_CLAUSES, read_section
from reader.analysis.noun_phrases import DETERMINERS
from reader.analysis.quotes import weights
from reader.analysis.quotes.candidates import CLAUSE_OPENERS
from reader.analysis.quotes.clauses import clause_start, opens_with_clause
from reader.analysis.quotes.cues import Cue, Sentence
from reader.analysis.quotes.weights import Weight
from reader.analysis.tokens import QuotedTokens, TokenizedArticle

REPORTS = read_section("grammar", "before a report")

ASIDE_REACH = 6
"""Maximum tokens between a subject and its verb that are set apart: ", the mayor of Leith often says,"."""

COMMAS = frozenset(",—–-")
"""Signs before "according to" that set it apart."""


def find_nesting(
    tokenized: TokenizedArticle, sentence: Sentence, quotation: QuotedTokens, cues: Sequence[Cue], position: int
) -> Iterator[Weight]:
    """Yield what the other cues before the quotation tell of the one at `position`, which also precedes it."""
    cue = cues[position]
    if cue.strength == "according":
        if cue.token == sentence.first:
            yield weights.OPENS_ACCORDING
        return
    if _is_aside(tokenized, sentence, cue):
        yield weights.ASIDE
    nearer = [other for other in cues[position + 1 :] if other.token < quotation.first]
    former = cues[position - 1] if position else None
    inner = former is not None and _reports_clause(tokenized, sentence, former, cue)
    if inner:
        yield weights.INNER
    start = cue.token if cue.subject is None else min(cue.token, max(sentence.first, cue.subject.first))
    if nearer and tokenized.quotation_of[max(sentence.first, start - 1)] >= 0:
        yield weights.ANSWERED
    if not nearer and not inner and _is_opened(tokenized, quotation):
        yield weights.THAT_QUOTED
    if cue.token < sentence.main and opens_with_clause(tokenized, sentence.first):
        yield weights.SAME_CLAUSE if quotation.last < sentence.main else weights.OTHER_CLAUSE


def _is_opened(tokenized: TokenizedArticle, quotation: QuotedTokens) -> bool:
    """Return whether a colon or "that" stands before the quotation: said that “…, said that the “…."""
    before = tokenized.tokens[max(0, quotation.first - 2) : quotation.first]
    if before and before[-1].lower in DETERMINERS and before[-1].lower != "that":
        before.pop()
    return bool(before) and before[-1].lower in ("that", ":")


def _is_aside(tokenized: TokenizedArticle, sentence: Sentence, cue: Cue) -> bool:
    """Return whether commas set a verb and its subject apart from what is reported: "After that, Lee said, many …"."""
    subject = cue.subject
    if cue.strength != "say" or cue.passive or subject is None or subject.agreement == "who":
        return False
    first, last = min(subject.first, cue.token), max(subject.last, cue.token)
    while first > sentence.first and tokenized.tokens[first - 1].lower in TITLES:
        first -= 1
    if last - first > ASIDE_REACH or first == sentence.first or last == sentence.last:
        return False
    return tokenized.tokens[first - 1].text == tokenized.tokens[last + 1].text == ","


def reports_another(tokenized: TokenizedArticle, quotation: QuotedTokens, cues: Sequence[Cue], position: int) -> bool:
    """Return whether "according to" follows the quotation and another's verb: “…,” Lee said, according to Ray."""
    at = cues[position].token
    others = [cue for cue in cues[:position] if cue.strength == "say" and cue.subject is not None]
    between = range(quotation.last + 1, at)
    return (
        bool(others)
        and tokenized.tokens[at - 1].text in COMMAS
        and all(tokenized.quotation_of[token] < 0 for token in between)
    )


def _reports_clause(tokenized: TokenizedArticle, sentence: Sentence, outer: Cue, inner: Cue) -> bool:
    """Return whether the clause of the cue `inner` is what `outer` reports: "Cruz said Rubio thinks"."""
    if outer.inverted or outer.subject is None or inner.subject is None:
        return False
    if tokenized.tokens[outer.token].lower not in VERBS_BEFORE_CLAUSES:
        return False
    if outer.subject is inner.subject or not outer.token < inner.subject.first < inner.token:
        return False
    opener = tokenized.tokens[inner.subject.first - 1].lower
    between = tokenized.tokens[outer.token : inner.subject.first]
    if opener == "," and not any(token.lower in REPORTS for token in between):
        return False  # "when Cruz said so, Rubio thought"
    return opener not in CLAUSE_OPENERS and clause_start(tokenized, sentence.first, inner.subject.first) <= outer.token
