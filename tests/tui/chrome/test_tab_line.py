"""The tabs of the side pane, at any width."""

import pytest

from reader.config import user_config
from reader.config.contexts import TABS
from reader.system.paths import UserPaths
from reader.tui.chrome.tab_line import shown_tabs, tab_labels
from tests.page_object import opened, plain

COUNTS = {"names": 12, "quotes": 345, "notes": 0}


@pytest.mark.parametrize("width", [4, 9, 12, 19, 20, 30, 32, 33, 39, 40, 60])
def test_labels_are_whole_or_numbers_at_any_width(width: int) -> None:
    tabs = {tab: TABS[tab].title for tab in shown_tabs(COUNTS)}
    for tab in tabs:
        fitting = next(form for form in tab_labels(tab, COUNTS) if sum(map(len, form)) <= width)
        for number, (label, title) in enumerate(zip(fitting, tabs.values(), strict=True), 1):
            assert title in label or label.strip() == str(number)
        assert width < 20 or tabs[tab] in "".join(fitting)
        assert width < 33 or all(title in label for title, label in zip(tabs.values(), fitting, strict=True))


def test_the_checks_are_a_tab_once_they_are_there() -> None:
    checked = {**COUNTS, "checks": 4}
    assert next(iter(tab_labels("names", checked)))[-1] == " 5 Checks 4 "
    assert list(tab_labels("names", checked))[-1] == ["1", "2", "3", "4", "5"]


def test_the_open_tab_keeps_its_count_longest() -> None:
    forms = ["".join(form) for form in tab_labels("quotes", COUNTS)]
    assert forms[0] == " 1 Names 12  2 Quotes 345  3 Notes  4 Outline "
    assert forms[2] == " Names  Quotes 345  Notes  Outline "


@pytest.mark.parametrize("size", [(130, 30), (90, 30), (60, 30)])
async def test_a_click_opens_a_tab(size: tuple[int, int], paths: UserPaths) -> None:
    assert user_config().footer
    async with opened(plain("Some words.", paths), size) as desk:
        await desk.press("1")
        line = desk.screen.side.query_one("#tabs").render_line(0).text
        await desk.pilot.click("#tabs", offset=(line.index("Notes") + 1, 0))
        await desk.settle()
        assert desk.screen.side.tab == "notes"
        assert "Note on all" in desk.screen.status.render_line(0).text or size[0] < 80
        if desk.screen.panes.arrangement.side_edge:
            assert "in text order · 3" in desk.screen.query_one("#side-edge").render_line(0).text
