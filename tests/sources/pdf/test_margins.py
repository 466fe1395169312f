"""What stands at the edges of PDF pages and is no text: running heads and feet, numbers of pages and lines."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reader.sources.pdf.chars import PdfWord
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.margins import find_line_numbers, find_running_heads, printed_offset

TEXT = ("The council met", "on Monday and", "decided nothing", "of any weight")


def line(text: str, page: int, bottom: float, height: float = 10) -> PdfLine:
    return PdfLine(text, 50, 50 + 6 * len(text), bottom, bottom + height, page)


def pages(heads: Sequence[str], gap: float = 20, texts: Sequence[str] = TEXT) -> list[list[PdfLine]]:
    """Return pages with a line each above their texts, `gap` points apart."""
    return [
        [
            line(head, page, 700),
            *(line(f"{text} {page * page}x", page, 690 - gap - 12 * n) for n, text in enumerate(texts)),
        ]
        for page, head in enumerate(heads)
    ]


@pytest.mark.parametrize(
    ("heads", "gap", "found"),
    [
        (["The Harbour Vote"] * 2, 20, [0, 1]),
        (["The Harbour Vote", "Another"], 20, []),
        (["The Harbour Vote"] * 2 + ["One", "Two", "Three", "Four"], 20, []),
        (["The Harbour Vote"] * 3 + ["One", "Two", "Three"], 20, [0, 1, 2, 3, 4, 5]),
        (["The Harbour Vote"] * 3 + ["One", "Two", "Three", "Four"], 20, [0, 1, 2]),
        (["The Harbour Vote"] * 2 + ["One", "Two"], 20, [0, 1, 2, 3]),
        (["The Harbour Vote"] * 2 + ["One", "Two", "Three"], 20, [0, 1]),
        (["The Harbour Vote"] * 2, 4, []),
        (["123"] * 6, 20, [0, 1, 2, 3, 4, 5]),
        (["123", "123", "9", "40", "7", "14"], 20, []),
        (["The Harbour Vote"] * 2, 4.5, [0, 1]),
        (["1", "2", "3"], 20, [0, 1, 2]),
        (["Vote 7", "Vote 8"], 20, [0, 1]),
        (["* * *"] * 2, 20, []),
        (["* * * * * * "] * 2, 20, [0, 1]),
    ],
    ids=(
        "two pages|other words|two of six|three of six|three of seven|half of the pages|fewer|close|mark"
        "|numbers on two pages|apart"
        "|numbers|with a number|short ornament|long ornament"
    ).split("|"),
)
def test_lines_apart_from_the_text_that_come_again_are_running_heads(
    heads: list[str], gap: float, found: list[int]
) -> None:
    assert find_running_heads(pages(heads, gap)) == {(page, 0) for page in found}


@pytest.mark.parametrize("lines", [3, 4])
def test_only_three_lines_from_each_edge_are_looked_at(lines: int) -> None:
    document = [[line(f"Head {n}", page, 700 - 20 * n) for n in range(lines)] for page in range(2)]
    document = [[*each, *(line(f"{text} {page}", page, 500 - 12 * n) for n, text in enumerate(TEXT * 2))]
                for page, each in enumerate(document)]  # fmt: skip
    assert {number for _, number in find_running_heads(document)} == {0, 1, 2}


def test_text_up_the_margin_is_no_text() -> None:
    document = pages(["One", "Two"])
    document[0].append(replace(line("arXiv 2026", 0, 300), turned=True))
    assert find_running_heads(document) == {(0, len(TEXT) + 1)}


@pytest.mark.parametrize(
    ("printed", "offset"),
    [
        (["5", "6", "7", "8"], 5),
        (["5", "6", "x", "x"], 5),
        (["5", "x", "x", "x"], 1),
        (["5", "6", "x", "x", "x"], 1),
        (["0", "1", "2", "3"], 1),
        (["1.5", "2.5", "x", "x"], 1),
        (["page 12 of 40", "page 13 of 40"], 12),
        ([], 1),
    ],
)
def test_pages_are_numbered_as_most_of_them_say(printed: list[str], offset: int) -> None:
    assert printed_offset([[line(said, page, 30)] for page, said in enumerate(printed)]) == offset


def word(text: str, left: float, row: int) -> PdfWord:
    return PdfWord(text, 0, left, left + 6 * len(text), 700 - 12 * row, 710 - 12 * row)


def numbered(numbers: Sequence[int | str], left: float = 30) -> list[list[PdfWord]]:
    return [
        [word(str(number), left, row), word("decided", 60, row), word("nothing", 110, row)]
        for row, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (numbered(range(1, 9)), 8),
        (numbered(range(1, 8)), 0),
        (numbered(range(5, 45, 5)), 8),
        (numbered(range(2, 18, 2)), 0),
        (numbered(["S1", *range(2, 9)]), 8),
        (numbered([*range(1, 10), 20]), 10),
        (numbered([*range(1, 9), 30, 20]), 0),
        (numbered(range(1, 9), left=200), 8),
        (numbered(range(1, 9), left=80), 0),
    ],
    ids="by one|too few|by five|by two|with a letter|one missing|two missing|at the right|within|".split("|")[:9],
)
def test_numbers_that_count_lines_stand_outside_of_them(rows: list[list[PdfWord]], found: int) -> None:
    assert len(find_line_numbers(rows)) == found
