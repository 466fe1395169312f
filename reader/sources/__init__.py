"""Read a file, a web page or a stream as an Article.

    open_source        the entry point: load, detect, read
      loader           paths, URLs and streams to bytes; http, http_connection
      detect           the format of the bytes
      encoding         bytes to text
      plain            plain text: boilerplate, headings, line_patterns
      markdown         Markdown: blocks, extensions, inline, front_matter, embedded_html
      webpage          web pages (extra `web`): extract, whole
      html             HTML as blocks, for web pages and books: walker
      epub             books (extra `ebook`)
      pdf              pages (extra `pdf`)
      mail             mails (extra `mail`) and saved pages (extra `web`)
      office           documents of word processors (extra `office`)
      feed             RSS and Atom (extra `feed`)
      timed            subtitles, and the times of transcripts
      terminal         manual pages and patches
      formats          those of the above that need a library; sandbox, sandbox_child read them in a child process
      limits           what plain text and Markdown may hold
      builder, nesting, table, zip_parts, progress   shared by the formats

Each format is imported when it is first needed. Pitfall: every failure of a source must be a SourceError, whose one
line is safe to print and says what to do.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from reader.document import WHOLE_PAGE
from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import loader
from reader.sources.detect import (
    GUESS_LENGTH,
    PACKED,
    READABLE,
    WEB_NULS,
    SourceData,
    detect_format,
    is_binary,
    is_url,
    is_web_page,
    looks_like_html,
    looks_like_markdown,
    looks_like_subtitles,
    mail_format,
)
from reader.sources.encoding import decode_raw
from reader.sources.formats import LIBRARY_FORMATS, read_format
from reader.sources.limits import check_markdown, check_plain
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.sources.timed.transcript import find_times
from reader.text.sanitize import clean, clean_line

SUBTITLES = ("srt", "vtt")

__all__ = ["is_url", "is_web_page", "open_source", "reopen_unchanged"]


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
    HTML, EPUB and PDF are read in a child process with limits, unless `sandboxed` is false because this process has
    limits itself; their progress is reported to the current `progress.Reading`. The article's source is the absolute
    path, symbolic links kept, the URL without its fragment, or "-". Raises SourceError, ReadingStoppedError.
    """
    if is_url(source) and not online:
        raise SourceError(f"{clean_line(source)[:200]} is a web page, and is fetched only when you name it as SOURCE")
    found = loader.load_source(source, stdin)
    kind = _kind_of(found, format)
    if kind in LIBRARY_FORMATS:
        with _explain_missing_extra(kind, found.name):
            article = _read_sandboxed(kind, found) if sandboxed else read_format(kind, found)
    else:
        article = _read_text(found, kind)
    if not article.blocks:
        raise SourceError(f"{found.name} has no text to show")
    if is_url(source):
        article = replace(article, fetched=time.strftime("%Y-%m-%d", time.gmtime()))
    return replace(article, format=format) if format else article


def _kind_of(found: SourceData, forced: str) -> str:
    """Return the format of a source; "" for text whose look decides. Raises SourceError if it cannot be read."""
    name, data = found.name, found.data
    if len(data) > loader.LIMIT:
        raise SourceError(f"{name} is larger than {loader.LIMIT >> 20} MiB, the limit; split it and open a part")
    if not data:
        raise SourceError(f"{name} is empty")
    kind = forced or detect_format(found)
    if kind == WHOLE_PAGE and (known := detect_format(found)) in PACKED:
        raise SourceError(f"{name} is {LIBRARY_FORMATS[known].what}, not a web page; it is always read whole")
    if kind in PACKED:
        return kind
    if not kind:
        head = decode_raw(data[:GUESS_LENGTH], found.charset)
        kind = "html" if looks_like_html(head) else mail_format(head)
    if is_binary(data, found.charset, nuls=WEB_NULS if kind in ("html", WHOLE_PAGE) else 0):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is {READABLE}")
    return kind


def _read_sandboxed(kind: str, found: SourceData) -> Article:
    from reader.sources.sandbox import read_sandboxed  # loads subprocess

    return read_sandboxed(kind, found)


def _read_text(found: SourceData, kind: str) -> Article:
    """Read plain text, Markdown or terminal output. Raises SourceError."""
    place = found.place
    raw = decode_raw(found.data, found.charset)
    if not raw or raw.isspace():
        raise SourceError(f"{found.name} is empty")
    if kind in SUBTITLES or (not kind and looks_like_subtitles(clean(raw[:GUESS_LENGTH]))):
        from reader.sources.timed.subtitles import read_subtitles

        return read_subtitles(raw, place, found.name)
    if not kind and place == "-" and (special := _read_terminal_output(raw)) is not None:
        return special
    if kind == "markdown" or (not kind and not os.path.isabs(place) and looks_like_markdown(clean(raw[:GUESS_LENGTH]))):
        check_markdown(raw, found.name)
        return read_markdown(raw, place)
    check_plain(raw, found.name)
    article = read_plain(raw, place)
    return replace(article, pages=find_times(article.text))


def reopen_unchanged(source: str, sha256: str) -> Article | None:
    """Return the article in the file `source` if its text still has this sha256, else None."""
    if not os.path.isabs(source):
        return None
    try:
        article = open_source(source)
    except SourceError:
        return None
    return article if article.sha256 == sha256 else None


def _read_terminal_output(raw: str) -> Article | None:
    """Read terminal output or a patch from a stream; return None if it is neither."""
    if "\x1b" in raw or "\b" in raw:
        from reader.sources.terminal.man_page import is_typeset, read_terminal

        if is_typeset(raw):
            return read_terminal(raw)
    if raw.startswith(("commit ", "diff ", "From ", "--- ", "Index: ")):
        from reader.sources.terminal.patch import is_patch, read_patch

        if is_patch(raw):
            return read_patch(raw)
    return None


@contextmanager
def _explain_missing_extra(kind: str, name: str) -> Iterator[None]:
    """Turn a missing optional library into a SourceError that names the extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reader"):
            raise
        format_ = LIBRARY_FORMATS[kind]
        install = f"pip install 'reader-notes[{format_.extra}]'"
        raise SourceError(f"{name} is {format_.what} and the libraries for it are not installed: {install}") from error
