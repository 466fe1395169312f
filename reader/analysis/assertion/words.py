"""Words of speech, the lexicon of what turns them, and the small questions asked of a row of words.

The lists are in `lexicon/frames.txt`, where each says what its words do to the clause that they govern.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reader.analysis.assertion import lexicon as lex
from reader.analysis.lexicon import REPORTING_VERBS
from reader.analysis.tokens import Token

FrameKind = Literal["denied", "supposed", "asked", "reported", "restricted"]

MARKS = frozenset("“”„«»\"‘’'`")

ENDS = frozenset(".!?…")

CONTRACTED = {"m": "am", "re": "are", "ve": "have", "ll": "will"}
"""The verbs of "I'm" and the like."""

PHRASE = 5
"""Maximum words of a phrase: more have a verb, though it may be in no list."""

ASIDE = 4
"""Maximum words that may stand between a negation or reservation and the end of what was left out around them."""

SHORT = 9
"""Maximum words of a sentence that only takes back the one before it, or introduces the next."""


class Word(NamedTuple):
    """A word or sign of a text; "don't" is two, "do" and "not", in one place."""

    lower: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a stretch of a text."""

    quoted: Sequence[Word]
    before: Sequence[Word] = ()
    """The words of its sentence before it, and after it with the sign at its end."""
    after: Sequence[Word] = ()
    previous: Sequence[Word] = ()
    """The sentence before, and the one after."""
    following: Sequence[Word] = ()
    attributed: bool = False
    """True if the words around are the author's, who tells that somebody says the stretch."""


@dataclass(frozen=True, slots=True)
class Framing:
    """What the surroundings make of a clause."""

    kind: FrameKind
    certain: bool
    start: int
    end: int
    """The words that do so, from-to (half open) in the text."""


def read_words(tokens: Sequence[Token]) -> Iterator[Word]:
    """Yield the words of some tokens, with "not" and the verb of "I'm" as words of their own."""
    for token in tokens:
        lower = token.lower.replace("’", "'")
        subject, _, ending = lower.partition("'")
        if ending in CONTRACTED and subject:
            yield Word(subject, token.start, token.end, token.capital)
            yield Word(CONTRACTED[ending], token.start, token.end)
            continue
        verb = "can" if lower in ("cannot", "can't") else "will" if lower == "won't" else lower.removesuffix("n't")
        if verb != lower and verb:
            yield Word(verb, token.start, token.end, token.capital)
            yield Word("not", token.start, token.end)
        else:
            yield Word(lower, token.start, token.end, token.capital)


def lowers_of(words: Sequence[Word]) -> list[str]:
    return [word.lower for word in words]


def text_of(words: Sequence[Word]) -> str:
    """Return words with spaces around each, so that a phrase can be looked for."""
    return f" {' '.join(word.lower for word in words)} "


def has_phrase(text: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def opens_with(text: str, phrases: frozenset[str]) -> bool:
    return any(text.startswith(f" {phrase} ") for phrase in phrases)


def without(text: str, phrases: frozenset[str]) -> str:
    for phrase in phrases:
        text = text.replace(f" {phrase} ", " ")
    return text


def without_idioms(text: str) -> str:
    """Return words without those that only seem to negate or report something."""
    text = without(text, lex.IDIOMS)
    return text if lex.NEGATIONS.isdisjoint(text.split()) else without(text, lex.NO_NEGATIONS)


def is_negated(text: str) -> bool:
    """Return whether words negate something, not counting what is no negation: "there is no doubt"."""
    return not lex.NEGATIONS.isdisjoint(without_idioms(text).split())


def plain(words: Sequence[Word]) -> list[Word]:
    """Return words without signs."""
    return [word for word in words if word.lower[0].isalnum() or word.lower == "'s"]


def is_verb(words: Sequence[Word], at: int) -> bool:
    lower, before = words[at].lower, words[at - 1].lower if at else ""
    if before in lex.NOMINATIVES:
        return True
    if lower in lex.VERBS or lower in ("'re", "'ll", "'ve", "'m") or lower.endswith(("'re", "'ll", "'ve", "'m", "'d")):
        return before not in ("the", "a", "an", "our", "their", "my", "his", "her", "your", "its", "of")
    return (lower.removesuffix("'s") if lower != "'s" else before) in lex.SUBJECTS and lower.endswith("'s")


def has_verb(words: Sequence[Word]) -> bool:
    """Return whether words may be a clause, or at least do something: "raise taxes"."""
    own = plain(words)
    return len(own) > PHRASE or any(is_verb(own, at) for at in range(len(own)))


def has_clause(words: Sequence[Word]) -> bool:
    """Return whether words have a subject with its verb."""
    return any(is_verb(words, at) and begins_subject(words[at - 1]) for at in range(1, len(words)))


def begins_subject(word: Word) -> bool:
    return word.capital or word.lower in lex.SUBJECTS or word.lower.partition("'")[0] in lex.SUBJECTS


def is_report(words: Sequence[Word]) -> bool:
    """Return whether a clause has a verb that reports speech, with a subject: "Lee noted"."""
    return len(words) > 1 and any(word.lower in REPORTING_VERBS | lex.REPORTING for word in words)
