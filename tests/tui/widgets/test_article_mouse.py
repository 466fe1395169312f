"""The scroll bar by mouse, and buttons that do nothing."""

from reader.system.paths import UserPaths
from tests.page_object import opened, plain

BOOK = "\n\n".join(f"Line {number}" for number in range(400))


async def test_the_scroll_bar_jumps_and_is_dragged(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 24)) as desk:
        pane = desk.screen.article
        bar, height = pane.size.width - 1, pane.size.height
        await desk.pilot.mouse_down(pane, offset=(bar, height // 2))
        await desk.settle()
        middle = pane.caret.offset
        assert 0.3 < middle / len(BOOK) < 0.7
        await desk.pilot.hover(pane, offset=(bar, height // 2))
        assert pane.caret.offset == middle
        await desk.pilot.hover(pane, offset=(bar, height - 1))
        await desk.settle()
        assert pane.caret.offset / len(BOOK) > 0.9
        await desk.pilot.mouse_up(pane, offset=(bar, height - 1))
        last = pane.caret.offset
        await desk.pilot.hover(pane, offset=(bar, 1))
        assert pane.caret.offset == last, "released, the bar stays"
        assert desk.selected == ""
        await desk.press("ctrl+o")
        assert pane.caret.offset == 0, "a jump by the scroll bar can be taken back"


async def test_other_buttons_and_an_empty_article_ignore_clicks(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths)) as desk:
        pane = desk.screen.article
        await desk.pilot.mouse_down(pane, offset=(pane.view.margin + 3, 6), button=3)
        await desk.pilot.mouse_up(pane, offset=(pane.view.margin + 3, 6))
        assert pane.caret.offset == 0
    async with opened(plain("", paths)) as desk:
        pane = desk.screen.article
        for times in (1, 2, 3):
            await desk.pilot.click(pane, offset=(5, 1), times=times)
        assert (pane.caret.offset, desk.selected) == (0, "")
