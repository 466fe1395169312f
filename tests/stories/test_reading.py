"""A whole session, and what happens when an article opens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from textual.widgets import Input

from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import SAMPLE, UserPaths
from reader.tui.app import ReaderApp
from reader.tui.chrome.backdrop import HeadLine
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.widgets.note_rows import NoteRow
from reader.tui.widgets.rows import NameRow
from tests.page_object import Desk, only_note, opened, plain

Sitting = Callable[[], Session]


@pytest.fixture
def sitting(paths: UserPaths) -> Sitting:
    """A new sitting with the sample article, as after starting the program."""
    return lambda: Session(open_source(str(SAMPLE)), paths)


# ---------------------------------------------------------------------- the story


async def test_find_a_name_note_a_quote_and_export(sitting: Sitting, tmp_path: Path) -> None:
    async with opened(sitting()) as desk:
        await desk.press("1")
        names = [row for row in desk.screen.side.list.rows if isinstance(row, NameRow)]
        desk.screen.side.list.select_row(next(row for row in names if row.named.name == "Vladimir Putin"))
        await desk.press("enter")
        assert desk.under_caret.startswith(("Putin", "Vladimir Putin"))
        assert "Vladimir Putin  1/" in desk.said
        await desk.press("escape")

        await desk.press("slash")
        await desk.type("main guest")
        await desk.press("enter", "h", "v", *["l"] * 12)
        assert desk.selected == '"main guest,"'
        await desk.press("a")
        await desk.write("He says it himself. #summit", "who/putin")
        assert desk.said == "saved"
        await desk.press("q")

    async with opened(sitting()) as desk:
        note = only_note(desk.session)
        assert (note.text, note.tags) == ("He says it himself. #summit", ("who/putin", "summit"))
        assert desk.lit("note") == ['"main guest,"']
        await desk.press("3", "ampersand")
        await desk.type("himself")
        await desk.press("enter")
        assert [row.note.id for row in desk.screen.side.list.rows if isinstance(row, NoteRow)] == [note.id]
        await desk.press("escape", "E")
        box = desk.pilot.app.screen
        assert isinstance(box, PromptDialog)
        box.query_one(Input).value = str(tmp_path / "out.md")
        await desk.press("enter")
        assert desk.said.startswith("exported")

    exported = (tmp_path / "out.md").read_text()
    quotations = quoted_in(exported)
    assert '"main guest,"' in quotations
    assert f"^rd-{note.id}" in exported
    assert "#who/putin" in exported


def quoted_in(markdown: str) -> list[str]:
    """The words of each block quotation, as a Markdown parser reads them."""
    found, depth = [], 0
    for token in MarkdownIt().parse(markdown.split("---\n", 2)[2]):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if depth and token.type == "inline":
            found.append("".join(child.content for child in token.children or []))
    return found


# ---------------------------------------------------------------------- opening


async def test_names_are_found_in_a_child_process(sitting: Sitting) -> None:
    async with ReaderApp(sitting()).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await desk.press("1")
        assert "Vladimir Putin" in [row.named.name for row in desk.screen.side.list.rows if isinstance(row, NameRow)]
        assert "Putin" in desk.lit("person")


async def test_the_caret_is_where_it_was_left(sitting: Sitting) -> None:
    async with opened(sitting()) as desk:
        await desk.press("right_curly_bracket", "right_curly_bracket", "right_curly_bracket", "l")
        left = desk.under_caret[:20]
        await desk.press("q")
    async with opened(sitting()) as desk:
        assert desk.under_caret[:20] == left


async def test_at_goes_to_a_note(sitting: Sitting) -> None:
    session = sitting()
    at = session.article_notes.find_passage("reliable partners")
    async with opened(session, at=at) as desk:
        assert desk.under_caret.startswith("reliable partners")


async def test_an_article_opens_and_is_entered_in_the_library(sitting: Sitting, paths: UserPaths) -> None:
    async with opened(sitting()) as desk:
        (record,) = desk.session.library.articles()
        assert record.title.startswith("Xi Jinping's Moscow Visit")
        assert record.id == desk.session.article_id


async def test_a_broken_library_is_reported_and_the_article_shown(tmp_path: Path) -> None:
    (tmp_path / "library.json").mkdir()
    paths = UserPaths(tmp_path / "library.json", tmp_path / "state", tmp_path / "cache")
    async with opened(plain("Some words here.", paths)) as desk:
        assert "directory" in desk.said
        await desk.press("a")
        box = desk.pilot.app.screen
        assert isinstance(box, NoteDialog)
        await desk.write("kept all the same")
        assert desk.pilot.app.screen is box
        await desk.press("escape")
        assert [draft.text for draft in desk.screen.drafts.all] == ["kept all the same"]


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12), (20, 5)])
async def test_it_works_at_any_size(sitting: Sitting, size: tuple[int, int]) -> None:
    async with opened(sitting(), size) as desk:
        await desk.press(
            "1", "j", "enter", "2", "3", "4", "tab", "space", "G", "g", "z", "z", "question_mark", "escape"
        )
        await desk.press("a", "escape", "slash", "escape", "plus", "minus", "equals_sign")
        assert desk.screen.article.size.width > 0


@pytest.mark.parametrize(
    "text", ["word", "漢字" * 40, "a\n\nb", "x" * 5000, "[/markup] [bold]x[/] [@click=app.quit]y[/]"]
)
async def test_any_text_can_be_read_and_noted(text: str, paths: UserPaths) -> None:
    async with opened(plain(text, paths)) as desk:
        await desk.press("j", "k", "l", "h", "dollar_sign", "0", "G", "g", "V", "a")
        await desk.write("[/oops] [b]", "a")
        assert only_note(desk.session).text == "[/oops] [b]"
        await desk.press("3", "enter", "1", "2", "4")


async def test_nothing_hostile_is_drawn(paths: UserPaths) -> None:
    async with opened(plain("evil \x1b]52;c;aGk=\x07 \u202ewords\x9b", paths)) as desk:
        drawn = "".join(segment.text for y in range(3) for segment in desk.screen.article.render_line(y))
        assert "evil ␛]52;c;aGk=␇ �words�" in drawn


async def test_a_document_with_pages_shows_the_page_everywhere(paths: UserPaths) -> None:
    article = open_source(str(Path(__file__).parents[1] / "samples" / "harbour-latex.pdf"))
    async with opened(Session(article, paths), (120, 40)) as desk:
        passage = article.text.index("Reid, who is")
        desk.screen.article.go(passage)
        await desk.press("a")
        await desk.write("Which reports?")
        assert "p. 3 · ¶ " in desk.screen.query_one("#page-head", HeadLine).render_line(0).text
        await desk.press("3")
        (row,) = [row for row in desk.screen.side.list.rows if isinstance(row, NoteRow)]
        assert "".join(words for words, _ in row.lines(40)[0]).endswith("p. 3")
