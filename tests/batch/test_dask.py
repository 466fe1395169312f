"""Analysing an archive on a cluster."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from reader.batch import Job, Options, Result
from reader.batch.scan import Scan
from reader.errors import AnalysisError
from reader.system import worker as children
from reader.system.pool import Reply
from tests.batch.archive import RULES_WANTED, STORY, Run, as_lines, being_read, lines_by_name, lines_of, said_by
from tests.waiting import until


@pytest.fixture
def cluster(tmp_path: Path, mischief: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a scheduler and two workers with one thread each, as processes of this machine."""
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
def test_a_cluster_writes_the_same_lines_and_tables_and_a_lost_worker_costs_none(
    cluster: str, folder: Path, out: Path, run: Run, tmp_path: Path
) -> None:
    for number in range(40):
        (folder / f"more-{number}.txt").write_text(STORY)
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    (folder / "kills.txt").write_text(STORY)
    words = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--cluster", cluster)
    with subprocess.Popen(words, env=children.environment(), stderr=subprocess.PIPE) as program:
        _, worker = being_read(waiting)
        os.kill(worker, signal.SIGKILL)  # while it has files to analyze
        Path(f"{waiting}.go").touch()
        said = said_by(program)
    assert program.returncode == 1
    assert said[0] == f"reader: {folder}/kills.txt: crashed the process that read it, twice (SIGKILL)"
    by_cluster = lines_of(out)
    out.unlink()
    (folder / "kills.txt").unlink()
    assert run(folder, processes=2)[0] == 0
    assert by_cluster == lines_of(out)
    target = tmp_path / "tables"
    argv = children.command("reader", "analyze", str(folder), "--tables", str(target), "--cluster", cluster)
    subprocess.run(argv, env=children.environment(), capture_output=True, check=True)
    assert as_lines(target) == lines_by_name(by_cluster)


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
def test_a_wrong_address_is_reported_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, why: str
) -> None:
    from reader.batch import dask as cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with pytest.raises(AnalysisError) as refused:
        next(cluster.analyze_on_cluster(iter(Scan([str(folder)])), RULES_WANTED, address))
    assert str(refused.value) == why


def test_a_server_that_is_not_a_scheduler_is_reported_in_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that accepts a connection and stays silent."""
    from reader.batch import dask as cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(AnalysisError, match="no Dask scheduler answers at"):
            next(cluster.analyze_on_cluster(iter(Scan([str(folder)])), RULES_WANTED, address))


def test_without_the_extra_the_error_says_what_to_install(folder: Path, out: Path) -> None:
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        f"from reader.cli import main\nmain(['analyze', {str(folder)!r}, '--jsonl', '-o', {str(out)!r}, "
        "'--cluster', 'tcp://127.0.0.1:1'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ("reader: Dask is not installed: pip install 'reader-notes[cluster]'\n")


class Lost:
    """A cluster whose workers are lost whenever they read one of some files."""

    def __init__(self, bad: set[str]) -> None:
        self.bad = bad
        self.tasks: list[list[str]] = []

    def wait_for_workers(self, count: int, timeout: float) -> None:
        pass

    def nthreads(self) -> dict[str, int]:
        return {"one": 1}

    def submit(self, work: object, batch: list[Job], options: Options, pure: bool) -> "Answer":
        self.tasks.append([job.name for job in batch])
        assert len(self.tasks) < 50
        return Answer(batch, any(job.name in self.bad for job in batch))

    def run(self, work: object) -> None:
        pass

    def close(self, timeout: float) -> None:
        pass


class Answer:
    def __init__(self, batch: list[Job], lost: bool) -> None:
        self.batch, self.lost = batch, lost

    def add_done_callback(self, call: Callable[["Answer"], object]) -> None:
        call(self)

    def result(self) -> list[Result]:
        from distributed import KilledWorker

        if self.lost:
            raise KilledWorker("task", "worker", 3)
        return [Result(job, words=1) for job in self.batch]


def test_a_file_that_workers_are_lost_with_is_found_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.batch import dask

    async def answers(address: str) -> None:
        pass

    cluster = Lost({"n3"})
    monkeypatch.setattr(dask, "check_scheduler", answers)
    monkeypatch.setattr(dask, "Client", lambda *_, **__: cluster)
    jobs = [Job(f"n{number}", f"/n{number}") for number in range(10)]
    found = list(dask.analyze_on_cluster(iter(jobs), RULES_WANTED, "tcp://127.0.0.1:1"))
    assert sorted(result.job.name for result in found) == [job.name for job in jobs]
    assert {result.job.name: result.problem for result in found if result.problem} == {
        "n3": "crashed every worker that read it"
    }
    assert cluster.tasks.count(["n3"]) == 1


class Processes:
    """A pool that answers at once."""

    made: list["Processes"] = []  # noqa: RUF012 (emptied by the test)

    def __init__(self, options: Options, count: int) -> None:
        self.options, self.is_open = options, True
        Processes.made.append(self)

    def replies(self, batch: list[Job], encode: object) -> list[Reply[Job]]:
        assert self.is_open
        return [Reply(number, job, b"3 {}\n") for number, job in enumerate(batch)]

    def close(self) -> None:
        self.is_open = False


def test_idle_processes_are_used_again_for_the_same_options(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.batch import dask

    Processes.made.clear()
    monkeypatch.setattr(dask, "pool_of", Processes)
    monkeypatch.setattr(dask, "IDLE", [])
    jobs = [Job(name, f"/{name}") for name in "ab"]
    other = Options("rules", "rules 0")
    for options in (RULES_WANTED, RULES_WANTED, other, other, RULES_WANTED):
        assert dask.analyze_batch(jobs, options) == [Result(job, b"{}\n", 3) for job in jobs]
    assert [(pool.options, pool.is_open) for pool in Processes.made] == [
        (RULES_WANTED, False),
        (other, False),
        (RULES_WANTED, True),
    ]
    dask.close_idle()
    assert not any(pool.is_open for pool in Processes.made)
    assert dask.IDLE == []


def test_a_cluster_is_kept_busy_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.batch import dask

    async def answers(address: str) -> None:
        pass

    cluster = Lost(set())
    waiting: list[int] = []
    monkeypatch.setattr(dask, "check_scheduler", answers)
    monkeypatch.setattr(dask, "Client", lambda *_, **__: cluster)
    jobs = (Job(f"n{number:03}", f"/n{number}") for number in range(200))
    results = dask.analyze_on_cluster(jobs, RULES_WANTED, "tcp://127.0.0.1:1")
    for result in results:
        waiting.append(len(cluster.tasks))
        assert result.words == 1
    assert len(waiting) == 200
    assert [len(task) for task in cluster.tasks] == [16] * 12 + [8]
    assert waiting[0] == 3
    assert waiting[16] == 4
