"""The library: what was opened and written is there again, whatever was in the file before."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from reader.anchoring import Anchor, Placement
from reader.annotations.corrections import (
    CHANGES as KINDS_OF_CHANGE,
)
from reader.annotations.corrections import (
    AcceptCheck,
    AddName,
    AddQuote,
    Attribute,
    Change,
    Correction,
    Dismiss,
    Merge,
    MoveAlias,
    MoveMention,
    Rename,
    Retype,
    new_correction,
)
from reader.annotations.notes import Note, NoteRevision, new_note
from reader.annotations.revisions import now
from reader.document.article import Article, Block
from reader.document.digest import text_digest
from reader.errors import LibraryError
from reader.library import texts
from reader.library.codec import sealed
from reader.library.codec.records import SCHEMA, Tables
from reader.library.library import CheckReport, Library
from reader.library.recovery import Content, encode_tables, read_tables, salvage_documents
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span
from tests.examples import at_most

HARBOUR = (
    "The council voted on Monday to close the old harbour by the end of the year. Fishermen said that they had not "
    "been told. The mayor promised a second meeting, and nobody believed him. Boats will be moved to the north quay."
)
WEATHER = (
    "Snow is expected in the hills tonight, with up to ten centimetres by morning. Drivers are asked to leave early "
    "and to carry blankets. Trains between the coast and the capital run every two hours until further notice."
)
ANCHOR = Anchor("Fishermen said", "year. ", " that they", 77, 91)


def article(text: str = HARBOUR, source: str = "/articles/harbour.txt", title: str = "The Harbour Vote") -> Article:
    return Article(text, (Block(Span(0, len(text))),), title=title, source=source)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.json"


@pytest.fixture
def library(path: Path) -> Library:
    return Library(path)


@contextmanager
def fresh_library() -> Iterator[Library]:
    """A library for one of hypothesis's examples."""
    with tempfile.TemporaryDirectory() as folder:
        yield Library(Path(folder) / "library.json")


def written(library: Library, text: str = "why not earlier?", tags: tuple[str, ...] = ("harbour",)) -> Note:
    """A note on the harbour article, saved."""
    record = library.record_opening(article())
    note = new_note(record.id, article().sha256, ANCHOR, text, tags)
    library.save(note)
    return note


def content(path: Path) -> Any:
    return json.loads(path.read_bytes())


def stock(path: Path, table: str = "notes") -> list[Any]:
    """Return the documents that plain TinyDB finds in a table."""
    with TinyDB(path) as db:
        return list(db.table(table))


def change(path: Path, table: str, **values: object) -> None:
    """Edit the first document of a table by hand."""
    tables = content(path)
    tables[table]["1"].update(values)
    path.write_text(json.dumps(tables))


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its inode and time of change: equal trees mean that nothing was written."""
    found = [folder, *folder.rglob("*")]
    return {str(entry): (entry.lstat().st_ino, entry.lstat().st_mtime_ns) for entry in found}


# ---------------------------------------------------------------------- articles


def test_reading_creates_no_library(library: Library) -> None:
    assert library.articles() == []
    assert library.notes() == []
    assert library.find(article()) is None
    assert library.note("abcdefghij") is None
    assert library.kept_text(article().sha256) is None
    assert library.check() == CheckReport()
    assert not library.path.parent.exists()


def test_entered_article_is_found_in_next_session(path: Path, library: Library) -> None:
    record = library.record_opening(replace(article(), author=("Ann Lee",), published="2026-03-02"))
    assert record.id == article().text_id
    assert record.texts == (article().sha256,)
    assert Library(path).article(record.id) == record == Library(path).find(article())
    assert Library(path).articles() == [record]
    assert (record.author, record.published) == (("Ann Lee",), "2026-03-02")
    assert library.kept_text(article().sha256) == HARBOUR


def test_same_text_from_another_path_is_same_article(library: Library) -> None:
    first = library.record_opening(article())
    second = library.record_opening(article(source="/elsewhere/copy.txt", title=""))
    assert second.id == first.id
    assert second.sources == ("/articles/harbour.txt", "/elsewhere/copy.txt")
    assert second.title == "The Harbour Vote"
    assert library.record_opening(article()).sources == ("/elsewhere/copy.txt", "/articles/harbour.txt")


def test_standard_input_is_identified_by_its_text(library: Library) -> None:
    first = library.record_opening(article(source="-"))
    assert first.sources == ("-",)
    assert library.find(article(HARBOUR + " More to come.", source="-")) is None
    assert library.find(article(WEATHER, source="-")) is None
    assert library.storage.take_notices() == []
    assert library.record_opening(article()).sources == ("/articles/harbour.txt",)
    assert library.record_opening(article(source="-")).sources == ("/articles/harbour.txt",)


def test_edited_article_keeps_its_id_and_both_texts(library: Library) -> None:
    first = library.record_opening(article())
    edited = article(HARBOUR.replace("Monday", "Tuesday") + " The vote was close.")
    second = library.record_opening(edited)
    assert second.id == first.id
    assert second.texts == (article().sha256, edited.sha256)
    assert library.kept_text(article().sha256) == HARBOUR
    assert library.record_opening(article()).texts == (edited.sha256, article().sha256)
    assert library.storage.take_notices() == []


def test_known_path_with_another_text_is_new_article_with_notice(library: Library) -> None:
    note = written(library)
    weather = library.record_opening(article(WEATHER, title="Snow"))
    assert weather.id != note.article
    (notice,) = library.storage.take_notices()
    assert "/articles/harbour.txt" in notice
    assert library.storage.take_notices() == []
    assert library.notes(note.article) == [note]
    assert library.notes(weather.id) == []


def test_article_that_aligns_is_found_among_two_from_one_path(library: Library) -> None:
    harbour, weather = library.record_opening(article()), library.record_opening(article(WEATHER))
    assert library.find(article(HARBOUR + " The end.")) == replace(harbour)
    found = library.find(article(WEATHER + " The end."))
    assert found is not None
    assert found.id == weather.id


def test_path_identifies_article_without_kept_text(path: Path, library: Library) -> None:
    record = library.record_opening(article())
    (path.parent / "library.json.texts" / f"{article().sha256}.gz").unlink()
    found = library.find(article(WEATHER))
    assert found is not None
    assert found.id == record.id


def test_finding_and_listing_write_nothing(path: Path, library: Library) -> None:
    written(library)
    before = tree(path.parent)
    reading = Library(path)
    reading.find(article(HARBOUR + " More."))
    reading.find(article(WEATHER))
    reading.notes()
    reading.check()
    assert tree(path.parent) == before


def test_articles_are_sorted_by_last_opening(library: Library) -> None:
    harbour = library.record_opening(article())
    weather = library.record_opening(article(WEATHER, source="/articles/snow.txt"))
    assert [record.id for record in library.articles()] == [weather.id, harbour.id]
    again = library.record_opening(article())
    assert [record.id for record in library.articles()] == [harbour.id, weather.id]
    assert again.added == harbour.added < harbour.opened <= again.opened or again.added == harbour.opened


def test_damaged_text_is_missing_until_article_is_opened_again(path: Path, library: Library) -> None:
    library.record_opening(article())
    kept = path.parent / "library.json.texts" / f"{article().sha256}.gz"
    for damage in (b"", b"\x1f\x8bnonsense", kept.read_bytes()[:-30], texts.packed(WEATHER.encode())):
        kept.write_bytes(damage)
        assert library.kept_text(article().sha256) is None
        library.record_opening(article())
        assert library.kept_text(article().sha256) == HARBOUR


@pytest.mark.parametrize("name", ["", "../library", "a" * 63, "A" * 64, "0" * 64])
def test_only_a_sha256_names_a_text(name: str, library: Library) -> None:
    library.record_opening(article())
    assert library.kept_text(name) is None


def test_text_that_unpacks_to_too_much_is_missing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.record_opening(article())
    monkeypatch.setattr(texts, "MAX_SIZE", 50)
    assert library.kept_text(article().sha256) is None


# ---------------------------------------------------------------------- how much of a text is in another


WORDS = st.lists(st.sampled_from("the of and to in a that harbour council vote boat quay mayor".split()), max_size=60)


@given(WORDS, WORDS, WORDS)
def test_text_aligns_with_itself_and_with_longer_version(words: list[str], before: list[str], after: list[str]) -> None:
    text = " ".join(words)
    assert texts.aligned_share(text, text.upper()) == 1
    assert texts.aligned_share(text, " ".join([*words, *after])) == (1 if words or not after else 0)
    assert 0 <= texts.aligned_share(text, " ".join([*before, *after])) <= 1


def test_different_articles_do_not_align() -> None:
    assert texts.aligned_share(HARBOUR, WEATHER) < 0.2
    assert texts.aligned_share(HARBOUR, "") == 0


def test_moved_halves_and_new_quotation_marks_align() -> None:
    half = HARBOUR.index("The mayor")
    assert texts.aligned_share(HARBOUR, HARBOUR[half:] + " " + HARBOUR[:half]) > 0.9
    assert texts.aligned_share("“It’s over,” he said.", '"It\'s over," he said.') == 1


# ---------------------------------------------------------------------- notes


def test_saved_note_is_found_in_next_session(path: Path, library: Library) -> None:
    note = replace(written(library), placement=Placement(Span(77, 91), "exact", Span(3, 3)), placed_on=article().sha256)
    library.save(note)
    assert Library(path).note(note.id) == note
    assert Library(path).notes() == Library(path).notes(note.article) == [note]
    assert Library(path).notes("anotherone") == []


@pytest.mark.parametrize(
    "placement",
    [None, Placement(None, "orphaned"), Placement(None, "orphaned", Span(4, 9)), Placement(Span(0, 0), "changed")],
)
def test_placement_is_replaced(path: Path, placement: Placement | None) -> None:
    text = article().sha256
    note = replace(written(Library(path)), placement=Placement(Span(77, 91), "exact"), placed_on=text)
    Library(path).save(note)
    Library(path).save(replace(note, placement=placement))
    assert Library(path).notes() == [replace(note, placement=placement, placed_on=text if placement else "")]


def test_deleted_note_is_listed_only_on_request(library: Library) -> None:
    note = written(library)
    gone = note.revised(deleted=True)
    library.save(gone)
    assert library.notes() == []
    assert library.notes(deleted=True) == [gone]
    assert library.note(note.id) == gone
    library.save(gone.revised(deleted=False))
    assert [back.id for back in library.notes()] == [note.id]


def test_notes_are_sorted_by_creation(library: Library) -> None:
    notes = [written(library, f"note {number}") for number in range(5)]
    library.save(notes[2].revised(text="later"))
    assert [note.id for note in library.notes()] == [note.id for note in notes]


def test_edits_of_one_note_in_two_windows_are_both_kept(path: Path) -> None:
    note = written(Library(path))
    here, there = note.revised(text="from here"), note.revised(text="from there")
    Library(path).save(here)
    Library(path).save(there)
    (stored,) = Library(path).notes()
    assert {revision.text for revision in stored.revisions} == {note.text, "from here", "from there"}
    assert stored.text == "from there"


def test_many_notes_are_saved_in_one_write(path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    record = library.record_opening(article())
    notes = [new_note(record.id, article().sha256, ANCHOR, f"note {number}", ()) for number in range(20)]
    replaced: list[str] = []
    real = os.replace

    def counting(old: Path, new: Path) -> None:
        replaced.append(new.name)
        real(old, new)

    monkeypatch.setattr(os, "replace", counting)
    changed = notes[3].revised(text="twice in one save")
    library.save(*notes, changed)
    assert replaced == ["library.json", "library.json.bak"]
    assert len(library.notes()) == 20
    assert library.note(changed.id) == changed


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
ANY_ANCHOR = st.builds(
    lambda exact, prefix, suffix, start, size: Anchor(exact, prefix, suffix, start, start + size),
    *(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.integers(0, 10**9), st.integers(0, 99)),
)


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=4, unique=True), st.none() | ANY_ANCHOR)
@at_most(60)
def test_any_note_is_read_back_sanitized(text: str, tags: list[str], anchor: Anchor | None) -> None:
    note = new_note("abcdefghij", text_digest("x"), anchor, text, tuple(tags))
    with fresh_library() as library:
        library.save(note)
        (stored,) = Library(library.path).notes()
        assert stock(library.path)[0]["id"] == note.id
    assert stored.text == clean(text)
    assert stored.tags == tuple(dict.fromkeys(map(clean_line, tags)))
    assert stored.made_on == note.made_on
    assert stored.created == note.created
    if anchor is None:
        assert stored.anchor is None
    else:
        assert stored.anchor == Anchor(
            clean(anchor.exact), clean(anchor.prefix), clean(anchor.suffix), anchor.start, anchor.end
        )


@given(st.data())
@at_most(40)
def test_saving_unites_revisions_in_any_order(data: st.DataObject) -> None:
    note = new_note("abcdefghij", text_digest("x"), ANCHOR, "first", ())
    for number in range(data.draw(st.integers(1, 5))):
        branch = replace(note, revisions=note.revisions[: data.draw(st.integers(1, len(note.revisions)))])
        added = branch.revised(text=f"edit {number}", deleted=data.draw(st.booleans())).revisions[-1]
        note = replace(note, revisions=(*note.revisions, added))
    parts = data.draw(st.lists(st.sets(st.sampled_from(note.revisions), min_size=1), min_size=1, max_size=4))
    versions = [replace(note, revisions=tuple(part)) for part in (*parts, set(note.revisions))]
    with fresh_library() as library:
        for version in data.draw(st.permutations([*versions, *versions])):
            library.save(version)
        stored = Library(library.path).note(note.id)
        document = content(library.path)["notes"]["1"]
    ordered = tuple(sorted(note.revisions, key=lambda revision: (revision.at, revision.id)))
    assert stored == replace(note, revisions=ordered)
    assert (document["text"], document["deleted"]) == (note.text, note.deleted)
    assert (document["created"], document["updated"]) == (note.created, note.updated)


# ---------------------------------------------------------------------- what others put into the file


def test_unknown_tables_and_keys_are_kept(path: Path) -> None:
    note = written(Library(path))
    tables = content(path)
    tables["notes"]["1"]["colour"] = "red"
    tables["notes"]["1"]["revision"]["mood"] = "bad"
    tables["articles"]["1"]["rating"] = 5
    tables["corrections"] = {"1": {"merge": ["a", "b"]}, "7": {}}
    tables["bookmarks"] = {"x": ["not a TinyDB table"]}
    path.write_text(json.dumps(tables))
    library = Library(path)
    library.save(note.revised(text="new words"))
    library.record_opening(article())
    after = content(path)
    assert after["notes"]["1"]["colour"] == "red"
    assert after["notes"]["1"]["history"][0]["mood"] == "bad"
    assert after["articles"]["1"]["rating"] == 5
    assert after["corrections"] == tables["corrections"]
    assert after["bookmarks"] == tables["bookmarks"]
    assert library.storage.take_notices() == []


@pytest.mark.parametrize(
    "values",
    [
        {"id": 7},
        {"id": "no/path"},
        {"id": "\x1b[31m"},
        {"article": None},
        {"revision": None},
        {"revision": []},
        {"revision": "abc", "history": [None, 3, "x", []]},
        {"revision": {"id": "a", "at": "yesterday"}},
        {"revision": {"id": "a", "at": "9999-12-31T23:59:59.999999Z"}},
        {"revision": {"id": ["a"], "at": "2026-01-01T00:00:00.000000Z"}},
        {"revision": {"id": "a", "at": "2026-01-01T00:00:00.000000Z", "merges": "all"}},
        {"text": 5},
        {"tags": "x"},
        {"anchor": 1},
        {"color": "\x1b[31m"},
        {"deleted": 1},
        {"anchor": {"exact": "x", "prefix": "", "suffix": "", "start": 9, "end": 3}},
    ],
)
def test_unreadable_note_is_kept_and_hides_no_other(path: Path, values: dict[str, Any]) -> None:
    written(Library(path))
    change(path, "notes", **values)
    bad = content(path)["notes"]["1"]
    library = Library(path)
    good = written(library, "another")
    assert library.notes() == library.notes() == [good]
    assert "skipped 1 note" in library.storage.take_notices()[-1]
    assert content(path)["notes"]["1"] == bad
    assert stock(path)[0] == bad
    assert any("cannot be read" in problem for problem in library.check().problems)


@pytest.mark.parametrize(
    "values", [{"sources": 5}, {"sources": [1]}, {"texts": "x"}, {"added": 3}, {"title": []}, {"author": "me"}]
)
def test_unreadable_article_hides_no_other(path: Path, values: dict[str, Any]) -> None:
    Library(path).record_opening(article())
    change(path, "articles", **values)
    library = Library(path)
    assert library.articles() == []
    assert library.article(article().text_id) is None
    assert "skipped 1 article" in library.storage.take_notices()[-1]
    snow = library.record_opening(article(WEATHER, source="/articles/snow.txt"))
    assert library.articles() == [snow]
    assert next(iter(values.items())) in content(path)["articles"]["1"].items()


@pytest.mark.parametrize(
    "placement", [5, [], {}, {"state": "lost"}, {"state": "exact", "start": None, "end": 3}, {"state": ["exact"]}]
)
def test_invalid_placement_is_ignored(path: Path, placement: object) -> None:
    note = written(Library(path))
    change(path, "notes", placement=placement)
    assert Library(path).notes() == [note]


def test_strings_from_the_file_are_sanitized(path: Path) -> None:
    written(Library(path))
    hostile = "\x1b]52;c;AAAA\x07 \x9d \u202e \ud800\nnext"
    change(path, "articles", title=hostile, sources=[hostile], author=[hostile], published=hostile)
    tables = content(path)
    anchor = {**tables["notes"]["1"]["anchor"], "exact": hostile}
    tables["notes"]["1"] |= {"text": hostile, "tags": [hostile], "anchor": anchor}
    path.write_text(json.dumps(tables))
    (record,), (note,) = Library(path).articles(), Library(path).notes()
    assert note.anchor is not None
    assert note.text == note.anchor.exact == clean(hostile)
    assert (record.title, record.published) == (clean_line(hostile),) * 2
    assert record.sources == record.author == note.tags == (clean_line(hostile),)
    assert len(note.revisions) == 2
    Library(path).save(note.revised(text="mine"))
    assert [each.text for each in Library(path).notes()[0].revisions] == ["why not earlier?", clean(hostile), "mine"]


def test_text_changed_by_hand_becomes_a_revision(path: Path) -> None:
    note = written(Library(path))
    with TinyDB(path) as db:
        db.table("notes").update({"text": "by hand", "tags": ["mine"]}, where("id") == note.id)
    (first,), (second,) = Library(path).notes(), Library(path).notes()
    assert (first.text, first.tags, first.anchor) == ("by hand", ("mine",), note.anchor)
    assert first == second
    assert first.revisions[0] == note.revisions[0]
    assert first.head.parent == note.head.id
    Library(path).save(note.revised(text="and then here"))
    (after,) = Library(path).notes()
    assert [revision.text for revision in after.revisions] == [note.text, "by hand", "and then here"]
    assert content(path)["notes"]["1"]["text"] == "and then here"


def test_time_in_another_zone_is_converted(path: Path) -> None:
    note = written(Library(path))
    tables = content(path)
    tables["notes"]["1"]["revision"]["at"] = "2026-03-01T12:00:00+02:00"
    tables["notes"]["1"] = sealed(tables["notes"]["1"])
    path.write_text(json.dumps(tables))
    assert Library(path).notes()[0].created == "2026-03-01T10:00:00.000000Z"
    assert Library(path).notes()[0].revised(text="x").revisions[-1].at > note.created


def test_two_records_of_one_note_are_joined(path: Path) -> None:
    note = written(Library(path))
    there = note.revised(text="there")
    tables = content(path)
    with fresh_library() as other:
        other.save(there)
        tables["notes"]["2"] = {**content(other.path)["notes"]["1"], "colour": "red"}
    path.write_text(json.dumps(tables))
    library = Library(path)
    assert library.notes() == [there]
    assert any("have the id" in problem for problem in library.check().problems)
    assert library.repair() == CheckReport((), (), 1, 1)
    assert Library(path).notes() == [there]
    assert content(path)["notes"].keys() == {"1"}
    assert content(path)["notes"]["1"]["colour"] == "red"


# ---------------------------------------------------------------------- bytes


@given(st.text(max_size=20), st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False))
@at_most(60)
def test_written_tables_are_read_back(text: str, number: int, fraction: float) -> None:
    odd = [text, number, fraction, None, "\ud83d"]
    tables: Tables = {"meta": {"1": {"schema": SCHEMA}}, "notes": {"1": {"x": odd}}}
    for plain in (True, False):
        assert read_tables(encode_tables(tables, plain)) == Content(tables, plain=False)
        assert json.loads(encode_tables(tables, plain)) == tables


@given(st.data())
@at_most(60)
def test_whole_documents_around_a_cut_are_found(data: st.DataObject) -> None:
    """A piece is torn out anywhere: exactly the documents that it touched are gone."""
    notes = [new_note("abcdefghij", text_digest("x"), ANCHOR, words, ()) for words in data.draw(SENTENCES)]
    with fresh_library() as library:
        library.record_opening(article())
        library.save(*notes)
        raw = library.path.read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 300)))
    garbage = data.draw(st.sampled_from([b"", b"\0\0\0", b"\xff\xfe", b'"', b"}", b"{", b"]x", b'{"1":{"id":']))
    found = {
        document["id"] for table, document in salvage_documents(raw[:start] + garbage + raw[end:]) if table == "notes"
    }
    for note in notes:
        at = raw.index(b'{"id":"' + note.id.encode())
        size = len(json.dumps(json.JSONDecoder().raw_decode(raw[at:].decode())[0], separators=(",", ":")).encode())
        if at + size <= start or at >= end:
            assert note.id in found


SENTENCES = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=30), min_size=1, max_size=6)


# ---------------------------------------------------------------------- is it whole


def test_sound_library_has_no_problems(library: Library) -> None:
    written(library)
    library.save(written(library).revised(deleted=True))
    assert library.check() == CheckReport(articles=1, notes=1)


def test_missing_text_is_a_remark(path: Path, library: Library) -> None:
    library.record_opening(article())
    kept = path.parent / "library.json.texts" / f"{article().sha256}.gz"
    kept.write_bytes(b"x")
    assert "damaged" in library.check().remarks[0]
    kept.unlink()
    report = library.check()
    assert report.problems == ()
    assert "not kept" in report.remarks[0]


def test_repair_creates_the_missing_article_of_a_note(path: Path) -> None:
    note = written(Library(path))
    tables = content(path)
    tables["articles"] = {}
    path.write_text(json.dumps(tables))
    library = Library(path)
    missing = f"note {note.id} belongs to article {note.article}, which the library does not have"
    assert missing in library.check().problems
    assert library.repair() == CheckReport((), (), 1, 1)
    found = library.find(article())
    assert found is not None
    assert found.id == note.article


def test_anchor_with_wrong_length_is_a_remark(library: Library) -> None:
    note = written(library)
    library.save(note.revised(anchor=replace(ANCHOR, end=80)))
    assert note.id in library.check().remarks[0]


def test_unreadable_revision_is_a_problem(path: Path, library: Library) -> None:
    note = written(library)
    tables = content(path)
    tables["notes"]["1"]["history"].append({"id": 3})
    path.write_text(json.dumps(tables))
    assert note.id in library.check().problems[0]
    assert library.notes() == [note]
    library.save(note.revised(text="more"))
    assert {"id": 3} in content(path)["notes"]["1"]["damaged"]
    assert note.id in library.check().remarks[0]


def test_repair_rewrites_bad_backup_and_restricts_modes(path: Path, library: Library) -> None:
    note = written(library)
    backup = path.with_name("library.json.bak")
    backup.write_bytes(b"{")
    path.chmod(0o644)
    path.with_name("library.json.texts").chmod(0o755)
    problems = Library(path).check().problems
    assert [sum(word in problem for problem in problems) for word in ("backup", "other users")] == [1, 2]
    assert Library(path).repair() == CheckReport((), (), 1, 1)
    assert backup.read_bytes() == path.read_bytes()
    assert Library(path).notes() == [note]


def test_damaged_copies_are_remarks(path: Path, library: Library) -> None:
    written(library)
    path.with_name("library.json.bak-20260101").write_bytes(b"x")
    path.with_name("library.json.damaged-20260101T000000Z").write_bytes(b"x")
    remarks = library.check().remarks
    assert ["bak-20260101" in remarks[0], "damaged-2026" in remarks[1]] == [True, True]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [(b"not a library", "is not valid JSON"), (b"\x89PNG\r\n\x1a\n", "has bytes that are not text")],
)
def test_check_and_repair_report_what_cannot_be_repaired(raw: bytes, problem: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(raw)
    for report in (Library(path).check(), Library(path).repair()):
        assert "library.json" in report.problems[0]
    assert path.read_bytes() == raw
    with pytest.raises(LibraryError, match=problem):
        Library(path).notes()


def test_revisions_are_what_a_library_is_made_of(library: Library) -> None:
    """An undo keeps what it takes back, through the file."""
    note = written(library).revised(text="changed")
    undone = note.without(note.head.id)
    library.save(undone)
    (stored,) = Library(library.path).notes()
    assert stored == undone
    assert isinstance(stored.head, NoteRevision)
    assert stored.head.undoes == note.head.id


# ---------------------------------------------------------------------- corrections

CHANGES: list[Change] = [
    Merge(("Fishermen", "fishers"), ("Sailors",)),
    Rename(("Fishermen",), "Sailors"),
    Retype(("Fishermen",), "organisation"),
    Dismiss(("Monday",)),
    Attribute(ANCHOR, ("Fishermen", "fishers")),
    Attribute(ANCHOR, ()),
    AddQuote(ANCHOR, ("Fishermen", "fishers")),
    AddQuote(ANCHOR, ()),
    AddName(ANCHOR, ("Fishermen",), "organisation"),
    MoveMention(ANCHOR, ("Sailors",)),
    MoveAlias(("Fishermen", "fishers"), "fishers", ("Sailors",)),
    AcceptCheck(ANCHOR),
]


def told(library: Library, change: Change = CHANGES[1]) -> Correction:
    """A correction of the harbour article, saved."""
    record = library.record_opening(article())
    made = new_correction(record.id, article().sha256, change, now())
    library.save(made)
    return made


def test_each_kind_of_correction_has_an_example() -> None:
    assert {type(change) for change in CHANGES} == set(KINDS_OF_CHANGE)


@pytest.mark.parametrize("change", CHANGES)
def test_correction_is_found_in_next_session_and_by_tinydb(path: Path, library: Library, change: Change) -> None:
    made = told(library, change)
    assert Library(path).corrections(made.article) == [made]
    assert Library(path).corrections("abcdefghij") == []
    (plain,) = stock(path, "corrections")
    assert (plain["id"], plain["change"], plain["deleted"]) == (made.id, change.word, False)
    assert library.check() == CheckReport(articles=1, corrections=1)


def test_correction_keeps_revisions_and_unknown_keys(path: Path, library: Library) -> None:
    made = told(library)
    change(path, "corrections", colour="red")
    gone = made.without(made.head.id)
    Library(path).save(made.revised(deleted=False), gone)
    (stored,) = Library(path).corrections(made.article)
    assert {revision.id for revision in gone.revisions} < {revision.id for revision in stored.revisions}
    assert content(path)["corrections"]["1"]["colour"] == "red"


def test_correction_deleted_by_hand_becomes_a_revision(path: Path, library: Library) -> None:
    made = told(library)
    change(path, "corrections", deleted=True)
    (first,), (second,) = Library(path).corrections(made.article), Library(path).corrections(made.article)
    assert first == second
    assert (first.deleted, first.head.parent) == (True, made.head.id)


def test_correction_edited_by_hand_is_used(path: Path, library: Library) -> None:
    made = told(library)
    change(path, "corrections", name="Anglers \x1b[31m")
    library = Library(path)
    (stored,) = library.corrections(made.article)
    assert stored.change == Rename(("Fishermen",), "Anglers ␛[31m")
    library.save(made.without(made.head.id))
    assert Library(path).corrections(made.article)[0].change == stored.change


@pytest.mark.parametrize(
    "values",
    [
        {"id": 7},
        {"article": None},
        {"revision": []},
        {"revision": {"id": "a", "at": "yesterday"}},
        {"revision": 5},
        {"change": "improve"},
        {"change": None},
        {"names": []},
        {"names": [" "]},
        {"names": "Fishermen"},
        {"names": [["Fishermen"]]},
        {"name": ""},
        {"change": "merge", "into": None},
        {"change": "retype", "kind": "ship"},
        {"change": "attribute", "quote": None, "speaker": []},
        {"change": "attribute", "quote": {"exact": "x"}, "speaker": []},
        {"change": "add-quote", "quote": None, "speaker": []},
        {"change": "add-quote", "speaker": 5},
        {"change": "add-name", "passage": None, "kind": "person"},
        {"change": "add-name", "passage": {"exact": "x"}, "kind": "person"},
        {"change": "move-mention", "passage": None, "into": ["Sailors"]},
        {"change": "move-alias", "alias": " ", "into": ["Sailors"]},
        {"change": "move-alias", "alias": "fishers", "into": []},
        {"change": "move-alias", "alias": "fishers"},
    ],
)
def test_unreadable_correction_hides_no_other(path: Path, values: dict[str, Any]) -> None:
    made = told(Library(path))
    change(path, "corrections", **values)
    bad = content(path)["corrections"]["1"]
    library = Library(path)
    good = told(library, CHANGES[3])
    assert library.corrections(made.article) == [good]
    notices = library.storage.take_notices()
    assert all("skipped 1 correction" in notice for notice in notices[-1:])
    assert content(path)["corrections"]["1"] == bad
    assert any("cannot be read" in problem for problem in library.check().problems)


def test_correction_without_article_is_reported_and_repaired(path: Path, library: Library) -> None:
    lost = new_correction("abcdefghij", article().sha256, CHANGES[0], now())
    library.save(lost)
    (problem,) = library.check().problems
    assert problem == f"correction {lost.id} belongs to article abcdefghij, which the library does not have"
    assert library.repair().problems == ()
    record = Library(path).article("abcdefghij")
    assert record is not None
    assert record.texts == (article().sha256,)


def test_two_records_of_one_correction_are_joined(path: Path, library: Library) -> None:
    made = told(library)
    gone = made.revised(deleted=True)
    tables = content(path)
    with fresh_library() as other:
        other.save(gone)
        tables["corrections"]["2"] = content(other.path)["corrections"]["1"]
    path.write_text(json.dumps(tables))
    assert Library(path).corrections(made.article) == [gone]
    assert Library(path).repair() == CheckReport(articles=1)
    assert content(path)["corrections"].keys() == {"1"}


def test_library_without_table_of_corrections_is_read(path: Path) -> None:
    note = written(Library(path))
    tables = content(path)
    del tables["corrections"]
    path.write_text(json.dumps(tables))
    library = Library(path)
    assert (library.notes(), library.corrections(note.article)) == ([note], [])
    made = told(library)
    assert library.corrections(made.article) == [made]
