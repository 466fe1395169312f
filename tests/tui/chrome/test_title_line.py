"""The tabs of the side pane, at any width, and the names of the columns above the list of articles."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import user_config
from reader.config.contexts import SIDE_TABS
from reader.search import Listed, Origin
from reader.system.paths import UserPaths, user_paths
from reader.text.width import cells_of
from reader.tui.chrome.title_line import tab_labels
from reader.tui.screens.library import LibraryScreen
from reader.tui.widgets.library_rows import COLUMNS_FROM, ArticleColumns, ArticleRow, column_names
from reader.view.arrangement import Wishes, arrange
from tests.fixtures.news_library import Shelf
from tests.page_object import opened, plain
from tests.tui.screens.test_library import LibraryPage, in_library

COLUMNS = st.builds(ArticleColumns, st.sampled_from([0, 7]), st.sampled_from([0, 7]), st.integers(0, 60))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    return shelf


def named(page: LibraryPage) -> str:
    screen = page.browsing
    assert isinstance(screen, LibraryScreen)
    return "".join(segment.text for segment in screen.columns.render_line(0)) if screen.columns.region else ""


async def test_columns_have_names_where_the_list_has_columns(shelf: Shelf) -> None:
    shelf.session("vote.txt").article_notes.annotate(None, "who?", ["check"])
    async with in_library(shelf, (130, 40)) as page:
        assert named(page).split() == ["Article", "Author", "or", "file", "Notes", "Tags", "Opened"]
        (row,) = (line for line in page.drawn.splitlines() if "#check" in line)
        assert named(page).index("Notes") < row.index("●") < named(page).index("Tags") == row.index("#check")
        await page.press("2")
        assert named(page).strip() == ""
    async with in_library(shelf, (100, 30)) as page:
        assert named(page).strip() == ""


async def test_the_column_that_the_list_is_sorted_by_stands_out(shelf: Shelf) -> None:
    async with in_library(shelf, (130, 40)) as page:
        screen = page.browsing
        assert isinstance(screen, LibraryScreen)
        bold = [s.text.strip() for s in screen.columns.render_line(0) if s.style is not None and s.style.bold]
        assert bold == ["Opened"]
        await page.press("greater_than_sign")
        bold = [s.text.strip() for s in screen.columns.render_line(0) if s.style is not None and s.style.bold]
        assert bold == ["Article"]


@given(COLUMNS, st.integers(COLUMNS_FROM, 300))
def test_names_are_as_wide_as_their_columns(columns: ArticleColumns, width: int) -> None:
    origin = Origin("a", "Title", "/home/ann/vote.txt", "2026-01-02", "")
    row = ArticleRow(Listed(origin, "", "", "", "", False, 2, ("check",), 40), columns)
    names = list(column_names([row], width))
    assert [len(name) for name in names] == [cells_of(words) for words, _ in row.lines(width)[0]]
    assert sum(map(len, names)) == width
    assert names[0].startswith("Article")
    assert names[-1].endswith("Opened")


# ---------------------------------------------------------------------- the tabs of the side pane

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
        await desk.pilot.click("#side-head", offset=(at, 0))
        await desk.settle()
        assert desk.screen.side.tab == "notes"
        assert "Note on all" in desk.screen.status.render_line(0).text or size[0] < 80
        if desk.screen.panes.arrangement.side_foot:
            assert "in text order" in desk.screen.query_one("#side-foot").render_line(0).text
