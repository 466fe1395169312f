"""Read a file, a web page or a stream as an Article.

    open_source        the entry point: load, detect, read
      loader           paths, URLs and streams to bytes; http, http_connection
      detect           the format of the bytes
      encoding         bytes to text
      plain            plain text: boilerplate, line_patterns
      markdown         Markdown: blocks, inline, front_matter, embedded_html
      html             web pages (extra `web`): extract, walker
      epub             books (extra `ebook`)
      pdf              pages (extra `pdf`)
      terminal         manual pages and patches
      builder, nesting, table   shared by the formats

Each format is imported when it is first needed. The trap: every failure of a source must be a SourceError, whose one
line is safe to print and says what to do.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import loader
from reader.sources.detect import (
    GUESS_LENGTH,
    SourceData,
    detect_format,
    is_binary,
    is_url,
    looks_like_html,
    looks_like_markdown,
)
from reader.sources.encoding import decode_raw
from reader.sources.plain import read_plain
from reader.text.sanitize import clean, clean_line

__all__ = ["is_url", "open_source", "reopen_unchanged"]

EXTRAS = {"html": "web", "epub": "ebook", "pdf": "pdf"}
"""The extra that installs the libraries for a format."""


def open_source(
    source: str,
    stdin: BinaryIO | None = None,
    format: str = "",  # noqa: A002 (as --format)
    *,
    online: bool = False,
) -> Article:
    """Open the article at `source`: a file, a URL, or "-" for `stdin` (else the process's own).

    A URL is fetched only if `online`, and refused otherwise: only the user decides to use the network.

    `format` (one of FORMATS) overrides detection by first bytes, suffix and media type, or, for a stream, by its look.
    The article's source is the absolute path, symbolic links kept, the URL without its fragment, or "-". Raises
    SourceError.
    """
    if is_url(source) and not online:
        raise SourceError(f"{clean_line(source)[:200]} is a web page, and is fetched only when you name it as SOURCE")
    article = _read_article(loader.load_source(source, stdin), format)
    if is_url(source):
        article = replace(article, fetched=time.strftime("%Y-%m-%d", time.gmtime()))
    return replace(article, format=format) if format else article


def _read_article(found: SourceData, forced: str) -> Article:
    name, data = found.name, found.data
    if len(data) > loader.LIMIT:
        raise SourceError(f"{name} is larger than {loader.LIMIT >> 20} MiB, the limit; split it and open a part")
    if not data:
        raise SourceError(f"{name} is empty")
    kind = forced or detect_format(found)
    article = _read_pages(found, kind) if kind in ("epub", "pdf") else _read_text(found, kind)
    if not article.blocks:
        raise SourceError(f"{name} has no text to show")
    return article


def _read_pages(found: SourceData, kind: str) -> Article:
    with _explain_missing_extra(kind, found.name):
        if kind == "pdf":
            from reader.sources.pdf import read_pdf

            return read_pdf(found.data, found.place, found.name)
        from reader.sources.epub import read_epub

        return read_epub(found.data, found.place, found.name)


def _read_text(found: SourceData, kind: str) -> Article:
    """Read plain text, Markdown, HTML or terminal output. Raises SourceError."""
    name, place = found.name, found.place
    if is_binary(found.data, found.charset):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is text, Markdown, HTML, EPUB or PDF")
    raw = decode_raw(found.data, found.charset)
    if not raw or raw.isspace():
        raise SourceError(f"{name} is empty")
    if not kind and looks_like_html(raw):
        kind = "html"
    if kind == "html":
        with _explain_missing_extra(kind, name):
            from reader.sources.html.extract import read_webpage

            return read_webpage(found.data, found.charset, place, found.base or place)
    if not kind and place == "-" and (special := _read_terminal_output(raw)) is not None:
        return special
    if kind == "markdown" or (not kind and not os.path.isabs(place) and looks_like_markdown(clean(raw[:GUESS_LENGTH]))):
        from reader.sources.markdown import read_markdown

        return read_markdown(raw, place)
    return read_plain(raw, place)


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
        what = {"html": "a web page", "epub": "an EPUB", "pdf": "a PDF"}[kind]
        raise SourceError(
            f"{name} is {what} and the libraries for it are not installed: pip install 'reader-notes[{EXTRAS[kind]}]'"
        ) from error
