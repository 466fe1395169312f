"""Quotes on the screen: explanations, uncertain speakers, indirect speech, other languages."""

from textual.widgets import Static

from reader.system.paths import UserPaths
from reader.tui.dialogs.review import PanelDialog
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.rows import HeadingRow
from tests.page_object import Desk, opened, plain

STORY = (
    "The harbour vote\n\n"
    "The council of Leith met on Monday, and the harbour was what everybody had come for.\n\n"
    "“We were not told until Friday,” Maria Ortiz said. She said that the vote would be taken again.\n\n"
    "Bob Hale left early, and so did Ann Lee’s friends: “It is a great big plan to close it.”\n"
)
GERMAN = (
    "Der Kanzler sagte am Montag in Berlin, dass die Regierung das Gesetz noch in diesem Jahr verabschieden werde. "
    "„Wir werden nicht länger warten“, sagte er vor der Presse. Die Opposition kritisierte den Plan."
)


def box_text(desk: Desk) -> str:
    box = desk.pilot.app.screen
    assert isinstance(box, PanelDialog)
    shown = [str(part.content) for part in box.query(Static) if part.parent is None or part.is_on_screen]
    return "\n".join([str(box.query_one("#review-box").border_title), *shown])


async def test_why_shows_the_cue_the_weights_and_the_runner_up(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2")
        first, second = desk.rows
        desk.screen.side.list.select_row(first)
        await desk.press("w")
        told = box_text(desk)
        assert "Why Maria Ortiz?" in told
        assert "“Maria Ortiz said” follows the quotation. (97 of 100)" in told
        assert "directly follows the quote" not in told
        await desk.press("enter")
        assert "directly follows the quote" in box_text(desk)
        await desk.press("enter")
        assert "directly follows the quote" not in box_text(desk)
        await desk.press("escape")

        desk.screen.side.list.select_row(second)
        await desk.press("w")
        told = box_text(desk)
        assert "Why Ann Lee’s friends?" in told
        assert "(50 of 100)" in told
        assert "Second: Bob Hale — " in told
        assert "+2.0  subject of the sentence" not in told
        await desk.press("enter")
        assert "+2.0  subject of the sentence" in box_text(desk)


async def test_why_uses_the_quote_at_the_caret(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("w")
        assert desk.said.startswith("no quote selected")
        desk.screen.article.go(STORY.index("until Friday"))
        await desk.press("w")
        assert "Why Maria Ortiz?" in box_text(desk)


async def test_an_uncertain_speaker_is_marked(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2")
        sure, doubtful = ([part for line in row.lines(60) for part in line] for row in desk.rows)
        assert "uncertain" not in [kind for _, kind in sure]
        assert ("? 50%", "uncertain") in doubtful
        await desk.press("2")
        doubtful = desk.rows[1].lines(60)[0]
        assert [words for words, _ in doubtful if words.strip()][:2] == ["Ann Lee’s friends", "? 50%"]


async def test_indirect_speech_is_shown_on_request(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("2")
        assert len(desk.rows) == 2
        assert desk.lit("indirect") == []
        await desk.press("i")
        assert desk.said == "indirect speech shown: 1"
        assert desk.lit("indirect") == ["the vote would be taken again"]
        assert desk.lit("quote") == ["“We were not told until Friday,”", "“It is a great big plan to close it.”"]
        told = desk.rows[1]
        assert isinstance(told, QuoteRow)
        assert told.indirect
        assert told.speaker == "Maria Ortiz"
        desk.screen.side.list.select_row(told)
        await desk.press("w", "enter")
        assert "a clause follows its verb" in box_text(desk)
        await desk.press("escape", "i")
        assert desk.said == "indirect speech hidden"
        assert len(desk.rows) == 2
        assert desk.lit("indirect") == []


async def test_an_article_in_another_language_says_so(paths: UserPaths) -> None:
    async with opened(plain(GERMAN, paths)) as desk:
        for tab in "12":
            await desk.press(tab)
            (notice, *_) = desk.screen.side.list.rows
            assert isinstance(notice, HeadingRow)
            assert notice.title.startswith("This article is in German")
        (row,) = desk.rows
        assert isinstance(row, QuoteRow)
        assert row.speaker == ""
        desk.screen.side.list.select_row(row)
        await desk.press("w")
        assert "Why no speaker?" in box_text(desk)
