"""`reader notes` and `tags`: list notes, of one article or of all; count the tags in use, or rename one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from reader.anchoring import State
from reader.annotations.notes import Note, are_by_several, text_order
from reader.cli.command import Options, argument, command, format_option, limit_option, option, source_argument, switch
from reader.cli.context import CommandContext, format_time, open_article
from reader.cli.search import find_matching, fresh_index
from reader.document.article import cited_page
from reader.errors import UsageError
from reader.export.collection import PickedEntries, Picks
from reader.export.export_data import note_object
from reader.search import Origin, queries
from reader.search.query import Condition, Field, Term
from reader.session import reopen
from reader.session.note_editing import find_notes, parse_tags, rename_tag, sort_by_count
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import UNTITLED, counted

PAGED = (".pdf", ".epub", ".srt", ".vtt")
"""Suffixes of sources that have page numbers or times; the text of others need not be read to find some."""


class NotesOptions(Options):
    source: str | None = source_argument("all articles")
    read_as: str = format_option()
    search: str = option("--search", "WORDS", "only notes with all of these words", default="")
    query: str | None = option("--query", "QUERY", "only notes that match, as in `reader search`")
    tag: str | None = argument("--tag", help="only notes with this tag or one of its sub-tags")
    state: State | None = argument(
        "--state", choices=get_args(State), help="only notes whose passage is found exactly, changed, or not at all"
    )
    limit: int | None = limit_option("notes")
    json: bool = switch("--json", "print a JSON list", one_of="form")
    jsonl: bool = switch("--jsonl", "print each note as a line of JSON", one_of="form")
    ids: bool = switch("--ids", "print only the ids, one per line", one_of="form")


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes on one article, as placed in the text that it was opened with last."""

    origin: Origin
    notes: Sequence[Note]
    session: Session | None = None

    def page_finder(self, context: CommandContext) -> Callable[[Note], str]:
        """Return a function that returns a note's page number; "" if it has no place or the article no pages."""
        article = self.session.article if self.session else None
        if article is None and self.origin.source.lower().endswith(PAGED):
            article = context.library.kept_article(self.origin.sha256)
        return lambda note: article.page_at(note.span.start) if article and note.span else ""


@command(
    "notes",
    "[SOURCE] [--format FORMAT] [--search WORDS] [--query QUERY] [--tag TAG]\n"
    "       [--state exact|changed|orphaned] [--limit N] [--json | --jsonl | --ids]",
)
def list_notes(options: NotesOptions, context: CommandContext) -> int:
    """Print the notes of one article as placed in its current text, or of all as placed when last opened."""
    tag = None if options.tag is None else parse_tags([options.tag])[0]
    picks = None if options.query is None else find_matching(options.query, context, quotes=False)
    if options.source is None:
        most = None if options.search or picks is not None else options.limit
        authored, listed = notes_by_article(context, tag, options.state, most)
    else:
        session = context.loaded_session(open_article(options.source, context, options.read_as))
        article, authored = session.article, are_by_several(session.notes)
        origin = Origin(session.article_id, article.title, article.source, article.published, article.sha256)
        listed = iter([NoteGroup(origin, session.notes, session)])
    groups = chosen_notes(listed, options, tag, picks)
    if options.json or options.jsonl:
        objects = (each for group in groups for each in note_objects(group, context))
        stdio.say_objects(objects, lines=options.jsonl)
        return 0
    for group in groups:
        ids = (note.id for note in group.notes)
        stdio.say(*(ids if options.ids else format_notes(group, context, authored=authored)))
    return 0


def chosen_notes(
    groups: Iterable[NoteGroup], options: NotesOptions, tag: str | None, picks: Picks | None
) -> Iterator[NoteGroup]:
    """Yield the groups with those of their notes that were asked for, at most so many together."""
    left = options.limit
    for group in groups:
        picked = None if picks is None else picks.get(group.origin.id, PickedEntries()).notes
        notes = [note for note in group.notes if picked is None or note.id in picked]
        if found := find_notes(notes, options.search, tag, options.state)[:left]:
            yield replace(group, notes=found)
            left = None if left is None else left - len(found)
        if left == 0:
            return


def notes_by_article(
    context: CommandContext, tag: str | None, state: str | None, most: int | None
) -> tuple[bool, Iterator[NoteGroup]]:
    """Return whether the library's notes are by several, and those with a tag and a state by article, as they are read:
    the article opened last first, those without a known article at the end.

    Notes that were never opened with the text known here have the place that the index has found.
    """
    fields: tuple[tuple[Field, str | None], ...] = (("tag", tag), ("state", state))
    limits = [Condition(field, Term(value)) for field, value in fields if value]
    authored, found = fresh_index(context).answer(lambda db: queries.noted_articles(db, limits, most))

    def read(noted: queries.NotedArticle) -> NoteGroup:
        origin, places = noted
        known = (note for note in context.library.notes_by_id(places).values() if note and not note.deleted)
        placed = (replace(note, placement=note.placement or places[note.id]) for note in known)
        return NoteGroup(origin, sorted(placed, key=text_order))

    return authored, map(read, found)


def format_notes(group: NoteGroup, context: CommandContext, *, authored: bool) -> Iterator[str]:
    """Yield the lines of the notes for people, with their whole texts; `authored`, with their authors."""
    origin = group.origin
    yield f"{origin.title or UNTITLED} · {origin.source or origin.id}"
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
    marks = [f"by {author}" if author else "", state, cited_page(page) if page else "", decision]
    yield "  ".join(["", note.id, *filter(None, marks), *(f"#{tag}" for tag in note.tags)])
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
    if group.session is None and any(each.span for each in group.notes):
        group = opened_group(group, context)
    analysis = group.session.analysis_state.analysis if group.session else None
    page_of, origin = group.page_finder(context), group.origin
    for each in group.notes:
        yield note_object(each, origin.id, origin.title, origin.source, analysis, page_of(each))


def opened_group(group: NoteGroup, context: CommandContext) -> NoteGroup:
    """Return a group with its article as it was when last opened, corrected, and its notes placed in that text."""
    record = context.library.article(group.origin.id)
    article = reopen.load_as_last_opened(context.library, record) if record else None
    if article is None or record is None:
        return group
    session, notes = context.session(article), group.notes
    session.analysis_state.read_corrections(record)
    if article.sha256 != group.origin.sha256:
        notes = session.analysis_state.place(notes, record)
    return replace(group, session=session, notes=notes)


class TagsOptions(Options):
    rename: tuple[str, ...] = argument(
        nargs="*", metavar="rename OLD NEW", help="rename a tag and its sub-tags (an existing name merges them)"
    )
    """Nothing, or "rename", the tag and its new name."""
    limit: int | None = limit_option("tags, those of most notes first")


@command("tags", "[--limit N | rename OLD NEW]")
def list_or_rename_tags(options: TagsOptions, context: CommandContext) -> int:
    match options.rename:
        case ():
            found = sort_by_count(context.library.storage.tag_counts())
            stdio.say(*(f"{count:>6}  {tag}" for tag, count in found[: options.limit]))
        case ("rename", old, new):
            stdio.tell(f"renamed in {counted(rename_tag(context.library, old, new), 'note')}")
        case _:
            raise UsageError("give no arguments, or: rename OLD NEW")
    return 0
