"""The structure kept beside a text: the same article comes back, and an invalid file does no harm."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article, Page
from reader.document.codec import LONGEST_PREFIX, is_consistent
from reader.library import texts
from reader.library.library import Library
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.sanitize import clean_line

MARKED = "# The harbour\n\nIt stays *open*, said [Ann](https://example.org).\n\n- one\n- two\n\n```\ncode\n```\n"


def written(folder: Path, article: Article, document: object) -> None:
    folder.mkdir(exist_ok=True)
    texts.structure_path(folder, article.sha256).write_bytes(gzip.compress(json.dumps(document).encode()))


def test_article_is_read_back(tmp_path: Path) -> None:
    article = replace(
        read_markdown(MARKED),
        site="Post",
        language="en",
        format="markdown",
        fetched="2026-03-02",
        pages=(Page(0, "xii"), Page(14, "1")),
        left_out=("2 comments",),
        doubt="the words may be wrong",
    )
    texts.store_structure(tmp_path, article, new=True)
    kept = texts.load_structure(tmp_path, article.text, article.sha256)
    assert kept is not None
    assert replace(kept, title=article.title) == article


def test_plain_text_needs_no_structure(tmp_path: Path) -> None:
    texts.store_structure(tmp_path / "texts", read_plain("A text.\n\nAnd another paragraph of it.\n"), new=True)
    assert not (tmp_path / "texts").exists()


def test_structure_is_private_and_written_once(tmp_path: Path) -> None:
    article = read_markdown(MARKED)
    texts.store_structure(tmp_path, article, new=True)
    path = texts.structure_path(tmp_path, article.sha256)
    before = path.stat()
    assert before.st_mode & 0o777 == 0o600
    texts.store_structure(tmp_path, article, new=True)
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_date_of_a_page_is_that_of_the_last_fetch(tmp_path: Path) -> None:
    article = replace(read_markdown(MARKED), fetched="2026-03-02")
    texts.store_structure(tmp_path, article, new=True)
    texts.store_structure(tmp_path, replace(article, fetched="2026-03-05"), new=False)
    kept = texts.load_structure(tmp_path, article.text, article.sha256)
    assert kept is not None
    assert kept.fetched == "2026-03-05"


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"schema": 2, "blocks": [], "marks": [], "pages": []},
        {"schema": 1, "blocks": [], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[0, 99, "paragraph", 0, "body", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[3, 1, "paragraph", 0, "body", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[0, 4, "song", 0, "body", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[0, 4, "paragraph", 0, "king", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[0, 4, "paragraph", 9, "body", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [["0", 4, "paragraph", 0, "body", "", "", False]], "marks": [], "pages": []},
        {"schema": 1, "blocks": [[0, 4, "paragraph", 0, "body", "", "", False]] * 2, "marks": [], "pages": []},
    ],
)
def test_invalid_structure_is_ignored(tmp_path: Path, document: object) -> None:
    article = read_plain("word")
    written(tmp_path, article, document)
    assert texts.load_structure(tmp_path, article.text, article.sha256) is None


GOOD = {"schema": 1, "blocks": [[0, 4, "paragraph", 0, "body", "", "", False]], "marks": [], "pages": []}


@pytest.mark.parametrize(
    "change",
    [
        {"marks": [[0, 99, "strong", ""]]},
        {"marks": [[-1, 2, "strong", ""]]},
        {"marks": [[0, 2, "loud", ""]]},
        {"pages": [[3, "2"], [0, "1"]]},
        {"pages": [["0", "1"]]},
        {"pages": "none"},
    ],
)
def test_marks_and_pages_must_fit_the_text(tmp_path: Path, change: dict[str, object]) -> None:
    article = read_plain("word")
    written(tmp_path, article, GOOD)
    assert texts.load_structure(tmp_path, article.text, article.sha256) is not None
    written(tmp_path, article, {**GOOD, **change})
    assert texts.load_structure(tmp_path, article.text, article.sha256) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense", *(gzip.compress(words, mtime=0) for words in (b"{", b"\xff", b"[" * 99_999))],
    ids=["empty", "nonsense", "half", "no text", "deep"],
)
def test_damaged_structure_is_ignored(tmp_path: Path, data: bytes) -> None:
    article = read_plain("word")
    texts.structure_path(tmp_path, article.sha256).write_bytes(data)
    assert texts.load_structure(tmp_path, article.text, article.sha256) is None


def test_block_prefix_is_sanitized(tmp_path: Path) -> None:
    article = read_plain("word")
    evil = [[0, 4, "paragraph", 0, "body", "\x1b[31m" * 99, "\x07", False]]
    marks = [[0, 4, "link", "http://x\x1b"]]
    written(
        tmp_path,
        article,
        {**GOOD, "blocks": evil, "marks": marks, "pages": [[0, "\x1b"]], "site": "\x1b", "language": 3},
    )
    kept = texts.load_structure(tmp_path, article.text, article.sha256)
    assert kept is not None
    said = kept.blocks[0].prefix + kept.blocks[0].hang + kept.marks[0].href + kept.pages[0].label + kept.site
    assert said == clean_line(said)
    assert len(kept.blocks[0].prefix) <= LONGEST_PREFIX
    assert kept.language == ""


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_any_json_is_a_structure_or_ignored(value: object) -> None:
    for name in ("blocks", "marks", "pages"):
        try:
            shaped = texts.article_from_structure("word", {**GOOD, name: value})
        except ValueError:
            continue
        assert shaped is None or is_consistent(shaped)


# -- in the library ---------------------------------------------------------------------------------------------------


def test_structure_is_stored_on_entry_and_merged(paths: UserPaths, tmp_path: Path) -> None:
    article = read_markdown(MARKED)
    theirs, ours = Library(tmp_path / "theirs.json"), Library(paths.library)
    theirs.record_opening(article)
    ours.record_opening(read_plain("Something else."))
    assert ours.kept_article(article.sha256) is None
    ours.merge(theirs)
    kept = ours.kept_article(article.sha256)
    assert kept is not None
    assert kept.blocks == article.blocks


def test_structure_without_text_is_ignored(paths: UserPaths) -> None:
    library = Library(paths.library)
    article = read_markdown(MARKED)
    library.record_opening(article)
    texts.text_path(library.files.texts, article.sha256).unlink()
    assert library.kept_article(article.sha256) is None
    assert "is not kept" in " ".join(library.check().remarks)
