"""A list of rows: its cursor and its place on the screen when other rows come."""

from dataclasses import dataclass

import pytest
from textual.app import App, ComposeResult

from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import ListRow, StyledText


@dataclass(frozen=True)
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
