"""The base of the controllers of a reading screen, each of which owns one kind of behaviour.

A controller sees its screen as a `View`, and does not know the other controllers: it reports changes of notes or of the
analysis to the view, and the screen passes them on. Pitfall: a reload replaces the session, so a controller must not
keep an article, notes or drafts, but get them from the view each time.
"""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.worker import Worker

from reader.session.session import Session
from reader.tui.chrome.footer import Footer
from reader.tui.command_router import CommandRouter, Handlers
from reader.tui.controllers.changes import Changes
from reader.tui.controllers.reading_state import DraftKeeper, StateKeeper
from reader.tui.locations import ArticleLocation
from reader.tui.panes import Panes
from reader.tui.source_progress import SourceProgress
from reader.tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from reader.annotations.notes import Note


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

    def commands(self) -> Handlers:
        """Return the handlers of its commands."""
        return {}


C = TypeVar("C", bound=Controller)
P = ParamSpec("P")
T = TypeVar("T")


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
