"""The places that can be shown, messages that request another screen, and the way back and forward."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from textual.message import Message

from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis import EntityKind
    from reader.search import Origin
    from reader.search.query import Condition, Term
    from reader.session.session import Session
    from reader.tui.widgets.rows import ListRow


class Go(Message):
    """Show another screen."""


class Destination(Go):
    """Show a list."""


@dataclass
class GoToLibrary(Destination):
    """Show the articles, notes, tags and people."""


@dataclass
class GoToSearch(Destination):
    """Show the results of a search, with the cursor on a row."""

    query: str = ""
    row: "ListRow | None" = None
    limit: str = ""
    """A query for the folder or the dossier that is searched; "" for everything."""


@dataclass
class GoToPerson(Destination):
    """Show the quotes and mentions of an entity over the whole library; or where a statement stands, by its words."""

    article: str
    name: str
    aliases: tuple[str, ...]
    kind: "EntityKind | Literal['statement']"
    row: "ListRow | None" = None
    within: "tuple[Condition, ...]" = ()
    """The dossiers and folders whose articles come first."""


@dataclass
class GoToVersions(Destination):
    """Show what changed between two texts of an article, by default the last two."""

    article: str
    """The id."""
    old: str = ""
    """The number of the version, or the sha256 of the text, to compare with."""
    new: str = ""


@dataclass
class ArticleLocation:
    """A position in an article, to come back to."""

    origin: "Origin"
    """With the text that `offset` refers to."""
    offset: int


Location = Destination | ArticleLocation  # a place in the history


@dataclass(frozen=True, slots=True)
class Sought:
    """What led to a place in an article: it is lit there, and can be stepped through."""

    label: str
    terms: tuple["Term", ...] = ()
    """Words and phrases to light in the text."""
    spans: tuple[Span, ...] = ()
    """Places to light, in the text `sha256`."""
    sha256: str = ""
    of_name: bool = False
    """True if they are the mentions of a name."""


class GoBack(Go):
    """Show the previous list or article."""


class GoForward(Go):
    """Undo a `GoBack`."""


@dataclass
class OpenArticle(Go):
    """Read an article of the library, as its source is now, at `span` or where it was left."""

    origin: "Origin"
    span: Span | None
    sought: Sought | None = None
    came_from: Location | None = None


@dataclass
class ReadArticle(Go):
    """Read an article that is open."""

    session: "Session"
    at: Span | None
    sought: Sought | None
    came_from: Location
    over: bool = False
    """True to keep the article under it that is shown now."""


class LibraryChanged(Message):
    """The library has changed, so the index must be updated."""


T = TypeVar("T")


class History(Generic[T]):
    """The places behind and ahead, the nearest last; with a `limit`, only so many behind are kept."""

    def __init__(self, limit: int | None = None) -> None:
        self.behind: list[T] = []
        self.ahead: list[T] = []
        self._limit = limit

    def record(self, place: T) -> None:
        if self.behind[-1:] != [place]:
            self.behind.append(place)
        if self._limit is not None:
            del self.behind[: -self._limit]
        self.ahead.clear()

    def back(self, here: T | None) -> T | None:
        """Return the last place other than `here` that was left; None if there is none."""
        return self._step(here, self.behind, self.ahead)

    def forward(self, here: T | None) -> T | None:
        """Return the place that `back` was last called from; None if there is none."""
        return self._step(here, self.ahead, self.behind)

    @staticmethod
    def _step(here: T | None, source: list[T], target: list[T]) -> T | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()


def history_of(app: object) -> History[Location]:
    """Return the places that `GoBack` and `GoForward` lead to; none in an application without a history."""
    known: History[Location] = getattr(app, "history", History())
    return known
