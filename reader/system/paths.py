"""The paths of every file of the program and of the user.

`styles/` and `seeds/` are inside the package when it is installed and beside it in a checkout. The user's files are in
the folders of the platform: the library in the data folder, carets and drafts in the state folder, analyses in the
cache, settings in the configuration folder.
"""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

PACKAGE = Path(__file__).resolve().parent.parent

APP = "reader"

FolderKind = Literal["config", "data", "state", "cache"]

XDG: Mapping[FolderKind, tuple[str, str]] = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}
"""The variable that names the parent of a folder, and the parent below the home folder if it is not set."""


def resource_folder(name: str) -> Path:
    """Return the folder `name`: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


FOREIGN = "_types.py"
"""A module that every version of the feed reader called `reader` on PyPI has, and this package has not."""


def other_distribution() -> str:
    """Return what to say if another distribution was installed into this package; "" if it was not."""
    if not (PACKAGE / FOREIGN).exists():
        return ""
    return (
        f"{PACKAGE} holds another distribution called `reader` too, and the two break each other: uninstall both, then "
        "install this one apart, by `pipx install reader-notes` or `uv tool install reader-notes`"
    )


STYLES = resource_folder("styles")
SAMPLE = resource_folder("seeds") / "xi-jinping-moscow-visit.txt"
"""The article that is opened while the library is empty."""


class UserPaths(NamedTuple):
    """The paths of a user's files; tests and `--library` use others."""

    library: Path
    """The TinyDB file; its companions are beside it."""
    state: Path
    """Carets and drafts, one small file for each article."""
    cache: Path
    """Analyses, which can be computed again."""


def matching_paths(typed: str, is_wanted: Callable[[str], bool]) -> list[str]:
    """Return the paths that begin as typed, sorted, folders with a slash at their end; `~` stays as it is.

    Of files, those whose names are wanted. Hidden ones only if the name typed begins with a dot; none at all if the
    folder cannot be read.
    """
    folder, name = os.path.split(typed)
    found: list[str] = []
    with suppress(OSError, ValueError), os.scandir(os.path.expanduser(folder) or ".") as entries:
        for entry in entries:
            if entry.name.startswith(name) and entry.name.startswith(".") == name.startswith("."):
                if entry.is_dir():
                    found.append(os.path.join(folder, entry.name, ""))
                elif is_wanted(entry.name):
                    found.append(os.path.join(folder, entry.name))
    return sorted(found, key=str.casefold)


LIBRARY = "READER_LIBRARY"  # the environment variable with the path of the library
CONFIG = "READER_CONFIG"  # the environment variable with the path of the configuration file


def config_file() -> Path:
    """Return the path of the configuration file: `READER_CONFIG`, else in the platform's folder. It may not exist."""
    if named := os.environ.get(CONFIG):
        return Path(os.path.abspath(Path(named).expanduser()))
    return _user_folder("config") / "config.toml"


def user_paths(library: Path | None = None) -> UserPaths:
    """Return the user's paths, with the library at `library`, else `READER_LIBRARY`, else in the data folder."""
    if library is None:
        named = os.environ.get(LIBRARY)
        library = Path(named) if named else _user_folder("data") / "library.json"
    return UserPaths(Path(os.path.abspath(library.expanduser())), _user_folder("state"), _user_folder("cache"))


def _user_folder(kind: FolderKind) -> Path:
    """Return the user's folder of the program for this kind of files.

    On Linux the usual cases are decided here, like platformdirs, whose import would be a tenth of a start.
    """
    variable, default = XDG[kind]
    named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
    usual = sys.platform == "linux" and "ANDROID_DATA" not in os.environ
    if usual and is_plain_path(home) and (not named or is_plain_path(named)):
        return Path(named or f"{home}/{default}", APP)
    from platformdirs import PlatformDirs

    return Path(getattr(PlatformDirs(APP, appauthor=False), f"user_{kind}_dir"))


def is_plain_path(path: str) -> bool:
    """Return whether a path is absolute and means what it says: without dots, repeated slashes or spaces around it."""
    return path.startswith("/") and path == os.path.normpath(path).strip()


def home_as_tilde(path: str) -> str:
    """Return a path with `~` for the user's home folder."""
    home = os.path.expanduser("~")
    return f"~{path[len(home) :]}" if path == home or path.startswith(f"{home}/") else path


def short_path(source: str) -> str:
    """Return a path as it is from the current folder, else with `~` for the home folder; a URL as it is."""
    here = ""
    with suppress(OSError):  # the folder may be gone
        here = os.getcwd()
    below = len(here) > 1 and source.startswith(f"{here}{os.sep}")
    return source[len(here) + 1 :] if below else home_as_tilde(source)
