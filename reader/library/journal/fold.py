"""Write the journal of a library into its file: `python -m reader.library.journal.fold LIBRARY`.

The screen starts this when it is left, since a large library takes a second to write.
"""

import sys
from pathlib import Path

from reader.errors import LibraryError
from reader.library.library import Library
from reader.system.stdio import tell


def fold_library(path: str) -> int:
    """Fold the journal of the library at `path`; return the exit code."""
    try:
        Library(Path(path)).fold()
    except LibraryError as error:
        tell(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(fold_library(sys.argv[1]))
