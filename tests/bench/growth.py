"""Measure how commands grow with the library: `python -m tests.bench.growth`.

The same commands run in turns on a library of a thousand notes and on one of a hundred thousand; compare the ratios of
their processor time, which load on the machine changes least. Each library has a journal, as after a first note.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from reader.library.library import Library
from tests.bench.library import make_library

NOTES_AN_ARTICLE = 10

ARTICLE = "The quick brown fox jumps over the lazy dog near the old mill.\n"

COMMANDS = {
    "note": ("note", "{}", "--quote", "brown fox", "--text", "one more"),
    "notes of one article": ("notes", "{}"),
    "tags": ("tags",),
    "search": ("search", "again", "--limit", "5"),
}
"""Each runs after a note was saved."""


def run(folder: Path, words: tuple[str, ...]) -> float:
    """Run a command on the library in `folder`; return its seconds of processor time. Raises CalledProcessError."""
    argv = [word.format(folder / "article.txt") for word in words]
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("STATE", "CACHE", "CONFIG", "DATA")}
    command = [sys.executable, "-m", "reader", "--library", str(folder / "library.json"), *argv]
    nothing = subprocess.DEVNULL
    with subprocess.Popen(command, env={**os.environ, **own}, stdout=nothing, stderr=nothing) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime


def prepare(folder: Path, notes: int) -> None:
    """Make a library with a journal and an index that is up to date."""
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE)
    make_library(folder / "library.json", notes // NOTES_AN_ARTICLE, notes)
    Library(folder / "library.json").repair()
    for name in ("note", "search"):
        run(folder, COMMANDS[name])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs (5); medians are shown")
    parser.add_argument("--notes", type=int, nargs=2, default=[1_000, 100_000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place, str(notes)) for notes in asked.notes]
        for folder, notes in zip(folders, asked.notes, strict=True):
            prepare(folder, notes)
        print(f"{'notes':<24}{asked.notes[0]:>12,}{asked.notes[1]:>12,}{'ratio':>9}")
        for name, words in COMMANDS.items():
            costs: list[list[float]] = [[], []]
            for _ in range(asked.rounds):
                for folder, found in zip(folders, costs, strict=True):
                    run(folder, COMMANDS["note"])
                    found.append(run(folder, words))
            small, large = map(statistics.median, costs)
            print(f"{name:<24}{small:>10.2f} s{large:>10.2f} s{large / small:>9.2f}", flush=True)


if __name__ == "__main__":
    main()
