"""From a file, a web page or a stream to an Article.

    open_source    the door (here): what is it, and who reads it
      decoding.py  bytes to text
      plain.py     plain text; frame.py and lines.py are its eye
      markdown.py  Markdown; pieces.py, inline.py, front_matter.py, raw_html.py
      terminal.py  what was typeset for a terminal; patch.py what git shows
      web.py       a URL to bytes; web_connection.py
      webpage.py   a web page without the site around it (extra `web`); webpage_notes.py its footnotes
      html.py      elements to blocks; html_elements.py, html_holder.py, html_blocks.py, html_tables.py, running.py
      epub.py      a book (extra `ebook`); epub_package.py
      pdf.py       pages (extra `pdf`); pdf_text.py, pdf_letters.py, pdf_lines.py, pdf_furniture.py, pdf_paragraphs.py
      growth.py    blocks put one behind the other; words.py, nesting.py, tables.py are shared by all

Whatever is read comes in here as bytes, and each format is imported when first needed. The trap: whatever can go wrong
with a source is one SourceError, whose text is one line that is safe to print and says what to do.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.encoding import decode_raw, has_bom
from reader.system.atomic_file import NotAFileError, read_regular
from reader.text.sanitize import clean, clean_line

LIMIT = 64 << 20
"""64 MiB, ten times a very long novel: all of it is held in memory, at up to four bytes a character."""

SUFFIXES = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    ".epub": "epub",
    ".pdf": "pdf",
    ".txt": "text",
}

MEDIA_TYPES = {
    **dict.fromkeys(("text/html", "application/xhtml+xml"), "html"),
    **dict.fromkeys(("text/markdown", "text/x-markdown"), "markdown"),
    **dict.fromkeys(("application/pdf", "application/x-pdf"), "pdf"),
    "application/epub+zip": "epub",
}

UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download", "text/plain"})
"""Media types that servers give when they know no better: then the name and the look decide."""

UNREADABLE = frozenset({".doc", ".docx", ".odt", ".rtf", ".mobi", ".azw", ".azw3"})
"""Well-known kinds of text that are not read: a clear word is better than their bytes."""

EXTRAS = {"html": "web", "epub": "ebook", "pdf": "pdf"}
"""What brings the programs that read a format."""

GUESS_LENGTH = 1 << 16
"""How many characters a guess at the format looks at: plenty, and never felt."""

CONTROLS = bytes({*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
"""Controls that text does without; BEL to CR and ESC are in what a terminal session leaves behind."""

BINARY, BINARY_WITHIN = 0.1, 1 << 18
"""A share of such controls above which a file is not text, in its first bytes; a NUL tells it anywhere."""

PDF, PDF_WITHIN = b"%PDF-", 1024
"""How a PDF begins, within its first bytes."""

ZIP, EPUB = b"PK\x03\x04", b"mimetypeapplication/epub+zip"
"""How a zip begins, and what an EPUB has as its first file."""

URL = re.compile(r"https?://", re.IGNORECASE)

FILE_URL, OTHER_URL = r"(?i)file:(?://(?:localhost)?)?(?=/)", r"(?i)[a-z][a-z0-9+.-]+://"
"""How the URL of a file on this machine begins, as browsers show it, and any other URL."""

SITE = r"(?i)www\.[^/]|[a-z0-9-]+(?:\.[a-z0-9-]+)+/"
"""How the address of a web page begins without its scheme."""

HTML_SIGN = r"(?is)\s*+(?:<\?xml\b[^>]*+>\s*+|<!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b"

MARKDOWN_SIGN = (
    r"(?:\A|\n[ \t]*\n)#{1,6}[ \t]+[^\s#][^\n]*(?:\n[ \t]*\n|\n?\Z)"  # a heading between blank lines: a comment is not
    r"|(?:\A|\n)(?P<fence>```|~~~)[^\n`]*\n(?:[^\n]*\n)*?(?P=fence)"  # fenced code, to its end
    r"|(?<!!)\[[^\[\]\n]+\]\(https?://[^)\s]{1,1000}\)"  # a link
)


@dataclass(frozen=True, slots=True)
class SourceData:
    """What is at a source, before anybody knows what it says."""

    name: str
    """For messages."""
    place: str
    """The article's source."""
    data: bytes
    suffix: str = ""
    """Of its name, in small letters."""
    media_type: str = ""
    """As a server declares it."""
    charset: str = ""
    """Likewise."""
    base: str = ""
    """What its links are relative to, where that is not its place."""


def is_url(source: str) -> bool:
    return URL.match(source) is not None


def open_source(
    source: str,
    stdin: BinaryIO | None = None,
    format: str = "",  # noqa: A002 (as --format)
    *,
    online: bool = False,
) -> Article:
    """The article at `source`: a file, a URL, or "-": what `stdin` (else the process's) holds.

    A URL is fetched only if `online` says so, and refused otherwise: nobody but the user asks for the network.

    It is read as `format` (one of FORMATS) if that is given; else its first bytes, its suffix or the media type say
    what it is, of a stream how it looks. The article's source is the absolute path, symbolic links kept, the URL
    without its fragment, or "-". Raises SourceError.
    """
    if is_url(source) and not online:
        raise SourceError(f"{clean_line(source)[:200]} is a web page, and is fetched only when you name it as SOURCE")
    article = _read_article(_load(source, stdin), format)
    if is_url(source):
        from datetime import UTC, datetime  # 4 ms that a file need not pay

        article = replace(article, fetched=f"{datetime.now(UTC):%Y-%m-%d}")
    return replace(article, format=format) if format else article


def _load(source: str, stdin: BinaryIO | None) -> SourceData:
    if is_url(source):
        from reader.sources.http import fetch

        page = fetch(source, LIMIT)
        return SourceData(page.name, page.asked, page.data, page.suffix, page.media_type, page.charset, page.url)
    if source == "-":
        data = _read_stream(sys.stdin.buffer if stdin is None and sys.stdin else stdin)
        return SourceData("standard input", "-", data)
    path = _absolute_path(source)
    name = clean_line(source) or "the empty name"
    return SourceData(name, str(path), _read_file(path, name), path.suffix.lower())


def _read_article(found: SourceData, asked: str) -> Article:
    name, data = found.name, found.data
    if len(data) > LIMIT:
        raise SourceError(f"{name} is larger than {LIMIT >> 20} MiB, the limit; split it and open a part")
    if not data:
        raise SourceError(f"{name} is empty: there is nothing to read")
    kind = asked or detect_format(found)
    article = _read_pages(found, kind) if kind in ("epub", "pdf") else _read_text(found, kind)
    if not article.blocks:
        raise SourceError(f"{name} has no words to show: there is nothing to read")
    return article


def detect_format(found: SourceData) -> str:
    """What a source is, one of FORMATS; "" for text of which only its look will tell. Raises SourceError."""
    data, suffix = found.data, found.suffix
    if PDF in data[:PDF_WITHIN] and suffix != ".txt":
        return "pdf"
    if data.startswith(ZIP) and (EPUB in data[:100] or suffix == ".epub"):
        return "epub"
    if found.media_type not in UNTOLD:
        if known := MEDIA_TYPES.get(found.media_type):
            return known
        if not found.media_type.startswith(("text/", "application/json", "application/xml")):
            raise SourceError(
                f"{found.name} is {clean_line(found.media_type)}, nothing to read; "
                "what can be opened is a web page, text, Markdown, PDF or EPUB"
            )
        return "text"
    of_another_suffix = "text" if suffix and os.path.isabs(found.place) else ""
    return SUFFIXES.get(suffix, of_another_suffix)


def _read_pages(found: SourceData, kind: str) -> Article:
    with _explain_missing_extra(kind, found.name):
        if kind == "pdf":
            from reader.sources.pdf import read_pdf

            return read_pdf(found.data, found.place, found.name)
        from reader.sources.epub import read_epub

        return read_epub(found.data, found.place, found.name)


def _read_text(found: SourceData, kind: str) -> Article:
    """Raises SourceError."""
    name, place = found.name, found.place
    if _is_binary(found.data, found.charset):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is text, Markdown, HTML, EPUB or PDF")
    raw = decode_raw(found.data, found.charset)
    if not raw or raw.isspace():
        raise SourceError(f"{name} is empty: there is nothing to read")
    if not kind and re.match(HTML_SIGN, raw[:GUESS_LENGTH]):
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
    from reader.sources.plain import read_plain

    return read_plain(raw, place)


def reopen_unchanged(source: str, sha256: str) -> Article | None:
    """The article in the file `source`, if that still has the text with this sha256."""
    if not os.path.isabs(source):
        return None
    try:
        article = open_source(source)
    except SourceError:
        return None
    return article if article.sha256 == sha256 else None


def _read_terminal_output(raw: str) -> Article | None:
    """The article of a stream that was made for a terminal or a patch, if it was."""
    if "\x1b" in raw or "\b" in raw:
        from reader.sources.terminal.man_page import is_typeset, read_terminal

        if is_typeset(raw):
            return read_terminal(raw)
    if raw.startswith(("commit ", "diff ", "From ", "--- ", "Index: ")):
        from reader.sources.terminal.patch import is_patch, read_patch

        if is_patch(raw):
            return read_patch(raw)
    return None


def looks_like_markdown(text: str) -> bool:
    """Is `text`, of which nothing else is known, Markdown for certain?

    It is if it begins with front matter, or has a heading with `#` between blank lines, a fenced block of code that is
    closed, or a link to the web. Stars, dashes and `>` prove nothing: mails and notes are full of them.
    """
    from reader.sources.markdown.front_matter import read_front_matter

    head = text[:GUESS_LENGTH]
    return read_front_matter(head).length > 0 or re.search(MARKDOWN_SIGN, head) is not None


@contextmanager
def _explain_missing_extra(kind: str, name: str) -> Iterator[None]:
    """What reads a format may not be installed: then say what helps. Raises SourceError."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reader"):
            raise
        what = {"html": "a web page", "epub": "an EPUB", "pdf": "a PDF"}[kind]
        raise SourceError(
            f"{name} is {what}, and what reads those is not installed: pip install 'reader-notes[{EXTRAS[kind]}]'"
        ) from error


# -- bytes ------------------------------------------------------------------------------------------------------------


def _absolute_path(source: str) -> Path:
    """The path as given, made absolute; `..` may follow a symbolic link, so then the folder is the real one."""
    try:
        if (found := re.match(FILE_URL, source)) and not os.path.lexists(source):
            from urllib.parse import unquote  # for a few only

            source = unquote(source[found.end() :].partition("#")[0].partition("?")[0])
        path = Path(os.path.expanduser(source)).absolute()
        return Path(os.path.realpath(path.parent), path.name) if ".." in path.parts else path
    except (OSError, ValueError) as error:  # the working folder was deleted; a NUL in the name
        raise SourceError(f"{clean_line(source)} cannot be found: {error}; is the path right?") from error


def _read_file(path: Path, name: str) -> bytes:
    """The bytes of the file at `path`, one more than the limit at most. Raises SourceError."""
    try:
        if path.suffix.lower() in UNREADABLE and path.is_file():
            raise SourceError(
                f"{name}: {path.suffix} files cannot be read; save it as text, Markdown, HTML or EPUB and open that"
            )
        return read_regular(path, LIMIT)
    except FileNotFoundError as error:
        if re.match(OTHER_URL, name) and not re.match(FILE_URL, name):
            raise SourceError(f"{name} cannot be fetched: only http and https are spoken") from error
        hint = "if it is a web page, put https:// before it" if re.match(SITE, name) else "is the path right?"
        raise SourceError(f"no such file: {name}; {hint}") from error
    except (NotAFileError, IsADirectoryError) as error:
        kind = "a directory" if path.is_dir() else "a pipe, socket or device"
        raise SourceError(f"{name} is {kind}, not a file; open a file that holds text") from error
    except PermissionError as error:
        raise SourceError(f"{name} may not be read: {error.strerror}; change its permissions, or copy it") from error
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror or error}; is the path right?") from error
    except ValueError as error:  # a NUL or a lone surrogate, which no file name has
        raise SourceError(f"{name} is not the name of a file; is the path right?") from error


def _read_stream(stream: BinaryIO | None) -> bytes:
    """What `stream` holds to its end, one byte more than the limit at most. Raises SourceError."""
    if stream is None:
        raise SourceError("standard input is closed; give the path of a file, or pipe the text in")
    data = bytearray()
    try:
        while len(data) <= LIMIT and (more := stream.read(LIMIT + 1 - len(data))):
            data += more
    except OSError as error:
        raise SourceError(f"standard input cannot be read: {error.strerror or error}; pipe the text in") from error
    return bytes(data)


def _is_binary(data: bytes, charset: str) -> bool:
    if has_bom(data) or charset.lower().startswith("utf-16"):
        return False
    head = data[:BINARY_WITHIN]
    return b"\0" in data or len(head) - len(head.translate(None, CONTROLS)) > BINARY * len(head)
