"""`reader notes` and `tags`: list notes, of one article or of all; count the tags in use, or rename one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reader.annotations.notes import Note, are_by_several, text_order
from reader.cli.command import Command, argument, format_argument, option, source_argument, switch
from reader.cli.context import CommandContext, format_time, open_article
from reader.cli.search import find_matching
from reader.document.article import cited_page
from reader.errors import UsageError
from reader.export.collection import Picks
from reader.export.export_data import note_object, speaker_of
from reader.session import reopen
from reader.session.note_editing import find_notes, parse_tags, rename_tag, sort_by_count
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import UNTITLED, counted

PAGED = (".pdf", ".epub", ".srt", ".vtt")
"""Suffixes of sources that have page numbers or times; the text of others need not be read to find some."""


@dataclass(frozen=True, slots=True)
class NotesOptions:
    source: str | None = source_argument("all articles")
    read_as: str = format_argument()
    search: str = option("--search", "WORDS", "only notes with all of these words", default="")
    query: str | None = option("--query", "QUERY", "only notes that match, as in `reader search`")
    tag: str | None = argument("--tag", help="only notes with this tag or one of its sub-tags")
    state: Literal["exact", "changed", "orphaned"] | None = argument(
        "--state",
        choices=("exact", "changed", "orphaned"),
        help="only notes whose passage is found exactly, changed, or not at all",
    )
    json: bool = switch("--json", "print a JSON list", one_of="form")
    jsonl: bool = switch("--jsonl", "print each note as a line of JSON", one_of="form")
    ids: bool = switch("--ids", "print only the ids, one per line", one_of="form")


@dataclass(frozen=True, slots=True)
class NoteGroup:
    id: str
    title: str
    source: str
    notes: Sequence[Note]
    session: Session | None = None
    text: str = ""
    """The sha256 of the text that the notes are placed in."""

    def page_finder(self, context: CommandContext) -> Callable[[Note], str]:
        """Return a function that returns a note's page number; "" if it has no place or the article no pages."""
        article = self.session.article if self.session else None
        if article is None and self.source.lower().endswith(PAGED):
            article = context.library.kept_article(self.text)
        return lambda note: article.page_at(note.span.start) if article and note.span else ""


def list_notes(options: NotesOptions, context: CommandContext) -> int:
    """Print the notes of one article as placed in its current text, or of all as placed when last opened."""
    tag = None if options.tag is None else parse_tags([options.tag])[0]
    picks = None if options.query is None else find_matching(options.query, context, quotes=False)
    if options.source is None:
        listed = notes_by_article(context)
    else:
        session = context.loaded_session(open_article(options.source, context, options.read_as))
        about = session.article_id, session.article.title, session.article.source
        listed = [NoteGroup(*about, session.notes, session)]
    groups = [
        replace(group, notes=found)
        for group in listed
        if (found := find_notes(picked_notes(group, picks), options.search, tag, options.state))
    ]
    if options.json or options.jsonl:
        objects = (each for group in groups for each in note_objects(group, context))
        stdio.say_objects(objects, lines=options.jsonl)
    elif options.ids:
        stdio.say(*(note.id for group in groups for note in group.notes))
    else:
        authored = are_by_several(note for group in groups for note in group.notes)
        stdio.say(*(line for group in groups for line in format_notes(group, context, authored=authored)))
    return 0


def picked_notes(group: NoteGroup, picks: Picks | None) -> Sequence[Note]:
    """Return the notes of a group that were picked; all if there are no picks."""
    if picks is None:
        return group.notes
    picked = picks.get(group.id)
    return [note for note in group.notes if picked and note.id in picked.notes]


def notes_by_article(context: CommandContext) -> list[NoteGroup]:
    """Return all notes by article, the one read last first, those without a known article at the end.

    Notes that came from another library and were never placed in the text known here are placed now.
    """
    records = {record.id: record for record in context.library.articles()}
    by_article: dict[str, list[Note]] = {article_id: [] for article_id in records}
    for each in context.library.notes():
        by_article.setdefault(each.article, []).append(each)
    groups = []
    for article_id, found in by_article.items():
        record = records.get(article_id)
        title, sources, texts = (record.title, record.sources, record.texts) if record else ("", (), ())
        waits = any(each.anchor and not each.placement for each in found)
        session = session_as_last_opened(article_id, context) if waits else None
        if session is not None:
            found = [each for each in session.notes if each.article == article_id]
        source, text = "".join(sources[-1:]), "".join(texts[-1:])
        groups.append(NoteGroup(article_id, title, source, sorted(found, key=text_order), session, text))
    return groups


def format_notes(group: NoteGroup, context: CommandContext, *, authored: bool) -> Iterator[str]:
    """Yield the lines of the notes for people, with their whole texts; `authored`, with their authors."""
    yield f"{group.title or UNTITLED} · {group.source or group.id}"
    page_of = group.page_finder(context)
    for note in group.notes:
        yield ""
        yield from format_note(note, page_of(note), note.author.signature if authored else "")
    yield ""


def format_note(note: Note, page: str, author: str = "") -> Iterator[str]:
    """Yield the lines of one note; of one in conflict, both texts with their times."""
    placement = note.placement
    state: str = placement.state if placement and placement.state != "exact" else ""
    if placement and placement.said_by:
        state = f"changed: now said by {placement.said_by}"
    decision = "conflict: two texts" if note.conflict else "changed by another program" if note.unverified else ""
    marks = [state, cited_page(page) if page else "", decision]
    named = f"by {author}" if author else ""
    yield "  ".join(["", note.id, *filter(None, [named, *marks]), *(f"#{tag}" for tag in note.tags)])
    if note.anchor:
        yield f"    > {' '.join(note.anchor.exact.split())}"
    for number, head in enumerate(note.conflict or (note.head,), 1):
        if note.conflict:
            yield f"    [{number}] {format_time(head.at)}{' deleted' if head.deleted else ''}"
        yield from (f"    {line}" for line in head.text.splitlines())


def note_objects(group: NoteGroup, context: CommandContext) -> Iterator[dict[str, object]]:
    """Yield the notes as JSON objects. Speakers are those found in the text that the notes are placed in.

    They come from the best analysis at hand; a text not analyzed yet is analyzed now, by rules, which is quick.
    """
    session, notes = group.session, group.notes
    if session is None and any(each.span for each in notes):
        session = session_as_last_opened(group.id, context)
        if session is not None:  # as placed in the text that is analyzed
            notes = [session.article_notes.note(each.id) for each in notes]
    analysis = session.analysis_state.analysis if session else None
    page_of = group.page_finder(context)
    for each in notes:
        span = each.span
        speaker = speaker_of(analysis, span) if analysis and span else None
        yield note_object(each, group.id, group.title, group.source, speaker, page_of(each))


def session_as_last_opened(article_id: str, context: CommandContext) -> Session | None:
    """Return a session with an article as it was when last opened, notes and corrections placed; None if unknown."""
    record = context.library.article(article_id)
    article = reopen.load_as_last_opened(context.library, record) if record else None
    return None if article is None else context.loaded_session(article)


NOTES = Command(
    "[SOURCE] [--format FORMAT] [--search WORDS] [--query QUERY] [--tag TAG]\n"
    "       [--state exact|changed|orphaned] [--json | --jsonl | --ids]",
    NotesOptions,
    list_notes,
)


@dataclass(frozen=True, slots=True)
class TagsOptions:
    rename: tuple[str, ...] = argument(
        nargs="*", metavar="rename OLD NEW", help="rename a tag and its sub-tags (an existing name merges them)"
    )
    """Nothing, or "rename", the tag and its new name."""


def list_or_rename_tags(options: TagsOptions, context: CommandContext) -> int:
    """Print the tags in use with their number of notes, or rename one."""
    match options.rename:
        case ():
            found = sort_by_count(context.library.storage.tag_counts())
            stdio.say(*(f"{count:>6}  {tag}" for tag, count in found))
        case ("rename", old, new):
            stdio.tell(f"renamed in {counted(rename_tag(context.library, old, new), 'note')}")
        case _:
            raise UsageError("give no arguments, or: rename OLD NEW")
    return 0


TAGS = Command("[rename OLD NEW]", TagsOptions, list_or_rename_tags)
