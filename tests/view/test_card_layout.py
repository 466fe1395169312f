"""The places of cards in a margin."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.view.card_layout import LEAST_HEIGHT, place_cards, shorten

WANTED = st.lists(st.tuples(st.integers(0, 50), st.integers(3, 20)), max_size=20).map(sorted)


@given(WANTED, st.integers(0, 60))
def test_no_card_lies_over_another_or_outside(wanted: list[tuple[int, int]], rows: int) -> None:
    wanted = [(min(row, max(0, rows - 1)), height) for row, height in wanted]
    cards = place_cards(wanted, rows)
    assert len(cards) == min(len(wanted), rows // LEAST_HEIGHT)
    assert all(card.row >= 0 and card.row + card.height <= rows for card in cards)
    assert all(above.row + above.height <= below.row for above, below in pairwise(cards))
    assert all(LEAST_HEIGHT <= card.height <= wanted[card.index][1] for card in cards)


def test_cards_stand_beside_their_lines_where_there_is_room() -> None:
    cards = place_cards([(2, 4), (10, 5)], 30)
    assert [(card.row, card.height) for card in cards] == [(2, 4), (10, 5)]


def test_a_card_moves_down_below_another_and_up_from_the_last_row() -> None:
    assert [card.row for card in place_cards([(2, 4), (3, 4)], 30)] == [2, 6]
    assert [card.row for card in place_cards([(20, 6), (28, 5)], 30)] == [19, 25]


def test_the_tallest_cards_give_way() -> None:
    assert shorten([10, 4, 9], 20) == [8, 4, 8]
    assert shorten([3, 3], 2) == [3, 3]
