"""Find direct speech by the ways in which a text shows it; who speaks is found by `quotes`.

quotation_marks.py     “so”
transcripts.py         LEE: We were told.     Q: and A:
                       with labels (`layouts`), what tells turns (`hypotheses`) and whom roles stand for (`roles`)
block_quotations.py    a quotation set apart after "Lee wrote:", pull quotes signed by their speaker, and posts
                       @annlee: We were told.     We were told. — Ann Lee (@annlee) June 3, 2026
dialogue_dashes.py     — We were told, he said.
other_languages.py     marks and dashes where the words are not known: „so“, »so«, — Oui, dit-il.

`find_spoken` looks for all of these but the marks; `find_foreign_speech` in a language other than English.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TypeVar

from reader.analysis.speech.block_quotations import find_block_quotations, find_posts
from reader.analysis.speech.dialogue_dashes import find_dashed_dialogue
from reader.analysis.speech.layouts import letter_of
from reader.analysis.speech.other_languages import find_dialogue, find_marked_speech
from reader.analysis.speech.transcripts import Turn, find_turns
from reader.document.article import Article
from reader.text.span import Span

Passage = TypeVar("Passage", Turn, Span)

SUREST_FIRST = (find_turns, find_posts, find_dashed_dialogue, find_block_quotations)
"""The layouts; where two find the same passage, the former is right."""


def find_spoken(article: Article, layouts: Sequence[Callable[[Article], list[Turn]]] = SUREST_FIRST) -> list[Turn]:
    """Return the passages that are speech in text order, without overlaps."""
    return _apart((find(article) for find in layouts), attrgetter("span"))


def find_foreign_speech(article: Article, passages: Sequence[Span]) -> dict[Span, Span | None]:
    """Return the speech of an article in another language, in text order without overlaps, each with the label that
    names the speaker, if there is one; of what two layouts find, the former is right."""
    labels: dict[Span, Span | None] = {}
    label = None
    for turn in find_spoken(article, (find_turns, find_posts, find_block_quotations)):
        label = turn.label or (None if turn.answers else label)
        named = label if label and not letter_of(label.of(article.text)) else None
        labels |= {quotation.span: named for quotation in turn.quotations}
    layers = (list(labels), find_dialogue(article), find_marked_speech(article.text, passages))
    return {span: labels.get(span) for span in _apart(layers, lambda span: span)}


def _apart(layers: Iterable[Sequence[Passage]], span_of: Callable[[Passage], Span]) -> list[Passage]:
    """Return what does not overlap anything of a former layer, in text order."""
    kept: list[Passage] = []
    for found in layers:
        spans: list[Span] = [span_of(each) for each in kept]
        starts, ends = [span.start for span in spans], [0, *(span.end for span in spans)]
        kept += [each for each in found if ends[bisect_left(starts, span_of(each).end)] <= span_of(each).start]
        kept.sort(key=lambda each: span_of(each).start)
    return kept
