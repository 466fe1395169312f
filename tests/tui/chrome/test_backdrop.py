"""What is behind the panes: painted for the size that was laid out."""

import pytest
from textual.events import Resize
from textual.geometry import Size

from reader.session.session import Session
from reader.tui.app import ReaderApp
from tests.page_object import opened


@pytest.mark.parametrize("terminal", [(60, 12), (150, 60), (100, 12), (60, 60)])
@pytest.mark.parametrize("key", ["", "L", "s"])
async def test_all_cells_are_painted_while_the_terminal_has_another_size_already(
    key: str, terminal: tuple[int, int], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, (110, 34)) as desk:
        await desk.press(*key)
        screen = desk.pilot.app.screen
        with monkeypatch.context() as patched:
            patched.setattr(ReaderApp, "size", Size(*terminal))
            strips = screen.render_lines(screen.outer_size.region)
        assert [strip.cell_length for strip in strips] == [110] * 34


@pytest.mark.parametrize("key", ["", "L", "question_mark", "colon"])
async def test_sizes_that_are_told_at_one_time_do_not_bring_each_other_back(key: str, session: Session) -> None:
    async with opened(session, (110, 34)) as desk:
        await desk.press(*key.split())
        screen, told = desk.pilot.app.screen, Size(60, 12)
        for size in (told, screen.size):
            screen.post_message(Resize(size, size))
        await desk.settle()
        assert screen.outer_size == screen.size
