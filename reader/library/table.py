"""TinyDB's tables on the safe storage, with what the program does with them: `find` and `put`.

Documents are found by their `id`; document numbers may be reused by other processes and have no meaning. Pitfall:
TinyDB's own methods that write read in one step and write in another, so nothing here uses them.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from tinydb import TinyDB
from tinydb.table import Table

from reader.annotations.revisions import UNKNOWN, Authorship
from reader.library.codec import Document, document_id
from reader.library.high_water import HighWaterMark
from reader.library.storage import SafeStorage


class SafeTable(Table):
    def __init__(self, storage: SafeStorage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size, persist_empty)
        self._safe = storage

    def find(self, record_id: str) -> Document | None:
        """Return the (first) document with this `id`; None if there is none."""
        found = self._safe.documents(self.name, ("id", record_id)).values()
        return next((document for document in found if document_id(document) == record_id), None)

    def put(self, documents: Iterable[Document]) -> None:
        """Replace or insert documents by their `id`, in one write."""
        with self._safe.transaction():
            wanted = list(documents)
            if not wanted:
                return
            known = self._safe.documents(self.name, *(("id", document["id"]) for document in wanted))
            keys = {document_id(document): key for key, document in reversed(known.items())}
            free, changed = self._safe.free_keys(self.name), dict[str, Document]()
            for document in wanted:
                key = keys[document["id"]] = keys.get(document["id"]) or next(free)
                changed[key] = document
            self._safe.put(self.name, changed)


class SafeDB(TinyDB):
    """The library as a TinyDB database."""

    table_class: type[Table] = SafeTable

    def __init__(self, path: Path, by: Authorship = UNKNOWN, mark: HighWaterMark | None = None) -> None:
        super().__init__(path, by, mark, storage=SafeStorage)

    @property
    def safe(self) -> SafeStorage:
        return cast(SafeStorage, self.storage)

    def safe_table(self, name: str) -> SafeTable:
        return cast(SafeTable, self.table(name))
