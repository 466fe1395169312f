"""The names of speakers beside the lines on which their words begin."""

from reader.view.margin_names import names_beside

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
