"""Standard input, output and error, and the terminal behind them.

Standard output carries only what was asked for, standard error what must be said; all of it is harmless by the time it
is here. The trap: Python flushes standard output once more when it ends, long after anyone can report that it failed,
so `flush` is called while there is still somebody to tell, and `silence` after it has failed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TextIO

from reader.errors import ReaderError
from reader.text.sanitize import clean_line

TERMINAL = "/dev/tty"


class StreamError(ReaderError):
    """A standard stream is closed, full or no terminal: one clear line."""


class ClosedPipeError(StreamError):
    """Whoever read our output has seen enough (`reader show FILE | head`)."""


# ---------------------------------------------------------------------- out


def say(*lines: str, now: bool = False) -> None:
    """Write each of `lines` and a newline to standard output, and `now` flush. Raises StreamError."""
    write("".join(f"{line}\n" for line in lines))
    if now:
        flush()


def write(text: str) -> None:
    """Write `text` as it is, with `?` for what the terminal's encoding lacks. Raises StreamError."""
    write_bytes(text.encode(output().encoding, "replace"))


def write_bytes(data: bytes) -> None:
    """Write what has an encoding of its own, whatever the terminal is: JSON, exports. Raises StreamError."""
    stream, left = output().buffer, memoryview(data)
    try:
        while left:  # unbuffered, standard output may take a part, and its text layer would drop the rest
            left = left[stream.write(left) :]
    except OSError as error:
        raise failed(error) from error


def say_json(value: object, *, lines: bool = False) -> None:
    """Write `value` as JSON: to be read, or on one of many `lines`, which is flushed. Raises StreamError."""
    import orjson  # of no use to most commands

    layout = 0 if lines else orjson.OPT_INDENT_2
    write_bytes(orjson.dumps(value, option=layout | orjson.OPT_APPEND_NEWLINE))
    if lines:
        flush()


def flush() -> None:
    """Raises StreamError when something that was written could not be delivered."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise failed(error) from error


def output() -> TextIO:
    if sys.stdout is None:
        raise StreamError("standard output is closed: nowhere to write to")
    return sys.stdout


def failed(error: OSError) -> StreamError:
    if isinstance(error, BrokenPipeError):
        return ClosedPipeError()
    return StreamError(f"standard output could not be written: {error.strerror or error}")


def silence() -> None:
    """After a failure: what is left in the buffer goes nowhere, so that Python's own flush at the end is quiet."""
    with suppress(OSError, StreamError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output().fileno())
        os.close(nowhere)


def tell(message: str) -> None:
    """Say something on standard error, in one line; when nobody can hear it, go on."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"reader: {clean_line(message)}", file=sys.stderr, flush=True)


def show_progress(words: str) -> None:
    """Say on standard error how far a long work has come, over what was said so before; only on a terminal.

    Nothing said takes the line away.
    """
    if is_terminal(sys.stderr):
        with suppress(OSError):
            print(f"\r\x1b[K{clean_line(words)}", end="", file=sys.stderr, flush=True)


# ---------------------------------------------------------------------- in


def standard_input() -> IO[bytes]:
    """Raises StreamError."""
    if sys.stdin is None:
        raise StreamError("standard input is closed: nothing to read")
    return sys.stdin.buffer


def input_lines(stream: IO[bytes] | None = None) -> Iterator[bytes]:
    """The lines of standard input without their ends, each as soon as it is there. Raises StreamError."""
    try:
        for line in stream or standard_input():
            yield line.rstrip(b"\r\n")
    except OSError as error:
        raise StreamError(f"standard input could not be read: {error.strerror or error}") from error


def own_input() -> IO[bytes]:
    """Standard input with a buffer of its own: a thread may wait for it while the program ends. Raises StreamError."""
    try:
        return open(standard_input().fileno(), "rb", closefd=False)
    except OSError:
        return standard_input()  # it is no file: a test gave it


# ---------------------------------------------------------------------- the terminal


def is_terminal(stream: IO[str] | None) -> bool:
    """Whether `stream` is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def take_terminal() -> None:
    """Make the terminal the standard input, for the keys, where a file or pipe was. Raises StreamError."""
    if is_terminal(sys.stdin):
        return
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
        os.dup2(terminal, standard_input().fileno())
        os.close(terminal)
    except OSError as error:
        raise StreamError(f"no terminal to read keys from ({TERMINAL}); `reader show` needs none") from error
