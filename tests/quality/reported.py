"""Score indirect speech: the content of the attributions of a gold set that hold no quotation marks.

Recall is that of attributions with a source, a plain cue and a few words; everything found counts for precision, and is
right if it is the content of any attribution.
"""

from collections.abc import Iterator

from tests.quality.scores import HALF, Document, Range, Score, likeness

PLAIN = frozenset(
    "according acknowledge acknowledged add added adds admitted announce announced argue argued argues ask asked asks "
    "claim claimed claims declared denied explain explained insist insisted insists note noted notes predict predicted "
    "promised reported said say saying says stated suggest suggested suggests tell tells told vowed warn warned "
    "warns".split()
)
"""Words of a cue that reports speech, not thought or deed."""

SHORTEST = 4
"""Minimum words of what is reported."""

MARKS = ('"', "“", "”", "''")


class Reported(Score):
    """Clauses of indirect speech that are found, and that are right."""

    def __init__(self) -> None:
        self._recalled = self._gold = self._right = self._found = 0

    def add(self, document: Document, answer: Document) -> None:
        text = document["text"]
        contents = [(each, _whole(each["content"])) for each in document["attributions"] if each["content"]]
        found = [(quote["start"], quote["end"]) for quote in answer["indirect"]]
        for attribution, content in contents:
            if _is_plain(text, attribution, content):
                self._gold += 1
                self._recalled += any(likeness(content, other) >= HALF for other in found)
        self._found += len(found)
        self._right += sum(any(likeness(other, content) >= HALF for _, content in contents) for other in found)

    def lines(self) -> Iterator[str]:
        recall, precision = self._recalled / max(1, self._gold), self._right / max(1, self._found)
        counts = f"(plain cues {self._gold}, found {self._found})"
        yield f"indirect speech                P {100 * precision:5.1f}  R {100 * recall:5.1f}   {counts}"


def _whole(spans: list[list[int]]) -> Range:
    return spans[0][0], spans[-1][1]


def _is_plain(text: str, attribution: Document, content: Range) -> bool:
    """Return whether an attribution without quotation marks names its source and has a plain cue."""
    words = text[content[0] : content[1]]
    cue = {word for start, end in attribution["cue"] for word in text[start:end].lower().split()}
    quoted = any(mark in words for mark in MARKS)
    return bool(attribution["source"]) and not quoted and len(words.split()) >= SHORTEST and not PLAIN.isdisjoint(cue)
