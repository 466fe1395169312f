"""`reader review`: annotate texts on the screen, decide about them, and print the decision and the notes.

The screen is drawn on the terminal even where standard input and output are pipes, so that the notes can be passed on
to another program. Line numbers are those of the source, if that is text; else those of the text that is shown.
"""

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from reader.anchoring import describe, place
from reader.annotations.notes import Note
from reader.annotations.revisions import now
from reader.cli.command import SOURCE, Options, argument, command, format_option, switch
from reader.cli.context import CommandContext, open_article
from reader.cli.screen import draw
from reader.config import with_keys
from reader.document.article import Article
from reader.errors import SourceError
from reader.export.clearance import notes_that_may_leave
from reader.export.export_data import note_object
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.note_body import contain_note
from reader.session.drafts import DraftStore
from reader.session.session import APPROVED, CHANGES_ASKED, Session
from reader.sources import encoding
from reader.sources.detect import SUFFIXES
from reader.sources.open import open_source
from reader.system import stdio
from reader.system.atomic_file import read_regular
from reader.system.process_exit import INTERRUPTED
from reader.text.format import UNTITLED, counted
from reader.text.span import Span

OUTCOMES = {
    0: ("left", "left without a decision", INTERRUPTED),
    APPROVED: ("approved", "approved", 0),
    CHANGES_ASKED: ("changes", "changes asked for", 3),
}
"""What becomes of a text, by what the screen returns: the word in JSON, the words for people, the exit code. A round is
left if one of its texts is, and has changes asked for if one of them has."""

WITH_LINES = ("", "text", "markdown")  # formats whose source has lines that its author knows

NOTE_LEVEL = 2


class ReviewOptions(Options):
    sources: tuple[str, ...] = argument(nargs="+", metavar="SOURCE", help=SOURCE)
    read_as: str = format_option()
    json: bool = switch("--json", "print a JSON object with decision and notes, with line numbers, instead of Markdown")
    all: bool = switch("--all", "print all notes on the texts, also those made before")
    no_library: bool = switch("--no-library", "keep nothing: neither the text nor the notes")
    off_record: bool = switch(
        "--include-off-record", "print notes with the tags off-record, background, embargo/DATE too"
    )


@dataclass(frozen=True, slots=True)
class ReviewedNotes:
    """A text after its review, with the notes that are printed."""

    raw: str
    """Its source as text; the text of the article where the source has no lines of its own."""
    session: Session
    notes: Sequence[Note]
    held_back: int
    """Notes that must not leave."""


@command("review", "SOURCE... [--json] [--all] [--include-off-record] [--no-library] [--format FORMAT]")
def review_articles(options: ReviewOptions, context: CommandContext) -> int:
    """Show each SOURCE on the terminal until it is decided about, then print the decision and the notes.

    The round is approved if all texts are; quitting leaves it. Return the exit code.
    """
    if os.environ.get("TERM") == "dumb":
        raise stdio.StreamError("the screen needs more than TERM=dumb")
    context.lenient_config = True
    opened = [open_review(source, options, context) for source in options.sources]
    kept = nullcontext(context.paths)
    with context.temporary_paths("reader-review-") if options.no_library else kept as paths:
        parts, codes = list[ReviewedNotes](), list[int]()
        for source, (article, raw) in zip(options.sources, opened, strict=True):
            session, begun = Session(article, paths), "" if options.all else now()
            session.is_review = True
            session.remark = with_keys("{approve} approves, {ask-for-changes} asks for changes, {quit} leaves it open")
            with stdio.on_terminal():
                codes.append(draw(session))
            if codes[-1] not in OUTCOMES:
                return codes[-1]
            if source != "-":  # it may have been read again
                with suppress(OSError, SourceError):  # or is gone: its notes are on what was read
                    article, raw = open_review(source, options, context)
            parts.append(notes_after(raw, Session.loaded(article, paths), begun, options))
            if not codes[-1]:
                break
        decision, said, exit_code = OUTCOMES[min(codes) and max(codes)]
        read = {"read": sum(map(bool, codes)), "of": len(opened)}
        if options.json:
            notes = [each for part in parts for each in note_objects(part)]
            stdio.say_json({"decision": decision, **read, "notes": notes})
        else:
            stdio.say(f"Read {read['read']} of {read['of']}, {said}.")
            stdio.say(*(line for part in parts for line in markdown_notes(part)))
            if not any(part.notes for part in parts):
                stdio.say("", "No notes.")
        report_rest(parts, options)
    return exit_code


def notes_after(raw: str, session: Session, begun: str, options: ReviewOptions) -> ReviewedNotes:
    """Return the notes of a review that was `begun` then, on the text as it is now."""
    made = [note for note in session.notes if note.updated >= begun]
    notes = made if options.off_record else notes_that_may_leave(session.article.text, made, session.notes)
    return ReviewedNotes(raw, session, notes, len(made) - len(notes))


def report_rest(parts: Sequence[ReviewedNotes], options: ReviewOptions) -> None:
    """Say on standard error what is held back, and what was begun and is not saved: of what is lost, the words."""
    if held_back := sum(part.held_back for part in parts):
        stdio.tell(f"left out: {counted(held_back, 'note')} off the record, on background or under embargo")
    for part, source in zip(parts, options.sources, strict=False):
        drafts = part.session.article_notes.load_drafts(DraftStore(part.session.paths.state))
        if drafts and options.no_library:
            words = " · ".join(" ".join([draft.text, *(f"#{tag}" for tag in draft.tags)]) for draft in drafts)
            stdio.tell(f"not saved: {words}")
        elif drafts:
            how = "" if source == "-" else f"; `reader {shlex.quote(source)}` goes on with it"
            stdio.tell(f"{counted(drafts, 'draft')} kept, not printed{how}")


def open_review(source: str, options: ReviewOptions, context: CommandContext) -> tuple[Article, str]:
    """Open the SOURCE; return it and its source as text, for the line numbers. Raises OSError, SourceError."""
    if source == "-":
        data = stdio.standard_input().read()
        article = open_source("-", BytesIO(data), format=options.read_as)
    else:
        article = open_article(source, context, options.read_as)
        path = Path(article.source)
        form = article.format or SUFFIXES.get(path.suffix.lower(), "")
        data = read_regular(path) if path.is_absolute() and form in WITH_LINES else b""
    raw = encoding.decode(data) if data else article.text
    return article, (article.text if raw.rstrip("\n") == article.text.rstrip("\n") else raw)


def note_lines(part: ReviewedNotes) -> dict[str, tuple[int, int]]:
    """Return the lines of each note that has a place, by its id."""
    places = {note.id: note.span for note in part.notes if note.span is not None}
    return dict(zip(places, lines_of(places.values(), part.session.article.text, part.raw), strict=True))


def lines_of(spans: Iterable[Span], text: str, raw: str) -> list[tuple[int, int]]:
    """Return the first and last line, counted from 1, that each span of a text has in its source."""
    if raw != text:
        found = place([describe(text, span) for span in spans], raw, text)
        spans = [each.span or each.guess or Span(0, 0) for each in found]
    return [(raw.count("\n", 0, at.start) + 1, raw.count("\n", 0, max(at.start, at.end - 1)) + 1) for at in spans]


def note_objects(part: ReviewedNotes) -> list[dict[str, object]]:
    """Return the notes as `reader notes --json` prints them, each with its first and last line."""
    session, lines = part.session, note_lines(part)
    article, analysis = session.article, session.analysis_state.known_analysis()
    objects = []
    for note in part.notes:
        first, last = lines.get(note.id, (None, None))
        made = note_object(note, session.article_id, article.title, article.source, analysis)
        objects.append({**made, "line": first, "end_line": last})
    return objects


def markdown_notes(part: ReviewedNotes) -> Iterator[str]:
    """Yield the notes as Markdown: a heading with the line, the passage, the note, its tags."""
    article, lines = part.session.article, note_lines(part)
    if part.notes:
        yield from ("", f"# Notes on {escape_markdown(article.title or UNTITLED)}")
    for note in part.notes:
        yield from ("", f"{'#' * NOTE_LEVEL} {line_heading(lines.get(note.id), note)}", "")
        if note.anchor is not None:
            words = passage_text(article, note.span) if note.span else note.anchor.exact
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
