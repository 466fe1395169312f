"""Words like a misspelt one."""

from reader.text.spelling import similar_words


def test_the_most_similar_word_comes_first() -> None:
    assert similar_words("expotr", {"export": 1, "import": 2, "tags": 3}) == ["export"]
    assert similar_words("tagz", ["tag", "tags"], 2) == ["tag", "tags"]
    assert similar_words("harbour", ["tags"]) == []
