"""Schema 2 of the library file: ids made from content, checksums, placements with their text, and the upgrade."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Placement
from reader.annotations.notes import Note, NoteRevision, new_note
from reader.annotations.revisions import Revision, seal_all
from reader.cli import main
from reader.library.codec import BadRecordError, is_sealed, sealed
from reader.library.codec.records import NOTES, note_document, note_from
from reader.library.codec.revisions import upgrade_document
from reader.library.library import Library
from reader.library.recovery import read_tables
from reader.text.span import Span
from tests.examples import at_most
from tests.library.devices import sitting
from tests.library.test_library import article, content, written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "library.json"


# ---------------------------------------------------------------------- ids


def test_a_revision_has_the_id_of_its_content(path: Path) -> None:
    note = written(Library(path))
    assert note.head.id == note.head.content_id
    assert note.revised(text="other").head.id != note.revised(text="another").head.id
    assert replace(note.head, color="red").sealed().id != note.head.id


def test_the_last_revision_is_stored_once(path: Path) -> None:
    library = Library(path)
    note = written(library, "the words that are stored once")
    assert path.read_bytes().count(b"the words that are stored once") == 1
    library.save(note.revised(text="and these"))
    document = content(path)["notes"]["1"]
    assert (document["text"], [item["text"] for item in document["history"]]) == ("and these", [note.text])
    assert path.read_bytes().count(b"and these") == 1


def test_the_colour_of_a_highlight_is_kept(path: Path) -> None:
    library = Library(path)
    note = written(library)
    library.save(note.revised(color="green"))
    (stored,) = Library(path).notes()
    assert (stored.color, [revision.color for revision in stored.revisions]) == ("green", ["", "green"])
    assert content(path)["notes"]["1"]["color"] == "green"


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), min_size=6, max_size=6))
@at_most(50)
def test_sealing_keeps_the_references_in_any_order(order: list[int], parents: list[int]) -> None:
    """Each revision names one before it, or itself at the start of a history."""
    revisions = [
        Revision(
            f"random{number:04}",
            f"random{min(parents[number], number - 1):04}" if number else None,
            f"2026-01-0{number + 1}T00:00:00.000000Z",
        )
        for number in range(6)
    ]
    done = seal_all([revisions[number] for number in order])
    assert [each.at for each in done] == [each.at for each in revisions]
    by_time = {each.at: each for each in done}
    for number, each in enumerate(done):
        assert each.id == each.content_id
        if number:
            assert each.parent == by_time[revisions[min(parents[number], number - 1)].at].id


def test_references_in_a_circle_are_sealed_too() -> None:
    one = Revision("a" * 10, "b" * 10, "2026-01-01T00:00:00.000000Z")
    other = Revision("b" * 10, "a" * 10, "2026-01-02T00:00:00.000000Z")
    assert all(each.id == each.content_id for each in seal_all([one, other]))


# ---------------------------------------------------------------------- merging


@pytest.mark.parametrize("mine_first", [True, False])
def test_a_text_replaced_by_another_program_is_one_more_revision_after_a_merge(
    tmp_path: Path, mine_first: bool
) -> None:
    """As after `sed -i s/Moskow/Munich/` on one of two machines; tables of other programs stay as well."""
    session = sitting(tmp_path / "one")
    session.article_notes.annotate(Span(0, 10), "Mr Smith said it in Moskow")
    original = session.library.path.read_bytes()
    edited = json.loads(original.replace(b"Moskow", b"Munich"))
    edited["mytable"] = {"1": {"x": "kept by another program"}}
    ends = []
    for number, (ours, theirs) in enumerate([(original, json.dumps(edited).encode())] * 2):
        both = [ours, theirs] if number == 0 else [theirs, ours]
        places = [tmp_path / f"{name}{number}{mine_first}" / "library.json" for name in ("into", "from")]
        for place, raw in zip(places, both, strict=True):
            place.parent.mkdir()
            place.write_bytes(raw)
        library = Library(places[0])
        library.merge(Library(places[1]))
        (note,) = library.notes()
        ends.append((note.text, [each.text for each in note.revisions], [each.id for each in note.revisions]))
        assert not note.conflict
        assert "mytable" in content(places[0])
        assert library.check().problems == ()
    assert ends[0] == ends[1]
    assert ends[0][:2] == ("Mr Smith said it in Munich", ["Mr Smith said it in Moskow", "Mr Smith said it in Munich"])


@pytest.mark.parametrize("swapped", [False, True])
def test_one_old_id_with_two_texts_becomes_two_revisions(path: Path, swapped: bool) -> None:
    """Two libraries of schema 1 in which one was edited by hand, the revision and the value beside it."""
    texts = ["in Moskow", "in Moscow"]
    libraries: list[Library] = []
    for text in reversed(texts) if swapped else texts:
        place = path.with_name(f"{text[-5]}{len(libraries)}.json")
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps(legacy_tables([legacy_revision("aaaaaaaaaa", None, text)])))
        libraries.append(Library(place))
    libraries[0].merge(libraries[1])
    (note,) = libraries[0].notes()
    assert {revision.text for revision in note.revisions} == {head.text for head in note.conflict} == set(texts)


def legacy_revision(own: str, parent: str | None, text: str, day: int = 1) -> dict[str, Any]:
    """A revision as schema 1 stored it."""
    at = f"2026-01-{day:02}T00:00:00.000000Z"
    return {"id": own, "parent": parent, "at": at, "deleted": False, "text": text, "tags": [], "anchor": None}


def legacy_tables(revisions: list[dict[str, Any]], **beside: Any) -> dict[str, Any]:
    """A library of schema 1 with one note."""
    head = {key: revisions[-1][key] for key in ("text", "tags", "anchor", "deleted")}
    note = {"id": "nnnnnnnnnn", "article": "abcdefghij", "made_on": "", "revisions": revisions, **head, **beside}
    return {"meta": {"1": {"schema": 1}}, "articles": {}, "notes": {"1": note}, "corrections": {}}


# ---------------------------------------------------------------------- damage


def test_a_sealed_record_shows_every_changed_bit(path: Path) -> None:
    written(Library(path))
    document = content(path)["notes"]["1"]
    assert is_sealed(document)
    assert not is_sealed({**document, "article": "abcdefghik"})
    assert not is_sealed({**document, "x": 1})
    assert sealed(document) == document


def test_check_sees_flipped_bits_anywhere_in_the_file(path: Path) -> None:
    """All bits of a small library would take minutes, so some are drawn, the same in each run."""
    library = Library(path)
    note = written(library, "An important remark about what the minister said")
    library.save(note.revised(text="A second remark, which is longer than the first one"))
    raw, before = path.read_bytes(), view(library)
    draw = random.Random(1)
    unseen = []
    for _ in range(250):
        at, bit = draw.randrange(len(raw)), draw.randrange(8)
        path.write_bytes(raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :])
        damaged = Library(path)
        report = damaged.check()
        if not (damaged.storage.take_notices() or report.problems) and view(damaged) != before:
            unseen.append(raw[max(0, at - 20) : at + 20])
    assert unseen == []


def view(library: Library) -> object:
    """Everything that a library says of notes."""
    return library.notes(), library.notes(deleted=True)


def test_text_of_another_program_is_reported_and_the_original_is_in_the_history(path: Path) -> None:
    written(Library(path), "the minister said no")
    path.write_bytes(path.read_bytes().replace(b"said no", b"said ok"))
    library = Library(path)
    (problem,) = library.check().problems
    assert "was changed outside reader" in problem
    (note,) = library.notes()
    assert [revision.text for revision in note.revisions] == ["the minister said no", "the minister said ok"]
    assert note.unverified
    assert library.repair().problems == ()
    assert Library(path).notes() == [note]


def test_changed_older_text_is_reported_and_not_used(path: Path) -> None:
    library = Library(path)
    note = written(library, "first words")
    library.save(note.revised(text="second words"))
    path.write_bytes(path.read_bytes().replace(b"first words", b"fir5t words"))
    for copy in path.parent.glob("*.bak*"):
        copy.unlink()
    library = Library(path)
    assert any("was changed later" in problem for problem in library.check().problems)
    assert [revision.text for revision in library.notes()[0].revisions] == ["second words"]
    library.save(library.notes()[0].revised(text="third words"))
    assert content(path)["notes"]["1"]["damaged"][0]["text"] == "fir5t words"
    assert any("keeps 1 damaged revision" in remark for remark in library.check().remarks)


def test_renamed_table_is_reported(path: Path) -> None:
    written(Library(path))
    path.write_bytes(path.read_bytes().replace(b'"notes":', b'"paper":'))
    library = Library(path)
    assert any("some are missing" in problem for problem in library.check().problems)
    assert any("library.json.bak" in notice for notice in library.storage.take_notices())


# ---------------------------------------------------------------------- placements


def test_a_placement_counts_only_for_its_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A window with the old text saves a note after another window has opened the new one."""
    words = "We will leave the alliance by spring"
    old = (
        f"Title of it\n\n“{words},” said Minister Anna Berg in Oslo.\n\n"
        "“We will never leave the alliance at all,” said Ambassador Karl Lund in Oslo.\n\nNobody else spoke.\n"
    )
    first = sitting(tmp_path / "home", old)
    new = old.replace("it\n\n", "it\n\n“The rain will stop tomorrow,” said Professor Ola Nord.\n\n", 1)
    sitting(tmp_path / "home", new)
    start = old.index(words)
    first.article_notes.annotate(Span(start, start + len(words)), "Berg says spring")
    (stored,) = Library(first.library.path).notes()
    assert stored.placement is None
    assert main(["--library", str(first.library.path), "notes", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert new[told["start"] : told["end"]] == words
    assert told["speaker"] == "Anna Berg"


def test_a_placement_is_stored_with_its_text(path: Path) -> None:
    library = Library(path)
    placed = replace(written(library), placement=Placement(Span(77, 91), "exact"), placed_on=article().sha256)
    library.save(placed)
    assert content(path)["notes"]["1"]["placement"]["text"] == article().sha256
    library.save(replace(placed, placed_on="0" * 64))
    assert Library(path).notes()[0].placement is None


# ---------------------------------------------------------------------- the upgrade


def test_a_history_of_schema_1_is_upgraded_with_its_references() -> None:
    one, two = legacy_revision("aaaaaaaaaa", None, "one"), legacy_revision("bbbbbbbbbb", "aaaaaaaaaa", "two", 2)
    undone = {**legacy_revision("cccccccccc", "bbbbbbbbbb", "one", 3), "undoes": "bbbbbbbbbb"}
    document = legacy_tables([one, two, undone])["notes"]["1"]
    note = note_from(upgrade_document(NOTES, document))
    assert [revision.text for revision in note.revisions] == ["one", "two", "one"]
    first, second, third = note.revisions
    assert (second.parent, third.parent, third.undoes) == (first.id, second.id, second.id)
    assert note_from(document) == note
    assert all(revision.id == revision.content_id for revision in note.revisions)


def test_values_edited_by_hand_in_schema_1_become_a_revision() -> None:
    document = legacy_tables([legacy_revision("aaaaaaaaaa", None, "one")], text="by hand", rating=5)["notes"]["1"]
    upgraded = upgrade_document(NOTES, document)
    note = note_from(upgraded)
    assert [revision.text for revision in note.revisions] == ["one", "by hand"]
    assert upgraded["rating"] == 5
    assert "revisions" not in upgraded
    assert is_sealed(upgraded)


@pytest.mark.parametrize("revisions", [None, [], "abc", [None, 3, "x", []], [{"id": "a", "at": "yesterday"}]])
def test_a_record_of_schema_1_that_cannot_be_read_is_kept_as_it_is(path: Path, revisions: object) -> None:
    tables = legacy_tables([legacy_revision("aaaaaaaaaa", None, "one")])
    tables["notes"]["1"]["revisions"] = revisions
    path.parent.mkdir()
    path.write_text(json.dumps(tables))
    library = Library(path)
    written(library)
    assert len(library.notes()) == 1
    assert content(path)["notes"]["1"] == tables["notes"]["1"]


def test_an_item_of_schema_1_that_cannot_be_read_is_kept() -> None:
    document = legacy_tables([{"id": 3}, legacy_revision("aaaaaaaaaa", None, "one")])["notes"]["1"]
    assert upgrade_document(NOTES, document)["damaged"] == [{"id": 3}]


def test_two_devices_upgrade_to_the_same(path: Path) -> None:
    raw = json.dumps(legacy_tables([legacy_revision("aaaaaaaaaa", None, "one")])).encode()
    assert read_tables(raw).tables == read_tables(raw).tables


def test_a_note_is_read_as_it_was_written() -> None:
    note = new_note("abcdefghij", "", None, "words", ("tag",)).revised(text="more").revised(deleted=True)
    assert note_from(note_document(note)) == note
    assert isinstance(note, Note)
    assert all(isinstance(revision, NoteRevision) for revision in note.revisions)


def test_a_record_without_revisions_is_refused() -> None:
    with pytest.raises(BadRecordError, match="it has no revisions"):
        NOTES.added({"id": "n"}, ())
