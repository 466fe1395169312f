"""Lines of a page as paragraphs and headings."""

from dataclasses import replace

import pytest

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Typography, build_paragraphs

LEADING, WIDTH = 12, 300


def line(number: int, text: str, *, height: float = 10, em: float = 10) -> PdfLine:
    bottom = 700 - LEADING * number
    return PdfLine(text, 50, 50 + WIDTH, bottom, bottom + height, 0, em=em)


def paragraphs(*lines: PdfLine) -> list[tuple[str, int]]:
    """The kinds of the paragraphs, and their numbers of lines."""
    found = build_paragraphs([lines], Typography.of([lines]))
    return [(paragraph.kind, len(paragraph.lines)) for paragraph in found]


TEXT = [line(number, "the council of Leith has decided that the harbour stays open to") for number in range(6)]


def test_letters_of_a_formula_are_higher_but_no_larger() -> None:
    formula = line(6, "those for whom x in U and y in V, as we have seen in the first", height=11.6)
    assert paragraphs(*TEXT, formula, line(7, "part of this book, which ends here.")) == [("text", 8)]


def test_larger_letters_are_a_heading() -> None:
    assert paragraphs(*TEXT, line(8, "The harbour of Leith", height=11.6, em=11.6)) == [("text", 6), ("heading", 1)]


def test_letters_are_as_large_as_they_are_high_where_the_file_does_not_say() -> None:
    assert paragraphs(*TEXT, line(8, "The harbour of Leith", height=11.6, em=0)) == [("text", 6), ("heading", 1)]


def test_larger_letters_of_a_typewriter_are_a_heading_and_others_code() -> None:
    heading = replace(line(8, "The harbour of Leith", height=14, em=14), fixed=True)
    sentence = replace(line(8, "The harbour of Leith closes.", height=14, em=14), fixed=True)
    code = replace(line(8, "harbour = leith"), fixed=True)
    assert [paragraphs(*TEXT, one)[1:] for one in (heading, sentence, code)] == [
        [("heading", 1)],
        [("code", 1)],
        [("code", 1)],
    ]


def test_bold_line_between_lines_of_text_is_a_heading() -> None:
    heading = replace(line(6, "The harbour of Leith in the years since the war of nineteen fourteen"), bold=True)
    below = [line(number, "Council of Leith has decided that the harbour stays open to all") for number in (7, 8)]
    assert paragraphs(*TEXT, heading, *below) == [("text", 6), ("heading", 1), ("text", 2)]


def test_heading_continues_below_a_line_that_ends_in_bold_words() -> None:
    first, last = (line(number, "The harbour of Leith", height=14, em=14) for number in (8, 9))
    bold = replace(first, text="and its ferries", left=350, right=450, bold=True)
    assert paragraphs(*TEXT, first, bold, last) == [("text", 6), ("heading", 3)]


def test_bold_sentence_at_the_top_of_a_column_does_not_continue_the_last_one() -> None:
    words = ["the harbour of Leith stays open to all who come by sea, as it was before", "and as it is to be."]
    top = [replace(line(number, text), left=450, right=750, region=1) for number, text in enumerate(words)]
    assert paragraphs(*TEXT, *top) == [("text", 8)]
    assert paragraphs(*TEXT, *(replace(each, bold=True) for each in top)) == [("text", 6), ("text", 2)]


# -- paragraphs that nothing but an indented first line sets apart ----------------------------------------------------


def indented(*texts: str, first: int = 0, indent: float = 12) -> list[PdfLine]:
    """Lines from the top of a column; "> " before a text indents it."""
    return [
        replace(line(first + number, text.removeprefix("> ")), left=50 + indent * text.startswith("> "))
        for number, text in enumerate(texts)
    ]


PROSE = ["> The council of Leith decided on Friday that the port shall stay open", "as it was, said Maria Ortiz."] * 12


def test_indented_lines_one_below_the_other_are_paragraphs() -> None:
    speech = [
        "> “We were not told of it before Friday night,” said Maria Ortiz.",
        "> “Nor was anybody else.”",
        "She left.",
    ]
    lines = indented(*PROSE, *speech)
    assert paragraphs(*lines)[12:] == [("text", 1), ("text", 2)]


def test_indented_passage_stays_whole_where_first_lines_are_not_indented() -> None:
    plain = [text.removeprefix("> ") for text in PROSE[:6]]
    quoted = ["> “A harbour is a promise to those who are born there.”", "> You make it once, and then you keep it."]
    assert paragraphs(*indented(*plain, *quoted))[-1] == ("text", 2)


def test_paragraph_goes_on_in_the_next_column_after_a_full_stop() -> None:
    left = indented(
        *PROSE,
        "> The vote was close and nobody in the gallery had known of the motion",
        "before it was read. It passed.",
    )
    right = indented("They say that two members of the council left before the end of it,", "and so did the press.")
    right += indented("> Another paragraph begins here, and it goes on for a line or two", "more.", first=2)
    lines = left + [replace(each, left=each.left + 400, right=each.right + 400, region=1) for each in right]
    assert paragraphs(*lines)[12:] == [("text", 4), ("text", 2)]


def test_line_that_is_not_full_ends_the_paragraph_before_the_next_column() -> None:
    left = indented(
        *PROSE, "> The vote was close and nobody in the gallery had known of the motion", "before it was read."
    )
    left[-1] = replace(left[-1], right=200)
    right = indented("They say that two members of the council left before the end of it,", "and so did the press.")
    lines = left + [replace(each, left=each.left + 400, right=each.right + 400, region=1) for each in right]
    assert paragraphs(*lines)[12:] == [("text", 2), ("text", 2)]


@pytest.mark.parametrize(("bold", "usual"), [(4, True), (3, False), (2, False)])
def test_type_is_usual_that_more_than_half_of_the_letters_have(bold: int, usual: bool) -> None:
    lines = [replace(each, bold=number < bold, fixed=number >= 6 - bold) for number, each in enumerate(TEXT)]
    setting = Typography.of([lines])
    assert (setting.bold, setting.fixed) == (usual, usual)
    assert (setting.size, setting.em, setting.leading) == (10, 10, LEADING)
