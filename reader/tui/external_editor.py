"""A note's text in the user's own editor ($VISUAL or $EDITOR).

The trap: an error that leaves the block in which the screen is put away leaves it put away, so nothing is raised there.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.errors import NoteError
from reader.text.sanitize import clean, clean_line

VARIABLES = ("VISUAL", "EDITOR")
"""The first that is not blank names the editor."""

FALLBACK = "vi"
"""What POSIX promises to be there."""


class EditorError(NoteError):
    """The editor could not be used, and no text came from it: one clear line."""


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text as it came from the editor."""

    text: str
    failure: str = ""
    """How the editor failed after it had written; empty if it ended well."""


def edit_externally(app: App[object], text: str) -> EditedText:
    """Have `text` edited in the user's editor, while the screen is put away.

    The file is the user's alone and is deleted afterwards. Raises EditorError, and then nothing has changed.
    """
    command = editor_command()
    name = clean_line(Path(command[0]).name)
    given = clean(text)
    try:
        with tempfile.TemporaryDirectory(prefix="reader-note-") as folder:
            file = Path(folder) / "note.md"
            file.write_text(given, encoding="utf-8")
            code = _run(app, [*command, str(file)])
            written = clean(file.read_text(encoding="utf-8", errors="replace"))
    except SuspendNotSupported as error:
        raise EditorError("the screen cannot be left here, so no editor can be opened") from error
    except OSError as error:
        raise EditorError(f"no text came from {name} ({error.strerror}); the note is as it was") from error
    if not code:
        return EditedText(written.rstrip("\n"))
    failure = f"{name} was ended by signal {-code}" if code < 0 else f"{name} ended with {code}"
    if not written.strip() or written == given:  # emptied by what failed is not written
        raise EditorError(f"{failure}; the note is as it was")
    return EditedText(written.rstrip("\n"), failure)


def editor_command() -> list[str]:
    """The words of the command that opens the user's editor. Raises EditorError."""
    for variable in VARIABLES:
        try:
            if command := shlex.split(os.environ.get(variable, "")):
                return command
        except ValueError as error:
            reason = str(error).lower()
            raise EditorError(f"${variable} is not a command ({reason}); set it to your editor") from error
    return [FALLBACK]


def _run(app: App[object], command: list[str]) -> int:
    """Run the editor in the terminal; its exit code. Raises EditorError, SuspendNotSupported."""
    code, complaint = 0, ""
    with app.suspend(), _uninterrupted():
        _forget_typed()
        try:
            code = subprocess.run(command, check=False).returncode
        except OSError as error:
            complaint = (
                f"cannot start {clean_line(command[0])} ({error.strerror}); set $VISUAL or $EDITOR to your editor"
            )
    if complaint:
        raise EditorError(complaint)
    return code


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Leave Ctrl-C to the editor; a handler is not handed on to it, as ignoring the signal would be."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _forget_typed() -> None:
    """Forget keys that were meant for this program and that the editor would take for its own."""
    if sys.__stdin__ is not None and sys.__stdin__.isatty():
        with suppress(termios.error):
            termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)
