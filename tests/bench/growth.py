"""Measure how commands grow with the library: `python -m tests.bench.growth`.

The same commands run in turns on a library of a thousand notes on twenty articles and on one of a hundred thousand on
two thousand; compare the ratios of their processor time, which load on the machine changes least. Each library has a
journal, as after a first note, and an index. Memory is the kernel's peak of the command on the large library.

Three kinds of libraries: *placed*, where each note has its place; *unplaced*, as after a merge or an import; *one
article*, where all notes are on one text. Pitfall: the kernel counts the memory of the process that starts another, so
this one must stay small, and libraries are made by a child.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTES_AN_ARTICLE = 50

NOTES_ON_ONE = (200, 20_000)
"""Notes on the only article of a library."""

MERGED = 200
"""Notes of the library that is merged into the others."""

ARTICLE = "The quick brown fox jumps over the lazy dog near the old mill.\n"

RARE_TAG = "rare/tag"
"""The tag of a few notes in each library, as many in a large one as in a small one."""

NOTE = ("note", "{}/article.txt", "--quote", "brown fox", "--text", "one more")

STATEMENT = ("statement", *"Had vifuna du are mamulapa that were dewi but vafu not from".split(), "--limit", "5")
"""Follows what a paragraph of the made-up story begins with, which is quoted in every other article."""


@dataclass(frozen=True)
class Measured:
    """A command, and what it may cost on the large library, compared with the small one."""

    words: tuple[str, ...]
    ratio: float
    """The highest ratio of processor time."""
    memory: int
    """The highest peak of memory in MiB."""
    saves: bool = True
    """True if a note is saved before each run, so that the index has something to do."""


COMMANDS = {
    "note": Measured(NOTE, 1.5, 60),
    "search": Measured(("search", "again", "--limit", "5"), 1.5, 60),
    "tags": Measured(("tags",), 1.5, 60),
    "quotes --speaker": Measured(("quotes", "--speaker", "Maria Ortiz", "--limit", "5"), 1.5, 60),
    "notes FILE": Measured(("notes", "{}/article.txt"), 1.5, 60),
    "statement": Measured(STATEMENT, 3, 80),
    "notes --tag": Measured(("notes", "--tag", RARE_TAG), 3, 80),
    "notes --tag --json": Measured(("notes", "--tag", RARE_TAG, "--json"), 3, 80),
    "notes --limit": Measured(("notes", "--limit", "20"), 3, 80),
    "library": Measured(("library",), 4, 120),
    "export --query": Measured(("export", "--query", f"tag:{RARE_TAG}"), 4, 120),
    "merge of 200": Measured(("merge", "{}/other.json"), 4, 120),
    "versions": Measured(("versions", "{}/article.txt"), 4, 120),
    "notes": Measured(("notes", "--ids"), 100, 250),
    "check": Measured(("check",), 100, 250),
    "index --rebuild": Measured(("index", "--rebuild"), 100, 250, saves=False),
}

ON_ONE = {
    "note": Measured(("note", "{}/one.txt", "--quote", "Nobody knows", "--text", "one more"), 1.5, 60),
    "notes --tag": Measured(("notes", "--tag", RARE_TAG), 3, 80),
    "statement": Measured(STATEMENT, 1.5, 60),
}
"""Commands on a library of one article."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    """Of processor time."""
    memory: float
    """The peak in MiB."""
    written: int
    """Bytes that were given to the disk."""


def run(folder: Path, words: tuple[str, ...]) -> Cost:
    """Run a command on the library in `folder`. Raises CalledProcessError."""
    argv = [word.format(folder) for word in words]
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CACHE", "CONFIG", "DATA")}
    environment = {**os.environ, **own, "READER_ENGINE": "rules"}
    command = [sys.executable, "-m", "reader", "--library", str(folder / "library.json"), *argv]
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=nothing, stderr=nothing) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        written = written_by(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, written)


def written_by(pid: int) -> int:
    """Return the bytes that an ended process, which is still known, has given to the disk; 0 if unknown."""
    try:
        lines = Path(f"/proc/{pid}/io").read_text().splitlines()
    except OSError:
        return 0
    return int(next((line.split()[1] for line in lines if line.startswith("wchar")), 0))


def prepare(folder: Path, articles: int, notes: int, kind: str) -> None:
    """Make a library with a journal and an index that is up to date."""
    make = [sys.executable, "-m", "tests.bench.growth", "--make", str(folder), str(articles), str(notes), kind]
    subprocess.run(make, check=True)
    run(folder, NOTE)
    run(folder, ("index",))


def make(folder: Path, articles: int, notes: int, kind: str) -> None:
    """Make the library in `folder`, and one to merge into it."""
    from reader.library.library import Library
    from tests.bench.library import make_library

    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE)
    tags = {RARE_TAG: 5}
    first = make_library(folder / "library.json", articles, notes, rare=tags, placed=kind != "unplaced")
    (folder / "one.txt").write_text(first)
    make_library(folder / "other.json", 4, MERGED, seed=8)
    Library(folder / "library.json").repair()


def measure(folders: list[Path], commands: dict[str, Measured], rounds: int) -> Iterator[tuple[str, list[list[Cost]]]]:
    for name, each in commands.items():
        costs: list[list[Cost]] = [[], []]
        for _ in range(rounds):
            for folder, found in zip(folders, costs, strict=True):
                if each.saves:
                    run(folder, NOTE)
                found.append(run(folder, each.words))
        yield name, costs


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each command runs (3); medians are shown")
    parser.add_argument("--notes", type=int, nargs=2, default=[1_000, 100_000])
    parser.add_argument("--kinds", nargs="*", default=["placed", "unplaced", "one"])
    parser.add_argument("--only", nargs="*", metavar="COMMAND", help="only these commands")
    parser.add_argument("--make", nargs=4, metavar=("FOLDER", "ARTICLES", "NOTES", "KIND"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        folder, articles, notes, kind = asked.make
        make(Path(folder), int(articles), int(notes), kind)
        return
    sizes = [(notes // NOTES_AN_ARTICLE, notes) for notes in asked.notes]
    for kind in asked.kinds:
        table = ON_ONE if kind == "one" else COMMANDS
        commands = {name: each for name, each in table.items() if not asked.only or name in asked.only}
        with tempfile.TemporaryDirectory() as place:
            of_kind = [(1, notes) for notes in NOTES_ON_ONE] if kind == "one" else sizes
            folders = [Path(place, str(notes)) for _, notes in of_kind]
            for folder, (articles, notes) in zip(folders, of_kind, strict=True):
                prepare(folder, articles, notes, kind)
            print(f"\n{kind + ', notes':<22}{of_kind[0][1]:>10,}{of_kind[1][1]:>10,}  ratio        MiB       written")
            for name, (small, large) in measure(folders, commands, asked.rounds):
                show(name, commands[name], small, large)
            sizes_of = (folders[1] / f"library.json{ending}" for ending in ("", ".index"))
            print("library and index: " + ", ".join(f"{path.stat().st_size / 1e6:.1f} MB" for path in sizes_of))


def show(name: str, allowed: Measured, small: list[Cost], large: list[Cost]) -> None:
    """Print the costs of a command; what exceeds its bound has a mark."""
    few, many = (statistics.median(each.seconds for each in costs) for costs in (small, large))
    memory = max(each.memory for each in large)
    ratio, written = many / few, max(each.written for each in large) / 1e6
    marks = ["!" if found > bound else " " for found, bound in ((ratio, allowed.ratio), (memory, allowed.memory))]
    print(
        f"{name:<22}{few:>8.2f} s{many:>8.2f} s{ratio:>7.2f}{marks[0]}{memory:>10.0f}{marks[1]}{written:>11.1f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
