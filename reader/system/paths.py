"""Every place where the program looks for a file.

`styles/` and `seeds/` lie inside the package when it is installed and beside it in a checkout. What the user owns lies
where the platform says: the library in the data folder, carets and drafts in the state folder, analyses in the cache,
what they have settled in the configuration folder.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent

APP = "reader"


def beside(name: str) -> Path:
    """The folder `name`: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


STYLES = beside("styles")
SAMPLE = beside("seeds") / "xi-jinping-moscow-visit.txt"
"""The article that opens when you own nothing yet."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a user's things lie; tests and `--library` put them elsewhere."""

    library: Path
    """The TinyDB file; what belongs to it lies beside it."""
    state: Path
    """Carets and drafts, one small file an article."""
    cache: Path
    """What can be computed again: analyses."""


LIBRARY = "READER_LIBRARY"
"""The variable that names another library file."""

CONFIG = "READER_CONFIG"
"""The variable that names another configuration file."""


def config_file() -> Path:
    """Where the user's configuration is, if there is one: `READER_CONFIG`, else in the platform's folder for it."""
    if named := os.environ.get(CONFIG):
        return Path(os.path.abspath(Path(named).expanduser()))
    from platformdirs import PlatformDirs

    return PlatformDirs(APP, appauthor=False).user_config_path / "config.toml"


def user_places(library: Path | None = None) -> Places:
    """The user's places: `library` if given, else `READER_LIBRARY`, else the data folder of the platform."""
    from platformdirs import PlatformDirs  # 10 ms that `reader --help` need not pay

    folders = PlatformDirs(APP, appauthor=False)
    if library is None:
        named = os.environ.get(LIBRARY)
        library = Path(named) if named else folders.user_data_path / "library.json"
    return Places(Path(os.path.abspath(library.expanduser())), folders.user_state_path, folders.user_cache_path)
