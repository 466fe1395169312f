"""The last line of a box."""

from reader.tui.chrome.hint_line import hint_content


def test_keys_are_emphasized_and_other_words_are_not() -> None:
    content = hint_content("Enter: save · words · [/oops]: x")
    assert content.plain == "Enter save · words · [/oops] x"
    assert [content.plain[span.start : span.end] for span in content.spans] == ["Enter", "[/oops]"]
