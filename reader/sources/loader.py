"""Load the bytes of a source: a file, standard input or, over HTTP, a web page.

Every failure is a SourceError, whose one line is safe to print and says what to do.
"""

import os
import re
import sys
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from reader.errors import SourceError
from reader.sources.detect import SourceData, is_url
from reader.system.atomic_file import NotAFileError, read_regular
from reader.text.sanitize import clean_line

LIMIT = 64 << 20
"""Bytes of a source: 64 MiB, ten very long novels; in memory each may take four bytes per character."""

UNREADABLE = frozenset({".mobi", ".azw", ".azw3"})
"""Suffixes of unsupported documents, refused with a clear message."""

FILE_URL, OTHER_URL = r"(?i)file:(?://(?:localhost)?)?(?=/)", r"(?i)[a-z][a-z0-9+.-]+://"
"""The beginning of the URL of a local file, as browsers show it, and of any other URL."""

SITE = r"(?i)www\.[^/]|[a-z0-9-]+(?:\.[a-z0-9-]+)+/"
"""The beginning of the address of a web page without its scheme."""


def load_source(source: str, stdin: BinaryIO | None) -> SourceData:
    """Load the file, URL or, for "-", the stream `stdin`. Raises SourceError."""
    if is_url(source):
        from reader.sources.http import fetch

        return fetch(source, LIMIT)
    if source == "-":
        data = _read_stream(sys.stdin.buffer if stdin is None and sys.stdin else stdin)
        return SourceData("standard input", "-", data)
    path = _absolute_path(source)
    name = clean_line(source) or "the empty name"
    return SourceData(name, str(path), _read_file(path, name), path.suffix.lower())


def _absolute_path(source: str) -> Path:
    """Make the path absolute; `..` may follow a symbolic link, so then the folder is resolved. Raises SourceError."""
    try:
        if (found := re.match(FILE_URL, source)) and not os.path.lexists(source):
            source = unquote(source[found.end() :].partition("#")[0].partition("?")[0])
        path = Path(os.path.expanduser(source)).absolute()
        return Path(os.path.realpath(path.parent), path.name) if ".." in path.parts else path
    except (OSError, ValueError) as error:  # the working folder was deleted, or a NUL in the name
        raise SourceError(f"{clean_line(source)} cannot be found: {error}; is the path right?") from error


def _read_file(path: Path, name: str) -> bytes:
    """Read the file at `path`, up to one byte more than the limit. Raises SourceError."""
    try:
        if path.suffix.lower() in UNREADABLE and path.is_file():
            raise SourceError(
                f"{name}: {path.suffix} files cannot be read; save it as text, HTML, EPUB or .docx and open that"
            )
        return read_regular(path, LIMIT)
    except FileNotFoundError as error:
        if re.match(OTHER_URL, name) and not re.match(FILE_URL, name):
            raise SourceError(f"{name} cannot be fetched: only http and https are supported") from error
        hint = "if it is a web page, put https:// before it" if re.match(SITE, name) else "is the path right?"
        raise SourceError(f"no such file: {name}; {hint}") from error
    except (NotAFileError, IsADirectoryError) as error:
        kind = "a directory" if path.is_dir() else "a pipe, socket or device"
        raise SourceError(f"{name} is {kind}, not a file; open a file that holds text") from error
    except PermissionError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror}; change its permissions, or copy it") from error
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror or error}; is the path right?") from error
    except ValueError as error:  # a NUL or a lone surrogate in the name
        raise SourceError(f"{name} is not the name of a file; is the path right?") from error


def _read_stream(stream: BinaryIO | None) -> bytes:
    """Read `stream` to its end, up to one byte more than the limit. Raises SourceError."""
    if stream is None:
        raise SourceError("standard input is closed; give the path of a file, or pipe the text in")
    data = bytearray()
    try:
        while len(data) <= LIMIT and (more := stream.read(LIMIT + 1 - len(data))):
            data += more
    except OSError as error:
        raise SourceError(f"standard input cannot be read: {error.strerror or error}; pipe the text in") from error
    return bytes(data)
