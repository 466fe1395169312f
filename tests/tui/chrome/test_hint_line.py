"""The last line of a box."""

from reader.tui.chrome.hint_line import Hints, hint_content, hint_lines


def test_keys_are_emphasized_and_other_words_are_not() -> None:
    content = hint_content("Enter: save · words · [/oops]: x")
    assert content.plain == "Enter save · words · [/oops] x"
    assert [content.plain[span.start : span.end] for span in content.spans] == ["Enter", "[/oops]"]


def test_lines_end_between_two_hints() -> None:
    keys = "Enter: scores · j k: scroll · Esc: close"
    whole = len("Enter scores · j k scroll · Esc close")
    assert list(hint_lines(keys, whole)) == [keys]
    assert list(hint_lines(keys, whole - 1)) == ["Enter: scores · j k: scroll", "Esc: close"]
    assert list(hint_lines(keys, 12)) == ["Enter: scores", "j k: scroll", "Esc: close"]
    assert list(hint_lines(keys, 1)) == ["Enter: scores", "j k: scroll", "Esc: close"]


def test_the_height_is_that_of_the_lines_and_of_a_hint_too_long_for_one() -> None:
    hints = Hints("Enter: scores · j k: scroll · Esc: close")
    assert [hints.get_height({}, width) for width in (40, 36, 12, 8)] == [1, 2, 3, 6]
    assert hints.get_optimal_width({}, 200) == 37
    assert hints.fitted(27).plain == "Enter scores · j k scroll\nEsc close"
