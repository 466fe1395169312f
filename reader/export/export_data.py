"""The data of one export, the speakers of a passage, and a note as a JSON object.

An export is of one article (`ExportData`) or of several (`reader.export.collection`); both have an id, a title and
`parts`, one for each article.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from pathlib import Path

from reader.analysis import NOT_SOUGHT, Analysis, Quote, Speaker, only_sure
from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Member
from reader.annotations.notes import Note
from reader.annotations.revisions import Authorship
from reader.document.article import Article
from reader.text.span import Span


@dataclass(frozen=True)
class ExportData:
    article: Article
    article_id: str
    analysis: Analysis
    """With the user's corrections applied."""
    notes: tuple[Note, ...]
    """Notes that are not deleted; their placements are in `article.text`."""
    corrections: tuple[Correction, ...] = ()
    """The corrections applied to the analysis, in order."""
    chosen: Analysis | None = None
    """What of the analysis to export, in the formats that have quotes and names; None: all of it."""

    members: tuple[Member, ...] = ()
    """Its places in dossiers, for an export that another library reads."""
    restricting: tuple[Note, ...] = ()
    """The notes that keep a passage in, also if they are not exported (`reader.export.clearance`)."""

    kept_in: tuple[str, ...] = ()
    """Passages of other articles that must not leave: a draft may quote them."""

    key: str = ""
    """The key that it is cited by; "" if it is not to be cited."""

    @property
    def id(self) -> str:
        """What an earlier export is recognized by."""
        return self.article_id

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def parts(self) -> "tuple[ExportData, ...]":
        """The exports of single articles that it consists of."""
        return (self,)

    @property
    def findings(self) -> Analysis:
        """The analysis with the quotes and names to export; the speakers of noted passages are in `analysis`."""
        return self.analysis if self.chosen is None else self.chosen

    @property
    def sha256(self) -> str:
        """The sha256 of the text; "" if the text is not known."""
        return self.article.sha256 if self.article.text else ""

    def without_findings(self) -> "ExportData":
        """Return the export with the notes alone."""
        return replace(self, chosen=replace(self.analysis, quotes=(), entities=(), indirect=()))

    def only_sure(self) -> "ExportData":
        return replace(self, analysis=only_sure(self.analysis), chosen=self.chosen and only_sure(self.chosen))

    def relative_to(self, folder: Path) -> "ExportData":
        """Return the export with the path of a file told from `folder`."""
        return replace(self, article=replace(self.article, source=relative_source(self.article.source, folder)))


def relative_source(source: str, folder: Path) -> str:
    """Return an absolute path as one from `folder`; anything else as it is."""
    if not source.startswith("/"):
        return source
    path = os.path.relpath(source, folder)
    return path if path.startswith("../") else f"./{path}"  # what is written in a source is no path


def speaker_of(analysis: Analysis, span: Span) -> str | None:
    """Return the speaker of the quote that `span` lies in, if known."""
    index = bisect_right(analysis.quotes, span.start, key=lambda quote: quote.span.start) - 1
    quote = analysis.quotes[index] if index >= 0 else None
    return quote.speaker.name if quote and quote.speaker and quote.span.holds(span) else None


def attributions_of(analysis: Analysis, span: Span) -> dict[str, bool]:
    """Return the speaker of the quote that `span` lies in, else the speakers quoted in it, in order.

    The value is true if an attribution of these words to the speaker is uncertain.
    """
    first = max(0, bisect_right(analysis.quotes, span.start, key=lambda quote: quote.span.start) - 1)
    around = analysis.quotes[first] if analysis.quotes else None
    if around and around.speaker and around.span.holds(span):
        return {around.speaker.name: around.uncertain}
    first = bisect_left(analysis.quotes, span.start, key=lambda quote: quote.span.start)
    found: dict[str, bool] = {}
    for quote in takewhile(lambda quote: span.holds(quote.span), islice(analysis.quotes, first, None)):
        if quote.speaker:
            found[quote.speaker.name] = found.get(quote.speaker.name, False) or quote.uncertain
    return found


def speaker_object(speaker: Speaker | None) -> dict[str, object] | None:
    """Return a speaker as JSON has it: the name, and the words of the text that name the speaker."""
    return {"name": speaker.name, "start": speaker.span.start, "end": speaker.span.end} if speaker else None


def nameless(quotes: Iterable[Quote]) -> str:
    """Return the heading of quotes that have no speaker."""
    return "Unattributed" if any(quote.sought for quote in quotes) else NOT_SOUGHT.capitalize()


def label_speaker(name: str, uncertain: bool) -> str:
    """Return a speaker's name, with a remark if the attribution should be checked before it is cited."""
    return f"{name} (uncertain)" if uncertain else name


UNVERIFIED = "changed by another program, not accepted"
"""What exports say of a note that another program has written over."""


def author_fields(by: Authorship) -> dict[str, str]:
    """Return the names of an author: of the person, or of the program that proposed it and of who accepted it."""
    return {key: name for key, name in (("author", by.name), ("accepted_by", by.accepted_by)) if name}


def note_object(
    note: Note, article_id: str, title: str, source: str, analysis: Analysis | None, page: str = ""
) -> dict[str, object]:
    """Return a note as `reader notes --json` prints it; `page` is the label of its first page, if any."""
    anchor, placement, span = note.anchor, note.placement, note.span
    return {
        "id": note.id,
        "article": article_id,
        "title": title,
        "source": source,
        "quote": anchor.exact if anchor else None,
        "speaker": speaker_of(analysis, span) if analysis and span else None,
        "text": note.text,
        "tags": list(note.tags),
        "state": placement.state if placement else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        **({"said_by": placement.said_by} if placement and placement.said_by else {}),
        **({"page": page} if page else {}),
        **({"color": note.color} if note.color else {}),
        **author_fields(note.author),
        "created": note.created,
        "updated": note.updated,
        **({"conflict": [head.text for head in note.conflict]} if note.conflict else {}),
        **({"unverified": True} if note.unverified else {}),
    }
