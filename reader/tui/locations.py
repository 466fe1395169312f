"""What a screen says to the program when it wants another one to be shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.message import Message

from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis import EntityKind
    from reader.session.session import Session
    from reader.tui.widgets.rows import ListRow


class GoToLibrary(Message):
    """Show the articles, notes and tags."""


@dataclass
class GoToSearch(Message):
    """Show what fits some words, the cursor on a row."""

    asked: str = ""
    row: "ListRow | None" = None


@dataclass
class GoToPerson(Message):
    """Show all that somebody said, and where a name stands."""

    article: str
    name: str
    aliases: tuple[str, ...]
    kind: "EntityKind"
    row: "ListRow | None" = None


Destination = GoToLibrary | GoToSearch | GoToPerson


@dataclass
class ArticleLocation:
    """A place in an article, as somewhere to come back to."""

    article: str
    """The id."""
    title: str
    source: str
    sha256: str
    """Of the text that the place is in."""
    offset: int


class GoBack(Message):
    """Show what was on the screen before: a list, or another article."""


class GoForward(Message):
    """Show what going back has led away from."""


@dataclass
class ReadArticle(Message):
    """Read an article."""

    session: "Session"
    at: Span | None
    came_from: Destination


@runtime_checkable
class HasHistory(Protocol):
    """A program that remembers the places it has shown."""

    @property
    def can_go_back(self) -> bool: ...

    @property
    def can_go_forward(self) -> bool: ...


def can_go_back(app: object) -> bool:
    """Return whether `GoBack` would lead anywhere."""
    return isinstance(app, HasHistory) and app.can_go_back


def can_go_forward(app: object) -> bool:
    """Return whether `GoForward` would lead anywhere."""
    return isinstance(app, HasHistory) and app.can_go_forward


class LibraryChanged(Message):
    """The library has changed: have the index brought up to date."""
