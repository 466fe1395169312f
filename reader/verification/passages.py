"""Find the places that have the words of a quotation: verbatim, or only shortened and explained.

The words of a verbatim quotation are in a row in the text, or in a speech that the text interrupts. The stretches of
an adapted one are in order in one paragraph or one speech, with nothing between them but what an ellipsis leaves out
and brackets explain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reader.verification.pattern import Joint, Pattern
from reader.verification.source_text import Run, SourceText

EXPLAINED = 12
"""Maximum words that brackets replace: "[the company]" stands for a pronoun or a phrase, not for a sentence."""

BRANCHES = 64
"""Maximum occurrences of a stretch that are tried; more has only a word as common as "the"."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a run that a quotation consists of: from-to for each stretch, half open."""

    run: Run
    stretches: tuple[tuple[int, int], ...]

    @property
    def first(self) -> int:
        """The number in the text of the first word."""
        return self.run.numbers[self.stretches[0][0]]


def runs_of(source: SourceText) -> Iterator[Run]:
    """Yield the runs in which a quotation may be: the text, then the speeches that it interrupts."""
    yield source.whole
    yield from source.speeches


def find_verbatim(pattern: Pattern, source: SourceText) -> list[Match]:
    """Return the places of all words of the quotation in a row."""
    letters = pattern.words.stream
    found = [Match(source.whole, (place,)) for place in source.whole.words.find(letters)]
    if not found and letters and source.vocabulary.issuperset(pattern.words.keys):
        found = [Match(run, (place,)) for run in source.speeches for place in run.words.find(letters)]
    return found


def find_adapted(pattern: Pattern, source: SourceText) -> list[Match]:
    """Return the places of the stretches of the quotation, in order and as its ellipses and brackets allow."""
    if not pattern.joints:
        return []
    # ellipses and brackets at either end stand for words outside the passage
    filled = [number for number, stretch in enumerate(pattern.stretches) if stretch]
    streams = [pattern.stream(pattern.stretches[number]) for number in filled]
    joints = [pattern.joints[a:b] for a, b in pairwise(filled)]
    if not streams or not all(stream in source.words.stream for stream in streams):
        return []
    found = []
    for run in runs_of(source):
        places = [list(run.words.find(stream)) for stream in streams]
        if all(places):
            found += [Match(run, chain) for start in places[0] if (chain := follow(start, places, joints, run, source))]
    return found


def follow(
    start: tuple[int, int],
    places: list[list[tuple[int, int]]],
    joints: list[tuple[Joint, ...]],
    run: Run,
    source: SourceText,
) -> tuple[tuple[int, int], ...] | None:
    """Return the occurrences of all stretches from the occurrence `start` of the first one, each the next possible."""
    chain = [start]
    for candidates, between in zip(places[1:], joints, strict=True):
        after = [place for place in candidates if place[0] >= chain[-1][1]][:BRANCHES]
        place = next((place for place in after if allows(between, chain[-1][1], place[0], run, source)), None)
        if place is None:
            return None
        chain.append(place)
    return tuple(chain)


def allows(joints: tuple[Joint, ...], begin: int, end: int, run: Run, source: SourceText) -> bool:
    """Return whether `joints` may stand for the words `begin` to `end` (half open) of a run."""
    if any(joint.kind == "ellipsis" for joint in joints):
        return not run.whole or source.block_of(run.numbers[begin - 1]) == source.block_of(run.numbers[end])
    completing = [joint for joint in joints if joint.completes]
    if completing and len(joints) == 1:
        return end == begin + 1 and completing[0].fits(run.words.keys[begin])
    return end - begin <= EXPLAINED
