"""A library that goes back, is emptied or disappears as a whole is noticed, and steps are never given twice."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.annotations.revisions import history
from reader.errors import LibraryError
from reader.library import high_water, meta, snapshot
from reader.library.codec.records import Tables
from reader.library.high_water import HighWaterMark, Mark
from reader.library.library import Library
from tests.library.library_files import beside
from tests.library.test_library import content, written
from tests.library.test_storage import ARTICLE, a_note

Hand = Callable[[Path], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "library.json"


def opened(path: Path) -> Library:
    """A new sitting of one device."""
    return Library(path, path.parent.parent / "state")


def texts(library: Library) -> set[str]:
    return {note.text for note in library.notes()}


def snapshot_of(path: Path) -> Path:
    """Return a copy of the folder of a library."""
    return Path(shutil.copytree(path.parent, path.parent.with_name("older")))


def put_back(path: Path) -> None:
    shutil.rmtree(path.parent)
    shutil.copytree(path.parent.with_name("older"), path.parent)


def delete(path: Path) -> None:
    shutil.rmtree(path.parent)


def move(path: Path) -> None:
    path.parent.rename(path.parent.with_name("away"))


def empty(path: Path) -> None:
    for each in path.parent.glob("library.json*"):
        if each.is_file():
            each.unlink()
    path.write_text(json.dumps({"meta": {"1": {"schema": 2}}, "articles": {}, "notes": {}, "corrections": {}}))


HANDS: dict[Hand, str] = {
    put_back: "is older than this device knows: it lacks 1 note",
    delete: "is gone, with",
    move: "is gone, with",
    empty: "is empty, with",
}


@pytest.fixture
def used(path: Path) -> Path:
    """A library with one note before the snapshot and one after it."""
    written(opened(path), "first")
    snapshot_of(path)
    written(opened(path), "second")
    return path


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_the_next_command_says_what_is_missing(used: Path, hand: Hand) -> None:
    assert opened(used).check().problems == ()
    hand(used)
    library = opened(used)
    library.notes()
    (notice,) = library.storage.take_notices()
    assert notice.startswith(f"the library {HANDS[hand]}")
    assert f"put it back at {used}" in notice
    assert "`reader merge`" in notice
    assert library.storage.take_notices() == []
    assert notice in opened(used).check().problems


@pytest.mark.parametrize("hand", [delete, move, empty])
def test_nothing_is_saved_into_a_new_library_in_silence(used: Path, hand: Hand) -> None:
    hand(used)
    library = opened(used)
    for _ in range(2):
        with pytest.raises(LibraryError, match=r"is (gone|empty), with 1 article and 2 notes"):
            written(library, "third")
    assert library.storage.take_notices() == [], "it was said by the error"
    assert used.parent.exists() is (hand is empty), "the folder may be on a disk that is not there now"
    assert any(HANDS[hand] in problem for problem in opened(used).repair().problems), "no repair hides a loss"
    assert HANDS[hand] in opened(used).storage.accept_loss()
    written(opened(used), "third")
    library = opened(used)
    assert texts(library) == {"third"}
    assert library.storage.take_notices() == []


def test_an_older_library_is_saved_into_and_told_until_a_merge_brings_everything_back(used: Path) -> None:
    newer = Path(shutil.copytree(used.parent, used.parent.with_name("newer"))) / used.name
    put_back(used)
    for text in ("third", "fourth"):
        library = opened(used)
        written(library, text)
        (notice,) = library.storage.take_notices()
        assert "it lacks 1 note saved since" in notice
    opened(used).merge(Library(newer))
    library = opened(used)
    assert texts(library) == {"first", "second", "third", "fourth"}
    assert library.storage.take_notices() == []
    assert library.check().problems == ()


def test_an_older_library_can_be_accepted(used: Path) -> None:
    put_back(used)
    assert HANDS[put_back] in opened(used).storage.accept_loss()
    assert opened(used).storage.accept_loss() == ""
    assert opened(used).check().problems == ()
    written(opened(used), "third")
    assert opened(used).check().problems == ()


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_a_window_that_had_it_whole_does_not_say_saved_at_once(used: Path, hand: Hand) -> None:
    window = opened(used)
    assert texts(window) == {"first", "second"}
    hand(used)
    with pytest.raises(LibraryError, match=r"is (older|gone|empty)"):
        written(window, "third")
    if hand is put_back:
        written(window, "third")
        assert texts(opened(used)) == {"first", "third"}


def test_a_window_sees_that_the_library_is_back(used: Path) -> None:
    window = opened(used)
    window.notes()
    move(used)
    assert window.storage.has_changed
    assert window.storage.watch.is_gone
    used.parent.with_name("away").rename(used.parent)
    assert window.storage.has_changed
    assert not window.storage.watch.is_gone
    written(window, "third")
    assert texts(opened(used)) == {"first", "second", "third"}


def test_neither_another_device_nor_another_window_is_blamed(used: Path) -> None:
    copy = Path(shutil.copytree(used.parent, used.parent.parent / "elsewhere" / "data")) / used.name
    assert opened(copy).check().problems == ()
    window = opened(used)
    window.notes()
    written(opened(used), "in another window")
    other = Library(used, used.parent.parent / "state of another device")
    written(other, "by another device")
    written(window, "here")
    assert window.storage.take_notices() == []
    assert opened(used).check().problems == ()


def test_a_window_that_reads_while_another_one_saves_is_not_alarmed(
    used: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, other = opened(used), opened(used)
    take_snapshot = snapshot.take_snapshot

    def take_and_save(*args: Any) -> snapshot.Snapshot:
        monkeypatch.undo()
        taken = take_snapshot(*args)
        written(other, "saved just after it was read")
        return taken

    monkeypatch.setattr(snapshot, "take_snapshot", take_and_save)
    _ = window.storage.position  # one look at the library
    assert window.storage.take_notices() == []
    written(window, "third")
    assert window.storage.take_notices() == []


def test_a_library_that_a_sync_tool_replaced_by_a_newer_one_is_not_blamed(used: Path) -> None:
    there = Library(used.parent.parent / "there" / "library.json", used.parent.parent / "there" / "state")
    there.merge(Library(used))
    written(there, "by another device")
    for each in used.parent.glob("library.json*"):
        if each.is_file():
            each.unlink()
    shutil.copy(there.path, used)
    library = opened(used)
    assert texts(library) == {"first", "second", "by another device"}
    assert library.storage.take_notices() == []


def test_a_lost_edit_and_a_lost_text_of_an_article_count_too(path: Path) -> None:
    library = opened(path)
    note = written(library, "first")
    snapshot_of(path)
    library.save(note.revised(text="edited"))
    put_back(path)
    (problem,) = (each for each in opened(path).check().problems if "older" in each)
    assert "it lacks 1 note" in problem


def test_a_lost_archiving_of_an_article_counts_too(path: Path) -> None:
    library = opened(path)
    written(library, "first")
    snapshot_of(path)
    library.shelve("archived", *(record.id for record in library.articles()))
    put_back(path)
    assert any("it lacks 1 article" in problem for problem in opened(path).check().problems)


def test_undo_after_a_rollback_and_a_merge_takes_back_the_last_act(used: Path) -> None:
    written(opened(used), "third")
    newer = Path(shutil.copytree(used.parent, used.parent.with_name("newer"))) / used.name
    put_back(used)
    last = written(opened(used), "fourth, the last thing done")
    library = opened(used)
    library.merge(Library(newer))
    steps = [revision.by.step for note in library.notes() for revision in note.revisions]
    assert len(set(steps)) == len(steps) == 4
    assert history(library.notes(), library.author.device).undo[-1].entry == last.id


def test_undo_goes_by_the_clock_where_steps_were_given_twice(used: Path) -> None:
    """As by a version without a mark, or after the state folder was lost too."""
    state = used.parent.parent / "state"
    written(opened(used), "third")
    newer = Path(shutil.copytree(used.parent, used.parent.with_name("newer"))) / used.name
    put_back(used)
    shutil.rmtree(state / high_water.FOLDER)
    last = written(opened(used), "fourth, the last thing done")
    library = opened(used)
    library.merge(Library(newer))
    steps = [revision.by.step for note in library.notes() for revision in note.revisions]
    assert len(set(steps)) < len(steps)
    assert history(library.notes(), library.author.device).undo[-1].entry == last.id


# ---------------------------------------------------------------------- large libraries


@pytest.mark.usefixtures("journals_of_small_libraries")
@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_a_large_library_is_compared_by_its_records(path: Path, hand: Hand) -> None:
    library = opened(path)
    written(library, "first")
    library.fold()
    snapshot_of(path)
    written(opened(path), "second")
    assert beside(path, ".journal").exists()
    hand(path)
    library = opened(path)
    library.notes("nothing")
    (notice,) = library.storage.take_notices()
    assert HANDS[hand] in notice


# ---------------------------------------------------------------------- the file


def mark_file(path: Path) -> Path:
    (found,) = (path.parent.parent / "state" / high_water.FOLDER).iterdir()
    return found


def test_a_torn_or_damaged_line_does_not_count_and_hides_no_other(used: Path) -> None:
    whole = mark_file(used).read_bytes()
    for raw in (whole[:-5], whole.replace(b'"saved"', b'"sbved"', 1), b"\xff" + whole, b"", b"{}"):
        mark_file(used).write_bytes(raw)
        assert opened(used).check().problems == ()
        written(opened(used), "one more")
        assert opened(used).check().problems == ()
        shutil.copytree(used.parent, used.parent.with_name("kept"))
        put_back(used)
        assert any("it lacks" in problem for problem in opened(used).check().problems)
        shutil.rmtree(used.parent)
        used.parent.with_name("kept").rename(used.parent)


def test_the_file_stays_small_and_the_last_saves_stay_known(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(high_water, "COMPACTED_AT", 5_000)
    monkeypatch.setattr(high_water, "BYTES_KEPT", 1_000)
    mark = HighWaterMark(tmp_path / "state", path)
    mark.record_told({"revision"})
    notes: dict[str, dict[str, object]] = {}
    for step in range(1, 100):
        after: Tables = {"notes": {**notes, str(step): {"id": f"n{step}", "revision": {"id": f"r{step}"}}}}
        mark.record_save(step, f"digest {step}", {"notes": notes}, after)
        notes = after["notes"]
    assert mark_file(path).stat().st_size < 6_000
    known = mark.read()
    assert known.step == 99
    assert known.told == {"revision"}
    assert known.saves[-1].records == {"notes": {"n99": "r99"}}
    assert known.missing(lambda _, own: notes.get(own.removeprefix("n"))) is None
    missing = known.missing(lambda _, own: None)
    assert missing is not None
    assert missing.everything
    assert missing.records["notes"] == len(known.saves) >= 5


def test_what_was_saved_before_a_loss_stays_known_however_much_is_saved_after_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(high_water, "COMPACTED_AT", 5_000)
    monkeypatch.setattr(high_water, "BYTES_KEPT", 1_000)
    mark = HighWaterMark(tmp_path / "state", path)
    for step in range(1, 200):
        after: Tables = {"notes": {str(step): {"id": f"n{step}", "revision": {"id": f"r{step}"}}}}
        mark.record_save(step, f"digest {step}", {}, after, whole=step <= 50)
    kept = {own for save in mark.read().saves for own in save.records["notes"]}
    assert {"n50", "n199"} <= kept
    assert "n1" not in kept
    assert mark_file(path).stat().st_size < 6_000


def test_of_a_large_save_that_is_missing_not_every_record_is_named(path: Path) -> None:
    library = opened(path)
    library.record_opening(ARTICLE)
    snapshot_of(path)
    library.save(*(a_note(f"note {number}") for number in range(100)))
    put_back(path)
    (problem,) = opened(path).check().problems
    assert "it lacks at least 64 notes" in problem


def test_a_save_counts_although_it_cannot_be_noted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = opened(path)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(HighWaterMark, "record_save", refuse)
    written(library, "first")
    assert any("not noted in the state folder: No space left" in each for each in library.storage.take_notices())
    monkeypatch.undo()
    assert texts(opened(path)) == {"first"}
    assert opened(path).check().problems == ()


def test_a_mark_of_nothing_misses_nothing(tmp_path: Path) -> None:
    assert HighWaterMark(tmp_path, tmp_path / "library.json").read() == Mark()
    assert Mark().missing(lambda _, own: None) is None


def test_steps_follow_the_highest_of_library_and_mark(path: Path) -> None:
    library = opened(path)
    written(library, "first")
    assert meta.steps(content(path)) == {library.author.device: 1}
    snapshot_of(path)
    written(library, "second")
    put_back(path)
    written(opened(path), "third")
    assert meta.steps(content(path)) == {library.author.device: 3}


ARTICLE_NOW = {"texts": ["old", "new"], "shelved": "2026-03-02", "genre_set": "2026-03-03"}
NOTE_NOW = {"revision": {"id": "third"}, "history": [{"id": "first"}, "damaged", {"id": "second"}]}


@pytest.mark.parametrize(
    ("table", "document", "version", "there"),
    [
        ("notes", None, "first", False),
        ("notes", NOTE_NOW, "first", True),
        ("notes", NOTE_NOW, "third", True),
        ("notes", NOTE_NOW, "fourth", False),
        ("notes", {}, "first", False),
        ("articles", ARTICLE_NOW, "new 2026-03-03", True),
        ("articles", ARTICLE_NOW, "old 2026-03-02", True),
        ("articles", ARTICLE_NOW, "old", True),
        ("articles", ARTICLE_NOW, "new 2026-03-04", False),
        ("articles", ARTICLE_NOW, "gone 2026-03-03", False),
    ],
)
def test_a_record_has_a_version_if_it_has_all_of_it(
    table: str, document: dict[str, Any] | None, version: str, there: bool
) -> None:
    assert high_water.has_version(table, document, version) == there


def test_the_version_of_an_article_is_its_newest_text_and_when_it_was_last_shelved_or_read_as_a_genre() -> None:
    assert high_water.version_of("articles", ARTICLE_NOW) == "new 2026-03-03"
    assert high_water.version_of("articles", {**ARTICLE_NOW, "shelved": "2026-03-04"}) == "new 2026-03-04"
    assert high_water.version_of("articles", {"texts": ["old"]}) == "old"
    assert high_water.version_of("articles", {}) == ""
    assert high_water.version_of("notes", NOTE_NOW) == "third"
    assert high_water.version_of("notes", {}) == ""


@pytest.mark.parametrize(("sizes", "kept"), [([1, 2, 3], 3), ([1, 4, 6], 2), ([1, 5, 6], 1), ([20], 1), ([1, 20], 1)])
def test_the_last_lines_are_kept_that_have_so_many_bytes(
    sizes: list[int], kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(high_water, "BYTES_KEPT", 10)
    lines = [b"x" * size for size in sizes]
    assert high_water.latest(lines) == lines[-kept:]


@pytest.mark.parametrize(("count", "more"), [(63, False), (64, True)])
def test_of_a_save_with_as_many_records_as_are_kept_there_may_be_more(count: int, more: bool) -> None:
    names = [f"n{number}" for number in range(count)]
    saves = (
        high_water.Save("d", "2026-03-01", {"notes": dict.fromkeys(names, "v")}),
        high_water.Save("e", "2026-03-02", {"notes": {"other": "v"}}),
    )
    missing = Mark(2, saves).missing(lambda table, own: {"revision": {"id": "v"}} if own == "other" else None)
    assert missing is not None
    assert (missing.since, missing.more, missing.everything) == ("2026-03-01", more, False)
    gone = Mark(2, saves).missing(lambda table, own: None)
    assert gone is not None
    assert gone.everything
