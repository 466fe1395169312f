"""When a place that was found for a passage is believed, and when its neighbours speak against it."""

import pytest

from reader.anchoring.fuzzy_match import PlaceCandidate, is_convincing
from reader.anchoring.transfer import FoundPlace, NeighbourCount

ORDER = (10, 90)
"""Where the passage must be if passages have kept their order."""


def candidate(
    left: tuple[int, int], right: tuple[int, int], *, share: float = 0.8, at: int = 50, score: float = 0.5
) -> PlaceCandidate:
    """Return a place where some words have changed; `left` and `right` are the neighbours there, of how many."""
    sides = (NeighbourCount(of, near, 0) for near, of in (left, right))
    finding = FoundPlace((at, at + 20), 9, share, True, True, False, *sides)
    return PlaceCandidate(finding.place, finding, score, left[0] + right[0])


@pytest.mark.parametrize(
    ("found", "elsewhere", "believed"),
    [
        (candidate((3, 6), (3, 6)), 12, True),
        (candidate((3, 6), (2, 6)), 12, True),
        (candidate((3, 6), (2, 6), share=0.6), 0, True),
        (candidate((3, 6), (2, 6), share=0.59), 0, False),
        (candidate((3, 6), (2, 6), score=0.33), 0, False),
        (candidate((0, 0), (0, 0)), 12, True),
        (candidate((0, 6), (0, 6)), 5, True),
        (candidate((0, 6), (0, 6)), 6, False),
        (candidate((0, 6), (0, 6), share=0.5), 5, True),
        (candidate((0, 6), (0, 6), share=0.49), 5, False),
        (candidate((0, 6), (0, 6), at=10), 5, True),
        (candidate((0, 6), (0, 6), at=90), 5, True),
        (candidate((0, 6), (0, 6), at=9), 5, False),
        (candidate((0, 6), (0, 6), at=91), 5, False),
    ],
)
def test_a_place_without_a_rival_is_believed_by_its_words_and_neighbours(
    found: PlaceCandidate, elsewhere: int, believed: bool
) -> None:
    assert is_convincing(found, elsewhere, ORDER) == believed
    assert is_convincing(PlaceCandidate((50, 70), None, 0.0, 0), elsewhere, ORDER)


@pytest.mark.parametrize(
    ("count", "vouches", "objects"),
    [
        (NeighbourCount(0, 0, 0), False, False),
        (NeighbourCount(1, 1, 0), True, False),
        (NeighbourCount(6, 3, 3), True, False),
        (NeighbourCount(6, 2, 4), False, True),
        (NeighbourCount(6, 0, 6), False, True),
    ],
)
def test_half_of_the_neighbours_vouch_and_more_than_half_object(
    count: NeighbourCount, vouches: bool, objects: bool
) -> None:
    assert (count.vouches, count.objects) == (vouches, objects)
