"""The order of the palette: the most used commands, then those that fit here."""

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList

from reader.config.commands import COMMANDS, MOVE
from reader.session.state import count_run, load_counts
from reader.system.paths import UserPaths
from reader.tui.palette import ordered_commands
from tests.page_object import Desk, opened, plain

BY_ID = {command.id: command for command in COMMANDS}


def ordered(offered: str, fitting: str, **counts: int) -> list[str]:
    """Return the ids of commands as the palette orders them."""
    commands, context = ([BY_ID[name] for name in names.split()] for names in (offered, fitting))
    return [command.id for command in ordered_commands(commands, context, counts)]


def test_what_fits_here_is_first_as_long_as_nothing_was_used() -> None:
    assert ordered("line-down theme quit annotate copy", "annotate line-down") == [
        *("annotate", "theme", "quit", "copy"),
        "line-down",
    ]


def test_the_three_most_used_are_first_and_the_others_by_use() -> None:
    counts = {"theme": 5, "quit": 9, "help": 3, "export": 2, "copy": 1}
    assert ordered("annotate copy export help quit theme tour", "annotate copy", **counts) == [
        *("quit", "theme", "help"),
        *("copy", "annotate"),
        *("export", "tour"),
    ]


def test_what_cannot_be_run_here_is_not_offered() -> None:
    assert ordered("quit", "annotate", reload=3) == ["quit"]


def test_a_movement_that_is_used_comes_first() -> None:
    assert BY_ID["back"].group == MOVE
    assert ordered("quit back", "quit", back=1) == ["back", "quit"]


async def rows(desk: Desk, typed: str = "") -> list[str]:
    """Open the palette and return its rows."""
    await desk.press("colon")
    await desk.type(typed)
    await desk.gather()
    options = desk.pilot.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


async def test_a_command_that_was_run_from_the_palette_is_first_next_time(paths: UserPaths) -> None:
    async with opened(plain("One stands here.", paths)) as desk:
        await desk.choose("decorate")
        await desk.press("z")
        assert load_counts(paths.state) == {"decorate": 1}, "keys do not count"
        first, second, *_ = await rows(desk)
        assert "underline and italics" in first
        assert second.startswith("search")


async def test_of_commands_that_match_alike_the_one_used_more_is_first(paths: UserPaths) -> None:
    async with opened(plain("One stands here.", paths)) as desk:
        before = await rows(desk, "select")
        await desk.press("escape")
        count_run("select-word-right", paths.state)
        after = await rows(desk, "select")
        moved = next(row for row in before if row.startswith("select a word right"))
        assert sorted(after) == sorted(before)
        assert after.index(moved) < before.index(moved)


async def test_a_command_is_run_where_nothing_can_be_counted(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr("reader.tui.palette.count_run", fail)
    async with opened(plain("One stands here.", paths)) as desk:
        await desk.choose("outline")
        assert desk.screen.side.tab == "outline"


@pytest.mark.parametrize("width", [40, 100])
async def test_rows_are_as_wide_as_the_palette_and_end_before_its_scroll_bar(width: int, paths: UserPaths) -> None:
    async with opened(plain("One stands here.", paths), (width, 15)) as desk:
        widths = {cell_len(row) for row in await rows(desk)}
        room = desk.pilot.app.screen.query_one(OptionList).scrollable_content_region.width
        assert room - 4 <= max(widths) <= room - 2, "with a cell of air on either side"
