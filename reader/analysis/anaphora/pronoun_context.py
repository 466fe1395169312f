"""What the words beside a pronoun or a name tell: who speaks, who is told, and what a sentence is not about.

Only a few tokens are looked at. They settle nothing alone; `antecedents` weighs them.
"""

from bisect import bisect_left
from collections.abc import Iterator

from reader.analysis.lexicon import PREPOSITIONS, SAYING
from reader.analysis.noun_phrases import after_home
from reader.analysis.quotes.candidates import Candidate, is_reporting_verb
from reader.analysis.quotes.clauses import main_clause_start, opens_with_clause
from reader.analysis.quotes.cues import BE, is_filler
from reader.analysis.tokens import TokenizedArticle

ASKING = {"ask", "asks", "asked"}

TELLING = SAYING - ASKING
"""Verbs of saying after which the same person goes on; who is asked answers."""
ADDED_WITHIN = 14
"""Maximum tokens of an apposition with its commas: "Lee, director of the port of Leith, said"."""
VERB_REACH = 6
"""Maximum tokens between "he" and the words he says: "he said in a tweet:"."""
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
    """Return the entity that a pronoun is not: one named just after it in its clause, or of whom it tells.

    "He told Lee", "he said Lee", "Lee, whom he calls", "Lee, she said, is late".
    """
    pronoun, following = row[position], row[position + 1] if position + 1 < len(row) else None
    whom = pronoun.first > 0 and tokenized.tokens[pronoun.first - 1].lower == "whom"
    if position and (whom or _is_inserted(tokenized, row[position - 1], pronoun)):
        return row[position - 1].known if row[position - 1].form == "name" else None
    if following is None or following.form != "name" or following.first - pronoun.last > TOLD_WITHIN:
        return None
    between = range(pronoun.last + 1, following.first)
    plain = all(tokenized.tokens[at].text.isalpha() and tokenized.quotation_of[at] < 0 for at in between)
    return following.known if plain else None


def _is_inserted(tokenized: TokenizedArticle, before: Candidate, pronoun: Candidate) -> bool:
    """Return whether "she said" is between subject and verb: "Lee, she said, is late", "Lee, she said, “is late”"."""
    end = pronoun.last + 2
    beside = before.is_free and before.last + 2 == pronoun.first and end < len(tokenized.tokens)
    if not beside or not tells_of_clause_before(tokenized, pronoun):
        return False
    return tokenized.tokens[end].text == "," or tokenized.quotation_of[end] >= 0


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


def said_by(tokenized: TokenizedArticle, pronoun: Candidate) -> int:
    """Return the quotation that "he" says, right before or behind it: “…,” he said, “…,” said he, he said: “…”.

    -1 if there is none.
    """
    for at in range(pronoun.first - 1, max(-1, pronoun.first - 1 - VERB_REACH), -1):
        if tokenized.quotation_of[at] >= 0:
            return tokenized.quotation_of[at]
        if tokenized.tokens[at].lower not in SAYING:
            break
    verb = False
    for at in range(pronoun.last + 1, min(pronoun.last + 1 + VERB_REACH, len(tokenized.tokens))):
        if tokenized.quotation_of[at] >= 0:
            return tokenized.quotation_of[at] if verb else -1
        verb = verb or is_reporting_verb(tokenized, at)
    return -1


def teller_before(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return who says what a pronoun begins, by the verb right before it: "Lee left and said (that) he"; or None.

    That is the candidate beside the verb, or else the first subject of the sentence.
    """
    pronoun = row[position].first
    verb = pronoun - 1 - (tokenized.tokens[pronoun - 1].lower == "that")
    if verb < 0 or tokenized.quotation_of[verb] >= 0 or tokenized.tokens[verb].lower not in TELLING:
        return None
    free = [candidate for candidate in row[:position] if candidate.is_free]
    return next((candidate for candidate in free if candidate.last + 1 == verb), free[0] if free else None)


def reports(tokenized: TokenizedArticle, candidate: Candidate) -> bool:
    """Return whether a verb of reporting follows a candidate."""
    return is_reporting_verb(tokenized, candidate.last + 1)


def _apposition_end(tokenized: TokenizedArticle, token: int) -> int:
    """Return the token after an apposition that begins with the comma at `token`; without one, `token`."""
    if token >= len(tokenized.tokens) or tokenized.tokens[token].text != ",":
        return token
    for at in range(token + 2, min(token + ADDED_WITHIN, len(tokenized.tokens) - 1)):
        if tokenized.sentence_of[at] != tokenized.sentence_of[token] or tokenized.quotation_of[at] >= 0:
            break
        if tokenized.tokens[at].text == ",":
            return at + 1
    return token


def has_spoken(tokenized: TokenizedArticle, name: Candidate) -> bool:
    """Return whether words beside a name say that it speaks: "Lee (also) said", “…,” said Lee, "according to Lee".

    Not "Ray, of course, said Lee left".
    """
    tokens, before = tokenized.tokens, name.first - 2
    after = _apposition_end(tokenized, after_home(tokenized, name.last + 1))
    inserted = tokenized.lower(after) == "," and tokenized.lower(name.first - 1) == ","  # "the owner, Ann Lee, said"
    after += inserted
    after += is_filler(tokenized.lower(after))
    if not name.governed and tokenized.lower(after) in TELLING and tokenized.quotation_of[after] < 0:
        return True
    if before < 0:
        return False
    verb, beside = tokens[name.first - 1].lower, tokens[min(name.last + 1, len(tokens) - 1)]
    inverted = tokens[before].text == "," and (not beside.text[0].isalpha() or beside.lower in PREPOSITIONS)
    inverted = inverted or tokenized.quotation_of[before] >= 0
    return (inverted and verb in TELLING) or tokens[before].lower == "according"
