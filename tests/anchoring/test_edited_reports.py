"""What becomes of notes on real reports that are edited as newspapers do: a golden file to read.

Of each note the state, the words that it was on, and those that it is on now or may be on.
"""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.anchoring import Placement, describe, place
from reader.text.span import Span
from tests.anchoring.parallels import FILLER, revisions
from tests.fixtures.golden import check_golden
from tests.quality.evaluate import read

REPORTS = Path(__file__).parents[1] / "quality" / "gold" / "wikinews.jsonl"

LONGEST = 2600
"""Characters of a report: some are long, and more of the same shows nothing more."""

NOTES = 12
"""Notes on a report."""

Edit = Callable[[list[str], random.Random], list[str]]


def cut(sentences: list[str], chance: random.Random) -> list[str]:
    """Leave out every fourth sentence."""
    return [sentence for sentence in sentences if chance.random() > 0.25]


def inserted(sentences: list[str], chance: random.Random) -> list[str]:
    """Put new sentences between the old ones."""
    return [part for sentence in sentences for part in (sentence, *chance.sample(FILLER, chance.random() < 0.3))]


def reworded(sentences: list[str], chance: random.Random) -> list[str]:
    """Change, leave out or add a word in each sentence, two in a long one."""
    return [reword(sentence, chance) for sentence in sentences]


def reword(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    for _ in range(1 + len(words) // 15):
        at = chance.randrange(len(words))
        words[at : at + 1] = chance.choice(
            [["nearly"], [], [words[at], "indeed"], [words[at][::-1]], [words[at] + "s"]]
        )
    return " ".join(words)


def moved(sentences: list[str], chance: random.Random) -> list[str]:
    """Tell a third of the report at another place, and one sentence twice."""
    first = chance.randrange(len(sentences) // 2)
    part = sentences[first : first + len(sentences) // 3]
    rest = sentences[:first] + sentences[first + len(part) :]
    at = chance.randrange(len(rest))
    return [*rest[:at], *part, *rest[at:], chance.choice(sentences)]


def rewritten(sentences: list[str], chance: random.Random) -> list[str]:
    """All of these."""
    return moved(inserted(reworded(cut(sentences, chance), chance), chance), chance)


def passages(text: str, chance: random.Random) -> Iterator[Span]:
    """Yield passages to note: a few words, half a sentence, or more than one."""
    words = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
    for number in range(NOTES):
        first = chance.randrange(len(words) - 30)
        yield Span(words[first].start, words[first + (1, 4, 10, 25)[number % 4] - 1].end)


def line(text: str, span: Span, new: str, placement: Placement) -> str:
    there = placement.span or placement.guess
    words = [" ".join(at.of(of).split()) if at else "" for at, of in ((span, text), (there, new))]
    shown = [part if len(part) <= 44 else f"{part[:20]} … {part[-20:]}" for part in words]
    return f"{placement.state}: {shown[0]} → {'=' if words[0] == words[1] else shown[1]}"


@pytest.mark.parametrize("edit", [cut, inserted, reworded, moved, rewritten], ids=lambda edit: edit.__name__)
def test_notes_on_edited_reports_are_where_they_were_read(edit: Edit) -> None:
    parts = []
    for number, report in enumerate(read(REPORTS)[::2]):
        chance = random.Random(number)
        text = report["text"][:LONGEST]
        sentences = re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])", text)
        new = " ".join(edit(sentences, chance))
        spans = list(passages(text, chance))
        anchors = [describe(text, span) for span in spans]
        for how, placed in (("with", place(anchors, new, text)), ("without", place(anchors, new))):
            found = (line(text, span, new, each) for span, each in zip(spans, placed, strict=True))
            parts.append(f"== {report['id']} {how} the old text\n" + "\n".join(found))
    check_golden(f"notes/{edit.__name__}.txt", "\n\n".join(parts) + "\n")


def test_notes_on_repetitive_texts_are_where_they_were_read() -> None:
    parts = []
    for revision in revisions(1):
        anchors = [describe(revision.old, passage.span) for passage in revision.passages]
        placed = zip(revision.passages, place(anchors, revision.new, revision.old), strict=True)
        found = (line(revision.old, passage.span, revision.new, each) for passage, each in placed)
        parts.append(f"== {revision.name}\n" + "\n".join(found))
    check_golden("notes/repetitive.txt", "\n\n".join(parts) + "\n")
