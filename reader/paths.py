"""Every place where the program looks for a file.

`styles/` and `seeds/` lie inside the package when it is installed and beside it in a checkout. What the user owns lies
where the platform says: the library in the data folder, carets and drafts in the state folder, analyses in the cache.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent

APP = "reader"


def beside(name: str) -> Path:
    """The folder `name`: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


STYLES = beside("styles")
SAMPLE = beside("seeds") / "xi-jinping-moscow-visit.txt"
"""The article that opens when you own nothing yet."""


def library_file() -> Path:
    """The library: `READER_LIBRARY`, else `library.json` in the user's data folder."""
    if named := os.environ.get("READER_LIBRARY"):
        return Path(named).expanduser()
    from platformdirs import user_data_path  # 10 ms that `reader --help` need not pay

    return user_data_path(APP, appauthor=False) / "library.json"


def state_folder() -> Path:
    """Carets, marks and drafts, one small file an article."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def cache_folder() -> Path:
    """What can be computed again: analyses."""
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False)
