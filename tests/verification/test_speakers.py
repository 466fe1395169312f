"""Two names, and whether they can be one person's."""

import pytest

from reader.verification.speakers import name_words, same_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Ortiz", "Maria Ortiz"),
        ("Ortiz", "Maria Ortiz"),
        ("Ms. Ortiz", "Maria Ortiz"),
        ("President Obama", "Barack Obama"),
        ("Donald J. Trump", "Donald Trump"),
        ("Bill Clinton", "William Clinton"),
        ("Xi", "Xi Jinping"),
        ("the Port Authority", "Leith Port Authority"),
        ("WHO", "World Health Organization"),
        ("John Smith Jr.", "John Smith"),
        ("Ortiz’s", "Ortiz"),
        ("UK", "United Kingdom"),
        ("Wang Yi Wei", "Wang Yiwei"),
        ("Jon Sanders", "John Sanders"),
    ],
)
def test_names_that_can_be_one_persons(one: str, other: str) -> None:
    assert same_name(name_words(one), name_words(other))
    assert same_name(name_words(other), name_words(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hillary Clinton", "Bill Clinton"),
        ("Maria Ortiz", "Maria Smith"),
        ("Ortiz", "Tom Ray"),
        ("the Port Authority", "the Post Office"),
    ],
)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not same_name(name_words(one), name_words(other))
