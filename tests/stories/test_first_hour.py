"""What somebody does in the first hour with the program, in a terminal of 80 columns and 24 rows."""

import pytest

from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.tui.dialogs.correction import AdditionDialog, EntityDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.widgets.rows import NameRow
from tests.page_object import Desk, opened, plain

SIZE = (80, 24)

ARTICLE = """The Clintons in Leith

Bill Clinton spoke first on Friday. “We must leave the harbour to those who use it,” Bill Clinton said.

Hillary Clinton came in the evening, by the last boat. “I will stay,” Clinton said to Maria Ortiz of the council.

“It was late,” Maria Ortiz said, and nobody had told her that the boats go and the fees stay as they are.
"""

LONG = (
    "Which fees are these? The council named three of them in March, the harbour master four in April, and the "
    "minutes of May have none. Ask Maria Ortiz for the list, compare it with the budget of the year before, and see "
    "whether the berth of the ferry is among them, since that one was to go first."
)


@pytest.fixture
def visit(paths: UserPaths) -> Session:
    session = plain(ARTICLE, paths)
    session.record_opening()
    return session


def side_text(desk: Desk) -> str:
    rows = desk.screen.side.list
    return " ".join(" ".join(rows.render_line(y).text for y in range(rows.size.height)).split())


def names(desk: Desk) -> list[str]:
    return [row.named.name for row in desk.rows if isinstance(row, NameRow)]


async def select(desk: Desk, words: str) -> None:
    """Select words by keys, beginning with the caret on the first."""
    start = desk.session.article.text.index(words)
    desk.screen.article.go(start)
    await desk.press("v", *["right"] * (len(words) - 1))
    assert desk.selected == words


async def test_names_and_quotes_are_beside_the_text_before_any_key(visit: Session) -> None:
    async with opened(visit, SIZE) as desk:
        assert desk.screen.article.region.right <= desk.screen.side.region.x
        assert "“It was late,”" in side_text(desk)
        assert "Quotes" in desk.screen.side.tabs.render_line(0).text
        assert "“It was late,”" in desk.lit("quote")
        assert "Bill Clinton" in desk.lit("person")
        await desk.press("1")
        assert {"Bill Clinton", "Maria Ortiz"} <= set(names(desk))
        assert "Bill Clinton" in side_text(desk)


async def test_how_to_annotate_is_in_the_footer(visit: Session) -> None:
    async with opened(visit, SIZE) as desk:
        assert "a Note" in desk.screen.status.render_line(0).text
        await desk.press("a")
        await desk.write("Mine.")
        assert [note.text for note in desk.session.notes] == ["Mine."]


async def test_a_long_note_is_read_in_full(visit: Session) -> None:
    visit.article_notes.annotate(visit.article_notes.find_passage("the fees stay"), LONG)
    async with opened(visit, SIZE) as desk:
        await desk.press("3")
        assert LONG in side_text(desk)


async def test_one_key_steps_through_the_quotes_and_the_text_follows(visit: Session) -> None:
    async with opened(visit, SIZE) as desk:
        await desk.press("2", "escape")
        for words in ("“We must leave", "“I will stay,”", "“It was late,”"):
            await desk.press("J")
            assert desk.under_caret.startswith(words)
            assert [lit[: len(words)] for lit in desk.lit("chosen")] == [words]
        await desk.press("K")
        assert desk.under_caret.startswith("“I will stay,”")


async def test_one_key_turns_the_marks_off(visit: Session) -> None:
    async with opened(visit, SIZE) as desk:
        await desk.press("M")
        assert "person" in desk.screen.article.painter.hidden
        await desk.press("M")
        assert {"person", "quote"} <= desk.screen.article.painter.hidden
        assert desk.said == "marked: notes only"
        assert "“It was late,”" in side_text(desk), "the list stays"


async def test_clinton_is_hillary_clinton_here(visit: Session) -> None:
    async with opened(visit, SIZE) as desk:
        desk.screen.article.go(ARTICLE.index("Clinton said to"))
        await desk.press("c")
        box = desk.pilot.app.screen
        assert isinstance(box, EntityDialog)
        box.query_one("#scope", Selector).focus()
        await desk.press("left", "tab")
        await desk.type("Hillary Clinton")
        await desk.press("enter")
        assert desk.said.startswith("“Clinton” here is Hillary Clinton")
        said = next(q for q in desk.session.analysis_state.analysis.quotes if "I will stay" in q.span.of(ARTICLE))
        assert said.speaker is not None
        assert said.speaker.name == "Hillary Clinton"
        await desk.press("U")
        assert desk.session.analysis_state.corrections == ()


async def test_a_missed_quote_is_added(visit: Session) -> None:
    words = "the boats go and the fees stay as they are"
    async with opened(visit, SIZE) as desk:
        await select(desk, words)
        await desk.press("c")
        assert isinstance(desk.pilot.app.screen, AdditionDialog)
        await desk.type("Maria Ortiz")
        await desk.press("enter")
        assert "said by Maria Ortiz" in desk.said
        assert words in desk.lit("quote")
        await desk.press("2")
        assert "the boats go and" in side_text(desk)
