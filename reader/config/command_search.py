"""What is wanted, in whatever words: which commands fit what somebody types into the palette or the filter of the help.

A command is found by the words it is told in and by the other words that people have for it, each of which may be
begun; small words ("as", "the", "my") count for nothing, and one slip of the finger is forgiven in a longer word. The
trap: what fits the command's own words must come before what fits other words for it, and all before some.
"""

import re
from collections.abc import Iterable

from reader.config.commands import Command

SMALL = frozenset(
    "a all an and as at by for from i in into is it me my of on or so some that the this to what with".split()
)
"""Words that tell nothing of what is wanted, unless nothing else is said."""

WORD = re.compile(r"[^\W_]+")

FORGIVING = 5
"""Letters from which on a word may have a slip in it: shorter ones are too like each other."""

OWN, OTHER, SLIP = 3.0, 2.0, 1.0
"""What it counts that a word is begun by one of the command's own words, by another word for it, or nearly."""

WHOLE_WORD = 0.5
"""And that it is not only begun."""

PHRASE = 2.0
"""And that all words stand together as they are asked for."""

MOST = OWN + WHOLE_WORD + PHRASE + WHOLE_WORD


def ranked(asked: str, commands: Iterable[Command]) -> list[tuple[float, Command]]:
    """The commands that fit all the words that are asked for, the best first, with a score in 0 to 1.

    Where none fits all of them, those that fit some.
    """
    wanted, phrase = words_wanted(asked), " ".join(WORD.findall(asked.casefold()))
    found = [(scores(wanted, command), as_phrase(phrase, command), command) for command in commands]
    whole = [(sum(each) / len(each) + more, command) for each, more, command in found if all(each)]
    some = [(sum(each) / len(each) / 2, command) for each, _, command in found if any(each)]
    best = whole or some
    return sorted(((score / MOST, command) for score, command in best), key=lambda pair: -pair[0])


def words_wanted(asked: str) -> list[str]:
    words = WORD.findall(asked.casefold())
    return [word for word in words if word not in SMALL] or words or [asked.casefold().strip()]


def scores(wanted: list[str], command: Command) -> list[float]:
    """What each wanted word counts."""
    own, other = WORD.findall(command.help.casefold()), WORD.findall(command.synonyms.casefold())
    found: list[float] = []
    for word in wanted:
        score = max(likeness(word, own, OWN), likeness(word, other, OTHER))
        found.append(score or (SLIP if any(nearly(word, known) for known in (*own, *other)) else 0.0))
    return found


def as_phrase(phrase: str, command: Command) -> float:
    """What it counts that the words are told together, if there are several."""
    own, other = (" ".join(WORD.findall(words.casefold())) for words in (command.help, command.synonyms))
    if phrase == own:
        return PHRASE + WHOLE_WORD
    return PHRASE if " " in phrase and (f" {phrase} " in f" {own} " or f" {phrase} " in f" {other} ") else 0.0


def likeness(word: str, known: list[str], worth: float) -> float:
    if word in known:
        return worth + WHOLE_WORD
    return worth if any(each.startswith(word) for each in known) else 0.0


def nearly(word: str, known: str) -> bool:
    """Whether two words differ by one letter too many, missing or other, or by two that changed places."""
    if min(len(word), len(known)) < FORGIVING or abs(len(word) - len(known)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[start:], known[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped == other


def fits(asked: str, words: str) -> bool:
    """Whether all that is asked for stands in `words`: words at least begun, signs as they are."""
    known = WORD.findall(words.casefold())
    return all(
        any(each.startswith(part) for each in known) if WORD.fullmatch(part) else part in words.casefold()
        for part in asked.casefold().split()
    )
