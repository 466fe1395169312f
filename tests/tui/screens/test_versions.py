"""The rows of the screen of versions, side by side and below each other."""

import re

import pytest

from reader.analysis.engine import analyze
from reader.session.versions.comparison import Comparison, comparison_object
from reader.session.versions.objects import ComparisonObject, VersionObject, VersionsObject
from reader.session.versions.passages import TextComparison
from reader.session.versions.quotations import compare_quotes
from reader.sources.plain import read_plain
from reader.text.width import cells_of
from reader.tui.screens.versions import ChangeRow, describe_versions, report_rows
from reader.tui.widgets.rows import HeadingRow

OLD = """The Vote

The council  of Leith
voted on Friday.

“It was fair,” said Ann Lee.
"""


def report(old: str, new: str) -> VersionsObject:
    texts = TextComparison(read_plain(old), read_plain(new))
    articles = (texts.old.article, texts.new.article)
    quotes, appeared, former = compare_quotes(texts, *(analyze(article, "rules") for article in articles))
    found = Comparison(1, 2, *articles, texts.counts, tuple(texts.passages()), quotes, appeared, former)
    return report_of([version(1), version(2)], comparison_object(found))


def version(number: int, since: str | None = None, *, opened: bool = True) -> VersionObject:
    return {"number": number, "sha256": "", "since": since, "fetched": None, "words": 9, "opened": opened}


def report_of(versions: list[VersionObject], found: ComparisonObject | None) -> VersionsObject:
    return {"article": "", "title": "The Vote", "source": "-", "versions": versions, "comparison": found}


def compared(old: int, new: int) -> ComparisonObject:
    words = {"removed": 0, "added": 0, "moved": 0}
    return {
        "from": old,
        "to": new,
        "words": words,
        "passages": [],
        "quotes": [],
        "new_speakers": [],
        "former_speakers": [],
    }


def test_words_that_differ_are_marked_side_by_side() -> None:
    found = report(OLD, OLD.replace("Friday", "Monday night"))
    heading, row = report_rows(found)
    assert isinstance(heading, HeadingRow)
    assert heading.title == "Text: 1 removed, 2 added"
    lines = row.lines(80)
    assert all(sum(cells_of(words) for words, _ in line) <= 80 for line in lines)
    assert "".join(words for words, _ in lines[1]).split("│")[0].strip() == "The council of Leith voted on Friday."
    assert [words for line in lines for words, kind in line if kind == "differs"] == ["Friday.", "Monday", "night."]


def test_narrow_rows_have_the_later_text_below() -> None:
    (_, row) = report_rows(report(OLD, OLD.replace("Friday", "Monday")))
    lines = ["".join(words for words, _ in line) for line in row.lines(50)]
    assert lines == [
        "¶ 2  then",
        "The council of Leith voted on Friday.",
        "¶ 2  now",
        "The council of Leith voted on Monday.",
    ]


def test_quotations_come_first_with_their_speakers() -> None:
    found = report(OLD, OLD.replace("Ann Lee", "Bob Stone"))
    rows = report_rows(found)
    titles = [row.title for row in rows if isinstance(row, HeadingRow)]
    assert titles == [
        "Quotations: 1 changed",
        "New speakers: Bob Stone",
        "No longer quoted: Ann Lee",
        "Text: 2 removed, 2 added",
    ]
    head = "".join(words for words, _ in rows[1].lines(80)[0])
    assert "Ann Lee" in head.split("│")[0]
    assert "Bob Stone  other speaker" in head.split("│")[1]
    assert "bob stone" in rows[1].about.words.casefold()
    assert rows[1].span


@pytest.mark.parametrize("width", [20, 80, 200])
def test_any_text_fits(width: int) -> None:
    odd = OLD.replace("Friday", "W" * 300 + " 漢字" * 40 + " \u202e‏\t")
    for row in report_rows(report(OLD, odd)):
        assert all(sum(cells_of(words) for words, _ in line) <= width for line in row.lines(width))
        if isinstance(row, ChangeRow) and row.changed["new"] is None:
            assert row.span is None


@pytest.mark.parametrize(
    ("count", "old", "new", "said"),
    [
        (2, 1, 2, "1 (2026-03-01) → 2 (2026-03-02)"),
        (3, 1, 2, "1 (2026-03-01) → 2 (2026-03-02) of 3"),
        (4, 2, 4, "2 (2026-03-02) → 4 (not opened yet) of 4"),
        (1, 0, 0, ""),
    ],
)
def test_the_versions_that_are_compared_are_told(count: int, old: int, new: int, said: str) -> None:
    days = [f"2026-03-0{number}T12:00:00+00:00" for number in range(1, count + 1)]
    versions = [version(number, day, opened=number < 4) for number, day in enumerate(days, 1)]
    assert describe_versions(report_of(versions, compared(old, new) if new else None)) == said


def test_versions_of_one_day_are_told_by_the_hour_and_others_without_a_date_as_unknown() -> None:
    versions = [version(number, f"2026-03-01T12:{minute}:00+00:00") for number, minute in ((1, 10), (2, 25))]
    said = describe_versions(report_of(versions, compared(1, 2)))
    assert re.fullmatch(r"1 \(\d\d:10\) → 2 \(\d\d:25\)", said)
    unknown = [version(1), versions[1]]
    assert describe_versions(report_of(unknown, compared(1, 2))) == "1 (date unknown) → 2 (2026-03-01)"
