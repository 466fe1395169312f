"""A list of rows: its cursor, its place on the screen when other rows come, and the mouse."""

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Region
from textual.pilot import Pilot

from reader.analysis import RULES, Analysis, Entity
from reader.document.article import Article
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.widgets import row_list
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import ListRow, NameRow, StyledText
from tests.page_object import opened


class Word(ListRow):
    """A row of two lines."""

    words: str = ""

    def lines(self, width: int) -> list[list[StyledText]]:
        return [[(self.words, "")], [("", "")]]


class ListApp(App[None]):
    """A list and nothing else."""

    def compose(self) -> ComposeResult:
        yield RowList()


def words(*numbers: int) -> list[Word]:
    return [Word(f"row {number}") for number in numbers]


def top(rows: RowList) -> str:
    return rows.render_line(0).text.strip()


@pytest.mark.parametrize("focused", [True, False])
async def test_a_list_at_its_top_stays_there_when_rows_come_before_the_first(focused: bool) -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        if focused:
            rows.focus()
        rows.show(words(*range(1, 40)))
        await pilot.pause()
        rows.show(words(0, *range(1, 40)))
        await pilot.pause()
        assert top(rows) == "row 0"
        assert rows.row == Word("row 1")


async def test_the_row_of_a_moved_cursor_keeps_its_place_when_rows_come_before_it() -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.focus()
        rows.show(words(*range(1, 40)))
        await pilot.pause()
        for _ in range(8):
            rows.commands()["line-down"][0]()
        before = top(rows)
        rows.show(words(0, *range(1, 40)))
        await pilot.pause()
        assert (top(rows), rows.row) == (before, Word("row 9"))


# ---------------------------------------------------------------------- the mouse

COUNT = 60

NAMES = [f"Name{number}" for number in range(COUNT)]


@pytest.fixture
def article() -> Article:
    return read_plain("\n\n".join(f"{name} was there." for name in NAMES))


def analyzed(article: Article) -> Analysis:
    starts = {name: article.text.index(f"{name} ") for name in NAMES}
    return Analysis(
        RULES,
        tuple(Entity(name, "person", (), (Span(at, at + len(name)),)) for name, at in starts.items()),
        (),
    )


def drawn(rows: RowList) -> list[str]:
    """Return the lines of a list."""
    return ["".join(part.text for part in rows.render_line(y)).rstrip() for y in range(rows.size.height)]


async def test_the_wheel_scrolls_the_list_and_leaves_the_cursor(article: Article, paths: UserPaths) -> None:
    async with opened(Session(article, paths), analysis=analyzed(article)) as desk:
        await desk.press("1", "g")
        rows = desk.screen.side.list
        cursor, before = rows.cursor, drawn(rows)
        turn = {"widget": rows, "x": 2, "y": 2, "delta_x": 0, "delta_y": 0, "button": 0}
        event = {**turn, "shift": False, "meta": False, "ctrl": False}
        rows.post_message(MouseScrollDown(**event))  # type: ignore[arg-type]
        await desk.settle()
        assert drawn(rows)[:5] == before[3:8]
        rows.post_message(MouseScrollUp(**event))  # type: ignore[arg-type]
        rows.post_message(MouseScrollUp(**event))  # type: ignore[arg-type]
        await desk.settle()
        assert (drawn(rows), rows.cursor) == (before, cursor)


async def test_a_click_chooses_a_row_and_one_on_a_heading_does_nothing(article: Article, paths: UserPaths) -> None:
    async with opened(Session(article, paths), analysis=analyzed(article)) as desk:
        await desk.press("1", "g")
        rows = desk.screen.side.list
        row = next(y for y, line in enumerate(drawn(rows)) if "Name7" in line)
        await desk.pilot.click(rows, offset=(3, row))
        await desk.settle()
        assert isinstance(rows.row, NameRow)
        assert rows.row.named.name == "Name7"
        assert desk.under_caret.startswith("Name7 ")
        heading = next(y for y, line in enumerate(drawn(rows)) if line and "Name" not in line)
        await desk.pilot.click(rows, offset=(3, heading))
        await desk.settle()
        assert desk.under_caret.startswith("Name7 ")


async def test_an_empty_list_ignores_keys_and_the_mouse(paths: UserPaths) -> None:
    async with opened(Session(read_plain("Nothing."), paths), analysis=Analysis(RULES, (), ())) as desk:
        await desk.press("2", "j", "k", "space", "b", "g", "G", "enter")
        rows = desk.screen.side.list
        await desk.pilot.click(rows, offset=(3, rows.size.height - 1))
        await desk.settle()
        assert desk.screen.article.caret.offset == 0
        assert desk.rows == []


async def wheel(pilot: Pilot[None], kind: type[MouseScrollDown | MouseScrollUp], turns: int) -> None:
    rows = pilot.app.query_one(RowList)
    for _ in range(turns):
        rows.post_message(kind(rows, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False))
    await pilot.pause()


@pytest.mark.parametrize("above", [True, False])
async def test_the_first_row_in_sight_keeps_its_place_when_the_cursor_is_out_of_sight(above: bool) -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.focus()
        rows.show(words(*range(1, 40)))
        await pilot.pause()
        if not above:
            rows.select(38)
        await wheel(pilot, MouseScrollDown if above else MouseScrollUp, 10)
        before, cursor = top(rows), rows.row
        assert before not in ("row 1", "row 39")
        rows.show(words(0, *range(1, 40)))
        await pilot.pause()
        assert (top(rows), rows.row) == (before, cursor)


async def test_a_list_stays_where_it_is_when_the_first_row_in_sight_goes() -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.show(words(*range(1, 40)))
        await pilot.pause()
        await wheel(pilot, MouseScrollDown, 10)
        first = int(top(rows).split()[1])
        rows.show(words(*(number for number in range(1, 40) if number != first)))
        await pilot.pause()
        assert top(rows) == f"row {first + 1}"
        rows.show(words(1, 2, 3))
        await pilot.pause()
        assert top(rows) == "row 1"


async def test_a_list_that_grows_is_filled_and_one_that_shrinks_shows_its_cursor() -> None:
    async with ListApp().run_test(size=(30, 4)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.show(words(*range(40)))
        rows.select(39)
        await pilot.pause()
        assert top(rows) == "row 38"
        await pilot.resize_terminal(30, 20)
        assert top(rows) == "row 30"
        rows.select(31)
        await pilot.resize_terminal(30, 2)
        assert top(rows) == "row 31"


async def test_a_page_ends_before_a_row_that_is_partly_out_of_it() -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.show(words(*range(1, 40)))
        await pilot.pause()
        rows.commands()["page-down"][0]()
        assert rows.row == Word("row 5"), "a page of ten lines, less one, has four rows of two lines"


async def test_rows_are_drawn_whole_or_in_part_however_far_the_list_was_scrolled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(row_list, "CACHE_SIZE", 8)
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.show(words(*range(1, 40)))
        await wheel(pilot, MouseScrollDown, 40)
        whole = [strip.text for strip in rows.render_lines(Region(0, 0, 30, 10))]
        assert whole[-2].strip() == "row 39"
        part = [strip.text for strip in rows.render_lines(Region(2, 4, 6, 3))]
        assert part == [line[2:8] for line in whole[4:7]]


async def test_an_empty_list_ignores_moves() -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        await wheel(pilot, MouseScrollDown, 1)
        for move, _ in rows.commands().values():
            move()
        await pilot.pause()
        assert rows.row is None


async def test_a_row_that_is_not_listed_is_not_selected() -> None:
    async with ListApp().run_test(size=(30, 10)) as pilot:
        rows = pilot.app.query_one(RowList)
        rows.show(words(1, 2, 3))
        await pilot.pause()
        rows.select_row(Word("row 9"))
        assert rows.row == Word("row 1")
