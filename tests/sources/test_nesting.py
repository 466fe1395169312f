"""Blocks within others."""

import pytest

from reader.document.article import Mark
from reader.sources.builder import BlockText
from reader.sources.nesting import shows_pictures
from reader.text.span import Span


@pytest.mark.parametrize(
    ("text", "pictures", "alone"),
    [
        ("one", [(0, 3)], True),
        ("one two", [(0, 3), (4, 7)], True),
        ("one two", [(0, 3)], False),
        ("one two", [(4, 7)], False),
        ("one and two", [(0, 3), (8, 11)], False),
        ("one", [], False),
        ("", [], False),
    ],
)
def test_a_block_of_pictures_has_nothing_else(text: str, pictures: list[tuple[int, int]], alone: bool) -> None:
    marks = (Mark(Span(0, len(text)), "link", "/a"), *(Mark(Span(*each), "picture", "/b") for each in pictures))
    assert shows_pictures(BlockText(text, marks)) is alone
