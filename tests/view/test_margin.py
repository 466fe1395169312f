"""The places of the entries in the margin, and what ties them to their lines."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from reader.view.margin import MOST_PUSHED, Place, Wanted, place_entries, tie_words, ties_of

ENTRIES = st.lists(
    st.builds(Wanted, st.integers(0, 60), st.integers(1, 9), st.booleans(), st.booleans()), max_size=25
).map(sorted)


def tops(
    *wanted: tuple[int, int] | tuple[int, int, bool] | tuple[int, int, bool, bool], last: int | None = None
) -> list[tuple[int, int, int]]:
    """Return the top, the height and the entries counted away of each place."""
    return [(place.top, place.height, place.more) for place in place_entries([Wanted(*each) for each in wanted], last)]


@given(ENTRIES, st.none() | st.integers(70, 90))
def test_no_entry_lies_over_another_and_each_is_shown_or_counted(wanted: list[Wanted], last: int | None) -> None:
    placed = place_entries(wanted, last)
    assert all(above.end <= below.top for above, below in pairwise(placed))
    assert sum(1 + place.more for place in placed) == len(wanted)
    assert {number for number, each in enumerate(wanted) if each.is_kept} <= {place.number for place in placed}
    assert all(1 <= place.height <= wanted[place.number].height for place in placed)
    assert all(place.height in (1, wanted[place.number].height) for place in placed if wanted[place.number].is_whole)
    if last is None:
        assert all(place.top >= place.row for place in placed)
        assert all(place.top - place.row <= MOST_PUSHED or wanted[place.number].is_kept for place in placed)


@given(ENTRIES)
@example([Wanted(0, 3), Wanted(1, 4), Wanted(3, 3), Wanted(3, 3)])
def test_what_comes_after_a_gap_does_not_depend_on_what_is_above(wanted: list[Wanted]) -> None:
    """So nothing moves when the text scrolls, and the entries far above are not placed any more."""
    placed = place_entries(wanted)
    for above, below in pairwise(placed):
        if above.end <= below.row:
            rest = place_entries(wanted[below.number :])
            assert [each[1:] for each in rest] == [each[1:] for each in placed[placed.index(below) :]]
            break


def test_entries_stand_beside_their_lines_and_move_down_where_one_is_taken() -> None:
    assert tops((2, 1), (10, 4), (20, 1)) == [(2, 1, 0), (10, 4, 0), (20, 1, 0)]
    assert tops((2, 2), (3, 1), (4, 1)) == [(2, 2, 0), (4, 1, 0), (5, 1, 0)]


def test_the_tallest_loses_rows_before_another_moves_too_far() -> None:
    assert tops((2, 3), (3, 4), (4, 1)) == [(2, 3, 0), (5, 1, 0), (6, 1, 0)]
    assert tops((2, 8), (3, 4)) == [(2, 3, 0), (5, 4, 0)]
    assert tops((2, 8, False, True), (3, 4)) == [(2, 1, 0), (3, 4, 0)]


def test_what_does_not_fit_is_counted_unless_it_is_kept() -> None:
    assert tops(*[(2, 1)] * 6) == [(2, 1, 0), (3, 1, 0), (4, 1, 3)]
    assert tops(*[(2, 1)] * 4, (2, 1, True)) == [(2, 1, 0), (3, 1, 2), (4, 1, 0)]
    assert tops(*[(2, 1, True)] * 4) == [(2, 1, 0), (3, 1, 0), (4, 1, 0), (5, 1, 0)]


def test_at_the_end_of_the_text_entries_move_up() -> None:
    assert tops((18, 1), (19, 5), last=20) == [(14, 1, 0), (15, 5, 0)]


def test_a_tie_leads_from_the_line_to_the_entry() -> None:
    def drawn(*places: Place) -> list[str]:
        sides: dict[int, int] = {}
        for place in places:
            for row, leads in ties_of(place.row, place.top).items():
                sides[row] = sides.get(row, 0) | leads
        return [tie_words(sides[row]) for row in sorted(sides)]

    assert drawn(Place(0, 4, 4, 1)) == ["── "]
    assert drawn(Place(0, 4, 6, 1)) == ["╮  ", "│  ", "╰─ "]
    assert drawn(Place(0, 4, 3, 1)) == ["╭─ ", "╯  "]
    assert drawn(Place(0, 4, 4, 1), Place(1, 4, 5, 1)) == ["┬─ ", "╰─ "]
    assert drawn(Place(0, 4, 5, 1), Place(1, 5, 6, 1)) == ["╮  ", "┼─ ", "╰─ "]
