"""The dossier of the text beside it: its texts, who speaks across them, the notes, and the way from one to the next."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen

from reader.session.dossiers import put_in_dossier
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.tui.locations import GoToPerson
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.person import PersonScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.library_rows import HitRow
from tests.fixtures.news_library import Shelf
from tests.page_object import Desk, opened
from tests.tui.screens.test_library import in_library
from tests.waiting import until_async

TEXTS = {
    "vote.md": "# The Vote\n\n“We were not told,” Maria Ortiz said.\n",
    "ferry.md": "# The Ferry\n\n“It is late again,” Maria Ortiz said. “It is never late,” said Tom Ray.\n",
    "draft.md": "# My Story\n\nNobody was told.\n",
}


@pytest.fixture
def open_text(tmp_path: Path, paths: UserPaths) -> Callable[[str], Session]:
    """Return a function that opens one of three texts of a dossier; one has a note."""
    sessions = {}
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        sessions[name] = Session(open_source(str(tmp_path / name)), paths)
        sessions[name].record_opening()
    vote = sessions["vote.md"]
    vote.article_notes.annotate(vote.article_notes.find_passage("We were not told"), "By whom?", ["ask"])
    roles = {"vote.md": "source", "ferry.md": "source", "draft.md": "draft"}
    members = {sessions[name].article_id: role for name, role in roles.items()}
    put_in_dossier(vote.library, "The harbour", members)  # type: ignore[arg-type]
    return lambda name: Session(open_source(str(tmp_path / name)), paths)


def title_of(screen: Screen[object]) -> str:
    return screen.session.article.title if isinstance(screen, ReadingScreen) else ""


def listed(desk: Desk) -> list[str]:
    side = desk.screen.side
    return ["".join(words for words, _ in line).rstrip() for row in side.list.rows for line in row.lines(36)]


async def test_a_text_shows_its_dossier_and_leads_to_the_others(open_text: Callable[[str], Session]) -> None:
    async with opened(open_text("ferry.md"), (172, 40)) as desk:
        await until_async(lambda: desk.screen.side.counts.get("dossier"))
        assert desk.screen.side.tab == "dossier", "in a wide terminal names and quotes stand in the margin"
        await until_async(lambda: any(row.startswith("Who speaks") for row in listed(desk)))
        rows = listed(desk)
        assert desk.screen.side.head == ("The harbour", "3 texts")
        assert rows[:2] == ["Texts                       2 unread", "✎    My Story"]
        assert {row[5:-1].strip() for row in rows[2:4]} == {"The Vote", "The Ferr"}
        assert rows[4] == "Who speaks              in 2 sources"
        assert any("● By whom?" in row for row in rows)
        await desk.press("J", "J")
        assert desk.under_caret.startswith("“It is never late")
        assert desk.said.startswith("quotes 2/2  Tom Ray")
        await desk.press("greater_than_sign")
        app = desk.pilot.app
        await until_async(
            lambda: isinstance(app.screen, ReadingScreen) and app.screen.session.article.title != "The Ferry"
        )


async def test_a_row_opens_its_text_or_the_page_of_the_person(open_text: Callable[[str], Session]) -> None:
    async with opened(open_text("ferry.md"), (100, 30)) as desk:
        await until_async(lambda: desk.screen.side.counts.get("dossier"))
        assert desk.screen.side.tab == "quotes", "where there is less room the tab has to be asked for"
        side, app = desk.screen.side, desk.pilot.app
        await desk.press("6")
        note = next(row for row in side.list.rows if "By whom?" in row.about.words)
        side.list.select_row(note)
        await desk.press("enter")
        await until_async(
            lambda: isinstance(app.screen, ReadingScreen) and app.screen.session.article.title == "The Vote"
        )
        shown = app.screen
        assert isinstance(shown, ReadingScreen)
        await until_async(lambda: shown.side.counts.get("dossier"))
        await until_async(lambda: shown.article.caret.offset == shown.session.article.text.index("We were"))


async def test_who_speaks_leads_to_all_that_they_said(open_text: Callable[[str], Session]) -> None:
    async with opened(open_text("ferry.md"), (100, 30)) as desk:
        await until_async(lambda: desk.screen.side.counts.get("dossier"))
        await desk.press("6")
        side, app = desk.screen.side, desk.pilot.app
        await until_async(lambda: any("Ortiz" in row.about.words for row in side.list.rows))
        side.list.select_row(next(row for row in side.list.rows if "Ortiz" in row.about.words))
        await desk.press("enter")
        await until_async(lambda: isinstance(app.screen, PersonScreen))
        screen = app.screen
        assert isinstance(screen, PersonScreen)
        assert isinstance(screen.location, GoToPerson)


async def test_a_text_in_no_dossier_has_no_such_tab(paths: UserPaths, tmp_path: Path) -> None:
    (tmp_path / "vote.md").write_text(TEXTS["vote.md"], encoding="utf-8")
    async with opened(Session(open_source(str(tmp_path / "vote.md")), paths)) as desk:
        await desk.settle()
        assert "dossier" not in desk.screen.side.counts


async def test_the_library_begins_with_the_dossiers(open_text: Callable[[str], Session], tmp_path: Path) -> None:
    session = open_text("vote.md")
    async with in_library(Shelf(session.paths, tmp_path), (80, 24)) as room:
        assert room.drawn.index("Dossiers") < room.drawn.index("The harbour") < room.drawn.index("All texts")
        assert "□□□□  3 unread  ● By whom?" in room.drawn
        await room.press("g", "enter")
        await until_async(lambda: set(room.titles) == {"The Vote", "The Ferry", "My Story"})
        assert "The harbour ✕" in room.browsing.chip.render_line(0).text
        await room.press("escape")
        assert room.browsing.limit == ""


async def test_a_wide_library_has_the_dossiers_beside_their_texts(
    open_text: Callable[[str], Session], tmp_path: Path
) -> None:
    session = open_text("vote.md")
    shelf = Shelf(session.paths, tmp_path)
    shelf.session("alone.txt", "Alone\n\nIt is in no dossier.\n")
    async with in_library(shelf, (120, 36)) as room:
        screen = room.browsing
        assert isinstance(screen, LibraryScreen)
        await until_async(lambda: screen.in_side and set(room.titles) == {"The Vote", "The Ferry", "My Story"})
        assert room.drawn.splitlines()[0].strip().startswith("✎     My Story"), "drafts come first"
        await until_async(lambda: any("Ortiz" in row.about.words for row in screen.preview.rows))
        await room.press("x")
        assert "choose one there" in room.message, "nothing is removed that has not the keys"
        await room.press("2")
        assert [row.about.words for row in room.listed(HitRow)] == ["By whom?"], "of the dossier"
        await room.press("1", "1")
        assert "Alone" in room.titles, "the same number again lists all"
        await room.press("tab", "g")
        assert len(room.titles) == 3
        await room.press("enter")
        assert room.reading.session.article.title == "My Story", "what was opened last"


@pytest.mark.parametrize(("size", "words"), [((80, 24), "Three ways to begin"), ((172, 40), "The sample article")])
async def test_who_has_no_texts_sees_what_to_press(size: tuple[int, int], words: str, paths: UserPaths) -> None:
    paths.library.parent.mkdir(parents=True)
    async with in_library(Shelf(paths, paths.library.parent), size) as room:
        await until_async(lambda: words in room.drawn)
        await room.press("g", "enter")
        await until_async(lambda: isinstance(room.pilot.app.screen, ReadingScreen))
