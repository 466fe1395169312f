"""The tabs of the side pane, at any width."""

import pytest

from reader.config import user_config
from reader.config.contexts import SIDE_TABS
from reader.system.paths import UserPaths
from reader.tui.chrome.title_line import tab_labels
from reader.view.arrangement import Wishes, arrange
from tests.page_object import opened, plain

USUAL = [tab for tab in SIDE_TABS if not tab.on_request]

USUAL_IDS = [tab.id for tab in USUAL]

LENGTHS = [sum(map(len, form)) for form in tab_labels(USUAL[0].id, USUAL_IDS)]


@pytest.mark.parametrize("width", [*range(len(USUAL), max(LENGTHS) + 10)])
def test_labels_are_whole_or_numbers_at_any_width(width: int) -> None:
    for tab in USUAL:
        fitting = next(form for form in tab_labels(tab.id, USUAL_IDS) if sum(map(len, form)) <= width)
        for label, each in zip(fitting, USUAL, strict=True):
            assert each.title in label or label.strip() == each.keys.split()[0]
        titles = [each.title for each in USUAL]
        assert width < sum(len(title) + 1 for title in titles) or all(map(str.__contains__, fitting, titles))


@pytest.mark.parametrize(
    ("width", "words"), [(34, "1 Names 2 Quotes 3 Notes 4 Outline"), (33, " Names  Quotes  Notes  Outline ")]
)
def test_keys_stand_before_the_titles_where_there_is_room(width: int, words: str) -> None:
    assert next("".join(form) for form in tab_labels("notes", USUAL_IDS) if sum(map(len, form)) <= width) == words


def test_all_titles_fit_beside_a_text_in_80_columns() -> None:
    plan = arrange(80, 24, Wishes())
    assert plan.side_head is not None
    checked = [*USUAL_IDS, "checks"]
    fitting = next(form for form in tab_labels("checks", checked) if sum(map(len, form)) <= plan.side_head.width)
    assert "".join(fitting) == "Names Quotes Notes Outline Checks"


@pytest.mark.parametrize("size", [(130, 30), (90, 30), (60, 30)])
async def test_a_click_opens_a_tab(size: tuple[int, int], paths: UserPaths) -> None:
    assert user_config().footer
    async with opened(plain("Some words.", paths), size) as desk:
        await desk.press("1")
        line = desk.screen.side.tabs.render_line(0).text
        at = line.find("Notes") if "Notes" in line else line.index("3")
        await desk.pilot.click("#side-foot", offset=(at, 0))
        await desk.settle()
        assert desk.screen.side.tab == "notes"
        assert "Note on all" in desk.screen.status.render_line(0).text or size[0] < 80
        if desk.screen.panes.arrangement.side_foot:
            assert "in text order" in desk.screen.query_one("#side-head").render_line(0).text
