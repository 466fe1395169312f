"""Open a source: load its bytes, detect the format, and read it as an Article.

Every failure is a SourceError, whose one line is safe to print and says what to do. Pitfall: what reads a format is
imported when it is needed, since libraries take long to load and are optional, and a text is opened before the first
words are shown.
"""

import os
import re
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, BinaryIO
from urllib.parse import unquote

from reader.document import WHOLE_PAGE
from reader.document.article import Article
from reader.errors import SourceError, explained
from reader.sources import detect
from reader.sources.encoding import decode_raw
from reader.system.atomic_file import NotAFileError, read_regular
from reader.text.format import counted
from reader.text.sanitize import clean, clean_line

LIMIT = 64 << 20  # bytes of a source: 64 MiB, ten very long novels; in memory each may take four bytes per character
GZIP = b"\x1f\x8b"  # the signature of a gzip file
UNREADABLE = frozenset({".mobi", ".azw", ".azw3"})  # suffixes of unsupported documents, refused with a clear message

FILE_URL, OTHER_URL = r"(?i)file:(?://(?:localhost)?)?(?=/)", r"(?i)[a-z][a-z0-9+.-]+://"
"""The beginning of the URL of a local file, as browsers show it, and of any other URL."""

SITE = r"(?i)www\.[^/]|[a-z0-9-]+(?:\.[a-z0-9-]+)+/"  # the beginning of the address of a web page without its scheme


def open_source(
    source: str,
    stdin: BinaryIO | None = None,
    format: str = "",  # noqa: A002 (as --format)
    *,
    online: bool = False,
    sandboxed: bool = True,
) -> Article:
    """Open the article at `source`: a file, a URL, or "-" for `stdin` (else the process's own).

    A URL is fetched only if `online`, and refused otherwise: only the user decides to use the network.

    `format` (one of FORMATS) overrides detection by first bytes, suffix and media type, or, for a stream, by its look.
    Formats that need an extra are read in a child process with limits, unless `sandboxed` is false because this
    process has limits itself; their progress is reported to the current `progress.Reading`. The article's source is
    the absolute path, symbolic links kept, the URL without its fragment, `FILE#3` for a mail in a mailbox, or "-".
    Raises SourceError, ReadingStoppedError.
    """
    if detect.is_url(source) and not online:
        raise SourceError(f"{clean_line(source)[:200]} is a web page, and is fetched only when you name it as SOURCE")
    article = open_loaded(load_source(source, stdin), format, sandboxed=sandboxed)
    return replace(article, fetched=time.strftime("%Y-%m-%d", time.gmtime())) if detect.is_url(source) else article


def open_loaded(found: detect.SourceData, format: str = "", *, sandboxed: bool = True) -> Article:  # noqa: A002
    """Open an article that was loaded, as `open_source` does. Raises SourceError, ReadingStoppedError."""
    kind = _kind_of(found, format)
    if kind and detect.SOURCES[kind].extra:
        article = _read_with_libraries(detect.SOURCES[kind], found, sandboxed=sandboxed)
    else:
        article = _read_text(found, kind, forced=bool(format))
    if not article.blocks:
        raise SourceError(f"{found.name} has no text to show")
    return replace(article, format=format) if format else article


def _kind_of(found: detect.SourceData, forced: str) -> str:
    """Return the format of a source; "" for text whose look decides. Raises SourceError if it cannot be read."""
    name, data = found.name, found.data
    if len(data) > LIMIT:
        raise SourceError(f"{name} is larger than {LIMIT >> 20} MiB, the limit; split it and open a part")
    if not data:
        raise SourceError(f"{name} is empty")
    kind = forced or detect.detect_format(found)
    known = detect.detect_format(found) if kind == WHOLE_PAGE else kind
    if known and detect.SOURCES[known].is_packed:
        if kind == WHOLE_PAGE:
            raise SourceError(f"{name} is {detect.SOURCES[known].what}, not a web page; it is always read whole")
        return kind
    if not kind:
        head = decode_raw(data[: detect.GUESS_LENGTH], found.charset)
        kind = "html" if detect.looks_like_html(head) else detect.mail_format(head)
    if detect.is_binary(data, found.charset, nuls=detect.WEB_NULS if kind in ("html", WHOLE_PAGE) else 0):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is {detect.READABLE}")
    return kind


def _read_text(found: detect.SourceData, kind: str, *, forced: bool) -> Article:
    """Read a source that needs no library. Raises SourceError."""
    place = found.place
    raw = decode_raw(found.data, found.charset)
    if not raw or raw.isspace():
        raise SourceError(f"{found.name} is empty")
    head = raw[: detect.GUESS_LENGTH]
    if not kind and re.match(detect.SUBTITLES_SIGN, clean(head)):
        kind = "srt"
    if kind in ("", "text") and not forced:
        kind = _kept_layout(head, is_stream=place == "-") or kind
    if not kind:
        kind = "markdown" if not os.path.isabs(place) and detect.looks_like_markdown(clean(head)) else "text"
    return read_format(kind, raw, found)


def _kept_layout(head: str, *, is_stream: bool) -> str:
    """Return the format of text whose lines must be kept, by its beginning; "" for any other."""
    from reader.sources.diff import looks_like_diff
    from reader.sources.terminal import is_typeset, looks_like_manual_page

    if looks_like_diff(head):
        return "diff"
    return "man" if looks_like_manual_page(head) or (is_stream and is_typeset(head)) else ""


def _read_with_libraries(row: detect.SourceFormat, found: detect.SourceData, *, sandboxed: bool) -> Article:
    """Read a source in a child process with limits if `sandboxed`.

    Raises SourceError, also if the libraries are not installed; ReadingStoppedError if the user stops it.
    """
    try:
        if not sandboxed:
            from reader.sources.progress import no_progress

            return read_format(row.name, found, no_progress)
        from reader.sources.sandbox import read_sandboxed  # not in the child

        return read_sandboxed(row.name, found)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reader"):
            raise
        what = f"{found.name} is {row.what} and the libraries for it are not installed"
        raise SourceError(f"{what}: pip install 'reader-notes[{row.extra}]'") from error


def read_format(kind: str, *given: object) -> Article:
    """Read a source in this process, with what its format asks for. Raises SourceError, ModuleNotFoundError."""
    article: Article = resolve_name(f"reader.sources.{detect.SOURCES[kind].reader}")(*given)
    return article


def read_notes(kind: str, *given: object) -> list[Any]:
    """Read the notes in a document in this process; a format without them has none. Raises as `read_format`."""
    reader = detect.SOURCES[kind].notes
    return list(resolve_name(f"reader.sources.{reader}")(*given)) if reader else []


def reopen_unchanged(source: str, sha256: str) -> Article | None:
    """Return the article in the file `source` if its text still has this sha256, else None."""
    if not os.path.isabs(source):
        return None
    try:
        article = open_source(source)
    except SourceError:
        return None
    return article if article.sha256 == sha256 else None


def load_source(source: str, stdin: BinaryIO | None) -> detect.SourceData:
    """Load the file, URL or, for "-", the stream `stdin`; a gzip file is unpacked, and `FILE#3` is a mail in a mailbox.

    Raises SourceError.
    """
    place, mail = detect.split_mail(source)
    found = _load(place, stdin)
    if found.data.startswith(GZIP):
        found = _unpacked(found)
    return _mail_at(found, mail) if mail else found


def _unpacked(found: detect.SourceData) -> detect.SourceData:
    """Return what is in a gzip file, up to one byte more than the limit. Raises SourceError."""
    import gzip
    import zlib

    try:
        data = gzip.GzipFile(fileobj=BytesIO(found.data)).read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{found.name} is not a gzip file, or it is damaged; can gunzip unpack it?") from error
    return found._replace(data=data, suffix=detect.suffix_of(found.place.partition("?")[0]), media_type="")


def _mail_at(found: detect.SourceData, number: int) -> detect.SourceData:
    """Return a mail of a mailbox, counted from 1, as a source; no library is needed for that. Raises SourceError."""
    mails = detect.mails_in(found.data)
    if not 0 < number <= len(mails):
        raise SourceError(f"{found.name} has no mail {number}; it has {counted(mails, 'mail')}")
    data = re.sub(rb"(?m)^>(>*From )", rb"\1", found.data[mails[number - 1]])
    return detect.SourceData(f"{found.name}#{number}", f"{found.place}#{number}", data, ".eml")


def _load(source: str, stdin: BinaryIO | None) -> detect.SourceData:
    if detect.is_url(source):
        from reader.sources.http import fetch

        return fetch(source, LIMIT)
    if source == "-":
        data = _read_stream(sys.stdin.buffer if stdin is None and sys.stdin else stdin)
        return detect.SourceData("standard input", "-", data)
    path = _absolute_path(source)
    name = clean_line(source) or "the empty name"
    return detect.SourceData(name, str(path), _read_file(path, name), path.suffix.lower())


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
        kind = "a folder: `reader add` takes its files" if path.is_dir() else "a pipe, socket or device, not a file"
        raise SourceError(f"{name} is {kind}; open a file that holds text") from error
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
    with explained(SourceError, "standard input cannot be read", "; pipe the text in"):
        while len(data) <= LIMIT and (more := stream.read(LIMIT + 1 - len(data))):
            data += more
    return bytes(data)
