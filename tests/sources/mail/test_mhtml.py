"""Saved web pages as articles."""

import io
from pathlib import Path

import pytest

from tests.sources.blocks import words
from tests.sources.mutants import mutants
from tests.sources.opening import open_source, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[2] / "samples" / "harbour.mhtml"


def test_saved_page_is_read_like_one_of_the_web() -> None:
    article = open_source(str(SAMPLE))
    assert article.title == "The Harbour Vote"
    assert words(article, kind="heading")[1:] == ["The morning", "What was at stake", "The evening", "Afterwards"]
    assert article.text == open_source(str(SAMPLE.with_name("harbour-pandoc.html"))).text


def test_links_start_from_where_the_page_was_saved(tmp_path: Path) -> None:
    page = '<article><h1>Vote</h1><p>See <a href="/news/a">the news</a> of the vote.</p></article>'
    head = "Snapshot-Content-Location: https://example.org/x/\nMIME-Version: 1.0\n"
    head += "Content-Type: multipart/related; boundary=x\n"
    (tmp_path / "a.mht").write_text(f"{head}\n--x\nContent-Type: text/html\n\n{page}\n--x--\n")
    article = open_source(str(tmp_path / "a.mht"))
    assert [mark.href for mark in article.marks if mark.kind == "link"] == ["https://example.org/news/a"]


def test_piped_page_is_known_by_its_headers() -> None:
    assert open_source("-", io.BytesIO(SAMPLE.read_bytes())).title == "The Harbour Vote"


@pytest.mark.parametrize("text", ["Content-Type: text/plain\n\nwords", "Content-Type: multipart/related\n\n"])
def test_file_without_a_page_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text(text)
    assert "is not a saved web page" in refusal(tmp_path / "a.mhtml")


def test_file_without_headers_is_refused_as_what_it_should_be(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text("\nno headers")
    assert "is not a saved web page, or it is damaged" in refusal(tmp_path / "a.mhtml")


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(SAMPLE.read_bytes(), 16):
        survive(data, tmp_path / "a.mhtml")
