"""The names of the columns above the list of articles."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search import Listed, Origin
from reader.system.paths import user_paths
from reader.text.width import cells_of
from reader.tui.screens.library import LibraryScreen
from reader.tui.widgets.library_rows import COLUMNS_FROM, ArticleColumns, ArticleRow, column_names
from tests.fixtures.news_library import Shelf
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
