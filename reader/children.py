"""This program as a child of itself: the command and the environment of a Python that runs a module of ours.

The trap: it must find the `reader` that is running, in a checkout too, and must not be fooled by a folder of that name
where the user happens to be.
"""

import os
import sys

from reader.clean import clean_line
from reader.paths import PACKAGE


def command(module: str, *words: str) -> list[str]:
    """What runs `module` with `words`."""
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """What it needs to find the module."""
    path = os.pathsep.join(part for part in (str(PACKAGE.parent), os.environ.get("PYTHONPATH")) if part)
    return {**os.environ, "PYTHONPATH": path}


def complaint(said: bytes) -> str:
    """What a child that failed has said on standard error, as one line; empty if it said nothing."""
    return clean_line(said.decode(errors="replace").strip()).removeprefix("reader: ")
