"""Plant the faults in `faults/`, each in a copy of the program, and see that random histories find it.

    python -m tests.history.plant [NAME ...] [--parts N] [--seed S]

A part of the histories that finds nothing is a dot. One that fails is played again without the fault, since on a busy
machine a window may be late: if that fails too, it is a question mark, and the next is played. A fault that is not
found is a failure of the checker; the exit code is the number of those. Most are found by one of the first three parts,
half a minute each on an idle core.
"""

import argparse
import compileall
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]

FAULTS = {path.stem: path for path in sorted(Path(__file__).with_name("faults").glob("*.patch"))}
"""The patches by their names."""

PLAYED = (sys.executable, "-m", "pytest", "tests/history/test_histories.py", "--as-found", "--histories=2")
"""One part."""


def planted(name: str, folder: Path) -> None:
    """Copy the program to a folder, with a fault. Raises CalledProcessError if the patch does not fit any more."""
    shutil.copytree(CHECKOUT / "reader", folder / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("styles", "seeds"):
        shutil.copytree(CHECKOUT / part, folder / part)
    subprocess.run(["git", "apply", "-C1", str(FAULTS[name])], cwd=folder, check=True)


def played(program: Path, part: int) -> str:
    """Return what a part of the histories says of a program; "" if it finds no fault."""
    environment = {**os.environ, "PYTHONPATH": str(program)}
    command = [*PLAYED, f"--seed={part}"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
    faults: list[str] = re.findall(r"FaultError: (.*)", done.stdout)
    if not faults and done.returncode:
        raise SystemExit(f"the histories did not end: {done.stdout[-2000:]}{done.stderr}")
    return faults[0] if faults else ""


def found(name: str, parts: range) -> str:
    """Return what the histories say of a planted fault; "" if they do not find it. Print a sign for each part."""
    with tempfile.TemporaryDirectory() as folder:
        planted(name, Path(folder))
        compileall.compile_dir(folder, quiet=1)  # else each window would do that: it keeps no compiled files
        for part in parts:
            said = played(Path(folder), part)
            if said and not played(CHECKOUT, part):
                return said
            print("?" if said else ".", end="", flush=True)
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*FAULTS, []], help="a fault (default: all)")
    parser.add_argument("--parts", type=int, default=50, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    missed = 0
    for name in arguments.names or FAULTS:
        print(f"{name}: ", end="", flush=True)
        said = found(name, range(arguments.seed, arguments.seed + arguments.parts))
        missed += not said
        print(f" {said or 'NOT FOUND'}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
