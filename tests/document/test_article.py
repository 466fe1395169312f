"""Queries about the text of an article."""

import re
from dataclasses import replace

import pytest

from reader.document import article
from reader.document.digest import text_digest
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.sources.blocks import MORE, PROSE


def test_a_span_is_half_open() -> None:
    span = Span(2, 5)
    assert len(span) == 3
    assert [offset in span for offset in (1, 2, 4, 5)] == [False, True, True, False]
    assert span.overlaps(Span(4, 9))
    assert not span.overlaps(Span(5, 9))
    assert Span(0, 9).holds(span)
    assert span.holds(span)
    assert not span.holds(Span(2, 6))
    assert span.of("abcdefg") == "cde"


@pytest.mark.parametrize(
    ("labels", "timed"), [((), False), (("12:34",), True), (("12",), False), (("12", "1:3"), False)]
)
def test_speech_has_times_for_pages(labels: tuple[str, ...], timed: bool) -> None:
    pages = tuple(article.Page(number, label) for number, label in enumerate(labels))
    assert replace(read_plain(PROSE), pages=pages).is_timed is timed


def test_id_depends_only_on_the_text() -> None:
    here, there = read_plain(PROSE, "/a.txt"), read_plain(PROSE, "-")
    assert here.text_id == there.text_id
    assert re.fullmatch(r"[a-z2-7]{10}", here.text_id)
    assert here.sha256 == text_digest(PROSE)
    assert read_plain(PROSE + "!").text_id != here.text_id


ARTICLE = read_markdown(f"# Title\n\n{PROSE}\n\n## One\n\n{MORE}\n\n---\n\n- item\n\n### Two\n\nlast\n")


def test_paragraph_numbers_skip_headings_and_rules() -> None:
    numbers = {block.span.of(ARTICLE.text)[:5]: ARTICLE.paragraph_number(block.span.start) for block in ARTICLE.blocks}
    assert numbers == {"Title": 1, "The c": 1, "One": 1, "Ortiz": 2, "⁂": 2, "item": 3, "Two": 3, "last": 4}


def test_offset_between_blocks_belongs_to_the_first() -> None:
    first = ARTICLE.blocks[1]
    assert ARTICLE.block_at(first.span.end) == first
    assert ARTICLE.block_at(first.span.end + 1) == first
    assert ARTICLE.block_at(10**9) == ARTICLE.blocks[-1]
    assert read_plain("\n\n words").block_index(0) == 0


@pytest.mark.parametrize("text", ["one two three", " one  two ", "", "a", "a\nb\n\nc d", "onetwo three"])
@pytest.mark.parametrize("at_once", range(1, 8))
def test_words_are_counted_wherever_the_text_is_divided(
    text: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article, "COUNTED_AT_ONCE", at_once)
    assert read_plain(text).word_count == len(read_plain(text).text.split())


def test_outline_omits_the_title() -> None:
    assert [heading.span.of(ARTICLE.text) for heading in ARTICLE.headings] == ["One", "Two"]
    assert ARTICLE.heading_at(ARTICLE.text.index("council")) is None
    assert ARTICLE.heading_at(ARTICLE.text.index("Ortiz")) == ARTICLE.headings[0]
    assert ARTICLE.heading_at(ARTICLE.text.index("last")) == ARTICLE.headings[1]


def test_article_without_blocks_can_be_queried() -> None:
    nothing = read_plain(" \n")
    assert (nothing.blocks, nothing.title, nothing.headings) == ((), "", ())
    assert nothing.paragraph_number(0) == 1
    assert nothing.heading_at(0) is None


def test_the_beginning_holds_whole_blocks_and_cuts_only_one_that_is_longer() -> None:
    article = read_plain("The quay.\n\nIt is shut.\n\n" + "Boats wait. " * 9)
    assert [block.span.of(article.text) for block in article.beginning(25).blocks] == ["The quay.", "It is shut.", "B"]
    assert [len(block.span) for block in article.beginning(12).blocks] == [9]
    assert article.beginning(999).blocks == article.blocks
    assert article.beginning(11).text == "The quay."


def test_a_beginning_has_the_marks_that_end_in_it() -> None:
    article = read_markdown("*The* **quay.**\n\n*It* is shut.\n")
    assert [mark.span.of(article.text) for mark in article.beginning(9).marks] == ["The", "quay."]


def test_the_page_of_a_place_is_the_last_that_begins_before_it() -> None:
    pages = (article.Page(3, "xii"), article.Page(9, "13"))
    numbered = replace(read_plain(PROSE), pages=pages)
    assert [numbered.page_at(offset) for offset in (0, 2, 3, 8, 9, 99)] == ["", "", "xii", "xii", "13", "13"]
    assert [article.cited_page(label) for label in ("xii", "12:34")] == ["p. xii", "12:34"]
