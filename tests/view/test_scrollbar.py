"""The scroll bar of the article: its marks, and clicks on them."""

from hypothesis import given
from hypothesis import strategies as st

from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.view.interval_index import IntervalIndex
from reader.view.scrollbar import TICK, ScrollbarMarks
from tests.page_object import Desk, opened, plain

LENGTHS, ROWS = st.integers(1, 5_000), st.integers(1, 80)


def density(length: int, rows: int, **layers: list[int]) -> ScrollbarMarks:
    """Return a bar with spans of some kinds, each one character long."""
    return ScrollbarMarks(
        length, rows, {kind: IntervalIndex(Span(at, at + 1) for at in starts) for kind, starts in layers.items()}
    )


def row_of(bar: ScrollbarMarks, offset: int) -> int:
    """Return the row that stands for `offset`."""
    return min(bar.rows - 1, offset * bar.rows // max(1, bar.length))


@given(LENGTHS, ROWS, st.data())
def test_every_mark_is_in_the_row_of_its_offset(length: int, rows: int, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, length - 1)))
    bar = density(length, rows, note=starts)
    assert {row for row, mark in enumerate(bar.marks) if mark} == {row_of(bar, start) for start in starts}


@given(LENGTHS, ROWS, st.data())
def test_a_click_goes_to_the_first_span_of_its_row(length: int, rows: int, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, length - 1)))
    bar = density(length, rows, note=starts[::2], hit=starts[1::2])
    for row in range(rows):
        start, end = bar.range_of_row(row)
        here = [place for place in starts if start <= place < end]
        assert bar.target_of_row(row) == min(here, default=start)


@given(LENGTHS, ROWS)
def test_rows_partition_the_text(length: int, rows: int) -> None:
    bar = density(length, rows)
    shares = [bar.range_of_row(row) for row in range(rows)]
    assert [0, *(end for _, end in shares)] == [*(start for start, _ in shares), length]


def test_notes_and_hits_have_ticks_of_their_own_colour() -> None:
    bar = density(50, 5, note=[0, 12], highlight=[20], hit=[13, 35], person=[44])
    assert bar.marks == ["noted", "sought", "noted", "sought", ""]
    assert "".join(bar.bar(row, range(4, 5)).sign for row in range(6)) == "━━━━┃ "
    assert "".join(bar.bar(row, range(4)).sign for row in range(5)) == "┫┫┫┫ "
    assert [bar.bar(row, range(4, 5)).kind for row in range(6)] == ["noted", "sought", "noted", "sought", "thumb", ""]


def test_a_text_that_fits_has_no_scroll_bar() -> None:
    assert density(10, 5, note=[0]).bar(0, range(0)) == (" ", "")


# ---------------------------------------------------------------------- on the screen

BOOK = "\n\n".join(f"Paragraph {n} of {'the harbour' if n % 100 == 50 else 'a book'}." for n in range(400))


def bar_of(desk: Desk) -> str:
    pane = desk.screen.article
    return "".join(pane.render_line(row).crop(pane.size.width - 1).text for row in range(pane.size.height))


async def test_marks_beyond_the_layout_are_drawn_and_clickable(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 41)) as desk:
        await desk.press("slash")
        await desk.type("harbour")
        await desk.press("enter", "a")
        await desk.write("Which one?")
        bar, pane = bar_of(desk), desk.screen.article
        marks = pane.scrollbar_marks.marks
        assert (marks.count("sought"), marks.count("noted"), "┫" in bar) == (4, 0, True)
        assert pane.view.layout.extent.end < len(BOOK)
        await desk.pilot.click(pane, offset=(pane.size.width - 1, bar.rindex(TICK)))
        assert desk.under_caret.startswith("harbour")
        assert desk.session.article.text.count("harbour", 0, pane.caret.offset) == 3
        await desk.press("ctrl+o")
        assert desk.session.article.text.count("harbour", 0, pane.caret.offset) == 0
        await desk.press("escape")
        assert "sought" not in pane.scrollbar_marks.marks


async def test_the_scroll_bar_is_computed_once_per_change(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 41)) as desk:
        pane = desk.screen.article
        pane.show_layers({"hit": [Span(at, at + 4) for at in range(0, len(BOOK) - 4)]})
        await desk.press("j")
        before = pane.scrollbar_marks
        await desk.press(*["j"] * 30, "space", "G")
        assert pane.scrollbar_marks is before
        pane.show_layers({"hit": ()})
        assert pane.scrollbar_marks is not before


async def test_the_quotes_of_the_chosen_speaker_are_marked(paths: UserPaths) -> None:
    said = "“We were not told about it,” Maria Ortiz said."
    text = "\n\n".join([said, *["Nothing was said here at all."] * 120, said, "“It was fair,” John Reid said."])
    async with opened(plain(text, paths), (100, 30)) as desk:
        await desk.press("2", "enter")
        marks = desk.screen.article.scrollbar_marks.marks
        assert [row for row, mark in enumerate(marks) if mark] == [0, len(marks) - 1]
        assert desk.lit("chosen") == ["“We were not told about it,”"]
        await desk.press("escape", "escape")
        assert not any(desk.screen.article.scrollbar_marks.marks)


async def test_the_scroll_bar_can_be_dragged_and_double_click_selects_nothing(paths: UserPaths) -> None:
    async with opened(plain(BOOK, paths), (100, 41)) as desk:
        pane = desk.screen.article
        bar = pane.size.width - 1
        await desk.pilot.mouse_down(pane, offset=(bar, 5))
        assert row_of(pane.scrollbar_marks, pane.caret.offset) == 5
        await desk.pilot.hover(pane, offset=(bar, 30))
        assert row_of(pane.scrollbar_marks, pane.caret.offset) == 30
        await desk.pilot.mouse_up(pane, offset=(bar, 30))
        await desk.pilot.hover(pane, offset=(bar, 10))
        assert row_of(pane.scrollbar_marks, pane.caret.offset) == 30
        await desk.pilot.click(pane, offset=(bar, 20), times=2)
        assert desk.selected == ""
