"""The window on an article: scrolling, paging, and the thumb of the scroll bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article, Block, BlockKind
from reader.text.span import Span
from reader.view.viewport import Viewport
from tests.examples import at_most

WIDTH, HEIGHT = 40, 10


def article_of(lines: int) -> Article:
    """Return an article of as many lines of four digits, without empty lines between them."""
    text = "\n".join(f"{number:04}" for number in range(lines))
    return Article(text, (Block(Span(0, len(text)), "code"),) if lines else ())


def window_on(lines: int, height: int = HEIGHT) -> Viewport:
    view = Viewport(article_of(lines))
    view.fit(WIDTH, height)
    return view


def shown(view: Viewport) -> list[str]:
    """Return the lines on the screen."""
    start, end = view.visible_range()
    return view.article.text[start:end].split()


def line(number: int) -> int:
    """Return the offset of a line."""
    return number * 5


# ---------------------------------------------------------------------- the thumb


def test_thumb_is_at_the_top_of_the_track_at_first_and_at_its_end_at_last() -> None:
    view = window_on(100)
    assert view.thumb() == (0, 1)
    view.scroll_to(45)
    assert view.thumb() == (4, 5)
    view.scroll_to(90)
    assert view.thumb() == (9, 10)


def test_thumb_is_as_long_as_the_share_of_the_text_that_is_shown() -> None:
    view = window_on(25, height=20)
    assert view.thumb() == (0, 16)
    view.scroll_to(5)
    assert view.thumb() == (4, 20)


def test_text_that_fits_has_no_thumb() -> None:
    assert window_on(10).thumb() == (0, 0)
    assert window_on(11).thumb() != (0, 0)
    assert window_on(0).thumb() == (0, 0)


@given(st.integers(1, 300), st.integers(1, 40), st.data())
def test_thumb_is_on_the_track_and_follows_the_text(lines: int, height: int, data: st.DataObject) -> None:
    view = window_on(lines, height)
    tops = sorted(data.draw(st.lists(st.integers(0, lines), max_size=5)))
    thumbs = []
    for top in (0, *tops, lines):
        view.scroll_to(top)
        thumbs.append(view.thumb())
    if lines <= height:
        assert set(thumbs) == {(0, 0)}
        return
    assert all(0 <= start < end <= height for start, end in thumbs)
    assert thumbs == sorted(thumbs)
    assert (thumbs[0][0], thumbs[-1][1]) == (0, height)


# ---------------------------------------------------------------------- a page


def test_page_takes_the_caret_along() -> None:
    view = window_on(100)
    assert view.page(line(4), 9, 0) == line(13)
    assert shown(view) == [f"{at:04}" for at in range(9, 19)]
    assert view.page(line(13), -9, 2) == line(4) + 2


def test_page_up_reaches_the_first_line() -> None:
    """Elsewhere the caret is kept away from the edges, where there is more to see beyond them."""
    view = window_on(100)
    view.scroll_to(9)
    assert view.page(line(9), -9, 0) == line(0)
    assert shown(view)[0] == "0000"
    view.scroll_to(50)
    assert view.page(line(50), -9, 0) == line(44)


def test_page_down_stops_before_the_lower_edge() -> None:
    view = window_on(100)
    assert view.page(line(9), 9, 0) == line(15)
    assert shown(view)[-1] == "0018"


@pytest.mark.parametrize(("top", "at", "lines", "reached"), [(0, 4, -9, 0), (90, 95, 9, 99)])
def test_page_moves_the_caret_alone_at_either_end_of_the_text(top: int, at: int, lines: int, reached: int) -> None:
    view = window_on(100)
    view.scroll_to(top)
    before = shown(view)
    assert view.page(line(at), lines, 0) == line(reached)
    assert shown(view) == before


@given(st.integers(1, 200), st.integers(1, 30), st.lists(st.sampled_from([-20, -7, -1, 1, 7, 20]), max_size=12))
def test_caret_is_on_the_screen_after_any_pages(lines: int, height: int, pages: list[int]) -> None:
    view = window_on(lines, height)
    caret = 0
    for page in pages:
        caret = view.page(caret, page, 0)
        start, end = view.visible_range()
        assert start <= caret <= end
        assert len(shown(view)) == min(lines, height), "no line of the screen is left empty"


@given(st.integers(1, 200), st.integers(1, 30))
def test_pages_down_and_up_reach_both_ends(lines: int, height: int) -> None:
    view = window_on(lines, height)
    caret = 0
    for _ in range(lines + 1):
        caret = view.page(caret, max(1, height - 1), 0)
    assert caret == line(lines - 1)
    for _ in range(lines + 1):
        caret = view.page(caret, -max(1, height - 1), 0)
    assert caret == 0


# ---------------------------------------------------------------------- revealing


def test_revealed_line_has_context() -> None:
    view = window_on(100)
    assert view.reveal(line(50))
    assert (shown(view)[0], shown(view)[-1]) == ("0044", "0053"), "three lines below it"
    assert view.reveal(line(30))
    assert (shown(view)[0], shown(view)[-1]) == ("0027", "0036"), "three lines above it"
    assert not view.reveal(line(33))
    assert view.reveal(line(70), row=4)
    assert shown(view)[4] == "0070"


def test_cell_of_the_screen_is_the_offset_of_its_letter() -> None:
    view = window_on(100)
    view.scroll_to(20)
    left = view.margin + 3
    assert [view.offset_at_cell(left + x, 2) for x in range(3)] == [line(22), line(22) + 1, line(22) + 2]
    assert view.offset_at_cell(0, 0) == line(20)


# ---------------------------------------------------------------------- lines of words


KINDS: list[tuple[BlockKind, str]] = [("paragraph", ""), ("item", "• "), ("quotation", "▌ "), ("code", "")]


@st.composite
def windows_on_words(draw: st.DrawFn) -> Viewport:
    """Draw windows on paragraphs, rules, items and quotations, wrapped to a few cells."""
    parts = draw(
        st.lists(st.text("ab é北 \n", min_size=1, max_size=40).map(lambda part: f"x{part}y"), min_size=1, max_size=5)
    )
    blocks, at = [], 0
    for part in parts:
        kind, prefix = draw(st.sampled_from(KINDS))
        blocks.append(Block(Span(at, at + len(part)), kind, prefix=prefix, hang=prefix and "  "))
        at += len(part) + 2
    view = Viewport(Article("\n\n".join(parts), tuple(blocks)))
    view.fit(draw(st.integers(8, 30)), draw(st.integers(1, 8)))
    return view


@at_most(40)
@given(windows_on_words())
def test_each_screen_line_begins_and_ends_with_its_first_and_last_caret(view: Viewport) -> None:
    carets = [at for block in view.article.blocks for at in range(block.span.start, block.span.end + 1)]
    lines: dict[int, list[int]] = {}
    for caret in carets:
        lines.setdefault(view.layout.line_of(caret), []).append(caret)
    for y, here in lines.items():
        assert {view.line_ends(caret) for caret in here} == {(here[0], view.offset_in_line(y, 99))}
        assert view.layout.line_of(view.line_ends(here[0])[1]) == y
        assert (
            view.article.text[view.line_ends(here[0])[1] + 1 : here[-1] + 1].isspace()
            or view.line_ends(here[0])[1] == here[-1]
        )
        for caret in range(here[0], view.line_ends(here[0])[1] + 1):
            column = view.column_of(caret)
            assert view.column_of(view.offset_in_line(y, column)) == column


@at_most(40)
@given(windows_on_words(), st.data())
def test_the_caret_goes_to_the_next_line_with_words_and_back(view: Viewport, data: st.DataObject) -> None:
    text = view.article
    lines = sorted({view.layout.line_of(at) for block in text.blocks for at in range(block.span.start, block.span.end)})
    number = data.draw(st.integers(0, len(lines) - 1))
    here = view.layout.line(lines[number]).start
    for way in (-1, 1):
        reached = view.layout.line_of(view.step(here, way, 0))
        assert reached == lines[max(0, min(number + way, len(lines) - 1))]


@at_most(40)
@given(windows_on_words(), st.data())
def test_a_revealed_place_is_on_the_screen_away_from_its_edges(view: Viewport, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(view.article.text)))
    row = data.draw(st.none() | st.integers(0, 9))
    view.scroll_to(data.draw(st.integers(0, 40)))
    was = view.top
    assert view.reveal(offset, row=row) is (view.top != was)
    y = view.layout.line_of(offset)
    context = min(3, (view.height - 1) // 2)
    last = view.layout.line_of(len(view.article.text))
    assert max(view.layout.first, y - context) >= view.top
    assert min(last, y + context) < view.top + view.height
