"""The kinds of sources: one row each, from which detection, `--format`, help and messages follow.

A row tells how a source is recognized, which function reads it, and what has to be installed for that. Text that no
row recognizes by its bytes, its suffix or its media type is told by how it looks (`detect`).
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from reader.document import WHOLE_PAGE

PDF, PDF_WITHIN = b"%PDF-", 1024
"""The signature of a PDF, within its first bytes."""

ZIP, EPUB = b"PK\x03\x04", b"mimetypeapplication/epub+zip"
"""The signature of a zip, and of an EPUB, by its first file."""

OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"

WORD = b"word/document.xml"
"""The name of the text in a Word document."""

FEED_SIGN = rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:<\?[^>]*+>\s*+|<!--.{0,2000}?-->\s*+)*+<(?:rss|rdf:RDF|feed)\b"
FEED_WITHIN = 4096
"""How a feed begins, within its first bytes."""

RTF = b"{\\rtf"


class SourceData(NamedTuple):
    """The bytes of a source and its metadata before it is read."""

    name: str
    """The name in messages."""
    place: str
    """The article's source."""
    data: bytes
    suffix: str = ""
    """Of the file name, in lower case."""
    media_type: str = ""
    """As declared by the server."""
    charset: str = ""
    """As declared by the server."""
    base: str = ""
    """The base of its links, if that is not `place`."""


def _is_pdf(source: SourceData) -> bool:
    return PDF in source.data[:PDF_WITHIN] and source.suffix != ".txt"


def _is_rtf(source: SourceData) -> bool:
    return source.data.startswith(RTF) and source.suffix != ".txt"


def _is_feed(source: SourceData) -> bool:
    return source.suffix != ".txt" and re.match(FEED_SIGN, source.data[:FEED_WITHIN]) is not None


def _zip_of(name: str) -> Callable[[SourceData], bool]:
    return lambda source: _zipped_format(source) == name


def _zipped_format(source: SourceData) -> str:
    """Return the format of a zip; "" if it is none of ours. A zip that begins with a PDF is read as that PDF."""
    if not source.data.startswith(ZIP) or _is_pdf(source):
        return ""
    if EPUB in source.data[:100] or source.suffix == ".epub":
        return "epub"
    if OPEN_DOCUMENT in source.data[:120]:
        return "odt"
    return "docx" if source.suffix == ".docx" or WORD in source.data else ""


class SourceFormat(NamedTuple):
    """A kind of source."""

    name: str
    """As `--format` names it."""
    reader: str
    """The function that reads it, as `module:function` in `reader.sources`.

    It gets the `SourceData` and a `Progress`, but without an `extra` the decoded text and the `SourceData`.
    """
    label: str = ""
    """Its name in the list of what can be opened; "" if that does not name it."""
    what: str = ""
    """A source of this kind in messages: "an EPUB"."""
    extra: str = ""
    """The extra that installs its libraries, so that it is read in a child process; "" if it needs none."""
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    has_signature: Callable[[SourceData], bool] | None = None
    """Whether its bytes are certainly of this kind, whatever its suffix and media type say."""
    is_packed: bool = False
    """Its bytes are not text."""


ROWS = (
    SourceFormat("text", "plain:read_text", "text", suffixes=(".txt",)),
    SourceFormat(
        "markdown",
        "markdown:read_text",
        "Markdown",
        suffixes=(".md", ".markdown", ".mdown", ".mkd"),
        media_types=("text/markdown", "text/x-markdown"),
    ),
    SourceFormat(
        "html",
        "webpage:read_page",
        "HTML",
        "a web page",
        "web",
        suffixes=(".html", ".htm", ".xhtml"),
        media_types=("text/html", "application/xhtml+xml"),
    ),
    SourceFormat(WHOLE_PAGE, "webpage:read_whole_page", what="a web page", extra="web"),
    SourceFormat(
        "epub",
        "epub:read_source",
        "EPUB",
        "an EPUB",
        "ebook",
        suffixes=(".epub",),
        media_types=("application/epub+zip",),
        has_signature=_zip_of("epub"),
        is_packed=True,
    ),
    SourceFormat(
        "pdf",
        "pdf:read_source",
        "PDF",
        "a PDF",
        "pdf",
        suffixes=(".pdf",),
        media_types=("application/pdf", "application/x-pdf"),
        has_signature=_is_pdf,
        is_packed=True,
    ),
    SourceFormat(
        "docx",
        "office.docx:read_source",
        "DOCX",
        "a Word document",
        "office",
        suffixes=(".docx",),
        media_types=("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
        has_signature=_zip_of("docx"),
        is_packed=True,
    ),
    SourceFormat(
        "odt",
        "office.odt:read_source",
        "ODT",
        "an OpenDocument text",
        "office",
        suffixes=(".odt", ".ott", ".fodt"),
        media_types=("application/vnd.oasis.opendocument.text",),
        has_signature=_zip_of("odt"),
        is_packed=True,
    ),
    SourceFormat(
        "rtf",
        "office.rtf:read_source",
        "RTF",
        "an RTF document",
        "office",
        suffixes=(".rtf",),
        media_types=("application/rtf", "text/rtf"),
        has_signature=_is_rtf,
        is_packed=True,
    ),
    SourceFormat(
        "eml",
        "mail:read_source",
        "mail",
        "a mail",
        "mail",
        suffixes=(".eml",),
        media_types=("message/rfc822",),
        is_packed=True,
    ),
    SourceFormat(
        "mhtml",
        "mail:read_saved_page",
        what="a saved web page",
        extra="web",
        suffixes=(".mhtml", ".mht"),
        media_types=("multipart/related", "application/x-mimearchive"),
        is_packed=True,
    ),
    SourceFormat(
        "srt", "subtitles:read_subtitles", "subtitles", suffixes=(".srt",), media_types=("application/x-subrip",)
    ),
    SourceFormat("vtt", "subtitles:read_subtitles", suffixes=(".vtt",), media_types=("text/vtt",)),
    SourceFormat(
        "feed",
        "feed:read_source",
        what="a feed",
        extra="feed",
        suffixes=(".rss", ".atom"),
        media_types=("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
        has_signature=_is_feed,
    ),
)

SOURCES: Mapping[str, SourceFormat] = {row.name: row for row in ROWS}
"""The rows by name."""

FORMATS = tuple(SOURCES)
"""The names, as `--format` takes them."""

SUFFIXES = {suffix: row.name for row in ROWS for suffix in row.suffixes}
MEDIA_TYPES = {media_type: row.name for row in ROWS for media_type in row.media_types}

_LABELS = [row.label for row in ROWS if row.label]
READABLE = f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]}"
"""What can be opened, in messages."""
