"""Packed pages and files, also damaged ones and bombs."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.sources import open as opening
from reader.sources.compression import PART, unpack
from tests.sources.mutants import mutants
from tests.sources.opening import BODY, opened, refusal
from tests.sources.survival import survive

WORDS = b"The harbour stays open. " * 20_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def parts_of(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


PACKED = {"gzip": gzip.compress(WORDS), "deflate": zlib.compress(WORDS), "deflate without header": raw_deflate(WORDS)}


@pytest.mark.parametrize("size", [1, 1000, 1 << 20])
@pytest.mark.parametrize("name", PACKED)
def test_unpacked_in_bounded_parts_however_it_comes(name: str, size: int) -> None:
    parts = list(unpack(parts_of(PACKED[name], size), name.split()[0]))
    assert b"".join(parts) == WORDS
    assert max(map(len, parts)) <= PART


@pytest.mark.parametrize("name", PACKED)
def test_missing_end_is_noticed(name: str) -> None:
    for data in (PACKED[name][:-9], PACKED[name][:1], b""):
        with pytest.raises(EOFError):
            list(unpack(iter((data,)), name.split()[0]))


def test_modules_that_are_missing_or_know_no_limit_unpack_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", SimpleNamespace(Decompressor=object))
    for name in ("compression.zstd", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    for packing in ("br", "zstd", "compress", "gzip, gzip"):
        with pytest.raises(LookupError):
            list(unpack(iter((b"words",)), packing))


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("a.html.gz", "<p>words<p>more", "paragraph"), ("a.md.gz", "# words", "heading"), ("a.txt.gz", BODY, "paragraph")],
)
def test_file_is_read_as_what_is_in_it(name: str, text: str, kind: str, tmp_path: Path) -> None:
    article = opened(tmp_path, name, gzip.compress(text.encode()))
    assert (article.blocks[0].kind, article.source) == (kind, str(tmp_path / name))


def test_damaged_and_endless_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(BODY.encode())[:30])
    assert "is damaged" in refusal(tmp_path / "a.txt.gz")
    monkeypatch.setattr(opening, "LIMIT", 1 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(bytes(2 << 20)))
    assert "larger than 1 MiB" in refusal(tmp_path / "a.txt.gz")
    for data in mutants(gzip.compress(BODY.encode()), 20):
        survive(data, tmp_path / "a.txt.gz")
