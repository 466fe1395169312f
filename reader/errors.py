"""Every error that a user can meet: one tree, so that whoever faces the user catches `ReaderError`.

An error's message is one line, safe to print: what happened, to what, and what to do. An error that only one room
raises may be defined there, as a child of one of these. Raising an OSError is fine as well; front doors catch both.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


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


def result_or_error(work: Callable[[], T]) -> T | ReaderError:
    """Return the result of `work`, or the ReaderError that it raises: how a thread hands over either."""
    try:
        return work()
    except ReaderError as error:
        return error
