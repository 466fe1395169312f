"""A note's text in the user's own editor ($VISUAL or $EDITOR)."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

FALLBACK = "vi"
"""What POSIX promises to be there."""


class EditorError(Exception):
    """The editor could not be used: one clear line."""


def edited_outside(app: App[object], text: str) -> str:
    """`text` as the user left it in their editor, while the screen is put away.

    The file is the user's alone and is deleted afterwards. Raises EditorError, and then nothing has changed.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or FALLBACK)
    with tempfile.TemporaryDirectory(prefix="reader-note-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                done = subprocess.run([*command, str(file)], check=False)
        except SuspendNotSupported as error:
            raise EditorError("the screen cannot be left here, so no editor can be opened") from error
        except OSError as error:
            raise EditorError(f"cannot start {command[0]} ({error.strerror}); set $EDITOR to your editor") from error
        if done.returncode:
            raise EditorError(f"{command[0]} ended with {done.returncode}; the note is as it was")
        return file.read_text(encoding="utf-8", errors="replace").rstrip("\n")
