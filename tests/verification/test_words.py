"""Texts as words that can be compared."""

import pytest

from reader.verification.words import choose_words, split_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We were told — on Friday", "we were told - on friday."),
        ("the “new” quay", "the 'new' quay"),
        ("health care", "healthcare"),
        ("a long-term plan", "a long term plan"),
        ("1,000 ferries", "1000 ferries"),
        ("we do n't know", "we don't know"),
        ("a note[12] here", "a note here"),
        ("ﬁnal  words\u00ad", "final\nwords"),
        ("don’t", "don't"),
    ],
)
def test_texts_with_the_same_words(one: str, other: str) -> None:
    assert split_words(one).stream == split_words(other).stream


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("it's so", "its so"),
        ("18.7 of", "187 of"),
        ("1 5", "15"),
        ("5%", "5"),
        ("$5", "5"),
        ("he can", "he cannot"),
        ("café", "cafe"),
        ("R&D", "RD"),
    ],
)
def test_texts_with_other_words(one: str, other: str) -> None:
    assert split_words(one).stream != split_words(other).stream


def test_a_possessive_is_a_word_of_its_own() -> None:
    assert [*split_words("Donald Trump’s plan").find("donaldtrump")] == [(0, 2)]


def test_words_are_found_whole_only() -> None:
    words = split_words("The harbours are for boats. The harbour is.")
    assert [*words.find("theharbour")] == [(5, 7)]
    assert [*words.find("")] == []


def test_spans_are_in_the_text_as_written() -> None:
    text = "Of “1,000\u00a0ﬁshing-boats”."
    words = split_words(text)
    assert list(words.keys) == ["of", "1000", "fishing", "boats"]
    assert [words.span(n, n).of(text) for n in range(4)] == ["Of", "1,000", "ﬁshing", "boats"]


def test_some_words_of_a_text_are_found_as_if_nothing_stood_between_them() -> None:
    words = choose_words(split_words("we were, she said, told"), [0, 1, 4])
    assert [*words.find("weweretold")] == [(0, 3)]


def test_letters_of_scripts_without_spaces_are_words() -> None:
    assert list(split_words("港口是承诺").keys) == list("港口是承诺")
