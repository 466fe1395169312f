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
        (["the girl"], False),
        (["the elf-girl"], False),
        (["the young man"], True),
    ],
)
def test_only_a_title_or_noun_tells_that_he_is_not_the_one_whom_the_user_named(names: list[str], follows: bool) -> None:
    assert following(QUOTES, QUOTES[0], names, {Span(0, 7)}, TEXT, story=False) == ([1] if follows else [])


@pytest.mark.parametrize(("name", "follows"), [("Ann Lee", False), ("Max Orr", True), ("Holm", True)])
def test_in_a_story_first_names_tell_so_too(name: str, follows: bool) -> None:
    assert following(QUOTES, QUOTES[0], [name], {Span(0, 7)}, TEXT, story=True) == ([1] if follows else [])


@pytest.mark.parametrize(("gap", "follows"), [(" ", True), ("\n\n", False)])
def test_in_a_story_nothing_follows_where_nothing_beside_the_quote_tells_who_speaks(gap: str, follows: bool) -> None:
    """It was a wrong turn, not a wrong "he"."""
    text = f"Tom Ray came. He rose.{gap}“It is late.” He sat. “It is early,” he added."
    words = [Span(text.index(each), text.index(each) + len(each)) for each in ("“It is late.”", "“It is early,”")]
    he = [text.index("He rose"), text.index("he added")]
    quotes = [Quote(span, Speaker("Tom Ray", Span(at, at + 2)), None, 0.7) for span, at in zip(words, he, strict=True)]
    assert following(quotes, quotes[0], ["Max Orr"], {Span(0, 7)}, text, story=True) == ([1] if follows else [])
