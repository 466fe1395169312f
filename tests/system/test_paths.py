"""Paths that complete what is typed, and how paths are shown."""

from pathlib import Path

import pytest
from platformdirs import PlatformDirs

from reader.system.paths import APP, config_file, home_as_tilde, matching_paths, short_path, user_paths


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("Alpha.txt", "alps.md", "beta.bin", ".hidden.txt"):
        (folder / name).write_text("")
    (folder / "albums").mkdir()
    (folder / "albums" / "one.txt").write_text("")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    return folder


def is_text(name: str) -> bool:
    return not name.endswith(".bin")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("al", ["albums/", "alps.md"]),
        ("", ["albums/", "Alpha.txt", "alps.md"]),
        ("albums/", ["albums/one.txt"]),
        ("~/A", ["~/Alpha.txt"]),
        (".", [".hidden.txt"]),
        ("b", []),
        ("nowhere/a", []),
        ("https://example.org/a", []),
        ("a\0b/c", []),
    ],
)
def test_paths_that_begin_as_typed_are_found(typed: str, found: list[str], folder: Path) -> None:
    assert matching_paths(typed, is_text) == found


def test_absolute_paths_stay_absolute(folder: Path) -> None:
    assert matching_paths(f"{folder}/alb", is_text) == [f"{folder}/albums/"]


def test_the_home_folder_is_a_tilde_and_no_folder_that_begins_like_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    paths = ["/home/ann", "/home/ann/notes", "/home/anna/notes", "notes"]
    assert [home_as_tilde(path) for path in paths] == ["~", "~/notes", "/home/anna/notes", "notes"]


def test_a_path_is_shown_from_the_current_folder_or_from_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert short_path(str(here / "texts" / "one.txt")) == "texts/one.txt"
    assert short_path(str(tmp_path / "one.txt")) == "~/one.txt"
    assert short_path(str(here)) == "~/here"
    for source in ("/etc/hosts", "https://example.org/", "-", f"{here}after"):
        assert short_path(source) == source.replace(str(tmp_path), "~")
    monkeypatch.chdir("/")
    assert short_path("/etc/hosts") == "/etc/hosts"


def test_a_path_is_shown_where_the_current_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert short_path("/etc/hosts") == "/etc/hosts"


@pytest.mark.parametrize("named", [None, "", " ", "/srv/files", "/srv/files/", " /srv", "relative", "~/x"])
@pytest.mark.parametrize("home", ["/home/ann", "/home/ann/", "relative"])
def test_the_folders_of_the_user_are_those_of_the_platform(
    named: str | None, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("READER_CONFIG", raising=False)
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
        if named is not None:
            monkeypatch.setenv(variable, named)
    folders, found = PlatformDirs(APP, appauthor=False), user_paths()
    assert (found.state, found.cache) == (folders.user_state_path, folders.user_cache_path)
    assert found.library == (Path.cwd() / folders.user_data_path.expanduser() / "library.json")
    assert config_file() == folders.user_config_path / "config.toml"
