"""What this device keeps of libraries in the state folder: who it is, and when articles were opened last.

Revisions record the device and the session, and undo goes by them. The id of the device is written with the first
save. Until then it is derived from the machine, the user and the folder, so that two processes that start at once have
the same. The times of openings are apart from the library, so that opening a known article again leaves the library as
it is; they only order lists, so a file that is missing, damaged or not ours means that none is known, never an error.
"""

import os
import platform
from contextlib import suppress
from pathlib import Path

from reader.annotations.revisions import Authorship, new_id
from reader.document.digest import id_of
from reader.library.codec import NAME
from reader.system import atomic_file
from reader.text.sanitize import clean_line

DEVICE_FILE = "device"

AUTHOR = "READER_AUTHOR"  # the environment variable with the name of the person, which revisions record if it is set


def load_author(state_folder: Path) -> Authorship:
    """Return this device, with a new session. Raises nothing."""
    return Authorship(load_device(state_folder), new_id(), name=clean_line(os.environ.get(AUTHOR, "")).strip())


def load_device(state_folder: Path) -> str:
    with suppress(OSError, ValueError):
        kept = atomic_file.read_regular(state_folder / DEVICE_FILE, 1000).decode().strip()
        if NAME.fullmatch(kept):
            return kept
    words = "\0".join([platform.node(), str(os.getuid()), os.path.realpath(state_folder)])
    return id_of(words.encode("utf-8", "surrogateescape"))


def keep_device(state_folder: Path, device: str) -> None:
    """Write the id of this device unless there is one. Raises nothing: it can be derived again."""
    path = state_folder / DEVICE_FILE
    with suppress(OSError):
        if not path.exists():
            atomic_file.make_folder(state_folder)
            atomic_file.replace_file(path, f"{device}\n".encode())


OPENINGS_FILE = ".opened.json"  # a name that no state file of an article has
MAX_OPENINGS = 16 << 20  # bytes: 200,000 articles


def load_openings(state_folder: Path) -> dict[str, str]:
    """Return the time when each article was opened last, by its id. Raises nothing."""
    times = atomic_file.read_object(state_folder / OPENINGS_FILE, MAX_OPENINGS)
    return {article: time for article, time in times.items() if isinstance(time, str)}


def save_opening(state_folder: Path, article_id: str, moment: str) -> None:
    """Record that an article was opened at `moment`. Raises OSError."""
    with atomic_file.changed_object(state_folder / OPENINGS_FILE, MAX_OPENINGS) as times:
        known = times.get(article_id)
        times[article_id] = max(moment, known) if isinstance(known, str) else moment
