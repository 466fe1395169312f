"""An archive: many files, a line each; gone on with after whatever happened, and no file keeps the others from it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import cli
from reader.analysis.engine import RULES
from reader.batch import Job, Options, pool
from reader.batch.output import OutputFile
from reader.batch.scan import Scan
from reader.cli.batch import format_duration
from reader.errors import AnalysisError
from reader.system import worker as children
from tests.waiting import PATIENCE, until

STORY = """The Harbour Vote

The council met on Friday evening to decide about the harbour. “We were not told until Friday,” Maria Ortiz said.

After four hours of debate the members voted for the new quay, and the port authority of {} welcomed the vote.
"""

MISCHIEF = """
import os, sys
if "reader.batch.worker" in " ".join(sys.orig_argv):
    import pathlib, signal, time
    from reader import sources
    opened = sources.open_source
    def open_source(path, **how):
        name = os.path.basename(path)
        if name.startswith("kills"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("hangs"):
            seconds, _ = signal.getitimer(signal.ITIMER_REAL)
            if 0 < seconds <= 99:
                signal.setitimer(signal.ITIMER_REAL, 0.01)
            time.sleep(30)
        if name.startswith("breaks"):
            raise LookupError("a mistake of ours")
        if name.startswith("waits"):
            pathlib.Path(path + ".new").write_text(f"{os.getpid()} {os.getppid()}")
            os.rename(path + ".new", path + ".begun")
            for _ in range(5_000):
                if os.path.exists(path + ".go"):
                    break
                time.sleep(0.01)
        return opened(path, **how)
    sources.open_source = open_source
"""
"""What makes the child that reads a file do what no file of today makes it do.

A file that hangs does so until the alarm that was set for it, which comes at once; one that waits tells which process
reads it, and the parent of that, and waits for leave.
"""

Run = Callable[..., tuple[int, list[str]]]

RULES_WANTED = Options("rules", RULES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine articles in three folders."""
    top = tmp_path / "archive"
    for number in range(9):
        year = top / f"{2020 + number % 3}"
        year.mkdir(parents=True, exist_ok=True)
        (year / f"{number}.txt").write_text(STORY.format(f"Leith {number}"), encoding="utf-8")
    return top


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], out: Path) -> Run:
    """`reader analyze WORDS --jsonl -o OUT`, and what it says."""

    def analyze(*words: object, processes: int = 1) -> tuple[int, list[str]]:
        options = ["--jsonl", "-o", str(out), "--processes", str(processes)]
        code = cli.main(["analyze", *map(str, words), *options])
        said = capsys.readouterr()
        assert said.out == ""
        return code, [line.removeprefix("reader: ") for line in said.err.splitlines() if not is_pace(line)]

    return analyze


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(MISCHIEF)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def is_pace(line: str) -> bool:
    """Whether it tells how far it is: every ten seconds, on a machine that is that slow."""
    return " files · " in line


def lines_of(path: Path) -> dict[str, dict[str, Any]]:
    """The lines by their ids; each has its own."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    found = {line["id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def names_of(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*.txt"))


# ---------------------------------------------------------------------- what comes out


def test_a_line_a_file_with_its_path_and_what_analyze_finds(
    folder: Path, out: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(folder, processes=2)
    assert (code, said[0].startswith("9 analysed in ")) == (0, True)
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


def test_one_process_answers_in_the_order_of_the_names(folder: Path, out: Path, run: Run) -> None:
    assert run(folder)[0] == 0
    assert list(lines_of(out)) == names_of(folder)


def test_paths_stay_as_they_were_written(folder: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert run("archive/2020/", "archive/2021/1.txt")[0] == 0
    assert list(lines_of(out)) == [*(f"archive/2020/{number}.txt" for number in (0, 3, 6)), "archive/2021/1.txt"]


def test_without_o_the_lines_go_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_names_that_are_no_words_are_harmless_and_exact(tmp_path: Path, out: Path, run: Run) -> None:
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


# ---------------------------------------------------------------------- what is listed


def test_hidden_and_other_files_are_passed_over_and_told(folder: Path, run: Run) -> None:
    (folder / ".git").mkdir()
    for name in (".git/a.txt", ".hidden.txt", "a.jpg", "b.JPG", "c.docx"):
        (folder / name).write_text("no article")
    code, said = run(folder)
    assert (code, said[1]) == (0, "skipped 3 files of other types (.jpg 2, .docx 1)")


def test_its_own_file_in_the_folder_is_no_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert cli.main(["analyze", str(folder), "--jsonl", "-o", str(folder / "out.md"), "--processes", "1"]) == 0
    assert sorted(lines_of(folder / "out.md")) == names_of(folder)


def test_links_are_followed_out_but_never_round(folder: Path, tmp_path: Path) -> None:
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


def test_what_cannot_be_listed_is_named(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert any(line.startswith("6 analysed, 2 failed") for line in said)


def test_a_flat_folder_and_a_deep_one(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(200):
        deep = deep / "d"
    deep.mkdir(parents=True)
    for number in range(50):
        (deep / f"{number}.md").touch()
    assert [Path(job.name).stem for job in Scan([str(tmp_path)])] == sorted(map(str, range(50)))


def test_parts_are_all_and_each_file_is_in_one(folder: Path) -> None:
    parts = [[job.name for job in Scan([str(folder)], part=(which, 4))] for which in range(1, 5)]
    assert sorted(name for part in parts for name in part) == names_of(folder)
    assert max(map(len, parts)) < 9


# ---------------------------------------------------------------------- going on


def test_what_is_done_is_not_done_again(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    before = out.read_bytes()
    (folder / "new.md").write_text(STORY)
    code, said = run(folder)
    assert (code, said[0].startswith("1 analysed, 9 already done")) == (0, True)
    assert out.read_bytes().startswith(before)
    assert run(folder) == (0, ["10 already done"])


def test_a_changed_file_is_done_again_and_has_one_line(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    changed = folder / "2021" / "4.txt"
    changed.write_text(STORY.format("Newhaven"))
    os.utime(changed, ns=(1, 1))
    code, said = run(folder)
    assert (code, said[0].startswith("1 analysed, 8 already done")) == (0, True)
    lines = lines_of(out)
    assert sorted(lines) == names_of(folder)
    assert any(entity["name"] == "Newhaven" for entity in lines[str(changed)]["entities"])
    assert run(folder) == (0, ["9 already done"])


def test_a_file_that_changed_before_a_crash_has_one_line_in_the_end(folder: Path, out: Path, run: Run) -> None:
    run(folder)
    first = out.read_bytes().splitlines(keepends=True)[0]
    out.write_bytes(first.replace(b'"size":', b'"size":9') + out.read_bytes())
    assert run(folder) == (0, ["9 already done"])
    assert sorted(lines_of(out)) == names_of(folder)
    assert first in out.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_wherever_it_was_cut_off_what_is_whole_stays(tmp_path: Path, data: st.DataObject) -> None:
    jobs = [Job(f"/a/{number}\n☃.txt", "", number, number) for number in range(3)]
    lines = [
        b'{"id":%s,"size":%d,"modified":%d,"engine":"rules 3"}\n' % (json.dumps(job.name).encode(), job.size, job.size)
        for job in jobs
    ]
    wanted = Options("rules", "rules 3")
    cut = data.draw(st.integers(0, len(b"".join(lines))))
    path = tmp_path / "cut.jsonl"
    path.write_bytes(b"".join(lines)[:cut])
    with OutputFile(path, wanted) as file:
        for job, line in zip(jobs, lines, strict=True):
            if not file.has(job):
                file.write(job, line)
    assert path.read_bytes() == b"".join(lines)


@pytest.mark.usefixtures("mischief")
def test_killed_in_the_middle_it_goes_on_from_there(folder: Path, out: Path, run: Run) -> None:
    """Killed without a word while a line is on its way."""
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, parent = being_read(waiting)
        assert parent == program.pid
        until(lambda: out.read_bytes().count(b"\n") == 6)
        program.kill()
    Path(f"{waiting}.go").touch()
    until(lambda: not alive(child))
    kept = out.read_bytes()
    assert kept.count(b"\n") == 6
    out.write_bytes(kept + kept[:200])
    code, said = run(folder)
    assert (code, said[0].startswith("4 analysed, 6 already done")) == (0, True)
    assert out.read_bytes().startswith(kept)
    assert sorted(lines_of(out)) == names_of(folder)


@pytest.mark.usefixtures("mischief")
def test_ctrl_c_stops_it_and_says_how_to_go_on(folder: Path, out: Path) -> None:
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, _ = being_read(waiting)
        until(lambda: out.read_bytes().count(b"\n") == 6)
        os.killpg(program.pid, signal.SIGINT)
        said = said_by(program)
    assert program.returncode == 130
    assert said == [f"reader: stopped after 6 files, saved in {out}; run the same command to resume"]
    assert len(lines_of(out)) == 6
    assert not alive(child)
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)  # nobody of it is left


def begun(folder: Path, out: Path) -> "subprocess.Popen[bytes]":
    """The program at work, the leader of a group of its own."""
    argv = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1")
    return subprocess.Popen(argv, env=children.environment(), stderr=subprocess.PIPE, start_new_session=True)


def being_read(path: Path) -> tuple[int, int]:
    """Wait until a file that waits is being read; the process that reads it, and the parent of that."""
    begun = Path(f"{path}.begun")
    until(begun.exists)
    reading, parent = begun.read_text().split()
    return int(reading), int(parent)


def said_by(program: "subprocess.Popen[bytes]") -> list[str]:
    """What it says on standard error to its end, but for its pace."""
    _, said = program.communicate(timeout=PATIENCE)
    return [line for line in said.decode().splitlines() if not is_pace(line)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"My novel.\n", "line 1 was not written by `reader analyze`; choose another file"),
        (b"My novel.", "line 1 was not written by `reader analyze`; choose another file"),
        (
            b'{"id":"a","engine":"%s"}\n{"id":3}\n' % RULES.encode(),
            "line 2 was not written by `reader analyze`; choose another file",
        ),
        (b'{"id":"a","engine":"spacy 9"}\n', f"holds results of spacy 9, not of {RULES}; choose another"),
        (b'{"id":"a","engine":"%s","indirect":[]}\n' % RULES.encode(), "holds results with --indirect; choose another"),
    ],
)
def test_another_file_is_refused_and_stays_as_it_is(
    folder: Path, out: Path, run: Run, content: bytes, why: str
) -> None:
    out.write_bytes(content)
    code, said = run(folder)
    assert code == 1
    assert said[0].startswith(f"{out}")
    assert why in said[0]
    assert out.read_bytes() == content


def test_two_programs_do_not_write_one_file(folder: Path, out: Path, run: Run) -> None:
    with OutputFile(out, RULES_WANTED):
        code, said = run(folder)
    assert (code, said) == (1, [f"{out} is in use by another `reader analyze`"])


def test_a_pipe_or_folder_is_no_place_for_lines(folder: Path, out: Path, run: Run) -> None:
    os.mkfifo(out)
    code, said = run(folder)
    assert (code, said) == (1, [f"{out} is not a regular file; without -o, results go to standard output"])
    out.unlink()
    out.mkdir()
    assert run(folder)[0] == 1


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
def test_what_makes_no_sense_is_wrong_usage(folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["analyze", *(word.format(folder) for word in words)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_where_nothing_is_it_says_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / "empty") == (0, [f"nothing to analyse at {tmp_path}/empty"])


# ---------------------------------------------------------------------- bad files


def test_a_bad_file_is_named_and_the_others_are_done(folder: Path, out: Path, run: Run) -> None:
    bad = folder / "2020" / "bad.txt"
    bad.write_bytes(bytes(range(256)) * 10)
    (folder / "2022" / "empty.md").touch()
    code, said = run(folder, processes=2)
    assert code == 1
    assert {line.partition(" is ")[0] for line in said[:2]} == {str(bad), str(folder / "2022" / "empty.md")}
    assert said[2].startswith("9 analysed, 2 failed in ")
    failed = out.with_name("out.failed.jsonl")
    assert said[3] == f"failures are listed in {failed}"
    assert len(lines_of(out)) == 9
    assert lines_of(failed)[str(bad)]["error"].startswith(f"{bad} is a binary file")
    bad.write_text(STORY)
    (folder / "2022" / "empty.md").unlink()
    code, said = run(folder)
    assert (code, said[0].startswith("1 analysed, 9 already done")) == (0, True)
    assert not failed.exists()


@pytest.mark.usefixtures("mischief")
def test_a_file_that_ends_or_hangs_its_process_is_named_and_the_others_are_done(
    folder: Path, out: Path, run: Run
) -> None:
    for name in ("2020/kills.txt", "2021/hangs.txt", "2022/breaks.txt"):
        (folder / name).write_text(STORY)
    code, said = run(folder, "--seconds", "99", processes=2)
    assert code == 1
    assert sorted(said[:3]) == [
        f"{folder}/2020/kills.txt: crashed the process that read it, twice (SIGKILL)",
        f"{folder}/2021/hangs.txt: took too long to read; --seconds allows more time",
        f"{folder}/2022/breaks.txt: crashed the process that read it: LookupError: a mistake of ours",
    ]
    assert len(lines_of(out)) == 9


def test_a_process_that_has_read_much_is_followed_by_another(
    folder: Path, out: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    class Counted(children.Worker):
        def __init__(self, module: str, *words: str, greets: bool) -> None:
            started.append(module)
            super().__init__(module, *words, greets=greets)

    monkeypatch.setattr(pool, "Worker", Counted)
    monkeypatch.setattr(pool, "LIFE", 2 * len(STORY.split()))
    assert run(folder)[0] == 0
    assert list(lines_of(out)) == names_of(folder)
    assert 1 < len(started) < 9


@pytest.mark.usefixtures("mischief")
def test_a_process_that_somebody_ended_costs_no_file(folder: Path, out: Path) -> None:
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    with begun(folder, out) as program:
        child, _ = being_read(waiting)
        Path(f"{waiting}.go").touch()
        os.kill(child, signal.SIGKILL)
        said = said_by(program)
    assert program.returncode == 0
    assert said[0].startswith("reader: 10 analysed in ")
    assert sorted(lines_of(out)) == names_of(folder)


def test_a_full_disk_is_one_line_and_what_is_there_stays(folder: Path, out: Path, run: Run) -> None:
    words = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1")
    limited = ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *words]
    unmeasured = {name: value for name, value in children.environment().items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(limited, env=unmeasured, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "reader: File too large")
    kept = lines_of(out)
    assert 0 < len(kept) < 9
    assert run(folder)[0] == 0
    assert sorted(lines_of(out)) == names_of(folder)


def test_an_engine_that_is_not_there_is_one_line(folder: Path, run: Run) -> None:
    code, said = run(folder, "--engine", "spacy", "--pipeline", "no_such_pipeline")
    assert (code, len(said)) == (1, 1)
    assert "no_such_pipeline" in said[0]


# ---------------------------------------------------------------------- how far it is


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (99, "99 s"), (100, "2 min"), (5_940, "99 min"), (11_100, "3 h 05 min")]
)
def test_times_are_told_as_people_would(seconds: float, words: str) -> None:
    assert format_duration(seconds) == words


def test_a_terminal_shows_a_bar_and_takes_it_away(folder: Path, out: Path) -> None:
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
    assert said.rpartition("\r\x1b[K")[2].startswith("reader: 209 analysed in ")


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # nobody writes there any more
        return b""


# ---------------------------------------------------------------------- a cluster


@pytest.fixture
def cluster(tmp_path: Path, mischief: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A scheduler and two workers with a thread each, all of them processes of this machine."""
    monkeypatch.setenv("DASK_TEMPORARY_DIRECTORY", str(tmp_path / "dask"))
    there, log = tmp_path / "scheduler.json", tmp_path / "scheduler.log"
    scheduler = ["distributed.cli.dask_scheduler", "--host", "tcp://127.0.0.1:0", "--no-dashboard", "--no-show"]
    worker = ["distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with ExitStack() as stack:

        def start(log: Path, *words: str) -> None:
            said = stack.enter_context(open(log, "wb"))
            argv = children.command(*words, "--scheduler-file", str(there))
            process = stack.enter_context(subprocess.Popen(argv, env=children.environment(), stdout=said, stderr=said))
            stack.callback(process.kill)

        start(log, *scheduler)
        until(there.exists)
        for number in range(2):
            start(tmp_path / f"worker-{number}.log", *worker)
        until(lambda: log.read_text().count("Register worker") == 2)
        yield str(json.loads(there.read_text())["address"])


@pytest.mark.timeout(240)
def test_a_cluster_writes_the_same_lines_and_a_lost_worker_costs_none(
    cluster: str, folder: Path, out: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(40):
        (folder / f"more-{number}.txt").write_text(STORY)
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    (folder / "kills.txt").write_text(STORY)
    words = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--cluster", cluster)
    with subprocess.Popen(words, env=children.environment(), stderr=subprocess.PIPE) as program:
        _, worker = being_read(waiting)
        os.kill(worker, signal.SIGKILL)  # with some files in its hands
        Path(f"{waiting}.go").touch()
        said = said_by(program)
    assert program.returncode == 1
    assert said[0] == f"reader: {folder}/kills.txt: crashed the process that read it, twice (SIGKILL)"
    by_cluster = lines_of(out)
    out.unlink()
    (folder / "kills.txt").unlink()
    assert run(folder, processes=2)[0] == 0
    assert by_cluster == lines_of(out)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            "tcp://127.0.0.1:1",
            "no Dask scheduler answers at tcp://127.0.0.1:1: check the address, and that the scheduler is running",
        ),
        ("nonsense", "nonsense is not the address of a Dask scheduler, such as tcp://host:8786"),
        ("foo://a:1", "foo://a:1 is not the address of a Dask scheduler, such as tcp://host:8786"),
    ],
)
def test_a_wrong_address_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, why: str) -> None:
    from reader.batch import dask as cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(AnalysisError) as refused:
        next(cluster.analyze_on_cluster(iter(Scan([str(folder)])), RULES_WANTED, address))
    assert str(refused.value) == why


def test_a_server_that_is_no_scheduler_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes a connection and says nothing."""
    from reader.batch import dask as cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(AnalysisError, match="no Dask scheduler answers at"):
            next(cluster.analyze_on_cluster(iter(Scan([str(folder)])), RULES_WANTED, address))


def test_without_the_extra_it_says_what_to_install(folder: Path, out: Path) -> None:
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        f"from reader.cli import main\nmain(['analyze', {str(folder)!r}, '--jsonl', '-o', {str(out)!r}, "
        "'--cluster', 'tcp://127.0.0.1:1'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ("reader: Dask is not installed: pip install 'reader-notes[cluster]'\n")
