"""Spans, and runs of neighbours."""

import pytest

from reader.text.span import split_runs


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [([], []), ([4], [[4]]), ([1, 2, 3, 7, 8, 12], [[1, 2, 3], [7, 8], [12]]), ([3, 2], [[3], [2]])],
)
def test_a_run_ends_where_two_neighbours_are_apart(numbers: list[int], runs: list[list[int]]) -> None:
    assert split_runs(iter(numbers), lambda one, other: other != one + 1) == runs
