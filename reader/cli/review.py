"""`reader review`: annotate a text on the screen, and print the notes of this review when it is closed.

The screen is drawn on the terminal even where standard input and output are pipes, so that the notes can be passed on
to another program. Line numbers are those of the source, if that is text; else those of the text that is shown.
"""

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reader.anchoring import describe, place
from reader.annotations.notes import Note
from reader.annotations.revisions import now
from reader.cli.command import Command, format_argument, source_argument, switch
from reader.cli.context import CommandContext, open_article
from reader.cli.screen import draw
from reader.config import with_keys
from reader.document.article import Article
from reader.errors import SourceError
from reader.export.clearance import notes_that_may_leave
from reader.export.export_data import note_object, speaker_of
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.note_body import contain_note
from reader.session.drafts import DraftStore
from reader.session.session import Session
from reader.sources import encoding
from reader.sources.detect import SUFFIXES
from reader.sources.open import open_source
from reader.system import stdio
from reader.system.atomic_file import read_regular
from reader.text.format import UNTITLED, counted
from reader.text.span import Span

WITH_LINES = ("", "text", "markdown")
"""Formats whose source has lines that its author knows."""

NOTE_LEVEL = 2


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    source: str = source_argument()
    read_as: str = format_argument()
    json: bool = switch("--json", "print a JSON list, with line numbers, instead of Markdown")
    all: bool = switch("--all", "print all notes on the text, also those made before")
    no_library: bool = switch("--no-library", "keep nothing: neither the text nor the notes")
    off_record: bool = switch(
        "--include-off-record", "print notes with the tags off-record, background, embargo/DATE too"
    )


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """An article and its source as text; that of the article where the source has no lines of its own."""

    article: Article
    raw: str

    def lines_of(self, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """Return the first and last line of each span, counted from 1."""
        raw, text, places = self.raw, self.article.text, spans
        if raw != text:
            found = place([describe(text, span) for span in spans], raw, text)
            places = [each.span or each.guess or Span(0, 0) for each in found]
        return [(raw.count("\n", 0, at.start) + 1, raw.count("\n", 0, max(at.start, at.end - 1)) + 1) for at in places]


def review_article(options: ReviewOptions, context: CommandContext) -> int:
    """Show the SOURCE on the terminal until the user quits, then print its notes; return the exit code."""
    if os.environ.get("TERM") == "dumb":
        raise stdio.StreamError("the screen needs more than TERM=dumb")
    context.lenient_config = True
    reviewed = open_review(options, context)
    kept = nullcontext(context.paths)
    with context.temporary_paths("reader-review-") if options.no_library else kept as paths:
        session, begun = Session(reviewed.article, paths), "" if options.all else now()
        session.remark = with_keys("{quit} quits and prints the notes")
        with stdio.on_terminal():
            code = draw(session)
        if code:
            return code
        if reviewed.article.source != "-":  # it may have been read again
            reviewed = open_review(options, context)
        session = Session(reviewed.article, paths)
        session.load_notes()
        made = [note for note in session.notes if note.updated >= begun]
        notes = made if options.off_record else notes_that_may_leave(session.article.text, made, session.notes)
        if options.json:
            stdio.say_json(note_objects(session, notes, reviewed))
        else:
            stdio.say(*markdown_notes(session, notes, reviewed))
        if len(notes) < len(made):
            stdio.tell(
                f"left out: {counted(len(made) - len(notes), 'note')} off the record, on background or under embargo"
            )
        report_drafts(session, options)
    return 0


def report_drafts(session: Session, options: ReviewOptions) -> None:
    """Mention on standard error what was begun and is not saved; with --no-library its words, which are lost then."""
    drafts = session.article_notes.load_drafts(DraftStore(session.paths.state))
    if drafts and options.no_library:
        words = " · ".join(" ".join([draft.text, *(f"#{tag}" for tag in draft.tags)]) for draft in drafts)
        stdio.tell(f"not saved: {words}")
    elif drafts:
        how = "" if session.article.source == "-" else f"; `reader {shlex.quote(options.source)}` goes on with it"
        stdio.tell(f"{counted(drafts, 'draft')} kept, not printed{how}")


def open_review(options: ReviewOptions, context: CommandContext) -> ReviewedText:
    """Open the SOURCE, and read its bytes for the line numbers. Raises SourceError."""
    if options.source == "-":
        data = stdio.standard_input().read()
        article = open_source("-", BytesIO(data), format=options.read_as)
    else:
        article = open_article(options.source, context, options.read_as)
        data = b""
        form = article.format or SUFFIXES.get(Path(article.source).suffix.lower(), "")
        if Path(article.source).is_absolute() and form in WITH_LINES:
            try:
                data = read_regular(Path(article.source))
            except OSError as error:
                raise SourceError(f"{article.source}: {error.strerror or error}") from error
    raw = encoding.decode(data) if data else article.text
    return ReviewedText(article, article.text if raw.rstrip("\n") == article.text.rstrip("\n") else raw)


def note_lines(notes: Sequence[Note], reviewed: ReviewedText) -> dict[str, tuple[int, int]]:
    """Return the lines of each note that has a place, by its id."""
    placed = [(note.id, note.span) for note in notes if note.span is not None]
    return dict(zip((each for each, _ in placed), reviewed.lines_of([span for _, span in placed]), strict=True))


def note_objects(session: Session, notes: Sequence[Note], reviewed: ReviewedText) -> list[dict[str, object]]:
    """Return the notes as `reader notes --json` prints them, each with its first and last line."""
    article, analysis, lines = session.article, session.analysis_state.known_analysis(), note_lines(notes, reviewed)
    objects = []
    for note in notes:
        speaker = speaker_of(analysis, note.span) if analysis and note.span else None
        first, last = lines.get(note.id, (None, None))
        made = note_object(note, session.article_id, article.title, article.source, speaker)
        objects.append({**made, "line": first, "end_line": last})
    return objects


def markdown_notes(session: Session, notes: Sequence[Note], reviewed: ReviewedText) -> Iterator[str]:
    """Yield the notes as Markdown: a heading with the line, the passage, the note, its tags."""
    lines = note_lines(notes, reviewed)
    if notes:
        yield f"# Notes on {escape_markdown(session.article.title or UNTITLED)}"
    for note in notes:
        yield from ("", f"{'#' * NOTE_LEVEL} {line_heading(lines.get(note.id), note)}", "")
        if note.anchor is not None:
            words = passage_text(session.article, note.span) if note.span else note.anchor.exact
            yield from (block_quote(words), "")
        if text := contain_note(note.text, NOTE_LEVEL):
            yield text
        if beside := [f"#{tag}" for tag in note.tags if f"#{tag}" not in note.text]:
            yield from (*([""] if text else []), " ".join(beside))


def line_heading(lines: tuple[int, int] | None, note: Note) -> str:
    """Return where a note is: "Line 12", "Lines 12–14"."""
    if lines is None:
        return "No longer in the text" if note.anchor else "On the whole text"
    first, last = lines
    return f"Line {first}" if first == last else f"Lines {first}–{last}"


REVIEW = Command(
    "SOURCE [--json] [--all] [--include-off-record] [--no-library] [--format FORMAT]", ReviewOptions, review_article
)
