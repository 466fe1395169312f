"""Bytes that are packed (gzip, deflate, zstd, brotli), unpacked in parts of a bounded size.

Servers pack pages, and files may be packed whole (`page.html.gz`). Python unpacks gzip and deflate itself, zstd from
3.14 on; brotli needs a package. Pitfall: a few bytes may unpack to gigabytes, so every step has a limit, and packages
that know none are not used.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from reader.errors import SourceError

PART = 1 << 16
"""Bytes of an unpacked part."""

GZIP_HEADER, ZLIB_HEADER, NO_HEADER = 31, 15, -15
"""zlib's `wbits` for its largest window with these headers."""


def unpack(parts: Iterator[bytes], packing: str) -> Iterator[bytes]:
    """Yield the `parts` unpacked; `packing` is named as in HTTP.

    Raises LookupError if nothing at hand unpacks it, EOFError if the end is missing, zlib.error or ValueError if the
    bytes are damaged.
    """
    if packing in ("gzip", "x-gzip"):
        yield from _inflate(parts, lambda head: GZIP_HEADER)
    elif packing == "deflate":
        yield from _inflate(parts, _deflate_header)
    elif packing == "zstd":
        zstd = _module("compression.zstd", "backports.zstd")
        yield from _decompress(parts, zstd.ZstdDecompressor(), zstd.ZstdError)
    elif packing == "br":
        brotli = _module("brotli")
        if not hasattr(brotli.Decompressor, "can_accept_more_data"):  # before 1.2 it knows no limit
            raise LookupError(packing)
        yield from _decompress_brotli(parts, brotli.Decompressor(), brotli.error)
    else:
        raise LookupError(packing)


def inflate_file(data: bytes, limit: int, name: str) -> bytes:
    """Return what is in a gzip file, at most `limit` + 1 bytes. Raises SourceError."""
    unpacked = bytearray()
    try:
        for part in unpack(iter((data,)), "gzip"):
            unpacked += part
            if len(unpacked) > limit:
                break
    except (EOFError, zlib.error) as error:
        raise SourceError(f"{name} is not a gzip file, or it is damaged; can gunzip unpack it?") from error
    return bytes(unpacked[: limit + 1])


def _module(*names: str) -> Any:
    """Return the first of these modules that is installed. Raises LookupError."""
    for name in names:
        with suppress(ModuleNotFoundError):
            return import_module(name)
    raise LookupError(names[0])


def _deflate_header(head: bytes) -> int:
    """Return what deflate begins with: zlib's header, as the standard asks for, or none, as some servers send it."""
    return ZLIB_HEADER if head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0 else NO_HEADER


def _inflate(parts: Iterator[bytes], header: Callable[[bytes], int]) -> Iterator[bytes]:
    head = b""
    while len(head) < 2:
        if not (more := next(parts, b"")):
            raise EOFError
        head += more
    unpacker = zlib.decompressobj(header(head))
    left = head
    while True:
        while left and not unpacker.eof:
            yield unpacker.decompress(left, PART)
            left = unpacker.unconsumed_tail
        if not (left := next(parts, b"")):
            break
    while more := unpacker.decompress(unpacker.unconsumed_tail, PART):
        yield more
    if not unpacker.eof:
        raise EOFError


def _decompress(parts: Iterator[bytes], unpacker: Any, failure: type[Exception]) -> Iterator[bytes]:
    try:
        for part in parts:
            left = part
            while not unpacker.eof and (left or not unpacker.needs_input):
                yield unpacker.decompress(left, PART)
                left = b""
    except failure as error:
        raise ValueError("invalid zstd") from error
    if not unpacker.eof:
        raise EOFError


def _decompress_brotli(parts: Iterator[bytes], unpacker: Any, failure: type[Exception]) -> Iterator[bytes]:
    try:
        for part in parts:
            unpacked = unpacker.process(part, output_buffer_limit=PART)
            while unpacked or not unpacker.can_accept_more_data():
                yield unpacked
                unpacked = unpacker.process(b"", output_buffer_limit=PART)
    except failure as error:
        raise ValueError("invalid brotli") from error
    if not unpacker.is_finished():
        raise EOFError
