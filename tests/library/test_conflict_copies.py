"""Conflict copies and restored libraries are reported, offered for merging and never overwritten."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli import main
from reader.library.conflict_copies import find_copies
from reader.library.library import Library
from reader.search.freshness import FreshIndex
from reader.system.paths import PACKAGE, user_paths
from tests.cli.command_line import child
from tests.library.test_library import written


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "library.json"


def test_a_merged_copy_counts_again_when_the_library_is_replaced_by_an_older_one(path: Path) -> None:
    written(Library(path), "here")
    copy = path.with_name("library 2.json")
    old = path.read_bytes()
    written(Library(path), "later")
    shutil.copy(path, copy)
    library = Library(path, path.parent / "state")
    assert library.notes()
    assert library.storage.take_notices() == []
    for restored in (path, path.with_name("library.json.bak")):
        restored.write_bytes(old)
    assert library.notes()
    assert any(copy.name in notice for notice in library.storage.take_notices())


NAMES = [
    "library (Ann's conflicted copy 2026-11-25).json",
    "library (conflicted copy 2026-11-25 101112).json",
    "library (Case Conflict).json",
    "library.sync-conflict-20261125-101112-ABCDEFG.json",
    "library 2.json",
    "library (1).json",
    "library_conflict-20261125-101112.json",
]


JOURNAL_NAMES = [
    "library (Ann's conflicted copy 2026-11-25).json.journal",
    "library.json (conflicted copy 2026-11-25 101112).journal",
    "library.json.sync-conflict-20261125-101112-ABCDEFG.journal",
    "library.json 2.journal",
    "library.json.journal (conflicted copy)",
    "library.json.journal_conflict-20261125-101112",
]


@pytest.mark.usefixtures("journals_of_small_libraries")
@pytest.mark.parametrize("name", JOURNAL_NAMES)
def test_conflict_copy_of_a_journal_is_reported_until_merged(path: Path, name: str) -> None:
    library = Library(path)
    written(library, "in the file")
    library.fold()
    written(library, "in the journal of another device")
    copy = path.with_name(name)
    path.with_name("library.json.journal").rename(copy)
    path.with_name("library.json.bak.journal").unlink()
    library = Library(path)
    assert [note.text for note in library.notes()] == ["in the file"]
    (notice,) = library.storage.take_notices()
    assert "1 note" in notice
    library.merge(Library(copy))
    fresh = Library(path)
    assert len(fresh.notes()) == 2
    assert fresh.storage.take_notices() == []


@pytest.mark.parametrize("name", NAMES)
def test_conflict_copy_is_reported_until_merged(path: Path, name: str) -> None:
    written(Library(path), "here")
    copy = path.with_name(name)
    shutil.copy(path, copy)
    there = written(Library(path), "there")
    shutil.copy(path, copy)
    other = Library(copy)
    other.save(other.notes()[0].revised(text="changed there"))
    for beside in path.parent.glob(f"{name}.*"):
        beside.unlink() if beside.is_file() else shutil.rmtree(beside)
    library = Library(path)
    assert there.id in {note.id for note in library.notes()}
    (notice,) = library.storage.take_notices()
    assert "1 note" in notice
    assert "merge" in notice
    assert name.split("'")[0] in notice
    assert notice in library.check().problems
    library.merge(Library(copy))
    fresh = Library(path)
    assert (fresh.notes() != [], fresh.storage.take_notices()) == (True, [])
    assert fresh.check().problems == ()
    assert any("can be deleted" in remark for remark in fresh.check().remarks)


@pytest.mark.parametrize(
    "name", ["library.json.lock", "library-old.json", "library2.json", "mylibrary 2.json", "library"]
)
def test_other_files_are_no_conflict_copies(path: Path, name: str) -> None:
    path.parent.mkdir()
    path.with_name(name).write_text("x")
    assert list(find_copies(path)) == []


def test_unreadable_copy_is_ignored(path: Path) -> None:
    written(Library(path))
    path.with_name("library 2.json").write_bytes(b"{")
    path.with_name("library 3.json").mkdir()
    path.with_name("library 4.json").symlink_to(path.with_name("library 4.json"))
    library = Library(path)
    assert (len(library.notes()), library.storage.take_notices()) == (1, [])


def rolled_back(path: Path) -> Path:
    """A library of which an older version was restored."""
    library = Library(path)
    written(library, "n1")
    older = path.read_bytes()
    written(library, "n2 acknowledged")
    path.write_bytes(older)
    return path


def test_library_older_than_its_backup_is_reported(path: Path) -> None:
    library = Library(rolled_back(path))
    assert [note.text for note in library.notes()] == ["n1"]
    (notice,) = library.storage.take_notices()
    assert "lacks 1 note that library.json.bak has" in notice
    assert f"merge {path}.bak" in notice
    assert notice in library.check().problems


def test_the_newer_backup_is_kept_before_a_save_overwrites_it(path: Path) -> None:
    written(Library(rolled_back(path)), "n3")
    (kept,) = path.parent.glob("library.json.newer-*")
    assert b"n2 acknowledged" in kept.read_bytes()
    library = Library(path)
    assert "n2 acknowledged" not in {note.text for note in library.notes()}
    (notice,) = library.storage.take_notices()
    assert str(kept) in notice
    library.merge(Library(kept))
    assert {note.text for note in Library(path).notes()} == {"n1", "n2 acknowledged", "n3"}
    assert Library(path).check().problems == ()


def test_merging_the_newer_backup_keeps_no_copy_of_it(path: Path) -> None:
    library = Library(rolled_back(path))
    library.merge(Library(path.with_name("library.json.bak")))
    assert {note.text for note in library.notes()} == {"n1", "n2 acknowledged"}
    assert list(path.parent.glob("library.json.newer-*")) == []
    assert library.check().problems == ()


def test_a_window_notices_that_the_library_was_replaced_by_an_older_one(path: Path) -> None:
    library = Library(path)
    written(library, "n1")
    older = path.read_bytes()
    written(library, "n2")
    assert library.storage.take_notices() == []
    path.write_bytes(older)
    written(library, "n3")
    assert any("lacks 1 note" in notice for notice in library.storage.take_notices())
    assert any(b'"n2"' in copy.read_bytes() for copy in path.parent.glob("library.json.newer-*"))


def test_an_edit_by_another_program_is_no_older_version(path: Path) -> None:
    written(Library(path), "words")
    path.write_bytes(path.read_bytes().replace(b'"words"', b'"other"'))
    library = Library(path)
    assert [note.text for note in library.notes()] == ["other"]
    assert library.storage.take_notices() == []


def test_notes_that_only_the_index_has_can_be_imported(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As after a sync tool has restored the whole folder but the index."""
    notices: list[str] = []
    library = Library(path)
    written(library, "n1")
    older = path.read_bytes()
    lost = written(library, "n2 acknowledged", ("city",))
    index = FreshIndex(user_paths(path), lambda: Library(path), notices.append, lambda _: None)
    index.answer(lambda db: None)
    path.write_bytes(older)
    path.with_name("library.json.bak").write_bytes(older)
    restored = Library(path)
    FreshIndex(user_paths(path), lambda: restored, notices.append, lambda _: None).answer(lambda db: None)
    (notice,) = restored.storage.take_notices()
    assert "the search index has 1 note that the library lacks" in notice
    (file,) = path.parent.glob("library.json.lost-*.json")
    assert main(["--library", str(path), "import", str(file)]) == 0
    assert capsys.readouterr().out.strip() == lost.id
    found = Library(path).note(lost.id)
    assert found is not None
    assert (found.text, found.tags) == ("n2 acknowledged", ("city",))
    assert found.anchor is not None
    assert lost.anchor is not None
    assert found.anchor.exact == lost.anchor.exact


# ---------------------------------------------------------------------- the merge driver of Git


def test_the_driver_writes_the_merged_library_over_ours(tmp_path: Path) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    library = Library(tmp_path / "store" / "library.json")
    written(library, "base")
    for place in (base, ours, theirs):
        shutil.copy(library.path, place)
    for place in (ours, theirs):
        written(Library(place), place.name)
        for beside in tmp_path.glob(f"{place.name}.*"):
            beside.unlink() if beside.is_file() else shutil.rmtree(beside)
    before = sorted(entry.name for entry in tmp_path.iterdir())
    done = child(["merge", "--driver", base, ours, theirs], READER_LIBRARY=str(tmp_path / "nowhere.json"))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before
    assert {note.text for note in Library(ours).notes()} == {"base", "ours", "theirs"}
    assert Library(ours).check().problems[1:] == ()


def test_git_merges_a_library_with_the_driver(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    place = tmp_path / "notes" / "library.json"
    written(Library(place), "base")

    def git(*words: str) -> None:
        subprocess.run(["git", "-C", str(place.parent), *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "user.email", "ann@example.org")
    git("config", "user.name", "Ann")
    program = f'PYTHONPATH="{PACKAGE.parent}" "{sys.executable}" -m reader'
    git("config", "merge.reader.driver", f"{program} merge --driver %O %A %B")
    place.with_name(".gitattributes").write_text("library.json merge=reader\n")
    place.with_name(".gitignore").write_text("library.json.*\n!library.json.texts\n")
    for branch, text in (("main", "base"), ("other", "on the train"), ("main", "at home")):
        if text != "base":
            git("checkout", "-q", *(["-b"] if branch == "other" else []), branch)
            for copy in place.parent.glob("library.json.bak*"):
                copy.unlink()
            written(Library(place), text)
        git("add", "-A")
        git("commit", "-q", "-m", text)
    git("merge", "-q", "--no-edit", "other")
    assert {note.text for note in Library(place).notes()} == {"base", "on the train", "at home"}


@pytest.mark.parametrize("words", [[], ["a.json", "--driver", "a", "b", "c"]])
def test_merge_needs_a_library_or_the_driver(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", *words]) == 2
    assert "--driver BASE OURS THEIRS" in capsys.readouterr().err


def test_a_driver_that_cannot_merge_leaves_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(Library(tmp_path / "ours"))
    before = (tmp_path / "ours").read_bytes()
    (tmp_path / "theirs").write_text(json.dumps([1]))
    assert main(["merge", "--driver", str(tmp_path / "base"), str(tmp_path / "ours"), str(tmp_path / "theirs")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "ours").read_bytes() == before
