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


@pytest.mark.parametrize("story", [False, True])
def test_what_the_same_pronoun_says_follows(story: bool) -> None:
    assert following(QUOTES, QUOTES[0], ["Max Orr"], {Span(0, 7)}, TEXT, story=story) == [1]


@pytest.mark.parametrize(("gap", "follows"), [(" ", True), ("\n\n", False)])
def test_in_a_story_nothing_follows_where_nothing_beside_the_quote_tells_who_speaks(gap: str, follows: bool) -> None:
    """It was a wrong turn, not a wrong "he"."""
    text = f"Tom Ray came. He rose.{gap}“It is late.” He sat. “It is early,” he added."
    words = [Span(text.index(each), text.index(each) + len(each)) for each in ("“It is late.”", "“It is early,”")]
    he = [text.index("He rose"), text.index("he added")]
    quotes = [Quote(span, Speaker("Tom Ray", Span(at, at + 2)), None, 0.7) for span, at in zip(words, he, strict=True)]
    assert following(quotes, quotes[0], ["Max Orr"], {Span(0, 7)}, text, story=True) == ([1] if follows else [])
