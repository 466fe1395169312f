"""The sections and tag lines of an export."""

import re
from dataclasses import replace

from reader.document.article import BlockKind, Role
from reader.export.export_data import ExportData
from reader.export.markdown.region import to_markdown
from tests.fixtures.harbour import (
    ID,
    NOTHING,
    article_of,
    body,
    harbour,
    headings_of,
    note_on,
    one_note,
    plain,
    span_of,
    values,
    with_uncertain_quotes,
)


def test_tag_line_has_only_tags_missing_from_the_text() -> None:
    markdown = to_markdown(one_note("Words.", "A #budget `#code`", ("budget", "code", "city/housing")))
    assert "\n#code #city/housing · ¶ 1 · 2026-03-05\n" in markdown
    assert values(markdown)["tags"] == ["budget", "city/housing", "code"]


def test_tags_merged_by_obsidian_rules_are_reported() -> None:
    markdown = to_markdown(one_note("Words.", "", ("city hall", "city-hall", "a-->b", "a---b")))
    assert values(markdown)["tags"] == ["a---b", "city-hall"]
    assert 'one tag here, #city-hall, is written in several ways in the notes: "city hall", "city-hall" -->' in markdown
    assert '"a---b", "a- - >b" -->' in markdown
    assert "\n#city-hall #a---b ·" in markdown


def test_empty_sections_are_omitted() -> None:
    assert headings_of(body(to_markdown(ExportData(plain("Words."), ID, NOTHING, ())))) == []


def test_heading_of_a_note_is_below_those_of_its_section_however_deep_that_is() -> None:
    levels: list[tuple[str, BlockKind, int, Role]] = [(f"Part {n}", "heading", n, "body") for n in range(1, 7)]
    article = article_of([*levels, ("The council voted.", "paragraph", 0, "body")])
    note = note_on(article, span_of(article, "The council voted."), "# My own heading\n\nand words")
    assert headings_of(body(to_markdown(ExportData(article, ID, NOTHING, (note,))))) == [
        "## Part 1",
        "### Part 2",
        "#### Part 3",
        "##### Part 4",
        "##### Part 5",
        "##### Part 6",
        "###### My own heading",
    ]


def test_uncertain_speakers_are_marked() -> None:
    markdown = to_markdown(with_uncertain_quotes(harbour()))
    assert "**Maria Ortiz** (uncertain) · [" in markdown
    assert "” · uncertain · [" in markdown
    assert "uncertain" not in to_markdown(harbour())


def test_quote_ids_do_not_depend_on_other_quotes() -> None:
    exported = harbour()
    ids = re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(exported), re.MULTILINE)
    fewer = replace(exported, analysis=replace(exported.analysis, quotes=exported.analysis.quotes[1:]))
    assert len(set(ids)) == 3
    assert re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(fewer), re.MULTILINE) == ids[1:]
