"""Plant small faults in a copy of the program, one at a time, and list those that no test sees.

    python -m tests.tools.mutants --rooms view library --count 100 --seed 7

A fault is a few characters: another comparison, a number one higher or twice as high, `or` for `and`, a guard that
never holds. They are found by the positions of the syntax tree, so all else in the file stays as it was written. The
rooms of `reader/` take turns. For each fault the tests run that mirror its module by name, else those of its folder,
else those of its room; with `--covered`, some of all those that run the line (`lines_of_tests.py`). What they do not
see is shown to all tests of the folder, and to those that compare all that a command or a screen shows (golden files).

The program that runs the tests is loaded once and forked for each fault: most faults are seen by the first test, and
importing the libraries would take several times as long as that.

Pitfall: a fault that changes nothing a user sees survives too, and without `--covered` so does one that only the tests
of another module would see: a survivor is a question, not a verdict. A test that fails without the fault as well has
seen nothing (a machine may be too busy for it); it is left out, and the rest is run again.
"""

import argparse
import ast
import functools
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import NoReturn

import hypothesis.strategies
import pytest
import pytest_asyncio
import textual.app
import textual.pilot
import textual.widgets
from coverage import CoverageData

from tests.fixtures.golden import check_golden

ROOT = Path(__file__).resolve().parents[2]

TIMEOUT = 300
"""Seconds: tests that a fault keeps busy for longer have seen it."""

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", "*.egg-info", "build", "dist")
"""What a copy of the project does not need. `.hypothesis` is copied: it holds what Hypothesis read in the program."""

MOST_TESTS = 60
"""Tests of a line that are run. Half of them are those that run the fewest other lines: they end soon, and most of what
is seen is seen by them. The others are drawn by chance, among those that mirror the module if there are so many."""

LOADED = (hypothesis.strategies, pytest, pytest_asyncio, textual.app, textual.pilot, textual.widgets)
"""What nearly all tests import, and no fault changes: imported once, before the program forks."""

FLAGS = "-x -q -p no:randomly -p no:cacheprovider -p no:xdist -W ignore::pytest.PytestAssertRewriteWarning".split()

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
"""Each comparison as it is written, and its fault: the bound itself, or the opposite."""

MANY = 15
"""Numbers above it are doubled and halved: one more or less of a hundred is nothing that a user sees."""

TIME = re.compile(r"(?:\w+ )?(?:milli)?seconds\b", re.IGNORECASE)
"""How the words after a constant begin that is a time, in a comment or below it."""

EXTREMES = {"min": "max", "max": "min"}

GOLDEN = check_golden.__name__

NOT_FOUND = "ERROR: not found: "
"""What pytest says of a test that it does not know."""

Edit = tuple[int, int, str]
"""Bytes from and to (half open) of a file, and what replaces them."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault in one line of a module."""

    module: str
    """Its path from the root of the project."""
    line: int
    before: str
    """The line as it is, without its indent."""
    after: str
    edit: Edit

    def __str__(self) -> str:
        return f"{self.module}:{self.line}\n    - {self.before}\n    + {self.after}"


class Source:
    """The bytes of a module, in which the positions of a syntax tree count."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.tree = ast.parse(content)
        self.starts = [0]
        for line in content.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def begin(self, node: ast.expr) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def between(self, left: ast.expr, right: ast.expr, known: str, other: str) -> Iterator[Edit]:
        """Yield the replacement of an operator; none if brackets or a comment stand beside it."""
        begin, end = self.end(left), self.begin(right)
        if self.content[begin:end].split() == known.encode().split():
            yield begin, end, self.content[begin:end].decode().replace(known, other)

    def mutant(self, module: str, edit: Edit) -> Mutant:
        begin, end, new = edit
        number = next(at for at, start in enumerate(self.starts) if start > begin)
        first, last = self.starts[number - 1], self.content.find(b"\n", end) % (len(self.content) + 1)
        changed = self.content[first:begin] + new.encode() + self.content[end:last]
        before, after = (" ".join(part.decode().split()) for part in (self.content[first:last], changed))
        return Mutant(module, number, before, after, edit)


def edits_of(source: Source) -> Iterator[Edit]:
    """Yield all faults of a module."""
    for node in code_of(source.tree):
        match node:
            case ast.Compare(left, [operator], [right]):
                yield from source.between(left, right, *COMPARISONS[type(operator)])
            case ast.BoolOp(operator, [left, right, *_]):
                words = ("and", "or") if isinstance(operator, ast.And) else ("or", "and")
                yield from source.between(left, right, *words)
            case ast.UnaryOp(ast.Not()):
                yield source.begin(node), source.begin(node) + len("not"), ""
            case ast.Call(ast.Name(name) as function) if name in EXTREMES:
                yield source.begin(function), source.end(function), EXTREMES[name]
            case ast.Subscript(_, ast.Constant(0) as index):
                yield source.begin(index), source.end(index), "-1"  # the reverse is a number one lower
            case ast.Constant(int(number)) if not isinstance(number, bool):
                others = (number * 2, number // 2) if number > MANY else (number + 1, number - 1)[: 1 + (number > 0)]
                yield from ((source.begin(node), source.end(node), str(other)) for other in others)
            case ast.If(test, _, []):
                yield source.begin(test), source.end(test), "False"


def code_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of what runs: no annotations, nor what is for type checkers only, nor the parts of f-strings.

    Nor the constants that are documented as times ("Seconds that ..."): no test may depend on how long something takes.
    """
    match node:
        case ast.If(ast.Name("TYPE_CHECKING")) | ast.JoinedStr() | ast.Assert():
            return
        case ast.AnnAssign():
            parts: Iterator[ast.AST] = iter([node.value] if node.value else [])
        case ast.arg():
            parts = iter(())
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            parts = chain(node.args.defaults, filter(None, node.args.kw_defaults), node.body)
        case ast.Module():
            after = zip_longest(node.body, node.body[1:])
            parts = (part for part, said in after if not (isinstance(part, ast.Assign) and is_of_time(said)))
        case _:
            parts = ast.iter_child_nodes(node)
    yield node
    for part in parts:
        yield from code_of(part)


def is_of_time(node: ast.AST | None) -> bool:
    """Return whether the words after an assignment say that it is a time."""
    match node:
        case ast.Expr(ast.Constant(str(words))):
            return TIME.match(words) is not None
    return False


def mutants_of(path: Path) -> list[Mutant]:
    source = Source(path.read_bytes())
    found = (source.mutant(path.relative_to(ROOT).as_posix(), edit) for edit in dict.fromkeys(edits_of(source)))
    return [mutant for mutant in found if not TIME.match(mutant.before.partition("# ")[2])]


def choose(rooms: list[str], count: int, seed: int) -> list[Mutant]:
    """Return faults of the rooms in turn; a fault is as likely as any other of its room."""
    chance = random.Random(seed)
    by_room: list[list[Mutant]] = []
    for room in rooms:
        modules = sorted((ROOT / "reader" / room).rglob("*.py"))
        found = [mutant for path in modules for mutant in mutants_of(path)]
        by_room.append(chance.sample(found, min(count, len(found))))
    turns = chain.from_iterable(zip_longest(*by_room))
    return [mutant for mutant in turns if mutant is not None][:count]


def mirroring_tests(module: str) -> list[str]:
    """Return the tests that mirror a module by its name or its folder's, else those of the nearest folder."""
    folder, stem = Path("tests", *Path(module).parts[1:-1]), Path(module).stem
    places = [folder, *(place for place in folder.parents if len(place.parts) > 1), Path("tests/stories")]
    for name in (stem, folder.name):
        if found := [str(test) for place in places if (ROOT / (test := place / f"test_{name}.py")).exists()]:
            return found
    return [str(next((place for place in places if (ROOT / place).is_dir()), Path("tests/stories")))]


def wider_tests(module: str) -> list[str]:
    """Return the tests of the nearest folder, and from elsewhere those with golden files."""
    folders = Path("tests", *Path(module).parts[1:-1])
    near = next((place for place in (folders, *folders.parents) if (ROOT / place).is_dir()), Path("tests"))
    elsewhere = (test for test in golden_tests() if not test.startswith(f"{near}/"))
    return [*elsewhere, str(near)] if len(near.parts) > 1 else list(golden_tests())


@functools.cache
def golden_tests() -> tuple[str, ...]:
    """Return the tests that compare what they make with a golden file, themselves or by a function beside them."""
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if GOLDEN not in (code := path.read_text()):
            continue
        functions = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        names = {GOLDEN} | {node.name for node in functions if calls_any(node, {GOLDEN})}
        tests = (node.name for node in functions if node.name.startswith("test_") and calls_any(node, names))
        found += [f"{path.relative_to(ROOT).as_posix()}::{name}" for name in tests]
    return tuple(found)


def calls_any(function: ast.AST, names: set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(function))


class CoveringTests:
    """The tests that run each line of the program, as `lines_of_tests.py` has noted them."""

    def __init__(self, measured: Path) -> None:
        self._data = CoverageData(str(measured))
        self._data.read()
        self._files = {path.partition("/reader/")[2]: path for path in self._data.measured_files()}

    @functools.cached_property
    def _breadth(self) -> dict[str, int]:
        """How much of the program each test runs."""
        with sqlite3.connect(self._data.data_filename()) as base:
            rows = "SELECT context, count(*) FROM arc JOIN context ON context.id = context_id GROUP BY context_id"
            return dict(base.execute(rows))

    def of(self, mutant: Mutant) -> list[str]:
        """Return up to MOST_TESTS tests that run the line; of a constant, the lines of its module that depend on it.

        What runs when its module is imported is noted for the test that came first: there the tests of the module
        follow.
        """
        path = self._files.get(mutant.module.removeprefix("reader/"))
        tests_of = self._data.contexts_by_lineno(path) if path else {}
        code = (ROOT / mutant.module).read_text()
        lines, imported = {mutant.line}, mutant.line not in lines_of_functions(code)
        if imported and (constant := re.match(r"(\w+)\b[^=]*=", mutant.before)):
            lines |= dependents(code, constant[1])
        tests = {test for line in lines for test in tests_of.get(line, []) if test}
        found = sorted(tests, key=self._breadth.__getitem__)
        narrow, wide = found[: MOST_TESTS // 2], found[MOST_TESTS // 2 :]
        near = mirroring_tests(mutant.module)
        mixed = random.Random(mutant.module).sample(wide, len(wide))
        chosen = sorted(mixed, key=lambda test: not test.startswith(near[0]))[: MOST_TESTS // 2]
        return [*narrow, *sorted(chosen, key=self._breadth.__getitem__), *(near if imported else [])]


def lines_of_functions(code: str) -> set[int]:
    """Return the lines that run when a function is called, not when the module is imported."""
    functions = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {line for each in functions for line in range(each.body[0].lineno, (each.end_lineno or each.lineno) + 1)}


def dependents(code: str, constant: str) -> set[int]:
    """Return the lines that read a constant, or another that is made from it."""
    names, lines = {constant}, set[int]()
    for statement in ast.parse(code).body:
        read = {node.lineno for node in ast.walk(statement) if isinstance(node, ast.Name) and node.id in names}
        lines |= read
        match statement:
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)) if read:
                names.add(name)
    return lines


def run_pytest(arguments: Sequence[str], copy: Path, output: Path) -> NoReturn:
    """Run tests in the copy, and end this process with what came of them."""
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        os.setsid()
        os.chdir(copy)
        with output.open("wb", buffering=0) as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.environ |= {"PYTHONPATH": str(copy), "HYPOTHESIS_PROFILE": "ci"}
        sys.path[:] = [str(copy), *(place for place in sys.path if Path(place).resolve() != ROOT)]
        for name in [name for name in sys.modules if name.partition(".")[0] in ("reader", "tests")]:
            del sys.modules[name]
        code = pytest.main([*FLAGS, *arguments])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run_tests(tests: Sequence[str], copy: Path, without: Sequence[str] = ()) -> str:
    """Run tests in the copy, in a process of their own; return the first that fails, "" if none does."""
    output = copy.parent / "output.txt"
    if not (child := os.fork()):
        run_pytest([*tests, *(f"--deselect={test}" for test in without)], copy, output)
    end = time.monotonic() + TIMEOUT
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "the tests did not end"
        time.sleep(0.02)
    code = os.waitstatus_to_exitcode(ended[1])
    if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return ""
    failed = (line for line in output.read_text(errors="replace").splitlines() if line.startswith(("FAILED", "ERROR")))
    return next(failed, f"pytest ended with {code}")


class Witnesses:
    """The tests in a copy of the project, and what is known of each without a fault."""

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self._sound: dict[str, bool] = {}
        self._moment = time.time_ns()

    def see(self, mutant: Mutant, tests: list[str]) -> str:
        """Return the test that sees a fault, "" if none does; the copy is as before in any case."""
        path = self._copy / mutant.module
        content, stat = path.read_bytes(), path.stat()
        begin, end, new = mutant.edit
        unsound: list[str] = []
        while tests:
            self._moment += 2 * 10**9  # compiled files are known by the second and the size of their source
            try:
                path.write_bytes(content[:begin] + new.encode() + content[end:])
                os.utime(path, ns=(self._moment, self._moment))
                seen = run_tests(tests, self._copy, unsound)
            finally:
                path.write_bytes(content)
                os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            if missing := re.match(f"{NOT_FOUND}(.*)", seen):  # renamed since it was measured
                gone = missing[1].partition(f"/{self._copy.name}/")[2].partition("[")[0]
                tests = [test for test in tests if test.partition("[")[0] != gone]
                continue
            name = failing_test(seen, tests)
            if not name or self._is_sound(name):
                return seen
            unsound.append(name)
        return ""

    def _is_sound(self, test: str) -> bool:
        if test not in self._sound:
            failed = run_tests([test], self._copy)
            self._sound[test] = not failed or failed.startswith(NOT_FOUND)  # a parameter in its name has the fault
        return self._sound[test]


def failing_test(seen: str, tests: Sequence[str]) -> str:
    """Return the name of the test in a line of pytest's summary; "" if the line is another."""
    known = (test for test in tests if f"{seen} ".startswith((f"FAILED {test} ", f"ERROR {test} ")))
    line = re.match(r"(?:FAILED|ERROR) (.+?)(?: - .*)?$", seen)
    return next(known, line[1] if line else "")


def tests_for(mutant: Mutant, covering: CoveringTests | None) -> list[str]:
    """Return the tests to run for a fault."""
    return (covering.of(mutant) if covering else []) or mirroring_tests(mutant.module)


def copy_project(folder: Path) -> Path:
    """Return a copy of the project in `folder`."""
    return Path(shutil.copytree(ROOT, folder / "project", ignore=LEFT_OUT, symlinks=True))


def report(mutants: list[Mutant], see: Callable[[Mutant], str], say: Callable[[str], None]) -> list[Mutant]:
    """Plant the faults and tell of each; return the survivors."""
    survivors, rooms = [], Counter[str]()
    for number, mutant in enumerate(mutants, 1):
        seen = see(mutant)
        if not seen:
            survivors.append(mutant)
            rooms[Path(mutant.module).parts[1]] += 1
        say(f"{number:>4} {'seen by ' + seen if seen else 'SURVIVED'}  {mutant}")
    by_room = ", ".join(f"{room} {count}" for room, count in sorted(rooms.items()))
    say(f"\n{len(survivors)} of {len(mutants)} survived{': ' + by_room if by_room else ''}")
    for mutant in survivors:
        say(str(mutant))
    return survivors


def main() -> None:
    every = sorted(path.name for path in (ROOT / "reader").iterdir() if path.is_dir() and list(path.glob("*.py")))
    parser = argparse.ArgumentParser(description="List small faults in the program that no test sees.")
    parser.add_argument("--rooms", nargs="+", default=every, choices=every, metavar="ROOM", help="folders of reader/")
    parser.add_argument("--count", type=int, default=100, help="faults to plant (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="choose the same faults again")
    parser.add_argument("--covered", type=Path, metavar="DATA", help="run tests that cover the line (.coverage)")
    options = parser.parse_args()
    print(f"--seed {options.seed}", flush=True)
    covering = CoveringTests(options.covered) if options.covered else None
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_project(Path(folder))
        witnesses = Witnesses(copy)
        report(
            choose(options.rooms, options.count, options.seed),
            lambda mutant: (
                witnesses.see(mutant, tests_for(mutant, covering)) or witnesses.see(mutant, wider_tests(mutant.module))
            ),
            lambda line: print(line, flush=True),
        )


if __name__ == "__main__":
    main()
