"""The places of the panes in terminals of any size."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.view.arrangement import BESIDE, ListArrangement, Rect, Wishes, arrange, arrange_library, arrange_list
from tests.fixtures.golden import check_golden

SIZES = st.tuples(st.integers(1, 500), st.integers(1, 200))

WISHES = st.builds(Wishes, st.sampled_from(BESIDE), st.booleans(), st.none() | st.integers(30, 140), st.integers(0, 20))


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
    heads = (plan.page_head, plan.side_head, plan.side_foot, plan.margin_head, plan.passage)
    parts = [part for part in (plan.article, plan.side, plan.footer, *heads) if part is not None]
    assert all(is_inside(part, *size) for part in parts)
    assert not any(overlap(a, b) for a, b in combinations(parts, 2))
    if plan.margin is not None:
        assert plan.article is not None
        assert is_inside(plan.margin, *size)
        assert 24 <= plan.margin.width <= 51
        assert plan.article.x + 3 + plan.columns < plan.margin.x
        assert (plan.margin.y, plan.margin.height) == (plan.article.y, plan.article.height)
        assert plan.side is None or plan.side.x + plan.side.width <= plan.article.x


@given(st.integers(72, 500), st.integers(2, 200), WISHES)
def test_from_72_columns_what_is_wanted_stands_beside_the_page(width: int, height: int, wishes: Wishes) -> None:
    plan = arrange(width, height, wishes)
    assert plan.article is not None
    assert plan.columns >= 26
    if width < 160:
        assert (plan.side is not None) == (wishes.beside == "side pane")
        assert (plan.margin is not None) == (wishes.beside == "margin")
    else:
        assert (plan.side is not None) == (plan.margin is not None) == (wishes.beside != "nothing")


@given(st.integers(72, 500), st.integers(1, 200), WISHES, st.integers(0, 40))
def test_a_passage_takes_rows_of_the_text_and_nothing_else(
    width: int, height: int, wishes: Wishes, wanted: int
) -> None:
    without, plan = (arrange(width, height, wishes._replace(passage=rows)) for rows in (0, wanted))
    assert without.article is not None
    assert plan.article is not None
    rows = plan.passage.height if plan.passage is not None else 0
    assert rows <= min(wanted, without.article.height // 2)
    assert rows == 0 or rows >= 4
    assert plan.article == without.article._replace(height=without.article.height - rows)
    assert plan._replace(article=None, margin=None, passage=None) == without._replace(article=None, margin=None)


@given(st.integers(1, 71), st.integers(1, 200), WISHES)
def test_below_72_columns_one_pane_is_a_page(width: int, height: int, wishes: Wishes) -> None:
    plan = arrange(width, height, wishes)
    (page,) = [part for part in (plan.article, plan.side) if part is not None]
    assert (plan.side is not None) == wishes.turned
    assert (page.x, page.width) == (0, width)


@pytest.mark.parametrize(
    ("width", "text", "words"),
    [
        (72, (36, 38), (27, 28)),
        (80, (40, 44), (27, 30)),
        (109, (56, 66), (34, 36)),
        (110, (56, 62), (38, 38)),
        (120, (64, 68), (38, 42)),
        (159, (72, 72), (46, 48)),
        (160, (68, 68), (44, 44)),
        (172, (72, 72), (46, 46)),
        (200, (76, 76), (48, 48)),
    ],
)
def test_the_table_of_widths(width: int, text: tuple[int, int], words: tuple[int, int]) -> None:
    plan = arrange(width, 40, Wishes("margin"))
    assert plan.margin_head is not None
    assert text[0] <= plan.columns <= text[1]
    assert words[0] <= plan.margin_head.width <= words[1]


def test_a_wide_text_takes_columns_from_the_side_pane_but_not_all() -> None:
    usual, wide, widest = (arrange(120, 40, Wishes(measure=measure)) for measure in (60, 70, 140))
    assert usual.side is not None
    assert wide.side is not None
    assert widest.side is not None
    assert usual.side.width > wide.side.width >= widest.side.width
    assert (usual.columns, wide.columns) == (60, 70)
    assert widest.columns < 80


def test_the_text_is_at_most_76_columns_wide_unless_more_are_wanted() -> None:
    assert [arrange(width, 40, Wishes()).columns for width in (160, 200, 300)] == [68, 76, 76]
    assert arrange(300, 40, Wishes(measure=120)).columns == 120


@given(st.integers(72, 159), st.integers(1, 80), st.none() | st.integers(30, 140))
def test_the_margin_takes_the_place_of_the_side_pane_and_the_text_stays(
    width: int, height: int, measure: int | None
) -> None:
    lists, margin = (arrange(width, height, Wishes(beside, measure=measure)) for beside in BESIDE[:2])
    assert lists.article is not None
    assert margin.article is not None
    assert (margin.columns, margin.article[:2]) == (lists.columns, lists.article[:2])
    assert lists.margin is margin.side is None


@pytest.mark.parametrize("width", [72, 80, 120, 159, 172, 250])
def test_the_page_alone_is_in_the_middle(width: int) -> None:
    plan = arrange(width, 40, Wishes("nothing"))
    assert plan.side is plan.margin is None
    assert plan.page_head is not None
    assert abs(plan.page_head.x - (width - plan.page_head.x - plan.columns)) <= 2


@pytest.mark.parametrize("width", [160, 172, 250])
def test_in_a_wide_terminal_the_text_is_between_side_pane_and_margin(width: int) -> None:
    plan = arrange(width, 40, Wishes())
    assert plan.side is not None
    assert plan.article is not None
    assert plan.margin is not None
    assert plan.side.x < plan.article.x < plan.margin.x
    assert arrange(width, 40, Wishes("margin")) == plan


@pytest.mark.parametrize(
    ("height", "heads", "is_ruled"), [(1, 0, False), (4, 0, False), (5, 1, False), (9, 1, True), (60, 1, True)]
)
def test_a_low_terminal_has_no_heads(height: int, heads: int, is_ruled: bool) -> None:
    plan = arrange(130, height, Wishes())
    assert (plan.page_head is not None) == (plan.side_head is not None) == bool(heads)
    assert plan.is_ruled == is_ruled
    assert (plan.footer is None) == (height == 1)


@given(SIZES, st.integers(0, 60))
def test_a_list_fits_into_any_terminal(size: tuple[int, int], used: int) -> None:
    plan: ListArrangement = arrange_library(*size, used) if used else arrange_list(*size)
    parts = [part for part in plan if isinstance(part, Rect)]
    assert all(is_inside(part, *size) for part in parts)
    assert not any(overlap(a, b) for a, b in combinations(parts, 2))


def test_the_places_of_all_parts_are_as_they_were_read() -> None:
    lines: list[str] = []
    for width, height in ((40, 10), (71, 13), (72, 14), (80, 24), (90, 4), (109, 40), (110, 40), (120, 8), (120, 9)):
        for wishes in (Wishes(), Wishes("nothing"), Wishes(turned=True), Wishes(measure=50), Wishes(measure=140)):
            lines.append(told(width, height, wishes))
    for width in (130, 144, 159, 160, 164, 165, 172, 200, 240, 300):
        for wishes in (Wishes(), Wishes("nothing"), Wishes(measure=50), Wishes(passage=7)):
            lines.append(told(width, 40, wishes))
    lines += [f"list {size}: {arrange_list(*size)}" for size in ((30, 1), (40, 3), (80, 24), (120, 40), (200, 60))]
    lines += [f"library {size}: {arrange_library(*size, 12)}" for size in ((80, 24), (120, 36), (172, 40))]
    check_golden("arrangements.txt", "\n".join(lines) + "\n")


def told(width: int, height: int, wishes: Wishes) -> str:
    plan = arrange(width, height, wishes)
    parts = {name: part for name, part in plan._asdict().items() if isinstance(part, Rect)}
    places = "; ".join(f"{name} {part.x},{part.y} {part.width}x{part.height}" for name, part in parts.items())
    shape = f"{plan.form} {plan.columns}, {plan.reserved} reserved{', ruled' if plan.is_ruled else ''}"
    return f"{width}x{height} {tuple(wishes)}: {shape}; {places}"
