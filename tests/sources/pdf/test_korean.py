"""Ends of Korean lines, within words and between them."""

import pytest

from reader.sources.pdf.korean import KoreanSpacing
from reader.sources.pdf.lines import PdfLine

WORDS = "나는 학교에서 친구를 만나고 우리는 공원에서 나무를 보고 그들은 집에서 책을 읽고 나는 바다에서 배를 타고"


def lines(*texts: str) -> list[PdfLine]:
    return [PdfLine(text, 0, 100, 0, 10, 0) for text in texts]


@pytest.mark.parametrize(
    ("last", "first", "space"), [("는", "학", True), ("를", "나", True), ("원", "에", False), ("무", "를", False)]
)
def test_syllables_tell_whether_a_word_ends(last: str, first: str, space: bool) -> None:
    broken = ["가 학", "교에서 친", "구를 만", "나고 공", "원에서 나", "무를 보고"]
    spacing = KoreanSpacing(lines(WORDS, *broken))
    assert spacing.has_space(last, first) == space


def test_a_document_that_breaks_lines_at_spaces_has_them_everywhere() -> None:
    words = WORDS.split()
    texts = [" ".join(words[at : at + 4]) for at in range(0, len(words), 2)]
    assert KoreanSpacing(lines(*texts)).has_space("무", "를")


def test_nothing_is_known_of_an_empty_document() -> None:
    assert KoreanSpacing([]).has_space("무", "를") in (True, False)
