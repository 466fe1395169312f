"""Why a speaker was chosen, in words: what `w` shows in the screen and `reader analyze --explain` prints."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis import Contender, Quote
from reader.analysis.quotes.weights import BY_NAME, ENOUGH

SMALLEST = 0.05
"""Points that show in one decimal; less says nothing."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was weighed, in words."""

    points: float
    words: str

    def __str__(self) -> str:
        return f"{self.points:+5.1f}  {self.words}"


def list_reasons(contender: Contender) -> list[Reason]:
    """What was weighed for and against a contender, the heaviest first.

    A hint that this version does not know, in an analysis by another, is told by its name.
    """
    found = [
        Reason(hint.points, BY_NAME[hint.weight].words if hint.weight in BY_NAME else hint.weight)
        for hint in contender.hints
        if abs(hint.points) >= SMALLEST
    ]
    return sorted(found, key=lambda reason: -abs(reason.points))


def verdict(quote: Quote) -> str:
    """How sure the speaker is, in a few words."""
    if quote.confidence == 1 and not quote.contenders:
        return "you said so"
    if quote.speaker is None:
        return f"nobody is named: less than {ENOUGH:.0f} point speaks for anyone"
    if not quote.contenders:
        return "not weighed"
    return f"{'uncertain, ' if quote.uncertain else ''}{quote.confidence:.0%} sure"


def explanation_lines(quote: Quote, text: str) -> Iterator[str]:
    """All of it, in lines: the cue, the contenders, what was weighed; `text` is the article's."""
    yield f"{verdict(quote)}{f'; cue “{quote.cue.of(text)}”' if quote.cue else ''}"
    for contender in quote.contenders:
        words = " ".join(contender.span.of(text).split())
        yield f"{contender.name}{f' (“{words}”)' if words != contender.name else ''}: {contender.score:.1f}"
        yield from (f"  {reason}" for reason in list_reasons(contender))
