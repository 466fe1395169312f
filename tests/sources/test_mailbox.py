"""Mailboxes: a list of mails, of which each can be opened, and damaged mailboxes."""

import gzip
from pathlib import Path

import pytest

from reader.cli.context import entry_address
from reader.sources import mailbox as reading
from tests.sources.blocks import check_blocks, kinds
from tests.sources.mutants import mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

SAMPLE = (Path(__file__).parents[1] / "samples" / "harbour.mbox").read_bytes()


@pytest.mark.parametrize("name", ["a.mbox", "2026-March.txt.gz"])
def test_mails_are_listed_and_opened_by_number(name: str, tmp_path: Path) -> None:
    article = opened(tmp_path, name, gzip.compress(SAMPLE) if name.endswith(".gz") else SAMPLE)
    check_blocks(article.text, article.blocks)
    assert kinds(article) == [
        ("heading", name),
        ("heading", "The Harbour Vote"),
        ("paragraph", "entry 1 · 2026-03-02 · Ann Lee"),
        ("heading", "Re: The Harbour Vote"),
        ("paragraph", "entry 2 · 2026-03-03 · Bo Chén"),
    ]
    first = open_source(entry_address(article, 1))
    assert (first.title, first.author, first.source) == ("The Harbour Vote", ("Ann Lee",), f"{tmp_path / name}#1")
    assert first.text.endswith("From then on, nobody asked.\nFrom the desk: when? We heard it in 2026")
    assert "Who said so?" in open_source(entry_address(article, 2)).text
    assert "has no mail 3; it has 2 mails" in refusal(f"{tmp_path / name}#3")


def test_one_mail_is_a_mail_and_patches_are_a_diff(tmp_path: Path) -> None:
    one = SAMPLE[: SAMPLE.index(b"From bo")]
    assert opened(tmp_path, "a", one).title == "The Harbour Vote"
    assert len(opened(tmp_path, "a.mbox", one).headings) == 1
    patch = b"From %s Mon Sep 17 00:00:00 2001\nFrom: Ann\nSubject: [PATCH] x\n\n---\n\n" % (b"0" * 40)
    assert not any("entry 1" in words for _, words in kinds(opened(tmp_path, "a.patch", patch * 2)))


def test_file_with_a_number_sign_is_itself(tmp_path: Path) -> None:
    assert opened(tmp_path, "notes#1", b"words").text == "words"
    assert "no such file" in refusal(tmp_path / "other#1")


def test_damaged_and_long_mailboxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mbox").write_bytes(b"words")
    assert "is not a mailbox" in refusal(tmp_path / "a.mbox")
    for data in mutants(SAMPLE, 40):
        survive(data, tmp_path / "a.mbox")
    monkeypatch.setattr(reading, "MOST", 1)
    assert opened(tmp_path, "a.mbox", SAMPLE).left_out == ("1 mail",)
