"""Search for commands by plain words, for the palette, and filter the lines of the help.

A command is found by the words of its help and by its synonyms, each of which may be a prefix; small words ("as",
"the", "my") do not count, and one slip of the finger is forgiven in a longer word. Pitfall: what matches a command's
own words must come before what matches synonyms of another, and full matches before partial ones.
"""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from reader.config.commands import Command

SMALL = frozenset(
    "a all an and as at by for from i in into is it me my of on or so some that the this to what with".split()
)
"""Words that are ignored, unless there are no others."""

WORD = re.compile(r"[^\W_]+")

FORGIVING = 5  # the shortest word that may have a slip in it: shorter ones are too like each other

OWN, OTHER, SLIP = 3.0, 2.0, 1.0
"""The score of a prefix of one of the command's own words, of a synonym, and of a near miss."""

WHOLE_WORD = 0.5  # more for a whole word
PHRASE = 2.0  # more for all words together, as they were typed
FIRST = 0.25  # more for the first of the command's own words

MOST = OWN + WHOLE_WORD + FIRST + PHRASE + WHOLE_WORD


def rank_commands(asked: str, commands: Iterable[Command]) -> list[tuple[float, Command]]:
    """Return the commands that match all words, else some, the best first, each with a score from 0 to 1."""
    words = WORD.findall(asked.casefold())
    wanted = [word for word in words if word not in SMALL] or words or [asked.casefold().strip()]
    phrase = " ".join(words)
    found = [(score_words(wanted, command), score_phrase(phrase, command), command) for command in commands]
    whole = [(sum(each) / len(each) + more, command) for each, more, command in found if all(each)]
    some = [(sum(each) / len(each) / 2, command) for each, _, command in found if any(each)]
    return sorted(((score / MOST, command) for score, command in whole or some), key=lambda pair: -pair[0])


def score_words(wanted: list[str], command: Command) -> list[float]:
    own, other = WORD.findall(command.help.casefold()), WORD.findall(command.synonyms.casefold())
    found: list[float] = []
    for word in wanted:
        score = max(score_word(word, own, OWN), score_word(word, other, OTHER))
        score += FIRST if score and own[:1] and own[0].startswith(word) else 0.0
        found.append(score or (SLIP if any(is_near_miss(word, known) for known in (*own, *other)) else 0.0))
    return found


def score_phrase(phrase: str, command: Command) -> float:
    own, other = (" ".join(WORD.findall(words.casefold())) for words in (command.help, command.synonyms))
    if phrase == own:
        return PHRASE + WHOLE_WORD
    return PHRASE if " " in phrase and (f" {phrase} " in f" {own} " or f" {phrase} " in f" {other} ") else 0.0


def score_word(word: str, known: list[str], worth: float) -> float:
    if word in known:
        return worth + WHOLE_WORD
    return worth if any(each.startswith(word) for each in known) else 0.0


def is_near_miss(word: str, known: str) -> bool:
    """Return whether two words differ by one letter (added, missing or changed) or by two that changed places."""
    return min(len(word), len(known)) >= FORGIVING and OSA.distance(word, known, score_cutoff=1) <= 1


def matches_words(asked: str, words: str) -> bool:
    """Return whether `words` has all words of `asked`, at least as prefixes, and its other characters as they are."""
    known = WORD.findall(words.casefold())
    return all(
        any(each.startswith(part) for each in known) if WORD.fullmatch(part) else part in words.casefold()
        for part in asked.casefold().split()
    )
