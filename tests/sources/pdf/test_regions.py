"""Columns and bands of pages, from the white space between lines."""

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.regions import find_gutters, in_reading_order

LEFT, RIGHT = (50.0, 290.0), (310.0, 550.0)
WORDS = "the council has voted on the port"


def line(text: str, sides: tuple[float, float], row: int, *, shift: float = 0, turned: bool = False) -> PdfLine:
    bottom = 700 - 12 * row - shift
    return PdfLine(text, *sides, bottom, bottom + 10, 0, row=row, turned=turned)


def columns(first: int, rows: int = 6) -> list[PdfLine]:
    """Two columns, drawn row by row."""
    return [
        line(f"{side} {row} {WORDS}", x, row)
        for row in range(first, first + rows)
        for side, x in (("left", LEFT), ("right", RIGHT))
    ]


def order(lines: list[PdfLine]) -> list[str]:
    return [" ".join(each.text.split()[:2]) for each in in_reading_order(lines)]


def test_a_line_across_divides_two_bands_of_columns() -> None:
    across = line("A title over both columns", (100, 500), 6)
    told = order([*columns(0), across, *columns(7)])
    halves = [[f"{side} {row}" for side in ("left", "right") for row in range(first, first + 6)] for first in (0, 7)]
    assert told == [*halves[0], "A title", *halves[1]]


def test_each_region_has_its_own_edge() -> None:
    abstract = [line(f"abstract {row} {WORDS} {WORDS}", (50, 550), row) for row in range(5)]
    edges = {each.text.split()[0]: each.edge for each in in_reading_order([*abstract, *columns(6)])}
    assert edges == {"abstract": 550, "left": 290, "right": 550}


def test_rows_of_a_table_are_no_columns() -> None:
    cells = [
        line(words, (x, x + 20 * len(words.split())), row)
        for row in range(8)
        for x, words in ((50, "Many members"), (310, f"{row} of {row}"))
    ]
    assert find_gutters(cells) == []
    assert next(each.cells for each in in_reading_order(cells)) == ("Many members", "0 of 0")


def test_labels_beside_text_are_apart() -> None:
    text = [line(f"text {row} {WORDS}", LEFT, row) for row in range(8)]
    labels = [line(f"label {row}", (340, 380), row, shift=7) for row in range(5)]
    mixed = [each for pair in zip(text, labels, strict=False) for each in pair] + text[5:]
    assert order(mixed) == [f"text {row}" for row in range(8)] + [f"label {row}" for row in range(5)]


def test_text_up_the_margin_comes_last() -> None:
    stamp = line("arXiv stamp", (10, 20), 3, turned=True)
    assert order([stamp, *columns(0)])[-1] == "arXiv stamp"


def test_entries_that_hang_are_columns_in_the_same_rows_too() -> None:
    rows = [("Lee A. 1993. The harbour of Leith and", 0.0), ("the price of its ice. 12:305.", 12.0)] * 4
    entries = [
        line(f"{side}{row} {words}", (left + indent, left + 6 * len(words)), row)
        for row, (words, indent) in enumerate(rows)
        for side, left in (("a", 50.0), ("b", 320.0))
    ]
    assert order(entries)[:8] == [f"a{row} {words.split()[0]}" for row, (words, _) in enumerate(rows)]
