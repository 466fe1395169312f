"""Open a source, or return the reason why it is refused."""

import io
from functools import partial
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import open as real
from reader.sources.detect import SourceData
from reader.sources.progress import no_progress
from reader.text.sanitize import clean

open_source = partial(real.open_source, sandboxed=False)
"""Open a source in this process, where tests can change limits."""

BODY = "The harbour stays open, the council said on Friday.\n"


def opened(folder: Path, name: str, data: bytes) -> Article:
    path = folder / name
    path.write_bytes(data)
    return open_source(str(path))


def read_webpage(data: bytes, charset: str, place: str, base: str, *, whole: bool = False) -> Article:
    from reader.sources.webpage import read_page

    return read_page(SourceData(place, place, data, charset=charset, base=base), no_progress, whole=whole)


def refusal(source: object, stdin: io.BytesIO | None = None) -> str:
    """Return the error message for a source that cannot be opened: one sanitized line."""
    with pytest.raises(SourceError) as raised:
        open_source(str(source), stdin)
    line = str(raised.value)
    assert line == clean(line)
    assert "\n" not in line
    assert len(line) > 20
    return line
