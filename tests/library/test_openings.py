"""Opening a known article changes nothing in the library; when it was opened is in the state folder."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.library.library import Library
from reader.library.openings import FILE
from reader.system.paths import UserPaths
from tests.library.test_library import HARBOUR, WEATHER, article


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    return UserPaths(tmp_path / "data" / "library.json", tmp_path / "state", tmp_path / "cache")


def opened(paths: UserPaths) -> Library:
    """A new sitting with the library."""
    return Library(paths.library, paths.state)


def files_beside(paths: UserPaths) -> dict[str, tuple[int, int, bytes]]:
    """The inode, time and bytes of each file of the library."""
    found = (path for path in paths.library.parent.rglob("*") if path.is_file())
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_opening_a_known_article_writes_nothing_to_the_library(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    before = files_beside(paths)
    first = opened(paths).articles()[0]
    again = opened(paths).record_opening(article())
    assert files_beside(paths) == before
    assert again.opened > first.opened
    assert [record.opened for record in opened(paths).articles()] == [again.opened], "another process sees it"


def test_articles_are_in_the_order_of_their_openings(paths: UserPaths) -> None:
    harbour = opened(paths).record_opening(article())
    weather = opened(paths).record_opening(article(WEATHER, source="/articles/snow.txt"))
    assert [record.id for record in opened(paths).articles()] == [weather.id, harbour.id]
    opened(paths).record_opening(article())
    assert [record.id for record in opened(paths).articles()] == [harbour.id, weather.id]


def test_article_opened_last_stays_so_after_the_clock_was_set_back(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ["2026-11-25T12:00:00.000000Z"]
    monkeypatch.setattr("reader.library.library.now", lambda: clock[-1])
    harbour = opened(paths).record_opening(article())
    clock.append("2026-11-25T10:00:00.000000Z")
    weather = opened(paths).record_opening(article(WEATHER, source="/articles/snow.txt"))
    again = opened(paths).record_opening(article(HARBOUR + " More."))
    assert (again.id, again.opened) == (harbour.id, harbour.opened)
    assert [record.id for record in opened(paths).articles()] == [harbour.id, weather.id]


@pytest.mark.parametrize(
    "changed",
    [
        article(title="Another Title"),
        article(source="/elsewhere/harbour.txt"),
        article(HARBOUR + " More."),
        replace(article(), author=("Ann Lee",)),
    ],
    ids=["title", "source", "text", "author"],
)
def test_what_is_new_about_an_article_is_saved(paths: UserPaths, changed: Article) -> None:
    opened(paths).record_opening(article())
    before = paths.library.read_bytes()
    record = opened(paths).record_opening(changed)
    assert paths.library.read_bytes() != before
    assert opened(paths).article(record.id) == record


def test_a_removed_article_is_restored(paths: UserPaths) -> None:
    own = opened(paths).record_opening(article()).id
    opened(paths).shelve("removed", own)
    opened(paths).record_opening(article())
    assert [record.shelf for record in opened(paths).articles()] == [""]


def test_a_damaged_library_is_rewritten(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.library.write_bytes(paths.library.read_bytes()[:-40])
    assert opened(paths).check().problems
    opened(paths).record_opening(article())
    assert opened(paths).check().problems == ()


def test_a_read_only_library_can_be_read_from(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.library.chmod(0o400)
    library = opened(paths)
    library.record_opening(article())
    assert library.take_notices() == []


@pytest.mark.parametrize("damage", [b"", b"\xff\x00", b"[1, 2]", b'{"a": 1, "b": null}', b"[" * 5000])
def test_a_damaged_file_of_openings_is_no_error(paths: UserPaths, damage: bytes) -> None:
    own = opened(paths).record_opening(article()).id
    opened(paths).record_opening(article())
    (paths.state / FILE).write_bytes(damage)
    assert [record.id for record in opened(paths).articles()] == [own]
    again = opened(paths).record_opening(article())
    assert [record.opened for record in opened(paths).articles()] == [again.opened]


def test_without_a_state_folder_the_library_keeps_the_time(paths: UserPaths) -> None:
    opened(paths).record_opening(article())
    paths.state.mkdir(exist_ok=True)
    shutil.rmtree(paths.state)
    paths.state.write_text("a file where the folder should be")
    again = opened(paths).record_opening(article())
    assert [record.opened for record in Library(paths.library).articles()] == [again.opened]
