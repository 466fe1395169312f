"""Notes from the command line: written, listed, changed, taken away and brought back."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reader.annotations.notes import Note, text_order
from reader.cli.context import Belongings, UsageError, open_article
from reader.session.note_editing import (
    checked_tags,
    edit_note,
    find_notes,
    known_note,
    rename_tag,
    set_deleted,
    tag_counts,
    tidy,
)
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import UNTITLED, counted

PAGED = (".pdf", ".epub")
"""How sources are called that have pages: of others nobody need look whether they have."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Notes of one article."""

    id: str
    title: str
    source: str
    notes: Sequence[Note]
    session: Session | None = None
    """The article itself, where it is at hand."""
    text: str = ""
    """The sha256 of the text that the notes are placed in."""

    def page_in(self, own: Belongings) -> Callable[[Note], str]:
        """What tells the page of a note; empty for one without a place, and where the article has no pages."""
        article = self.session.article if self.session else None
        if article is None and self.source.lower().endswith(PAGED):
            article = own.library.kept_article(self.text)

        def page(note: Note) -> str:
            place = note.span
            return article.page_at(place.start) if article and place else ""

        return page


# ---------------------------------------------------------------------- one note


def note(asked: Namespace, own: Belongings) -> int:
    """Write one note, or one a line of standard input; each is answered only when it is safe."""
    text = tidy(asked.text)
    if asked.quote is None and (asked.before or asked.after):
        raise UsageError("--before and --after tell one --quote from another: give --quote too")
    if asked.stdin and (asked.text or asked.source == "-"):
        raise UsageError("--stdin reads the notes from standard input: give neither --text nor the SOURCE -")
    if not (text or asked.tag or asked.stdin or asked.quote is not None):
        raise UsageError("there is nothing to note: give --text, --tag or --quote")
    tags = checked_tags(asked.tag)
    session = own.session(open_article(asked.source, own, asked.read_as))
    span = None if asked.quote is None else session.find_passage(asked.quote, asked.before, asked.after)
    session.enter()
    if not asked.stdin:
        stdio.say(session.annotate(span, text, tags).id)
        return 0
    for line in stdio.input_lines():
        if written := tidy(line.decode(errors="replace")):
            session.annotate(span, written, tags)
            stdio.say(written, now=True)
    return 0


def edit(asked: Namespace, own: Belongings) -> int:
    """Change what a note says."""
    if asked.text is None and not asked.tag and not asked.untag:
        raise UsageError("there is nothing to change: give --text, --tag or --untag")
    edit_note(own.library, asked.note, asked.text, asked.tag, asked.untag)
    return 0


def relink(asked: Namespace, own: Belongings) -> int:
    """Put a note on another passage of its article as the source has it today."""
    from reader.session import reopen

    note = known_note(own.library, asked.note)
    session = own.session(reopen.reopened_of(own.library, note))
    span = session.find_passage(asked.quote, asked.before, asked.after)
    session.enter()
    session.relink(note.id, span)
    return 0


def delete(asked: Namespace, own: Belongings) -> int:
    """Take notes away, all or none."""
    ids = tuple(dict.fromkeys(asked.notes))
    set_deleted(own.library, ids, True)
    stdio.tell(f"deleted {counted(ids, 'note')}; to have back: reader restore {' '.join(ids)}")
    return 0


def restore(asked: Namespace, own: Belongings) -> int:
    """Bring deleted notes back, all or none."""
    set_deleted(own.library, tuple(dict.fromkeys(asked.notes)), False)
    return 0


# ---------------------------------------------------------------------- many


def notes(asked: Namespace, own: Belongings) -> int:
    """List notes: of one article as they stand in its text now, or of all as they stood when it was last opened."""
    tag = None if asked.tag is None else checked_tags([asked.tag])[0]
    shelves = [
        replace(shelf, notes=found)
        for shelf in (shelves_of(own) if asked.source is None else [shelf_of(asked, own)])
        if (found := find_notes(shelf.notes, asked.search, tag, asked.state))
    ]
    if asked.json:
        stdio.say_json([each for shelf in shelves for each in objects(shelf, own)])
    elif asked.ids:
        stdio.say(*(note.id for shelf in shelves for note in shelf.notes))
    else:
        stdio.say(*(line for shelf in shelves for line in lines(shelf, own)))
    return 0


def shelf_of(asked: Namespace, own: Belongings) -> Shelf:
    """The notes of the article at the SOURCE, placed in its text."""
    session = own.session(open_article(asked.source, own, asked.read_as))
    session.look()
    return Shelf(session.article_id, session.article.title, session.article.source, session.notes, session)


def shelves_of(own: Belongings) -> list[Shelf]:
    """All notes by article: what was read last first, what the library knows no article of at the end.

    Notes that came from another library and were never placed in the text that is known here are placed now.
    """
    records = {record.id: record for record in own.library.articles()}
    by_article: dict[str, list[Note]] = {article_id: [] for article_id in records}
    for each in own.library.notes():
        by_article.setdefault(each.article, []).append(each)
    shelves = []
    for article_id, found in by_article.items():
        record = records.get(article_id)
        title, sources = (record.title, record.sources) if record else ("", ())
        session = None
        if any(each.anchor and not each.placement for each in found):
            session = session_as_last_opened(article_id, own)
        if session is not None:
            found = [each for each in session.notes if each.article == article_id]
        source = sources[-1] if sources else ""
        text = record.texts[-1] if record and record.texts else ""
        shelves.append(Shelf(article_id, title, source, sorted(found, key=text_order), session, text))
    return shelves


def lines(shelf: Shelf, own: Belongings) -> Iterator[str]:
    """Notes for people: whole texts, so that everything that was written can be found here."""
    yield f"{shelf.title or UNTITLED} · {shelf.source or shelf.id}"
    page_of = shelf.page_in(own)
    for each in shelf.notes:
        state = each.placement.state if each.placement and each.placement.state != "exact" else ""
        yield ""
        page = page_of(each)
        marks = [state, f"p. {page}" if page else "", "conflict: two texts" if each.conflict else ""]
        yield "  ".join(["", each.id, *filter(None, marks), *(f"#{tag}" for tag in each.tags)])
        if each.anchor:
            yield f"    > {' '.join(each.anchor.exact.split())}"
        for number, head in enumerate(each.conflict or (each.head,), 1):
            if each.conflict:
                yield f"    [{number}] {when(head.at)}{' deleted' if head.deleted else ''}"
            yield from (f"    {line}" for line in head.text.splitlines())
    yield ""


def when(moment: str) -> str:
    """A moment on the user's clock."""
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def objects(shelf: Shelf, own: Belongings) -> Iterator[dict[str, object]]:
    """Notes for programs. Who speaks is found in the text that the notes are placed in.

    That is the best analysis at hand; where nobody has analysed the text yet it is done now, by rules, which takes no
    time.
    """
    from reader.export import note_object, speaker_of

    session = shelf.session
    if session is None and any(each.span for each in shelf.notes):
        session = session_as_last_opened(shelf.id, own)
    analysis = session.analysis if session else None
    page_of = shelf.page_in(own)
    for each in shelf.notes:
        span = each.span
        speaker = speaker_of(analysis, span) if analysis and span else None
        yield note_object(each, shelf.id, shelf.title, shelf.source, speaker, page_of(each))


def session_as_last_opened(article_id: str, own: Belongings) -> Session | None:
    """A sitting with an article as it was when it was last opened, its notes and corrections found."""
    from reader.session import reopen

    record = own.library.article(article_id)
    article = reopen.as_last_opened(own.library, record) if record else None
    if article is None:
        return None
    session = own.session(article)
    session.look()
    return session


def tags(asked: Namespace, own: Belongings) -> int:
    """Count the tags in use, or call one by another name."""
    match asked.rename:
        case []:
            stdio.say(*(f"{count:>6}  {tag}" for tag, count in tag_counts(own.library.notes())))
        case ["rename", old, new]:
            stdio.tell(f"renamed in {counted(rename_tag(own.library, old, new), 'note')}")
        case _:
            raise UsageError("give nothing, or: rename OLD NEW")
    return 0
