"""Explain in words why a speaker was chosen, for `w` on the screen and `reader analyze --explain`."""

from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis import Contender, Quote
from reader.analysis.quotes.weights import BY_NAME, ENOUGH

SMALLEST = 0.05
"""The smallest number of points that shows with one decimal."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: its points and a description."""

    points: float
    words: str

    def __str__(self) -> str:
        return f"{self.points:+5.1f}  {self.words}"


def list_reasons(contender: Contender) -> list[Reason]:
    """List the evidence for and against a contender, heaviest first.

    A hint that this version does not know, from another version's analysis, is shown by its name.
    """
    found = [
        Reason(hint.points, BY_NAME[hint.weight].words if hint.weight in BY_NAME else hint.weight)
        for hint in contender.hints
        if abs(hint.points) >= SMALLEST
    ]
    return sorted(found, key=lambda reason: -abs(reason.points))


def verdict(quote: Quote) -> str:
    """Describe the confidence in the speaker in a few words."""
    if quote.confidence == 1 and not quote.contenders:
        return "set by you"
    if quote.speaker is None:
        return f"No speaker named: no candidate scored {ENOUGH:.0f} or more"
    if not quote.contenders:
        return "no evidence recorded"
    return f"{'Low confidence' if quote.uncertain else 'Confidence'} ({100 * quote.confidence:.0f} of 100)"


def explanation_lines(quote: Quote, text: str) -> Iterator[str]:
    """Yield the explanation in lines: confidence and cue, then each contender with its evidence."""
    yield f"{verdict(quote)}{f' — reported by “{quote.cue.of(text)}”' if quote.cue else ''}"
    for contender in quote.contenders:
        words = " ".join(contender.span.of(text).split())
        yield f"{contender.name}{f' (“{words}”)' if words != contender.name else ''}: {contender.score:.1f}"
        yield from (f"  {reason}" for reason in list_reasons(contender))
