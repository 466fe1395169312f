"""Packed files are read as what is in them."""

import gzip
from pathlib import Path

import pytest

from reader.sources import open as opening
from tests.sources.mutants import mutants
from tests.sources.opening import BODY, opened, refusal
from tests.sources.survival import survive


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
    for data in mutants(gzip.compress(BODY.encode()), 20):
        survive(data, tmp_path / "a.txt.gz")
    monkeypatch.setattr(opening, "LIMIT", 1 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(bytes(2 << 20)))
    assert "larger than 1 MiB" in refusal(tmp_path / "a.txt.gz")
