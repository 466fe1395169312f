"""Divide the words of a sentence into clauses, as far as its words and signs show them without a parse."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.words import MARKS, Word, is_verb, plain
from reader.analysis.lexicon import DETERMINERS

COMPLEMENTS = frozenset(("that", "(that)", "how", "why", "what", "who", "which", "where"))
"""Openers of a clause that the clause before it governs; "(that)" stands for one that is not written."""

COORDINATORS = frozenset(("and", "or", "but", "yet", "so"))

ADVERBIAL = frozenset("because since when while although though as before after than once".split())
"""Openers of clauses that say when or why."""

DASHES = frozenset(("—", "–", "--", "-"))

OPENERS = COMPLEMENTS | lex.CONDITIONS | lex.RESERVATIONS | COORDINATORS | ADVERBIAL | DASHES | frozenset(",:()")

UNMARKED = (lex.BELIEVING | lex.FACTIVE | lex.PROVING | lex.SUPPOSING | lex.WANTING) - {
    "tell",
    "tells",
    "told",
}
"""Predicates whose clause may begin without "that"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a sentence with the word or sign that opens them."""

    opener: str
    words: tuple[Word, ...]
    start: int
    """The offset of the opener."""

    @property
    def has_predicate(self) -> bool:
        words = plain(self.words)
        return any(word.lower in lex.PREDICATES | lex.AFFIRMING or is_verb(words, at) for at, word in enumerate(words))


def split_clauses(words: Sequence[Word]) -> list[Clause]:
    clauses = [Clause("", (), words[0].start if words else 0)]
    for at, word in enumerate(words):
        here = clauses[-1]
        if opens_clause(word, words[at + 1] if at + 1 < len(words) else None, here):
            clauses.append(Clause(word.lower, (), word.start))
        elif begins_unmarked(words, at, here):
            clauses.append(Clause("(that)", (word,), word.start))
        elif word.lower not in MARKS:
            clauses[-1] = replace(here, words=(*here.words, word))
    return clauses


def opens_clause(word: Word, following: Word | None, here: Clause) -> bool:
    before = here.words[-1].lower if here.words else ""
    after = following.lower if following else ""
    if word.lower not in OPENERS or word.lower == "only":
        return False
    if word.lower == "but":
        return before not in ("anything", "nothing", "all")
    if word.lower == "once" and before not in ("", "that"):
        return False
    if (word.lower, after) in (("yet", "to"), ("once", "again"), ("once", "more"), ("once", "a")):
        return False
    if word.lower in ("that", "what", "who", "which", "how", "why", "where", "so"):
        if not here.words and here.opener not in COMPLEMENTS and after in lex.VERBS | lex.PREDICATES | {"'s"}:
            return False  # "that is wrong"
        return word.lower != "so" or after not in ("many", "much", "that", "far", "long")
    return word.lower != "as" or after not in ("to", "far", "i", "we")


def begins_unmarked(words: Sequence[Word], at: int, here: Clause) -> bool:
    """Return whether a clause without "that" begins at a word: "I think | my opponent believes"."""
    if not here.words or here.words[-1].lower not in UNMARKED or (here.words[-2:-1] and is_noun(here.words[-2:])):
        return False
    rest = words[at + 1 :]
    return (words[at].lower in lex.SUBJECTS or words[at].capital) and any(
        is_verb(rest, number) or word.lower in lex.PREDICATES for number, word in enumerate(rest)
    )


def is_noun(words: Sequence[Word]) -> bool:
    """Return whether the last of two words is a noun, and no verb: "the reason"."""
    return words[0].lower in DETERMINERS
