"""Export what the library's, the search's and the speaker's screens list, or what was picked in them."""

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.tui.dialogs import HintLine
from reader.tui.dialogs.export import ExportDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.widgets.library_rows import HitRow
from tests.fixtures.news_library import Shelf
from tests.tui.screens.test_library import LibraryPage, in_article, in_library, shelf

__all__ = ["shelf"]


@pytest.fixture
def noted(shelf: Shelf) -> Shelf:
    """A library with a note on each article."""
    for name, words, text in (
        ("vote.txt", "told until Friday", "Check this. #harbour"),
        ("noon.txt", "pay for a harbour twice", "Twice? #harbour/money"),
        ("boats.txt", "Harbours are for boats", "Keep for the end. #quote"),
    ):
        session = shelf.session(name)
        session.article_notes.annotate(session.article_notes.find_passage(words), text)
    return shelf


def box(room: LibraryPage) -> ExportDialog:
    dialog = room.pilot.app.screen
    assert isinstance(dialog, ExportDialog)
    return dialog


async def export(room: LibraryPage, file: Path) -> str:
    """Press E, answer with a file, and return what is in it."""
    await room.press("E")
    box(room).query_one(Input).value = str(file)
    await room.press("enter")
    return file.read_text(encoding="utf-8")


async def test_the_library_exports_the_notes_on_the_listed_articles(noted: Shelf, tmp_path: Path) -> None:
    async with in_library(noted) as room:
        made = await export(room, tmp_path / "all.md")
        assert made.count("^rd-") == 4  # and the remark about ids
        assert room.message.startswith("exported all.md to ")
        await room.press("slash")
        await room.type("leith")
        await room.press("down")
        made = await export(room, tmp_path / "leith.md")
        assert made.startswith("---\n")
        assert "# leith" in made


async def test_all_notes_that_match_the_filter_are_exported_with_their_query(noted: Shelf, tmp_path: Path) -> None:
    async with in_library(noted) as room:
        await room.press("2", "slash")
        await room.type("tag:harbour")
        await room.press("enter")
        made = await export(room, tmp_path / "harbour.md")
        assert 'query: "in:notes tag:harbour"' in made
        assert "Twice?" in made
        assert "Check this." in made
        assert "Keep for the end." not in made


async def test_a_tag_is_exported_from_its_row(noted: Shelf, tmp_path: Path) -> None:
    async with in_library(noted) as room:
        await room.press("3", "E")
        assert box(room).query_one(Input).value.endswith("tag harbour.md")
        box(room).query_one(Input).value = str(tmp_path / "harbour.csv")
        await room.press("enter")
        assert (tmp_path / "harbour.csv").read_text(encoding="utf-8").count("\n") == 3


async def test_picked_entries_are_exported_whatever_is_listed(noted: Shelf, tmp_path: Path) -> None:
    async with in_library(noted) as room:
        await room.press("2", "v")
        assert room.message == "1 picked"
        assert room.drawn.count("✓") == 1
        first = room.listed(HitRow)[0].hit.note
        await room.press("slash")
        await room.type("twice")
        await room.press("enter", "v")
        assert room.message == "2 picked"
        made = await export(room, tmp_path / "picked.md")
        assert made.count("\n^rd-") == 2
        assert first in made
        await room.press("v")
        assert room.message == "1 picked"
        await room.press("escape")
        assert (room.message, room.drawn.count("✓")) == ("none picked", 0)


async def test_the_search_exports_every_hit_grouped_as_chosen_and_offers_it_again(noted: Shelf, tmp_path: Path) -> None:
    async with in_library(noted) as room:
        await room.press("s")
        await room.type("speaker:ortiz")
        await room.press("down", "E")
        box(room).query_one(Input).value = str(tmp_path / "ortiz.md")
        await room.press("down", "right", "enter")
        made = (tmp_path / "ortiz.md").read_text(encoding="utf-8")
        assert "## Maria Ortiz" in made
        assert "> “It was a disgrace,”" in made
        await room.press("E")
        assert box(room).query_one(Input).value == str(tmp_path / "ortiz.md")
        assert box(room).query_one("#contents", Selector).word == "speaker"


async def test_the_page_of_a_speaker_exports_the_quotes_with_the_notes_on_them(noted: Shelf, tmp_path: Path) -> None:
    async with in_article(noted, "vote.txt") as room:
        await room.press("1", "S")
        made = await export(room, tmp_path / "ortiz.html")
        assert "It was a disgrace" in made
        assert "Twice?" in made
        assert "Keep for the end." not in made


async def test_a_file_of_something_else_is_kept_until_ctrl_f(noted: Shelf, tmp_path: Path) -> None:
    letter = tmp_path / "letter.md"
    letter.write_text("Dear Ann,\n")
    async with in_library(noted) as room:
        await room.press("E")
        box(room).query_one(Input).value = str(letter)
        await room.press("enter")
        assert letter.read_text() == "Dear Ann,\n"
        await room.press("ctrl+f")
        assert letter.read_text().startswith("---\n")
        assert "Dear Ann,\n" in letter.read_text()
        assert "Check this." in letter.read_text()


async def test_there_is_nothing_to_export_without_notes(shelf: Shelf, tmp_path: Path) -> None:
    async with in_library(shelf) as room:
        await room.press("E")
        box(room).query_one(Input).value = str(tmp_path / "none.md")
        await room.press("enter")
        assert "nothing to export" in str(box(room).query_one(HintLine).render())
        assert not (tmp_path / "none.md").exists()


async def test_paths_are_told_from_the_folder_of_the_export_if_that_is_chosen(noted: Shelf, tmp_path: Path) -> None:
    """And the next export offers the same."""
    target = noted.folder / "all.csv"
    async with in_library(noted) as room:
        await room.press("E")
        box(room).query_one(Input).value = str(target)
        await room.press("up", "right", "enter")
        assert ",./vote.txt," in target.read_text(encoding="utf-8")
        assert str(noted.folder) not in target.read_text(encoding="utf-8")
        await room.press("E")
        assert box(room).query_one("#paths", Selector).word == "relative"
        await room.press("up", "left", "enter")
        assert f",{noted.folder}/vote.txt," in target.read_text(encoding="utf-8")
