"""The readers of formats that need a library: HTML, EPUB, PDF and documents of word processors.

Each is imported when it is needed, since its library is optional and takes long to load.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reader.document.article import Article
from reader.sources.detect import SourceData
from reader.sources.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class LibraryFormat:
    """A format that needs a library."""

    what: str
    """A source of this format, in messages."""
    extra: str
    """The extra that installs its libraries."""


LIBRARY_FORMATS: Mapping[str, LibraryFormat] = {
    "html": LibraryFormat("a web page", "web"),
    "epub": LibraryFormat("an EPUB", "ebook"),
    "pdf": LibraryFormat("a PDF", "pdf"),
}


def read_format(kind: str, found: SourceData, progress: Progress = no_progress) -> Article:
    """Read a source of the format `kind`. Raises SourceError, ModuleNotFoundError."""
    match kind:
        case "pdf":
            from reader.sources.pdf import read_pdf

            return read_pdf(found.data, found.place, found.name, progress)
        case "epub":
            from reader.sources.epub import read_epub

            return read_epub(found.data, found.place, found.name, progress)
    from reader.sources.html.extract import read_webpage

    return read_webpage(found.data, found.charset, found.place, found.base or found.place)
