"""A quotation as a pattern of words, ellipses and brackets."""

import pytest

from reader.verification.pattern import find_adapted, read_pattern
from tests.verification.drafts import source


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("we were told", [["we", "were", "told"]]),
        ("we … told", [["we"], ["told"]]),
        ("we ... told", [["we"], ["told"]]),
        ("we . . . told", [["we"], ["told"]]),
        ("we […] told", [["we"], ["told"]]),
        ("we (...) told", [["we"], ["told"]]),
        ("… we were", [[], ["we", "were"]]),
        ("[the council] knew", [[], ["knew"]]),
        ("they want[ed] more", [["they"], ["more"]]),
        ("[I]'m glad it's so", [[], ["glad", "it", "'s", "so"]]),
        ("[it]'s so", [[], ["'s", "so"]]),
        ("it were [sic] so", [["it", "were"], ["so"]]),
        ("so it is[12] now", [["so", "it", "is", "now"]]),
        ("", [[]]),
    ],
)
def test_the_words_between_ellipses_and_brackets(text: str, stretches: list[list[str]]) -> None:
    pattern = read_pattern(text)
    assert [[pattern.words.keys[number] for number in stretch] for stretch in pattern.stretches] == stretches
    assert len(pattern.joints) == len(stretches) - 1


@pytest.mark.parametrize(
    ("quoted", "passage", "is_there"),
    [
        ("they want[ed] more", "It is said that they wants more.", True),
        ("they want[ed] more", "It is said that they will more.", False),
        ("they want[ed] more", "It is said that they want even more.", False),
        ("so [I]'m glad", "And so I'm glad.", True),
        ("so [I]'m glad", "And so we're glad.", False),
    ],
)
def test_brackets_complete_a_word(quoted: str, passage: str, is_there: bool) -> None:
    assert bool(find_adapted(read_pattern(quoted), source(passage))) is is_there
