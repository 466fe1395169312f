"""The formats that need a library or may be hostile: HTML, EPUB, PDF, documents of word processors.

Each has a module with a function `read_source`. It is imported when it is needed, since its library is optional and
takes long to load.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from typing import NamedTuple, Protocol

from reader.document import WHOLE_PAGE
from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import PACKED, SourceData, detect_format
from reader.sources.progress import Progress, no_progress


class ReadSource(Protocol):
    """Reads a source as an article. Raises SourceError."""

    def __call__(self, found: SourceData, progress: Progress) -> Article: ...


class LibraryFormat(NamedTuple):
    """A format that needs a library."""

    what: str
    """A source of this format, in messages."""
    extra: str
    """The extra that installs its libraries."""
    module: str
    """The module in `reader.sources` that reads it."""


LIBRARY_FORMATS: Mapping[str, LibraryFormat] = {
    "html": LibraryFormat("a web page", "web", "webpage.extract"),
    WHOLE_PAGE: LibraryFormat("a web page", "web", "webpage.whole"),
    "epub": LibraryFormat("an EPUB", "ebook", "epub"),
    "pdf": LibraryFormat("a PDF", "pdf", "pdf"),
    "docx": LibraryFormat("a Word document", "office", "office.docx"),
    "odt": LibraryFormat("an OpenDocument text", "office", "office.odt"),
    "rtf": LibraryFormat("an RTF document", "office", "office.rtf"),
    "eml": LibraryFormat("a mail", "mail", "mail"),
    "mhtml": LibraryFormat("a saved web page", "web", "mail.mhtml"),
    "feed": LibraryFormat("a feed", "feed", "feed"),
}


def read_library_format(kind: str, found: SourceData, *, sandboxed: bool) -> Article:
    """Read a source of the format `kind`, in a child process with limits if `sandboxed`.

    Raises SourceError, also if the libraries are not installed; ReadingStoppedError if the user stops it.
    """
    if kind == WHOLE_PAGE and (known := detect_format(found)) in PACKED:
        what = LIBRARY_FORMATS[known].what
        raise SourceError(f"{found.name} is {what}, not a web page; it is always read whole")
    with _explain_missing_extra(kind, found.name):
        if not sandboxed:
            return read_format(kind, found)
        from reader.sources.sandbox import read_sandboxed  # not in the child

        return read_sandboxed(kind, found)


def read_format(kind: str, found: SourceData, progress: Progress = no_progress) -> Article:
    """Read a source of the format `kind`. Raises SourceError, ModuleNotFoundError."""
    read: ReadSource = import_module(f"reader.sources.{LIBRARY_FORMATS[kind].module}").read_source
    return read(found, progress)


def read_pdf_notes(found: SourceData, progress: Progress = no_progress) -> list[dict[str, object]]:
    """Read the highlights and comments in a PDF, as `PdfAnnotation`. Raises SourceError, ModuleNotFoundError."""
    from reader.sources.pdf.annotations import read_annotations  # loads PDFium

    return [asdict(annotation) for annotation in read_annotations(found, progress)]


@contextmanager
def _explain_missing_extra(kind: str, name: str) -> Iterator[None]:
    """Turn a missing optional library into a SourceError that names the extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("reader"):
            raise
        format_ = LIBRARY_FORMATS[kind]
        install = f"pip install 'reader-notes[{format_.extra}]'"
        raise SourceError(f"{name} is {format_.what} and the libraries for it are not installed: {install}") from error
