"""The pictures in the documents, which also serve as snapshot tests.

`python -m tests.tools.generate_docs` draws them again. A changed picture is a change in a document, and so is looked at
before it is committed. Each function gets a `Stage` with a stopped clock; its docstring says what the picture shows.
"""

import asyncio
import html
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from textual.pilot import Pilot

from reader.session.proposals import Suggestion, propose
from reader.session.session import Session
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import SAMPLE, UserPaths, user_paths
from reader.text.span import Span
from reader.tui.app import ReaderApp
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import Colours
from reader.tui.tour import TourApp
from tests.fixtures.news_library import NEWS
from tests.page_object import KEYS

DRAWN_BY = {"textual": "8.2.8", "rich": "15.0.0"}
"""The versions that draw the pictures; with others they are not compared."""

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

FONTS = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'
"""Fonts that most machines have, so that nothing is loaded from elsewhere."""


class StoppedClock(datetime):
    """A clock that shows noon plus `minutes`."""

    minutes: ClassVar[int] = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        time = NOON + timedelta(minutes=cls.minutes)
        return time.astimezone(tz) if tz else time.replace(tzinfo=None)


@dataclass
class Stage:
    """A user's folders, empty at first, and sessions and screens in them."""

    folder: Path
    paths: UserPaths

    def sample(self) -> Session:
        """Return a session with the sample article and three notes."""
        path = self.folder / SAMPLE.name  # the folder of the checkout is another on each machine
        path.write_bytes(SAMPLE.read_bytes())
        session = self.entered(Session(open_source(str(path)), self.paths))
        session.article_notes.annotate(
            session.article_notes.find_passage("the 80th anniversary"), "Check the date against the 2015 parade. #check"
        )
        session.article_notes.annotate(
            session.article_notes.find_passage('"main guest,"'), "His word for it, not Beijing's.", ["wording"]
        )
        session.article_notes.annotate(session.article_notes.find_passage("record bilateral trade"))
        return session

    def news(self) -> None:
        """Put three articles and two notes into the library."""
        for name, text in NEWS.items():
            (self.folder / name).write_text(text, encoding="utf-8")
            self.article(name)
        vote = self.article("vote.txt")
        vote.article_notes.annotate(
            vote.article_notes.find_passage("told until Friday"), "By whom? Ask the clerk. #check"
        )
        vote.article_notes.annotate(
            vote.article_notes.find_passage("clear to everybody"), "Not to us. #budget", ["city/harbour"]
        )

    def article(self, name: str) -> Session:
        return self.entered(Session(open_source(str(self.folder / name)), self.paths))

    def entered(self, session: Session) -> Session:
        """Open an article some minutes after the previous one."""
        StoppedClock.minutes += 7
        session.record_opening()
        return session

    @asynccontextmanager
    async def shown(
        self, first: Session | UserPaths, size: tuple[int, int], at: Span | None = None, colours: Colours = "many"
    ) -> AsyncIterator["Scene"]:
        async with ReaderApp(first, at, colours).run_test(size=size) as pilot:
            scene = Scene(pilot)
            await scene.settle()
            yield scene


@dataclass
class Scene:
    """The screen while its picture is taken."""

    pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, words: str) -> None:
        await self.pilot.press(*(KEYS.get(sign, sign) for sign in words))
        await self.settle()

    async def settle(self) -> None:
        """Wait until background work is done, except for workers that wait for a dialog."""
        for _ in range(2):
            await self.pilot.pause()
            workers = self.pilot.app.workers
            if busy := [worker for worker in workers if worker.group != "box"]:
                await workers.wait_for_complete(busy)
        await self.pilot.pause()

    async def taken(self, title: str = "reader") -> str:
        """Return the picture in a window with this title, without a passing message."""
        for screen in self.pilot.app.screen_stack:
            if isinstance(screen, ReadingScreen | BrowseScreen):
                screen.status.say("")
        await self.settle()
        return without_fonts(self.pilot.app.export_screenshot(title=title))


def words_of(svg: str) -> str:
    """Return the words in a picture."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape("\n".join(texts)).replace("\xa0", " ")


def without_fonts(svg: str) -> str:
    """Return the picture with local fonts instead of a web font."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]+;", f"font-family: {FONTS};", svg)


# ---------------------------------------------------------------------- the pictures


async def screen(stage: Stage) -> str:
    """The sample with its names in colour and three notes, the Quotes tab open at the quote under the caret."""
    session = stage.sample()
    async with stage.shown(session, (120, 40), session.article_notes.find_passage('"good neighbors,"')) as scene:
        await scene.press("2", "enter")
        return await scene.taken()


async def paper(stage: Stage) -> str:
    """The same in the light theme, with the Names tab open."""
    session = stage.sample()
    async with stage.shown(session, (120, 40), session.article_notes.find_passage('"good neighbors,"')) as scene:
        scene.pilot.app.theme = "paper"
        await scene.press("1", "escape")
        return await scene.taken()


async def plain(stage: Stage) -> str:
    """The same without colours: names underlined, quotes in italics, notes bold with a sign in the margin."""
    with patch.dict(os.environ, {"NO_COLOR": "1"}):
        session = stage.sample()
        async with stage.shown(
            session, (120, 40), session.article_notes.find_passage('"good neighbors,"'), "none"
        ) as scene:
            await scene.press("2", "enter")
            return await scene.taken()


async def note(stage: Stage) -> str:
    """The note box below its quote, with an unfinished tag in the text and the known tags that match it."""
    session = stage.sample()
    async with stage.shown(session, (100, 30), session.article_notes.find_passage('"good neighbors,"')) as scene:
        await scene.press("2", "enter", "a")
        await scene.type("Who says so besides Putin? #che")
        return await scene.taken()


async def why(stage: Stage) -> str:
    """The evidence for the speaker of a quote, strongest first, beside the runner-up."""
    session = stage.sample()
    async with stage.shown(session, (110, 30), session.article_notes.find_passage('"good neighbors,"')) as scene:
        await scene.press("2", "enter", "w")
        return await scene.taken()


async def review(stage: Stage) -> str:
    """A note on a changed passage: old and new wording side by side, differences marked, and the keys."""
    session = stage.sample()
    session.article_notes.annotate(
        session.article_notes.find_passage("a four-day state visit"), "Until the parade? #dates"
    )
    changed = session.article.text.replace("a four-day state visit", "a three-day official state visit")
    fresh = stage.entered(Session(replace(read_plain(changed), source=session.article.source), stage.paths))
    note = next(note for note in fresh.notes if "parade?" in note.text)
    async with stage.shown(fresh, (110, 30), note.span) as scene:
        await scene.press("enter")
        return await scene.taken()


async def orphaned(stage: Stage) -> str:
    """An orphaned note, first in the list; under review: its old words, and the nearest ones today."""
    session = stage.sample()
    gone = session.article_notes.find_passage("solidifying a partnership that challenges the current global order")
    session.article_notes.annotate(gone, "Since when? #dates")
    text = session.article.text
    told = "and nobody expects that their partnership changes"
    changed = text[: gone.start] + told + text[gone.end :]
    fresh = stage.entered(Session(replace(read_plain(changed), source=session.article.source), stage.paths))
    async with stage.shown(fresh, (110, 30)) as scene:
        await scene.press("3", "g", "enter")
        return await scene.taken()


async def library(stage: Stage) -> str:
    """The articles, last opened first, with date, progress, notes and tags; keys in the footer."""
    stage.news()
    stage.sample()
    async with stage.shown(stage.paths, (100, 24)) as scene:
        return await scene.taken()


async def page(stage: Stage) -> str:
    """Everything Maria Ortiz said, by article and day, with a note; then all mentions of her."""
    stage.news()
    session = stage.article("vote.txt")
    async with stage.shown(session, (100, 24), session.article_notes.find_passage("Maria Ortiz")) as scene:
        await scene.press("S")
        return await scene.taken()


async def help(stage: Stage) -> str:  # noqa: A001
    """Eighty columns: the keys of the list of quotes first, because it has the focus."""
    async with stage.shown(stage.sample(), (80, 24)) as scene:
        await scene.press("2", "question_mark")
        return await scene.taken()


async def tour(stage: Stage) -> str:
    """Eighty columns: the second step of the tour above the beginning of the article."""
    async with TourApp(Session(open_source(str(SAMPLE)), stage.paths)).run_test(size=(80, 24)) as pilot:
        scene = Scene(pilot)
        await scene.settle()
        assert isinstance(pilot.app, TourApp)
        pilot.app.look()
        await scene.press("j")
        pilot.app.look()
        await scene.settle()
        return await scene.taken()


async def proposals(stage: Stage) -> str:
    """What a program proposes: grey, with a dashed edge, in the list of notes and beside the lines."""
    session = stage.sample()
    for quote, text in (
        ("four-day state visit", "Until when exactly? #check"),
        ('"good neighbors,"', "The same words as in 2015."),
    ):
        propose(session, Suggestion(quote, text=text), "agent:clerk")
    async with stage.shown(session, (172, 36)) as scene:
        await scene.press("3")
        return await scene.taken()


async def recording(stage: Stage) -> str:
    """A session in seven frames: a text, who says what, why he, a note on it, all notes, the library."""
    stage.news()
    session = stage.sample()
    async with stage.shown(session, (110, 32)) as scene:
        frames = [await scene.taken("reader story.txt")]
        for title, keys, typed in (
            ("2: who says what", ("2", "j", "j"), ""),
            ("w: why he?", ("w",), ""),
            ("a: a note on it", ("escape", "a"), "Who says so besides Putin? #che"),
            ("Ctrl-S: saved", ("tab", "ctrl+s"), ""),
            ("3: all notes", ("3",), ""),
            ("L: everything you have read", ("L",), ""),
        ):
            await scene.press(*keys)
            await scene.type(typed)
            frames.append(await scene.taken(title))
        return animated(frames)


FRAME_SECONDS = 3


def animated(frames: Sequence[str]) -> str:
    """Return a picture that shows one frame after the other, again and again; the first one where nothing may move."""
    share, whole = 100 / len(frames), FRAME_SECONDS * len(frames)
    box = re.search(r'viewBox="([^"]*)"', frames[0])
    assert box is not None
    style = (
        f".frame {{visibility: hidden; animation: turn {whole}s steps(1) infinite}} .frame:first-of-type "
        f"{{visibility: visible}} @keyframes turn {{0% {{visibility: visible}} {share:.3f}% {{visibility: hidden}}}} "
        "@media (prefers-reduced-motion: reduce) {.frame {animation: none}}"
    )
    groups = (
        f'<g class="frame" style="animation-delay: {number * FRAME_SECONDS}s">\n{frame}\n</g>'
        for number, frame in enumerate(frames)
    )
    head = f'<svg viewBox="{box[1]}" xmlns="http://www.w3.org/2000/svg">\n<style>{style}</style>'
    return "\n".join([head, *groups, "</svg>\n"])


Take = Callable[[Stage], Awaitable[str]]

PICTURES: dict[str, Take] = {
    take.__name__: take
    for take in (screen, paper, plain, note, why, review, orphaned, library, page, help, tour, proposals, recording)
}


# ---------------------------------------------------------------------- taking them


@contextmanager
def stage() -> Iterator[Stage]:
    """A temporary home, with a stopped clock, no animation, and analysis by rules."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, patch.dict(os.environ):
        home = Path(folder) / "home"
        home.mkdir()
        for name in ("READER_LIBRARY", "READER_CONFIG", "READER_PIPELINE", "NO_COLOR", "COLORTERM"):
            os.environ.pop(name, None)
        kinds = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
        os.environ.update(kinds, HOME=str(home), READER_ENGINE="rules", TEXTUAL_ANIMATIONS="none", TZ="UTC")
        time.tzset()
        StoppedClock.minutes = 0
        with (
            patch("reader.annotations.revisions.datetime", StoppedClock),
            patch("reader.tui.widgets.library_rows.datetime", StoppedClock),
        ):
            yield Stage(home, user_paths(Path(folder) / "library.json"))
    time.tzset()


async def taken(name: str) -> str:
    with stage() as empty:
        return await PICTURES[name](empty)


def other_versions() -> str:
    """Return why pictures cannot be compared here; empty if they can."""
    here = {name: version(name) for name in DRAWN_BY}
    if here == DRAWN_BY:
        return ""
    drawn, found = (", ".join(f"{name} {number}" for name, number in each.items()) for each in (DRAWN_BY, here))
    return f"the pictures need {drawn}; installed: {found}"


def take_all(folder: Path) -> None:
    """Draw every picture again. Raises RuntimeError with other versions than DRAWN_BY."""
    if reason := other_versions():
        raise RuntimeError(reason)
    for name in PICTURES:
        (folder / f"{name}.svg").write_text(asyncio.run(taken(name)), encoding="utf-8")
