"""What all dialogs share: the title in the frame, and the line of their keys."""

from dataclasses import replace

import pytest
from textual.geometry import Region
from textual.widgets import Static

from reader.document.article import Evidence
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.tui.dialogs import Box, Hints, hint_content, hint_lines
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.dialogs.review import WIDE
from tests.page_object import Desk, opened, plain
from tests.sources.webpage.pages import page

TEXT = "Mayor Maria Ortiz said: “We were not told until Friday.”"


def frame(desk: Desk) -> str:
    """Return the upper line of the box on top."""
    box = desk.pilot.app.screen.query_one(Box)
    (line,) = box.render_lines(Region(0, 0, box.size.width + 2, 1))
    return line.text.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "title"),
    [
        (("E",), "Export"),
        (("a",), "Note"),
        (("question_mark",), "Keys"),
        (("1", "c"), "Correct a name"),
        (("2", "c"), "Correct a speaker"),
        (("v", "W", "c"), "Add a quote or a name"),
        (("2", "w"), "Why Maria Ortiz?"),
    ],
)
async def test_each_box_has_its_title_in_its_frame(keys: tuple[str, ...], title: str, paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths), (120, 30)) as desk:
        await desk.press(*keys)
        wide = frame(desk)
        await desk.pilot.resize_terminal(40, 20)
        await desk.pilot.pause()
        narrow = frame(desk)
        assert len(narrow) <= 40 < len(wide)
        assert wide.startswith(f"╭─ {title} ─")
        assert narrow.startswith(f"╭─ {title} ─")


async def test_title_tells_what_states_author_and_date(paths: UserPaths) -> None:
    evidence = (Evidence("published", "meta", "article:published_time: 2026-03-02"),)
    article = replace(page("<h1>The vote</h1><p>It passed.</p>"), published="2026-03-02", evidence=evidence)
    async with opened(Session(article, paths), (80, 24)) as desk:
        await desk.press("w")
        assert frame(desk).startswith("╭─ Who says so? ─")
        told = str(desk.pilot.app.screen.query_one("#review-told", Static).content)
        assert "Date: 2026-03-02\n  “article:published_time: 2026-03-02” (metadata of the page)" in told
        assert "Author: not stated" in told
        assert desk.pilot.app.screen.has_class("-stacked")
        for width, stacked in ((WIDE, False), (WIDE - 1, True)):
            await desk.pilot.resize_terminal(width, 24)
            await desk.pilot.pause()
            assert desk.pilot.app.screen.has_class("-stacked") is stacked


async def test_a_long_or_hostile_title_is_cut_and_stays_text(paths: UserPaths) -> None:
    async def attempt(answer: str) -> str | None:
        return None

    async with opened(plain(TEXT, paths), (40, 20)) as desk:
        desk.pilot.app.push_screen(PromptDialog("Rename #[red]a[/red]\n" + "long " * 20, "", attempt, "rename"))
        await desk.settle()
        assert frame(desk).startswith("╭─ Rename #[red]a[/red]")
        assert "…" in frame(desk)
        assert len(frame(desk)) <= 40


def test_keys_are_emphasized_and_other_words_are_not() -> None:
    content = hint_content("Enter: save · words · [/oops]: x")
    assert content.plain == "Enter save · words · [/oops] x"
    assert [content.plain[span.start : span.end] for span in content.spans] == ["Enter", "[/oops]"]


def test_lines_end_between_two_hints() -> None:
    keys = "Enter: scores · j k: scroll · Esc: close"
    whole = len("Enter scores · j k scroll · Esc close")
    assert list(hint_lines(keys, whole)) == [keys]
    assert list(hint_lines(keys, whole - 1)) == ["Enter: scores · j k: scroll", "Esc: close"]
    assert list(hint_lines(keys, 12)) == ["Enter: scores", "j k: scroll", "Esc: close"]
    assert list(hint_lines(keys, 1)) == ["Enter: scores", "j k: scroll", "Esc: close"]


def test_the_height_is_that_of_the_lines_and_of_a_hint_too_long_for_one() -> None:
    hints = Hints("Enter: scores · j k: scroll · Esc: close")
    assert [hints.get_height({}, width) for width in (40, 36, 12, 8)] == [1, 2, 3, 6]
    assert hints.get_optimal_width({}, 200) == 37
    assert hints.fitted(27).plain == "Enter scores · j k scroll\nEsc close"
