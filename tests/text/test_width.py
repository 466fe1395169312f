"""Characters that take no cell or two on a terminal."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.width import (
    CLUSTER_REACH,
    cells_of,
    clusters,
    cut,
    cut_start,
    end_of_cells,
    next_cluster,
    odd_clusters,
    previous_cluster,
)
from tests.examples import at_most

WORDS = st.lists(
    st.sampled_from(["a", " ", "…", "\t", "é", "e\u0301", "漢", "🙂", "👩\u200d🚀", "b\u200dc"]), max_size=8
).map("".join)


def test_letters_with_signs_and_wide_ones_are_found_anywhere_in_a_line() -> None:
    assert odd_clusters("e\u0301 is e\u0301") == [(0, 2, 1), (6, 8, 1)]
    assert odd_clusters("漢 or 字") == [(0, 1, 2), (5, 6, 2)]
    assert odd_clusters("plain words") == []


@at_most(50)
@given(WORDS, st.integers(-1, 20))
def test_words_are_cut_to_the_most_whole_clusters_that_fit(words: str, room: int) -> None:
    fits = [end for end in (0, *(end for _, end, _ in clusters(words))) if cells_of(words[:end]) <= room]
    assert end_of_cells(words, room) == max(fits, default=0)
    shown = cut(words, room)
    if cells_of(words) <= room:
        assert shown == words
    elif room <= 0:
        assert shown == ""
    else:
        assert shown == words[: end_of_cells(words, room - 1)].rstrip(" …") + "…"
        assert cells_of(shown) <= room


@at_most(50)
@given(WORDS)
def test_clusters_are_stepped_over_whole_and_back(words: str) -> None:
    edges = [0, *(end for _, end, _ in clusters(words))]
    for before, after in pairwise(edges):
        assert next_cluster(words, before) == after
        assert previous_cluster(words, after) == before
    assert next_cluster(words, len(words)) == len(words)
    assert previous_cluster(words, 0) == 0


def test_clusters_are_found_far_into_a_text() -> None:
    words = "é" * CLUSTER_REACH + "e\u0301" + "é" * CLUSTER_REACH
    assert next_cluster(words, CLUSTER_REACH) == CLUSTER_REACH + 2
    assert previous_cluster(words, CLUSTER_REACH + 2) == CLUSTER_REACH
    assert previous_cluster(words, len(words)) == len(words) - 1


@at_most(50)
@given(WORDS)
def test_odd_clusters_are_all_but_single_characters_in_one_cell(words: str) -> None:
    assert odd_clusters(words) == [each for each in clusters(words) if each[2] != 1 or each[1] > each[0] + 1]


@at_most(50)
@given(WORDS, st.integers(-1, 12))
def test_words_whose_beginning_is_cut_end_as_they_did_and_fill_the_room(words: str, room: int) -> None:
    shown = cut_start(words, room)
    if cells_of(words) <= max(room, 1):
        assert shown == words
        return
    assert shown[0] == "…"
    assert words.endswith(shown[1:])
    assert cells_of(shown) <= max(room, 1)
    more = words.removesuffix(shown[1:])[-1:] + shown[1:]
    assert cells_of(f"…{more}") > room, "no more of them would fit"
