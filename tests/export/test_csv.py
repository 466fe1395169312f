"""CSV exports."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Page
from reader.export.csv import COLUMNS, is_table_of, to_csv, to_marked_csv
from reader.text.sanitize import HOSTILE, clean
from tests.export.tables import table
from tests.fixtures.harbour import ID, harbour, one_note, with_uncertain_quotes


def test_table_has_one_row_per_note() -> None:
    rows = {row["id"]: row for row in table(harbour())}
    assert len(rows) == 8
    assert list(rows["aaaaaaaaa1"]) == list(COLUMNS)
    told = rows["3f6a2c7k4m"]
    assert told["content"] == "“We were not told until Friday,” Ortiz said."
    assert (told["document"], told["comment"]) == ("The Harbour Vote", "My note, Markdown as I wrote it. #budget")
    assert (told["tags"], told["speaker"], told["paragraph"]) == ("budget, city/housing", "Maria Ortiz", "2")
    assert told["url"].startswith("https://example.org/harbour#:~:text=We%20were")
    assert (told["state"], told["article"]) == ("exact", ID)


def test_table_distinguishes_highlights_page_notes_and_orphans() -> None:
    rows = {row["id"]: row for row in table(harbour())}
    assert [rows[own]["type"] for own in ("3f6a2c7k4m", "fffffffff6", "aaaaaaaaa1")] == [
        "annotation",
        "highlight",
        "page note",
    ]
    gone = rows["eeeeeeeee5"]
    assert (gone["content"], gone["state"], gone["start"]) == ("The mayor\nhad resigned.", "orphaned", "")
    assert rows["ddddddddd4"]["content"] == "Voters decide in May."
    assert rows["aaaaaaaaa1"]["content"] == ""


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", '"=1', "＝1", "－1", "=cmd|' /C calc'!A0"]
)
def test_formulas_are_neutralized(cell: str) -> None:
    (row,) = table(one_note("Words.", cell, ()))
    assert row["comment"] == f"'{cell}".rstrip()


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_cell_round_trips(text: str, words: str) -> None:
    (row,) = table(one_note(clean(words), clean(text)))
    assert row["comment"].removeprefix("'") in (clean(text), clean(text).removeprefix("'"))
    assert not HOSTILE.search(to_csv(one_note(words, text)).replace("\r\n", ""))


def test_table_has_page_labels() -> None:
    exported = harbour()
    article = replace(exported.article, pages=(Page(0, "xii"), Page(len(exported.article.text) - 1, "1")))
    rows = {row["id"]: row["page"] for row in table(replace(exported, article=article))}
    assert (rows["3f6a2c7k4m"], rows["aaaaaaaaa1"], rows["eeeeeeeee5"]) == ("xii", "", "")


def test_byte_order_mark_is_optional() -> None:
    exported = one_note("Words.", "words")
    assert to_marked_csv(exported) == "\ufeff" + to_csv(exported)


def test_uncertain_speakers_are_marked() -> None:
    rows = {row["id"]: row["speaker"] for row in table(with_uncertain_quotes(harbour()))}
    assert rows["3f6a2c7k4m"] == "Maria Ortiz (uncertain)"


def test_table_has_a_header_and_crlf() -> None:
    made = to_csv(one_note("Words.", "two\nlines"))
    assert made.startswith("id,document,")
    assert made.count("\r\n") == 2


EARLIER = (
    "id document tags content comment type color speaker paragraph page url state start end created updated author"
    " published source fetched sha256 article",
    "id document tags content comment type color speaker paragraph page url state start end created updated article",
    "id document tags content comment type speaker paragraph page url state start end created updated article",
)


@pytest.mark.parametrize("columns", EARLIER)
def test_a_table_of_an_earlier_version_is_written_over(columns: str) -> None:
    heading = columns.replace(" ", ",")
    assert is_table_of(f"{heading}\n{',' * heading.count(',')}{ID}\n", ID)
    assert not is_table_of(f"{heading}\n{',' * heading.count(',')}another\n", ID)
    assert not is_table_of(f"{heading},mine\n{',' * heading.count(',')}{ID},\n", ID)
