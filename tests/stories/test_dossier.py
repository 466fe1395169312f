"""A reporter begins a dossier from a search, adds a draft, sees who speaks, and exports it without what is off the
record.
"""

from pathlib import Path

from textual.widgets import Input

from reader.export import FORMATS, OFFERED
from reader.library.library import Library
from reader.session.session import Session
from reader.system.paths import user_paths
from reader.tui.dialogs.export import ExportDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.screens.person import PersonScreen
from reader.tui.widgets.library_rows import ArticleRow, HitRow
from reader.tui.widgets.saying_rows import PersonRow, SayingRow
from tests.fixtures.news_library import Shelf
from tests.tui.screens.test_library import LibraryPage, in_library
from tests.waiting import until_async

DRAFT = """My Piece

“We were not told until Friday,” Maria Ortiz said.
"""


def members(shelf: Shelf) -> dict[str, list[str]]:
    library = Library(shelf.paths.library)
    titles = {record.id: record.title for record in library.articles()}
    return {
        dossier.name: sorted(f"{titles[own]}: {role}" for own, role in dossier.articles.items())
        for dossier in library.dossiers()
    }


async def answer(room: LibraryPage, name: str, role: str) -> None:
    """Answer the box for a dossier."""
    box = room.pilot.app.screen
    box.query_one("#answer", Input).value = name
    box.query_one("#role", Selector).choose(role)
    box.query_one("#answer", Input).focus()
    await room.press("enter")


async def test_from_a_search_to_an_export(tmp_path: Path) -> None:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    shelf.session("piece.txt", DRAFT)
    kept_in: Session = shelf.session("vote.txt")
    kept_in.article_notes.annotate(kept_in.article_notes.find_passage("were not told until Friday"), "", ["off-record"])
    async with in_library(shelf, (120, 40)) as room:
        await room.press("s")
        await room.type("harbour vote")
        await until_async(lambda: bool(room.listed(HitRow)))
        await room.press("down")
        room.browsing.list.select_row(
            next(row for row in room.listed(HitRow) if row.hit.origin.title == "The Harbour Vote")
        )
        await room.press("v", "f")
        await answer(room, "a/b", "source")
        assert "not “/”" in str(room.pilot.app.screen.query_one(".-complaint").render())
        await answer(room, "Quay", "source")
        assert "1 article is in the dossier “Quay”" in room.message
        assert members(shelf) == {"Quay": ["The Harbour Vote: source"]}

        await room.press("L")
        await until_async(lambda: len(room.titles) == 4)
        room.browsing.list.select_row(next(row for row in room.listed(ArticleRow) if row.about.words == "My Piece"))
        await room.press("f")
        await answer(room, "quay", "draft")
        assert members(shelf) == {"Quay": ["My Piece: draft", "The Harbour Vote: source"]}
        await room.press("U")
        assert members(shelf) == {"Quay": ["The Harbour Vote: source"]}
        await room.press("ctrl+y")
        assert members(shelf) == {"Quay": ["My Piece: draft", "The Harbour Vote: source"]}

        room.browsing.line.value = "dossier:quay "
        await until_async(lambda: set(room.titles) == {"My Piece", "The Harbour Vote"})
        assert "✎     My Piece" in room.drawn
        await room.press("4")
        await until_async(lambda: bool(room.listed(PersonRow)))
        assert {"Maria Ortiz", "John Smith"} >= {row.person.name for row in room.listed(PersonRow)} >= {"Maria Ortiz"}
        room.browsing.list.select_row(next(r for r in room.listed(PersonRow) if r.person.name == "Maria Ortiz"))
        await room.press("enter")
        assert isinstance(room.browsing, PersonScreen)
        await until_async(lambda: bool(room.listed(SayingRow)))
        first = room.listed(SayingRow)[0].saying.origin.title
        assert first in ("The Harbour Vote", "My Piece"), "those of the dossier come first"

        await room.press("E")
        box = room.pilot.app.screen
        assert isinstance(box, ExportDialog)
        target = tmp_path / "quay.md"
        box.query_one("#form", Selector).choose(FORMATS[OFFERED[0].name].label)
        await room.answer(str(target))
        await until_async(target.exists)
        assert "told until Friday" not in target.read_text(encoding="utf-8")
        assert "off the record" in room.message
