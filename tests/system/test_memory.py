"""Freed memory is returned where the C library can, and nothing happens elsewhere."""

import ctypes
from types import SimpleNamespace

import pytest

from reader.system.memory import LARGE_BLOCK, MMAP_THRESHOLD, MOST_HEAPS, return_freed_memory, return_large_blocks


def test_glibc_returns_what_was_freed_and_each_large_block(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[int, ...]] = []
    library = SimpleNamespace(
        mallopt=lambda *numbers: calls.append(numbers), malloc_trim=lambda pad: calls.append((pad,))
    )
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    return_large_blocks()
    assert calls == [(MMAP_THRESHOLD, LARGE_BLOCK), (MOST_HEAPS, 1), (0,)]


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())
    return_large_blocks()
    return_freed_memory()
