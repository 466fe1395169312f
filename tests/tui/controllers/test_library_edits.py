"""Edits of the library that cannot be made, and what the screen says about them."""

import pytest
from textual.widgets import Static

from reader.anchoring import Anchor
from reader.annotations.notes import new_note
from reader.errors import LibraryError
from reader.library.library import Library
from reader.search import Listed, Origin
from reader.session.dossiers import revert
from reader.tui.controllers.library_edits import find_tag_note, quoted_title, tag_article
from reader.tui.widgets.library_rows import ArticleRow
from tests.fixtures.news_library import Shelf
from tests.tui.screens.test_library import LibraryPage, in_library, shelf
from tests.waiting import until_async

__all__ = ["shelf"]


async def test_there_is_nothing_to_undo_or_redo_at_first(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("U")
        assert room.message == "nothing to undo here"
        await room.press("ctrl+y")
        assert room.message == "nothing to redo here"


async def test_without_an_article_there_is_nothing_to_edit(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("2")
        assert room.listed(ArticleRow) == []
        for key in ("x", "delete", "t"):
            room.browsing.status.say("")
            await room.press(key)
            assert room.message == "no article here: 1 lists them"
        await room.press("1")
        assert len(room.titles) == 3


async def test_an_article_needs_a_path(shelf: Shelf) -> None:
    async with in_library(shelf) as room:
        await room.press("a", "enter")
        await until_async(lambda: "give the path of a file, or a URL" in said_in(room))
        await room.press("escape")
        assert len(room.titles) == 3


def said_in(room: LibraryPage) -> str:
    return "\n".join(str(part.render()) for part in room.pilot.app.screen.query(Static))


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("", "“Untitled”"),
        ("x" * 40, f"“{'x' * 40}”"),
        (f"{'x' * 39} yz", f"“{'x' * 39}…”"),
        ("x" * 42, f"“{'x' * 40}…”"),
    ],
)
def test_a_long_title_is_cut_in_messages(title: str, quoted: str) -> None:
    assert quoted_title(title) == quoted


def test_tags_stand_in_a_note_on_the_article_without_words() -> None:
    tags, other, said = (new_note("a", "v", None, text, ("late",)) for text in ("", "", "money"))
    passage = new_note("a", "v", Anchor("x", "", "", 0, 1), "", ("late",))
    assert find_tag_note([passage, said, tags, other]) == tags
    assert find_tag_note([passage, said]) is None


def test_the_same_tags_again_make_no_revision(shelf: Shelf) -> None:
    article = shelf.article("vote.txt")
    (record,) = [record for record in shelf.library.articles() if record.title == article.title]
    origin = Origin(record.id, record.title, article.source, "", article.sha256)
    listed = Listed(origin, "", "", record.added, record.opened, archived=False, notes=0, tags=(), progress=None)
    (note,) = tag_article(shelf.library, listed, ("later",))
    shelf.library.save(note)
    assert tag_article(shelf.library, listed, ("later",)) == []


def test_an_undo_leaves_a_note_alone_that_has_lost_the_change(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    note = session.article_notes.annotate(session.article_notes.find_passage("a long evening"), "mine")
    changed = note.settled(text="changed")
    revert(shelf.library, [changed, note.settled(text="never saved")])
    assert [kept.text for kept in shelf.library.notes()] == ["mine"]


async def test_an_edit_that_cannot_be_saved_changes_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise LibraryError("the disk is full")

    async with in_library(shelf) as room:
        titles = room.titles
        with monkeypatch.context() as patch:
            patch.setattr(Library, "shelve", fail)
            await room.press("x")
            assert room.message == "the disk is full"
            await room.press("delete")
            assert room.titles == titles
        await room.press("x")
        assert room.titles != titles
        with monkeypatch.context() as patch:
            patch.setattr(Library, "shelve", fail)
            await room.press("U")
            assert room.message == "the disk is full"
        await room.press("U")
        assert room.titles == titles, "an undo that failed can be tried again"
