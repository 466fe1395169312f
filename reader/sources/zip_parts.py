"""A zip of text, read within limits.

Books and documents are zips. Names are looked up in the zip alone, never on the disk; nothing is fetched.
Pitfall: a small zip may unpack to terabytes, so all parts share one budget, and sizes declared in the zip are not
believed.
"""

import warnings
import zipfile
import zlib
from io import BytesIO

from reader.errors import SourceError, raising

BUDGET = 64 << 20  # bytes that all text of a document may unpack to: twenty Bibles
PARTS = 20_000  # files in a zip; its directory is read whole
ENTRY = b"PK\x01\x02"  # the signature of each entry in that directory

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""Errors that `zipfile` raises for a broken zip, or one with a password."""


class ZipParts:
    """An open zip, with the bytes that may still be unpacked."""

    def __init__(self, data: bytes, name: str, what: str) -> None:
        """Open the zip in `data`; `name` and `what` ("an EPUB") are for messages. Raises SourceError."""
        if data.count(ENTRY) > PARTS:
            raise SourceError(f"{name} consists of more than {PARTS} files; is it {what}?")
        with raising(SourceError(f"{name} is not {what}, or it is damaged; can another program open it?"), on=DAMAGE):
            self._zip = zipfile.ZipFile(BytesIO(data))
        self.name = name
        self.what = what
        self.names = self._zip.namelist()
        self._left = BUDGET

    def read(self, path: str) -> bytes | None:
        """Return the bytes of the part at `path`; None if it is missing or damaged. Raises SourceError."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Python 3.13 warns of overlapping entries; `_left` bounds them
                with self._zip.open(path) as file:
                    data = file.read(self._left + 1)
        except (KeyError, *DAMAGE):
            return None
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(
                f"{self.name} unpacks to more than {BUDGET >> 20} MiB of text, the limit; is it {self.what}?"
            )
        return data
