"""Measure the analysis of an archive: `python -m tests.bench.archive [--files N] [--engine rules|spacy]... [--rounds
N] [--memory N] [--tables N]`.

Made-up stories of some 900 words are analyzed by one process, by two, and by a Dask cluster of two workers on this
machine, in turns, so that other load affects all alike; compare only the ratios and speeds of one run. Times are of
the whole command. `--memory N` analyses N small files instead and reports each process's memory over time.

`--tables N` analyses as many stories as `--files` to lines and to tables, in runs that are killed and continued, and
compares both; then it writes tables of N made articles with twenty quotes each, changes one article, and asks the
questions of docs/archive.md.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import orjson

from reader.batch import Job, Options
from tests.batch.archive import as_lines, lines_by_name
from tests.bench.inputs import FIRST_NAMES, LAST_NAMES, news
from tests.tools.archive_questions import ask

FILES, ROUNDS = 1_000, 3

A_FOLDER = 1_000
"""Files per folder."""

SMALL = "The Harbour Vote\n\n“We were not told until Friday,” said Maria Ortiz of quay {number}.\n"

READY = 5
"""Seconds allowed for a scheduler and its workers to start."""

MILLION = 1_000_000

NOUNS = "the harbour|the school|the bridge|the budget|the hospital|the ferry|the market|the stadium".split("|")

LEAST = 1.7
"""The minimum speed-up of two processes on two idle cores."""


def folder_of(parent: Path, texts: Iterator[str]) -> Path:
    """Write the texts as files in folders."""
    top = parent / "archive"
    for number, text in enumerate(texts):
        folder = top / f"{number // A_FOLDER:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:07}.txt").write_text(text, encoding="utf-8")
    return top


def command(top: Path, out: Path, engine: str, *how: str) -> list[str]:
    words = ["analyze", str(top), "--jsonl", "-o", str(out), "--engine", engine, *how]
    return [sys.executable, "-m", "reader", *words]


def seconds(top: Path, out: Path, engine: str, *how: str) -> float:
    """Return the seconds that the command takes with a new output file."""
    out.unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run(command(top, out, engine, *how), check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Yield the address of a scheduler with two workers of one thread each."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    scheduler = ["dask_scheduler", "--host", address, "--no-dashboard", "--no-show"]
    worker = [
        "dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--local-directory",
        str(folder),
    ]
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for words in (scheduler, worker, worker)
    ]
    time.sleep(READY)
    try:
        yield address
    finally:
        for program in reversed(programs):
            program.kill()
            program.wait()


def words_of(out: Path) -> tuple[int, int]:
    """Return the number of lines and words."""
    counts = [orjson.loads(line)["words"] for line in out.read_bytes().splitlines()]
    return len(counts), sum(counts)


def speeds(engine: str, files: int, rounds: int) -> bool:
    """Print the speed of an engine; return whether two processes were fast enough."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        top, out = folder_of(folder, map(news, range(files))), folder / "out.jsonl"
        with cluster(folder) as address:
            ways = (("--processes", "1"), ("--processes", "2"), ("--cluster", address))
            taken = [[seconds(top, out, engine, *way) for way in ways] for _ in range(rounds)]
        lines, words = words_of(out)
        size = out.stat().st_size
    assert lines == files
    ratio = median(one / two for one, two, _ in taken)
    print(f"\n{engine}: {files:,} files, {words:,} words, {size / files / 1024:.1f} KiB a line")
    for name, times in zip(("1 process", "2 processes", "2 workers"), zip(*taken, strict=True), strict=True):
        each = median(times)
        hours = MILLION * each / files / 3600
        print(f"  {name:<12} {words / each:>9,.0f} words/s  {hours:6.1f} h a million")
    print(f"  two are worth {ratio:.2f} of one (rounds: {', '.join(f'{one / two:.2f}' for one, two, _ in taken)})")
    return ratio >= LEAST


# ---------------------------------------------------------------------- memory


@dataclass(frozen=True, slots=True)
class Held:
    """Memory at one moment, in MiB."""

    parent: float
    children: tuple[float, ...]


def held_by(pid: int) -> float:
    """Return the memory of a process in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    for task in os.listdir(f"/proc/{pid}/task"):
        found += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    return found


def watched(program: "subprocess.Popen[bytes]", out: Path, files: int) -> list[tuple[int, Held]]:
    """Return the memory at each tenth of the work."""
    found: list[tuple[int, Held]] = []
    done, place = 0, 0
    while program.poll() is None:
        time.sleep(0.2)
        if out.exists():
            with open(out, "rb") as file:
                file.seek(place)
                piece = file.read()
            place, done = place + len(piece), done + piece.count(b"\n")
        if done >= files * (len(found) + 1) // 10:
            try:
                held = Held(held_by(program.pid), tuple(map(held_by, children_of(program.pid))))
            except OSError:  # it has just ended
                break
            found.append((done, held))
    return found


def memory(engine: str, files: int) -> None:
    """Print the memory of each process over many small files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        top, out = folder_of(folder, (SMALL.format(number=number) for number in range(files))), folder / "out.jsonl"
        for what in ("", ", gone on with when all were done"):
            start = time.perf_counter()
            program = subprocess.Popen(command(top, out, engine, "--processes", "2"), stderr=subprocess.DEVNULL)
            found = watched(program, out, files)
            print(f"\n{engine}: {files:,} small files{what}, {time.perf_counter() - start:.0f} s")
            print(f"{'files done':>12} {'program, MiB':>14}  children, MiB")
            for done, held in found:
                print(f"{done:>12,} {held.parent:>14.1f}  {', '.join(f'{each:.1f}' for each in held.children)}")


# ---------------------------------------------------------------------- tables

NAMES = [f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES]


def made_line(number: int, chance: random.Random) -> tuple[Job, bytes]:
    """Return a made line of an archive, with twenty quotes."""
    name, said = f"archive/{number:07}.txt", []
    for place in range(20):
        words = f"“We were {chance.choice(['not ', ''])}told about {chance.choice(NOUNS)} {chance.randrange(9999)},”"
        speaker = chance.choice(NAMES)
        said.append((100 * place, words, speaker))
    quotes = [
        {"start": start, "end": start + len(words), "text": words, "cue": None, "confidence": 0.9, "certainty": "sure"}
        | {"speaker": {"name": speaker, "start": start + 60, "end": start + 60 + len(speaker)}}
        for start, words, speaker in said
    ]
    entities = [
        {"name": speaker, "kind": "person", "aliases": [], "keys": [speaker.lower()], "mentions": [[start, start + 9]]}
        for start, _, speaker in said
    ]
    day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    about = {"size": 9000, "modified": 1, "words": 900, "published": day, "author": [], "url": "", "site": ""}
    about |= {"title": name, "engine": "made", "language": "English", "genre": "prose"}
    return Job(name, name, 9000, 1), orjson.dumps({"id": name, **about, "entities": entities, "quotes": quotes})


def tables(files: int, made: int) -> None:
    """Print whether tables are equal to lines, and what questions and one changed article cost."""
    from reader.batch.tables import ArticleTables  # needs pyarrow

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        top, out, target = folder_of(folder, map(news, range(files))), folder / "out.jsonl", folder / "tables"
        seconds(top, out, "rules", "--processes", "1")
        argv = [sys.executable, "-m", "reader", "analyze", str(top), "--tables", str(target), "--engine", "rules"]
        for patience in (4.0, 4.0, None):
            with subprocess.Popen(argv, stderr=subprocess.DEVNULL) as program:
                try:
                    program.wait(patience)
                except subprocess.TimeoutExpired:
                    program.kill()
        lines = {each["id"]: each for each in map(orjson.loads, out.read_bytes().splitlines())}
        same = as_lines(target) == lines_by_name(lines)
        print(f"{files:,} files, killed twice: the tables are {'equal to' if same else 'NOT'} the lines")
    with tempfile.TemporaryDirectory() as name:
        folder, chance = Path(name), random.Random(1)
        options = Options("rules", "made")
        start = time.process_time()
        with ArticleTables(folder / "tables", options) as written:
            for number in range(made):
                written.write(*made_line(number, chance))
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        count = len(list(folder.rglob("*.parquet")))
        used = time.process_time() - start
        print(f"{20 * made:,} made quotes: {size / 1e6:.0f} MB in {count} files, {used:.0f} s of CPU")
        before = {path: path.stat().st_ino for path in folder.rglob("part-*.parquet")}
        with ArticleTables(folder / "tables", options) as written:
            job, line = made_line(made // 2, chance)
            written.write(replace(job, modified=2), line)
        after = {path: path.stat() for path in folder.rglob("part-*.parquet")}
        fresh = [status.st_size for path, status in after.items() if before.get(path) != status.st_ino]
        print(f"one changed article: {sum(fresh) / 1e6:.1f} MB written in {len(fresh)} files")
        begun, cpu = time.perf_counter(), time.process_time()
        for question, found in ask(folder / "tables"):
            now, used = time.perf_counter(), time.process_time()
            print(f"  {now - begun:5.2f} s ({used - cpu:5.2f} s of CPU)  {question} {len(found)} rows")
            begun, cpu = now, used


def main() -> int:
    """Print the figures; return 1 if two processes were not fast enough."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.archive", description=__doc__)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--engine", action="append", choices=("rules", "spacy"))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--memory", type=int, default=0, metavar="FILES")
    parser.add_argument("--tables", type=int, default=0, metavar="ARTICLES")
    asked = parser.parse_args()
    if asked.tables:
        tables(asked.files, asked.tables)
        return 0
    engines = asked.engine or ["rules", "spacy"]
    if asked.memory:
        for engine in engines:
            memory(engine, asked.memory)
        return 0
    good = [speeds(engine, asked.files, asked.rounds) for engine in engines]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
