"""Standard input, output and error, and the terminal.

Standard output carries results only, standard error messages; both are sanitized before they are printed. Pitfall:
Python flushes standard output once more at exit, when nobody can report a failure; so call `flush` while errors can
still be reported, and `silence` after it has failed.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, TextIO

from reader.errors import ReaderError, explained, raising
from reader.text.sanitize import clean, clean_line

TERMINAL = "/dev/tty"


class StreamError(ReaderError):
    """A standard stream is closed or full, or is not a terminal."""


class ClosedPipeError(StreamError):
    """Whoever reads our output has closed it (`reader show FILE | head`)."""


def say(*lines: str, now: bool = False) -> None:
    """Write lines to standard output; flush it if `now`. Raises StreamError."""
    write("".join(f"{line}\n" for line in lines))
    if now:
        flush()


def write(text: str) -> None:
    """Write `text`, with `?` for characters that the encoding of the terminal lacks. Raises StreamError."""
    write_bytes(text.encode(output().encoding, "replace"))


def write_bytes(data: bytes) -> None:
    """Write bytes whose encoding does not depend on the terminal: JSON, exports. Raises StreamError."""
    stream, left = output().buffer, memoryview(data)
    with writing():
        while left:  # unbuffered standard output may write only a part, and its text layer would drop the rest
            left = left[stream.write(left) :]


def say_json(value: object, *, lines: bool = False) -> None:
    """Write `value` as indented JSON, or if `lines` as one line, and flush it. Raises StreamError."""
    from reader.system import fast_json  # most commands do not need it

    write_bytes(fast_json.dumps(value, indent=not lines) + b"\n")
    if lines:
        flush()


def say_objects(objects: Iterable[object], *, lines: bool) -> None:
    """Write objects as a JSON list, or if `lines` each on a line of its own. Raises StreamError."""
    for each in objects if lines else [list(objects)]:
        say_json(each, lines=lines)


def flush() -> None:
    """Flush standard output. Raises StreamError."""
    with writing():
        if sys.stdout is not None:
            sys.stdout.flush()


def output() -> TextIO:
    if sys.stdout is None:
        raise StreamError("standard output is closed")
    return sys.stdout


@contextmanager
def writing() -> Iterator[None]:
    with explained(StreamError, "cannot write to standard output"), raising(ClosedPipeError(), on=BrokenPipeError):
        yield


def silence() -> None:
    """Discard buffered output after a failure, so that Python's flush at exit does not fail again."""
    with suppress(StreamError):
        _discard(output())


def flush_errors() -> None:
    """Flush standard error, or discard it if the terminal is gone: at exit Python would change the exit code."""
    if sys.stderr is not None:
        try:
            sys.stderr.flush()
        except OSError:
            _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Let what is in the buffer of a stream go nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def tell(message: str, words: str = "") -> None:
    """Write one line to standard error, if that is open, and `words` of the user's below it."""
    lines = (f"reader: {clean_line(message)}", *([clean(words)] if words else []))
    if sys.stderr is not None:
        with suppress(OSError):
            print(*lines, sep="\n", file=sys.stderr, flush=True)


def show_progress(message: str) -> None:
    """Replace the progress line on standard error, if that is a terminal, as far as the message fits; an empty one
    removes it.
    """
    if is_terminal(sys.stderr):
        with suppress(OSError):
            width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            print(f"\r\x1b[K{clean_line(message)[: width - 1]}", end="", file=sys.stderr, flush=True)


def standard_input() -> IO[bytes]:
    """Return standard input as bytes. Raises StreamError."""
    if sys.stdin is None:
        raise StreamError("standard input is closed")
    return sys.stdin.buffer


def input_lines(stream: IO[bytes] | None = None) -> Iterator[bytes]:
    """Yield the lines of standard input (or `stream`) without their ends, as they arrive. Raises StreamError."""
    with explained(StreamError, "cannot read standard input"):
        for line in stream or standard_input():
            yield line.rstrip(b"\r\n")


def private_input() -> IO[bytes]:
    """Return standard input with its own buffer: a thread may wait for it when the program ends. Raises StreamError."""
    try:
        return open(standard_input().fileno(), "rb", closefd=False)
    except OSError:
        return standard_input()  # not a file: replaced by a test


def is_terminal(stream: IO[str] | None) -> bool:
    """Return whether `stream` is open and a terminal."""
    return stream is not None and not stream.closed and stream.isatty()


@contextmanager
def on_terminal() -> Iterator[None]:
    """Make the terminal each standard stream that is none, for a while. Raises StreamError."""
    flush()
    replaced: list[tuple[int, int]] = []
    with raising(StreamError(f"no terminal to draw on ({TERMINAL})"), on=OSError):
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
        for stream in (0, 1, 2):
            if not os.isatty(stream):
                replaced.append((stream, os.dup(stream)))
                os.dup2(terminal, stream)
        os.close(terminal)
    try:
        yield
    finally:
        for stream, before in replaced:
            os.dup2(before, stream)
            os.close(before)


def take_terminal() -> None:
    """Make the terminal the standard input if that is a file or pipe, to read keys. Raises StreamError."""
    if is_terminal(sys.stdin):
        return
    with raising(StreamError(f"no terminal to read keys from ({TERMINAL}); `reader show` needs none"), on=OSError):
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
        os.dup2(terminal, standard_input().fileno())
        os.close(terminal)
