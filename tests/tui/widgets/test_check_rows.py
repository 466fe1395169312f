"""The rows of checked quotations."""

from dataclasses import replace

import pytest

from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.check_client import FoundFact, FoundPassage, QuotationCheck
from reader.tui.widgets.check_rows import FactRow, SourcedRow, words_in_source
from reader.verification import Attribution, Difference, FactResult, Frame, WordsVerdict

PASSAGE = FoundPassage("id", "The Harbour Vote", "/vote.md", Span(0, 4), "We were not told", "Maria Ortiz", "¶ 2")

DIFFERENCES = (Difference("We were", "We were", True), Difference("", "not", False), Difference("told", "told", True))


def check(
    words: WordsVerdict = "verbatim",
    attribution: Attribution | None = "same",
    passage: FoundPassage | None = PASSAGE,
    differences: tuple[Difference, ...] = (),
    remarks: tuple[str, ...] = (),
) -> QuotationCheck:
    text = "We were told"
    return QuotationCheck(Span(3, 15), text, "Maria Ortiz", words, attribution, differences, remarks, passage)


def drawn(row: SourcedRow, width: int) -> list[str]:
    lines = ["".join(words for words, _ in line) for line in row.lines(width)]
    assert all(cells_of(line) <= width for line in lines)
    return [line.rstrip() for line in lines]


@pytest.mark.parametrize(
    ("row", "first"),
    [
        (SourcedRow(check(), 3), "✓ verbatim, same speaker"),
        (SourcedRow(check("adapted", "unknown"), 3), "✓ adapted, speaker unknown"),
        (SourcedRow(check("verbatim", "other"), 3), "✗ verbatim, but said by Maria Ortiz"),
        (SourcedRow(check("missing", None, None), 3), "✗ missing: in no source"),
        (SourcedRow(check("altered"), 3, "2026-11-26T10:00:00Z"), "☑ altered, same speaker"),
    ],
)
def test_the_verdict_in_words_and_a_sign(row: SourcedRow, first: str) -> None:
    assert drawn(row, 60)[0].startswith(first)
    assert drawn(row, 60)[0].endswith("¶ 3")
    assert row.check.verdict in row.about.words


def test_a_verbatim_quotation_is_shown_once() -> None:
    assert drawn(SourcedRow(check(), 3), 40)[1:] == ["  “We were told”", "  → The Harbour Vote                 ¶ 2"]


def test_other_words_stand_below_or_beside_each_other_with_the_differing_ones_lit() -> None:
    row = SourcedRow(check("altered", differences=DIFFERENCES, remarks=("a negation is left out: “not”",)), 3)
    assert drawn(row, 40)[1:3] == ["  draft  We were told", "  source We were not told"]
    assert ("not", "changed") in row.lines(40)[2]
    assert drawn(row, 60)[2] == f"  {'We were told':<27} │ We were not told"
    assert drawn(row, 40)[-1] == "  a negation is left out: “not”"


def test_an_accepted_verdict_tells_when() -> None:
    row = SourcedRow(check("altered"), 3, "2026-11-26T10:00:00Z")
    assert drawn(row, 40)[1].startswith("  checked by you, ")


@pytest.mark.parametrize("width", [12, 20, 33, 58, 90])
def test_no_line_is_wider_than_the_list(width: int) -> None:
    many = Difference("a very long stretch of words " * 9, "東京の港" * 20 + " word" * 40, False)
    row = SourcedRow(check("altered", "other", differences=(*DIFFERENCES, many), remarks=("remark " * 20,)), 3)
    drawn(row, width)


@pytest.mark.parametrize(
    ("result", "own", "ticked", "lines", "urgent"),
    [
        ("same", "43", "", ["✓ figure “34”   ¶ 3", "  → The Harbour Vote   ¶ 2"], False),
        ("differs", "43", "", ["✗ figure “34”: the source has “43”   ¶ 3", "  → The Harbour Vote   ¶ 2"], True),
        ("not_found", "", "", ["– figure “34”: not found   ¶ 3"], False),
        (
            "not_found",
            "",
            "2026-11-26T10:00:00Z",
            ["☑ figure “34”: not found   ¶ 3", "  checked by you, 26 Nov"],
            False,
        ),
    ],
)
def test_a_fact_with_what_the_source_has(
    result: FactResult, own: str, ticked: str, lines: list[str], urgent: bool
) -> None:
    row = FactRow(FoundFact(Span(3, 5), "34", "figure", result, PASSAGE if own else None, own), 3, ticked)
    assert [" ".join(line.split()) for line in drawn(row, 60)] == [" ".join(line.split()) for line in lines]
    assert (row.urgency == 0) == urgent == bool(row.spans)
    assert "34" in row.about.words


SENTENCES = "If it rains,\nwe go to Leith."


@pytest.mark.parametrize(
    ("words", "cut", "differences", "shown"),
    [
        ("we go to Leith", "", (), [("If it rains, ", ""), ("we go to Leith", "quote"), (".", "")]),
        ("If it rains", "", (), [("If it rains", "quote"), (", we go to Leith.", "")]),
        (
            "we go to Leith",
            "If it rains",
            (),
            [("If it rains", "differs"), (", ", ""), ("we go to Leith", "quote"), (".", "")],
        ),
        (
            "we go to Leith.",
            "to",
            (),
            [("If it rains, ", ""), ("we go ", "quote"), ("to", "differs"), (" Leith.", "quote")],
        ),
        (
            "we go",
            "",
            (Difference("they", "we", False), Difference("go", "go", True)),
            [("If it rains, ", ""), ("we", "changed"), (" ", "quote"), ("go", "quote"), (" to Leith.", "")],
        ),
    ],
)
def test_of_the_source_whole_sentences_are_shown_with_what_was_quoted_and_cut_off(
    words: str, cut: str, differences: tuple[Difference, ...], shown: list[tuple[str, str]]
) -> None:
    spans = [Span(20 + SENTENCES.index(each), 20 + SENTENCES.index(each) + len(each)) for each in (words, cut)]
    passage = replace(PASSAGE, span=spans[0], text=words, sentences=SENTENCES, sentences_start=20)
    frame = Frame("denied", True, cut, spans[1]) if cut else None
    assert words_in_source(replace(check(passage=passage, differences=differences), frame=frame)) == shown


def test_of_missing_words_the_nearest_are_shown() -> None:
    assert words_in_source(check("missing", None, None)) == []
    assert words_in_source(check("missing", None)) == [("nearest  ", "dim"), ("We were not told", "")]
