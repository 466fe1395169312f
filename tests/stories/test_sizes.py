"""The screen in terminals of any size, resized while something is open."""

from functools import partial
from pathlib import Path

import pytest
from textual.widget import Widget

from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import SAMPLE, UserPaths
from reader.tui.app import ReaderApp
from reader.tui.chrome.backdrop import HeadLine
from reader.tui.screens.browse import BrowseScreen
from tests.examples import in_turns
from tests.page_object import Desk, opened
from tests.waiting import until_async

SIZES = (
    *((1, 1), (1, 60), (500, 1), (2, 2), (3, 9), (20, 4), (40, 12), (71, 24), (72, 24), (72, 3), (109, 30)),
    *((110, 8), (110, 9), (130, 24), (159, 50), (160, 24), (200, 60), (80, 24)),
)

HUGE = (500, 200)
"""As long to paint as all the others."""

OPENED = {
    "nothing": (),
    "the side pane": ("2", "j"),
    "a filter": ("1", "ampersand", "x"),
    "a search": ("slash", "P", "u"),
    "a note": ("a", "W", "h", "y"),
    "the explanation": ("2", "w"),
    "the help": ("question_mark",),
    "the palette": ("colon",),
    "the export": ("E",),
    "a correction": ("1", "c"),
    "a mode": ("v", "W", "W"),
}

FEW = ("nothing", "a note")
"""What is painted at all sizes, and by other versions of Textual too. The rest takes turns in a quick run."""

TURNS = in_turns(6)


def sample(paths: UserPaths) -> Session:
    session = Session(open_source(str(SAMPLE)), paths)
    session.record_opening()
    session.article_notes.annotate(
        session.article_notes.find_passage("the 80th anniversary"), "Check the date. " * 30, ["check"]
    )
    session.article_notes.annotate(session.article_notes.find_passage('"main guest,"'), "His word for it.")
    return session


def has_size(desk: Desk, size: tuple[int, int]) -> bool:
    """Return whether the screen is laid out for a size."""
    return desk.screen.region.size == size


def rows_of(desk: Desk) -> list[str]:
    """Return what is on the screen."""
    strips = desk.screen.render_lines(desk.screen.region)
    return [strip.text for strip in strips]


@pytest.mark.parametrize("what", [pytest.param(what, marks=[] if what in FEW else pytest.mark.slow) for what in OPENED])
async def test_every_size_is_painted_whatever_is_open(what: str, paths: UserPaths) -> None:
    async with opened(sample(paths), (80, 24)) as desk:
        await desk.press(*OPENED[what])
        for width, height in (*SIZES, HUGE) if what in FEW else SIZES[[*OPENED].index(what) % TURNS :: TURNS]:
            await desk.pilot.resize_terminal(width, height)
            await until_async(partial(has_size, desk, (width, height)))
            screen = desk.screen
            assert screen.size == (width, height)
            rows = rows_of(desk)
            assert len(rows) == height
            assert all(len(row) == width for row in rows)
            for widget in (screen.article, screen.side, screen.status):
                assert widget.region.right <= width
                assert widget.region.bottom <= height
        await desk.press("escape", "escape")


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (130, 40), (180, 50)])
async def test_no_file_name_reaches_the_terminal_as_a_command(
    size: tuple[int, int], paths: UserPaths, tmp_path: Path
) -> None:
    story = tmp_path / "evil\x1b]0;title\x07\u202e.txt"
    story.write_text("A Title\n\nLee said: “We were not told.”\n")
    async with opened(Session(open_source(str(story)), paths), size) as desk:
        for key in ("j", "E", "escape", "L"):
            await desk.press(key)
            await desk.settle()
            screen = desk.pilot.app.screen
            widgets = [screen, *screen.walk_children(Widget)]
            drawn = "".join(widget.render_line(y).text for widget in widgets for y in range(widget.size.height))
            drawn += "".join(strip.text for strip in desk.screen.render_lines(screen.region))
            assert "A Title" in drawn
            assert not set(drawn) & set("\x1b\x07\u202e")


async def test_the_library_is_painted_at_every_size(paths: UserPaths) -> None:
    sample(paths)
    async with ReaderApp(paths).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, BrowseScreen)
            assert all(widget.region.right <= width for widget in (screen.heading, screen.line, screen.list))
            assert screen.status.region.bottom <= height


async def test_a_newcomer_sees_both_panes_and_how_to_annotate(paths: UserPaths) -> None:
    async with opened(sample(paths), (80, 24)) as desk:
        screen = desk.screen
        assert screen.article.region.right <= screen.side.region.x
        assert screen.article.region.width >= 40
        assert screen.panes.side_shown
        assert "a Note" in screen.status.render_line(0).text
        assert "? Help" in screen.status.render_line(0).text
        await desk.press("a")
        await desk.write("Mine.")
        assert any(note.text == "Mine." for note in desk.session.notes)


async def test_the_text_is_wrapped_again_for_every_width(paths: UserPaths) -> None:
    async with opened(sample(paths), (80, 24)) as desk:
        view = desk.screen.article.view
        widths = []
        for width in (80, 100, 120, 200):
            await desk.pilot.resize_terminal(width, 40)
            await desk.pilot.pause()
            widths.append(view.layout.width)
        assert widths == sorted(widths)
        assert widths[-1] == 76
        await desk.press("z")
        assert not desk.screen.panes.side_shown
        await desk.pilot.resize_terminal(80, 24)
        await desk.pilot.pause()
        assert view.layout.width == 72
        await desk.press("z", "minus")
        shown = view.layout.width
        await desk.press("minus")
        assert view.layout.width == shown - 2
        await desk.press("equals_sign")
        assert view.layout.width == desk.screen.article.region.width - 5


async def test_tab_turns_the_page_of_a_narrow_terminal(paths: UserPaths) -> None:
    async with opened(sample(paths), (60, 24)) as desk:
        screen = desk.screen
        assert screen.article.region.width == 60
        assert screen.side.region.width == 0
        assert "%" in screen.status.render_line(0).text
        await desk.press("tab")
        assert screen.side.region.width == 60
        assert screen.panes.in_side
        await desk.press("tab")
        assert screen.side.region.width == 0
        await desk.press("2")
        await desk.pilot.resize_terminal(100, 24)
        await desk.pilot.pause()
        assert min(screen.article.region.width, screen.side.region.width) > 30
        await desk.pilot.resize_terminal(60, 24)
        await desk.pilot.pause()
        assert screen.side.region.width == 60, "the pane that has the keys is the page"


async def test_the_lit_rule_is_that_of_the_pane_with_the_keys(paths: UserPaths) -> None:
    async with opened(sample(paths), (120, 30)) as desk:
        screen = desk.screen

        def lit() -> list[bool]:
            return [rule.is_lit for rule in screen.panes.scene().rules]

        assert lit() == [True, False]
        head = screen.query_one("#page-head", HeadLine)
        before = head.render_line(0)
        await desk.press("tab")
        assert lit() == [False, True]
        assert head.render_line(0) != before
        await desk.press("question_mark")
        assert lit() == [False, False]
        await desk.press("escape", "tab")
        assert lit() == [True, False]
        assert "xi-jinping-moscow-visit.txt" in head.render_line(0).text
        assert "min" in head.render_line(0).text
