"""Words of a PDF with the numbers of notes that are raised beside their letters."""

from typing import cast

import pytest

from reader.sources.pdf.chars import PageChars, PdfWord
from reader.sources.pdf.lines import read_words, without_points

EM = 10.0


class FakeChars:
    """Characters of one line: the box of each stands so much higher, the ink of some higher than their boxes tell."""

    quarter_turns = 0

    def __init__(self, text: str, boxes: dict[int, float], ink: dict[int, float]) -> None:
        self.text = text
        self.boxes = boxes
        self.ink = ink

    def words(self, start: int, end: int) -> str:
        return self.text[start:end]

    def box(self, index: int) -> tuple[float, float, float, float]:
        bottom = self.boxes.get(index, 0.0)
        return 5.0 * index, bottom, 5.0 * index + 5, bottom + EM

    def is_raised(self, index: int, beside: int) -> bool:
        return self.ink.get(index, 0.0) - self.ink.get(beside, 0.0) > 2


@pytest.mark.parametrize(
    ("text", "boxes", "ink", "read"),
    [
        ("said12", {}, {}, "said12"),
        ("said1", {4: 4}, {}, "said[1]"),
        ("said12", {4: 4, 5: 4}, {}, "said[12]"),
        ("said1", {}, {4: 4}, "said[1]"),
        ("said12", {}, {4: 4, 5: 4}, "said[12]"),
        ("said12", {}, {5: 4}, "said[12]"),
        ("said†", {}, {4: 4}, "said[†]"),
        ("1said", {0: 4}, {}, "[1] said"),
        ("12said", {}, {0: 4, 1: 4}, "[12] said"),
        ("12said", {}, {}, "12said"),
        ("said", {3: 4}, {3: 4}, "said"),
        ("1948", {3: 4}, {}, "1948"),
        ("1", {}, {0: 4}, "1"),
    ],
)
def test_raised_digits_beside_a_word_are_the_number_of_a_note(
    text: str, boxes: dict[int, float], ink: dict[int, float], read: str
) -> None:
    ((word,),) = read_words(cast(PageChars, FakeChars(text, boxes, ink)))
    assert word.text == read
    assert (word.left, word.right) == (0, 5 * len(text))


def test_points_of_a_plot_are_no_words() -> None:
    plot = [[PdfWord("●", n, 5.0 * n, 5.0 * n + 4, 0, 4)] for n in range(300)]
    words = [PdfWord("Figure", 0, 0, 30, 50, 60)]
    assert without_points([*plot, words]) == [words]
    assert without_points([*plot[:20], words]) == [*plot[:20], words]
