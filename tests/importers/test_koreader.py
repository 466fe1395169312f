"""Metadata and exports of KOReader."""

import json
from pathlib import Path

import pytest

from reader.errors import NoteImportError
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.importers.koreader import file_title
from reader.library.library import Library
from reader.session.session import Session
from tests.importers.story import STORY, import_text, sample

OLD = """return {
    ["bookmarks"] = {
        [1] = {["datetime"] = "2021-03-06 21:30:15", ["notes"] = "Nobody was told.", ["text"] = "By whom?"},
        [2] = {["datetime"] = "2021-03-06 21:40:15", ["text"] = "Page 2 pension fund @ 2021-03-06 21:40:15"},
    },
    ["highlight"] = {
        [1] = {[1] = {["datetime"] = "2021-03-06 21:30:15", ["drawer"] = "lighten", ["text"] = "Nobody was told."}},
        [2] = {[1] = {["datetime"] = "2021-03-06 21:40:15", ["drawer"] = "lighten", ["text"] = "pension fund"}},
    },
    ["stats"] = {["title"] = "The Harbour Vote", ["authors"] = "Ann Lee"},
}
"""


def test_metadata_becomes_notes_in_the_article(session: Session) -> None:
    taken = import_text(session.library, sample("metadata.epub.lua"))
    assert taken.states == {"exact": 2}
    asked, marked = session.library.notes(session.article_id)
    assert (asked.text, asked.tags, asked.color) == ('Which Friday? #todo\n\nAsk "Ray".', ("todo",), "green")
    assert asked.span
    assert asked.span.start == STORY.index("The council")
    assert asked.updated > asked.created
    assert (marked.text, marked.tags, marked.color) == ("", ("underline",), "")


def test_metadata_and_export_of_a_book_are_the_same_notes(session: Session) -> None:
    import_text(session.library, sample("metadata.epub.lua"))
    taken = import_text(session.library, sample("koreader-export.json"))
    assert len(taken.new) == 1
    assert [note.article == session.article_id for note in session.library.notes()] == [True, True, False]


def test_metadata_of_earlier_versions(session: Session) -> None:
    assert import_text(session.library, OLD).states == {"exact": 2}
    assert [note.text for note in session.library.notes()] == ["By whom?", ""]


def test_the_book_beside_its_metadata_is_opened(tmp_path: Path, other: Library) -> None:
    (tmp_path / "vote.txt").write_text(STORY)
    folder = tmp_path / "vote.sdr"
    folder.mkdir()
    (folder / "metadata.txt.lua").write_text(sample("metadata.epub.lua"))
    taken = apply_import(other, read_import_file(folder / "metadata.txt.lua", other))
    assert taken.states == {"exact": 2}
    (record,) = other.articles()
    assert record.sources == (str(tmp_path / "vote.txt"),)


def test_words_highlighted_twice_are_two_notes(other: Library) -> None:
    entry = {"text": "Friday", "time": 1772832615, "drawer": "lighten", "page": 1}
    book = {"title": "A", "author": "B", "entries": [entry, {**entry, "time": 1772832700}]}
    assert len(import_text(other, json.dumps(book)).new) == 2
    assert len(import_text(other, json.dumps(book)).new) == 0


def test_book_without_a_title_has_the_name_of_its_file(other: Library) -> None:
    text = 'return {["doc_path"] = "/mnt/us/Some Book.epub", ["annotations"] = {{["text"] = "words", ["pos0"] = "1"}}}'
    import_text(other, text)
    assert [record.title for record in other.articles()] == ["Some Book"]


def test_other_lua_is_refused(other: Library) -> None:
    with pytest.raises(NoteImportError, match="not metadata of KOReader"):
        import_text(other, 'return {["answer"] = 42}')
    with pytest.raises(NoteImportError, match="not a Lua table of plain values: line 2"):
        import_text(other, 'return {\n["annotations"] = os.execute("touch /tmp/x")}')


@pytest.mark.parametrize("time", [True, -5, 1 << 40, "soon", None, 1e300, float(7)])
def test_odd_times_are_none(time: object, other: Library) -> None:
    book = {"title": "A", "entries": [{"text": "some words", "time": time, "note": 5, "color": ["x"], "drawer": {}}]}
    assert len(import_text(other, json.dumps(book)).new) == 1


@pytest.mark.parametrize(
    ("place", "path", "title"),
    [
        ("/books/The Vote.epub", None, "The Vote"),
        ("/books/The Vote.epub", Path("/x/Other.sdr/metadata.epub.lua"), "The Vote"),
        ("", Path("/books/The Vote.sdr/metadata.epub.lua"), "The Vote"),
        ("", Path("/books/metadata.epub.lua"), "KOReader"),
        ("", None, "KOReader"),
    ],
)
def test_a_book_without_a_title_has_the_name_of_its_file(place: str, path: Path | None, title: str) -> None:
    assert file_title(place, path) == title
