"""Lines joined where a word, a compound or a dash is at their end, and Korean lines, which may end within a word."""

import pytest

from reader.sources.pdf.dehyphenate import Dehyphenator, KoreanSpacing
from reader.sources.pdf.lines import PdfLine


def lines(*texts: str) -> list[PdfLine]:
    return [PdfLine(text, 50, 350, 700 - 12 * number, 710 - 12 * number, 0) for number, text in enumerate(texts)]


def joined(document: list[PdfLine], *texts: str) -> str:
    return Dehyphenator(document).join(lines(*texts))[0]


PLAIN = lines(*["the council of Leith has decided that the harbour stays open"] * 120)
DIVIDING = lines(*["the council of Leith has de-", "cided that the harbour is de-", "cided upon"] * 40)


def test_hyphen_at_the_end_of_a_line_is_of_the_word_where_no_words_are_divided() -> None:
    assert joined(PLAIN, "he stood knee-", "deep among them") == "he stood knee-deep among them"
    assert joined(DIVIDING, "he stood knee-", "deep among them") == "he stood kneedeep among them"
    assert joined(PLAIN[:50], "he stood knee-", "deep among them") == "he stood kneedeep among them"


@pytest.mark.parametrize("word", ["state-of-/the-art", "NP-/chunked", "mass-to-/charge", "well-/known", "II-/b"])
def test_hyphen_within_a_compound_is_kept_where_words_are_divided(word: str) -> None:
    assert joined(DIVIDING, *word.split("/")) == word.replace("/", "")


def test_word_that_is_written_whole_elsewhere_is_whole() -> None:
    known = [*PLAIN, *lines("that it was extraordinarily cheap")]
    for document in (known, [*known, *DIVIDING]):
        assert joined(document, "it was extraordi-", "narily cheap") == "it was extraordinarily cheap"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("what do you see?--", "Posted like sentinels", "what do you see?--Posted like sentinels"),
        ("a snowstorm--", '"landlord, stop"', 'a snowstorm--"landlord, stop"'),
        ("a queer thing;-", "-no, I never", "a queer thing;--no, I never"),
        ("a queer thing", "—no, I never", "a queer thing—no, I never"),
        ("a queer thing—", "no, I never", "a queer thing—no, I never"),
        ("a queer thing –", "no, I never", "a queer thing – no, I never"),
        ("a queer thing", "– no, I never", "a queer thing – no, I never"),
        ("the years 1999–", "2003", "the years 1999–2003"),
    ],
)
def test_dash_has_a_space_on_both_sides_or_on_neither(first: str, second: str, whole: str) -> None:
    assert joined(PLAIN, first, second) == whole


WORDS = "나는 학교에서 친구를 만나고 우리는 공원에서 나무를 보고 그들은 집에서 책을 읽고 나는 바다에서 배를 타고"


def korean_lines(*texts: str) -> list[PdfLine]:
    return [PdfLine(text, 0, 100, 0, 10, 0) for text in texts]


@pytest.mark.parametrize(
    ("last", "first", "space"), [("는", "학", True), ("를", "나", True), ("원", "에", False), ("무", "를", False)]
)
def test_syllables_tell_whether_a_word_ends(last: str, first: str, space: bool) -> None:
    broken = ["가 학", "교에서 친", "구를 만", "나고 공", "원에서 나", "무를 보고"]
    spacing = KoreanSpacing(korean_lines(WORDS, *broken))
    assert spacing.has_space(last, first) == space


def test_korean_lines_are_joined_by_the_syllables_where_they_meet() -> None:
    broken = ["가 학", "교에서 친", "구를 만", "나고 공", "원에서 나", "무를 보고"]
    document = korean_lines(WORDS, *broken)
    assert joined(document, "나는", "집에서 공", "원에서 놀고") == "나는 집에서 공원에서 놀고"


def test_a_document_that_breaks_lines_at_spaces_has_them_everywhere() -> None:
    words = WORDS.split()
    texts = [" ".join(words[at : at + 4]) for at in range(0, len(words), 2)]
    assert KoreanSpacing(korean_lines(*texts)).has_space("무", "를")


def test_nothing_is_known_of_an_empty_document() -> None:
    assert KoreanSpacing([]).has_space("무", "를") in (True, False)
