"""Speech and what is written of it in one form."""

import pytest

from reader.verification.spoken_words import tidy
from reader.verification.words import split_words


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("five million dollars", "$5 million"),
        ("one hundred and twenty percent", "120 %"),
        ("ten per cent", "10%"),
        ("a hundred thousand people", "100,000 people"),
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


@pytest.mark.parametrize(("said", "written"), [("it's like theft", "it's theft"), ("it is not so", "it is so")])
def test_what_changes_the_sense_is_not_tidied(said: str, written: str) -> None:
    one, other = ([each.word for each in tidy(split_words(text).keys)] for text in (said, written))
    assert one != other
