"""Rows painted straight to the terminal: few of them for a key, and never other cells than Textual would paint."""

import random
import re
from dataclasses import dataclass, field

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.geometry import Offset, Region

from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.app import ReaderApp
from reader.view.terminal_frame import paints_all
from tests.examples import in_turns
from tests.fixtures.cell_screen import Cell, CellScreen, Place
from tests.page_object import Desk, opened, plain

TEXT = "\n\n".join(
    f"Paragraph {number}. “Words {number},” said Ann Smith in Paris, and 漢字 cafe\u0301 👩‍🚀. " + "More of them. " * 9
    for number in range(1, 80)
)

MOVES = (
    *("j", "k", "space", "b", "d", "u", "g", "G", "l", "w", "right_parenthesis", "left_curly_bracket"),
    *("right_square_bracket", "left_square_bracket", "v", "escape", "o", "ctrl+o", "tab", "j", "space"),
)


@dataclass
class Recorder:
    """The terminal: all that is written to it, and what is written by the direct painter."""

    output: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)

    def write_frame(self, frame: str) -> None:
        self.output.append(frame)
        self.frames.append(frame)

    def clear(self) -> None:
        self.output.append("\x1b[2J")

    def rows_in(self, region: Region) -> set[int]:
        """Return the rows of a region that were painted directly."""
        places = re.findall(r"\x1b\[(\d+);(\d+)H\x1b\[", "".join(self.frames))  # not those of the cursor
        return {int(row) - 1 for row, column in places if region.contains(int(column) - 1, int(row) - 1)}

    def cells(self, columns: int, rows: int) -> dict[Place, Cell]:
        screen = CellScreen(columns, rows)
        screen.feed("".join(self.output).replace("\n", ""))
        return {(row, column): screen.cell(row, column) for row in range(rows) for column in range(columns)}


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The terminal of every application that is opened."""
    recorder = Recorder()
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)
    monkeypatch.setattr(HeadlessDriver, "write", lambda driver, data: recorder.output.append(data))
    monkeypatch.setattr(ReaderApp, "output", property(lambda app: recorder, lambda app, value: None), raising=False)
    return recorder


@pytest.fixture
def session(paths: UserPaths) -> Session:
    session = plain(TEXT, paths)
    session.record_opening()
    for number in (2, 5, 30):
        at = TEXT.index(f"Paragraph {number}.")
        session.article_notes.annotate(Span(at, at + 12), f"About {number}.")
    return session


async def check(desk: Desk, terminal: Recorder, keys: object = "") -> None:
    """Compare the terminal with what it shows after Textual has painted all of it again."""
    size = desk.screen.size
    before = terminal.cells(*size)
    terminal.output.clear()
    desk.screen.refresh()
    await desk.settle()
    after = terminal.cells(*size)
    assert {place: (before[place], after[place]) for place in after if before[place] != after[place]} == {}, keys


@pytest.mark.parametrize("size", [(120, 40), (180, 45), (80, 24)][:: in_turns(2)], ids=str)
async def test_the_terminal_shows_what_textual_would_paint(
    size: tuple[int, int], session: Session, terminal: Recorder
) -> None:
    chance = random.Random(sum(size))
    async with opened(session, size) as desk:
        await check(desk, terminal)
        for _ in range(5):
            keys = chance.choices(MOVES, k=7)
            await desk.press(*keys)
            await check(desk, terminal, keys)
    assert terminal.frames


async def test_the_rules_follow_a_pane_that_is_hidden_and_shown(session: Session, terminal: Recorder) -> None:
    async with opened(session, (162, 40)) as desk:
        for keys in (("z",), ("z",), ("z", "z"), ("slash", "W", "enter"), ("z",), ("plus", "minus", "minus")):
            await desk.press(*keys)
            await check(desk, terminal, keys)


async def test_a_terminal_that_was_resized_and_resized_back_is_painted_again(
    session: Session, terminal: Recorder
) -> None:
    async with opened(session) as desk:
        size = desk.screen.size
        terminal.output.clear()
        desk.pilot.app.post_message(Resize(size, size))
        await desk.settle()
        assert any(paints_all(frame, size.height) for frame in terminal.output)


OPENED = {
    "the text": (),
    "a note": ("a", "W", "o"),
    "a filter": ("1", "ampersand", "x"),
    "a mark to be set": ("m",),
    "the help": ("question_mark",),
    "the palette": ("colon", "d"),
    "the library": ("L",),
    "the search": ("s", "w"),
    "the export": ("E",),
    "a selection": ("v", "W"),
}


async def test_ctrl_l_repaints_all_whatever_is_open(session: Session, terminal: Recorder) -> None:
    async with opened(session) as desk:
        for what, keys in OPENED.items():
            await desk.press(*keys)
            screen, stack = desk.pilot.app.screen, list(desk.pilot.app.screen_stack)
            context = desk.screen.router.context
            terminal.output.clear()
            await desk.press("ctrl+l")
            cleared = terminal.output.index("\x1b[2J")
            assert any(paints_all(frame, screen.size.height) for frame in terminal.output[cleared:]), what
            assert (desk.pilot.app.screen_stack, desk.screen.router.context) == (stack, context), "nothing is closed"
            await desk.press("escape", "escape", "escape")
            assert desk.pilot.app.screen is desk.screen


async def test_a_step_writes_two_lines_of_the_text_in_one_frame(session: Session, terminal: Recorder) -> None:
    async with opened(session) as desk:
        await desk.press("j", "j")
        terminal.output.clear()
        terminal.frames.clear()
        await desk.press("j")
        assert terminal.output == terminal.frames, "nothing else is painted"
        assert len(terminal.frames) == 1
        assert len(terminal.rows_in(desk.screen.article.region)) == 2


async def test_lines_below_the_margin_are_painted_directly_and_the_margin_over_them(
    session: Session, terminal: Recorder
) -> None:
    async with opened(session, (180, 45)) as desk:
        margin = desk.screen.panes.margin.region
        assert desk.screen.article.region.contains_region(margin)
        await desk.press("space", "space")
        before = len(terminal.output)
        terminal.frames.clear()
        await desk.press("space")
        assert terminal.output[before:] == terminal.frames, "nothing is left to Textual"
        assert terminal.rows_in(margin) == set(range(margin.y, margin.bottom))
        await check(desk, terminal)


async def test_the_cursor_of_a_field_beyond_the_screen_is_left_at_its_edge(
    session: Session, terminal: Recorder
) -> None:
    async with opened(session) as desk:
        await desk.press("j")
        terminal.frames.clear()
        desk.pilot.app.cursor_position = Offset(-2, 99)
        await desk.press("j")
        assert terminal.frames[-1].endswith("\x1b[40;1H")


async def test_rows_that_stay_the_same_are_not_written(session: Session, terminal: Recorder) -> None:
    async with opened(session) as desk:
        await desk.press("space", "space")
        for _ in range(2):  # the first writes what Textual has painted since
            terminal.frames.clear()
            desk.screen.article.refresh()
            with desk.screen.direct:
                desk.screen.article.refresh()
        assert terminal.frames == []


async def test_rows_that_textual_has_painted_since_are_written_again(session: Session, terminal: Recorder) -> None:
    async with opened(session) as desk:
        await desk.press("j", "j")
        desk.screen.article.go_lines(1)
        await desk.settle()
        await desk.press("k")
        await check(desk, terminal)


async def test_a_dialog_over_the_text_is_left_to_textual(session: Session, terminal: Recorder) -> None:
    async with opened(session) as desk:
        await desk.press("a")
        terminal.frames.clear()
        desk.screen.article.go_lines(1)
        with desk.screen.direct:
            desk.screen.article.go_lines(1)
        await desk.settle()
        assert terminal.frames == []
