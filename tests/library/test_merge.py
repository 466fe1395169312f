"""Merging libraries loses nothing, in any order and however often."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Placement, describe
from reader.annotations.corrections import Change, Correction, Dismiss, Rename, new_correction
from reader.annotations.dossiers import new_member
from reader.annotations.notes import Note, NoteRevision, new_note
from reader.annotations.revisions import Authorship, heads, history, now
from reader.annotations.revisions import Revision as RevisionOfCorrection
from reader.cli import main
from reader.document.article import Article, Block
from reader.document.digest import text_digest
from reader.errors import LibraryError
from reader.library.codec import Document
from reader.library.codec.corrections import correction_document
from reader.library.codec.records import Tables, article_document, note_document
from reader.library.deduplicate import ordered_union
from reader.library.library import ArticleRecord, Library, MergeSummary
from reader.library.merge import copy_texts, library_records, merge_files, merge_tables, read_other
from reader.library.recovery import with_all_tables
from reader.session import state
from reader.session.state import ReadingState
from reader.text.span import Span
from tests.examples import at_most, in_turns
from tests.library.test_library import CHANGES, tree

FIRST = "The council voted on Monday to close the old harbour. Fishermen said that they had not been told of it."
SECOND = FIRST.replace("Monday", "Tuesday") + " A second meeting was promised."
THIRD = SECOND.replace("promised", "held") + " Nobody came."
TEXTS = (FIRST, SECOND, THIRD)


def article(text: str = FIRST, source: str = "/articles/harbour.txt") -> Article:
    return Article(text, (Block(Span(0, len(text))),), title="The Harbour Vote", source=source)


def written(library: Library, text: str = "why?", words: str = FIRST) -> Note:
    record = library.record_opening(article(words))
    start = words.index("Fishermen")
    note = new_note(record.id, text_digest(words), describe(words, Span(start, start + 9)), text, ())
    library.save(note)
    return note


@pytest.fixture
def mine(tmp_path: Path) -> Library:
    return Library(tmp_path / "mine" / "library.json")


@pytest.fixture
def theirs(tmp_path: Path) -> Library:
    return Library(tmp_path / "theirs" / "library.json")


# ---------------------------------------------------------------------- what a merge does


def test_merge_adds_notes_articles_and_texts(mine: Library, theirs: Library) -> None:
    own = written(mine)
    other = written(theirs, "theirs", "Quite another article. Fishermen are in it too.")
    before = tree(theirs.path.parent)
    assert mine.merge(theirs) == MergeSummary(articles=1, notes=1, revisions=1)
    assert {note.id for note in mine.notes()} == {own.id, other.id}
    assert len(mine.articles()) == 2
    assert mine.kept_text(other.made_on) is not None
    assert tree(theirs.path.parent) == before, "the other library is only read"
    assert Library(mine.path).check().problems == ()


def test_second_merge_writes_nothing(mine: Library, theirs: Library) -> None:
    written(mine)
    written(theirs)
    mine.merge(theirs)
    before = tree(mine.path.parent)
    assert mine.merge(theirs) == MergeSummary()
    assert tree(mine.path.parent) == before
    assert mine.merge(mine) == MergeSummary(), "nor does a library bring anything to itself"


def told(library: Library, change: Change, words: str = FIRST) -> Correction:
    """Save a correction and return it."""
    record = library.record_opening(article(words))
    made = new_correction(record.id, text_digest(words), change, now())
    library.save(made)
    return made


def test_merge_adds_corrections_of_the_same_article(mine: Library, theirs: Library) -> None:
    first = told(mine, Rename(("Fishermen",), "Sailors"))
    mine.record_opening(article(SECOND))
    last = told(theirs, Dismiss(("Monday",)), SECOND)
    assert mine.merge(theirs) == MergeSummary(corrections=1, revisions=1)
    assert mine.merge(theirs) == MergeSummary()
    (record,) = mine.articles()
    assert [made.id for made in mine.corrections(record.id)] == [first.id, last.id]
    assert {made.article for made in mine.corrections(record.id)} == {record.id}
    window = Library(theirs.path)
    window.merge(mine)
    window.save(last.revised(deleted=True))
    assert [made.deleted for made in window.corrections(record.id)] == [False, True]


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_correction_is_merged_both_ways(change: Change, mine: Library, theirs: Library) -> None:
    mine.record_opening(article())
    made = told(theirs, change)
    assert mine.merge(theirs) == MergeSummary(corrections=1, revisions=1)
    assert mine.corrections(made.article) == theirs.corrections(made.article) == [made]
    mine.save(made.without(made.head.id))
    assert theirs.merge(mine) == MergeSummary(revisions=1)
    (there,) = theirs.corrections(made.article)
    assert (there.change, there.deleted) == (change, True)
    assert mine.merge(theirs) == MergeSummary()


def test_a_kind_of_correction_that_is_not_known_yet_is_kept_and_named(mine: Library, theirs: Library) -> None:
    """Made by a newer version: it hides no other, is merged as it is, and the check names it."""
    known = told(mine, CHANGES[0])
    newer = told(theirs, CHANGES[1])
    raw = theirs.path.read_bytes().replace(b'"rename"', b'"split"')
    theirs.path.write_bytes(raw)
    (stored,) = json.loads(raw)["corrections"].values()
    mine.merge(theirs)
    assert mine.merge(theirs) == MergeSummary()
    assert stored in json.loads(mine.path.read_bytes())["corrections"].values()
    assert mine.corrections(known.article) == [known]
    problems = [problem for problem in mine.check().problems if newer.id in problem]
    assert any("its kind of change is unknown" in problem for problem in problems)
    mine.repair()
    repaired = {each["id"]: each["change"] for each in json.loads(mine.path.read_bytes())["corrections"].values()}
    assert repaired == {known.id: "merge", newer.id: "split"}, "a repair deletes nothing"


def test_undone_correction_is_undone_after_merge(mine: Library, theirs: Library) -> None:
    made = told(mine, Rename(("Fishermen",), "Sailors"))
    theirs.merge(mine)
    theirs.save(made.without(made.head.id))
    assert mine.merge(theirs) == MergeSummary(revisions=1)
    (there,) = mine.corrections(made.article)
    assert there.deleted
    mine.save(there.without(there.head.id))
    theirs.merge(mine)
    assert not theirs.corrections(made.article)[0].deleted


def test_merge_into_missing_library(mine: Library, theirs: Library) -> None:
    note = written(theirs)
    assert mine.merge(theirs).notes == 1
    assert [each.id for each in mine.notes()] == [note.id]


def test_article_with_different_texts_on_two_machines_is_joined(mine: Library, theirs: Library) -> None:
    """It keeps the older id, and is found by the other one too."""
    early = written(mine, "on the first text")
    late = written(theirs, "on the second text", SECOND)
    mine.record_opening(article(SECOND))
    assert early.article != late.article
    assert mine.merge(theirs).articles == 0
    assert theirs.merge(Library(mine.path)).articles == 0
    for library in (mine, theirs):
        (record,) = library.articles()
        assert (record.id, record.also) == (early.article, (late.article,))
        assert len(library.notes(record.id)) == 2
        assert library.article(late.article) == record


def test_devices_that_never_had_the_same_text_of_a_source_have_one_article_of_it(
    mine: Library, theirs: Library
) -> None:
    early = written(mine, "on the first text")
    late = written(theirs, "on the third text", THIRD)
    summary = mine.merge(theirs)
    assert (summary.articles, summary.notes, summary.joined) == (0, 1, ((early.article, (late.article,)),))
    theirs.merge(Library(mine.path))
    for library in (mine, theirs):
        (record,) = library.articles()
        assert (record.id, record.also) == (early.article, (late.article,))
        assert {note.text for note in library.notes(record.id)} == {"on the first text", "on the third text"}


def test_copies_that_a_merge_without_their_texts_left_are_joined_when_one_is_opened(
    mine: Library, theirs: Library
) -> None:
    written(mine, "on the first text")
    written(theirs, "on the third text", THIRD)
    merge_files(mine.path, theirs.path)
    copy_texts(theirs.files.texts, mine.files.texts, theirs.articles())
    library = Library(mine.path)
    assert len(library.articles()) == 2
    record = library.record_opening(article(THIRD))
    assert library.articles() == [record]
    assert {note.text for note in library.notes(record.id)} == {"on the first text", "on the third text"}


@pytest.mark.parametrize("source", ["/articles/harbour.txt", "-"])
def test_other_words_of_the_same_source_stay_an_article_of_their_own(
    source: str, mine: Library, theirs: Library
) -> None:
    words = THIRD if source == "-" else "A recipe for bread: flour, water, salt, and a good deal of patience."
    mine.record_opening(article(FIRST, source))
    theirs.record_opening(article(words, source))
    mine.merge(theirs)
    mine.record_opening(article(FIRST, source))
    assert len(mine.articles()) == 2


def test_note_saved_under_former_id_is_kept(mine: Library, theirs: Library) -> None:
    written(mine)
    mine.record_opening(article(SECOND))
    window = Library(theirs.path)
    late = written(window, "on the second text", SECOND)
    theirs.merge(mine)
    more = new_note(late.article, late.made_on, None, "written after the merge", ())
    window.save(late.revised(text="edited"), more)
    (record,) = theirs.articles()
    assert {note.text for note in theirs.notes(record.id)} == {"why?", "edited", "written after the merge"}


def test_note_edited_on_both_sides_is_in_conflict(mine: Library, theirs: Library) -> None:
    note = written(mine)
    theirs.merge(mine)
    mine.save(note.revised(text="mine"))
    theirs.save(note.revised(text="theirs"))
    assert mine.merge(theirs) == MergeSummary(revisions=1, conflicts=1)
    (both,) = mine.notes()
    assert {head.text for head in both.conflict} == {"mine", "theirs"}
    assert both.text == "theirs", "the newest counts until the user chooses"
    mine.save(both.settled(text="mine"))
    theirs.merge(mine)
    (chosen,) = theirs.notes()
    assert (chosen.conflict, chosen.text) == ((), "mine")


def test_edit_outlives_deletion_on_the_other_side(mine: Library, theirs: Library) -> None:
    note = written(mine)
    theirs.merge(mine)
    mine.save(note.revised(text="edited"))
    theirs.save(note.revised(deleted=True))
    mine.merge(theirs)
    (alive,) = mine.notes()
    assert (alive.text, len(alive.conflict)) == ("edited", 2)


def test_unreadable_record_is_added_once(mine: Library, theirs: Library) -> None:
    written(mine)
    written(theirs)
    tables = json.loads(theirs.path.read_bytes())
    tables["notes"]["7"] = {"odd": True}
    tables["notes"]["8"] = {"id": "brokennote", "article": 5}
    tables["corrections"]["1"] = {"kind": "rename"}
    theirs.path.write_text(json.dumps(tables))
    mine.merge(theirs)
    mine.merge(theirs)
    merged = json.loads(mine.path.read_bytes())
    assert list(merged["notes"].values()).count({"odd": True}) == 1
    assert {"id": "brokennote", "article": 5} in merged["notes"].values()
    assert list(merged["corrections"].values()) == [{"kind": "rename"}], "it has no id, and is there once all the same"


def test_broken_record_does_not_hide_a_whole_one(mine: Library, theirs: Library) -> None:
    note = written(mine)
    theirs.merge(mine)
    tables = json.loads(theirs.path.read_bytes())
    tables["notes"]["1"] = {"id": note.id, "article": 5}
    theirs.path.write_text(json.dumps(tables))
    broken = Library(theirs.path)
    mine.merge(broken)
    broken.merge(mine)
    assert [each.id for each in mine.notes()] == [each.id for each in broken.notes()] == [note.id]


def damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def newer(path: Path) -> None:
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema"] = 99
    path.write_text(json.dumps(tables))


def foreign(path: Path) -> None:
    path.write_text('{"users": {"1": {"name": "somebody"}}}')


def empty(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("become", [damaged, newer, foreign, empty, folder, Path.unlink])
def test_unusable_library_is_reported_in_one_line(
    become: Callable[[Path], None], mine: Library, theirs: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    written(mine)
    written(theirs)
    become(theirs.path)
    before = tree(mine.path.parent.parent)
    with pytest.raises(LibraryError, match="library"):
        mine.merge(Library(theirs.path))
    assert main(["--library", str(mine.path), "merge", str(theirs.path)]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(theirs.path) in told
    assert tree(mine.path.parent.parent) == before


def test_failed_merge_changes_nothing(mine: Library, theirs: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    own = written(mine)
    written(theirs)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("reader.system.atomic_file.replace_file", full)
        with pytest.raises(LibraryError, match="No space left"):
            mine.merge(theirs)
    assert [note.id for note in mine.notes()] == [note.id for note in Library(mine.path).notes()] == [own.id]


# ---------------------------------------------------------------------- from the command line


def test_command_reports_what_was_added(mine: Library, theirs: Library, capsys: pytest.CaptureFixture[str]) -> None:
    note = written(mine)
    theirs.merge(mine)
    mine.save(note.revised(text="mine"))
    theirs.save(note.revised(text="theirs"))
    written(theirs, "one more")
    command = ["--library", str(mine.path), "merge", str(theirs.path)]
    assert main(command) == 0
    assert "added 1 note, 2 revisions" in (told := capsys.readouterr().err)
    assert "1 note changed on both sides" in told
    assert main(command) == 0
    assert "nothing new" in capsys.readouterr().err
    assert main(["--library", str(mine.path), "notes"]) == 0
    listed = capsys.readouterr().out
    assert "conflict: two texts" in listed
    assert "    mine\n" in listed
    assert "    theirs\n" in listed
    assert main(["--library", str(mine.path), "notes", "--search", "mine", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["conflict"] == ["theirs", "mine"]
    assert main(["--library", str(mine.path), "edit", note.id, "--text", "both"]) == 0
    assert mine.note(note.id) != note
    assert Library(mine.path).notes()[0].conflict == ()


def test_merged_notes_are_placed_in_our_text(
    mine: Library, theirs: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    written(mine)
    written(theirs, "theirs")
    mine.record_opening(article(SECOND))
    mine.merge(theirs)
    assert main(["--library", str(mine.path), "notes", "--json"]) == 0
    assert [note["state"] for note in json.loads(capsys.readouterr().out)] == ["exact", "exact"]


def test_a_note_that_was_moved_elsewhere_is_not_placed_on_its_former_words(mine: Library, theirs: Library) -> None:
    note = written(mine)
    assert note.anchor is not None
    here = Placement(Span(note.anchor.start, note.anchor.end), "exact")
    note = replace(note, placement=here, placed_on=text_digest(FIRST))
    mine.save(note)
    theirs.merge(mine)
    mine.save(note.revised(text="changed where it was not known that the note would be moved"))
    moved = note.revised(anchor=describe(FIRST, Span(12, 17)))
    theirs.save(replace(moved, placement=Placement(Span(12, 17), "exact")))
    for library, other in ((mine, theirs), (theirs, mine)):
        library.merge(other)
        (merged,) = library.notes()
        (head, *_) = merged.heads
        assert head.anchor is not None
        assert head.anchor.start == 12
        assert merged.placement == Placement(Span(12, 17), "exact")


def test_text_of_another_program_does_not_come_under_the_id_of_ours(mine: Library, theirs: Library) -> None:
    """Also if the merge changes a field of the note, here its article."""
    mine.record_opening(article(SECOND))
    mine.record_opening(article())
    note = written(theirs, "Moskow")
    theirs.path.write_bytes(theirs.path.read_bytes().replace(b"Moskow", b"Moscow"))
    mine.merge(theirs)
    (merged,) = mine.notes()
    assert merged.text == "Moscow"
    assert merged.head.id == merged.head.content_id != note.head.id
    assert mine.merge(theirs) == MergeSummary()


def test_drafts_follow_an_article_to_its_new_id(
    mine: Library, theirs: Library, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = written(theirs).article
    theirs.record_opening(article(SECOND))
    former = written(mine, "on the second text", SECOND).article
    reading = home / "state" / "reader"
    reading.mkdir(parents=True)
    for own, caret, words in ((former, 7, "half"), (kept, 0, "other")):
        with state.changed_document(own, reading) as document:
            document |= {"caret": caret, "drafts": [{"text": words}]}
    assert main(["--library", str(mine.path), "merge", str(theirs.path)]) == 0
    assert state.load_state(kept, reading) == ReadingState(7)
    assert state.load_document(kept, reading)["drafts"] == [{"text": "half"}, {"text": "other"}]
    assert not (reading / f"{former}.json").exists()


# ---------------------------------------------------------------------- conflicts


def start() -> Note:
    return new_note("abcdefghij", "", None, "start", ())


def merged(one: Note, other: Note) -> Note:
    known = {revision.id: revision for revision in (*one.revisions, *other.revisions)}
    return replace(one, revisions=tuple(known.values()))


def test_choosing_a_text_ends_a_conflict() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    assert [head.text for head in both.conflict] == ["other", "one"]
    chosen = both.settled(text="one")
    assert (chosen.text, chosen.conflict, len(chosen.heads)) == ("one", (), 1)


def test_undoing_a_choice_restores_the_conflict() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    chosen = both.settled(text="chosen")
    undone = chosen.without(history([chosen]).undo[-1].revision)
    assert {head.text for head in undone.conflict} == {"one", "other"}
    redone = undone.without(history([undone]).redo[-1].revision)
    assert (redone.text, redone.conflict) == ("chosen", ())


def test_equal_heads_are_no_conflict() -> None:
    note = start()
    both = merged(note.revised(text="same"), note.revised(text="same"))
    assert both.conflict == ()
    assert both.revised(text="on").conflict == ()


def test_undoing_the_deletion_of_a_conflict_restores_both_texts() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    gone = both.settled(deleted=True)
    assert gone.deleted
    back = gone.without(gone.head.id)
    assert {head.text for head in back.conflict} == {"one", "other"}


def by(note: Note, device: str, step: int) -> Note:
    """Return a note whose last revision was made by a device."""
    *before, last = note.revisions
    return replace(note, revisions=(*before, replace(last, by=Authorship(device, device, step))))


def test_restoring_a_conflict_that_was_deleted_brings_back_both_texts() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    back = both.settled(deleted=True).restored()
    assert {head.text for head in back.conflict} == {"one", "other"}


def test_restoring_a_conflict_that_was_deleted_elsewhere_can_be_undone() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    back = by(by(both.settled(deleted=True), "there", 1).restored(), "here", 1)
    (step,) = history([back], "here", "here").undo
    again = by(back.without(step.revision), "here", 2)
    assert again.deleted
    assert history([again], "here", "here").redo


def test_restoring_what_two_have_deleted_brings_it_back() -> None:
    note = start()
    both = merged(note.revised(text="one"), note.revised(text="other"))
    gone = merged(by(both.settled(deleted=True), "there", 1), by(both.settled(deleted=True), "here", 1))
    assert gone.deleted
    assert not gone.restored().deleted


def test_undo_after_an_undone_deletion_of_a_conflict_leaves_the_words_of_others() -> None:
    note = start()
    mine, theirs = by(note.revised(tags=("mine",)), "here", 1), by(note.revised(text="theirs"), "there", 1)
    gone = by(merged(mine, theirs).settled(deleted=True), "here", 2)
    back = by(gone.without(gone.head.id), "here", 3)
    assert {head.text for head in back.conflict} == {"start", "theirs"}
    last = history([back], "here", "here").undo[-1]
    assert last.revision == mine.head.id
    undone = back.without(last.revision)
    assert (undone.text, undone.tags, undone.conflict) == ("theirs", (), ())


def test_parents_in_a_circle_leave_a_head() -> None:
    one = NoteRevision("a" * 10, "b" * 10, "2026-01-01T00:00:00.000000Z", "one", (), None)
    other = replace(one, id="b" * 10, parent="a" * 10, text="other")
    assert len(heads([one, other])) == 1


# ---------------------------------------------------------------------- in any order, any grouping, any number of times


def observed(tables: Tables) -> object:
    """Return the answers of `articles`, `notes` and `corrections`."""
    side = library_records(tables)
    entries = [sorted(entries, key=lambda entry: entry.id) for entries in (side["notes"], side["corrections"])]
    return sorted(side["articles"], key=lambda record: record.id), *entries


MOMENTS = [f"2026-03-0{day}T00:00:00.000000Z" for day in range(1, 5)]
DIGESTS = [text_digest(text) for text in TEXTS]
IDS = ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"]

records = st.builds(
    lambda own, title, sources, digests, added, opened, chosen: ArticleRecord(
        own,
        title,
        ordered_union([sources], sources[-1:]),
        ordered_union([digests], digests[-1:]),
        added,
        max(added, opened),
        genre=chosen[0],
        genre_set=chosen[1],
    ),
    st.sampled_from(IDS),
    st.sampled_from(["", "One", "Two"]),
    st.lists(st.sampled_from(["-", "/a", "/b"]), unique=True, min_size=1),
    st.lists(st.sampled_from(DIGESTS), unique=True),
    st.sampled_from(MOMENTS),
    st.sampled_from(MOMENTS),
    st.tuples(st.sampled_from([None, "paper", "fiction"]), st.sampled_from(MOMENTS[:2])) | st.just((None, "")),
)


def revision(number: int) -> NoteRevision:
    """Return the revision with this number."""
    parent = None if number == 0 else f"revision{(number - 1) // 2:02}"
    merges = (f"revision{number - 2:02}",) if number > 3 and number % 3 == 0 else ()
    undoes = f"revision{number - 1:02}" if number % 5 == 4 else None
    at = MOMENTS[min(number // 2, 3)]
    stamp = {"deleted": number % 4 == 3, "undoes": undoes, "merges": merges}
    return NoteRevision(f"revision{number:02}", parent, at, f"text {number}", (), None, **stamp)  # type: ignore[arg-type]


PLACED = Placement(Span(1, 2), "exact"), Placement(None, "orphaned"), Placement(Span(3, 9), "changed")

notes = st.builds(
    lambda own, on, numbers, placement: Note(own, on, "", tuple(map(revision, sorted(numbers))), placement=placement),
    st.sampled_from(["note1", "note2"]),
    st.sampled_from(IDS),
    st.sets(st.integers(0, 7), min_size=1),
    st.sampled_from([None, *PLACED]),
)


def stamp(number: int) -> RevisionOfCorrection:
    """The same as `revision`, for corrections."""
    made = revision(number)
    return RevisionOfCorrection(
        made.id, made.parent, made.at, deleted=made.deleted, undoes=made.undoes, merges=made.merges
    )


corrections = st.builds(
    lambda own, on, numbers, change: Correction(own, on, "", tuple(map(stamp, sorted(numbers))), change),
    st.sampled_from(["correction1", "correction2"]),
    st.sampled_from(IDS),
    st.sets(st.integers(0, 7), min_size=1),
    st.sampled_from(CHANGES),  # one id, two contents: somebody has edited a library by hand
)


def as_tables(articles: list[ArticleRecord], written: list[Note], told: list[Correction]) -> Tables:
    """Return a library as this program writes it."""
    known = {record.id for record in articles}
    tables = with_all_tables(
        {
            "articles": {str(number): article_document(record) for number, record in enumerate(articles, 1)},
            "notes": {
                str(number): note_document(note) for number, note in enumerate(written, 1) if note.article in known
            },
            "corrections": {
                str(number): correction_document(made) for number, made in enumerate(told, 1) if made.article in known
            },
        }
    )
    return merge_tables(tables, with_all_tables({}))


libraries = st.builds(
    as_tables,
    st.lists(records, unique_by=lambda record: record.id, min_size=1),
    st.lists(notes, unique_by=lambda note: note.id),
    st.lists(corrections, unique_by=lambda made: made.id),
)


@pytest.mark.slow
@at_most(40)
@given(libraries, libraries)
def test_merge_is_commutative(one: Tables, other: Tables) -> None:
    assert observed(merge_tables(one, other)) == observed(merge_tables(other, one))


@pytest.mark.slow
@at_most(40)
@given(libraries, libraries, libraries)
def test_merge_is_associative(one: Tables, two: Tables, three: Tables) -> None:
    assert observed(merge_tables(merge_tables(one, two), three)) == observed(
        merge_tables(one, merge_tables(two, three))
    )


@pytest.mark.slow
@at_most(40)
@given(libraries, libraries)
def test_merge_is_idempotent(one: Tables, other: Tables) -> None:
    assert observed(merge_tables(one, one)) == observed(one)
    once = merge_tables(one, other)
    assert merge_tables(once, other) == merge_tables(once, once) == once


@pytest.mark.slow
@at_most(40)
@given(libraries, libraries)
def test_merge_loses_no_revision_text_or_source(one: Tables, other: Tables) -> None:
    after = library_records(merge_tables(one, other))
    for side in (library_records(one), library_records(other)):
        for note in side["notes"]:
            (there,) = (each for each in after["notes"] if each.id == note.id)
            assert set(note.revisions) <= set(there.revisions)
            assert there.article in {record.id for record in after["articles"]}
        for made in side["corrections"]:
            (known,) = (each for each in after["corrections"] if each.id == made.id)
            assert set(made.revisions) <= set(known.revisions)
            assert known.article in {record.id for record in after["articles"]}
        for record in side["articles"]:
            (kept,) = (each for each in after["articles"] if record.id in (each.id, *each.also))
            assert set(record.texts) <= set(kept.texts)
            assert set(record.sources) <= set(kept.sources)


# ---------------------------------------------------------------------- whole histories on several machines


@dataclass
class Machine:
    """A library, and actions on it."""

    library: Library

    def act(self, deed: str, choice: int, others: list["Machine"]) -> None:
        notes = self.library.notes() + self.library.notes(deleted=True)
        note = notes[choice % len(notes)] if notes else None
        if deed == "open":
            self.library.record_opening(article(TEXTS[choice % len(TEXTS)]))
        elif deed == "merge":
            self.library.merge(others[choice % len(others)].library)
        elif deed == "write":
            written(self.library, f"note {choice}", TEXTS[choice % len(TEXTS)])
        elif note is not None:
            self.library.save(self.changed(note, deed, choice))

    def changed(self, note: Note, deed: str, choice: int) -> Note:
        if deed == "edit":
            return note.revised(text=f"edited {choice}")
        if deed == "tag":
            return note.revised(tags=(f"tag{choice}",))
        if deed == "settle":
            return note.settled(text=f"chosen {choice}")
        if deed == "delete":
            return note.settled(deleted=not note.deleted)
        steps = getattr(history([note]), deed)
        return note.without(steps[-1].revision) if steps else note

    def copy(self, folder: Path) -> Library:
        copied = Library(folder / "library.json")
        copied.merge(self.library)
        return copied

    @property
    def seen(self) -> object:
        return seen(self.library)


def seen(library: Library) -> object:
    """Return everything in a library, with the conflicts."""
    found = library.notes() + library.notes(deleted=True)
    return library.articles(), found, [(note.text, note.deleted, note.conflict) for note in found]


DEEDS = ["open", "merge", "write", "edit", "tag", "settle", "delete", "undo", "redo"]
histories = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(DEEDS), st.integers(0, 5)), min_size=3, max_size=14)


@pytest.mark.parametrize("count", [2, 3])
@at_most(25 // in_turns(3))
@given(deeds=histories)
def test_machines_that_merge_in_any_order_agree(count: int, deeds: list[tuple[int, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machines = [Machine(Library(Path(folder) / f"machine{number}" / "library.json")) for number in range(count)]
        for machine, text in zip(machines, TEXTS, strict=False):
            machine.library.record_opening(article(text))
        for at, deed, choice in deeds:
            here = machines[at % count]
            here.act(deed, choice, [machine for machine in machines if machine is not here])
        orders = [machines, machines[::-1], machines[1:] + machines[:1]]
        ends = []
        for number, order in enumerate(orders):
            end = Library(Path(folder) / f"end{number}" / "library.json")
            for machine in (*order, order[0]):
                end.merge(machine.library)
            ends.append(seen(end))
        assert ends[0] == ends[1] == ends[2]
        texts = {note_id: {r.id for r in n.revisions} for m in machines for note_id, n in known(m.library).items()}
        assert texts.keys() <= {note.id for note in ends_notes(Path(folder) / "end0" / "library.json")}


def known(library: Library) -> dict[str, Note]:
    return {note.id: note for note in library.notes() + library.notes(deleted=True)}


def ends_notes(path: Path) -> list[Note]:
    return list(known(Library(path)).values())


def test_other_library_is_read(theirs: Library) -> None:
    written(theirs)
    assert len(read_other(theirs.path)["notes"]) == 1


def test_many_libraries_are_merged_into_one(tmp_path: Path) -> None:
    all_of_them = [Library(tmp_path / str(number) / "library.json") for number in range(4)]
    for library in all_of_them:
        written(library, str(library.path))

    def into(one: Library, other: Library) -> Library:
        one.merge(other)
        return one

    assert len(reduce(into, all_of_them).notes()) == 4
    assert history(all_of_them[0].notes()).undo


# ---------------------------------------------------------------------- tables of later versions

FIELDS = st.fixed_dictionaries(
    {"id": st.sampled_from(["one", "two"])},
    optional={
        "updated": st.sampled_from(["2026-01-01", "2026-01-02"]),
        "name": st.sampled_from(["Harbour", "Port"]),
        "members": st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True),
        "more": st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 2), max_size=2),
    },
)
DOSSIERS = st.dictionaries(st.sampled_from(["1", "2", "3"]), FIELDS, max_size=3)


def by_id(tables: Tables) -> dict[str, Document]:
    """Return the documents of a table that this version does not know, by their ids, with lists as sets."""
    found: dict[str, Document] = {}
    for document in tables["plans"].values():
        assert document["id"] not in found
        found[document["id"]] = {
            key: sorted(value) if isinstance(value, list) else value for key, value in document.items()
        }
    return found


@at_most(200)
@given(DOSSIERS, DOSSIERS, DOSSIERS)
def test_tables_of_a_later_version_are_joined_by_id_in_any_order(
    first: dict[str, Document], second: dict[str, Document], third: dict[str, Document]
) -> None:
    tables, nothing = (first, second, third), with_all_tables({"plans": {}})
    one, two, three = (merge_tables(nothing, with_all_tables({"plans": some})) for some in tables)
    left = merge_tables(merge_tables(one, two), three)
    right = merge_tables(one, merge_tables(three, two))
    assert by_id(left) == by_id(right)
    assert by_id(merge_tables(left, two)) == by_id(left)
    known = [document for some in tables for document in some.values()]
    assert set(by_id(left)) == {document["id"] for document in known}
    for document in known:
        assert set(by_id(left)[document["id"]].get("members", ())) >= set(document.get("members", ()))


def test_documents_that_no_id_tells_apart_stay_and_what_is_no_table_too(mine: Library, theirs: Library) -> None:
    written(mine)
    written(theirs)
    for library, number in ((mine, 1), (theirs, 2)):
        tables = json.loads(library.path.read_text())
        tables |= {"others": {"1": {"number": number}, "2": {"both": True}}, "list": [number]}
        library.path.write_text(json.dumps(tables))
    Library(mine.path).merge(Library(theirs.path))
    merged = json.loads(mine.path.read_text())
    assert sorted(map(str, merged["others"].values())) == ["{'both': True}", "{'number': 1}", "{'number': 2}"]
    assert merged["list"] == [1]


@pytest.mark.usefixtures("journals_of_small_libraries")
def test_an_article_that_gets_the_id_of_the_other_library_is_merged_whole(mine: Library, theirs: Library) -> None:
    """The part of a library that a merge reads cannot be saved as a part then."""
    older = theirs.record_opening(article(FIRST.replace("Fishermen", "The fishermen")))
    other = written(theirs, "theirs")
    own = written(mine)
    written(mine, "more")
    here, there = Library(mine.path), Library(theirs.path)
    assert here.storage.is_part
    assert here.merge(there).notes == 1
    merged = Library(mine.path)
    assert {own.id, other.id} <= {note.id for note in merged.notes()}
    assert [record.id for record in merged.articles()] == [older.id]
    assert Library(mine.path).merge(there) == MergeSummary()


@pytest.mark.usefixtures("journals_of_small_libraries")
def test_entries_of_an_article_that_is_no_record_follow_the_note_that_tells_which_it_is(
    mine: Library, theirs: Library
) -> None:
    """A library may have notes whose articles it lacks: they are found by these ids where only a part is read."""
    note = written(mine)
    member = new_member("Harbour", "elsewhere", "", "source")
    mine.save(member)
    written(mine, "more")
    theirs.save(replace(note, article="elsewhere"))
    here = Library(mine.path)
    assert here.storage.is_part
    here.merge(Library(theirs.path))
    assert [each.article for each in Library(mine.path).members()] == [note.article]
