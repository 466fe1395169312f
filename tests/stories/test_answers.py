"""A colleague's comments: written on the shared page in a browser, and taken back beside one's own notes."""

from pathlib import Path

import pytest

from reader.cli import main
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.widgets.note_rows import NoteRow
from tests.fixtures.browser import needs_browser, opened
from tests.importers.story import STORY
from tests.page_object import opened as opened_desk
from tests.stories.test_comments import comment, select


@needs_browser
async def test_comments_of_a_colleague_are_taken_back_beside_ones_own(
    paths: UserPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "harbour.txt"
    path.write_text(STORY, encoding="utf-8")

    def session() -> Session:
        return Session(read_plain(path.read_text(encoding="utf-8"), str(path)), paths)

    mine = session()
    mine.record_opening()
    mine.article_notes.annotate(mine.article_notes.find_passage("Nobody was told."), "Ask the clerk.")
    mine.exports.write(tmp_path / "page.html")

    # Ben gets the page, marks words that are there twice, and sends the file that his browser saves.
    with opened(tmp_path / "profile") as browser:
        browser.size(1280)
        browser.download_to(tmp_path)
        browser.open(tmp_path / "page.html")
        assert browser.ask("document.querySelectorAll('.by').length") == 0, "all notes are by one person"
        select(browser, "told until Friday")
        comment(browser, "Which Friday?\n#dates", "Ben Ray")
        browser.ask("getSelection().removeAllRanges()")
        comment(browser, "Well told.", "Ben Ray")
        browser.click(".answer-buttons button:last-child")
        answer = tmp_path / browser.downloaded()
    assert answer.name == f"comments-ben-ray-{mine.article_id}.json"

    # Meanwhile the article has grown.
    path.write_text(STORY.replace("The council of Leith", "In the evening, the council of Leith"), encoding="utf-8")
    session().record_opening()
    run = ["--library", str(paths.library), "import", str(answer)]
    assert main(run) == 0
    assert capsys.readouterr().err == "reader: imported 2 notes: 1 in place, 1 on the whole article\n"
    assert main(run) == 0
    assert "2 already there" in capsys.readouterr().err

    async with opened_desk(session(), (120, 40)) as desk:
        await desk.press("3")
        rows = [row for row in desk.rows if isinstance(row, NoteRow)]
        assert [(row.note.text, row.author) for row in rows] == [
            ("Well told.", "Ben Ray"),
            ("Ask the clerk.", ""),
            ("Which Friday?\n#dates", "Ben Ray"),
        ]
        assert rows[2].span == desk.session.article_notes.find_passage("told until Friday")
        assert rows[2].note.tags == ("dates",)
        assert "Ben Ray · " in "".join(words for line in rows[2].lines(60) for words, _ in line)

    later = session()
    later.record_opening()
    assert "Ben Ray" in later.exports.render("markdown").decode()
    assert "Ben Ray" in later.exports.render("html").decode()
    assert main(["--library", str(paths.library), "notes"]) == 0
    assert capsys.readouterr().out.count("by Ben Ray") == 2
