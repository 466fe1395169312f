"""Telling the analysis something: what may be told, and what it is told by.

Functions that a session and the commands stand on; what corrections then do is in `reader.annotations.corrections`.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.analysis.queries import find_entity, fold_name, quote_at
from reader.annotations.corrections import (
    Attribute,
    Change,
    Correction,
    Names,
    Rename,
    active_corrections,
    apply_corrections,
    describe_change,
    names_of,
    new_correction,
)
from reader.annotations.revisions import time_after
from reader.errors import NoteError
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from reader.analysis import Analysis, Entity, Quote
    from reader.document.article import Article
    from reader.text.span import Span

NEVER = "0001-01-01T00:00:00.000000Z"

LONGEST = 200
"""Characters of a name: more is a sentence, put there by mistake."""


def make_corrections(
    changes: Iterable[Change], known: Iterable[Correction], analysis: "Analysis", article: "Article", article_id: str
) -> list[Correction]:
    """A correction for each of `changes`, to take effect after those that are `known`; `analysis` is uncorrected.

    Raises NoteError on one that would change nothing.
    """
    made = list(known)
    newest = max((correction.updated for correction in made), default=NEVER)
    fresh = []
    before = apply_corrections(analysis, made, article)
    for change in changes:
        correction = new_correction(article_id, article.sha256, clean_change(change), time_after(newest))
        newest = correction.created
        made.append(correction)
        then = apply_corrections(analysis, made, article)
        if then == before:
            raise NoteError(f"nothing to correct: {describe_change(correction.change)}, as it is already")
        before = then
        fresh.append(correction)
    return fresh


def clean_change(change: Change) -> Change:
    """`change` with the words that were typed made fit to be a name. Raises NoteError on words that cannot be one."""
    if isinstance(change, Rename):
        return replace(change, name=clean_name(change.name))
    if isinstance(change, Attribute):
        return replace(change, speaker=tuple(map(clean_name, change.speaker)))
    return change


def clean_name(words: str) -> str:
    """Words on one line, harmless. Raises NoteError where they are no name."""
    name = " ".join(clean_line(words).split())
    if not fold_name(name):
        raise NoteError("the name is empty")
    if len(name) > LONGEST:
        raise NoteError(f"a name may have {LONGEST} characters, this one has {len(name)}")
    return name


def require_entity(analysis: "Analysis", words: str) -> "Entity":
    """The entity that `words` name. Raises NoteError, with what is like it."""
    if (found := find_entity(analysis, words)) is not None:
        return found
    from difflib import get_close_matches

    names = {fold_name(name): entity.name for entity in analysis.entities for name in names_of(entity)}
    like = dict.fromkeys(names[name] for name in get_close_matches(fold_name(words), names, 3))
    hint = f"did you mean {' or '.join(like)}?" if like else "`reader analyze` lists the names"
    raise NoteError(f"the article names nobody and nothing “{clean_line(words)}”; {hint}")


def require_quote(analysis: "Analysis", span: "Span") -> "Quote":
    """The quote at a passage. Raises NoteError."""
    if (found := quote_at(analysis, span)) is None:
        raise NoteError("these words are no quote, or several; `reader analyze --indirect` lists the quotes")
    return found


def speaker_names(analysis: "Analysis", words: str) -> Names:
    """Whom `words` name: an entity by all its names, else the words themselves."""
    found = find_entity(analysis, words)
    return names_of(found) if found else (words,)


def require_correction(corrections: Iterable[Correction], correction_id: str) -> Correction:
    """The correction with this id, if it still holds. Raises NoteError."""
    for correction in active_corrections(corrections):
        if correction.id == correction_id:
            return correction
    raise NoteError(f"this article has no correction {clean_line(correction_id)}; --list shows them with their ids")
