"""The files of an archive: which are listed, in what order, each once."""

import os
from pathlib import Path

import pytest

from reader import cli
from reader.batch.scan import Scan
from tests.batch.archive import STORY, Run, lines_of, names_of


def test_hidden_and_unknown_files_are_skipped_and_reported(folder: Path, run: Run) -> None:
    (folder / ".git").mkdir()
    for name in (".git/a.txt", ".hidden.txt", "a.jpg", "b.JPG", "c.xlsx"):
        (folder / name).write_text("no article")
    code, said = run(folder)
    assert (code, said[1]) == (0, "skipped 3 files of other types (.jpg 2, .xlsx 1)")


def test_the_output_file_in_the_folder_is_not_analysed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert cli.main(["analyze", str(folder), "--jsonl", "-o", str(folder / "out.md"), "--processes", "1"]) == 0
    assert sorted(lines_of(folder / "out.md")) == names_of(folder)


def test_an_excluded_file_may_be_deleted_meanwhile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.exists", lambda path: True)
    assert [*Scan([str(folder)], [folder / "deleted.jsonl"])] == [*Scan([str(folder)])]


def test_a_named_file_has_the_size_and_time_by_which_a_change_is_seen(folder: Path) -> None:
    named = folder / "named.txt"
    named.write_text(STORY)
    (job,) = Scan([str(named)])
    assert (job.size, job.modified) == (named.stat().st_size, named.stat().st_mtime_ns)


def test_links_out_of_a_folder_are_followed_but_not_loops(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.txt").write_text(STORY)
    (outside / "back").symlink_to(folder)
    (outside / "self").symlink_to(outside)
    for name, target in (
        ("2020/round", folder),
        ("2020/up", tmp_path),
        ("2021/again.txt", folder / "2020" / "0.txt"),
        ("a-way-out", outside),
        ("z-way-out", outside),
        ("z.txt", outside / "o.txt"),
    ):
        (folder / name).symlink_to(target)
    expected = [*names_of(folder / "2020"), *names_of(folder / "2021")[:3], *names_of(folder / "2022")]
    listed = [job.name for job in Scan([str(folder), str(folder / "2020"), str(folder / "2020" / "0.txt")])]
    assert listed == [*expected, f"{folder}/a-way-out/o.txt"]


def test_unreadable_folders_are_reported(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "nowhere.txt").symlink_to("gone")
    listdir = os.listdir

    def refusing(path: str) -> list[str]:
        if path.endswith("2021"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refusing)
    code, said = run(folder)
    assert code == 1
    assert f"{folder}/2021: the folder cannot be read: Permission denied" in said
    assert f"{folder}/nowhere.txt: cannot be read: No such file or directory" in said
    assert any(line.startswith("6 analyzed, 2 failed") for line in said)


def test_flat_and_deep_folders_are_scanned(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(200):
        deep = deep / "d"
    deep.mkdir(parents=True)
    for number in range(50):
        (deep / f"{number}.md").touch()
    assert [Path(job.name).stem for job in Scan([str(tmp_path)])] == sorted(map(str, range(50)))


def test_each_file_is_in_exactly_one_part(folder: Path) -> None:
    parts = [[job.name for job in Scan([str(folder)], part=(which, 4))] for which in range(1, 5)]
    assert sorted(name for part in parts for name in part) == names_of(folder)
    assert max(map(len, parts)) < 9
