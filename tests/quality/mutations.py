"""Read damaged copies of the samples, thousands of each: `python -m tests.quality.mutations --each N [NAME...]`.

Prints a line for each sample: how many copies were read, refused in one line, and failed; the longest processor time
and the most memory that one took. Failures are listed after it, each with the number of its copy and the end of its
traceback. `--state FILE` keeps what is done, so that a run can be stopped and continued; `--copy NAME NUMBER` writes
one copy to standard output.

Each copy is read in a process forked from this one, which has loaded all libraries, under the limits of the sandbox.
The samples are those of `tests/samples` and `tests/importers/samples`; a copy is made by `tests/sources/mutants.py`.
"""

import argparse
import gc
import json
import os
import resource
import signal
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.errors import NoteImportError
from reader.importers.detect import read_import_file
from reader.library.library import Library
from reader.sources.sandbox import MEMORY, SECONDS
from reader.text.sanitize import clean
from tests.sources.mutants import mutants, zip_mutants
from tests.sources.survival import survive

TESTS = Path(__file__).parents[1]

STEP = 50
"""Copies after which the state is written."""

TOLD = 2_000
"""Bytes of a traceback that are kept, from its end."""


@dataclass(slots=True)
class Outcome:
    """What became of the copies of a sample so far."""

    done: int = 0
    read: int = 0
    refused: int = 0
    seconds: float = 0
    """Processor time of the slowest."""
    memory: int = 0
    """MiB of the largest, with the libraries."""
    failures: list[tuple[int, str]] = field(default_factory=list)
    """Numbers of copies, and what happened."""


def samples() -> dict[str, Path]:
    """Return the samples by name."""
    found = [*(TESTS / "samples").iterdir(), *(TESTS / "importers" / "samples").iterdir()]
    return {path.name: path for path in sorted(found) if path.is_file() and path.name != "README.md"}


def is_of_notes(path: Path) -> bool:
    return path.parent.parent.name == "importers"


def copies(path: Path, count: int) -> Iterator[bytes]:
    """Yield copies of a sample; of a file of notes, which has to be UTF-8, every other one is."""
    if zipfile.is_zipfile(path):
        yield from zip_mutants(path.read_bytes(), count)
        return
    for number, data in enumerate(mutants(path.read_bytes(), count)):
        yield data.decode("utf-8", "replace").encode() if is_of_notes(path) and number % 2 else data


def reader_of(path: Path, folder: Path) -> Callable[[bytes], bool]:
    """Return the function that reads a copy of a sample, and answers whether it was not refused."""
    target = folder / path.name
    if not is_of_notes(path):
        return lambda data: survive(data, target) is not None
    library = Library(folder / "library.json")

    def imports(data: bytes) -> bool:
        target.write_bytes(data)
        line = ""
        try:
            return bool(read_import_file(target, library))
        except NoteImportError as error:
            line = str(error)
        assert line == clean(line)
        assert "\n" not in line
        return False

    return imports


def try_copy(read: Callable[[bytes], bool], data: bytes) -> tuple[str, resource.struct_rusage]:
    """Read a copy in a process of its own; return "read", "refused" or what went wrong, and what it used."""
    answer, told = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        signal.alarm(600)
        try:
            said = "read" if read(data) else "refused"
        except BaseException:  # noqa: BLE001 (whatever it is, it is told)
            said = traceback.format_exc()[-TOLD:]
        os.write(told, said.encode("utf-8", "replace"))
        os._exit(0)
    os.close(told)
    said = os.read(answer, 2 * TOLD).decode()
    os.close(answer)
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        said = f"ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return said, used


def try_copies(path: Path, outcome: Outcome, wanted: int, folder: Path) -> Iterator[Outcome]:
    """Read the copies of a sample that are left; yields the outcome every few copies."""
    read = reader_of(path, folder)
    for number, data in islice(enumerate(copies(path, wanted)), outcome.done, None):
        said, used = try_copy(read, data)
        outcome.done += 1
        outcome.read += said == "read"
        outcome.refused += said == "refused"
        if said not in ("read", "refused"):
            outcome.failures.append((number, said))
        outcome.seconds = max(outcome.seconds, round(used.ru_utime + used.ru_stime, 2))
        outcome.memory = max(outcome.memory, used.ru_maxrss >> 10)
        if outcome.done % STEP == 0 or outcome.done == wanted:
            yield outcome


def load_state(path: Path | None) -> dict[str, Outcome]:
    if path is None or not path.exists():
        return {}
    return {name: Outcome(**fields) for name, fields in json.loads(path.read_text(encoding="utf-8")).items()}


def save_state(path: Path | None, state: dict[str, Outcome]) -> None:
    if path is not None:
        new = path.with_suffix(".new")
        new.write_text(json.dumps({name: asdict(outcome) for name, outcome in state.items()}), encoding="utf-8")
        new.replace(path)


def print_outcomes(state: dict[str, Outcome], names: Iterable[str]) -> None:
    print("\t".join(("sample", "copies", "read", "refused", "failed", "seconds", "MiB")))
    for name in names:
        of = state.get(name, Outcome())
        print("\t".join(map(str, (name, of.done, of.read, of.refused, len(of.failures), of.seconds, of.memory))))
    for name in names:
        for number, said in state.get(name, Outcome()).failures:
            print(f"\n{name} {number}: {said}")


def main(argv: Sequence[str] | None = None) -> int:
    known = samples()
    parser = argparse.ArgumentParser(description="Read damaged copies of the samples.")
    parser.add_argument("sample", nargs="*", metavar="NAME", default=list(known))
    parser.add_argument("--each", type=int, default=1_000, metavar="N", help="copies of each sample")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keeps what is done; a run continues it")
    parser.add_argument("--copy", type=int, metavar="NUMBER", help="write this copy of the one sample")
    asked = parser.parse_args(argv)
    if asked.copy is not None:
        sys.stdout.buffer.write(next(islice(copies(known[asked.sample[0]], asked.each), asked.copy, None)))
        return 0
    state = load_state(asked.state)
    with TemporaryDirectory() as folder:
        for name in asked.sample:  # once in this process: loads what the copies need
            with suppress(AssertionError):
                reader_of(known[name], Path(folder))(known[name].read_bytes())
        gc.freeze()
        for name in asked.sample:
            for _ in try_copies(known[name], state.setdefault(name, Outcome()), asked.each, Path(folder)):
                save_state(asked.state, state)
    print_outcomes(state, asked.sample)
    return 1 if any(state[name].failures for name in asked.sample) else 0


if __name__ == "__main__":
    sys.exit(main())
