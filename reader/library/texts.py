"""The texts of articles and their structure, each stored once in a folder beside the library.

Each text is a gzip file named by its sha256, so it can be checked and never changes. A web page may change and standard
input cannot be read again, so beside the text its structure (headings, links, pages, where a page was fetched) is
stored as gzipped JSON (`.shape.gz`). Both are only aids: without its text, a note is placed by its own words; without a
structure, or one that does not fit, a text is read as plain text. Pitfall: the file may come from another user's
library, so everything in a structure is checked and sanitized.
"""

import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.annotations.revisions import moment_of
from reader.document import codec
from reader.document.article import Article
from reader.document.digest import text_digest
from reader.library.codec import DIGEST
from reader.system import atomic_file, fast_json
from reader.text.normalize import fold

GZIP = 31  # zlib's `wbits` for the largest window and a gzip header
LEVEL = 4  # a book of 3 MB takes about 0.05 s; level 6 takes three times as long and saves 7%
MAX_SIZE = 256 << 20  # bytes of an unpacked text: more than any article, less than a decompression bomb


def text_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.gz"


def load_text(folder: Path, sha256: str) -> str | None:
    """Return the text with this sha256; None if it is missing or damaged."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):
        text = unpacked(text_path(folder, sha256)).decode()
        return text if text_digest(text) == sha256 else None
    return None


def stored_at(folder: Path, sha256: str) -> str:
    """Return when a text was stored: UTC, ISO 8601; "" if it is missing."""
    with suppress(OSError, ValueError, OverflowError):
        if DIGEST.fullmatch(sha256):
            return moment_of(datetime.fromtimestamp(text_path(folder, sha256).stat().st_mtime, UTC))
    return ""


def packed(data: bytes) -> bytes:
    """Compress bytes; the same ones always give the same."""
    return zlib.compress(data, LEVEL, GZIP)


def unpacked(path: Path) -> bytes:
    """Return the bytes that were packed into a file. Raises OSError, zlib.error."""
    return zlib.decompressobj(GZIP).decompress(atomic_file.read_regular(path, MAX_SIZE), MAX_SIZE)


def store_text(folder: Path, text: str) -> bool:
    """Store a text; return whether it was not stored (undamaged) before. Raises OSError."""
    digest = text_digest(text)
    if load_text(folder, digest) is not None:
        return False
    atomic_file.make_folder(folder)
    atomic_file.replace_file(text_path(folder, digest), packed(text.encode()), follow=False)
    return True


def aligned_share(old: str, new: str) -> float:
    """Return the share of words of the shorter text that are also in the other, in order or moved in runs: 0 to 1.

    Of the shorter text, since an article that grew is the same article.
    """
    from reader.anchoring.diff import align  # loads rapidfuzz
    from reader.anchoring.words import WordSequence

    before, after = WordSequence.of(fold(old).text).words, WordSequence.of(fold(new).text).words
    shorter = min(len(before), len(after))
    if not shorter:
        return 1.0 if before == after else 0.0
    return align(before, after).size / shorter


SCHEMA = 1

WORDS = ("site", "language", "format", "fetched", "doubt")

SHAPE = ("blocks", "marks", "pages", *WORDS, "left_out", "completeness", "evidence")
"""The fields of an article that are its structure."""


def structure_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.shape.gz"


def store_structure(folder: Path, article: Article, *, new: bool) -> None:
    """Store the structure of `article`, unless plain text has the same or it is stored already. Raises OSError.

    The comparison with plain text takes 30 ms per megabyte, so it is made only if the text is `new`.
    """
    path = structure_path(folder, article.sha256)
    if path.exists() and not article.fetched:
        return
    has_more = any(getattr(article, name) for name in ("marks", "pages", "left_out", "evidence", *WORDS))
    if not has_more and not new:
        return
    if not has_more:
        from reader.sources.plain import plain_blocks

        if article.blocks == plain_blocks(article.text):
            return
    encoded = codec.encode_article(article)
    shape = {name: value for name in SHAPE if (value := encoded[name]) or isinstance(value, list)}
    data = packed(fast_json.dumps({"schema": SCHEMA, **shape}))
    with suppress(OSError):
        if atomic_file.read_regular(path, MAX_SIZE) == data:
            return
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, data, follow=False)


def load_structure(folder: Path, text: str, sha256: str) -> Article | None:
    """Return the article with `text` and its stored structure, without title and source; None if there is none."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):  # damaged
        return article_from_structure(text, fast_json.loads(unpacked(structure_path(folder, sha256))))
    return None


def article_from_structure(text: str, document: object) -> Article | None:
    """Return `text` with the structure in `document`; None if that is not one. Raises ValueError if it is invalid."""
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        return None
    rest = {"text": text, "author": [], "source": Article.source}
    article = codec.decode_article({**{name: document.get(name) for name in SHAPE}, **rest})
    return article if article.blocks else None


def copy_structure(theirs: Path, ours: Path, sha256: str) -> None:
    """Copy a structure that only the folder `theirs` has. Raises OSError."""
    source, target = structure_path(theirs, sha256), structure_path(ours, sha256)
    if not target.exists() and source.exists():
        atomic_file.replace_file(target, atomic_file.read_regular(source, MAX_SIZE), follow=False)
