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


def rows_in(target: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table in the order of the text, without the month."""
    import duckdb

    files = f"{target}/{name}/*/*.parquet"
    order = "article" if name == "articles" else "article, start"
    with duckdb.connect() as db:
        found = db.execute(f"SELECT * EXCLUDE month FROM '{files}' ORDER BY {order}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def as_lines(target: Path) -> dict[str, dict[str, Any]]:
    """Return the lines that the rows were made of, by their ids."""
    lines: dict[str, dict[str, Any]] = {}
    for row in rows_in(target, "articles"):
        own = row.pop("article")
        assert own not in lines, "an article twice"
        lines[own] = {"id": own, **row, "entities": {}, "quotes": [], "indirect": []}
    for row in rows_in(target, "mentions"):
        assert row["published"] == lines[row["article"]]["published"]
        known = lines[row["article"]]["entities"].setdefault(
            row["name"], {**{key: row[key] for key in ("name", "kind", "aliases", "keys")}, "mentions": []}
        )
        known["mentions"].append([row["start"], row["end"]])
    for row in rows_in(target, "quotes"):
        speaker = row["speaker"] and {"name": row["speaker"], "start": row["speaker_start"], "end": row["speaker_end"]}
        cue = None if row["cue_start"] is None else {"start": row["cue_start"], "end": row["cue_end"]}
        quote = {key: row[key] for key in ("start", "end", "text", "confidence", "certainty")}
        lines[row["article"]]["indirect" if row["indirect"] else "quotes"].append(
            {**quote, "speaker": speaker, "cue": cue}
        )
    return lines


def lines_by_name(lines: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return lines as `as_lines` does, with the entities by their names; a name without mentions has no row."""
    return {
        own: {"indirect": [], **line, "entities": {each["name"]: each for each in line["entities"] if each["mentions"]}}
        for own, line in lines.items()
    }


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
