"""Wording shared by several rooms."""

import pytest

from reader.text.format import FIRST_WORDS, counted, first_words, in_quotation_marks, same_words, similar_words


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


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("He said", "“He said”"),
        ("  He \n said ", "“He said”"),
        ("“He” said", "“He” said"),
        ("«Il dit»", "«Il dit»"),
        ("„Ja", "„Ja"),
        ('"Yes', '"Yes'),
        ("", ""),
    ],
)
def test_words_are_put_in_quotation_marks_unless_they_begin_with_one(words: str, shown: str) -> None:
    assert in_quotation_marks(words) == shown


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A vote", "A vote"),
        ("  A\n vote ", "A vote"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("a " * 30, ("a " * 30).strip()),
        (f"{'word ' * 11}harbour, and more", f"{'word ' * 11}".strip() + "…"),
        (f"{'x' * 50}, {'y' * 50}", "x" * 50 + "…"),
        (f"A{' ' * 300}B", "A…"),
    ],
)
def test_a_title_is_cut_between_words_to_sixty_characters(text: str, title: str) -> None:
    assert first_words(text) == title
    assert len(first_words(text)) <= FIRST_WORDS


@pytest.mark.parametrize(
    ("line", "other", "same"),
    [("The Vote!", "the vote", True), ("ﬁne", "FINE", True), ("", "", False), ("—", "…", False), ("a", "b", False)],
)
def test_lines_with_the_same_letters_say_the_same(line: str, other: str, same: bool) -> None:
    assert same_words(line, other) is same_words(other, line) is same
