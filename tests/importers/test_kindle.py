"""Clippings of a Kindle: in the article when the library has it, else kept with their words."""

import pytest

from reader.importers.detect import open_text, parse_import
from reader.importers.kindle import (
    Clipping,
    Kind,
    find_highlight,
    is_same_passage,
    join_texts,
    parse_entry,
    split_title,
    to_local_time,
    without_superseded,
)
from reader.library.library import Library
from reader.session.session import Session
from reader.system.paths import UserPaths
from tests.importers.story import STORY, import_text, sample, story

ENTRY = "The Harbour Vote (Lee, Ann)\n- Your {} | Added on Friday, 6 March 2026 21:30:15\n\n{}\n==========\n"


def entry(about: str, words: str) -> str:
    return ENTRY.format(about, words)


def test_clippings_are_placed_in_the_article_with_their_notes_and_times(session: Session) -> None:
    taken = import_text(session.library, sample("My Clippings.txt"))
    assert taken.states == {"exact": 3, "whole": 1, "orphaned": 2}
    assert len(session.library.articles()) == 3
    notes = session.library.notes(session.article_id)
    by_words = {note.anchor.exact if note.anchor else "": note for note in notes}
    assert [*by_words] == [
        "The council of Leith voted on Friday.",
        "The sale brings in five million pounds, net of tax.",
        "We were not told until Friday",
        "",
    ]
    asked = by_words["The council of Leith voted on Friday."]
    assert (asked.text, asked.tags) == ("Which Friday? #todo", ("todo",))
    assert asked.span
    assert asked.span.start == STORY.index("The council")
    assert by_words[""].text == "Ask the clerk.\n\n(page 9, location 90)"
    assert any("without words: the publisher's limit" in remark for remark in taken.remarks)
    again = import_text(session.library, sample("My Clippings.txt"))
    assert (again.new, again.edited, again.known) == ((), (), 6)


def test_notes_of_an_unknown_book_wait_for_it_and_are_placed_by_the_next_import(other: Library) -> None:
    assert import_text(other, sample("My Clippings.txt")).states == {"whole": 1, "orphaned": 5}
    harbour = next(record for record in other.articles() if record.title == "The Harbour Vote")
    assert harbour.author == ("Ann Lee",)
    opened = Session(story(), UserPaths(other.path, other.path.parent, other.path.parent))
    opened.record_opening()
    taken = import_text(other, sample("My Clippings.txt"))
    assert (taken.new, taken.edited) == ((), ())
    assert "placed 3 notes that waited for it" in " ".join(taken.remarks)
    placed = [note for note in other.notes() if note.span]
    assert {note.article for note in placed} == {next(iter(placed)).article}
    assert sum("Harbour" in record.title for record in other.articles()) == 1
    assert (
        import_text(other, sample("My Clippings.txt")).remarks == import_text(other, sample("My Clippings.txt")).remarks
    )
    assert len(other.notes()) == 6


def test_many_unknown_books_are_one_remark(other: Library) -> None:
    books = [entry("Highlight on page 1", "Some words of it.").replace("The Harbour", f"No {n}") for n in range(9)]
    taken = import_text(other, "".join(books))
    assert len(other.articles()) == 9
    (remark,) = taken.remarks
    assert remark.startswith("9 articles are new here and their texts were not found")


def test_another_book_with_such_a_title_is_left_alone(session: Session) -> None:
    foreign = entry("Highlight on location 1-2", "Words that nobody in the story has ever said.")
    assert import_text(session.library, foreign).states == {"orphaned": 1}
    assert session.library.notes(session.article_id) == []


def test_an_edited_note_is_an_edit(session: Session) -> None:
    words = entry("Highlight on page 2 | location 20-22", "five million pounds")
    first = words + entry("Note on page 2 | location 22", "Net?")
    assert len(import_text(session.library, first).new) == 1
    taken = import_text(session.library, first + entry("Note on page 2 | location 22", "Net? Or gross?"))
    assert (taken.new, len(taken.edited)) == ((), 1)
    (note,) = session.library.notes()
    assert note.text == "Net? Or gross?"


@pytest.mark.parametrize(
    ("line", "kind", "page", "location", "time"),
    [
        (
            "- Your Highlight on page 12 | location 180-182 | Added on Friday, March 6, 2026 9:30:15 PM",
            "highlight",
            "12",
            (180, 182),
            "2026-03-06T21:30:15",
        ),
        (
            "- Your Note on page ix | location 182 | Added on Sunday, 8 March 2026 12:00:47 AM",
            "note",
            "ix",
            (182, 182),
            "2026-03-08T00:00:47",
        ),
        (
            "- Clip This Article on Location 20-25 | Added on Monday, January 1, 2024 10:00:00 AM",
            "highlight",
            "",
            (20, 25),
            "2024-01-01T10:00:00",
        ),
        (
            "- Ihre Markierung bei Position 233-235 | Hinzugefügt am Dienstag, 5. März 2024 21:12:45",
            "highlight",
            "",
            (233, 235),
            "2024-03-05T21:12:45",
        ),
        (
            "- Mi nota en la página 7 | posición 92 | Añadido el martes, 12 de marzo de 2024 21:30:15",
            "note",
            "7",
            (92, 92),
            "2024-03-12T21:30:15",
        ),
        (
            "- Votre signet Emplacement 5527 | Ajouté le vendredi 16 novembre 2018 à 11:51:19",
            "bookmark",
            "",
            (5527, 5527),
            "2018-11-16T11:51:19",
        ),
        (
            "- La tua evidenziazione alla posizione 512-514 | Aggiunto in data martedì 5 marzo 2024 18:40:02",
            "highlight",
            "",
            (512, 514),
            "2024-03-05T18:40:02",
        ),
        (
            "- Seu destaque na página 227-227 | Adicionado: terça-feira, 4 de dezembro de 2018 19:45:12",
            "highlight",
            "227",
            None,
            "2018-12-04T19:45:12",
        ),
        (
            "- Je markering op pagina 6 | locatie 36-40 | Toegevoegd op maandag 30 september 2019 18:00:39",
            "highlight",
            "6",
            (36, 40),
            "2019-09-30T18:00:39",
        ),
        (
            "- Ваша заметка на странице 5 | Местоположение 12 | Добавлено: понедельник, 30 декабря 2024 г. в 14:46:33",
            "note",
            "5",
            (12, 12),
            "2024-12-30T14:46:33",
        ),
        (
            "- 您在第 7 页（位置 #114-116）的标注 | 添加于 2019年9月30日星期一 下午6:00:39",
            "highlight",
            "7",
            (114, 116),
            "2019-09-30T18:00:39",
        ),
        (
            "- 7ページ｜位置No. 114のメモ | 作成日: 2024年12月30日月曜日 14:46:33",
            "note",
            "7",
            (114, 114),
            "2024-12-30T14:46:33",
        ),
        (
            "- Þú merktir á síðu 5 | staðsetning 60-61 | Bætt við mánudagur 30. 12. 2024",
            "highlight",
            "5",
            (60, 61),
            "",
        ),
    ],
)
def test_second_line_is_read_in_many_languages(
    line: str, kind: str, page: str, location: tuple[int, int] | None, time: str
) -> None:
    clipping = parse_entry(f"Title (Name)\n{line}\n\nwords\n")
    assert clipping
    assert (clipping.kind, clipping.page, clipping.location, clipping.time) == (kind, page, location, time)


@pytest.mark.parametrize("line", ["Added on Monday 5", "Monday, 31 February 2026", "", "Friday, 6 March 2026 25:00:00"])
def test_what_is_no_time_is_none(line: str) -> None:
    assert to_local_time(line) == ""


def test_day_without_a_clock_is_a_time() -> None:
    assert to_local_time("Sunday, August 9, 2026") == "2026-08-09T00:00:00"


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        ("The Tide (Book (2)) (Voss, Maren;Ann Lee)", "The Tide (Book (2))", ("Maren Voss", "Ann Lee")),
        ("No author", "No author", ()),
        ("(All of it)", "(All of it)", ()),
        ("Unbalanced) (x))", "Unbalanced) (x))", ()),
        ("規模（李安）", "規模", ("李安",)),
    ],
)
def test_title_and_authors_are_told_apart(line: str, title: str, authors: tuple[str, ...]) -> None:
    assert split_title(line) == (title, authors)


def test_a_note_belongs_to_the_highlight_at_its_location() -> None:
    marked = [
        parse_entry(entry(f"Highlight on page {page} | location {at}", "words").removesuffix("==========\n"))
        for page, at in ((1, "10-19"), (1, "12-14"), (2, "30-31"))
    ]
    highlights = [each for each in marked if each]
    for about, number in (
        ("Note on page 1 | location 14", 1),
        ("Note on page 1 | location 16", 0),
        ("Note on page 1 | location 25", None),
        ("Note on page 2", 2),
        ("Note on page 1", None),
    ):
        note = parse_entry(entry(about, "words").removesuffix("==========\n"))
        assert note
        assert find_highlight(note, highlights) == number


def test_damaged_entries_are_counted_and_the_others_kept(other: Library) -> None:
    taken = import_text(other, "half an entry\n==========\n" + sample("My Clippings.txt"))
    assert len(taken.new) == 6
    assert taken.remarks[0] == "1 damaged entry left out"


def test_a_title_with_brackets_is_not_json(other: Library) -> None:
    text = entry("Highlight on page 1", "Some words of it.").replace("The Harbour", "[The] Harbour")
    (parsed,) = parse_import(open_text(text, other))
    assert parsed.about.title == "[The] Harbour Vote"


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("March 6, 2026 9:30:15 PM", "2026-03-06T21:30:15"),
        ("March 6, 2026 12:30 PM", "2026-03-06T12:30:00"),
        ("March 6, 2026 12:05 a.m.", "2026-03-06T00:05:00"),
        ("March 6, 2026 11:59 AM", "2026-03-06T11:59:00"),
        ("6. März 2026 um 00.07.08", "2026-03-06T00:07:08"),
        ("2026年3月6日 下午1:02", "2026-03-06T13:02:00"),
        ("2026년 3월 6일 오전 12:00:01", "2026-03-06T00:00:01"),
        ("2026-3-6 23:59", "2026-03-06T23:59:00"),
        ("31 décembre 1999", "1999-12-31T00:00:00"),
        ("32 décembre 1999", ""),
        ("30 février 2026", ""),
        ("March 6, 1899", ""),
        ("March 2026", ""),
        ("6, 2026", ""),
        ("March 6, 2026 24:00", ""),
    ],
)
def test_times_are_read_with_their_half_of_the_day(written: str, time: str) -> None:
    assert to_local_time(written) == time


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["one", "two"], "one\n\ntwo"),
        (["one", "one more"], "one more"),
        (["one more", "one"], "one more"),
        (["one", "two", "one and two"], "one and two"),
        (["one", "one"], "one"),
    ],
)
def test_a_text_that_another_one_contains_is_an_earlier_state_of_it(texts: list[str], joined: str) -> None:
    assert join_texts(texts) == joined


def clipping(words: str, location: tuple[int, int] | None, page: str = "", kind: Kind = "highlight") -> Clipping:
    return Clipping("Emma", kind, page, location, words, "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (clipping("a b c", (10, 12)), clipping("B C", (12, 14)), True),
        (clipping("a b c", (10, 12)), clipping("b c", (13, 14)), False),
        (clipping("b c", (12, 14)), clipping("a b c", (10, 12)), True),
        (clipping("b c", (13, 14)), clipping("a b c", (10, 12)), False),
        (clipping("a b c", (10, 12)), clipping("d", (10, 12)), False),
        (clipping("a b", None, "7"), clipping("a b c", None, "7"), True),
        (clipping("a b", None, "7"), clipping("a b c", None, "8"), False),
    ],
)
def test_words_that_were_highlighted_again_are_one_passage(one: Clipping, other: Clipping, same: bool) -> None:
    assert is_same_passage(one, other) == same
    assert without_superseded([one, other]) == ([other] if same else [one, other])


@pytest.mark.parametrize(
    ("location", "page", "found"),
    [
        ((10, 10), "", 0),
        ((12, 12), "", 1),
        ((14, 14), "", 1),
        ((9, 9), "", None),
        ((15, 15), "", None),
        (None, "3", 2),
        (None, "4", None),
        (None, "", None),
    ],
)
def test_a_note_is_on_the_highlight_that_ends_next(
    location: tuple[int, int] | None, page: str, found: int | None
) -> None:
    highlights = [clipping("a", (10, 11)), clipping("b", (11, 14)), clipping("c", None, "3")]
    highlights += [clipping("d", None, "4"), clipping("e", None, "4")]
    assert find_highlight(clipping("why?", location, page, "note"), highlights) == found
