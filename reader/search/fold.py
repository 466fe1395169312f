"""Write the journal of a library into its file, and index that again: `python -m reader.search.fold LIBRARY`.

The screen starts this when it is left, since a large library takes a second to write.
"""

import sys
from pathlib import Path

from reader.errors import LibraryError, ReaderError
from reader.library.library import Library
from reader.search.index import SearchIndex
from reader.search.index_library import index_library
from reader.system.stdio import tell


def fold_library(path: str) -> int:
    """Fold the journal of the library at `path`, and bring its index, if there is one, up to date; return the exit
    code."""
    library, index = Library(Path(path)), SearchIndex(Path(path))
    try:
        library.fold()
        if index.path.exists():
            index_library(index, library)
    except LibraryError as error:
        tell(str(error))
        return 1
    except ReaderError:  # whoever searches next hears of it
        pass
    return 0


if __name__ == "__main__":
    sys.exit(fold_library(sys.argv[1]))
