"""The progress of a source that takes long to read, and stopping it: on a reload, from a list, on the way back."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen

from reader.errors import SourceError
from reader.session.session import Session
from reader.sources import sandbox
from reader.sources.open import open_source
from reader.sources.progress import Reading, ReadingStoppedError, shown_by
from reader.system.paths import UserPaths
from reader.tui.screens.browse import BrowseScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.library_rows import ArticleRow
from tests.page_object import Desk, opened
from tests.waiting import until_async

PAGE = "<html><body><h1>The Harbour Vote</h1><p>The council met on Friday evening about the harbour.</body></html>"

SEEN = "reading harbour.html … 7%"


@pytest.fixture
def no_children() -> None:
    """Index in a child, which a reading that takes for ever holds up alone."""


@pytest.fixture
def page(tmp_path: Path, paths: UserPaths) -> Session:
    """A page that was read without trouble."""
    file = tmp_path / "harbour.html"
    file.write_text(PAGE)
    return Session(open_source(str(file)), paths)


@pytest.fixture
def slow(page: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every later reading take for ever."""
    monkeypatch.setattr(sandbox, "CHILD", "tests.fixtures.slow_child")


def shown(screen: Screen[Any]) -> str:
    """Return the words of a footer."""
    assert isinstance(screen, ReadingScreen | BrowseScreen)
    return "".join(strip.text for strip in screen.status.render_lines(screen.status.size.region))


async def until_shown(desk: Desk, words: str) -> None:
    await until_async(lambda: words in shown(desk.pilot.app.screen))


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_a_reload_shows_its_progress_and_is_stopped(key: str, page: Session, slow: None) -> None:
    async with opened(page) as desk:
        await desk.pilot.press("r")
        await until_shown(desk, f"{SEEN} · Esc: stop")
        await desk.press(key)
        assert desk.said.startswith("stopped reading")
        assert desk.session is page
        assert SEEN not in shown(desk.screen)
        await desk.press("escape")
        assert desk.said.startswith("stopped reading"), "there was nothing more to stop"


async def test_an_article_that_is_opened_from_a_list_is_stopped_while_other_keys_wait(
    page: Session, slow: None
) -> None:
    async with opened(page) as desk:
        await desk.press("L")
        await until_async(lambda: isinstance(desk.pilot.app.screen, LibraryScreen))
        screen = desk.pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        await until_async(lambda: isinstance(screen.list.row, ArticleRow))
        pressed = asyncio.create_task(desk.pilot.press("enter", "q"))
        await until_shown(desk, SEEN)
        screen.app.post_message(Key("escape", None))
        await until_async(lambda: not screen.app.is_running or "stopped reading" in shown(screen))
        await pressed
        await until_async(lambda: not desk.pilot.app.is_running)


async def test_the_program_ends_while_a_source_is_read(page: Session, slow: None) -> None:
    """Else it would wait for the thread that waits for the child."""
    async with opened(page) as desk:
        await desk.pilot.press("r")
        await until_shown(desk, SEEN)
        await desk.pilot.press("q")
    assert desk.pilot.app.return_code == 0


def test_nothing_is_read_after_a_stop(page: Session) -> None:
    reading = Reading(lambda line: None)
    reading.stop()
    with shown_by(reading), pytest.raises(ReadingStoppedError, match=r"^stopped reading .*harbour\.html$"):
        open_source(page.article.source)
    assert open_source(page.article.source) == page.article


def test_an_error_before_a_stop_is_that_error(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    lines: list[str] = []
    with shown_by(Reading(lines.append)), pytest.raises(SourceError, match="damaged, or not a PDF"):
        open_source(str(tmp_path / "a.pdf"))
    assert lines == []
