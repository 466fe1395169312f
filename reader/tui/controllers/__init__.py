"""The base of the controllers of a reading screen, each of which owns one kind of behaviour.

A controller sees its screen as a `View`, and does not know the other controllers: it reports changes of notes or of the
analysis to the view, and the screen passes them on. Pitfall: a reload replaces the session, so a controller must not
keep an article, notes or drafts, but get them from the view each time.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.worker import Worker

from reader.errors import LibraryError, ReaderError, SessionError, result_or_error
from reader.session.session import Session
from reader.text.span import Span
from reader.tui.chrome.footer import Footer
from reader.tui.command_router import CommandRouter, Handlers
from reader.tui.controllers.reading_state import DraftKeeper, StateKeeper
from reader.tui.locations import ArticleLocation, ReadArticle, Sought
from reader.tui.panes import Panes
from reader.tui.source_progress import SourceProgress
from reader.tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.annotations.notes import Note
    from reader.library.library import Library

T = TypeVar("T")


def take_notices(library: "Library") -> list[str]:
    """Return what the library has to tell, without the folder of its files: a line of the screen has little room."""
    return [notice.replace(f"{library.path.parent}{os.sep}", "") for notice in library.storage.take_notices()]


class Changes:
    """Changes of the library from one screen: each in a thread, one at a time, in order.

    The footer says "saved" only when a change is durable.
    """

    def __init__(self, session: Callable[[], Session], status: Footer) -> None:
        self._session = session
        self._status = status
        self._lock = asyncio.Lock()
        self.known_tags: tuple[str, ...] = ()
        """The tags in use, as of the last change."""

    @property
    def in_progress(self) -> bool:
        """True while a change is being made."""
        return self._lock.locked()

    async def make(
        self,
        change: Callable[[], T],
        said: str | Callable[[T], str] = "saved",
        then: Callable[[T], Awaitable[None]] | None = None,
    ) -> T | None:
        """Run a change of the session and say when it is durable; if it fails, show the error and return None.

        `said` may be made of the result. `then` is awaited before the next change.
        """
        async with self._lock:
            result = await asyncio.to_thread(result_or_error, lambda: self._run(change))
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
            self._status.work("tour")  # the offer of a tour is over once something is done
        return result

    def _run(self, change: Callable[[], T]) -> T:
        """Run `change` in a thread; the library is imported here. Raises SessionError."""
        try:
            result = change()
            self.known_tags = self._session().article_notes.tags_in_use
        except LibraryError as error:
            raise SessionError(str(error)) from error
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

    @property
    def location(self) -> ArticleLocation:
        """The place of the caret, to return to."""

    def notes_changed(self) -> None:
        """Show the current notes."""

    def review_note(self, note: "Note") -> None:
        """Let the user decide about a note that is changed, orphaned or in conflict."""

    def analysis_changed(self) -> None:
        """Show the current analysis."""


class Controller:
    """One kind of behaviour of a reading screen."""

    def __init__(self, view: View) -> None:
        self.view = view

    @property
    def session(self) -> Session:
        return self.view.session

    @property
    def panes(self) -> Panes:
        return self.view.panes

    @property
    def article(self) -> ArticlePane:
        return self.view.panes.article

    @property
    def status(self) -> Footer:
        return self.view.panes.status

    @property
    def findings(self) -> "Analysis | None":
        """The analysis of the article, as far as it is known."""
        return self.session.analysis_state.known_analysis()

    def commands(self) -> Handlers:
        """Return the handlers of its commands."""
        return {}

    async def open_over(self, work: Callable[[], Session], at: Span | None = None, found: str = "") -> None:
        """Open what `work` returns, run in a thread, `at` what was `found`, so that going back leads here again."""
        opened = await self.view.source_progress.run("open", "opening …", work)
        if isinstance(opened, ReaderError):
            self.status.complain(str(opened))
            return
        sought = Sought(found, (), (at,), opened.article.sha256) if at else None
        self.view.keeper.keep()
        self.panes.screen.post_message(ReadArticle(opened, at, sought, self.view.location, over=True))


C = TypeVar("C", bound=Controller)
P = ParamSpec("P")


def background(
    group: str, *, exclusive: bool = False
) -> Callable[[Callable[Concatenate[C, P], Coroutine[Any, Any, T]]], Callable[Concatenate[C, P], Worker[T]]]:
    """Return a decorator that runs a method of a controller as a worker of its screen, in `group`.

    An `exclusive` worker cancels those of its group that still run.
    """

    def decorate(method: Callable[Concatenate[C, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[C, P], Worker[T]]:
        @wraps(method)
        def start(controller: C, /, *args: P.args, **options: P.kwargs) -> Worker[T]:
            work = partial(method, controller, *args, **options)
            return controller.panes.screen.run_worker(work, group=group, exclusive=exclusive)

        return start

    return decorate
