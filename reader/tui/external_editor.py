"""Editing a note in the user's editor ($VISUAL or $EDITOR).

Pitfall: an exception that leaves `App.suspend` leaves the screen suspended, so nothing may be raised inside it.
"""

import errno
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import threading
from contextlib import suppress
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.errors import NoteError
from reader.text.sanitize import clean, clean_line

GRACE_PERIOD = 1.0  # seconds that the editor has to end after a signal: less than `Shutdown` gives the program

WAIT_INTERVAL = 0.2
"""Seconds: a signal that comes just as the wait begins, or to another thread, does not interrupt it. Its handler runs
when the wait begins anew."""


def edit_externally(app: App[object], text: str) -> tuple[str, str]:
    """Suspend the screen, let the user edit `text` in their editor, and return what it has written.

    With that comes how the editor failed after it had written; empty if it succeeded. The file has mode 0600 and is
    deleted afterwards. Raises NoteError; then there is no new text.
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
        raise NoteError("cannot suspend the screen here, so no editor can be opened") from error
    except OSError as error:
        raise NoteError(f"no text came from {name} ({error.strerror}); the note is as it was") from error
    if not code:
        return written.rstrip("\n"), ""
    failure = f"{name} was ended by signal {-code}" if code < 0 else f"{name} ended with {code}"
    if not written.strip() or written == given:  # emptied by what failed is not written
        raise NoteError(f"{failure}; the note is as it was")
    return written.rstrip("\n"), failure


def editor_command() -> list[str]:
    """Return the command of the user's editor, split into words. Raises NoteError, also if it cannot be found."""
    command = ["vi"]  # which POSIX guarantees
    for variable in ("VISUAL", "EDITOR"):
        try:
            if given := shlex.split(os.environ.get(variable, "")):
                command = given
                break
        except ValueError as error:
            reason = str(error).lower()
            raise NoteError(f"${variable} is not a command ({reason}); set it to your editor") from error
    if shutil.which(command[0]) is None:  # found out now, nothing that was typed ahead is discarded
        number = errno.EACCES if Path(command[0]).is_file() else errno.ENOENT
        raise NoteError(cannot_start(command, os.strerror(number)))
    return command


def cannot_start(command: list[str], reason: str) -> str:
    return f"cannot start {clean_line(command[0])} ({reason}); set $VISUAL or $EDITOR to your editor"


def _run(app: App[object], command: list[str]) -> int:
    """Run the editor in the terminal and return its exit code. Raises NoteError, SuspendNotSupported."""
    code, complaint = 0, ""
    with app.suspend():
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            with suppress(termios.error):  # keys typed before are not for the editor
                termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)
        try:
            code = wait_for_editor(command)
        except OSError as error:
            complaint = cannot_start(command, error.strerror or str(error))
    if complaint:
        raise NoteError(complaint)
    return code


def wait_for_editor(command: list[str]) -> int:
    """Run a command, which ends before this program at a signal; return its exit code. Raises OSError.

    Ctrl-C is the command's: a handler, unlike an ignored signal, is not inherited. It may be interrupted at once.
    """
    editor: subprocess.Popen[bytes] | None = None
    early: list[int] = []

    def end(number: int, _frame: object) -> None:
        if editor is None:
            early.append(number)
            return
        editor.send_signal(number)
        last_resort = threading.Timer(GRACE_PERIOD, editor.kill)
        last_resort.daemon = True
        last_resort.start()

    handlers = {signal.SIGINT: lambda *_: None, signal.SIGHUP: end, signal.SIGTERM: end}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        editor = subprocess.Popen(command)
        for number in early:
            end(number, None)
        while True:
            with suppress(subprocess.TimeoutExpired):
                return editor.wait(WAIT_INTERVAL)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
