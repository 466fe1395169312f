"""How the words of a mark are shown in the footer."""

import pytest

from reader.session.state import Bookmark
from reader.tui.controllers.navigation import shortened


@pytest.mark.parametrize(
    ("words", "shown"),
    [("So  it\nwas.", "“So it was.”"), ("“So”", "“So”"), ("x" * 37, f"“{'x' * 37}”"), ("x" * 38, f"“{'x' * 36}…”")],
)
def test_the_words_of_a_mark_are_cut(words: str, shown: str) -> None:
    assert shortened(Bookmark("a", 0, words, "", "", 0)) == shown
