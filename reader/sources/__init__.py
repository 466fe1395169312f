"""From a file or a stream to an Article.

Bytes become text here and nowhere else: by BOM, then UTF-8, then detection. What the text means is read next door,
plain text in `plain`, Markdown in `markdown`, each imported when first needed. The trap: whatever can go wrong with a
source is one SourceError, whose text is one line that is safe to print and says what to do.
"""

import codecs
import os
import re
import sys
from pathlib import Path
from typing import BinaryIO

from reader.article import Article
from reader.clean import clean, clean_line
from reader.files import NotAFileError, read_regular

LIMIT = 64 << 20
"""64 MiB, ten times a very long novel: all of it is held in memory, at up to four bytes a character."""

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})

UNREADABLE = frozenset({".epub", ".pdf", ".html", ".htm", ".xhtml", ".doc", ".docx", ".odt", ".rtf"})
"""Well-known kinds of text that are not read yet: a clear word is better than their bytes."""

GUESS_LENGTH = 1 << 16
"""How much a guess at the encoding (bytes) or at Markdown (characters) looks at: plenty, and never felt."""

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_5"),
    *("koi8_r", "cp866", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
"""What old text files are in, likeliest first; left to itself, detection offers EBCDIC, old Macs and other rarities
where it should say Windows."""

LEGACY = "cp1252"
"""The most common of them by far, and where the few odd bytes of an almost ASCII file come from."""

FEW_BYTES, FEW_OF_ALL = 16, 0.2
"""With fewer bytes beyond ASCII than both of these, detection can only guess."""

BEYOND_ASCII = bytes(range(0x80, 0x100))

SPACES = (b" ", b"\n")
"""Bytes that are never part of another character, whatever the encoding."""

CONTROLS = bytes({*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
"""Controls that text does without; BEL to CR and ESC are in what a terminal session leaves behind."""

BINARY = 0.1
"""A share of such controls above which a file is not text."""

URL = re.compile(r"https?://", re.IGNORECASE)

MARKDOWN_SIGN = re.compile(
    r"(?:\A|\n[ \t]*\n)#{1,6}[ \t]+[^\s#][^\n]*(?:\n[ \t]*\n|\n?\Z)"  # a heading between blank lines: a comment is not
    r"|(?:\A|\n)(?P<fence>```|~~~)[^\n`]*\n(?:[^\n]*\n)*?(?P=fence)"  # fenced code, to its end
    r"|(?<!!)\[[^\[\]\n]+\]\(https?://[^)\s]{1,1000}\)"  # a link
)


class SourceError(Exception):
    """A source that cannot be read: one line, made harmless, with what to do.

    Its `__cause__` is the OSError behind it, if there is one (FileNotFoundError: no such file).
    """


def open_source(source: str, stdin: BinaryIO | None = None) -> Article:
    """The article in the file `source`; if that is "-", what `stdin` (by default the process's) holds to its end.

    A file is Markdown by its suffix, a stream by its look (`looks_like_markdown`). The article's source is the absolute
    path, symbolic links kept, or "-". Raises SourceError.
    """
    if URL.match(source):
        raise SourceError("reading URLs is not there yet; save the page as text or Markdown and open that file")
    if source == "-":
        name, place, suffix = "standard input", "-", ""
        data = _read_stream(sys.stdin.buffer if stdin is None and sys.stdin else stdin)
    else:
        path = _absolute(source)
        name, place, suffix = clean_line(source) or "the empty name", str(path), path.suffix.lower()
        data = _read_file(path, name)
    if len(data) > LIMIT:
        raise SourceError(f"{name} is larger than {LIMIT >> 20} MiB, the limit; split it and open a part")
    if _is_binary(data):
        raise SourceError(f"{name} is a binary file, not text; what can be opened is text or Markdown (.txt, .md)")
    text = decode(data)
    if not text or text.isspace():
        raise SourceError(f"{name} is empty: there is nothing to read")
    article = _read(text, place, looks_like_markdown(text) if source == "-" else suffix in MARKDOWN)
    if not article.blocks:
        raise SourceError(f"{name} has no words to show: there is nothing to read")
    return article


def _read(text: str, place: str, markdown: bool) -> Article:
    if markdown:
        from reader.sources.markdown import read_markdown

        return read_markdown(text, place)
    from reader.sources.plain import read_plain

    return read_plain(text, place)


def looks_like_markdown(text: str) -> bool:
    """Is `text`, of which nothing else is known, Markdown for certain?

    It is if it begins with front matter, or has a heading with `#` between blank lines, a fenced block of code that is
    closed, or a link to the web. Stars, dashes and `>` prove nothing: mails and notes are full of them.
    """
    from reader.sources.front_matter import read_front_matter

    head = text[:GUESS_LENGTH]
    return read_front_matter(head).length > 0 or MARKDOWN_SIGN.search(head) is not None


# -- bytes ------------------------------------------------------------------------------------------------------------


def _absolute(source: str) -> Path:
    """The path as given, made absolute; `..` may follow a symbolic link, so then the folder is the real one."""
    try:
        path = Path(os.path.expanduser(source)).absolute()
        return Path(os.path.realpath(path.parent), path.name) if ".." in path.parts else path
    except (OSError, ValueError) as error:  # the working folder was deleted; a NUL in the name
        raise SourceError(f"{clean_line(source)} cannot be found: {error}; is the path right?") from error


def _read_file(path: Path, name: str) -> bytes:
    """The bytes of the file at `path`, one more than the limit at most. Raises SourceError."""
    try:
        if path.suffix.lower() in UNREADABLE and path.is_file():
            raise SourceError(
                f"{name}: {path.suffix} files cannot be read yet; save it as text or Markdown (.txt, .md) and open that"
            )
        return read_regular(path, LIMIT)
    except FileNotFoundError as error:
        raise SourceError(f"no such file: {name}; give the path of a text or Markdown file") from error
    except (NotAFileError, IsADirectoryError) as error:
        kind = "a directory" if path.is_dir() else "a pipe, socket or device"
        raise SourceError(f"{name} is {kind}, not a file; open a text or Markdown file") from error
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


def _is_binary(data: bytes) -> bool:
    if any(data.startswith(mark) for mark, _ in BOMS):
        return False
    return b"\0" in data or len(data) - len(data.translate(None, CONTROLS)) > BINARY * len(data)


def decode(data: bytes) -> str:
    """`data` as text: newlines are LF, control characters are visible signs, what cannot be decoded is U+FFFD."""
    return clean(_decoded(data).replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        beyond = len(text) - len(data.translate(None, BEYOND_ASCII)) - damaged
        if beyond > damaged:  # UTF-8 that was cut or mixed
            return text
        return data.decode(_legacy_encoding(data, error.start), "replace")


def _legacy_encoding(data: bytes, odd: int) -> str:
    """The likeliest encoding of `data`, which is not UTF-8 at the byte `odd`."""
    start = max(data.rfind(space, 0, odd) for space in SPACES) + 1
    sample = data[start : start + GUESS_LENGTH]
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    if beyond < FEW_BYTES and beyond < FEW_OF_ALL * len(data):
        return LEGACY
    from charset_normalizer import from_bytes  # 30 ms that UTF-8 need not pay

    ends = [len(sample)]
    if start + len(sample) < len(data):  # not within a character: of four places one is between two
        space = max(map(sample.rfind, SPACES))
        ends = [space] if space > 0 else [len(sample) - cut for cut in range(4)]
    likely = {
        encoding: match.coherence - match.chaos
        for end in ends
        for match in from_bytes(sample[:end], cp_isolation=list(ENCODINGS))
        for encoding in match.could_be_from_charset
    }
    return max(ENCODINGS, key=lambda encoding: likely.get(encoding, -1))
