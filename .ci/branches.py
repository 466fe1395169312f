"""Fail if fewer branches are covered than the floors say: `branches.py coverage.json`, a file of `coverage json`.

Prints for each floor what share of the branches the tests take, and the files with the most branches missed.
"""

import json
import sys
from pathlib import Path

FLOORS = {"reader/tui/": 90.0, "reader/": 95.0}
"""The least share of branches in percent, by the beginning of a path; the first that fits counts."""

SHOWN = 15
"""How many files with missed branches are listed for each floor."""


def floor_of(path: str) -> str:
    """Return the key of FLOORS for a file. Raises StopIteration for one that is not of the package."""
    return next(start for start in FLOORS if path.startswith(start))


def main(report: Path) -> int:
    """Print the shares, and return 1 if one is below its floor."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    code = 0
    for start, floor in FLOORS.items():
        found = {path: each["summary"] for path, each in files.items() if floor_of(path) == start}
        total = sum(each["num_branches"] for each in found.values())
        missed = {path: each["missing_branches"] for path, each in found.items() if each["missing_branches"]}
        share = 100 * (1 - sum(missed.values()) / total)
        print(f"{start}: {share:.2f}% of {total} branches covered (floor {floor:g}%)")
        for path in sorted(missed, key=lambda path: -missed[path])[:SHOWN]:
            print(f"  {missed[path]:4} of {found[path]['num_branches']:4} missed in {path}")
        if share < floor:
            print(f"{start}: below the floor", file=sys.stderr)
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
