"""What the words beside a pronoun or a name tell: who speaks, who is told, and what a sentence is not about.

Only a few tokens are looked at. They settle nothing alone; `antecedents` weighs them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from reader.analysis.lexicon import SAYING
from reader.analysis.quotes.candidates import Candidate, is_reporting_verb
from reader.analysis.quotes.clauses import main_clause_start, opens_with_clause
from reader.analysis.quotes.cues import BE, Cue
from reader.analysis.tokens import TokenizedArticle

ASKING = {"ask", "asks", "asked"}

TELLING = SAYING - ASKING
"""Verbs of saying after which the same person goes on; who is asked answers."""
TOLD_WITHIN = 4
"""Maximum tokens from "he" to the name of another person in his clause: "he said of Mr. Lee"."""


def find_asides(tokenized: TokenizedArticle, row: list[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence that it is not about, though they may be subjects."""
    tokens, first = tokenized.tokens, _sentence_start(tokenized, row[0].first)
    main = main_clause_start(tokenized, first, row)
    tellers = (one.first for one in row[:0:-1] if one.is_free and tells_of_clause_before(tokenized, one))
    teller = next(tellers, 0)
    subject = next((candidate for candidate in row if candidate.first >= main), None)
    returns = subject is not None and subject.agreement in ("he", "she") and subject.form == "pronoun"  # "…, she said"
    for candidate, following in zip(row, [*row[1:], None], strict=True):
        before = tokens[candidate.first - 1].lower if candidate.first > first else ""
        asked = following is not None and _is_asked(tokenized, candidate, following)
        fronted = candidate.is_free and candidate.first < main and before != "," and not returns
        if fronted or candidate.first < teller or (candidate.form == "phrase" and before in BE) or asked:
            yield candidate


def _is_asked(tokenized: TokenizedArticle, asking: Candidate, asked: Candidate) -> bool:
    """Return whether somebody is asked a question: "Lee asked Ray why", not "Lee asked Ray to go"."""
    asks = tokenized.tokens[asking.last + 1].lower in ASKING and asked.first == asking.last + 2
    return asks and tokenized.lower(asked.last + 1) != "to"


def _sentence_start(tokenized: TokenizedArticle, token: int) -> int:
    return bisect_left(tokenized.sentence_of, tokenized.sentence_of[token])


def told_of(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> int | None:
    """Return the entity that a pronoun is not: one named just after it in its clause, "he told Lee"."""
    last, following = row[position].last, row[position + 1] if position + 1 < len(row) else None
    if following is None or following.form != "name" or following.first - last > TOLD_WITHIN:
        return None
    between = range(last + 1, following.first)
    plain = all(tokenized.tokens[at].text.isalpha() and tokenized.quotation_of[at] < 0 for at in between)
    return following.known if plain else None


def tells_of_clause_before(tokenized: TokenizedArticle, teller: Candidate) -> bool:
    """Return whether a candidate is who said the clause before it: "The plan failed, he said", "Ray “failed,” he said".

    Not "When Lee left, he said".
    """
    if tokenized.lower(teller.last + 1) not in TELLING or teller.first < 2:
        return False
    opening = _sentence_start(tokenized, teller.first)
    return _ends_report(tokenized, teller.first - 1) and not opens_with_clause(tokenized, opening)


def _ends_report(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a clause that was said ends at `token`: in a comma, or in a quotation into which it runs."""
    if tokenized.quotation_of[token] < 0:
        return tokenized.tokens[token].text == ","
    start = tokenized.quotations[tokenized.quotation_of[token]].first
    return not tokenized.opens[start] and tokenized.tokens[start - 1].text.isalpha()


def reports(tokenized: TokenizedArticle, candidate: Candidate) -> bool:
    return is_reporting_verb(tokenized, candidate.last + 1)


def find_speaking(tokenized: TokenizedArticle, cues: Iterable[Cue]) -> Iterator[Candidate]:
    """Yield who speaks in a sentence with these cues, not who asks: "Lee (also) said", "according to Lee"."""
    for cue in cues:
        tells = cue.strength == "according" or tokenized.tokens[cue.token].lower in TELLING
        if tells and cue.subject is not None and cue.subject.form != "pronoun":
            yield cue.subject
