"""Wording shared by several rooms."""

import pytest

from reader.text.format import counted, similar_words


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(1, "entry", "1 entry"), (0, "note", "0 notes"), (2, "damaged entry", "2 damaged entries"), (3, "day", "3 days")],
)
def test_things_are_counted(count: int, noun: str, words: str) -> None:
    assert counted(count, noun) == counted([None] * count, noun) == words


def test_the_most_similar_word_comes_first() -> None:
    assert similar_words("expotr", {"export": 1, "import": 2, "tags": 3}) == ["export"]
    assert similar_words("tagz", ["tag", "tags"], 2) == ["tag", "tags"]
    assert similar_words("harbour", ["tags"]) == []
