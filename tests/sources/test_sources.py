"""Sources are opened as articles, or refused in one line."""

import codecs
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import open as opening
from reader.system.paths import PACKAGE
from tests.fixtures.golden import check_golden
from tests.sources.opening import BODY, open_source, opened, refusal


def test_text_file_is_unchanged(tmp_path: Path) -> None:
    article = opened(tmp_path, "harbour.txt", b"# Not a heading\n\n" + BODY.encode())
    assert article.text == "# Not a heading\n\n" + BODY
    assert article.source == str(tmp_path / "harbour.txt")


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mdown", ".mkd", ".MD"])
def test_markdown_is_detected_by_suffix(tmp_path: Path, suffix: str) -> None:
    assert opened(tmp_path, f"harbour{suffix}", b"# The *Harbour*\n").text == "The Harbour"


@pytest.mark.parametrize("name", ["README", "notes.log", "harbour.txt", "harbour.md.txt"])
def test_other_files_are_plain_text(tmp_path: Path, name: str) -> None:
    assert opened(tmp_path, name, b"# The *Harbour*\n").text == "# The *Harbour*\n"


def test_size_limit_is_inclusive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LIMIT", 1 << 20)
    exact = b"w" * (1 << 20)
    assert len(opened(tmp_path, "exact.txt", exact).text) == 1 << 20
    (tmp_path / "large.txt").write_bytes(exact + b"w")
    assert "larger than 1 MiB" in refusal(tmp_path / "large.txt")
    assert "larger than 1 MiB" in refusal("-", io.BytesIO(exact + b"w"))


@pytest.mark.parametrize(
    "data", [b"", b"\n" * 5000, b" \t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000".encode()]
)
def test_file_without_words_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "empty.txt").write_bytes(data)
    assert "is empty" in refusal(tmp_path / "empty.txt")
    assert "standard input is empty" in refusal("-", io.BytesIO(data))


@pytest.mark.parametrize("text", ["---\ntitle: Harbour\n---\n", "<!-- a comment -->\n", "[a]: /link\n"])
def test_markdown_without_text_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bare.md").write_text(text)
    assert "no text to show" in refusal(tmp_path / "bare.md")


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01\0\0\0", b"words\n\nab\0cd\n", b"\x01\x02\x03\x04 words " * 40])
def test_binary_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "image.txt").write_bytes(data)
    assert "binary" in refusal(tmp_path / "image.txt")


def test_escape_sequences_in_a_file_are_shown(tmp_path: Path) -> None:
    article = opened(tmp_path, "session.txt", b"\x1b[31mred\x1b[0m \x07\x07\x07 a\bb \x0c\n")
    assert article.text == "␛[31mred␛[0m ␇␇␇ a␈b ␌\n"


@pytest.mark.parametrize(("suffix", "words"), [(".pdf", "damaged, or not a PDF"), (".epub", "is not an EPUB")])
def test_file_that_is_not_what_its_suffix_says_is_refused(tmp_path: Path, suffix: str, words: str) -> None:
    (tmp_path / f"book{suffix}").write_text("words")
    assert words in refusal(tmp_path / f"book{suffix}")


@pytest.mark.parametrize(
    ("suffix", "module", "line"),
    [
        (".html", "trafilatura", "pip install 'reader-notes[web]'"),
        (".html", "lxml", "pip install 'reader-notes[web]'"),
        (".epub", "lxml", "pip install 'reader-notes[ebook]'"),
        (".pdf", "pypdfium2", "pip install 'reader-notes[pdf]'"),
        (".docx", "lxml", "pip install 'reader-notes[office]'"),
        (".eml", "lxml", "pip install 'reader-notes[mail]'"),
    ],
)
def test_missing_extra_is_named(tmp_path: Path, suffix: str, module: str, line: str) -> None:
    (tmp_path / f"a{suffix}").write_text(f"<html><p>{'words ' * 99}")
    check_missing(tmp_path / f"a{suffix}", module, line)


def test_missing_extra_is_named_for_a_mail_in_a_mailbox(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "samples" / "harbour.mbox", tmp_path / "a.mbox")
    check_missing(tmp_path / "a.mbox#1", "lxml", "pip install 'reader-notes[mail]'")


def check_missing(path: Path, module: str, line: str) -> None:
    """Check that showing a file without a library ends with this line.

    A module of that name that cannot be imported hides the library.
    """
    (path.parent / f"{module}.py").write_text(f"raise ModuleNotFoundError(name={module!r})")
    done = subprocess.run(
        [sys.executable, "-m", "reader", "show", str(path)],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        env={**os.environ, "PYTHONPATH": str(path.parent)},
        check=False,
    )
    assert done.stdout == ""
    assert done.stderr.startswith("reader: ")
    assert done.stderr.endswith(f"{line}\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["http://example.org/a.txt", "https://example.org", "HTTPS://EXAMPLE.ORG"])
def test_url_is_fetched_only_if_online(url: str) -> None:
    assert "is fetched only when you name it" in refusal(url)


# ---------------------------------------------------------------------- golden files: each block of the samples


SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("harbour*"))


def lines(article: Article) -> Iterator[str]:
    yield f"{article.format} | {article.title} | {', '.join(article.author)} | {article.published} | {article.site}"
    for block in article.blocks:
        signs = f" {block.prefix!r}{block.hang!r}" if block.prefix or block.hang else ""
        shape = f"{block.kind}{block.level or ''}{'' if block.role == 'body' else f' {block.role}'}"
        shape += f"{' reflow' * block.reflow} {block.language}".rstrip()
        yield f"{shape}{signs}: {block.span.of(article.text)!r}"
        for mark in article.marks:
            if block.span.holds(mark.span):
                yield f"    {mark.kind} {mark.span.of(article.text)!r} {mark.href}".rstrip()
    if article.pages:
        yield "pages " + ", ".join(
            f"{page.label} {article.text[page.start : page.start + 12]!r}" for page in article.pages
        )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_block_is_as_it_was_read(sample: Path) -> None:
    try:
        made = "\n".join(lines(open_source(str(sample))))
    except SourceError as error:
        made = str(error)
    check_golden(f"samples/{sample.name}.txt", made.replace(f"{sample.parent}/", "") + "\n")
