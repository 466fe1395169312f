"""What follows on the screen from the genre of the article: the tab it starts with, its marks, and how it is chosen.

The analysis tells the genre with its first findings, and the reader may choose another one in the palette, which is
kept with the article. Each genre is a row of `GENRE_VIEWS`. Pitfall: what the reader has opened or marked stays.
"""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.document.article import Genre
from reader.session.state import load_appearance
from reader.text.format import counted
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller
from reader.tui.widgets.text_layers import FOUND, SPEECH
from reader.view.arrangement import BESIDE

if TYPE_CHECKING:
    from reader.analysis import FoundGenre


class GenreView(NamedTuple):
    genre: Genre
    help: str
    """What belongs to it, for the palette."""
    tabs: tuple[str, ...]
    """The tab it starts with: the first of these that lists something."""
    beside: tuple[str, ...]
    """The kinds of entries in the margin (`reader.tui.chrome.margin_entries`)."""
    margin_title: str
    """What these are, in words."""
    begins_with: str = "side pane"
    """What stands beside the text at first, one of `BESIDE`."""
    unmarked: frozenset[str] = FOUND
    """The kinds of marks that are left out until the reader asks for them."""
    remark: str = "names and quotes are not marked · {marks} marks them"
    """What the footer says of that."""


GENRE_VIEWS = (
    GenreView(
        "prose",
        "news, essays, letters: whatever reports",
        ("quotes", "names"),
        ("speakers", "names", "footnotes"),
        "Who says it",
        unmarked=frozenset(),
        remark="",
    ),
    GenreView(
        "transcript",
        "interviews, hearings, podcasts: turns of speakers",
        ("quotes", "names"),
        ("speakers", "times", "footnotes"),
        "Who speaks",
        unmarked=frozenset((*SPEECH, "organisation", "place", "other")),
        remark="only people are marked · {marks} marks all",
    ),
    GenreView(
        "fiction",
        "novels, tales, plays",
        ("outline", "names", "quotes"),
        ("speakers", "footnotes"),
        "Who speaks",
        "margin",
    ),
    GenreView(
        "paper",
        "scholarly papers, reports with references",
        ("outline", "quotes", "names"),
        ("captions", "footnotes"),
        "What it points to",
        "margin",
    ),
    GenreView(
        "manual",
        "documentation, manual pages, READMEs",
        ("outline", "names", "quotes"),
        ("links", "footnotes"),
        "Where it leads",
    ),
    GenreView("code", "programs, diffs, logs", ("outline", "quotes", "names"), ("hunks",), "What changed"),
)
"""In the order of `GENRES`."""

VIEW_OF = {view.genre: view for view in GENRE_VIEWS}

CHECKED = "checked"  # what a text that is checked is kept as
QUESTION = "turns"  # the task in the footer that asks whether a text is a transcript


class GenreController(Controller):
    _labels: tuple[str, ...] = ()
    """What may be labels of speakers, in a text that is read as prose."""
    _is_asked = False
    _genre = ""

    def commands(self) -> Handlers:
        return {
            "genre": (lambda: self.panes.screen.run_action("app.command_palette('genres')"), always),
            "beside": (self._step_beside, lambda: not self.panes.paged),
            "turns": (partial(self.choose, "transcript"), lambda: bool(self._labels)),
        }

    def found(self, genre: "FoundGenre", quotes: str) -> None:
        """Show an article of this genre as such, and ask once about labels that may be those of speakers.

        `quotes` tells how many there are, which the footer shows where they come first.
        """
        self._labels = genre.doubtful
        if not self._labels:
            self.status.work(QUESTION)  # it may have been asked before the library told the genre
        elif not self._is_asked:
            self._is_asked = True
            self.status.work(QUESTION, f"{counted(self._labels, 'speaker')} found: read as turns? :turns")
        if genre.genre != self._genre:
            self._genre = genre.genre
            kept = load_appearance(self.session.paths.state).beside.get(genre.genre)
            self.panes.show_beside(kept if kept in BESIDE else VIEW_OF[genre.genre].begins_with)
        shown = VIEW_OF[genre.genre]
        self.panes.show_genre(genre.genre, shown.margin_title, quotes if shown.tabs[0] == "quotes" else "")
        self.panes.side.start_with(shown.tabs)

    def _step_beside(self) -> None:
        """Show the next of what can stand beside the text, and keep that for texts of this genre."""
        beside = self.panes.next_beside
        self.panes.show_beside(beside)
        self.status.say(f"beside the text: {beside}")
        kept = load_appearance(self.session.paths.state).beside
        about = CHECKED if self.panes.margin.is_about_checks else self._genre or "prose"
        self.view.keeper.keep_appearance(beside={**kept, about: beside})

    async def choose(self, genre: Genre | None) -> None:
        """Keep another genre with the article, None for the one that its structure tells, and read it so."""
        self.status.work(QUESTION)
        said = f"read as {genre}" if genre else "read as its structure tells"
        await self.view.changes.make(partial(self.session.set_genre, genre), said=said, then=self._read_anew)

    async def _read_anew(self, _: None) -> None:
        self.view.genre_changed()
