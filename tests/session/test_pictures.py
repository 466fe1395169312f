"""The files of pictures: beside the article or in a book, and nothing but pictures."""

import zipfile
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import ReaderError
from reader.session import pictures
from reader.session.pictures import picture_file

PNG = b"\x89PNG"


def article_at(path: Path | str) -> Article:
    return Article("x", (), source=str(path))


@pytest.mark.parametrize("href", ["chart.png", "./chart.png", "sub/../chart.png"])
def test_a_picture_is_found_beside_the_article(href: str, tmp_path: Path) -> None:
    (tmp_path / "chart.png").write_bytes(PNG)
    assert picture_file(article_at(tmp_path / "a.md"), href, tmp_path) == tmp_path.resolve() / "chart.png"


def test_an_escaped_address_is_read_as_it_is_or_unescaped(tmp_path: Path) -> None:
    for name in ("my chart.png", "100%25.png"):
        (tmp_path / name).write_bytes(PNG)
    article = article_at(tmp_path / "a.md")
    assert picture_file(article, "my%20chart.png", tmp_path).name == "my chart.png"
    assert picture_file(article, "100%25.png", tmp_path).name == "100%25.png"


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("gone.png", "the picture is missing: "),
        ("a\0b.png", "the picture is missing: "),
        ("x" * 5_000 + ".png", "the picture is missing: "),
        ("folder.png", "the picture is missing: "),
        ("run.sh", "run.sh is not a picture"),
        ("evil.desktop", "evil.desktop is not a picture"),
        ("a.png/..", "is not a picture"),
    ],
)
def test_anything_else_is_one_clear_line(href: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_text("#!/bin/sh\n")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ReaderError, match=message) as error:
        picture_file(article_at(tmp_path / "a.md"), href, tmp_path)
    assert "\n" not in str(error.value)
    assert "\0" not in str(error.value)


@pytest.mark.parametrize("source", ["-", "https://example.org/a.html"])
def test_a_text_without_a_folder_has_no_pictures(source: str, tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="was not read from a file"):
        picture_file(article_at(source), "a.png", tmp_path)


def test_a_picture_of_a_book_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "book.epub"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("OEBPS/images/map.PNG", PNG)
    article, cache = article_at(book), tmp_path / "cache"
    path = picture_file(article, "OEBPS/images/map.PNG", cache)
    assert (path.parent, path.suffix, path.read_bytes()) == (cache / "pictures", ".png", PNG)
    before = path.stat().st_mtime_ns
    assert picture_file(article, "OEBPS/images/map.PNG", cache) == path
    assert path.stat().st_mtime_ns == before
    with pytest.raises(ReaderError, match=r"missing in the book: gone\.png"):
        picture_file(article, "OEBPS/gone.png", cache)
    monkeypatch.setattr(pictures, "LARGEST", len(PNG))
    assert picture_file(article, "OEBPS/images/map.PNG", cache) == path
    monkeypatch.setattr(pictures, "LARGEST", 3)
    with pytest.raises(ReaderError, match="too large"):
        picture_file(article, "OEBPS/images/map.PNG", cache)
    book.write_bytes(b"not a zip")
    with pytest.raises(ReaderError, match="cannot be opened"):
        picture_file(article, "OEBPS/images/map.PNG", cache)
