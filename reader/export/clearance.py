"""What may leave: the one place that keeps passages off the record out of what is exported, copied and shared.

`clear` takes an export and returns it without them: without notes and quotes that touch such a passage, with the words
of the passage masked in the article's text, and with nothing of it in the neighbourhoods that notes are found by. So no
form can print them, whatever it makes of the rest. A form that has the whole text of an article would have holes, so it
is refused. Everything that is written, printed or copied passes here (`reader.export.file`, and
`ArticleExports.restriction_at` for the clipboard).

Pitfall: the notes that restrict are all of the article, not only those that are exported.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reader.analysis import Analysis, Entity
from reader.anchoring import Anchor
from reader.annotations.corrections import Correction, names_of
from reader.annotations.notes import Note, NoteRevision
from reader.annotations.off_record import restriction_of
from reader.errors import ExportError
from reader.export import FORMATS
from reader.export.collection import Collection, Exported, chosen_quotes
from reader.export.export_data import ExportData
from reader.text.format import counted
from reader.text.normalize import fold, occurrences
from reader.text.span import Span

MASK = "█"
"""Stands for each character of a passage that must not leave. It is no letter, so that links quote nothing of it."""

SHINGLE = 4  # words in a row that show that a text quotes a passage: fewer are met by chance
AT_ENDS = re.compile(r"^\W+|\W+$")  # what may be another sign where words stand again

OPTION = "--include-off-record"


def clear(exported: Exported) -> tuple[Exported, str]:
    """Return an export without the passages that must not leave, and what was left out, in words; "" for nothing."""
    pairs = [(part, clear_part(part)) for part in exported.parts]
    notes = sum(len(before.notes) - len(part.notes) for before, part in pairs)
    quotes = sum(count_quotes(before) - count_quotes(part) for before, part in pairs)
    counted_out = " and ".join(counted(count, word) for count, word in ((notes, "note"), (quotes, "quote")) if count)
    words = f"left out: {counted_out} off the record, on background or under embargo" if counted_out else ""
    if not isinstance(exported, Collection):
        return pairs[0][1], words
    kept = tuple(part for before, part in pairs if has_entries(part) or not has_entries(before))
    return replace(exported, parts=kept), words


def has_entries(part: ExportData) -> bool:
    """Return whether an article in a collection has notes or quotes."""
    return bool(part.notes or chosen_quotes(part))


def refuse_whole_text(exported: Exported, how: object) -> None:
    """Raise ExportError for a form with the whole text of an article in which a passage must not leave."""
    if isinstance(how, str):
        row = FORMATS[how]
        if row.text == "none" or (row.text == "single" and isinstance(exported, Collection)):
            return
        name = row.label
    else:
        name = "what a template makes"
    reasons = [reason for part in exported.parts for _, reason in restricting(part)]
    quoting = (KeptIn.of(part.article.text, (), part.kept_in).quotes(part.article.text) for part in exported.parts)
    reasons += ["quoted from what must not leave" for quotes in quoting if quotes]
    if reasons:
        what = f"{counted(reasons, 'passage')} of it {'is' if len(reasons) == 1 else 'are'} {sorted(set(reasons))[0]}"
        more = "" if len(set(reasons)) == 1 else " or otherwise restricted"
        raise ExportError(f"{name} has the whole text, and {what}{more}; {OPTION} exports it all the same")


def restricting(part: ExportData) -> list[tuple[Note, str]]:
    """Return the notes on an article that keep a passage in, each with the reason."""
    known = {note.id: note for note in (*part.restricting, *part.notes)}
    reasons = ((note, restriction_of(note)) for note in known.values())
    return [(note, reason) for note, reason in reasons if reason]


def clear_part(part: ExportData) -> ExportData:
    found = [note for note, _ in restricting(part)]
    if not found and not part.kept_in:
        return part
    kept_in = KeptIn.of(part.article.text, found, part.kept_in)
    ids = {note.id for note in found}
    notes = tuple(kept_in.cleared_note(note) for note in part.notes if note.id not in ids and kept_in.allows(note))
    analysis = kept_in.cleared_analysis(part.analysis)
    chosen = kept_in.cleared_analysis(part.chosen) if part.chosen else None
    gone = {name for entity in part.analysis.entities for name in names_of(entity)}
    gone -= {name for entity in analysis.entities for name in names_of(entity)}
    kept = (each for each in part.corrections if kept_in.allows_correction(each, gone))
    masked = replace(part.article, text=kept_in.masked)
    vars(masked)["sha256"] = part.article.sha256  # that of the text which offsets refer to
    entries = replace(
        part, notes=notes, corrections=tuple(map(kept_in.cleared_correction, kept)), restricting=(), kept_in=()
    )
    return replace(entries, article=masked, analysis=analysis, chosen=chosen)


def count_quotes(part: ExportData) -> int:
    """Return how many quotes are exported; indirect ones only where they were chosen."""
    return len(part.findings.quotes) + (len(part.chosen.indirect) if part.chosen else 0)


def notes_that_may_leave(text: str, notes: Sequence[Note], known: Sequence[Note]) -> list[Note]:
    """Return those of some notes on a text that have nothing of a passage that the `known` notes keep in."""
    found = [note for note in known if restriction_of(note)]
    kept_in, ids = KeptIn.of(text, found), {note.id for note in found}
    return [note for note in notes if note.id not in ids and kept_in.allows(note)]


@dataclass(frozen=True)
class KeptIn:
    """The passages of one article that must not leave."""

    text: str
    spans: tuple[Span, ...]
    """Their places, also where the same words stand again."""
    passages: tuple[tuple[str, ...], ...]
    """Their words, folded."""
    everything: bool = False
    """True if the whole article must not leave."""

    @classmethod
    def of(cls, text: str, notes: Iterable[Note], elsewhere: Sequence[str] = ()) -> "KeptIn":
        """Return the passages of these notes, of a note on the whole article all of it, and those of other articles."""
        spans: set[Span] = set()
        said = [words for words in elsewhere if len(words.split()) >= SHINGLE]
        noted = list(notes)
        everything = any(note.anchor is None for note in noted)
        if everything:
            spans.add(Span(0, max(1, len(text))))
        for note in noted:
            if note.anchor is None:
                continue
            place = note.span or (note.placement and note.placement.guess)
            if place:
                spans.add(place)
            said += [note.anchor.exact, *([place.of(text)] if place else [])]
        for words in (AT_ENDS.sub("", words) for words in said):
            if len(words.split()) >= SHINGLE:
                spans.update(Span(at, at + len(words)) for at in occurrences(words, text))
        passages = (folded_words(words) for words in said)
        return cls(text, tuple(sorted(spans)), tuple(filter(None, passages)), everything)

    @cached_property
    def masked(self) -> str:
        """The text with a mask for each character of the passages."""
        signs = list(self.text)
        for span in self.spans:
            signs[span.start : span.end] = [sign if sign.isspace() else MASK for sign in span.of(self.text)]
        return "".join(signs)

    @cached_property
    def _rows(self) -> dict[int, set[tuple[str, ...]]]:
        """`SHINGLE` words in a row of each passage, or all of one that has two or three, by their number."""
        found: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
        for passage in self.passages:
            size = min(SHINGLE, len(passage))
            if size > 1:  # a single word is no quotation
                found[size].update(passage[at : at + size] for at in range(len(passage) - size + 1))
        return found

    def touches(self, span: Span) -> bool:
        return any(span.overlaps(each) for each in self.spans)

    def quotes(self, words: str) -> bool:
        """Return whether a text has words of a passage: several in a row, or all of a shorter one."""
        own = folded_words(words) if self._rows else ()
        return any(
            own[at : at + size] in rows for size, rows in self._rows.items() for at in range(len(own) - size + 1)
        )

    def allows(self, note: Note) -> bool:
        """Return whether a note has nothing of a passage, in its own words or in those that it is on."""
        if self.everything:
            return False
        place = note.span or (note.placement and note.placement.guess)
        heads = note.conflict or (note.head,)
        said = [words for head in heads for words in (head.text, head.anchor.exact if head.anchor else "")]
        return not (place and self.touches(place)) and not any(map(self.quotes, said))

    def cleared_note(self, note: Note) -> Note:
        """Return a note without earlier versions that have words of a passage, and without neighbourhoods that have."""
        heads = {head.id for head in (note.conflict or (note.head,))}

        def allowed(revision: NoteRevision) -> bool:
            return not self.quotes(revision.text) and not (revision.anchor and self.quotes(revision.anchor.exact))

        kept = (revision for revision in note.revisions if revision.id in heads or allowed(revision))
        revisions = tuple(replace(each, anchor=each.anchor and self.cleared_anchor(each.anchor)) for each in kept)
        return replace(note, revisions=revisions)

    def cleared_anchor(self, anchor: Anchor) -> Anchor:
        """Return an anchor without what its neighbourhoods have of a passage; without any that are not known."""
        if self.text[anchor.start : anchor.end] != anchor.exact:
            return replace(anchor, prefix="", suffix="")
        before = self.masked[max(0, anchor.start - len(anchor.prefix)) : anchor.start]
        after = self.masked[anchor.end : anchor.end + len(anchor.suffix)]
        return replace(anchor, prefix=before.rpartition(MASK)[2], suffix=after.partition(MASK)[0])

    def cleared_analysis(self, analysis: Analysis) -> Analysis:
        """Return an analysis without the quotes of a passage, and without names that are only there."""
        entities = (self._cleared_entity(entity) for entity in analysis.entities)
        quotes, indirect = (
            tuple(quote for quote in some if not (self.touches(quote.span) or self.quotes(quote.span.of(self.text))))
            for some in (analysis.quotes, analysis.indirect)
        )
        return replace(analysis, entities=tuple(filter(None, entities)), quotes=quotes, indirect=indirect)

    def _cleared_entity(self, entity: Entity) -> Entity | None:
        mentions = [span for span in entity.mentions if not self.touches(span)]
        if len(mentions) == len(entity.mentions):
            return entity
        said = {" ".join(span.of(self.text).split()) for span in mentions}
        aliases = tuple(alias for alias in entity.aliases if alias in said)
        return replace(entity, mentions=mentions, aliases=aliases) if mentions else None

    def allows_correction(self, correction: Correction, gone: set[str]) -> bool:
        """Return whether a correction is about nothing of a passage, and about no name that is `gone` with one."""
        place = correction.placement.span if correction.placement else None
        named = {name for key in ("names", "into", "speaker") for name in getattr(correction.change, key, ())}
        words = correction.anchor.exact if correction.anchor else ""
        return not (place and self.touches(place)) and not self.quotes(words) and named.isdisjoint(gone)

    def cleared_correction(self, correction: Correction) -> Correction:
        """Return a correction with neighbourhoods of its passage that have nothing of another."""
        change = correction.change
        return replace(correction, change=change.on(self.cleared_anchor(change.anchor)) if change.anchor else change)


class KeptInLibrary:
    """The passages of many articles that must not leave: for what lists places in them."""

    def __init__(self, notes: Iterable[Note]) -> None:
        """Of `notes` those count that restrict something."""
        self.notes = {note.id: note for note in notes if restriction_of(note)}
        self._words = KeptIn.of("", self.notes.values())
        self._places: defaultdict[str, list[Span]] = defaultdict(list)
        for note in self.notes.values():
            place = note.span or (note.placement.guess if note.placement else None)
            if place or note.anchor is None:
                self._places[note.article].append(place or Span(0, sys.maxsize))

    def allows(self, article_id: str, span: Span | None, *texts: str) -> bool:
        """Return whether these texts may leave, which tell of a place in an article, or of an article as a whole."""
        here = span or Span(0, 1)
        return not any(here.overlaps(each) for each in self._places.get(article_id, ())) and not self.quoted_in(*texts)

    def quoted_in(self, *texts: str) -> bool:
        """Return whether one of some texts has words of a passage."""
        return any(map(self._words.quotes, texts))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, without punctuation."""
    folded = fold(text).text
    return tuple("".join(sign if sign.isalnum() else " " for sign in folded).split())
