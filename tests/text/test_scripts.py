"""Scripts with and without spaces."""

import pytest

from reader.text.scripts import is_hangul, is_unspaced


@pytest.mark.parametrize("character", [*"漢かカ々。、「（！ー𠀋", "ｱ"])
def test_chinese_and_japanese_have_no_spaces(character: str) -> None:
    assert is_unspaced(character)


@pytest.mark.parametrize("character", [*"aéя한א1.,“ ", "\u3000", ""])
def test_other_characters_may_have_spaces_beside_them(character: str) -> None:
    assert not is_unspaced(character)


def test_hangul_is_told_apart() -> None:
    assert is_hangul("한")
    assert not is_hangul("漢")
