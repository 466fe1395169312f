"""Make corrections: check and clean what the user typed, and find the entity or quote that it refers to.

Used by the session and the commands; `reader.annotations.corrections` applies corrections.
"""

from collections.abc import Iterable
from dataclasses import replace

from reader.analysis import Analysis, Entity, Quote
from reader.analysis.queries import find_entity, fold_name, quote_at
from reader.anchoring import describe, place
from reader.annotations import corrections
from reader.annotations.corrected_analysis import apply_corrections
from reader.annotations.revisions import time_after
from reader.document.article import Article
from reader.errors import NoteError
from reader.text.format import similar_words
from reader.text.sanitize import clean_line
from reader.text.span import Span

NEVER = "0001-01-01T00:00:00.000000Z"

MAX_NAME = 200  # characters of a name; a longer one is a sentence, pasted by mistake


def make_corrections(
    changes: Iterable[corrections.Change],
    known: Iterable[corrections.Correction],
    analysis: Analysis,
    article: Article,
    article_id: str,
) -> list[corrections.Correction]:
    """Return corrections to apply after `known`; `analysis` is uncorrected. Raises NoteError if one changes nothing."""
    earlier = list(known)
    newest = max((correction.updated for correction in earlier), default=NEVER)
    fresh: list[corrections.Correction] = []
    before = apply_corrections(analysis, earlier, article)
    for change in changes:
        correction = corrections.new_correction(article_id, article.sha256, clean_change(change), time_after(newest))
        newest = correction.created
        fresh.append(correction)
        if not isinstance(change, corrections.AcceptCheck):  # which changes no analysis
            then = apply_corrections(analysis, [*earlier, *fresh], article)
            if then == before:
                raise NoteError(
                    f"nothing to correct: {corrections.describe_change(correction.change)}, as it is already"
                )
            before = then
    return fresh


def what_follows(
    change: corrections.Change,
    known: Iterable[corrections.Correction],
    analysis: Analysis,
    article: Article,
    article_id: str,
) -> list[Quote]:
    """Return the other quotes that get the new speaker if a correction spreads. Raises NoteError if it does nothing."""
    if not isinstance(change, corrections.Attribute):
        return []
    earlier = list(known)

    def quotes(spreads: bool) -> tuple[Quote, ...]:
        fresh = make_corrections([replace(change, spreads=spreads)], earlier, analysis, article, article_id)
        made = apply_corrections(analysis, [*earlier, *fresh], article)
        return (*made.quotes, *made.indirect)

    return [after for before, after in zip(quotes(False), quotes(True), strict=True) if after != before]


def clean_change(change: corrections.Change) -> corrections.Change:
    """Return `change` with the names in it cleaned. Raises NoteError for an invalid name."""
    if isinstance(change, corrections.Rename):
        return replace(change, name=clean_name(change.name))
    if isinstance(change, corrections.Attribute | corrections.AddQuote):
        return replace(change, speaker=tuple(map(clean_name, change.speaker)))
    if isinstance(change, corrections.AddName):
        return replace(change, names=tuple(map(clean_name, change.names)))
    if isinstance(change, corrections.MoveAlias | corrections.MoveMention):
        return replace(change, into=tuple(map(clean_name, change.into)))
    return change


def clean_name(words: str) -> str:
    """Return a name on one line, sanitized. Raises NoteError if it is empty or too long."""
    name = " ".join(clean_line(words).split())
    if not fold_name(name):
        raise NoteError("the name is empty")
    if len(name) > MAX_NAME:
        raise NoteError(f"a name may have {MAX_NAME} characters, this one has {len(name)}")
    return name


def require_entity(analysis: Analysis, words: str) -> Entity:
    """Return the entity called `words`. Raises NoteError, with similar names."""
    if (found := find_entity(analysis, words)) is not None:
        return found
    names = {fold_name(name): entity.name for entity in analysis.entities for name in corrections.names_of(entity)}
    like = dict.fromkeys(names[name] for name in similar_words(fold_name(words), names, 3))
    hint = f"did you mean {' or '.join(like)}?" if like else "`reader analyze` lists the names"
    raise NoteError(f"the article names nobody and nothing “{clean_line(words)}”; {hint}")


def require_quote(analysis: Analysis, span: Span) -> Quote:
    """Return the quote at a passage. Raises NoteError."""
    if (found := quote_at(analysis, span)) is None:
        raise NoteError("these words are no quote, or several; `reader analyze --indirect` lists the quotes")
    return found


def speaker_names(analysis: Analysis, words: str) -> corrections.Names:
    """Return all names of the entity called `words`, or the words themselves if there is none."""
    found = find_entity(analysis, words)
    return corrections.names_of(found) if found else (words,)


def move_change(change: corrections.Change, before: str, after: str) -> corrections.Change:
    """Return a change of the text `before` as one of the text `after`. Raises NoteError if its words have changed."""
    if before == after or change.anchor is None:
        return change
    (placement,) = place([change.anchor], after, before)
    if placement.span is None or placement.state != "exact":
        raise NoteError("the article was reloaded, and these words have changed; nothing was corrected")
    return change.on(describe(after, placement.span))
