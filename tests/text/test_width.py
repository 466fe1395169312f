"""Characters that take no cell or two on a terminal."""

from reader.text.width import odd_clusters


def test_letters_with_signs_and_wide_ones_are_found_anywhere_in_a_line() -> None:
    assert odd_clusters("e\u0301 is e\u0301") == [(0, 2, 1), (6, 8, 1)]
    assert odd_clusters("漢 or 字") == [(0, 1, 2), (5, 6, 2)]
    assert odd_clusters("plain words") == []
