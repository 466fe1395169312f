"""Divide the words of a sentence into clauses, as far as its words and signs show them without a parse.

What a comma sets apart may only add something: when, where, why, to whom (`is_addition`).
"""

from dataclasses import dataclass

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.words import MARKS, NO_WORDS, Word, Words
from reader.analysis.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, is_english

SUBORDINATORS = lex.COMPLEMENTS | lex.CONDITIONS | lex.RESERVATIONS | lex.ADVERBIAL
OPENERS = SUBORDINATORS | lex.COORDINATORS | lex.DASHES | frozenset(",:()")
OWN = lex.FIRST_PERSON | {"my", "our"}

UNMARKED = (lex.BELIEVING | lex.FACTIVE | lex.PROVING | lex.SUPPOSING | lex.WANTING) - {"tell", "tells", "told"}
"""Predicates whose clause may begin without "that" right behind them; behind "told" stands who is told."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a sentence with the word or sign that opens them."""

    opener: str
    words: Words
    start: int
    """The offset of the opener."""


def split_clauses(words: Words) -> list[Clause]:
    """Return the clauses of some words: only the first one, which may have no words, has no opener."""
    clauses = [Clause("", NO_WORDS, words[0].start if words else 0)]
    for at, word in enumerate(words):
        here = clauses[-1]
        after, then, *_ = (*words.lowers[at + 1 : at + 3], "", "")
        if opens_clause(word, after, then, here):
            clauses.append(Clause(word.lower, NO_WORDS, word.start))
        elif begins_unmarked(words, at, here):
            clauses.append(Clause("(that)", Words((word,)), word.start))
        elif word.lower not in MARKS:
            clauses[-1] = Clause(here.opener, Words((*here.words, word)), here.start)
    return clauses


def opens_clause(word: Word, after: str, then: str, here: Clause) -> bool:
    lower, before = word.lower, here.words.last
    if lower not in OPENERS or lower == "only":
        return False
    if lower == "but":
        return before not in ("anything", "nothing", "all", "nowhere", "nobody", "none", "never")
    if lower == "once" and before not in ("", "that") and after and after not in lex.SUBJECTS:
        return False
    given = lower in ("providing", "provided") and before in PREPOSITIONS | lex.INVERTING  # "for providing it"
    dated = lower == "until" and after in lex.TIMES  # "I did not know until Friday that"
    if dated or given or (lower, after) in (("yet", "to"), ("once", "again"), ("once", "more"), ("once", "a")):
        return False
    if lower in lex.COMPLEMENTS | {"so"}:
        if lower == "that" and before in PREPOSITIONS - {"in", "like", "than", "around"}:
            return False  # "every line of that book"
        if not here.words and here.opener not in lex.COMPLEMENTS and after in lex.VERBS | lex.PREDICATES | {"'s"}:
            return False  # "that is wrong"
        return lower != "so" or after not in ("many", "much", "that", "far", "long")
    aside = after in ("i", "we") and (then in lex.PREDICATES or then in lex.INVERTING)  # "as I said", "as I have said"
    return lower != "as" or not (aside or after in ("to", "far", "follows") or after.endswith("ing"))


def begins_unmarked(words: Words, at: int, here: Clause) -> bool:
    """Return whether a clause without "that" begins at a word: "I think | my opponent believes"."""
    other = here.opener == "how" or words.lowers[at + 1 : at + 2] == ["is"]  # "how happy I am", "I can promise you is"
    if other or here.words.last not in UNMARKED or (here.words[-2:-1] and here.words[-2].lower in DETERMINERS):
        return False
    rest = words.part(at + 1)
    return (words[at].lower in lex.SUBJECTS or words[at].capital) and (
        rest.has_verb or not rest.names.isdisjoint(lex.PREDICATES - lex.REPORTS - {"fact", "truth"})
    )


def is_addition(clause: Clause, initial: bool) -> bool:
    """Return whether words that a comma sets apart only add something: when, where, why, to whom, as is known.

    A capital shows a name, but in the `initial` word of a sentence only if that is no English word.
    """
    words, first = clause.words, clause.words.first
    told = clause.opener in lex.ADVERBIAL and (first in lex.FIRST_PERSON or OWN & words.names)
    narrow = first in ("without", "within", "under", "outside", "on") and "basis" not in words.names
    relied = words.names & lex.AUTHORITIES and not narrow
    if told or clause.opener in lex.COORDINATORS or first in lex.COORDINATORS or relied:
        return True
    if clause.opener == "," and first.endswith("ing") and not words.opens(lex.RESERVING_PHRASES):
        return first not in lex.CONDITIONS  # "…, making it a success"
    if (words.literal.names & lex.LIMITING and not words.has_clause) or words.opens(lex.RESERVING_PHRASES):
        return False
    named = words[0].capital and (not (initial and is_english(first)) or all(word.capital for word in words[1:]))
    adds = clause.opener in lex.ADVERBIAL or first.endswith(("ly", "ing")) or first[0].isdigit() or first in lex.ADDING
    return named or adds or words.has_verb


def is_placed(words: Words) -> bool:
    """Return whether a phrase with a preposition says when, or where of the speaker's own or of a name."""
    if words.first not in PREPOSITIONS or len(words) == 1:
        return True
    if (words.has_owner and "your" not in words.names) or lex.THIRD_PERSON & words.names:
        return False
    dated = lex.TIMES & words.names
    if words.first == "to" and (words[1].lower in lex.VERBS or words.part(2, 3).names & DETERMINERS):
        return True  # "to do that, …"
    if words.first in ("for", "to") and not (dated or words.names & (lex.AFFIRMING | lex.FIRST_PERSON | {"us"})):
        return False  # "to my opponent, …"
    if OWN & words.names or words.last in lex.AUTHORITIES or words.part(1, 2).names & lex.NEAR:
        return True
    known = lex.TIMES | lex.ADDING | FUNCTION_WORDS
    if dated and (words.last in lex.TIMES or all(lower in known or lower[0].isdigit() for lower in words.lowers)):
        return True
    somewhere = words.first not in lex.NARROWING and not words.names & (lex.MEDIA | lex.PREDICATES)
    return somewhere or any(word.capital or word.lower[0].isdigit() for word in words[1:])


def is_idle(condition: Words) -> bool:
    """Return whether the words behind "if" are of the kind that turns nothing: "if you look at it"."""
    return condition.first != "you" or len(condition) <= lex.ASIDE or condition[1].lower in lex.LOOKING
