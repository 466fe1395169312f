"""Reopen articles from the library."""

from pathlib import Path

import pytest

from reader.annotations.notes import new_note
from reader.document.article import Article
from reader.errors import SessionError
from reader.library.library import Library
from reader.session.reopen import load_as_last_opened, open_last_read, reopen_article, reopen_for_note
from reader.sources.open import open_source
from reader.system.paths import UserPaths

FIRST = "The first article of all is here, and it says something about harbours."
SECOND = "Another article speaks of nothing but mountains, snow and the people who live there."


@pytest.fixture
def library(paths: UserPaths) -> Library:
    return Library(paths.library)


def written(file: Path, text: str) -> Article:
    file.write_text(text)
    return open_source(str(file))


def test_an_empty_library_opens_the_sample(library: Library, sample: Article) -> None:
    assert open_last_read(library) == sample


def test_the_article_read_last_is_opened(library: Library, tmp_path: Path) -> None:
    first, second = written(tmp_path / "one.txt", FIRST), written(tmp_path / "two.txt", SECOND)
    library.record_opening(first)
    library.record_opening(second)
    assert open_last_read(library) == second
    library.record_opening(first)
    assert open_last_read(library) == first


def test_an_article_without_its_file_is_skipped(library: Library, tmp_path: Path) -> None:
    first, second = written(tmp_path / "one.txt", FIRST), written(tmp_path / "two.txt", SECOND)
    library.record_opening(first)
    library.record_opening(second)
    (tmp_path / "two.txt").unlink()
    assert open_last_read(library) == first
    (tmp_path / "one.txt").unlink()
    assert open_last_read(library).text == second.text


def test_an_article_is_found_at_any_of_its_sources(library: Library, tmp_path: Path) -> None:
    library.record_opening(written(tmp_path / "one.txt", FIRST))
    record = library.record_opening(written(tmp_path / "copy.txt", FIRST))
    (tmp_path / "copy.txt").unlink()
    assert reopen_article(library, record).source == str(tmp_path / "one.txt")


def test_a_file_with_another_article_is_not_used(library: Library, tmp_path: Path) -> None:
    article = written(tmp_path / "one.txt", FIRST)
    record = library.record_opening(article)
    written(tmp_path / "one.txt", SECOND)
    assert reopen_article(library, record).text == article.text


def test_an_edited_file_is_read_as_it_is_now(library: Library, tmp_path: Path) -> None:
    record = library.record_opening(written(tmp_path / "one.txt", FIRST))
    edited = written(tmp_path / "one.txt", f"{FIRST} And a word more.")
    assert reopen_article(library, record) == edited
    as_opened = load_as_last_opened(library, record)
    assert as_opened is not None
    assert as_opened.text == FIRST


def test_standard_input_reopens_from_its_kept_text(library: Library, tmp_path: Path) -> None:
    article = Article(FIRST, (), "My title", author=("Ann Lee",), published="2026-03-02")
    again = reopen_article(library, library.record_opening(article))
    assert (again.text, again.title, again.author, again.published) == (FIRST, "My title", ("Ann Lee",), "2026-03-02")
    assert again.source == "-"
    assert again.blocks


def test_an_unreadable_article_is_an_error(library: Library, tmp_path: Path) -> None:
    article = written(tmp_path / "one.txt", FIRST)
    record = library.record_opening(article)
    (tmp_path / "one.txt").unlink()
    for kept in Path(f"{library.path}.texts").iterdir():
        kept.unlink()
    with pytest.raises(SessionError, match=r"can no longer be read.*one\.txt"):
        reopen_article(library, record)
    assert load_as_last_opened(library, record) is None


def test_a_note_of_an_unknown_article_is_an_error(library: Library) -> None:
    note = new_note("a2b3c4d5e6", "0" * 64, None, "text", ())
    library.save(note)
    with pytest.raises(SessionError, match="does not know the article of note"):
        reopen_for_note(library, note.id)
