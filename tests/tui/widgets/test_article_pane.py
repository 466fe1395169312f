"""The article pane: moving, selecting and finding by keys and mouse, and the cost of painting."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import MouseScrollDown
from textual.geometry import Region

from reader.analysis.engine import analyze
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.system.paths import PACKAGE, UserPaths
from reader.text.span import Span
from reader.tui.app import ReaderApp
from reader.tui.widgets.article_pane import DRAG_INTERVAL
from reader.view import layout
from reader.view.viewport import GUTTER, Viewport
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

LINES = "One one. Two two!\nThree three.\n\n" + "\n\n".join(f"Paragraph {n} of the text." for n in range(40))


async def test_keys_move_the_caret(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        for keys, there in (
            (["j"], "Three"),
            (["l"], "hree"),
            (["k"], "ne one"),
            (["h"], "One"),
            (["right_parenthesis"], "Two two"),
            (["left_parenthesis"], "One"),
            (["ctrl+right"], "one."),
            (["ctrl+right"], "Two two"),
            (["ctrl+left"], "one."),
            (["dollar_sign"], "\nThree"),
            (["0"], "One"),
            (["right_curly_bracket"], "Paragraph 0"),
            (["left_curly_bracket"], "One"),
            (["G"], ""),
            (["g"], "One"),
            (["end"], ""),
            (["home"], "One"),
            (["end"], ""),
            (["ctrl+o"], "One"),
        ):
            await desk.press(*keys)
            assert desk.under_caret.startswith(there), keys
            assert bool(desk.under_caret) == bool(there), keys


async def test_the_text_scrolls_only_to_keep_three_lines_of_context(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths), (100, 24)) as desk:
        view = desk.screen.article.view
        await desk.press(*["j"] * 8)
        assert view.top == 0
        await desk.press(*["j"] * 8)
        assert view.layout.line_of(desk.screen.article.caret.offset) == view.top + view.height - 1 - 3


async def test_a_page_moves_text_and_caret_and_the_wheel_drags_the_caret_along(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths), (100, 24)) as desk:
        view = desk.screen.article.view
        await desk.press("space")
        assert view.top == view.height - 2
        await desk.press("b")
        assert view.top == 0
        assert view.layout.line_of(desk.screen.article.caret.offset) == 3
        for _ in range(4):
            desk.screen.article.post_message(wheel_down(desk))
        await desk.settle()
        assert view.top == 12
        assert view.layout.line_of(desk.screen.article.caret.offset) == 13


@pytest.mark.parametrize(
    ("down", "up", "share"), [("pagedown", "pageup", 1), ("space", "b", 1), ("ctrl+d", "ctrl+u", 2), ("d", "u", 2)]
)
async def test_pages_and_half_pages_go_down_and_up_again(down: str, up: str, share: int, paths: UserPaths) -> None:
    async with opened(plain(LINES, paths), (100, 24)) as desk:
        view = desk.screen.article.view
        lines = view.height - 2 if share == 1 else view.height // 2
        await desk.press(down, down)
        assert view.top == 2 * lines
        there = desk.under_caret
        await desk.press(up)
        assert view.top == lines
        assert len(desk.under_caret) > len(there)


def wheel_down(desk: Desk) -> MouseScrollDown:
    return MouseScrollDown(desk.screen.article, 5, 5, 0, 1, 0, False, False, False)


# ---------------------------------------------------------------------- selecting


async def test_v_selects_characters_until_escape(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("v", "l", "l")
        assert desk.selected == "One"
        await desk.press("v")
        assert desk.selected == ""
        await desk.press("v", "ctrl+right", "escape")
        assert desk.selected == ""


async def test_a_selection_that_only_touches_a_paragraph_stops_before_it(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("v", "right_curly_bracket")
        assert desk.selected == "One one. Two two!\nThree three."


async def test_V_selects_paragraphs(paths: UserPaths) -> None:  # noqa: N802
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("l", "l", "V")
        assert desk.selected == "One one. Two two!\nThree three."
        await desk.press("right_curly_bracket")
        assert desk.selected.endswith("Paragraph 0 of the text.")


async def test_shift_holds_a_selection_until_the_next_plain_move(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("shift+right", "shift+right", "shift+right")
        assert desk.selected == "One"
        await desk.press("shift+down")
        assert desk.selected == "One one. Two two!\nThr"
        await desk.press("l")
        assert desk.selected == ""


async def test_shift_and_arrows_select_both_ways(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        for keys, selected in (
            (["j", "l", "l", "shift+up"], "e one. Two two!\nTh"),
            (["shift+down"], ""),
            (["shift+left"], "h"),
            (["shift+right", "shift+right"], "r"),
        ):
            await desk.press(*keys)
            assert desk.selected == selected, keys


async def test_ctrl_shift_and_arrows_select_words(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("ctrl+right", "ctrl+shift+right")
        assert (desk.selected, desk.under_caret[:3]) == ("one.", "Two")
        await desk.press("ctrl+shift+right")
        assert desk.selected == "one. Two"
        await desk.press("ctrl+shift+left", "ctrl+shift+left", "ctrl+shift+left")
        assert (desk.selected, desk.under_caret[:3]) == ("One", "One")
        await desk.press("y")
        assert desk.pilot.app.clipboard == "One"


async def test_dragging_selects_backwards_too_until_the_button_is_released(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        pane = desk.screen.article
        left = pane.view.margin + 3
        await desk.pilot.mouse_down(pane, offset=(left + 5, 1))
        await desk.pilot.hover(pane, offset=(left + 4, 0))
        assert (desk.selected, desk.under_caret[:3]) == ("one. Two two!\nThree", "one")
        await desk.pilot.hover(pane, offset=(left, 1))
        assert desk.selected == "Three"
        await desk.pilot.mouse_up(pane, offset=(left, 1))
        await desk.pilot.hover(pane, offset=(left + 9, 3))
        assert desk.selected == "Three"
        await desk.press("a")
        await desk.write("mine")
        assert desk.lit("note") == ["Three"]


async def test_a_drag_beyond_the_last_row_scrolls_and_selects_until_released(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths), (100, 24)) as desk:
        pane, view = desk.screen.article, desk.screen.article.view
        left = view.margin + 3
        await desk.pilot.mouse_down(pane, offset=(left, 0))
        await desk.pilot.hover(desk.screen.status, offset=(left, 0))
        await until_async(lambda: view.top > 12)  # many times what one move scrolls
        assert desk.selected.startswith("One one. Two two!")
        assert desk.screen.article.caret_row > view.height // 2
        await desk.pilot.hover(pane, offset=(left, 5))
        assert pane.caret_row in (4, 5), "an empty row gives its place to the one above"
        await desk.pilot.hover(desk.screen.status, offset=(left, 0))
        await desk.pilot.mouse_up(desk.screen.status, offset=(left, 0))
        there, selected = view.top, desk.selected
        assert desk.session.article.text.startswith(selected)
        ticks: list[int] = []
        pane.set_interval(DRAG_INTERVAL, lambda: ticks.append(1))
        await until_async(lambda: len(ticks) > 2)
        assert (view.top, desk.selected) == (there, selected), "let go, it scrolls no more"


async def test_the_mouse_selects_by_dragging_and_by_clicking_twice_and_thrice(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        pane = desk.screen.article
        left = pane.view.margin + 3
        await desk.pilot.mouse_down(pane, offset=(left, 0))
        await desk.pilot.hover(pane, offset=(left + 8, 0))
        await desk.pilot.mouse_up(pane, offset=(left + 8, 0))
        assert desk.selected == "One one."
        await desk.pilot.click(pane, offset=(left + 5, 0), times=2)
        assert desk.selected == "one"
        await desk.pilot.click(pane, offset=(left + 5, 1), times=3)
        assert desk.selected == "One one. Two two!\nThree three."
        await desk.pilot.click(pane, offset=(left + 9, 0))
        assert (desk.selected, desk.under_caret[:3]) == ("", "Two")


async def test_a_character_of_several_code_points_is_one_step(paths: UserPaths) -> None:
    async with opened(plain("a👩‍🚀b é.", paths)) as desk:
        await desk.press("l")
        assert desk.under_caret.startswith("👩‍🚀")
        await desk.press("l")
        assert desk.under_caret.startswith("b")
        await desk.press("h", "v")
        assert desk.selected == "👩‍🚀"


async def test_copying_takes_the_selection_or_the_sentence(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("y")
        assert desk.pilot.app.clipboard == "One one."
        await desk.press("escape", "ctrl+c")
        assert desk.said.startswith("q or Ctrl-Q quits")
        assert desk.pilot.app.clipboard == "One one.", "Ctrl-C without a selection touches no clipboard"
        await desk.press("v", "l", "l", "ctrl+c")
        assert (desk.pilot.app.clipboard, desk.said) == ("One", "copied 1 word")
        await desk.press("Y")
        assert "> One" in desk.pilot.app.clipboard


# ---------------------------------------------------------------------- finding


SPREAD = "The long and winding road ends here. " * 12 + "\n\nIt said “good\nneighbours” twice: “good neighbours”."


async def test_search_finds_across_line_breaks_and_lights_every_hit(paths: UserPaths) -> None:
    async with opened(plain(SPREAD, paths), (50, 20)) as desk:
        await desk.press("slash")
        await desk.type('"good neighbours"')
        assert desk.lit("hit") == ["“good\nneighbours”", "“good neighbours”"]
        await desk.press("enter")
        assert desk.under_caret.startswith("“good\n")
        assert desk.said.endswith("1/2")
        await desk.press("n")
        assert desk.said.endswith("2/2")
        await desk.press("n")
        assert desk.said.endswith("1/2")
        await desk.press("N")
        assert desk.said.endswith("2/2")
        await desk.press("escape")
        assert desk.lit("hit") == []


async def test_words_that_are_not_there_are_said(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("n")
        assert desk.said.startswith("nothing to step through")
        await desk.press("slash")
        await desk.type("absent")
        await desk.press("enter")
        assert desk.said == "“absent” is not in the article"


async def test_a_jump_can_be_taken_back(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("j", "G", "backspace")
        assert desk.under_caret.startswith("Three")
        await desk.press("backspace")
        assert desk.said == "nowhere to go back to"


async def test_the_width_of_the_text_is_changed_and_kept(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths), (200, 40)) as desk:
        before = desk.screen.article.view.layout.width
        await desk.press("plus", "plus")
        assert desk.screen.article.view.layout.width == before + 4
        await desk.press("q")
    async with opened(plain(LINES, paths), (200, 40)) as desk:
        assert desk.screen.article.view.layout.width == before + 4
        await desk.press("equals_sign")
        assert desk.screen.article.view.layout.width == before


# ---------------------------------------------------------------------- what a key costs

BOOK = "\n\n".join(f"Line {n}" for n in range(500))
"""Costs are counted, since milliseconds cannot be compared on a busy machine."""


def analyzed(text: str, paths: UserPaths) -> Session:
    """Return a session with its analysis, so that no child process outlives the test."""
    session = plain(text, paths)
    session.analysis_state.set_analysis(analyze(session.article))
    return session


@contextmanager
def counted(thing: object, method: str) -> Iterator[list[tuple[object, ...]]]:
    """Collect the arguments of each call of a method."""
    calls: list[tuple[object, ...]] = []
    real = getattr(thing, method)

    def call(*args: object, **kwargs: object) -> object:
        calls.append(args)
        return real(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thing, method, call)
        yield calls


async def test_one_line_down_paints_the_lines_that_it_changes(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 30)) as desk:
        pane = desk.screen.article
        await desk.settle()  # the rest of the opening's paint
        with counted(pane.painter, "paint") as painted, counted(pane, "refresh") as refreshed:
            await desk.press("j")
        assert {y for y, *_ in painted} == {2}  # line 0 is shown as it was kept without the caret
        regions = [region for region, *_ in refreshed]
        assert all(isinstance(region, Region) for region in regions)
        assert {region.y for region in regions if isinstance(region, Region)} == {0, 2}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The output to the terminal."""
    parts: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)
    monkeypatch.setattr(HeadlessDriver, "write", lambda driver, data: parts.append(data))
    return parts


async def test_the_first_frames_show_only_the_article(paths: UserPaths, written: list[str]) -> None:
    async with ReaderApp(analyzed(BOOK, paths)).run_test(size=(120, 30)):
        frames = re.sub(r"\x1b(?:\[[0-?]*[@-~]|\][^\x07]*\x07)", "", "".join(written))
    words = set(re.findall(r"[A-Za-z#]+", frames))
    assert {"Line", "Help"} <= words
    assert not words & {"Names", "Quotes", "Notes", "Outline"}


async def test_one_line_down_writes_a_few_lines_to_the_terminal(paths: UserPaths, written: list[str]) -> None:
    """A whole screen would be about 10,000 bytes."""
    async with opened(plain(BOOK, paths), (100, 30)) as desk:
        assert len("".join(written)) > 5_000
        await desk.press("j")  # with it, what the end of the opening has left
        written.clear()
        await desk.press("j")
        assert 100 < len("".join(written)) < 2_000


async def test_the_first_frame_lays_out_only_visible_blocks(paths: UserPaths) -> None:
    with counted(layout, "wrap_block") as blocks:
        async with ReaderApp(analyzed(BOOK, paths)).run_test(size=(100, 30)):
            assert len(blocks) <= 20


async def test_a_jump_to_the_end_lays_out_only_visible_blocks(paths: UserPaths) -> None:
    text = "\n\n".join(f"Line {n}: " + "word " * 20 for n in range(5_000))
    async with opened(plain(text, paths), (100, 30)) as desk:
        with counted(layout, "wrap_block") as blocks:
            await desk.press("G", "g", "G")
        assert len(blocks) <= 3 * 20


async def test_keys_that_arrive_together_are_painted_once(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 30)) as desk:
        pane = desk.screen.article
        with counted(pane, "refresh") as refreshed:
            for _ in range(50):
                pane.go_lines(1)
            await desk.settle()
        assert desk.under_caret.startswith("Line 50\n")
        assert len(refreshed) <= 5  # the lines of the first key, all at the end, and again if a timer is late


async def test_scrolling_by_a_line_builds_one_more_strip(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 30)) as desk:
        pane = desk.screen.article
        await desk.press(*["j"] * 20)
        with counted(pane.painter, "paint") as painted:
            await desk.press("j")
        assert len({y for y, *_ in painted}) <= 4  # an empty line, a line, and the caret's two


async def test_the_next_page_is_painted_in_advance(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 30)) as desk:
        pane = desk.screen.article
        await desk.press("space")
        with counted(pane.painter, "paint") as painted:
            await desk.press("space")
        shown = range(pane.view.top, pane.view.top + pane.view.height)
        assert len({y for y, *_ in painted if y in shown}) <= 4  # the caret's line, and where the bar has moved


async def test_layers_repaint_once_and_only_if_they_change(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths)) as desk:
        pane = desk.screen.article
        layers = {"person": [Span(0, 4)], "quote": [Span(5, 6)], "place": []}
        with counted(pane, "refresh") as refreshed:
            pane.show_layers(layers)
            assert len(refreshed) == 1
            pane.show_layers(layers)
            pane.show_layers({"other": []})
            assert len(refreshed) == 1


async def test_the_text_does_not_move_when_the_side_pane_is_mounted(paths: UserPaths) -> None:
    app = ReaderApp(analyzed(BOOK, paths))
    with counted(Viewport, "fit") as fitted:
        async with app.run_test(size=(120, 40)) as pilot:
            await Desk(pilot).settle()
    assert len({(width, height) for _, width, height in fitted}) == 1


def test_the_first_screen_needs_neither_library_nor_side_pane() -> None:
    """Modules imported before the first paint slow down the start."""
    script = "import sys, reader.tui.app; print(*sys.modules)"
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}  # it imports some
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent, env=env
    )
    assert not set(done.stdout.split()) & {
        *("tinydb", "markdown_it", "rapidfuzz", "orjson", "chardet"),
        *(
            "reader.library.library",
            "reader.text.normalize",
            "reader.anchoring",
            "reader.analysis",
            "reader.export.export_data",
        ),
        *(
            "reader.annotations.notes",
            "reader.session.note_editing",
            "reader.session.placement",
            "reader.annotations.revisions",
            "argparse",
            "tomllib",
        ),
        *(
            "reader.tui.widgets.side_pane",
            "reader.tui.widgets.rows",
            "reader.tui.dialogs.note",
            "reader.tui.analysis_client",
        ),
        "textual.widgets._text_area",
    }


def test_the_side_pane_needs_no_library() -> None:
    """It is imported while the user waits for names and quotes; the library comes after its first paint."""
    script = "import sys, reader.tui.widgets.side_pane, reader.tui.chrome.margin; print(*sys.modules)"
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent, env=env
    )
    assert not set(done.stdout.split()) & {
        *("tinydb", "rapidfuzz", "reader.library.library", "reader.session.reopen"),
        *("reader.analysis.pipeline", "reader.text.normalize"),
        *("reader.annotations.notes", "reader.anchoring", "reader.search", "reader.verification", "hashlib"),
    }


# ---------------------------------------------------------------------- how it looks


def drawn(desk: Desk, rows: int) -> list[str]:
    """Return the first lines of the pane, without the scroll bar."""
    pane = desk.screen.article
    return [pane.render_line(row).text[:-1].rstrip()[pane.view.margin :] for row in range(rows)]


async def test_every_kind_of_block_is_drawn(paths: UserPaths) -> None:
    text = "# A\n\n### B\n\n#### C\n\n> D\n>\n> - E\n\n```\nF\n```\n\n| G | H |\n|---|---|\n| I | J |\n\n---\n\nK"
    async with opened(Session(read_markdown(text), paths)) as desk:
        lines = [line.strip() for line in drawn(desk, 24) if line]
        box = ["╭───┬───╮", "│ G │ H │", "├───┼───┤", "│ I │ J │", "╰───┴───╯"]
        assert lines == ["A", "─", "B", "C", "▌ D", "▌", "▌ • E", "F", *box, "⁂", "K"]


TABLE = """# Quays

| Quay | Length (m) | Sold to |
|------|-----------:|---------|
| North, the old one | 420 | Port Authority of Leith and all its neighbours |
| South | | nobody |

After it.
"""


async def test_a_caret_walks_through_a_box_and_is_always_in_sight(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TABLE), paths), (60, 30)) as desk:
        pane, text = desk.screen.article, desk.session.article.text
        start, end = text.index("Quay "), text.index("After")
        for offset in range(start, end):
            pane.go(offset)
            caret = pane.painter.style(("caret",)).reverse
            strips = [pane.render_line(row) for row in range(pane.size.height)]
            reversed_cells = [
                segment.text
                for strip in strips
                for segment in strip
                if segment.style and segment.style.reverse == caret and segment.text.strip("\n")
            ]
            assert len("".join(reversed_cells)) == 1, (offset, text[offset : offset + 5], reversed_cells)
            assert {strip.cell_length for strip in strips} == {pane.size.width}


async def test_words_in_a_box_are_selected_and_copied_exactly(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TABLE), paths), (60, 30)) as desk:
        pane, text = desk.screen.article, desk.session.article.text
        pane.go(text.index("Port"))
        await desk.press("v", "right_parenthesis", "h")
        pane.select_span(Span(text.index("Port"), text.index("neighbours") + len("neighbours")))
        assert desk.selected == "Port Authority of Leith and all its neighbours"
        await desk.press("y")
        assert desk.pilot.app.clipboard == desk.selected
        ground = pane.painter.style(("selection",)).bgcolor
        lit = [
            segment.text
            for row in range(pane.size.height)
            for segment in pane.render_line(row)
            if segment.style and segment.style.bgcolor == ground
        ]
        assert " ".join("".join(lit).split()) in ("PortAuthorityof Leithand allits neighbours", "".join(lit))
        assert set(" ".join(lit).split()) <= set("Port Authority of Leith and all its neighbours".split())
        assert len(lit) > 2
        await desk.press("escape")


async def test_a_double_click_in_a_box_selects_the_word(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TABLE), paths), (60, 30)) as desk:
        pane, text = desk.screen.article, desk.session.article.text
        y = pane.view.layout.line_of(text.index("420"))
        x = pane.view.margin + GUTTER + pane.view.column_of(text.index("420"))
        await desk.pilot.click(pane, offset=(x, y - pane.view.top), times=2)
        assert desk.selected == "420"


async def test_a_hit_in_a_box_is_lit_and_a_note_has_its_sign_on_its_line(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TABLE), paths), (60, 30)) as desk:
        await desk.press("slash")
        await desk.type("neighbours")
        await desk.press("enter", "v", "l", "l", "a")
        await desk.write("Who?")
        lines = drawn(desk, 24)
        assert [line[0] for line in lines if "neighbours" in line] == ["●"]
        assert [line for line in lines if line.startswith("●") and "neighbours" not in line] == []


async def test_an_empty_article_shows_a_hint(paths: UserPaths) -> None:
    for size in ((100, 30), (20, 8)):
        async with opened(plain("", paths), size) as desk:
            assert drawn(desk, 3)[1].strip().startswith("This text")
            await desk.press("j", "G", "space", "slash", "escape")


async def test_notes_on_one_line_are_counted_and_their_overlap_is_marked(paths: UserPaths) -> None:
    async with opened(plain(LINES, paths)) as desk:
        await desk.press("v", "l", "l", "H")
        assert drawn(desk, 1) == ["○  One one. Two two!"]
        await desk.press("0", "l", "v", "l", "l", "a")
        await desk.write("Why?")
        assert drawn(desk, 1) == ["2  One one. Two two!"]
        assert desk.lit("overlap") == ["ne"]


BOOK = "\n\n".join(f"Line {number}" for number in range(400))


async def test_the_scroll_bar_jumps_and_is_dragged(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 24)) as desk:
        pane = desk.screen.article
        bar, height = pane.size.width - 1, pane.size.height
        await desk.pilot.mouse_down(pane, offset=(bar, height // 2))
        await desk.settle()
        middle = pane.caret.offset
        assert 0.3 < middle / len(BOOK) < 0.7
        await desk.pilot.hover(pane, offset=(bar, height // 2))
        assert pane.caret.offset == middle
        await desk.pilot.hover(pane, offset=(bar, height - 1))
        await desk.settle()
        assert pane.caret.offset / len(BOOK) > 0.9
        await desk.pilot.mouse_up(pane, offset=(bar, height - 1))
        last = pane.caret.offset
        await desk.pilot.hover(pane, offset=(bar, 1))
        assert pane.caret.offset == last, "released, the bar stays"
        assert desk.selected == ""
        await desk.press("ctrl+o")
        assert pane.caret.offset == 0, "a jump by the scroll bar can be taken back"


async def test_other_buttons_and_an_empty_article_ignore_clicks(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths)) as desk:
        pane = desk.screen.article
        await desk.pilot.mouse_down(pane, offset=(pane.view.margin + 3, 6), button=3)
        await desk.pilot.mouse_up(pane, offset=(pane.view.margin + 3, 6))
        assert pane.caret.offset == 0
    async with opened(plain("", paths)) as desk:
        pane = desk.screen.article
        for times in (1, 2, 3):
            await desk.pilot.click(pane, offset=(5, 1), times=times)
        assert (pane.caret.offset, desk.selected) == (0, "")
