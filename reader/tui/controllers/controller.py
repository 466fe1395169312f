"""The parts a reading screen is composed of: each owns one kind of behaviour and knows no other.

A controller sees its screen as a `View`. It keeps no article, notes or drafts of its own, since reading the article
again replaces them: it asks the view's session and state each time. What concerns other controllers (the notes or the
analysis have changed) it tells the view, and the screen hands it on.
"""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from textual.worker import Worker

from reader.session.session import Session
from reader.tui.commands import CommandRouter, Handlers
from reader.tui.controllers.changes import Changes
from reader.tui.controllers.reading_state import StateKeeper
from reader.tui.panes import Panes
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.status_line import StatusLine


class View(Protocol):
    """A reading screen as its controllers see it."""

    session: Session
    """Of the article that is shown; another one once it has been read again."""
    panes: Panes
    router: CommandRouter
    changes: Changes
    keeper: StateKeeper

    def notes_changed(self) -> None:
        """Show the notes as they are now."""

    def analysis_changed(self) -> None:
        """Show the analysis as it is now."""


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
    def status(self) -> StatusLine:
        return self.view.panes.status

    def commands(self) -> Handlers:
        """Return the commands it handles."""
        return {}


C = TypeVar("C", bound=Controller)
P = ParamSpec("P")
T = TypeVar("T")


def background(
    group: str, *, exclusive: bool = False
) -> Callable[[Callable[Concatenate[C, P], Coroutine[Any, Any, T]]], Callable[Concatenate[C, P], Worker[T]]]:
    """Return a decorator that has the screen run a method of a controller as a worker of `group`.

    An `exclusive` one takes the place of those of its group that still run.
    """

    def decorate(method: Callable[Concatenate[C, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[C, P], Worker[T]]:
        @wraps(method)
        def start(controller: C, /, *args: P.args, **options: P.kwargs) -> Worker[T]:
            work = partial(method, controller, *args, **options)
            return controller.panes.screen.run_worker(work, group=group, exclusive=exclusive)

        return start

    return decorate
