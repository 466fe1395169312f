"""The sentences of an article as lists of words with labels, for corpora in CoNLL's way: one word a line.

Labels are in the IOB2 scheme: `B-PER` begins a name, `I-PER` goes on with it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reader.analysis.tokens import TOKEN
from reader.document.segments import sentences, shown_blocks
from reader.export.export_data import ExportData
from reader.text.span import Span

KIND_LABELS = {"person": "PER", "organisation": "ORG", "place": "LOC", "other": "MISC"}
"""Of the CoNLL-2003 shared task."""


def sentence_values(exported: ExportData) -> list[list[dict[str, Any]]]:
    """Return the words of each sentence, with the labels of names and of the user's tags, and who says them."""
    article, analysis = exported.article, exported.analysis
    found = [span for block in shown_blocks(article) for span in sentences(article, block)]
    divided = [
        [Span(*each.span()) for each in TOKEN.finditer(article.text, sentence.start, sentence.end)]
        for sentence in found
    ]
    words = [word for sentence in divided for word in sentence]
    names = [(span, KIND_LABELS[entity.kind]) for entity in analysis.entities for span in entity.mentions]
    tags = [(note.span, tag) for note in exported.notes if note.span for tag in note.tags]
    speakers = [(quote.span, quote.speaker.name) for quote in analysis.quotes if quote.speaker]
    values = iter(
        {
            "text": word.of(article.text),
            "start": word.start,
            "end": word.end,
            "name": next(iter(iob_labels(name)), "O"),
            "tags": iob_labels(tagged),
            "speaker": next((label for label, _ in said), ""),
        }
        for word, name, tagged, said in zip(
            words, *(labels_of(words, each) for each in (names, tags, speakers)), strict=True
        )
    )
    return [[next(values) for _ in sentence] for sentence in divided]


def labels_of(words: Sequence[Span], marks: Iterable[tuple[Span, str]]) -> Iterator[list[tuple[str, bool]]]:
    """Yield for each word the labels of the marks on it, each with whether the mark begins there."""
    waiting = deque(sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end)))
    current: list[tuple[Span, str]] = []
    for word in words:
        begun = [mark for mark in current if mark[0].end > word.start]
        fresh = []
        while waiting and waiting[0][0].start < word.end:
            mark = waiting.popleft()
            if mark[0].end > word.start:
                fresh.append(mark)
        yield [(label, False) for _, label in begun] + [(label, True) for _, label in fresh]
        current = begun + fresh


def iob_labels(labels: Iterable[tuple[str, bool]]) -> list[str]:
    return [f"{'B' if begins else 'I'}-{label}" for label, begins in labels]
