"""Wording shared by several rooms."""

import pytest

from reader.text.format import counted


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(1, "entry", "1 entry"), (0, "note", "0 notes"), (2, "damaged entry", "2 damaged entries"), (3, "day", "3 days")],
)
def test_things_are_counted(count: int, noun: str, words: str) -> None:
    assert counted(count, noun) == counted([None] * count, noun) == words
