"""A small archive for tests, and helpers to run the program on it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.analysis import RULES
from reader.batch import Options
from reader.system import worker as children
from tests.waiting import PATIENCE, until

STORY = """The Harbour Vote

The council met on Friday evening to decide about the harbour. “We were not told until Friday,” Maria Ortiz said.

After four hours of debate the members voted for the new quay, and the port authority of {} welcomed the vote.
"""


Run = Callable[..., tuple[int, list[str]]]


RULES_WANTED = Options("rules", RULES)


def is_pace(line: str) -> bool:
    """Return whether a line reports progress, as every ten seconds on a slow machine."""
    return " files · " in line


def lines_of(path: Path) -> dict[str, dict[str, Any]]:
    """Return the lines by id, each of which must be unique."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    found = {line["id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def names_of(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*.txt"))


def begun(folder: Path, out: Path) -> "subprocess.Popen[bytes]":
    """Start the program as the leader of its own process group."""
    argv = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1")
    return subprocess.Popen(argv, env=children.environment(), stderr=subprocess.PIPE, start_new_session=True)


def being_read(path: Path) -> tuple[int, int]:
    """Wait until a file that blocks is being read; return the process that reads it and its parent."""
    begun = Path(f"{path}.begun")
    until(begun.exists)
    reading, parent = begun.read_text().split()
    return int(reading), int(parent)


def said_by(program: "subprocess.Popen[bytes]") -> list[str]:
    """Return standard error to its end, without progress."""
    _, said = program.communicate(timeout=PATIENCE)
    return [line for line in said.decode().splitlines() if not is_pace(line)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
