"""The screen as tests drive it: a page object around Textual's pilot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from textual.worker import WorkerCancelled

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.annotations.notes import Note
from reader.session.drafts import Draft, DraftStore
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.app import ReaderApp
from reader.tui.dialogs.note import NoteDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.rows import ListRow
from tests.waiting import until_async

BACKGROUND = ("library", "find", "preview", "analysis", "notes", "open", "keys", "marks")

KEYS = {" ": "space", "#": "number_sign", "/": "slash", "-": "minus", "\n": "enter", ".": "full_stop"}


@dataclass
class Desk:
    """The reading screen, with its article, side pane and footer."""

    pilot: Pilot[int]

    @property
    def screen(self) -> ReadingScreen:
        screen = self.pilot.app.screen_stack[0]
        assert isinstance(screen, ReadingScreen)
        return screen

    @property
    def session(self) -> Session:
        return self.screen.session

    @property
    def said(self) -> str:
        return self.screen.status.message

    @property
    def under_caret(self) -> str:
        return self.session.article.text[self.screen.article.caret.offset :]

    @property
    def selected(self) -> str:
        span = self.screen.article.selection
        return span.of(self.session.article.text) if span else ""

    @property
    def modes(self) -> list[str]:
        """The names of the modes that are on, the topmost last."""
        return [mode.name for mode in self.screen.router.modes]

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until the work they started is done."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, words: str) -> None:
        await self.pilot.press(*(KEYS.get(sign, sign) for sign in words))

    async def settle(self) -> None:
        workers = self.pilot.app.workers
        await self.pilot.pause()
        while busy := [worker for worker in workers if worker.group in BACKGROUND]:
            with suppress(WorkerCancelled):  # another one has taken its place
                await workers.wait_for_complete(busy)
            await self.pilot.pause()

    async def gather(self) -> None:
        """Wait until the palette lists all its matches."""
        await self.pilot.pause()
        await work_is_done(self.pilot.app)
        await self.pilot.pause()

    async def choose(self, words: str) -> None:
        """Run the first command that the palette finds for `words`."""
        await self.press("colon")
        await self.type(words)
        await self.gather()
        await self.press("enter")
        await self.settle()

    def lit(self, kind: str) -> list[str]:
        """Return the words of the text that are drawn as `kind`."""
        layer = self.screen.article.painter.layers.get(kind)
        return [span.of(self.session.article.text) for span in layer.spans] if layer else []

    @property
    def rows(self) -> list[ListRow]:
        """The rows of the side pane, without headings."""
        return [row for row in self.screen.side.list.rows if row.selectable]

    async def write(self, text: str, tags: str = "") -> None:
        """Fill in the note dialog and save it."""
        box = self.pilot.app.screen
        assert isinstance(box, NoteDialog)
        box.query_one(TextArea).text = text
        box.query_one("#tags", Input).value = tags
        await self.press("ctrl+s")


async def work_is_done(app: App[int]) -> None:
    """Wait until nothing goes on in the background; one piece of work may take the place of another meanwhile."""
    while busy := [*app.workers]:
        with suppress(WorkerCancelled):
            await app.workers.wait_for_complete(busy)
        await asyncio.sleep(0)


known_analysis = lru_cache(analyze)
"""Most tests open one of a few articles."""


@asynccontextmanager
async def opened(
    session: Session, size: tuple[int, int] = (120, 40), at: Span | None = None, analysis: Analysis | None = None
) -> AsyncIterator[Desk]:
    """Open the screen with `session`; `analysis` replaces the one by rules."""
    session.analysis_state.set_analysis(analysis or known_analysis(session.article))
    async with ReaderApp(session, at).run_test(size=size) as pilot:
        desk = Desk(pilot)
        await until_async(lambda: desk.screen.query("#side"))
        await desk.settle()
        yield desk


def plain(text: str, paths: UserPaths) -> Session:
    """Return a session with a plain text."""
    return Session(read_plain(text), paths)


def kept_drafts(session: Session) -> list[Draft]:
    """The drafts that the next start would find."""
    return session.article_notes.load_drafts(DraftStore(session.paths.state))


def only_note(session: Session) -> Note:
    (note,) = session.notes
    return note
