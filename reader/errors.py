"""Every error that a user can meet: one tree, so that whoever faces the user catches `ReaderError`.

An error's message is one line, safe to print: what happened, to what, and what to do. An error that only one room
raises may be defined there, as a child of one of these. Raising an OSError is fine as well; front doors catch both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
Faults = type[Exception] | tuple[type[Exception], ...]


class ReaderError(Exception):
    """Something that a user can understand went wrong; the message says what."""


class AnalysisError(ReaderError):
    """Names and quotes cannot be found: an engine is missing, or an analysis failed."""


class ExportError(ReaderError):
    """An export was refused, and nothing was written."""


class LibraryError(ReaderError):
    """The library cannot be used, or a save failed."""


class NoteError(ReaderError):
    """A note cannot be made or changed as asked."""


class SessionError(NoteError):
    """The open article or its notes cannot be changed as asked."""


class PassageChangedError(NoteError):
    """A note cannot be saved, since the words of its passage have changed since its author saw them."""


class NoteImportError(ReaderError):
    """A file of notes cannot be imported, and nothing of it was."""


class SearchError(ReaderError):
    """The library cannot be searched."""


class SourceError(ReaderError):
    """A source cannot be read.

    Its `__cause__` is the OSError behind it, if there is one (FileNotFoundError: no such file).
    """


class UsageError(ReaderError):
    """Arguments of the command line that do not fit together; the message says which ones to give."""


@contextmanager
def raising(error: ReaderError, on: Faults) -> Iterator[None]:
    """Raise this error in place of any of these faults."""
    try:
        yield
    except on as fault:
        raise error from fault


@contextmanager
def explained(kind: type[ReaderError], what: str, advice: str = "", *, on: Faults = OSError) -> Iterator[None]:
    """Raise an error of this kind in place of any of these faults: `what` went wrong, the reason, and what to do."""
    try:
        yield
    except on as fault:
        raise kind(f"{what}: {getattr(fault, 'strerror', None) or fault}{advice}") from fault


def result_or_error(work: Callable[[], T]) -> T | ReaderError:
    """Return the result of `work`, or the ReaderError that it raises: how a thread hands over either."""
    try:
        return work()
    except ReaderError as error:
        return error
