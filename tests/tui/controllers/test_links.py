"""Links, pictures and footnotes in the text: opened by a key, and only what is safe."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.tui.dialogs.words import FootnoteDialog
from reader.tui.screens.reading import ReadingScreen
from tests.fixtures.web_server import running
from tests.page_object import Desk, opened
from tests.system.test_program import fake_viewer
from tests.waiting import until_async

README = """# A Program: what it does

See [the site](https://example.org/a), [Section two!](#section-two--more), [bad](file:///etc/passwd).

A link that is [gone](#nowhere).[^1]

## Section two & more

Words.[^1] And an ![inline picture](gone.png) here.

![A chart](chart.png)

[^1]: The **note** of the program, which is long enough to need more than one line in its box at the marker.
"""


WEB_PAGE = """<h1>The vote</h1>
<p>The council voted,<sup><a href="#n1">[note 1]</a></sup> and counted,<sup><a href="#n2">[note 2]</a></sup> so it
said on Friday, after a long debate about the quay and the ferries, which nobody had expected to last so long.</p>
<ol><li id="n1"><a href="#r1">^</a> Eleven to nine.</li><li id="n2"><a href="#r2">^</a> By hand.</li></ol>"""


def at(desk: Desk, words: str, nth: int = 0) -> None:
    """Put the caret on the nth place of `words`."""
    offset = -1
    for _ in range(nth + 1):
        offset = desk.session.article.text.index(words, offset + 1)
    desk.screen.article.go(offset)


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were opened in the browser."""
    found: list[str] = []

    def note(href: str) -> bool:
        found.append(href)
        return True

    monkeypatch.setattr("webbrowser.open", note)
    return found


async def test_a_link_is_opened_only_for_safe_schemes(paths: UserPaths, browsed: list[str]) -> None:
    async with opened(Session(read_markdown(README), paths)) as desk:
        at(desk, "the site")
        await desk.press("enter")
        await until_async(lambda: desk.said == "opened https://example.org/a")
        for words in ("bad", "gone"):
            at(desk, words)
            await desk.press("enter")
            assert desk.said == "nothing to open here: no note, link, name or quote"
        assert browsed == ["https://example.org/a"]


async def test_a_link_to_a_heading_goes_there_and_back(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(README), paths)) as desk:
        at(desk, "Section two!")
        await desk.press("enter")
        assert desk.under_caret.startswith("Section two & more")
        await desk.press("backspace")
        assert desk.under_caret.startswith("Section two!")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_a_footnote_is_shown_at_its_marker_and_escape_returns(size: tuple[int, int], paths: UserPaths) -> None:
    async with opened(Session(read_markdown(README), paths), size) as desk:
        at(desk, "[^1]", 1)
        await desk.press("enter")
        box = desk.pilot.app.screen
        assert isinstance(box, FootnoteDialog)
        frame, pane = box.query_one("#footnote-box"), desk.screen.article
        assert "The note of the program" in str(box.query_one("#footnote-words").render())
        caret_row = pane.content_region.y + pane.caret_row
        await until_async(lambda: frame.region.height > 2 and not frame.region.contains(frame.region.x, caret_row))
        assert box.region.contains_region(frame.region)
        column = pane.content_region.x + pane.view.margin + pane.view.column_of(pane.caret.offset)
        assert frame.region.x == min(column, size[0] - frame.region.width)
        await desk.press("j", "k", "escape")
        assert desk.pilot.app.screen is desk.screen
        assert desk.under_caret.startswith("[^1] And")


async def test_enter_in_the_box_goes_to_the_note_and_enter_there_goes_back(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(README), paths)) as desk:
        at(desk, "[^1]")
        await desk.press("enter", "enter")
        await until_async(lambda: desk.under_caret.startswith("[^1]: The note"))
        await desk.press("enter")
        assert desk.under_caret.startswith("[^1]\n\nSection")


async def test_a_footnote_of_a_web_page_is_shown_at_its_marker(paths: UserPaths, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(WEB_PAGE, encoding="utf-8")
    async with opened(Session(open_source(str(tmp_path / "a.html")), paths)) as desk:
        at(desk, "[note 2]")
        await desk.press("enter")
        box = desk.pilot.app.screen
        assert isinstance(box, FootnoteDialog)
        assert str(box.query_one("#footnote-words").render()) == "By hand."
        await desk.press("enter")
        await until_async(lambda: desk.under_caret.startswith("By hand."))
        await desk.press("enter")
        assert desk.under_caret.startswith("[note 2] so")


async def test_a_picture_is_opened_in_the_viewer(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = fake_viewer(tmp_path, monkeypatch)
    (tmp_path / "a.md").write_text(README, encoding="utf-8")
    (tmp_path / "chart.png").write_bytes(b"\x89PNG")
    async with opened(Session(open_source(str(tmp_path / "a.md")), paths)) as desk:
        row = next(row for row in range(40) if "A chart" in desk.screen.article.render_line(row).text)
        assert desk.screen.article.render_line(row).text.strip().startswith("▣ A chart")
        at(desk, "A chart")
        await desk.press("enter")
        await until_async(lambda: desk.said == "opened chart.png")
        await until_async(told.exists)
        assert told.read_text(encoding="utf-8") == f"{tmp_path.resolve() / 'chart.png'}|"
        at(desk, "inline picture")
        await desk.press("enter")
        await until_async(lambda: desk.said == f"the picture is missing: {tmp_path / 'gone.png'}")


# ---------------------------------------------------------------------- what the terminal is told


async def test_links_are_sent_to_the_terminal_and_nothing_can_be_injected(paths: UserPaths) -> None:
    evil = "https://example.org/\x1b]52;c;aGk=\x07\x1b\\evil"
    text = f"[good](https://example.org/é) [bad](file:///etc/passwd) [evil](<{evil}>) ![pic](https://example.org/p.png)"
    async with opened(Session(read_markdown(text), paths)) as desk:
        await desk.press("G")
        strip = desk.screen.article.render_line(0)
        links = {segment.text: segment.style.link for segment in strip if segment.style and segment.style.link}
        assert links["good"] == "https://example.org/%C3%A9"
        assert links["pic"] == "https://example.org/p.png"
        assert "bad" not in links
        sent = strip.render(desk.pilot.app.console)
        assert re.search(r"\x1b\]8;id=[^;\x1b]*;https://example\.org/%C3%A9\x1b\\", sent)
        commands = re.findall(r"\x1b(?:\[[0-9;]*m|\]8;[!-~]*\x1b\\)", sent)
        assert "\x1b" not in "".join(re.split(r"\x1b(?:\[[0-9;]*m|\]8;[!-~]*\x1b\\)", sent))
        assert commands
        assert "\x07" not in sent


async def test_a_link_with_marks_in_it_is_sent_as_a_whole(paths: UserPaths) -> None:
    text = "Words. [**good** words](https://example.org/a) and [**all**](https://example.org/b) and *plain*."
    async with opened(Session(read_markdown(text), paths)) as desk:
        strip = desk.screen.article.render_line(0)
        links = [(segment.text, segment.style.link) for segment in strip if segment.style and segment.style.link]
        a, b = "https://example.org/a", "https://example.org/b"
        assert links == [("good", a), (" words", a), ("all", b)]


async def test_a_terminal_that_may_print_them_gets_no_links(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with opened(Session(read_markdown("[good](https://example.org)"), paths)) as desk:
        strip = desk.screen.article.render_line(0)
        assert not any(segment.style and segment.style.link for segment in strip)
        assert "\x1b]8" not in strip.render(desk.pilot.app.console)


# -- feeds ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def feed(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A feed with two entries, of which one has a page, on a server of its own."""
    monkeypatch.setenv("no_proxy", "*")
    with running() as site:
        page = site.page("/vote", b"<html><body><h1>The vote</h1><p>The whole story of it.</p></body></html>")
        gone = f"<item><title>Haddock</title><link>{site.url}/haddock</link></item><item><title>Cod</title></item>"
        vote = f"<item><title>The vote</title><link>{page}</link></item>"
        rss = f"<rss version='2.0'><channel><title>Courier</title>{vote}{gone}</channel></rss>"
        yield Session(open_source(site.page("/feed", rss.encode(), "application/rss+xml"), online=True), paths)


def shown(desk: Desk) -> Session:
    """The article of the topmost screen."""
    screen = desk.pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen.session


async def test_entries_of_a_feed_are_listed_and_read_over_it(feed: Session) -> None:
    async with opened(feed) as desk:
        assert desk.screen.side.tab == "outline"
        await desk.press("4")
        desk.screen.side.list.select_row(desk.rows[0])
        await desk.press("enter")
        assert shown(desk) is feed
        assert desk.under_caret.startswith("The vote")
        await desk.press("enter")
        await until_async(lambda: shown(desk) is not feed)
        assert "The whole story of it." in shown(desk).article.text
        assert shown(desk).article.source.endswith("/vote")
        await desk.press("backspace")
        await until_async(lambda: shown(desk) is feed)
        assert desk.under_caret.startswith("The vote")


async def test_entry_whose_page_is_gone_is_one_line(feed: Session) -> None:
    async with opened(feed) as desk:
        at(desk, "Haddock")
        await desk.press("enter")
        await until_async(lambda: "has no such page" in desk.said)
        at(desk, "Cod")
        await desk.press("enter")
        assert "nothing to open here" in desk.said
        assert shown(desk) is feed


async def test_a_relative_link_opens_the_file_beside_it_and_back_returns(tmp_path: Path, paths: UserPaths) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "the plan.md").write_text("# The Plan\n\nMore of it.\n")
    readme = tmp_path / "README.md"
    readme.write_text("# A Program\n\nSee [the plan](docs/the%20plan.md#more), [gone](gone.md).\n")
    async with opened(Session(open_source(str(readme)), paths)) as desk:
        app, screen = desk.pilot.app, desk.screen
        at(desk, "gone")
        await desk.press("enter")
        assert desk.said == "nothing to open here: no note, link, name or quote"
        at(desk, "the plan")
        await desk.press("enter")
        await until_async(lambda: isinstance(app.screen, ReadingScreen) and app.screen is not screen)
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.session.article.title == "The Plan"
        await desk.press("backspace")
        await until_async(lambda: app.screen is screen)
