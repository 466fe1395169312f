"""Notes and quotes of several articles: what is in them, their groups, and pages that do nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.notes import Note
from reader.export.collection import (
    COLLECTION,
    GROUPINGS,
    Collection,
    Grouping,
    entries_of,
    group_entries,
    heading_words,
)
from reader.export.csv import is_table_of, to_csv
from reader.export.export_data import ExportData, relative_source
from reader.export.html import to_html
from reader.export.markdown.region import to_markdown
from tests.export.tables import table
from tests.fixtures.harbour import ID, harbour, one_note

OTHER = "zzzzzzzzzz"


def chosen(exported: ExportData, *numbers: int) -> ExportData:
    """Return the export with some of its quotes chosen."""
    quotes = tuple(exported.analysis.quotes[number] for number in numbers)
    return replace(exported, chosen=replace(exported.analysis, quotes=quotes, entities=()))


def collection(grouping: Grouping = "article", *, shared: tuple[str, ...] = ()) -> Collection:
    """Return the harbour vote with all of its quotes, and another article with one note."""
    other = replace(
        one_note("Twelve ships came.", "How many? #open", ("open",), "/home/ann/ships.txt"), article_id=OTHER
    )
    other = replace(other, notes=tuple(renamed(note, "hhhhhhhhh8") for note in other.notes))
    return Collection((chosen(harbour(), 0, 1, 2), chosen(other)), "the story", "", grouping, frozenset(shared))


def renamed(note: Note, own: str) -> Note:
    return replace(note, id=own)


def groups(made: Collection) -> dict[str, int]:
    """Return the headings with the number of entries below each."""
    return {heading_words(group, made.grouping): len(group.entries) for group in group_entries(made)}


def test_a_quote_within_a_noted_passage_is_not_repeated() -> None:
    part = collection().parts[0]
    assert [entry.quote for entry in entries_of(part) if entry.quote] == []
    bare = replace(part, notes=())
    assert len([entry for entry in entries_of(bare) if entry.quote]) == 3


def test_entries_are_grouped_by_article_speaker_and_tag() -> None:
    assert groups(collection()) == {"The Harbour Vote": 8, "Notes": 1}
    assert groups(collection("speaker")) == {"Maria Ortiz": 1, "Unattributed": 8}
    by_tag = groups(collection("tag"))
    assert list(by_tag) == ["#budget", "#city hall", "#city-hall", "#city/housing", "#open", "#todo", "Untagged"]
    assert by_tag["#budget"] == 3


def test_a_tag_that_was_asked_for_groups_only_what_has_no_other() -> None:
    by_tag = groups(collection("tag", shared=("budget",)))
    assert by_tag["#budget"] == 2
    assert by_tag["#city/housing"] == 1


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_every_note_is_whole_once(grouping: Grouping) -> None:
    made = to_markdown(collection(grouping))
    for note in collection().notes:
        lines = [line for line in made.splitlines() if line.endswith(f"^rd-{note.id}")]
        assert len(lines) == 1, note.id
    assert to_markdown(collection(grouping), made) == made


def test_quotes_have_a_row_each() -> None:
    rows = table(replace(collection(), parts=(replace(collection().parts[0], notes=()),)))
    assert next((row["type"], row["speaker"], row["content"]) for row in rows) == (
        "quote",
        "Maria Ortiz",
        "“We were not told until Friday,”",
    )


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_a_page_of_several_articles_has_every_note_and_source(grouping: Grouping) -> None:
    page = to_html(collection(grouping))
    for part in collection().parts:
        assert part.sha256 in page
    assert "How many?" in page
    assert "/home/ann" not in page
    assert 'content="collection"' in page


def test_paths_are_told_from_a_folder() -> None:
    assert relative_source("/home/ann/ships.txt", Path("/home/ann")) == "./ships.txt"
    assert relative_source("/home/ann/ships.txt", Path("/home/ann/out")) == "../ships.txt"
    assert relative_source("https://example.org/a", Path("/home")) == "https://example.org/a"
    assert relative_source("-", Path("/")) == "-"
    assert [part.article.source for part in collection().relative_to(Path("/home")).parts] == [
        "https://example.org/harbour",
        "./ann/ships.txt",
    ]
    assert harbour().relative_to(Path("/")).article_id == ID


def test_a_table_with_rows_or_columns_added_by_hand_is_not_written_over() -> None:
    made = to_csv(collection())
    assert is_table_of(made, COLLECTION)
    assert not is_table_of(made, ID)
    assert not is_table_of(f"{made},My own row{',' * 20}\r\n", COLLECTION)
    assert not is_table_of(f"{made}My own line\r\n", COLLECTION)
    assert not is_table_of(made.replace("\r\n", ",mine\r\n", 1), COLLECTION)
    assert not is_table_of("", COLLECTION)
