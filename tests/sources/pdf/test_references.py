"""Reference lists as entries, and the links that lead to them."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.references import YEAR, find_entries
from tests.fixtures.hostile_files import lines, pdf
from tests.sources.opening import open_source

NAMES = ["Ortiz, M.", "Reid, T.", "Brandt, O.", "Lee, A.", "Chen, B."]


def opened(folder: Path, *pages: str) -> Article:
    (folder / "a.pdf").write_bytes(pdf(*pages))
    return open_source(str(folder / "a.pdf"))


def entry(number: int) -> tuple[str, str]:
    return (
        f"{NAMES[number % 5]} {1990 + number}. The harbour of Leith and",
        f"the price of its ice, part {number}. Press.",
    )


def blocks(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks]


def shown(rows: list[tuple[float, str]], top: float = 560, left: float = 50) -> str:
    return "\n".join(
        lines(words, left=left + indent, top=top - 12 * row, size=10) for row, (indent, words) in enumerate(rows)
    )


def listed(form: str, numbers: range) -> list[tuple[float, str]]:
    first, rest = (12.0, 0.0) if form == "first line" else (0.0, 12.0)
    mark = {"brackets": "[{}] ", "numbers": "{}. "}.get(form, "")
    return [
        row for n in numbers for row in zip((first, rest), (mark.format(n) + entry(n)[0], entry(n)[1]), strict=True)
    ]


@pytest.mark.parametrize("form", ["brackets", "numbers", "hanging", "first line"])
@pytest.mark.parametrize("heading", ["References", "7. LITERATURE CITED", "Bibliografía"])
def test_each_entry_is_a_block_over_pages(tmp_path: Path, form: str, heading: str) -> None:
    rows = listed(form, range(1, 11))
    article = opened(tmp_path, shown([(0, heading), *rows[:11]]), shown(rows[11:]))
    told = [" ".join(entry(n)) for n in range(1, 11)]
    found = [words.partition("] ")[2] if form == "brackets" else words for words in blocks(article)]
    assert [words for words in found if "harbour" in words] == told


def test_list_without_a_heading_is_found_by_its_first_number(tmp_path: Path) -> None:
    text = [(0.0, "The harbour stays open for good, as it was said before [2]."), (0.0, "Nobody was told.")]
    article = opened(tmp_path, shown([*text, *listed("brackets", range(1, 8))]))
    assert [words for words in blocks(article) if words.startswith("[")] == [
        f"[{n}] {' '.join(entry(n))}" for n in range(1, 8)
    ]


def test_a_list_goes_on_below_a_figure_and_ends_before_other_lines(tmp_path: Path) -> None:
    first, second = listed("hanging", range(1, 5)), listed("hanging", range(5, 9))
    page = [
        shown([(0, "References"), *first]),
        shown([(0, "Figure 2. The harbour"), (0, "of Leith in 1995.")], top=420),
    ]
    page += [shown(second, top=370), shown([(0, "Communicating editor: T. Reid, 1999")], top=240)]
    told = [words for words in blocks(opened(tmp_path, "\n".join(page))) if "price of its ice" in words]
    assert told == [" ".join(entry(n)) for n in range(1, 9)]


def test_labels_that_are_drawn_apart_stand_before_their_entries(tmp_path: Path) -> None:
    labels = [lines(f"[Lee9{n}]", left=50, top=548 - 24 * (n - 1), size=10) for n in range(1, 6)]
    rows = [row for n in range(1, 6) for row in ((40.0, entry(n)[0]), (40.0, entry(n)[1]))]
    article = opened(tmp_path, "\n".join([shown([(0, "References")]), *labels, shown(rows, top=548)]))
    assert [words for words in blocks(article) if "Leith" in words] == [
        f"[Lee9{n}] {' '.join(entry(n))}" for n in range(1, 6)
    ]


def test_labels_of_names_and_a_year_begin_entries_that_end_with_the_pages_that_cite_them() -> None:
    labels = ("[LC∗14]", "[Ray15]", "[OR16a]", "[BLC17]")
    entries = (f"{label} Lee A., Chen B.: The harbour of|Leith and its ice. Ice (1990). 1, 2" for label in labels)
    texts = ["References", *(text for entry in entries for text in entry.split("|"))]
    region = [PdfLine(text, 50, 250, 560 - 12 * row, 570 - 12 * row, 0, em=10) for row, text in enumerate(texts)]
    found = find_entries([region])
    assert [found[id(line)] for line in region[1:]] == [True, False] * 4


@pytest.mark.parametrize(("said", "years"), [("Ice 12, 2015.", ["2015"]), ("pages 2017–2025, ISSN 2044-6055", [])])
def test_the_year_of_a_work_is_none_of_its_pages(said: str, years: list[str]) -> None:
    assert YEAR.findall(said) == years


def test_citations_lead_to_their_entries(tmp_path: Path) -> None:
    text = [(0.0, "The harbour stays open, as it was said [3, 5] and is seen in"), (0.0, "Figure 2, and so it was.")]
    caption = shown([(0, "Figure 2. The harbour of Leith.")], top=500)
    article = opened(
        tmp_path,
        "\n".join([shown(text), caption, shown([(0, "References"), *listed("brackets", range(1, 8))], top=460)]),
    )
    targets = {mark.span.of(article.text): article.text[mark.target or 0 :][:12] for mark in article.marks}
    assert targets == {"3": "[3] Lee, A. ", "5": "[5] Ortiz, M", "Figure 2": "Figure 2. Th"}
    note = footnote_at(article, article.text.index("3, 5]"))
    assert note is not None
    assert note.note.of(article.text) == " ".join(entry(3))


def test_citations_in_parentheses_lead_to_their_entries_unless_they_are_few(tmp_path: Path) -> None:
    for said, cited in (("(1), so (2, 3), and (4)", ["1", "2", "3", "4"]), ("(1), so by (2)", [])):
        text = [(0.0, f"The harbour stays open {said}.")]
        page = [shown(text), shown([(0, "References"), *listed("brackets", range(1, 8))], top=460)]
        article = opened(tmp_path, "\n".join(page))
        assert [mark.span.of(article.text) for mark in article.marks] == cited


def test_a_name_with_a_year_leads_to_its_entry(tmp_path: Path) -> None:
    text = [(0.0, "So Ortiz and Reid (1995) have said, and others (Lee et al., 1993).")]
    article = opened(
        tmp_path, "\n".join([shown(text), shown([(0, "References"), *listed("hanging", range(1, 8))], top=500)])
    )
    targets = {mark.span.of(article.text): article.text[mark.target or 0 :][:9] for mark in article.marks}
    assert targets == {"Ortiz and Reid (1995": "Ortiz, M.", "Lee et al., 1993": "Lee, A. 1"}


def test_of_two_entries_with_a_name_and_a_year_the_one_with_as_many_authors_is_meant(tmp_path: Path) -> None:
    text = [(0.0, "So Lee (1994) has said, and others (Lee et al., 1994; Lee, 1995).")]
    entries = [
        f"{names} {year}. On the harbours of the north and of the south."
        for names, year in (("Lee, A., and Ray, T.", 1994), ("Lee, B.", 1994), ("Lee, C.", 1995), ("Lee, D.", 1995))
    ]
    page = [shown(text), shown([(0, "References"), *((0, each) for each in entries)], top=500)]
    article = opened(tmp_path, "\n".join(page))
    targets = {mark.span.of(article.text): article.text[mark.target or 0 :][:7] for mark in article.marks}
    assert targets == {"Lee (1994": "Lee, B.", "Lee et al., 1994": "Lee, A."}


def test_a_list_of_sources_without_years_is_text(tmp_path: Path) -> None:
    rows = [(0.0, "Sources"), *((0.0, f"{n}. Water from the well of the town, which is good") for n in range(1, 6))]
    assert len(blocks(opened(tmp_path, shown(rows)))) == 6
