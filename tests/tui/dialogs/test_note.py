"""The tags that the note box completes."""

import pytest

from reader.tui.dialogs.note import TagSuggester


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("", None),
        ("#", None),
        ("mo", "money"),
        ("#mo", "#money"),
        ("late mo", "late money"),
        ("late  #mo", "late  #money"),
        ("money", "money/late"),
        ("money/late", None),
        ("mo ", None),
        ("x", None),
    ],
)
async def test_the_last_word_is_completed_with_the_most_used_tag(typed: str, suggested: str | None) -> None:
    assert await TagSuggester(("money", "late", "money/late")).get_suggestion(typed) == suggested
