"""Several devices that read the same article, each with a library of its own."""

from pathlib import Path

from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths

ALPHA = "Alpha one two three four five six.\n\nBeta seven eight nine ten eleven twelve.\n"


def sitting(folder: Path, text: str = ALPHA) -> Session:
    """Return a session of the device whose home is `folder`."""
    folder.mkdir(exist_ok=True)
    source = folder.parent / "a.txt"
    source.write_text(text)
    session = Session(open_source(str(source)), UserPaths(folder / "library.json", folder / "state", folder / "cache"))
    session.record_opening()
    return session
