"""Words of speech in a row, with what is asked of them, and what stands around a stretch of a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.analysis.assertion import lexicon as lex
from reader.analysis.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, REPORTING_VERBS
from reader.analysis.tokens import Token

FrameKind = Literal["denied", "supposed", "asked", "reported", "restricted"]

MARKS = frozenset("“”„«»\"‘’'`")


CONTRACTED = {"m": "am", "re": "are", "ve": "have", "ll": "will"}  # the verbs of "I'm" and the like
PHRASE = 5  # maximum words of a phrase: more have a verb, though it may be in no list


class Word(NamedTuple):
    """A word or sign of a text; "don't" is two, "do" and "not", in one place."""

    lower: str
    start: int
    end: int
    capital: bool = False

    @property
    def begins_subject(self) -> bool:
        return self.capital or self.lower in lex.SUBJECTS or self.lower.partition("'")[0] in lex.SUBJECTS


class Words(tuple[Word, ...]):
    @classmethod
    def of(cls, tokens: Iterable[Token]) -> "Words":
        """Return the words of some tokens, with "not" and the verb of "I'm" as words of their own."""
        found: list[Word] = []
        for token in tokens:
            lower = token.lower.replace("’", "'") if token.text != "US" else "u.s."  # not the pronoun
            subject, _, ending = lower.partition("'")
            verb = "can" if lower in ("cannot", "can't") else "will" if lower == "won't" else lower.removesuffix("n't")
            pair = (verb, "not") if verb and verb != lower else (lower,)
            if ending in CONTRACTED and subject:
                pair = (subject, CONTRACTED[ending])
            found.append(Word(pair[0], token.start, token.end, token.capital))
            found += (Word(each, token.start, token.end) for each in pair[1:])
        return cls(found)

    def part(self, first: int = 0, end: int | None = None) -> "Words":
        return Words(self[first:end])

    @cached_property
    def lowers(self) -> list[str]:
        return [word.lower for word in self]

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.lowers)

    @cached_property
    def text(self) -> str:
        """The words with spaces around each, so that a phrase can be looked for."""
        return f" {' '.join(self.lowers)} "

    @property
    def first(self) -> str:
        return self.lowers[0] if self else ""

    @property
    def last(self) -> str:
        return self.lowers[-1] if self else ""

    @cached_property
    def plain(self) -> "Words":
        """The words without signs."""
        return Words(word for word in self if word.lower[0].isalnum() or word.lower == "'s")

    @cached_property
    def literal(self) -> "Words":
        """The words without idioms that only seem to negate or report something."""
        left = set(without_idioms(self.text).split())
        return Words(word for word in self if word.lower in left)

    def has(self, phrases: Iterable[str]) -> bool:
        return any(f" {phrase} " in self.text for phrase in phrases)

    def opens(self, phrases: Iterable[str]) -> bool:
        return self.text.startswith(tuple(f" {phrase} " for phrase in phrases))

    def ends(self, phrases: Iterable[str]) -> bool:
        return self.text.endswith(tuple(f" {phrase} " for phrase in phrases))

    @cached_property
    def is_negated(self) -> bool:
        return is_negated(self.text)

    def is_verb(self, at: int) -> bool:
        if at >= len(self):
            return False
        lower, before = self[at].lower, self[at - 1].lower if at else ""
        if before in lex.NOMINATIVES:
            return True
        if lower in lex.VERBS or lower.endswith(("'re", "'ll", "'ve", "'m", "'d")):
            return before not in ("the", "a", "an", "our", "their", "my", "his", "her", "your", "its", "of")
        return (lower.removesuffix("'s") if lower != "'s" else before) in lex.SUBJECTS and lower.endswith("'s")

    @cached_property
    def has_verb(self) -> bool:
        return any(self.is_verb(at) for at in range(len(self)))

    @property
    def has_object(self) -> bool:
        """True if a verb that is in no list may stand before its object, or behind its subject: "dogs bark"."""
        small = DETERMINERS | PREPOSITIONS | FUNCTION_WORDS
        pairs = ((one, two) for one, two in pairwise(self.lowers) if one not in small)
        return any(two in DETERMINERS or (one.endswith("s") and two not in small) for one, two in pairs)

    @property
    def acts(self) -> bool:
        """True if the words may be a clause, or at least do something: "raise taxes"."""
        return len(self.plain) > PHRASE or self.plain.has_verb

    @property
    def has_clause(self) -> bool:
        """True if a subject and its verb are among the words."""
        return any(self.is_verb(at) and self[at - 1].begins_subject for at in range(1, len(self)))

    @property
    def is_past(self) -> bool:
        return bool(self.names & lex.PAST) or any(lower.endswith("ed") for lower in self.lowers)

    @property
    def starts_clause(self) -> bool:
        """True if the first word begins a subject, or may, as a verb follows soon: "web updates take"."""
        closed = lex.VERBS | lex.PREDICATES | PREPOSITIONS | FUNCTION_WORDS | lex.NEGATIONS
        bare = self[0].lower.isalpha() and self[0].lower not in closed and not self[0].lower.endswith(("ed", "ing"))
        return self[0].begins_subject or (bare and not lex.VERBS.isdisjoint(self.lowers[1 : lex.SHORT]))

    @property
    def is_report(self) -> bool:
        """True if a verb among them reports speech, and has a subject: "Lee noted"."""
        return len(self) > 1 and not self.names.isdisjoint(REPORTING_VERBS | lex.REPORTING)

    @property
    def has_owner(self) -> bool:
        """True if what they tell of belongs to somebody else: "his excuse", "the other lawyer's case"."""
        return bool(self.names & {"his", "her", "their", "your", "its", "other"}) or any(
            word.lower.endswith("s'")
            or (word.lower == "'s" and at > 0 and self[at - 1].lower not in lex.SUBJECTS | lex.NO_OWNERS | lex.TIMES)
            for at, word in enumerate(self)
        )


@cache
def longest_first(phrases: frozenset[str]) -> list[str]:
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def without(text: str, phrases: frozenset[str]) -> str:
    for phrase in longest_first(phrases):  # not in the order of a set, which is another one in each process
        text = text.replace(f" {phrase} ", " ")
    return text


def without_idioms(text: str) -> str:
    """Return words without those that only seem to negate or report something."""
    text = without(text, lex.IDIOMS)
    return text if lex.NEGATIONS.isdisjoint(text.split()) else without(text, lex.NO_NEGATIONS)


def is_negated(text: str) -> bool:
    """Return whether words negate something, not counting what is no negation: "there is no doubt"."""
    words = without_idioms(text).split()
    agreed = "otherwise" in words and "not otherwise" not in text  # "nobody says otherwise"
    return not (agreed or lex.NEGATIONS.isdisjoint(words))


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Surroundings:
    quoted: Words
    before: Words = NO_WORDS
    """The words of its sentence before it, and after it with the sign at its end."""
    after: Words = NO_WORDS
    previous: Words = NO_WORDS
    """The sentence before, and the one after."""
    following: Words = NO_WORDS
    attributed: bool = False
    """True if the words around are the author's, who tells that somebody says the stretch."""


@dataclass(frozen=True, slots=True)
class Framing:
    kind: FrameKind
    certain: bool
    start: int
    end: int
    """The words that do so, from-to (half open) in the text."""

    @staticmethod
    def surest(framings: Iterable["Framing"]) -> "Framing | None":
        """Return the first that is certain, else the first."""
        return max(framings, key=lambda framing: framing.certain, default=None)


def framing_by(words: Sequence[Word], kind: FrameKind, certain: bool = True) -> Framing:
    return Framing(kind, certain, words[0].start, words[-1].end)


Sign = tuple[object, FrameKind | None, object]
"""Whether a sign holds, what it makes of a stretch then (None: nothing), and whether it does so surely."""


def first_that_holds(signs: Iterable[Sign]) -> tuple[FrameKind | None, bool]:
    """Return what the first sign that holds makes of a stretch, and whether it does so surely; None if none holds."""
    return next(((kind, bool(certain)) for holds, kind, certain in signs if holds), (None, True))


def first_sign(words: Sequence[Word], signs: Iterable[Sign]) -> Framing | None:
    """Return what the first sign that holds of some words makes of the stretch beside them."""
    kind, certain = first_that_holds(signs)
    return framing_by(words, kind, certain) if kind else None
