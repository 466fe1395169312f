"""Lines of a page as paragraphs and headings."""

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import build_paragraphs

LEADING, WIDTH = 12, 300


def line(number: int, text: str, *, height: float = 10, em: float = 10) -> PdfLine:
    bottom = 700 - LEADING * number
    return PdfLine(text, 50, 50 + WIDTH, bottom, bottom + height, 0, em=em)


def paragraphs(*lines: PdfLine) -> list[tuple[str, int]]:
    """The kinds of the paragraphs, and their numbers of lines."""
    return [(paragraph.kind, len(paragraph.lines)) for paragraph in build_paragraphs([lines], set())]


TEXT = [line(number, "the council of Leith has decided that the harbour stays open to") for number in range(6)]


def test_letters_of_a_formula_are_higher_but_no_larger() -> None:
    formula = line(6, "those for whom x in U and y in V, as we have seen in the first", height=11.6)
    assert paragraphs(*TEXT, formula, line(7, "part of this book, which ends here.")) == [("text", 8)]


def test_larger_letters_are_a_heading() -> None:
    assert paragraphs(*TEXT, line(8, "The harbour of Leith", height=11.6, em=11.6)) == [("text", 6), ("heading", 1)]


def test_letters_are_as_large_as_they_are_high_where_the_file_does_not_say() -> None:
    assert paragraphs(*TEXT, line(8, "The harbour of Leith", height=11.6, em=0)) == [("text", 6), ("heading", 1)]
