"""A web page read whole, with all that it shows."""

from reader.document.article import Article
from reader.sources.detect import SourceData
from reader.sources.progress import Progress
from reader.sources.webpage.extract import read_webpage


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read all of a web page, in one step. Raises SourceError."""
    return read_webpage(found.data, found.charset, found.place, found.base or found.place, whole=True)
