"""Names on the lines below a title, and what stands beside them."""

import pytest

from reader.sources.pdf.authors import declared_names, read_byline
from reader.sources.pdf.lines import PdfLine

TITLE = [PdfLine("The Harbour of Leith", 100, 400, 700, 718, 0, em=18)]


def line(text: str, row: int, *, left: float = 120, em: float = 12, cells: tuple[str, ...] = ()) -> PdfLine:
    bottom = 670 - 16 * row
    return PdfLine(text, left, left + 5 * len(text), bottom, bottom + 10, 0, em=em, cells=cells)


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (["Ann Lee (ann@leith.org)1,[2]", "Bo Chen (bo@leith.org)[1]"], ["Ann Lee", "Bo Chen"]),
        (["Ann Lee, Leith College, NY", "Bo Chen, University of Ice"], ["Ann Lee", "Bo Chen"]),
        (["Ann Lee, Leith College; Bo Chen, University of Ice; Tom Ray and"], ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (["Ann Lee ♠, Bo Chen ♣", "University of Leith ♠, Institute of Ice ♣"], ["Ann Lee", "Bo Chen"]),
        (["Laszl ´ o Szabo, Ann Lee"], ["Laszlo Szabo", "Ann Lee"]),
        (["Ann Lee, Bo Chen, Orr", "Reid and Tom Ray"], ["Ann Lee", "Bo Chen", "Orr Reid", "Tom Ray"]),
        (["Ann Lee1n, Bo Chen t"], ["Ann Lee", "Bo Chen"]),
        (["Toby Lee, Yvon Chen"], ["Toby Lee", "Yvon Chen"]),
        (["Ann Lee[a],[*], Bo Chen[b,c], Jean\u2011Luc Ray[a]"], ["Ann Lee", "Bo Chen", "Jean-Luc Ray"]),
        (["Ann Lee Æ Bo Chen Æ", "Tom Ray"], ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (["A. Lee, M.A. Chen, B.S. Ray"], ["A. Lee", "M. A. Chen", "B. S. Ray"]),
        (["Ann Lee, M.S.[1], Bo Chen, PhD[2], CCC-SLP, Tom Ray, B.A.[1]"], ["Ann Lee", "Bo Chen", "Tom Ray"]),
        (["Mei-Lin (May) Lee[1], Bo Chen[2]"], ["Mei-Lin Lee", "Bo Chen"]),
        (["ANN PE´ RON, BO CHEN"], ["Ann Peron", "Bo Chen"]),
        (["Ann Lee, Bo Chen, Tom R.", "Ray, Maria Ortiz"], ["Ann Lee", "Bo Chen", "Tom R. Ray", "Maria Ortiz"]),
        (["Author(s): Ann Lee, Bo Chen"], ["Ann Lee", "Bo Chen"]),
        (["Ann Lee", "Leith SOM", "Bo Chen"], ["Ann Lee", "Bo Chen"]),
        (["Doktor der Naturwissenschaften", "Ann Lee"], ["Ann Lee"]),
        (["University of Leith", "Portland, OR"], []),
    ],
)
def test_names_are_read_without_what_stands_beside_them(below: list[str], names: list[str]) -> None:
    assert list(read_byline([line(text, row) for row, text in enumerate(below)], TITLE)[0]) == names


def test_each_cell_of_a_row_is_a_name() -> None:
    row = line("Ann Lee   Bo Chen", 0, cells=("Ann Lee", "Bo Chen"))
    names, _, places = read_byline([row, line("University of Leith", 1, em=9)], TITLE)
    assert names == ("Ann Lee", "Bo Chen")
    assert [each.text for each in places] == ["University of Leith"]


def test_a_row_beside_the_title_names_nobody() -> None:
    assert read_byline([line("The Solution", 0, left=420)], TITLE)[0] == ()


@pytest.mark.parametrize(
    ("entered", "names"),
    [
        ("blackAnn Lee , Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee, University of Leith", []),
        ("Ann Lee, chrisq", []),
        ("", []),
    ],
)
def test_a_file_names_authors_if_it_names_nothing_else(entered: str, names: list[str]) -> None:
    assert declared_names(entered) == names
