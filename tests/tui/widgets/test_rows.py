"""Rows of names, quotes and notes: what they say, and that they fit."""

import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Contender, Entity, Quote, Speaker
from reader.analysis.packed import Quotes
from reader.anchoring import Placement, describe
from reader.annotations.notes import Note, NoteRevision, new_note
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.widgets.note_rows import DraftRow, NoteRow
from reader.tui.widgets.quote_rows import QUOTE_LINES, ListedQuotes, QuoteRow
from reader.tui.widgets.rows import (
    BAR_WIDTH,
    ListRow,
    NameRow,
    count_bar,
    format_day,
    wrap_at_most,
    wrap_pieces,
    wrap_text,
)
from reader.tui.widgets.tab_rows import listing, quote_rows

TEXT = "“We were not told until Friday,” she said, and left the hall."
SAID = Span(0, 32)
WORDS = st.text("ab 漢é🙂\n-", max_size=60)


def shown(row: ListRow, width: int = 40) -> list[str]:
    return ["".join(words for words, _ in line) for line in row.lines(width)]


def quote_row(
    confidence: float = 1.0,
    name: str = "Maria Ortiz",
    *,
    text: str = TEXT,
    span: Span = SAID,
    page: str = "",
    indirect: bool = False,
) -> QuoteRow:
    article: Any = SimpleNamespace(text=text, paragraph_number=lambda _: 2, page_at=lambda _: page)
    speaker = Speaker(name, Span(33, 36)) if name else None
    quotes = (Quote(span, speaker, None, confidence),)
    analysis = Analysis("rules", (Entity(name, "person", (), ()),), quotes, quotes)
    return QuoteRow(ListedQuotes(article, analysis, indirect=indirect), 0, grouped=False)


def note_row(text: str, tags: Sequence[str] = (), passage: Span = SAID) -> NoteRow:
    note = new_note("a", "", describe(TEXT, passage), text, tuple(tags))
    return NoteRow(replace(note, placement=Placement(passage, "exact")), passage.of(TEXT), 2)


# ---------------------------------------------------------------------- words in lines


@given(WORDS, st.integers(2, 20))
def test_wrapped_text_is_whole_and_fits(text: str, room: int) -> None:
    lines = wrap_text(text, room)
    assert all(cells_of(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(WORDS, st.integers(2, 20), st.integers(1, 4))
def test_shortened_text_fits_and_shows_what_is_cut(text: str, room: int, most: int) -> None:
    text = " ".join(text.split())
    lines = wrap_at_most(text, room, most)
    assert len(lines) <= most
    assert all(cells_of(line) <= room for line in lines)
    assert lines == wrap_text(text, room) or lines[-1].endswith("…")


def test_own_line_breaks_of_a_note_are_kept() -> None:
    assert wrap_text("one\n\ntwo three", 5) == ["one", "", "two", "three"]


def test_words_of_rows_break_where_the_text_does() -> None:
    assert wrap_text("議会は壁を直す。", 14) == ["議会は壁を直", "す。"], "no line begins with a full stop"


@pytest.mark.parametrize(("count", "bar"), [(12, "━━━━━━"), (6, "━━━"), (1, "╸"), (0, "")])
def test_a_bar_is_as_long_as_its_count(count: int, bar: str) -> None:
    assert count_bar(count, 12) == bar.ljust(BAR_WIDTH)


# ---------------------------------------------------------------------- names


def test_a_name_has_a_bar_beside_its_number() -> None:
    entity = Entity("Maria Ortiz", "person", ("Ortiz",), (Span(0, 1), Span(2, 3)))
    assert shown(NameRow(entity, 12)) == ["Maria Ortiz  Ortiz             ━       2"]
    assert shown(NameRow(entity)) == ["Maria Ortiz  Ortiz                     2"]
    assert shown(NameRow(entity, 12), 12) == ["Maria Ort… 2"], "no room for a bar"


# ---------------------------------------------------------------------- quotes


def test_a_quote_below_its_speaker_has_its_place_beside_it() -> None:
    row = replace(quote_row(), grouped=True)
    assert shown(row) == ["  “We were not told until Friday,”   ¶ 2"]
    assert shown(replace(quote_row(0.63), grouped=True), 34) == [
        "  “We were not told     ? 63%  ¶ 2",
        "  until Friday,”",
    ]
    row = replace(quote_row(page="3", indirect=True), grouped=True)
    assert shown(row, 60)[0].endswith("  indirect  p. 3")


def test_the_place_of_a_quote_stands_on_its_first_line() -> None:
    assert shown(replace(quote_row(), grouped=True), 35) == [
        "  “We were not told until       ¶ 2",
        "  Friday,”",
    ]


def test_a_quote_with_its_speaker_says_how_sure_that_is() -> None:
    assert shown(quote_row(0.63)) == ["Maria Ortiz  ? 63%                   ¶ 2", "  “We were not told until Friday,”"]
    assert shown(quote_row(0, name=""))[0].startswith("speaker not found")
    assert quote_row(0, name="").summary == "speaker not found"


def test_a_long_quote_is_cut_after_some_lines() -> None:
    row = replace(quote_row(text="words " * 100, span=Span(0, 599)), grouped=True)
    lines = shown(row, 30)
    assert len(lines) == QUOTE_LINES
    assert lines[0].endswith("  ¶ 2")
    assert lines[-1].endswith("…")


def test_a_speaker_stands_above_the_quotes_with_their_number() -> None:
    rows = listing("quotes", [quote_row(), quote_row(0, "", text="x " * 35, span=Span(40, 52))])
    speaker, first, nobody, second = rows.in_order("by speaker").rows
    assert isinstance(first, QuoteRow)
    assert first.grouped
    assert shown(speaker, 21) == ["Maria Ortiz   1 quote"]
    assert shown(speaker, 14) == ["Maria… 1 quote"]
    assert speaker.lines(40)[0][0] == ("Maria Ortiz", "person strong")
    assert shown(nobody)[0].startswith("speaker not found")
    assert second.span == Span(40, 52)
    assert rows.in_order("no such order").rows == ()


def test_the_quotes_of_a_book_are_listed_without_their_words() -> None:
    count = 1000
    article: Any = SimpleNamespace(text="“We go.” " * 9 * count)
    spans = [Span(9 * at, 9 * at + 8) for at in range(count)]
    said = (Quote(span, Speaker("Lee", span), None, 1.0, (Contender("Lee", span, ()),) * 2) for span in spans)
    analysis = Analysis("rules 1", (), Quotes(said))
    tracemalloc.start()
    try:
        listed = listing("quotes", quote_rows(article, analysis, with_indirect=False))
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(listed.in_order("by speaker").rows) == count + 1
    assert used < 900 * count, "with a quote in each row twice as much"


# ---------------------------------------------------------------------- notes


def test_a_note_is_shown_in_full_below_two_lines_of_its_passage() -> None:
    row = note_row("word " * 60 + "end #check", ["check", "city/housing"], Span(0, len(TEXT)))
    lines = shown(row, 30)
    assert lines[0] == "● “We were not told until  ¶ 2"
    assert lines[1] == "  Friday,” she said, and…"
    assert "".join(lines[2:]).replace(" ", "").startswith("word" * 60 + "end#check")
    assert lines[-1].startswith("  #city/housing ")
    assert lines[-1].endswith(format_day(row.note.created))
    assert row.gap == 1, "with the line above it"


def test_a_highlight_has_its_day_beside_its_place() -> None:
    (line,) = shown(note_row(""), 60)
    assert line.startswith("○ “We were not told until Friday,” ")
    assert line.endswith(f"{format_day(note_row('').note.created)}  ¶ 2")


def test_a_highlight_is_shown_whole_where_its_day_does_not_fit_beside_it() -> None:
    first, second = shown(note_row(""), 43)
    assert first.startswith("○ “We were not told until Friday,” ")
    assert first.endswith("¶ 2")
    assert second.strip() == format_day(note_row("").note.created)


def test_the_day_has_the_year_unless_it_is_this_one() -> None:
    assert format_day("2019-03-05T09:00:00Z") == "5 Mar 2019"
    assert len(format_day(note_row("").note.created).split()) == 2
    assert format_day("rubbish of some length") == "rubbish of"


def test_a_changed_note_says_how() -> None:
    row = note_row("mine")
    gone = replace(row, note=replace(row.note, placement=Placement(None, "orphaned")), paragraph=None)
    assert shown(gone)[0].endswith("orphaned")
    assert "  no longer found in the article" in shown(gone)
    said = replace(row, note=replace(row.note, placement=Placement(SAID, "changed", said_by="Bob Hale")))
    assert "  changed: now said by Bob Hale" in shown(said)
    assert shown(replace(row, page="3"))[0].endswith("p. 3")


def test_both_texts_of_a_conflict_are_shown_in_full() -> None:
    note = note_row("").note
    first = note.revisions[0]
    heads = tuple(
        NoteRevision("", first.id, first.at, text, (), first.anchor).sealed() for text in ("one text", "another text")
    )
    row = NoteRow(Note(note.id, "a", "", (first, *heads), placement=Placement(SAID, "exact")), SAID.of(TEXT), 2)
    lines = shown(row)
    assert "  conflict: two texts, Enter chooses" in lines
    texts = [line.strip()[2:].removesuffix(format_day(first.at)).strip() for line in lines[-2:]]
    assert sorted(texts) == ["another text", "one text"]


def test_a_draft_is_shown_in_full() -> None:
    lines = shown(DraftRow("word " * 40, "d"), 30)
    assert lines[0].startswith("✎ Draft")
    assert " ".join("".join(lines[1:]).split()).count("word") == 40
    assert DraftRow("x", "d").key == DraftRow("y", "d").key != note_row("x").key


def test_pieces_are_wrapped_at_spaces() -> None:
    pieces = [("one ", "a"), ("two three", "b"), (" four", "a")]
    assert wrap_pieces(pieces, 9, 3) == [[("one ", "a"), ("two", "b")], [("three", "b")], [("four", "a")]]
    assert wrap_pieces(pieces, 9, 2) == [[("one ", "a"), ("two", "b")], [("three", "b"), (" fo…", "a")]]
    assert wrap_pieces(pieces, 40, 2) == [pieces]
    assert wrap_pieces([("漢漢漢", "a")], 4, 3) == [[("漢漢", "a")], [("漢", "a")]]
    assert wrap_pieces([], 8, 2) == []


@given(st.lists(st.tuples(WORDS, st.sampled_from("ab"))), st.integers(2, 30), st.integers(1, 5))
def test_wrapped_pieces_fit(pieces: list[tuple[str, str]], room: int, most: int) -> None:
    lines = wrap_pieces(pieces, room, most)
    assert len(lines) <= most
    assert all(sum(cells_of(words) for words, _ in line) <= room for line in lines)
