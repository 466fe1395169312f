"""The tabs of the side pane, at any width."""

import pytest

from reader.config import user_config
from reader.config.contexts import SIDE_TABS
from reader.system.paths import UserPaths
from reader.tui.chrome.tab_line import tab_labels
from tests.page_object import opened, plain

USUAL = [tab for tab in SIDE_TABS if not tab.on_request]

COUNTS = {tab.id: 100 * number for number, tab in enumerate(USUAL)}

LENGTHS = [sum(map(len, form)) for form in tab_labels(USUAL[0].id, COUNTS)]


@pytest.mark.parametrize("width", [*range(len(USUAL), max(LENGTHS) + 10)])
def test_labels_are_whole_or_numbers_at_any_width(width: int) -> None:
    for tab in USUAL:
        fitting = next(form for form in tab_labels(tab.id, COUNTS) if sum(map(len, form)) <= width)
        for label, each in zip(fitting, USUAL, strict=True):
            assert each.title in label or label.strip() == each.keys.split()[0]
        titles = [each.title for each in USUAL]
        assert width < sum(len(title) + 2 for title in titles) or all(map(str.__contains__, fitting, titles))


def test_a_tab_on_request_has_its_number() -> None:
    for number, tab in enumerate(SIDE_TABS, 1):
        if tab.on_request:
            counts = {**COUNTS, tab.id: 4}
            assert next(tab_labels(tab.id, counts))[-1] == f" {number} {tab.title} 4 "
            assert [*tab_labels(tab.id, counts)][-1][-1] == str(number)


def test_the_open_tab_keeps_its_count_longest() -> None:
    *_, last = USUAL
    forms = [*tab_labels(last.id, COUNTS)]
    assert forms[0][-1] == f" {len(USUAL)} {last.title} {COUNTS[last.id]} "
    assert forms[2] == [f" {tab.title} " for tab in USUAL[:-1]] + [f" {last.title} {COUNTS[last.id]} "]


@pytest.mark.parametrize("size", [(130, 30), (90, 30), (60, 30)])
async def test_a_click_opens_a_tab(size: tuple[int, int], paths: UserPaths) -> None:
    assert user_config().footer
    async with opened(plain("Some words.", paths), size) as desk:
        await desk.press("1")
        line = desk.screen.side.query_one("#tabs").render_line(0).text
        at = line.find("Notes") if "Notes" in line else line.index("3")
        await desk.pilot.click("#tabs", offset=(at, 0))
        await desk.settle()
        assert desk.screen.side.tab == "notes"
        assert "Note on all" in desk.screen.status.render_line(0).text or size[0] < 80
        if desk.screen.panes.arrangement.side_edge:
            assert "in text order · 3" in desk.screen.query_one("#side-edge").render_line(0).text
