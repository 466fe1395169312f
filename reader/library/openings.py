"""When articles were opened last on this device: one small file in the state folder.

It is apart from the library, so that opening a known article again leaves the library as it is. The times are only an
order to list articles in: a file that is missing, damaged or not ours means that none is known, never an error.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.system import atomic_file

if TYPE_CHECKING:
    from reader.library.codec.records import ArticleRecord

FILE = ".opened.json"
"""A name that no state file of an article has."""

MAX_SIZE = 16 << 20
"""Bytes: 200,000 articles."""


def load_openings(state_folder: Path) -> dict[str, str]:
    """Return the time when each article was opened last, by its id. Raises nothing."""
    with suppress(OSError, ValueError, RecursionError):
        times = json.loads(atomic_file.read_regular(state_folder / FILE, MAX_SIZE))
        if isinstance(times, dict):
            return {article: time for article, time in times.items() if isinstance(time, str)}
    return {}


def save_opening(state_folder: Path, article_id: str, moment: str) -> None:
    """Record that an article was opened at `moment`. Raises OSError."""
    atomic_file.make_folder(state_folder)
    with atomic_file.folder_locked(state_folder):
        times = load_openings(state_folder)
        times[article_id] = max(moment, times.get(article_id, ""))
        atomic_file.replace_file(state_folder / FILE, json.dumps(times).encode(), synced=False)


def opened_last(record: "ArticleRecord", times: dict[str, str]) -> str:
    """Return when an article was opened last: here, or at the last change of its record."""
    return max(record.opened, *(times.get(own, "") for own in (record.id, *record.also)))
