"""A quotation as a pattern of words, ellipses and brackets."""

import pytest

from reader.verification.pattern import read_pattern


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


def test_part_of_a_word_in_brackets() -> None:
    (joint,) = read_pattern("they want[ed] more").joints
    assert (joint.completes, joint.fits("wants"), joint.fits("will")) == (True, True, False)


def test_a_contraction_may_begin_in_brackets() -> None:
    (joint,) = read_pattern("[I]'m glad").joints
    assert (joint.fits("i'm"), joint.fits("we're")) == (True, False)
