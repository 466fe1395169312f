"""A small archive for tests, and what they ask of a run over it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.analysis.engine import RULES
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
    """Whether it tells how far it is: every ten seconds, on a machine that is that slow."""
    return " files · " in line


def lines_of(path: Path) -> dict[str, dict[str, Any]]:
    """The lines by their ids; each has its own."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    found = {line["id"]: line for line in lines}
    assert len(found) == len(lines)
    return found


def names_of(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*.txt"))


def begun(folder: Path, out: Path) -> "subprocess.Popen[bytes]":
    """The program at work, the leader of a group of its own."""
    argv = children.command("reader", "analyze", str(folder), "--jsonl", "-o", str(out), "--processes", "1")
    return subprocess.Popen(argv, env=children.environment(), stderr=subprocess.PIPE, start_new_session=True)


def being_read(path: Path) -> tuple[int, int]:
    """Wait until a file that waits is being read; the process that reads it, and the parent of that."""
    begun = Path(f"{path}.begun")
    until(begun.exists)
    reading, parent = begun.read_text().split()
    return int(reading), int(parent)


def said_by(program: "subprocess.Popen[bytes]") -> list[str]:
    """What it says on standard error to its end, but for its pace."""
    _, said = program.communicate(timeout=PATIENCE)
    return [line for line in said.decode().splitlines() if not is_pace(line)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
