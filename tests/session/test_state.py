"""The reading state is saved and loaded, and an invalid file is ignored."""

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from reader.session import state
from reader.session.state import COUNTS_FILE, Appearance, Bookmark, ReadingState, count_run, load_counts
from reader.system import atomic_file

ID = "7f3ckq2m5d"


def test_a_new_article_has_the_default_state(tmp_path: Path) -> None:
    assert state.load_state(ID, tmp_path / "state") == ReadingState()
    assert not (tmp_path / "state").exists()


def test_a_state_round_trips(tmp_path: Path) -> None:
    reading = ReadingState(7, (Bookmark("a", 9, "a sentence", "before ", " after", 3),))
    state.save_state(ID, reading, tmp_path)
    assert state.load_state(ID, tmp_path) == reading


def test_bookmarks_that_were_set_elsewhere_since_are_kept(tmp_path: Path) -> None:
    def mark(letter: str, offset: int, at: str) -> Bookmark:
        return Bookmark(letter, offset, "words", "", "", 0, at)

    state.save_state(ID, ReadingState(1, (mark("a", 1, "2026-01-01"), mark("b", 1, "2026-01-03"))), tmp_path)
    late, early, unknown = mark("a", 2, "2026-01-02"), mark("b", 2, "2026-01-02"), mark("c", 2, "")
    saved = state.save_state(ID, ReadingState(2, (late, early, unknown)), tmp_path)
    assert saved == state.load_state(ID, tmp_path)
    assert saved.caret == 2
    assert {each.letter: each.offset for each in saved.bookmarks} == {"a": 2, "b": 1, "c": 2}


def test_of_two_windows_that_save_at_once_one_waits(tmp_path: Path) -> None:
    first, second = (Bookmark(letter, 1, "words", "", "", 0, "2026-01-01") for letter in "ab")
    waiting = threading.Thread(target=state.save_state, args=(ID, ReadingState(2, (second,)), tmp_path))
    with atomic_file.folder_locked(tmp_path):
        waiting.start()
        waiting.join(0.1)
        assert waiting.is_alive()
        assert not state.state_path(ID, tmp_path).exists()
        state.state_path(ID, tmp_path).write_bytes(atomic_file.to_json(state.fields_of(ReadingState(1, (first,)))))
    waiting.join()
    assert {each.letter for each in state.load_state(ID, tmp_path).bookmarks} == {"a", "b"}


def test_a_window_that_is_stopped_while_it_saves_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_file, "LOCK_SECONDS", 0.05)
    with atomic_file.folder_locked(tmp_path):
        state.save_state(ID, ReadingState(caret=2), tmp_path)
    assert state.load_state(ID, tmp_path).caret == 2


def test_a_folder_without_locks_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    state.save_state(ID, ReadingState(caret=2), tmp_path)
    assert state.load_state(ID, tmp_path).caret == 2


def test_each_article_has_its_own_state(tmp_path: Path) -> None:
    state.save_state("aaaaaaaaaa", ReadingState(caret=1), tmp_path)
    state.save_state("bbbbbbbbbb", ReadingState(caret=2), tmp_path)
    state.save_state("aaaaaaaaaa", ReadingState(caret=3), tmp_path)
    assert state.load_state("aaaaaaaaaa", tmp_path) == ReadingState(caret=3)
    assert state.load_state("bbbbbbbbbb", tmp_path) == ReadingState(caret=2)


def test_the_file_is_private(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        state.save_state(ID, ReadingState(caret=7), tmp_path / "new" / "state")
    finally:
        os.umask(mask)
    (file,) = (tmp_path / "new" / "state").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == file.parent.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"caret"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"caret": ' + b"9" * 5000 + b"}",
        b'{"caret": -1, "drafts": {}}',
        b'{"caret": 1.5, "drafts": [7, {"text": 3}]}',
        b'{"somebody": "else"}',
    ],
)
def test_an_invalid_file_is_ignored(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / f"{ID}.json").write_bytes(raw)
    assert state.load_state(ID, tmp_path) == ReadingState()
    state.save_state(ID, ReadingState(caret=5), tmp_path)
    assert state.load_state(ID, tmp_path).caret == 5


def test_an_invalid_caret_does_not_cost_a_bookmark(tmp_path: Path) -> None:
    marks = [
        None,
        {"letter": "a", "offset": 3, "exact": "half a thou\x1bght", "start": 1},
        {"letter": "!", "offset": 1},
    ]
    (tmp_path / f"{ID}.json").write_text(json.dumps({"caret": "there", "marks": marks}))
    assert state.load_state(ID, tmp_path) == ReadingState(bookmarks=(Bookmark("a", 3, "half a thou␛ght", "", "", 1),))


def test_old_drafts_stay_in_the_file_until_they_are_removed(tmp_path: Path) -> None:
    one, other = {"text": "half", "unknown": [1]}, {"text": "another"}
    (tmp_path / f"{ID}.json").write_text(json.dumps({"drafts": [one, other]}))
    state.save_state(ID, ReadingState(caret=5), tmp_path)
    assert (state.load_state(ID, tmp_path).caret, state.load_document(ID, tmp_path)["drafts"]) == (5, [one, other])
    state.remove_old_draft(ID, one, tmp_path)
    assert (state.load_state(ID, tmp_path).caret, state.load_document(ID, tmp_path)["drafts"]) == (5, [other])


@pytest.mark.parametrize("article", ["", "../library", "a/b", "x" * 65, "\x1b"])
def test_an_id_that_is_not_a_file_name_is_an_error_on_saving_only(tmp_path: Path, article: str) -> None:
    assert state.load_state(article, tmp_path) == ReadingState()
    with pytest.raises(OSError, match="no article"):
        state.save_state(article, ReadingState(), tmp_path)
    assert not list(tmp_path.rglob("*.json"))


def test_a_fifo_in_place_of_the_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"{ID}.json")
    assert state.load_state(ID, tmp_path) == ReadingState()


def test_a_failed_save_leaves_the_former_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.save_state(ID, ReadingState(caret=5), tmp_path)

    def fails(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fails)
        with pytest.raises(OSError, match="no space"):
            state.save_state(ID, ReadingState(caret=6), tmp_path)
    assert state.load_state(ID, tmp_path) == ReadingState(caret=5)
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [f"{ID}.json"]


@pytest.mark.parametrize(("drafts", "syncs"), [([], 0), ([{"text": "a thought"}], 2)])
def test_only_a_state_with_old_drafts_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drafts: list[object], syncs: int
) -> None:
    (tmp_path / f"{ID}.json").write_text(json.dumps({"drafts": drafts}))
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    state.save_state(ID, ReadingState(caret=5), tmp_path)
    assert len(synced) == syncs


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "synced.json"
    (tmp_path / f"{ID}.json").symlink_to(real)
    state.save_state(ID, ReadingState(caret=5), tmp_path)
    assert (tmp_path / f"{ID}.json").is_symlink()
    assert real.is_file()
    assert state.load_state(ID, tmp_path).caret == 5


def test_looks_are_shared_by_all_articles(tmp_path: Path) -> None:
    assert state.load_appearance(tmp_path / "state") == Appearance()
    chosen = Appearance("paper", 80, "decorated", "quotes")
    state.save_appearance(chosen, tmp_path / "state")
    assert state.load_appearance(tmp_path / "state") == chosen


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"theme": 3, "width": "wide"}', b'{"width": -4}'])
def test_invalid_looks_are_the_default(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / state.APPEARANCE_FILE).write_bytes(raw)
    assert state.load_appearance(tmp_path) == Appearance()


def test_runs_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "state"
    assert load_counts(folder) == {}
    for command in ("theme", "tour", "theme"):
        count_run(command, folder)
    assert load_counts(folder) == {"theme": 2, "tour": 1}


@pytest.mark.parametrize(
    ("raw", "counts"),
    [
        (b"", {}),
        (b"[1]", {}),
        (b"\xff", {}),
        (b"[" * 100_000, {}),
        (json.dumps({"theme": -1, "tour": "x", "quit": True, "help": 0, "reload": 2}).encode(), {"reload": 2}),
    ],
)
def test_invalid_counts_are_ignored(raw: bytes, counts: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / COUNTS_FILE).write_bytes(raw)
    assert load_counts(tmp_path) == counts
    count_run("reload", tmp_path)
    assert load_counts(tmp_path)["reload"] == counts.get("reload", 0) + 1
