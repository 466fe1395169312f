"""The texts that articles have had, each kept once beside the library, and how much of one is in another.

A text lies gzipped under its sha256, so that it can be checked and never has to be changed. It is a help and no more:
where one is missing or damaged, notes are placed by their own words.
"""

import zlib
from contextlib import suppress
from pathlib import Path

from reader.document.article import text_digest
from reader.library.codec.fields import DIGEST
from reader.system import atomic_file

GZIP = 31
"""zlib's sign for its largest window and a gzip header."""

LEVEL = 5
"""A book of 3 MB is packed in about 0.1 s; the highest level takes three times as long and saves a fiftieth."""

LARGEST = 256 << 20
"""Bytes of an unpacked text: more than any article, less than what a hostile file would unpack to."""


def text_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.gz"


def load_text(folder: Path, sha256: str) -> str | None:
    """The text with this sha256; None if it is missing or damaged."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):
        unpacker = zlib.decompressobj(GZIP)
        text = unpacker.decompress(atomic_file.read_regular(text_path(folder, sha256)), LARGEST).decode()
        return text if text_digest(text) == sha256 else None
    return None


def pack_text(text: str) -> bytes:
    """`text` as it is kept: the same bytes for the same text."""
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    return packer.compress(text.encode()) + packer.flush()


def store_text(folder: Path, text: str) -> bool:
    """Keep `text` if it is not kept whole already; whether it was not. Raises OSError."""
    digest = text_digest(text)
    if load_text(folder, digest) is not None:
        return False
    atomic_file.make_folder(folder)
    atomic_file.replace_file(text_path(folder, digest), pack_text(text))
    return True


def aligned_share(old: str, new: str) -> float:
    """Which share of the words of the shorter text stands in the other one too, in order or moved as a whole: 0 to 1.

    Of the shorter one, because an article that grew is the same article.
    """
    from reader.anchoring.diff import WordSequence, align
    from reader.text.normalize import fold

    before, after = WordSequence.of(fold(old).text).words, WordSequence.of(fold(new).text).words
    shorter = min(len(before), len(after))
    if not shorter:
        return 1.0 if before == after else 0.0
    return align(before, after).size / shorter
