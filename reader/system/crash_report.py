"""The report of an error that nobody expected: the traceback, the command and the versions, in a file.

It is for those who mend the program, so that a user sees one line and has all that they will ask for. It has nothing
of the user's texts but what the message of an error quotes.
"""

import os
import shlex
import sys
import traceback
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from time import gmtime, strftime

from reader import __version__
from reader.system import atomic_file
from reader.system.paths import user_paths
from reader.text.sanitize import clean, clean_line

FOLDER = "crashes"  # in the state folder
KEPT = 10  # reports: one that fails at every start must not fill the disk
LONGEST_MESSAGE = 160  # characters of an error's message in the line for the user, which has the path as well

LIBRARIES = ("textual", "rich", "tinydb", "orjson", "rapidfuzz", "lxml", "trafilatura", "pypdfium2", "spacy")
"""Distributions whose versions are told if they are in use."""


def report(error: BaseException) -> str:
    """Write the report of `error` to the state folder; return one line with what happened and its path."""
    what = f"stopped by an error in the program itself: {message_of(error)}"
    try:
        return f"{what}; report: {write_report(error, user_paths().state / FOLDER)}"
    except OSError as failure:
        return f"{what}; no report could be written: {failure.strerror or failure}"


def message_of(error: BaseException) -> str:
    """Return the kind and message of an error, and the place in the code, on one line."""
    told = [line for line in traceback.format_exception_only(error) if not line.startswith(" ")]
    message = clean_line("".join(told[:1]).strip())
    if len(message) > LONGEST_MESSAGE:
        message = f"{message[: LONGEST_MESSAGE - 1]}…"
    place = next(reversed(traceback.extract_tb(error.__traceback__)), None)
    return message if place is None else f"{message} ({os.path.basename(place.filename)}, line {place.lineno})"


def write_report(error: BaseException, folder: Path) -> Path:
    """Write the report of `error` to `folder`, of which the newest few are kept; return its path. Raises OSError."""
    now = gmtime()
    path = folder / f"{strftime('%Y%m%dT%H%M%SZ', now)}-{os.getpid()}.txt"
    system = os.uname()
    head = (
        f"reader {__version__}, {strftime('%Y-%m-%d %H:%M:%S UTC', now)}",
        f"command: {shlex.join(sys.argv)}",
        f"Python {sys.version.split()[0]} on {system.sysname} {system.release} {system.machine}",
        f"libraries: {', '.join(versions()) or 'none'}",
        f"terminal: {os.environ.get('TERM', 'unknown')}",
    )
    text = "\n".join((*head, "", "".join(traceback.format_exception(error))))
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, clean(text).encode(errors="replace"), follow=False)
    for old in sorted(folder.glob("*.txt"))[:-KEPT]:
        with suppress(OSError):
            old.unlink()
    return path


def versions() -> list[str]:
    found = []
    for name in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            if name in sys.modules:
                found.append(f"{name} {metadata.version(name)}")
    return found
