"""The tour: its steps, and that it leaves no files."""

import hashlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from textwrap import wrap

import pytest
from textual.widgets import Static, TextArea

from reader.analysis.engine import analyze
from reader.cli import main, screen
from reader.config import with_keys
from reader.session.session import Session
from reader.session.state import Appearance, load_appearance, save_appearance
from reader.system import stdio
from reader.system.paths import PACKAGE, UserPaths, user_paths
from reader.text.span import Span
from reader.tui import tour
from reader.tui.app import ReaderApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import NEW_HERE
from reader.tui.tour import CLOSE_FIRST, NO_LIBRARY, STEPS, TourApp, TourStep
from tests.page_object import Desk, opened, work_is_done

SMALL = (80, 24)


class Walk(Desk):
    """The page object of a tour."""

    @property
    def tour(self) -> TourApp:
        app = self.pilot.app
        assert isinstance(app, TourApp)
        return app

    async def settle(self) -> None:
        await super().settle()
        self.tour.look()
        await self.pilot.pause()

    @property
    def panel(self) -> str:
        """The text of the panel on the topmost screen."""
        return str(self.tour.screen.query_one("#tour", Static).content)


@asynccontextmanager
async def walking(session: Session, size: tuple[int, int] = SMALL) -> AsyncIterator[Walk]:
    session.analysis_state.set_analysis(analyze(session.article))
    async with TourApp(session).run_test(size=size) as pilot:
        walk = Walk(pilot)
        await walk.settle()
        yield walk


@pytest.mark.parametrize("size", [SMALL, (120, 40)], ids=str)
async def test_every_step_is_completed_by_its_instructions(session: Session, size: tuple[int, int]) -> None:
    async with walking(session, size) as walk:
        assert "Tour 1 of 10" in walk.panel
        article = walk.screen.article.region
        status = walk.screen.status.region
        assert article.y == 4 + (3 if size[1] < 30 else 4), "below the panel and the head"
        assert article.bottom < status.bottom == size[1], "above the footer"
        await walk.press("j")
        assert "2 lists the quotes" in walk.panel
        await walk.press("2", "j", "j", "enter")
        assert "Press w" in walk.panel
        await walk.press("w")
        assert "Esc closes this box" in walk.panel, "the next step is read over the box"
        await walk.press("escape")
        assert "Esc closes this box" not in walk.panel
        await walk.press("a")
        assert "Write a note" in walk.panel
        walk.tour.screen.query_one(TextArea).text = "Who says so?"
        await walk.press("ctrl+s")
        assert "Tag it" in walk.panel
        await walk.press("e")
        walk.tour.screen.query_one(TextArea).text = "Who says so? #check"
        await walk.press("ctrl+s")
        assert "Find it again" in walk.panel
        await walk.press("3")
        await walk.press("1", "j", "enter")
        assert "As calm as you like" in walk.panel
        await walk.press("M")
        assert "Take it along" in walk.panel
        await walk.press("E")
        assert "everything else" in walk.panel
        await walk.press("escape", "escape", "escape")
    assert walk.tour.return_code == 0


async def test_a_tag_in_the_first_note_skips_a_step(session: Session) -> None:
    session.record_opening()
    session.article_notes.annotate(None, "Read twice. #check")
    async with walking(session) as walk:
        assert "Tour 1 of 10" in walk.panel
        await walk.press("j")
        assert "Tour 2 of 10" in walk.panel
        await walk.press("2", "enter")
        assert "Tour 3 of 10" in walk.panel
        await walk.press("w")
        assert "Tour 4 of 8  Find it again" in walk.panel, "a step that was complete before its turn is not counted"


@pytest.mark.parametrize("step", range(len(STEPS)))
async def test_escape_in_the_text_leaves_the_tour_at_any_step(session: Session, step: int) -> None:
    async with walking(session) as walk:
        walk.tour.step = step
        await walk.press("escape")
        assert walk.tour.is_running
        walk.screen.status.say("saved")  # what comes meanwhile asks nothing
        await walk.press("escape")
    assert walk.tour.return_code == 0


async def test_escape_leaves_only_if_nothing_else_is_pressed_between(session: Session) -> None:
    async with walking(session) as walk:
        await walk.press("escape", "j", "escape")
        assert walk.tour.is_running


async def test_escape_closes_the_filter_first(session: Session) -> None:
    async with walking(session) as walk:
        await walk.press("slash", "escape")
        assert walk.tour.is_running
        await walk.press("v", "escape")
        assert walk.tour.is_running


async def test_the_library_is_not_opened_during_the_tour(session: Session) -> None:
    async with walking(session) as walk:
        for key in ("L", "s", "S"):
            walk.screen.status.say("")
            await walk.press(key)
            assert walk.said == NO_LIBRARY


async def test_a_look_at_the_end_shows_nothing(session: Session) -> None:
    async with walking(session) as walk:
        pass
    assert not walk.tour.screen_stack
    walk.tour.look()


async def test_the_tour_can_be_restarted(session: Session) -> None:
    async with walking(session) as walk:
        await walk.press("j")
        assert "Tour 2 of 10" in walk.panel
        await walk.tour.run_action("tour")
        await walk.settle()
        assert "Tour 1 of 10" in walk.panel


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_each_step_fits_on_a_small_terminal(step: TourStep) -> None:
    """There are two lines under the title, also over a dialog."""
    assert len(wrap(f"{CLOSE_FIRST}{with_keys(step.words)}", SMALL[0] - 2)) <= 2


# ---------------------------------------------------------------------- nothing is left of it


def everything_in(folder: Path) -> dict[str, str]:
    """Return every file and folder with its contents."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in folder.rglob("*")
    }


def test_the_tour_changes_none_of_the_users_files(
    home: Path, tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are the same byte for byte, and the files of the tour are gone."""
    library = home / "data" / "reader" / "library.json"
    assert main(["--library", str(library), "note", session.article.source, "--text", "Mine."]) == 0
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    before, used = everything_in(tmp_path), []

    def walk(mine: Session) -> int:
        used.append(mine.paths)
        mine.record_opening()
        mine.article_notes.annotate(None, "Of the tour.")
        mine.exports.write(Path.cwd())
        mine.save_state(mine.load_state())
        assert mine.analysis_state.analysis
        return 0

    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(tour, "run_tour", walk)
    assert main(["--library", str(library), "tour"]) == 0
    assert everything_in(tmp_path) == before
    assert not used[0].library.parent.exists()
    assert Path.cwd() == here


def test_a_tour_in_a_terminal_leaves_no_files(home: Path, tmp_path: Path) -> None:
    """A child process in a pseudo-terminal: some keys, then Esc."""
    program = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
from reader.cli import main
sys.exit(main(["tour"]))
"""
    here = tmp_path / "here"
    here.mkdir()
    before = everything_in(tmp_path)
    ours, its = os.openpty()
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "TERM": "xterm-256color", "TMPDIR": str(here)}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=its, stdout=its, stderr=its, cwd=here, env=env
    ) as process:
        os.close(its)
        seen, typed = b"", False
        try:
            while True:
                try:
                    seen += os.read(ours, 65536)
                except OSError:  # the other end is closed: it has ended
                    break
                if not typed and b"Tour 1 of" in seen:
                    typed = True
                    os.write(ours, b"jjH\x1b\x1b")
        finally:
            os.close(ours)
    assert process.returncode == 0
    assert typed
    assert everything_in(tmp_path) == before


def test_the_tour_has_the_users_theme_and_width(home: Path, paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    save_appearance(Appearance("paper", 70), user_paths().state)
    seen: list[Appearance] = []

    def walk(session: Session) -> int:
        seen.append(load_appearance(session.paths.state))
        return 0

    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(tour, "run_tour", walk)
    assert main(["tour"]) == 0
    assert seen == [Appearance("paper", 70)]


def test_without_a_terminal_there_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tour"]) == 1
    assert "needs a terminal" in capsys.readouterr().err


# ---------------------------------------------------------------------- the offer


async def test_the_first_start_offers_the_tour_in_the_footer(session: Session) -> None:
    session.first_start = True
    async with opened(session, SMALL) as desk:
        line = "".join(part.text for part in desk.screen.status.render_line(0))
        assert NEW_HERE in line
        await desk.press("j")
        assert desk.screen.article.caret.offset > 0, "no box stands before the text"
        await desk.press("H")
        line = "".join(part.text for part in desk.screen.status.render_line(0))
        assert NEW_HERE not in line, "whoever highlights a sentence has found the way"


def test_the_tour_is_offered_only_with_an_empty_library(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def draw(first: Session, at: Span | None = None, splash: object = None) -> int:
        seen.append(first.first_start)
        return 0

    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(screen, "draw", draw)
    story = tmp_path / "story.txt"
    story.write_text("A story.\n", encoding="utf-8")
    assert main([]) == 0
    assert main([str(story)]) == 0
    assert main(["note", str(story), "--text", "mine"]) == 0
    assert main([str(story)]) == 0
    assert seen == [True, True, False]


async def test_the_palette_offers_the_tour_everywhere(session: Session, paths: UserPaths) -> None:
    async with opened(session) as desk:
        assert desk.screen.router.enabled("tour")
        await desk.screen.action_run("tour")  # the terminal of a test cannot be left
        await desk.pilot.pause()
    async with ReaderApp(paths).run_test() as pilot:
        await work_is_done(pilot.app)
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        assert screen.router.enabled("tour")
