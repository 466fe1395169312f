"""Speech and what is written of it in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.verification.spoken_words import TENS, UNITS, tidy
from reader.verification.words import split_words


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("five million dollars", "$5 million"),
        ("one hundred and twenty percent", "120 %"),
        ("ten per cent", "10%"),
        ("a hundred thousand people", "100,000 people"),
        ("two thousand and five people", "2,005 people"),
        ("a thousand and five hundred or five thousand", "1,500 or 5,000"),
        ("between two thousand and five thousand", "between 2,000 and 5,000"),
        ("three thousand and 12", "3,000 and 12"),
        ("it cost five million two years ago", "it cost 5 million two years ago"),
        ("nineteen ninety-nine", "1999"),
        ("I don't, I don't know", "I do not know"),
        ("three and four", "3 and 4"),
        ("I I I think that that's, um, right", "I think that's right"),
        ("tell 'em 'cause they wanna go", "tell them because they want to go"),
    ],
)
def test_one_form_for_what_is_said_and_written(said: str, written: str) -> None:
    one, other = ([each.word for each in tidy(split_words(text).keys)] for text in (said, written))
    assert one == other


@given(st.integers(1, 10**9 - 1))
def test_a_number_is_the_same_in_words_and_in_digits(number: int) -> None:
    assert [each.word for each in tidy(split_words(f"they sold {spelt(number)} of them").keys)] == [
        *("they", "sold", str(number), "of", "them")
    ]


def spelt(number: int) -> str:
    for scale, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " " if rest else ""
            return f"{spelt(number // scale)} {word}{joint}{spelt(rest) if rest else ''}"
    if number < 20:
        return UNITS[number]
    return TENS[number // 10 - 2] + (f"-{UNITS[number % 10]}" if number % 10 else "")


@pytest.mark.parametrize(("said", "written"), [("it's like theft", "it's theft"), ("it is not so", "it is so")])
def test_what_changes_the_sense_is_not_tidied(said: str, written: str) -> None:
    one, other = ([each.word for each in tidy(split_words(text).keys)] for text in (said, written))
    assert one != other
