"""The readers of formats that need a library: HTML, EPUB and PDF.

Each is imported when it is needed, since its library is optional and takes long to load.
"""

from reader.document.article import Article
from reader.sources.detect import SourceData
from reader.sources.progress import Progress, no_progress

LIBRARY_FORMATS = ("html", "epub", "pdf")


def read_format(kind: str, found: SourceData, progress: Progress = no_progress) -> Article:
    """Read a source of the format `kind`. Raises SourceError, ModuleNotFoundError."""
    if kind == "pdf":
        from reader.sources.pdf import read_pdf

        return read_pdf(found.data, found.place, found.name, progress)
    if kind == "epub":
        from reader.sources.epub import read_epub

        return read_epub(found.data, found.place, found.name, progress)
    from reader.sources.html.extract import read_webpage

    return read_webpage(found.data, found.charset, found.place, found.base or found.place)
