"""Every kind of source on the screen: its outline, a note, and the note in the next session."""

import io
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.tui.widgets.note_rows import NoteRow
from reader.tui.widgets.rows import OutlineRow
from tests.examples import in_turns
from tests.page_object import opened

SAMPLES = Path(__file__).parents[1] / "samples"

MADE = (
    *("harbour-3.epub", "harbour-calibre.epub", "harbour-latex.pdf", "harbour-libreoffice.pdf"),
    *(
        "harbour-libreoffice.html",
        "harbour-site.html",
        "harbour.md",
        "harbour-pandoc.docx",
        "harbour-pandoc.odt",
        "harbour-pandoc.rtf",
    ),
    *("harbour.eml", "harbour.mhtml"),
)


def piped(name: str) -> Article:
    return open_source("-", io.BytesIO((SAMPLES / name).read_bytes()))


@pytest.mark.usefixtures("no_sandbox")
@pytest.mark.parametrize("name", MADE)
def test_a_pipe_has_the_text_of_the_file(name: str) -> None:
    assert piped(name).text == open_source(str(SAMPLES / name)).text


@pytest.mark.parametrize(
    ("name", "way"),
    [
        *((name, "a file") for name in MADE[:: in_turns(2)]),
        *((name, "a pipe") for name in ("harbour-2.epub", "harbour-libreoffice.pdf")),
    ],
)
async def test_every_source_has_an_outline_and_keeps_a_note(
    name: str, way: str, paths: UserPaths, request: pytest.FixtureRequest
) -> None:
    if way == "a file":
        request.getfixturevalue("no_sandbox")

    def article() -> Article:
        return open_source(str(SAMPLES / name)) if way == "a file" else piped(name)

    async with opened(Session(article(), paths)) as desk:
        await desk.press("4")
        headings = [row for row in desk.screen.side.list.rows if isinstance(row, OutlineRow)]
        desk.screen.side.list.select_row(next(row for row in headings if row.about.words.endswith("The evening")))
        await desk.press("enter")
        assert desk.under_caret.lstrip("0123456789. ").startswith("The evening")
        desk.screen.article.go(desk.session.article.text.index("not the end of the story"))
        await desk.press("a")
        await desk.write("Whose story? #court")

    async with opened(Session(article(), paths)) as desk:
        await desk.press("3")
        (row,) = [row for row in desk.screen.side.list.rows if isinstance(row, NoteRow)]
        assert row.state == "exact"
        assert "It is not the end of the story" in row.passage
        await desk.press("enter")
        assert desk.session.notes[0].text == "Whose story? #court"


async def test_a_note_on_a_film_knows_its_time(tmp_path: Path, paths: UserPaths) -> None:
    film = tmp_path / "vote.vtt"
    said = ("<v Lee>We were told.", "<v Ortiz>Nobody was told.", "<v Lee>Everybody was.")
    cues = (f"00:{number}1:07.000 --> 00:{number}1:09.000\n{words}\n" for number, words in enumerate(said))
    film.write_text("WEBVTT\n\n" + "\n".join(cues))
    async with opened(Session(open_source(str(film)), paths)) as desk:
        desk.screen.article.go(desk.session.article.text.index("Nobody"))
        await desk.press("a")
        await desk.write("Not true? #check")

    async with opened(Session(open_source(str(film)), paths)) as desk:
        await desk.press("3")
        (row,) = [row for row in desk.screen.side.list.rows if isinstance(row, NoteRow)]
        assert (row.state, row.page) == ("exact", "11:07")


async def test_a_note_on_an_entry_of_a_feed_stays(tmp_path: Path, paths: UserPaths) -> None:
    feed = tmp_path / "news.rss"
    entry = "<item><title>The vote</title><description>The harbour stays open.</description></item>"
    feed.write_text(f"<rss><channel><title>News</title>{entry}</channel></rss>")
    async with opened(Session(open_source(str(feed)), paths)) as desk:
        desk.screen.article.go(desk.session.article.text.index("stays"))
        await desk.press("a")
        await desk.write("Until when? #check")

    async with opened(Session(open_source(str(feed)), paths)) as desk:
        await desk.press("3")
        (row,) = [row for row in desk.screen.side.list.rows if isinstance(row, NoteRow)]
        assert (row.state, row.passage) == ("exact", "The harbour stays open.")


async def test_a_manual_page_and_a_patch_are_read_from_a_pipe(paths: UserPaths) -> None:
    async with opened(Session(piped("harbour-man-escapes.txt"), paths)) as desk:
        await desk.press("4")
        assert any(isinstance(row, OutlineRow) for row in desk.screen.side.list.rows)
        assert "\x1b" not in desk.session.article.text
    change = b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-no\n+yes\n"
    patch = b"commit 1234567\nAuthor: Ann\n\n    Keep the harbour\n\n" + change
    async with opened(Session(open_source("-", io.BytesIO(patch)), paths)) as desk:
        assert "+yes" in desk.session.article.text
