"""How often each command was run from the palette, in one small file in the state folder.

A file that is missing, damaged or not ours means that nothing was run, never an error.
"""

from contextlib import suppress
from pathlib import Path

from reader.session.state import natural_number, parse_json, to_json
from reader.system import atomic_file

COUNTS_FILE = ".commands.json"
"""A file name that no article id has."""

MAX_BYTES = 1 << 20
"""A larger file is not ours."""


def load_counts(folder: Path) -> dict[str, int]:
    """Return the number of runs of each command by its id."""
    with suppress(OSError, ValueError, RecursionError):
        document = parse_json(atomic_file.read_regular(folder / COUNTS_FILE, MAX_BYTES)[:MAX_BYTES])
        entries = document.items() if isinstance(document, dict) else ()
        return {command: count for command, value in entries if (count := natural_number(value))}
    return {}


def count_run(command: str, folder: Path) -> None:
    """Count a run of a command. Raises OSError."""
    atomic_file.make_folder(folder)
    with atomic_file.folder_locked(folder):
        counts = load_counts(folder)
        counts[command] = counts.get(command, 0) + 1
        atomic_file.replace_file(folder / COUNTS_FILE, to_json(counts), synced=False)
