"""The texts that an article has had, in order."""

import gzip
import json
from pathlib import Path

import pytest

from reader.errors import SessionError
from reader.library.library import ArticleRecord, Library
from reader.session.session import Session
from reader.session.versions.kept_texts import choose_versions, find_known_article, versions_of
from reader.sources.open import open_source
from reader.system.paths import UserPaths

TEXTS = [f"The Harbour Vote\n\nThe council of Leith voted on {day}, as it had said it would.\n" for day in "ABCD"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vote.txt"


def opened(path: Path, text: str, paths: UserPaths) -> Session:
    path.write_text(text, encoding="utf-8")
    session = Session(open_source(str(path)), paths)
    session.record_opening()
    return session


def record_of(library: Library, path: Path) -> ArticleRecord:
    return find_known_article(library, str(path))


def test_texts_are_in_the_order_of_their_first_opening(path: Path, paths: UserPaths) -> None:
    for text in (*TEXTS[:3], TEXTS[1]):
        library = opened(path, text, paths).library
    versions = versions_of(library, record_of(library, path))
    assert [version.article and version.article.text for version in versions] == [TEXTS[0], TEXTS[2], TEXTS[1]]
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[0].since < versions[1].since
    assert versions[2].since < versions[1].since, "the text shown last is last, whenever it was met first"


def test_a_session_knows_the_text_before(path: Path, paths: UserPaths) -> None:
    assert opened(path, TEXTS[0], paths).former_text == ""
    assert opened(path, TEXTS[0], paths).former_text == ""
    again = opened(path, TEXTS[1], paths)
    assert again.former_text == versions_of(again.library, record_of(again.library, path))[0].sha256


def test_a_changed_file_is_one_version_more(path: Path, paths: UserPaths) -> None:
    library = opened(path, TEXTS[0], paths).library
    path.write_text(TEXTS[1], encoding="utf-8")
    first, now = versions_of(library, record_of(library, path))
    assert (first.opened, now.opened, now.since) == (True, False, "")
    path.unlink()
    assert len(versions_of(library, record_of(library, path))) == 1


def test_libraries_of_earlier_versions_tell_by_the_files(path: Path, paths: UserPaths) -> None:
    """They have no times; those of the stored texts serve."""
    opened(path, TEXTS[0], paths)
    opened(path, TEXTS[1], paths)
    document = json.loads(paths.library.read_text())
    (record,) = document["articles"].values()
    assert set(record["since"]) == set(record["texts"])
    del record["since"], record["checksum"]
    paths.library.write_text(json.dumps(document))
    library = Library(paths.library, paths.state)
    versions = versions_of(library, record_of(library, path))
    assert [version.article and version.article.text for version in versions] == TEXTS[:2]
    assert all(version.since for version in versions)


@pytest.mark.parametrize("value", [5, "x", [], {"x": "2026-01-01T00:00:00Z"}, {"a" * 64: 5}, {"a" * 64: "soon"}])
def test_invalid_times_count_as_unknown(path: Path, paths: UserPaths, value: object) -> None:
    opened(path, TEXTS[0], paths)
    document = json.loads(paths.library.read_text())
    next(iter(document["articles"].values()))["since"] = value
    paths.library.write_text(json.dumps(document))
    library = Library(paths.library, paths.state)
    assert record_of(library, path).since == ()


def test_merged_libraries_keep_the_earliest_times(path: Path, tmp_path: Path, paths: UserPaths) -> None:
    other = UserPaths(tmp_path / "other" / "library.json", tmp_path / "other" / "state", tmp_path / "other" / "cache")
    theirs = opened(path, TEXTS[0], other).library
    mine = opened(path, TEXTS[0], paths).library
    opened(path, TEXTS[1], other)
    mine.merge(Library(other.library))
    before, merged = dict(record_of(theirs, path).since), record_of(mine, path)
    assert dict(merged.since)[merged.texts[0]] in before.values()
    assert dict(merged.since) == dict(record_of(Library(other.library), path).since)
    assert versions_of(mine, merged)[0].article


def test_a_missing_text_is_told(path: Path, paths: UserPaths) -> None:
    library = opened(path, TEXTS[0], paths).library
    opened(path, TEXTS[1], paths)
    record = record_of(library, path)
    first, _ = versions_of(library, record)
    stored = library.files.texts / f"{first.sha256}.gz"
    stored.write_bytes(gzip.compress(b"damaged"))
    versions = versions_of(library, record)
    assert choose_versions(versions) is None
    missing = next(version for version in versions if version.article is None)
    with pytest.raises(SessionError, match="its text is not kept"):
        choose_versions(versions, str(missing.number))


def test_versions_are_chosen_by_number_or_digest(path: Path, paths: UserPaths) -> None:
    for text in TEXTS:
        library = opened(path, text, paths).library
    versions = versions_of(library, record_of(library, path))

    def numbers(old: str = "", new: str = "") -> tuple[int, ...] | None:
        chosen = choose_versions(versions, old, new)
        return chosen and tuple(version.number for version in chosen)

    assert numbers() == (3, 4)
    assert numbers(new="2") == (1, 2)
    assert numbers(new="1") is None
    assert numbers(versions[0].sha256) == (1, 4)
    assert numbers("4", "1") == (4, 1)
    for bad in ("0", "5", "-1", "x", "01"):
        with pytest.raises(SessionError, match="numbered from 1 to 4"):
            numbers(bad)


def test_an_unknown_article_is_an_error(path: Path, paths: UserPaths) -> None:
    library = opened(path, TEXTS[0], paths).library
    assert find_known_article(library, record_of(library, path).id).sources == (str(path),)
    for name in ("/no/such/file", "https://example.org/", "zzzzzzzzzz", ""):
        with pytest.raises(SessionError, match="the library has no article"):
            find_known_article(library, name)
