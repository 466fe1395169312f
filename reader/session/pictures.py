"""The files of an article's pictures: beside the article, or in the book.

A picture of a book is unpacked into the cache folder. Pitfall: addresses are foreign. Only files with the name of a
picture are opened, so that a text cannot have a program started; nothing is fetched here.
"""

import hashlib
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from reader.document.article import Article
from reader.errors import ReaderError
from reader.system import atomic_file
from reader.system.program import open_in_viewer
from reader.text.sanitize import clean_line

SUFFIXES = frozenset(".png .jpg .jpeg .gif .webp .svg .bmp .tif .tiff .avif .heic .ico .jxl".split())
"""Endings of files that hold pictures."""

LARGEST = 64 << 20  # bytes of a picture in a book


def picture_file(article: Article, href: str, cache: Path) -> Path:
    """Return the file of a picture of `article`, unpacked into `cache` if it is in a book. Raises ReaderError."""
    name = clean_line(PurePosixPath(href).name)
    if PurePosixPath(href.partition("?")[0]).suffix.lower() not in SUFFIXES:
        raise ReaderError(f"{name} is not a picture")
    if not article.source.startswith("/"):
        raise ReaderError(f"{name} cannot be found: this text was not read from a file")
    source = Path(article.source)
    if source.suffix.lower() == ".epub":
        return _unpacked(source, href, cache)
    for address in (href, unquote(href)):  # it may be escaped or not
        with suppress(OSError, ValueError, RuntimeError):  # too long, or links in a circle
            path = (source.parent / address).resolve()
            if "\0" not in address and path.is_file():
                return path
    raise ReaderError(f"the picture is missing: {clean_line(str(source.parent / href))}")


def _unpacked(book: Path, member: str, cache: Path) -> Path:
    """Return a file with a picture of a book. Raises ReaderError."""
    name = clean_line(PurePosixPath(member).name)
    try:
        with zipfile.ZipFile(book) as archive, archive.open(member) as packed:
            data = packed.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ReaderError(f"{name} is too large")
        path = cache / "pictures" / f"{hashlib.sha256(data).hexdigest()[:16]}{PurePosixPath(member).suffix.lower()}"
        if not path.exists():
            atomic_file.make_folder(path.parent)
            atomic_file.replace_file(path, data, synced=False)
    except KeyError:
        raise ReaderError(f"the picture is missing in the book: {name}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise ReaderError(f"{name} cannot be opened: {error}") from error
    return path


def open_picture(article: Article, href: str, cache: Path) -> Path:
    """Open a picture of `article` in the viewer of the system; return its file. Raises ReaderError."""
    path = picture_file(article, href, cache)
    open_in_viewer(path)
    return path
