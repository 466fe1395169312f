"""The rows of cards and names in the margin."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.view.margin import LEAST_HEIGHT, names_beside, place_cards, shorten

WANTED = st.lists(st.tuples(st.integers(0, 50), st.integers(3, 20)), max_size=20).map(sorted)


@given(WANTED, st.integers(0, 60))
def test_no_card_lies_over_another_or_outside(wanted: list[tuple[int, int]], rows: int) -> None:
    wanted = [(min(row, max(0, rows - 1)), height) for row, height in wanted]
    cards = place_cards(wanted, rows)
    assert len(cards) == min(len(wanted), rows // LEAST_HEIGHT)
    assert all(card.row >= 0 and card.row + card.height <= rows for card in cards)
    assert all(above.row + above.height <= below.row for above, below in pairwise(cards))
    assert all(LEAST_HEIGHT <= card.height <= height for card, (_, height) in zip(cards, wanted, strict=False))


def test_cards_stand_beside_their_lines_where_there_is_room() -> None:
    cards = place_cards([(2, 4), (10, 5)], 30)
    assert [(card.row, card.height) for card in cards] == [(2, 4), (10, 5)]


def test_a_card_moves_down_below_another_and_up_from_the_last_row() -> None:
    assert [card.row for card in place_cards([(2, 4), (3, 4)], 30)] == [2, 6]
    assert [card.row for card in place_cards([(20, 6), (28, 5)], 30)] == [19, 25]


def test_the_tallest_cards_give_way() -> None:
    assert shorten([10, 4, 9], 20) == [8, 4, 8]
    assert shorten([3, 3], 2) == [3, 3]


QUOTES = [(0, "Lee"), (12, "Lee"), (21, "Ortiz"), (25, "Lee"), (28, "Lee"), (45, "Chen"), (90, "Chen")]


def beside(taken: tuple[int, ...] = (), seen: tuple[int, int] = (0, 80)) -> list[tuple[int, str]]:
    """Ten characters are a row."""
    return names_beside(QUOTES, seen, lambda offset: offset // 10, taken)


def test_a_speaker_who_goes_on_is_named_once() -> None:
    assert beside() == [(0, "Lee"), (2, "Ortiz · Lee"), (4, "Chen")]


def test_only_what_is_in_sight_is_named() -> None:
    assert beside(seen=(12, 45)) == [(1, "Lee"), (2, "Ortiz · Lee")]


def test_rows_that_hold_something_else_have_no_name() -> None:
    assert beside(taken=(2, 3)) == [(0, "Lee"), (4, "Chen")]
