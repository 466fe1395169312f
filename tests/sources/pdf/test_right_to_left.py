"""Hebrew and Arabic rows of PDF pages."""

from typing import cast

import pytest

from reader.sources.pdf.chars import PageChars
from reader.sources.pdf.right_to_left import is_right_to_left, read_row

EM = 10.0
WIDTH = 5.0


class FakeChars:
    """Characters of one row, each with its left edge in points; spaces have none."""

    def __init__(self, drawn: list[tuple[str, float]], baselines: dict[int, float] | None = None) -> None:
        self.text = "".join(character for character, _ in drawn)
        self.lefts = [left for _, left in drawn]
        self.baselines = baselines or {}
        self.quarter_turns = 0

    def box(self, index: int) -> tuple[float, float, float, float]:
        return self.lefts[index], 0.0, self.lefts[index] + WIDTH, EM

    def em(self, index: int) -> tuple[float, float]:
        return EM, self.baselines.get(index, 0.0)


def chars(seen: str, order: str = "", baselines: dict[int, float] | None = None) -> PageChars:
    """Lay out `seen`, as the eye sees it from left to right; `order` is the order in which it is drawn."""
    places: dict[str, list[float]] = {}
    for column, character in enumerate(seen):
        places.setdefault(character, []).append(column * WIDTH)
    drawn = [(character, places[character].pop(0) if character in places else 0.0) for character in order or seen]
    return cast(PageChars, FakeChars(drawn, baselines))


def read(letters: PageChars) -> str:
    return " ".join(word.text for word in read_row(letters, 0, len(letters.text)))


@pytest.mark.parametrize("order", ["שלום", "םולש", "לשםו"])
def test_letters_are_read_from_the_right_however_they_are_drawn(order: str) -> None:
    assert read(chars("םולש", order)) == "שלום"


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("םלוע םולש", "שלום עולם"),
        ("1948 ץראב", "בארץ 1948"),
        ("12.5% ירה", "הרי 12.5%"),
        ("הז Port Authority רמא", "אמר Port Authority זה"),
        (")3-ב( רמא", "אמר (ב-3)"),
        ("(3-ב) רמא", "אמר (ב-3)"),
        ("»םולש«", "«שלום»"),
    ],
)
def test_numbers_and_foreign_words_keep_their_direction(seen: str, said: str) -> None:
    assert read(chars(seen)) == said


@pytest.mark.parametrize(("drawn", "said"), [("ال", "لا"), ("لا", "لا"), ("إل", "لإ"), ("هلل", "لله")])
def test_letters_of_a_ligature_are_one_unit(drawn: str, said: str) -> None:
    """They share one box, and may be in either order; letters beside them keep their places."""
    word = [("م", 15.0), *((letter, 10.0) for letter in drawn), ("ت", 5.0)]
    assert read(cast(PageChars, FakeChars(word))) == f"م{said}ت"


def test_words_grow_in_reading_order() -> None:
    words = read_row(chars("םלוע םולש"), 0, 9)
    assert [(word.left, word.right) for word in words] == [(-45.0, -25.0), (-20.0, 0.0)]
    assert all(word.bottom < 0 < word.top for word in words)


def test_a_row_in_another_script_is_one_word() -> None:
    (word,) = read_row(chars("Port of Leith"), 0, 13)
    assert (word.text, word.left, word.right) == ("Port of Leith", -65.0, 0.0)
    assert read_row(chars("   "), 0, 3) == []


def test_a_raised_number_is_a_word_of_its_own() -> None:
    words = read_row(chars("1םולש", baselines={0: 4.0}), 0, 5)
    assert [word.text for word in words] == ["שלום", "1"]
    assert words[1].bottom > words[0].bottom


def test_most_letters_decide_the_direction_of_a_page() -> None:
    assert is_right_to_left(chars("םולש abc"))
    assert not is_right_to_left(chars("ם abc"))
    assert not is_right_to_left(chars("123"))
    turned = chars("םולש")
    turned.quarter_turns = 1
    assert not is_right_to_left(turned)
