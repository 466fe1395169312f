"""Plant the faults in `faults/`, each in a copy of the program, and see that random histories find it.

    python -m tests.history.plant [NAME ...] [--histories N] [--seed S]

A fault that is not found is a failure of the checker; the exit code is the number of those. A dot is a part of the
histories that has not found it; on two idle cores ten of them take two minutes.
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

PYTEST = (sys.executable, "-m", "pytest", "tests/history/test_histories.py", "-x", "-vv", "-p", "no:randomly")
"""One part after the other, each told as it ends."""


def planted(name: str, folder: Path) -> None:
    """Copy the program to a folder, with a fault. Raises CalledProcessError if the patch does not fit any more."""
    shutil.copytree(CHECKOUT / "reader", folder / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("styles", "seeds"):
        shutil.copytree(CHECKOUT / part, folder / part)
    subprocess.run(["git", "apply", "-C1", str(FAULTS[name])], cwd=folder, check=True)


def found(name: str, options: list[str]) -> str:
    """Return what the histories say of a planted fault; "" if they do not find it. Print a dot for each part."""
    said = ""
    with tempfile.TemporaryDirectory() as folder:
        planted(name, Path(folder))
        compileall.compile_dir(folder, quiet=1)  # each window would do that, as its process keeps no compiled files
        command = [*PYTEST, "--as-found", *options]
        environment = {**os.environ, "PYTHONPATH": folder}
        with subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                said += line
                if "PASSED" in line:
                    print(".", end="", flush=True)
    faults = re.findall(r"FaultError: (.*)", said)
    if not faults and process.returncode:
        raise SystemExit(f"{name}: the histories did not end: {said[-2000:]}")
    return faults[0] if faults else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*FAULTS, []], help="a fault (default: all)")
    parser.add_argument("--histories", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    arguments = parser.parse_args()
    missed = 0
    for name in arguments.names or FAULTS:
        print(f"{name}: ", end="", flush=True)
        said = found(name, [f"--histories={arguments.histories}", f"--seed={arguments.seed}"])
        missed += not said
        print(f" {said or 'NOT FOUND'}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
