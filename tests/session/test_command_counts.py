"""Runs of commands are counted, and a file that is not ours counts for nothing."""

import json
from pathlib import Path

import pytest

from reader.session.command_counts import COUNTS_FILE, count_run, load_counts


def test_runs_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "state"
    assert load_counts(folder) == {}
    for command in ("theme", "tour", "theme"):
        count_run(command, folder)
    assert load_counts(folder) == {"theme": 2, "tour": 1}


@pytest.mark.parametrize(
    ("raw", "counts"),
    [
        (b"", {}),
        (b"[1]", {}),
        (b"\xff", {}),
        (b"[" * 100_000, {}),
        (json.dumps({"theme": -1, "tour": "x", "quit": True, "help": 0, "reload": 2}).encode(), {"reload": 2}),
    ],
)
def test_invalid_counts_are_ignored(raw: bytes, counts: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / COUNTS_FILE).write_bytes(raw)
    assert load_counts(tmp_path) == counts
    count_run("reload", tmp_path)
    assert load_counts(tmp_path)["reload"] == counts.get("reload", 0) + 1
