"""The places of the panes in terminals of any size."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.view.arrangement import ListArrangement, Rect, Wishes, arrange, arrange_list
from tests.fixtures.golden import check_golden

SIZES = st.tuples(st.integers(1, 500), st.integers(1, 200))

WISHES = st.builds(Wishes, st.booleans(), st.booleans(), st.booleans(), st.none() | st.integers(30, 140))


def overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def is_inside(rect: Rect, width: int, height: int) -> bool:
    return (
        min(rect.x, rect.y) >= 0
        and rect.width > 0
        and rect.height > 0
        and rect.x + rect.width <= width
        and rect.y + rect.height <= height
    )


@given(SIZES, WISHES)
def test_nothing_lies_over_anything_else_or_outside(size: tuple[int, int], wishes: Wishes) -> None:
    plan = arrange(*size, wishes)
    parts = [part for part in (plan.article, plan.side, plan.footer, plan.article_edge) if part is not None]
    assert all(is_inside(part, *size) for part in parts)
    assert not any(overlap(a, b) for a, b in combinations(parts, 2))
    if plan.cards is not None:
        assert plan.article is not None
        assert is_inside(plan.cards, *size)
        assert 26 <= plan.cards.width <= 54
        assert plan.article.x + 3 + plan.columns < plan.cards.x
        assert (plan.cards.y, plan.cards.height) == (plan.article.y, plan.article.height)
        assert plan.side is None or plan.side.x + plan.side.width < plan.article.x


@given(st.integers(72, 500), st.integers(2, 200), WISHES)
def test_from_72_columns_both_panes_are_shown_unless_one_is_hidden(width: int, height: int, wishes: Wishes) -> None:
    plan = arrange(width, height, wishes)
    assert plan.article is not None
    assert plan.article.width >= 40
    assert (plan.side is not None) == wishes.side


@given(st.integers(1, 71), st.integers(1, 200), WISHES)
def test_below_72_columns_one_pane_is_a_page(width: int, height: int, wishes: Wishes) -> None:
    plan = arrange(width, height, wishes)
    (page,) = [part for part in (plan.article, plan.side) if part is not None]
    assert (plan.side is not None) == wishes.turned
    assert (page.x, page.y, page.width) == (0, 0, width)


@pytest.mark.parametrize(
    ("width", "form", "side", "article"),
    [
        (72, "lined", (30, 36), (40, 41)),
        (80, "lined", (30, 36), (44, 46)),
        (109, "lined", (36, 36), (72, 72)),
        (110, "framed", (40, 56), (64, 80)),
        (120, "framed", (40, 56), (64, 80)),
        (160, "framed", (36, 36), (124, 124)),
        (172, "framed", (36, 36), (136, 136)),
        (200, "framed", (40, 40), (160, 160)),
    ],
)
def test_the_table_of_widths(width: int, form: str, side: tuple[int, int], article: tuple[int, int]) -> None:
    plan = arrange(width, 40, Wishes())
    assert plan.form == form
    assert plan.side_frame is not None
    assert plan.article_frame is not None
    assert side[0] <= plan.side_frame.width <= side[1]
    assert article[0] <= plan.article_frame.width <= article[1]
    assert (plan.cards is not None) == (width >= 160)


def test_a_wide_text_takes_columns_from_the_side_pane_but_not_all() -> None:
    usual, wide, widest = (arrange(120, 40, Wishes(measure=measure)) for measure in (60, 72, 140))
    assert usual.side is not None
    assert wide.side is not None
    assert widest.side is not None
    assert usual.side.width > wide.side.width >= widest.side.width == 38
    assert (wide.columns, usual.columns) == (72, 60)


def test_the_text_is_at_most_84_columns_wide_unless_more_are_wanted() -> None:
    assert [arrange(width, 40, Wishes()).columns for width in (160, 200, 300)] == [76, 84, 84]
    assert arrange(300, 40, Wishes(measure=120)).columns == 120


@pytest.mark.parametrize("width", [72, 80, 109, 110, 120, 159])
def test_the_margin_takes_the_place_of_the_side_pane_and_the_text_stays(width: int) -> None:
    lists, margin, neither = (
        arrange(width, 40, wishes) for wishes in (Wishes(), Wishes(side=False, margin=True), Wishes(side=False))
    )
    assert lists.side is not None
    assert margin.cards is not None
    assert lists.cards is margin.side is neither.side is neither.cards is None
    assert (margin.article, margin.columns) == (lists.article, lists.columns)
    assert abs(margin.cards.x - lists.side.x) <= 1


@pytest.mark.parametrize("width", [160, 172, 250])
def test_in_a_wide_terminal_the_text_is_between_side_pane_and_margin(width: int) -> None:
    plan = arrange(width, 40, Wishes())
    assert plan.side is not None
    assert plan.article is not None
    assert plan.cards is not None
    assert plan.side.x < plan.article.x < plan.cards.x
    alone = arrange(width, 40, Wishes(side=False, margin=True))
    assert alone.side is None
    assert alone.cards is not None
    assert arrange(width, 40, Wishes(side=False)).cards is None


@pytest.mark.parametrize(("height", "form"), [(1, "lined"), (5, "lined"), (8, "lined"), (9, "framed"), (60, "framed")])
def test_a_low_terminal_has_no_frames(height: int, form: str) -> None:
    plan = arrange(130, height, Wishes())
    assert plan.form == form
    assert (plan.footer is None) == (height == 1)


@given(SIZES)
def test_a_list_fits_into_any_terminal(size: tuple[int, int]) -> None:
    plan: ListArrangement = arrange_list(*size)
    places = (plan.heading, plan.field, plan.columns, plan.rows, plan.footer)
    parts = [part for part in places if part is not None]
    assert all(is_inside(part, *size) for part in parts)
    assert not any(overlap(a, b) for a, b in combinations(parts, 2))


def test_the_places_of_all_parts_are_as_they_were_read() -> None:
    lines: list[str] = []
    for width, height in ((40, 10), (71, 13), (72, 14), (80, 24), (90, 4), (109, 40), (110, 40), (120, 8), (120, 9)):
        for wishes in (Wishes(), Wishes(side=False), Wishes(turned=True), Wishes(measure=50), Wishes(measure=140)):
            lines.append(told(width, height, wishes))
    for width in (130, 144, 159, 160, 164, 165, 172, 200, 240, 300):
        for wishes in (Wishes(), Wishes(side=False), Wishes(measure=50)):
            lines.append(told(width, 40, wishes))
    lines += [f"list {size}: {arrange_list(*size)}" for size in ((30, 1), (40, 3), (80, 24), (120, 40), (200, 60))]
    check_golden("arrangements.txt", "\n".join(lines) + "\n")


def told(width: int, height: int, wishes: Wishes) -> str:
    plan = arrange(width, height, wishes)
    parts = {name: part for name, part in plan._asdict().items() if isinstance(part, Rect)}
    places = "; ".join(f"{name} {part.x},{part.y} {part.width}x{part.height}" for name, part in parts.items())
    shape = f"{plan.form} {plan.columns} of {plan.measure}, {plan.reserved} reserved{', airy' if plan.airy else ''}"
    return f"{width}x{height} {tuple(wishes)}: {shape}, divider {plan.divider}; {places}"
