"""Tables of Readwise."""

import pytest

from reader.errors import NoteImportError
from reader.importers import ImportFile
from reader.importers.readwise import parse_table, read
from reader.library.library import Library
from reader.session.session import Session
from tests.importers.story import STORY, import_text, sample


def test_rows_become_notes_in_the_article(session: Session) -> None:
    taken = import_text(session.library, sample("readwise-data.csv"))
    assert taken.states == {"exact": 2, "whole": 1, "orphaned": 1}
    notes = {note.anchor.exact if note.anchor else "": note for note in session.library.notes(session.article_id)}
    asked = notes["The council of Leith voted on Friday."]
    assert (asked.text, asked.tags, asked.color) == (
        "Which Friday? #todo",
        ("city-hall", "budget", "harbour", "todo"),
        "violet",
    )
    assert asked.created == "2026-03-06T21:30:15.000000Z"
    assert asked.span
    assert asked.span.start == STORY.index("The council")
    assert notes["The sale brings in five million pounds, net of tax."].color == ""
    assert notes[""].text == "A note on the book,\nwith two lines."


def test_table_that_readwise_imports_is_read_too(session: Session) -> None:
    table = "Highlight,Title,Author,URL,Note\nNobody was told.,Elsewhere,Ann,https://www.example.org/harbour#top,Why?\n"
    assert import_text(session.library, table).states == {"exact": 1}
    (note,) = session.library.notes(session.article_id)
    assert note.text == "Why?"


@pytest.mark.parametrize("text", ["", "Highlight", "Title,URL,ID,Document tags\na,b,c,d\n", "words\nwords"])
def test_other_tables_are_none(other: Library, text: str) -> None:
    assert read(ImportFile("text", other, text=text)) is None


def test_row_with_few_cells_is_read(other: Library) -> None:
    assert len(import_text(other, "Highlight,Book Title\nSome words of it\n\n").new) == 1


def test_damaged_table_is_refused() -> None:
    huge = "Highlight,Book Title\n" + '"' + "x" * 200_000
    with pytest.raises(NoteImportError, match="its line 2 is damaged"):
        list(parse_table(huge))
