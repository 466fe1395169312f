"""Analysing an archive: results, refusals and progress."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader import cli
from reader.cli import batch
from reader.cli.batch import format_duration
from reader.system import worker as children
from tests.batch.archive import STORY, Run, is_pace, lines_of, names_of


def test_each_file_gets_a_line_with_its_path_and_analysis(
    folder: Path, out: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(folder, processes=2)
    assert (code, said[0].startswith("9 analyzed in ")) == (0, True)
    lines = lines_of(out)
    assert sorted(lines) == names_of(folder)
    name = names_of(folder)[4]
    assert cli.main(["analyze", name, "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    line = lines[name]
    size, words = os.stat(name).st_size, len(Path(name).read_text().split())
    assert (line.pop("size"), line.pop("words")) == (size, words)
    assert line.pop("modified") == os.stat(name).st_mtime_ns
    assert line == {**{key: value for key, value in alone.items() if key != "indirect"}, "id": name}
    assert line["quotes"][0]["speaker"]["name"] == "Maria Ortiz"


def test_one_process_writes_results_in_the_order_of_the_names(folder: Path, out: Path, run: Run) -> None:
    assert run(folder)[0] == 0
    assert list(lines_of(out)) == names_of(folder)


def test_paths_are_written_as_given(folder: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert run("archive/2020/", "archive/2021/1.txt")[0] == 0
    assert list(lines_of(out)) == [*(f"archive/2020/{number}.txt" for number in (0, 3, 6)), "archive/2021/1.txt"]


def test_without_an_output_file_the_lines_go_to_standard_output(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["analyze", str(folder), "--jsonl", "--indirect", "--explain"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(line["id"] for line in lines) == names_of(folder)
    assert all("indirect" in line and "contenders" in line["quotes"][0] for line in lines)


def test_every_format_is_read(tmp_path: Path, out: Path, run: Run) -> None:
    samples = Path(__file__).parents[1] / "samples"
    folder = tmp_path / "samples"
    folder.mkdir()
    for name in ("harbour.md", "harbour-site.html", "harbour-2.epub", "harbour-latex.pdf"):
        (folder / name).symlink_to(samples / name)
    (folder / "no-suffix").write_text(STORY)
    assert run(folder)[0] == 0
    assert len(lines_of(out)) == 5


def test_names_with_control_characters_are_escaped_exactly(tmp_path: Path, out: Path, run: Run) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    os.mkdir(os.fsencode(folder) + b"/\xe9")
    for name in (b"a\x1b[2Jb\n.txt", "ü\u202e\x9b.txt".encode(), b"\xe9/c.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(STORY)
    assert run(folder)[0] == 0
    assert sorted(lines_of(out)) == sorted(
        [f"{folder}/a\x1b[2Jb\n.txt", f"{folder}/ü\u202e\x9b.txt", f"{folder}/\\xe9/c.txt"]
    )
    assert not set(out.read_text()) & set("\x1b\x9b\u202e")
    assert run(folder)[1] == ["3 already done"]


@pytest.mark.parametrize(
    "words",
    [
        ["{}"],
        ["{}", "--json"],
        ["{}/2020/0.txt", "-o", "x"],
        ["{}", "--jsonl", "--progress"],
        ["-", "--jsonl", "-o", "x"],
        ["https://example.org/", "--jsonl", "-o", "x"],
        ["{}", "--jsonl", "--part", "3/2"],
        ["{}", "--jsonl", "--seconds", "0"],
        ["{}", "--jsonl", "--cluster", "tcp://127.0.0.1:1", "--processes", "2"],
    ],
)
def test_invalid_options_are_a_usage_error(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["analyze", *(word.format(folder) for word in words)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_empty_folder_is_reported(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty") == (0, [f"nothing to analyze at {tmp_path}/empty"])


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (5_940, "99 min"), (11_100, "3 h 05 min")]
)
def test_durations_are_readable(seconds: float, words: str) -> None:
    assert format_duration(seconds) == words


def test_of_many_failures_only_the_first_are_named(
    tmp_path: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MAX_REPORTED", 2)
    for number in range(5):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-1.4 damaged")
    code, said = run(*sorted(tmp_path.glob("*.pdf")))
    assert code == 1
    assert [line.split()[0] for line in said[:2]] == [str(tmp_path / "0.pdf"), str(tmp_path / "1.pdf")]
    assert said[2] == "further failures are not shown"
    assert not any("3.pdf" in line or "4.pdf" in line for line in said)
    _, said = run(*sorted(tmp_path.glob("[012].pdf")))
    assert said[2] == "further failures are not shown", "of the one that is left too"
    _, said = run(*sorted(tmp_path.glob("[01].pdf")))
    assert "further failures are not shown" not in said


def test_a_log_has_lines_of_progress_with_the_time_that_is_left(
    folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(batch, "LOG_INTERVAL", 0)
    monkeypatch.setattr(batch, "WARM_UP", 0)
    assert cli.main(["analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1"]) == 0
    pace = [line for line in capsys.readouterr().err.splitlines() if is_pace(line)]
    assert len(pace) == 9
    assert re.fullmatch(r"reader: 8 of 9 files · [\d,]+ words/s · \d+ s left", pace[-2])


def test_a_batch_without_a_file_to_resume_is_stopped_without_a_hint(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr("reader.batch.pool.analyze_files", stop)
    with suppress(KeyboardInterrupt):
        cli.main(["analyze", str(folder), "--jsonl"])
    said = capsys.readouterr()
    assert said.out == ""
    assert "reader: stopped after 0 files\n" in said.err


def test_a_terminal_shows_a_progress_bar_and_clears_it(folder: Path, out: Path) -> None:
    for number in range(200):
        (folder / f"{number}.txt").write_text(STORY)
    ours, theirs = os.openpty()
    words = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out))
    with subprocess.Popen(words, env=children.environment(), stderr=theirs, start_new_session=True) as program:
        os.close(theirs)
        shown = b""
        while piece := read(ours):
            shown += piece
        os.close(ours)
    assert program.returncode == 0
    said = shown.decode()
    assert "%  " in said
    assert " of 209 files · " in said
    assert "words/s" in said
    assert said.rpartition("\r\x1b[K")[2].startswith("reader: 209 analyzed in ")


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the program has closed its end
        return b""
