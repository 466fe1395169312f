"""Open a source: load its bytes, detect the format, and read it as an Article.

Pitfall: what reads a format is imported with the first source in it, since a text is opened before the first words are
shown.
"""

import os
import time
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
    looks_like_html,
    looks_like_markdown,
    looks_like_subtitles,
    mail_format,
)
from reader.sources.encoding import decode_raw
from reader.sources.limits import check_markdown, check_plain
from reader.text.sanitize import clean, clean_line

SUBTITLES = ("srt", "vtt")

TEXTS = frozenset({"", "text", "markdown", *SUBTITLES})
"""The formats that need no library; "" if the look of the text decides."""


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
    if kind in TEXTS:
        article = _read_text(found, kind)
    else:
        from reader.sources.formats import read_library_format

        article = read_library_format(kind, found, sandboxed=sandboxed)
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
    if kind in PACKED or (kind == WHOLE_PAGE and detect_format(found) in PACKED):
        return kind
    if not kind:
        head = decode_raw(data[:GUESS_LENGTH], found.charset)
        kind = "html" if looks_like_html(head) else mail_format(head)
    if is_binary(data, found.charset, nuls=WEB_NULS if kind in ("html", WHOLE_PAGE) else 0):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is {READABLE}")
    return kind


def _read_text(found: SourceData, kind: str) -> Article:
    """Read plain text, Markdown or terminal output. Raises SourceError."""
    place = found.place
    raw = decode_raw(found.data, found.charset)
    if not raw or raw.isspace():
        raise SourceError(f"{found.name} is empty")
    if kind in SUBTITLES or (not kind and looks_like_subtitles(clean(raw[:GUESS_LENGTH]))):
        from reader.sources.timed.subtitles import read_subtitles

        return read_subtitles(raw, place, found.name)
    if not kind and place == "-":
        from reader.sources.terminal import read_terminal_output

        if (special := read_terminal_output(raw)) is not None:
            return special
    if kind == "markdown" or (not kind and not os.path.isabs(place) and looks_like_markdown(clean(raw[:GUESS_LENGTH]))):
        from reader.sources.markdown import read_markdown

        check_markdown(raw, found.name)
        return read_markdown(raw, place)
    from reader.sources.plain import read_plain

    check_plain(raw, found.name)
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
