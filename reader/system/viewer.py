"""Open a file in the program that the system has for it.

The program is started through a shell that ends at once, so that it belongs to nobody here and outlives the screen.
Pitfall: the name of the file comes from a foreign text; it is an argument, never part of the command.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from reader.errors import PictureError

DETACHED = '"$0" "$1" </dev/null >/dev/null 2>&1 &'
"""The script of the shell: the program in the background, without our terminal."""


def open_in_viewer(path: Path) -> None:
    """Open the file at `path`, absolute. Raises PictureError if no program is known."""
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None:
        raise PictureError(f"no viewer: {name} is not installed")
    try:
        subprocess.run(["/bin/sh", "-c", DETACHED, program, str(path)], check=True, start_new_session=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PictureError(f"the viewer does not start: {error}") from error
