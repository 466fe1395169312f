"""Labels within a figure are no text of the paper."""

import pytest

from reader.sources.pdf.figures import mark_figures
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Kind, PdfParagraph, Typography

SETTING = Typography(10, 10, 12, bold=False, fixed=False)

Made = tuple[Kind, float, list[str]]
"""A paragraph: its kind, the size of its letters, its lines."""

CAPTION: Made = ("caption", 9.0, ["Figure 2: How many ships came"])
TICKS: Made = ("text", 7.0, ["1,000", "500", "0"])
AXIS: Made = ("text", 7.0, ["Number of ships that came in a month"])


def marked(*made: Made, page: int = 0) -> list[str]:
    """The first words of what became furniture; the last paragraph is on `page`."""
    last = len(made) - 1
    paragraphs = [
        PdfParagraph(kind, [PdfLine(text, 50, 90, 700, 700 + em, page * (at == last), em=em) for text in texts])
        for at, (kind, em, texts) in enumerate(made)
    ]
    mark_figures(paragraphs, SETTING)
    return [each.lines[0].text for each in paragraphs if each.kind == "furniture"]


def test_what_stands_above_the_caption_in_short_pieces_is_of_the_figure() -> None:
    text: Made = ("text", 10.0, ["The harbour of Leith has been open since the year of the great storm."])
    letter: Made = ("heading", 16.0, ["T"])
    assert marked(text, AXIS, letter, TICKS, CAPTION) == [AXIS[2][0], "T", "1,000"]


def test_the_heading_of_a_section_above_a_figure_stays_and_one_within_it_does_not() -> None:
    heading: Made = ("heading", 12.0, ["3 Results"])
    assert marked(heading, TICKS, CAPTION) == ["1,000"]
    assert marked(AXIS, heading, TICKS, CAPTION) == [AXIS[2][0], "3 Results", "1,000"]


@pytest.mark.parametrize(
    "above",
    [
        ("table", 7.0, ["Leith 12 40", "Orra 9 31", "Hull 5 2"]),
        ("text", 10.0, ["x = y + 1"]),
        ("text", 7.0, ["We asked every captain who came.", "They told us so.", "So did we."]),
        ("text", 7.0, ["[3] University of Leith", "{ann, tom}@example.org", "Leith"]),
        ("code", 7.0, ["for ship in ships:", "count(ship)", "done"]),
        ("caption", 9.0, ["Table 1: Ships", "by month", "and year"]),
    ],
)
def test_tables_equations_sentences_addresses_code_and_captions_above_a_caption_stay(above: Made) -> None:
    assert marked(above, CAPTION) == []


def test_a_caption_of_a_figure_is_any_that_is_of_no_table() -> None:
    assert marked(TICKS, ("caption", 9.0, ["Abbildung 2: Schiffe"])) == ["1,000"]
    assert marked(TICKS, ("caption", 9.0, ["Tabelle 2: Schiffe"])) == []


def test_labels_above_the_caption_of_a_table_or_on_another_page_stay() -> None:
    assert marked(TICKS, ("caption", 9.0, ["Table 2: Ships by month"])) == []
    assert marked(TICKS, CAPTION, page=1) == []
