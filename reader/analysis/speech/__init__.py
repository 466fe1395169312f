"""Find direct speech by the ways in which a text shows it; who speaks is found by `quotes`.

quotation_marks.py     “so”
transcripts.py         LEE: We were told.     Q: and A:
                       with how labels are written (`layouts`) and whom roles stand for (`roles`)
block_quotations.py    a quotation set apart after "Lee wrote:", pull quotes signed by their speaker, and posts
                       @annlee: We were told.     We were told. — Ann Lee (@annlee) June 3, 2026
dialogue_dashes.py     — We were told, he said.
other_languages.py     marks and dashes where the words are not known: „so“, »so«, — Oui, dit-il.

`find_spoken` looks for all of these but the marks; `find_foreign_speech` in a language other than English.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from reader.analysis.speech.block_quotations import find_block_quotations, find_posts
from reader.analysis.speech.dialogue_dashes import find_dashed_dialogue
from reader.analysis.speech.layouts import letter_of
from reader.analysis.speech.other_languages import find_dialogue, find_marked_speech
from reader.analysis.speech.transcripts import Turn, find_turns
from reader.document.article import Article
from reader.text.span import Span

SUREST_FIRST = (find_turns, find_posts, find_dashed_dialogue, find_block_quotations)
"""The layouts; where two find the same passage, the former is right."""


def find_spoken(article: Article, layouts: Sequence[Callable[[Article], list[Turn]]] = SUREST_FIRST) -> list[Turn]:
    """Return the passages that are speech in text order, without overlaps."""
    kept: list[Turn] = []
    for find in layouts:
        starts = [turn.span.start for turn in kept]
        ends = [0, *(turn.span.end for turn in kept)]
        kept += [turn for turn in find(article) if ends[bisect_left(starts, turn.span.end)] <= turn.span.start]
        kept.sort(key=lambda turn: turn.span.start)
    return kept


def find_foreign_speech(article: Article, passages: Sequence[Span]) -> dict[Span, Span | None]:
    """Return the speech of an article in another language, in text order without overlaps, each with the label that
    names the speaker, if there is one; of what two layouts find, the former is right."""
    kept: dict[Span, Span | None] = {}
    label = None
    for turn in find_spoken(article, (find_turns, find_posts, find_block_quotations)):
        label = turn.label or (None if turn.answers else label)
        named = label if label and not letter_of(label.of(article.text)) else None
        kept |= {quotation.span: named for quotation in turn.quotations}
    for found in (find_dialogue(article), find_marked_speech(article.text, passages)):
        ends = [0, *(span.end for span in kept)]
        starts = [span.start for span in kept]
        kept |= {span: None for span in found if ends[bisect_left(starts, span.end)] <= span.start}
        kept = dict(sorted(kept.items()))
    return kept
