"""The base of the controllers of a reading screen, each of which owns one kind of behaviour.

A controller sees its screen as a `View`, and does not know the other controllers, but for the `Targets` of the keys: it
reports changes of notes or of the analysis to the view, and the screen passes them on. Pitfall: a reload replaces the
session, so a controller must not keep an article, notes or drafts, but get them from the view each time.
"""

import asyncio
import os
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.worker import Worker

from reader.config import with_keys
from reader.document import segments
from reader.errors import ReaderError, result_or_error
from reader.session.session import Session
from reader.text.span import Span
from reader.tui.chrome.footer import Footer
from reader.tui.command_router import CommandRouter
from reader.tui.controllers.reading_state import DraftKeeper, StateKeeper
from reader.tui.locations import ArticleLocation, History, ReadArticle, Sought
from reader.tui.panes import Panes
from reader.tui.source_progress import SourceProgress

if TYPE_CHECKING:
    from reader.analysis import Analysis, Entity, Quote
    from reader.annotations.notes import Note
    from reader.annotations.proposals import Proposal
    from reader.library.library import Library
    from reader.session.drafts import Draft

T = TypeVar("T")


def take_notices(library: "Library") -> list[str]:
    """Return what the library has to tell, without the folder of its files: a line of the screen has little room."""
    return [notice.replace(f"{library.path.parent}{os.sep}", "") for notice in library.storage.take_notices()]


class Changes:
    """Changes of the library from one screen: each in a thread, one at a time, said to be saved once it is durable."""

    def __init__(self, session: Callable[[], Session], status: Footer) -> None:
        self._session = session
        self._status = status
        self._lock = asyncio.Lock()
        self.known_tags: tuple[str, ...] = ()
        """The tags in use, as of the last change."""

    @property
    def in_progress(self) -> bool:
        return self._lock.locked()

    async def make(
        self,
        change: Callable[[], T],
        said: str | Callable[[T], str] = "saved",
        then: Callable[[T], Awaitable[None]] | None = None,
    ) -> T | None:
        """Make a change, wait for `then`, and say `said` when it is durable; if it fails, show why and return None."""

        def run() -> T:
            made = change()
            self.known_tags = self._session().article_notes.tags_in_use
            return made

        async with self._lock:
            result = await asyncio.to_thread(result_or_error, run)
            if isinstance(result, ReaderError):
                self._status.complain(str(result))
                return None
            if then is not None:
                await then(result)
        words = said if isinstance(said, str) else said(result)
        if notices := take_notices(self._session().library):
            self._status.complain(" · ".join(filter(None, (words, *notices))))
        elif words:
            self._status.say(words)
        if words:
            self._status.work("tour")  # offers are over once something is done
            self._status.work("turns")
        return result


class View(Protocol):
    """A reading screen as its controllers see it."""

    session: Session
    """The session of the article that is shown; replaced by a reload."""
    panes: Panes
    router: CommandRouter
    changes: Changes
    keeper: StateKeeper
    drafts: DraftKeeper
    source_progress: SourceProgress
    targets: "Targets"
    jumps: History[int]
    """The offsets that the caret has jumped from."""

    @property
    def location(self) -> ArticleLocation:
        """The place of the caret, to return to."""

    async def ask(self, question: Callable[[], T]) -> T | None:
        """Return the result of `question`, run in a thread; show the error and return None if it fails."""

    def write(self, draft: "Draft") -> object:
        """Open the note box for a draft."""

    def go_to(self, span: Span, *, into_text: bool, quote: "Quote | None" = None) -> None:
        """Go to a place, and light the quote there."""

    def notes_changed(self) -> None:
        """Show the current notes."""

    def review_note(self, note: "Note") -> None:
        """Let the user decide about a note that is changed, orphaned or in conflict."""

    def analysis_changed(self) -> None:
        """Show the current analysis."""

    def genre_changed(self) -> None:
        """Analyze and show the article as one of another genre."""


C = TypeVar("C", bound="Controller")
P = ParamSpec("P")


def background(
    group: str, *, exclusive: bool = False
) -> Callable[[Callable[Concatenate[C, P], Coroutine[Any, Any, T]]], Callable[Concatenate[C, P], Worker[T]]]:
    """Have a method run as a worker of the screen, in `group`; an `exclusive` one cancels the others."""

    def decorate(method: Callable[Concatenate[C, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[C, P], Worker[T]]:
        @wraps(method)
        def start(controller: C, /, *args: P.args, **options: P.kwargs) -> Worker[T]:
            work = partial(method, controller, *args, **options)
            return controller.panes.screen.run_worker(work, group=group, exclusive=exclusive)

        return start

    return decorate


class Controller:
    def __init__(self, view: View) -> None:
        self.view = view
        self.panes = view.panes
        self.article = view.panes.article
        self.status = view.panes.status

    @property
    def session(self) -> Session:
        return self.view.session

    @property
    def targets(self) -> "Targets":
        return self.view.targets

    @property
    def findings(self) -> "Analysis | None":
        """The analysis of the article, as far as it is known."""
        return self.session.analysis_state.known_analysis()

    @background("open", exclusive=True)
    async def open_over(self, work: Callable[[], Session], at: Span | None = None, found: str = "") -> None:
        """Open what `work` returns, run in a thread, `at` what was `found`, so that going back leads here again."""
        opened = await self.view.source_progress.run("open", "opening …", work)
        if isinstance(opened, ReaderError):
            self.status.complain(str(opened))
            return
        sought = Sought(found, (), (at,), opened.article.sha256) if at else None
        self.view.keeper.keep()
        self.panes.screen.post_message(ReadArticle(opened, at, sought, self.view.location, over=True))


class Targets(Controller):
    """What a key applies to: the chosen row if the side pane has the focus, else what is at the caret in the text."""

    visited = ""
    """The id of the note visited last, as long as the caret is on its words."""

    def has_passage(self) -> bool:
        """Return whether there is a passage; not looked for, since the footer asks at every key."""
        return bool(self.session.article.blocks)

    def has_note(self) -> bool:
        return bool(self.notes)

    def has_proposal(self) -> bool:
        return bool(self.session.proposals) and self.proposal is not None

    @property
    def proposal(self) -> "Proposal | None":
        """The chosen proposal of the side pane or the margin, else the shortest at the caret, if no note is there."""
        chosen = self.panes.margin.chosen if self.panes.in_margin else self.panes.row
        if chosen is not None:
            return chosen.proposed
        if self.notes:
            return None
        caret = self.article.caret.offset
        placed = ((each.note.span, each) for each in self.session.proposals)
        here = [(len(span), each.id, each) for span, each in placed if span and caret in span]
        return min(here)[2] if here else None

    @property
    def passage(self) -> Span | None:
        """The selection, the chosen quote or the sentence at the caret."""
        if (row := self.panes.row) is not None and row.is_passage:
            return row.span
        if (selected := self.article.selection) is not None:
            return selected
        caret = self.article.caret.offset
        chosen = self.article.painter.layers.get("chosen")
        quote = next((span for span in chosen.spans if span.start == caret), None) if chosen else None
        if quote is not None and self.findings and any(quote == each.span for each in self.findings.quotes):
            return quote
        if not self.session.article.blocks:
            return None
        return segments.sentence_at(self.session.article, caret).stripped(self.session.article.text)

    @property
    def notes(self) -> "list[Note]":
        """The chosen note of the side pane, else the visited one at the caret, else all there, the shortest first."""
        if (row := self.panes.row) is not None and row.noted is not None:
            return [row.noted]
        caret = self.article.caret.offset
        here = [(len(note.span), note.id, note) for note in self.session.notes if note.span and caret in note.span]
        notes = [note for _, _, note in sorted(here, key=lambda each: each[:2])]
        return [note for note in notes if note.id == self.visited] or notes

    def forget_visited(self) -> None:
        if self.visited and all(note.id != self.visited for note in self.notes):
            self.visited = ""
            self.article.show_layers({"current": ()})

    def with_note(self, do: "Callable[[Note], object]", otherwise: str = "") -> None:
        """Call `do` with the target note, after a question if there are several; show `otherwise` if there is none."""
        notes = self.notes
        if len(notes) > 1:
            self._choose_note(notes, do)
        elif notes:
            do(notes[0])
        else:
            no_note = "no note here: {previous-note} and {next-note} go to the notes, {annotate} writes one"
            self.status.say(otherwise or with_keys(no_note))

    @background("box", exclusive=True)
    async def _choose_note(self, notes: "list[Note]", do: "Callable[[Note], object]") -> None:
        from reader.tui.dialogs.review import ChooseNoteDialog

        below = self.article.caret_row > self.article.size.height // 2

        def show(note: "Note") -> None:
            span = self._current(note).span
            self.article.show_layers({"current": (span,) if span else ()})

        note = await self.panes.screen.app.push_screen_wait(ChooseNoteDialog(notes, show, above=below))
        self.article.show_layers({"current": ()})
        if note is not None:
            self.panes.screen.call_later(do, self._current(note))

    def _current(self, note: "Note") -> "Note":
        """Return a note as it is placed in the text that is shown now: it may have changed under a dialog."""
        return next((other for other in self.session.notes if other.id == note.id), note)

    @property
    def quote(self) -> "Quote | None":
        if (row := self.panes.row) is not None and row.quoted is not None:
            return row.quoted
        analysis, at = self.findings, self.article.caret.offset
        if analysis is None:
            return None
        return quote_around(analysis.quotes, at) or quote_around(analysis.indirect, at)

    @property
    def entity(self) -> "Entity | None":
        from reader.analysis.queries import entity_at

        if (row := self.panes.row) is not None and (row.named or row.quoted):
            return row.named
        return entity_at(self.findings, self.article.caret.offset) if self.findings else None


def quote_around(quotes: "Sequence[Quote]", offset: int) -> "Quote | None":
    """Return the quote at `offset` among those in text order without overlaps: asked at every key, for the footer."""
    index = bisect_right(quotes, offset, key=lambda quote: quote.span.start) - 1
    return quotes[index] if index >= 0 and offset in quotes[index].span else None
