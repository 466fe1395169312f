"""The identity of this installation and of this process, which revisions record and undo goes by.

The id of the device is kept in the state folder, where it is written with the first save. Until then it is derived from
the machine, the user and the folder, so that two processes that start at once have the same.
"""

import hashlib
import os
import platform
from contextlib import suppress
from pathlib import Path

from reader.annotations.revisions import Authorship, new_id
from reader.document.digest import base32_id
from reader.library.codec.fields import NAME
from reader.system import atomic_file
from reader.text.sanitize import clean_line

FILE = "device"

MAX_SIZE = 1000
"""Bytes of the file."""

AUTHOR = "READER_AUTHOR"
"""The environment variable with the name of the person, which revisions record if it is set."""


def load_author(state_folder: Path) -> Authorship:
    """Return this device, with a new session. Raises nothing."""
    return Authorship(load_device(state_folder), new_id(), name=clean_line(os.environ.get(AUTHOR, "")).strip())


def load_device(state_folder: Path) -> str:
    """Return the id of this device."""
    with suppress(OSError, ValueError):
        kept = atomic_file.read_regular(state_folder / FILE, MAX_SIZE).decode().strip()
        if NAME.fullmatch(kept):
            return kept
    words = "\0".join([platform.node(), str(os.getuid()), os.path.realpath(state_folder)])
    return base32_id(hashlib.sha256(words.encode("utf-8", "surrogateescape")).digest())


def keep_device(state_folder: Path, device: str) -> None:
    """Write the id of this device unless there is one. Raises nothing: it can be derived again."""
    path = state_folder / FILE
    with suppress(OSError):
        if not path.exists():
            atomic_file.make_folder(state_folder)
            atomic_file.replace_file(path, f"{device}\n".encode())
