"""Weigh the words around a stretch, and what the readers of this room make of them, by points.

The points are logarithms of odds that the stretch is not asserted. They know words that are in no list, and how far
each reader can be trusted; so they settle what a reader leaves open, and doubt what it is too sure of. Nothing that no
reader has found is certain.

Source: a logistic regression over sentences whose reading is known, by `tests/tools/fit_framings.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import is_addition, split_clauses
from reader.analysis.assertion.words import MARKS, NO_WORDS, FrameKind, Framing, Surroundings, Words, framing_by
from reader.analysis.lexicon import read_sections

POINTS = {
    f"{place}: {name}": float(points)
    for place, entries in read_sections("framings").items()
    for name, _, points in (entry.rpartition(" = ") for entry in entries)
}

CERTAIN = 0.4
"""Points from which a framing is certain: of fair clauses in print that look framed eight in a hundred have as many,
of the quotations of drafts fewer than one."""

POSSIBLE = -1.7
"""Points from which a stretch may be framed: of fair clauses in print that look framed one in eight has as many, and is
not certain."""

POSSIBLE_BESIDE = -0.9
"""The same where no reader has found anything, and nothing stands around it in its sentence: what was left out within
it, or a sentence beside it, mostly says something else."""

POSSIBLE_OF_PHRASE = 0.0
"""The same for a phrase: most that are printed name something, whatever is said of it."""

DEEPEST = 2  # clauses before a stretch, or behind it, from which on their distance does not matter

KINDS: tuple[tuple[FrameKind, frozenset[str]], ...] = (
    ("asked", frozenset("?") | lex.ASKING),
    ("supposed", lex.CONDITIONS | lex.SUPPOSING | lex.PERHAPS | lex.CONDITIONAL_VERBS),
    ("denied", lex.NEGATIONS | lex.DENYING),
    ("reported", lex.REPORTS | lex.REPORTING),
)
"""What words make of a stretch of which no reader knows it; "restricted" without any of them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers make of a stretch, and the signs around it: none if it is not to be judged."""

    framing: Framing | None
    signs: frozenset[str] = frozenset()
    around: Sequence[Words] = ()
    """The words before and after it, the sentences before and after, or what was left out."""
    settled: bool = False
    """True if a construction tells it that needs no weighing."""
    limited: bool = False
    """True if something may limit it, which is told however few points there are."""


@cache
def names_of(word: str) -> tuple[str, ...]:
    """Return a word and the lists that have it, in capitals."""
    return (word, *(key for key, words in lex.LISTS.items() if word in words and key not in ("SUBJECTS", "VERBS")))


def signs_in(place: str, words: Words, mood: str = "") -> Iterator[str]:
    """Yield the words at a place and the lists that have them, these also with the mood of their clause."""
    for lower in words.lowers:
        if lower[0].isalnum() or lower in ("'s", "?"):
            names = names_of(lower)
            yield from (f"{place}: {name}" for name in names)
            yield from (f"{place}: {mood} {name}" for name in names[1:] if mood)


def mood_of(words: Words, asked: bool) -> str:
    """Return whether a clause is negated, the speaker's own, conditional or asked."""
    moods = (
        ("not", words.literal.is_negated),
        ("I", not words.names.isdisjoint(("i", "we"))),
        ("would", not words.names.isdisjoint(lex.CONDITIONAL_VERBS)),
        ("?", asked),
    )
    return " ".join(name for name, holds in moods if holds)


def signs_around(around: Surroundings) -> Iterator[str]:
    """Yield the words of its sentence around a stretch by their place: in which clause from it."""
    before, after = (
        Words(word for word in words if word.lower not in MARKS) for words in (around.before, around.after)
    )
    before = NO_WORDS if lex.INTERJECTIONS.issuperset(before.plain.lowers) else before  # "No, | …"
    for side, clauses in (("before", split_clauses(before)[::-1]), ("after", split_clauses(after))):
        for distance, clause in enumerate(each for each in clauses if each.words.plain):
            place = f"{side} {min(distance, DEEPEST)}"
            yield from signs_in(place, clause.words, mood_of(clause.words, side == "before" and "?" in after.names))
            yield f"{place}: ({clause.opener.replace(',', 'comma')})"
            if is_addition(clause, initial=not clause.opener):
                yield f"{place}: (addition)"
    beside = (("previous", around.previous, before), ("following", around.following, after))
    for side, sentence, own in beside:
        if not own.plain and (len(sentence.plain) <= lex.SHORT or sentence.plain.part(0, 4).names & lex.POINTING):
            yield from signs_in(side, sentence, mood_of(sentence, False))


def reading_of(found: Mapping[str, Framing], signs: Iterable[str], around: Sequence[Words]) -> Reading:
    """Return a reading by what each reader found, and the signs in the words around."""
    weighed = frozenset((*signs, *signs_found(found)))
    return Reading(Framing.surest(found.values()), weighed, around, "settled" in found, "limit" in found)


def signs_found(found: Mapping[str, Framing]) -> Iterator[str]:
    """Yield what each reader found, and the surest of all."""
    best = Framing.surest(found.values())
    if best is None:
        return
    for name, each in {**found, "all": best}.items():
        yield f"{name}: {each.kind} {'surely' if each.certain else 'perhaps'}"


def weigh(readings: Iterable[Reading]) -> Framing | None:
    """Return what frames a stretch, or several of one quotation, if the signs around them have enough points."""
    read = [each for each in readings if each.signs]
    if not read:
        return None
    signs = {"all: base", *(sign for each in read for sign in each.signs)}
    found = [each.framing for each in read if each.framing is not None]
    if any(each.settled for each in read):
        return Framing.surest(found)
    points = round(fsum(POINTS.get(sign, 0) for sign in signs), 1)  # the same in whatever order
    around = found or any(sign.startswith(("before", "after")) for sign in signs)
    least = POSSIBLE_OF_PHRASE if "all: phrase" in signs else POSSIBLE if around else POSSIBLE_BESIDE
    if points < least and not any(each.limited for each in read):
        return None
    best = Framing.surest(sorted(found, key=lambda each: each.kind != "denied"))  # rather what denies it than an "if"
    return Framing(best.kind, points >= CERTAIN, best.start, best.end) if best else unread(read)


def unread(readings: Sequence[Reading]) -> Framing | None:
    """Return a framing by the longest words around the stretches, where no reader tells of any."""
    words = max((words for each in readings for words in each.around if words.plain), key=len, default=NO_WORDS)
    kinds: list[FrameKind] = [kind for kind, names in KINDS if names & words.names]
    return framing_by(words, kinds[0] if kinds else "restricted", certain=False) if words else None
