"""What follows from a corrected speaker."""

import pytest

from reader.analysis import Quote, Speaker
from reader.analysis.chains import following
from reader.text.span import Span

TEXT = "Tom Ray came. “It is late,” he said. “It is early,” he added."


def said(words: str) -> Quote:
    start = TEXT.index(words)
    he = TEXT.index("he ", start)
    return Quote(Span(start, start + len(words)), Speaker("Tom Ray", Span(he, he + 2)), None, 0.7)


QUOTES = [said("“It is late,”"), said("“It is early,”")]


@pytest.mark.parametrize(
    ("names", "follows"),
    [
        (["Max Orr"], True),
        (["Orr", "Mr. Orr"], True),
        (["Holm"], True),
        (["Ann Lee"], True),
        (["Holm", "Mrs. Holm"], False),
    ],
)
def test_only_a_title_tells_that_he_is_not_the_one_whom_the_user_named(names: list[str], follows: bool) -> None:
    assert following(QUOTES, QUOTES[0], names, {Span(0, 7)}, TEXT, story=False) == ([1] if follows else [])
