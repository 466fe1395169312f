"""The texts of articles, each stored once beside the library, and a measure of how much two texts have in common.

Each text is a gzip file named by its sha256, so it can be checked and never changes. Texts are only an aid: if one is
missing or damaged, notes are placed by their own words.
"""

import zlib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.annotations.revisions import moment_of
from reader.document.digest import text_digest
from reader.library.codec.fields import DIGEST
from reader.system import atomic_file
from reader.text.normalize import fold

GZIP = 31
"""zlib's `wbits` for the largest window and a gzip header."""

LEVEL = 4
"""A book of 3 MB takes about 0.05 s; level 6 takes three times as long and saves 7%."""

MAX_SIZE = 256 << 20
"""Bytes of an unpacked text: more than any article, less than a decompression bomb."""


def text_path(folder: Path, sha256: str) -> Path:
    """Return the path of a text."""
    return folder / f"{sha256}.gz"


def load_text(folder: Path, sha256: str) -> str | None:
    """Return the text with this sha256; None if it is missing or damaged."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):
        unpacker = zlib.decompressobj(GZIP)
        text = unpacker.decompress(atomic_file.read_regular(text_path(folder, sha256)), MAX_SIZE).decode()
        return text if text_digest(text) == sha256 else None
    return None


def stored_at(folder: Path, sha256: str) -> str:
    """Return when a text was stored: UTC, ISO 8601; "" if it is missing."""
    with suppress(OSError, ValueError, OverflowError):
        if DIGEST.fullmatch(sha256):
            return moment_of(datetime.fromtimestamp(text_path(folder, sha256).stat().st_mtime, UTC))
    return ""


def pack_text(text: str) -> bytes:
    """Compress a text; the same text gives the same bytes."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    return packer.compress(text.encode()) + packer.flush()


def store_text(folder: Path, text: str) -> bool:
    """Store a text; return whether it was not stored (undamaged) before. Raises OSError."""
    digest = text_digest(text)
    if load_text(folder, digest) is not None:
        return False
    atomic_file.make_folder(folder)
    atomic_file.replace_file(text_path(folder, digest), pack_text(text), follow=False)
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
