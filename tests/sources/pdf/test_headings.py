"""Headings that look like the text are known by their numbers."""

import pytest

from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.headings import find_numbered, set_heading_levels
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Kind, PdfParagraph


def paragraph(text: str, kind: Kind = "text", size: float = 10) -> PdfParagraph:
    return PdfParagraph(kind, [PdfLine(text, 50, 90, 700, 700 + size, 0)])


def outline(*made: PdfParagraph) -> list[tuple[int, str]]:
    """The headings with their levels."""
    find_numbered(made)
    set_heading_levels(made, [], Dehyphenator([]))
    return [(each.level, each.lines[0].text) for each in made if each.kind == "heading"]


TITLE = paragraph("On Harbours", "heading", 16)


def test_roman_numbers_before_capitals_and_letters_below_them() -> None:
    made = [
        "II. THE HARBOUR",
        "A. Ships and Ferries",
        "It rained.",
        "B. Captains",
        "III. RESULTS",
        "A. Rain",
        "1. Snow",
    ]
    found = outline(TITLE, *map(paragraph, made))
    assert found == [
        (1, "On Harbours"),
        (2, "II. THE HARBOUR"),
        (3, "A. Ships and Ferries"),
        (3, "B. Captains"),
        (2, "III. RESULTS"),
        (3, "A. Rain"),
    ]


def test_decimal_numbers_below_a_heading_in_larger_type() -> None:
    above = paragraph("2 Methods", "heading", 12)
    made = ["2.1 How we asked", "2.1.1 Whom", "2.2 What they said", "2.4 Too far", "3.1 Elsewhere"]
    assert outline(TITLE, above, *map(paragraph, made)) == [
        (1, "On Harbours"),
        (2, "2 Methods"),
        (3, "2.1 How we asked"),
        (4, "2.1.1 Whom"),
        (3, "2.2 What they said"),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("1. Open the door", "2. Close the door", "2.1 Lock the door"),
        ("I. the first point", "II. The second point of them all", "III. The third"),
        ("A. Lee", "B. Ray", "C. Hart"),
        ("II. IT RAINED.", "III. IT SNOWED;"),
        ("V. FIVE", "IX. NINE"),
        ("2.1 of the law says so",),
    ],
)
def test_points_sentences_names_and_numbers_out_of_a_series_are_no_headings(texts: tuple[str, ...]) -> None:
    assert outline(TITLE, *map(paragraph, texts)) == [(1, "On Harbours")]
