"""The records of one table of the library, by their ids.

Documents are found by their `id`; document numbers may be reused by other processes and have no meaning.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.library.codec import Document, document_id
from reader.library.storage import SafeStorage


@dataclass(frozen=True, slots=True)
class Records:
    storage: SafeStorage
    name: str

    def find(self, record_id: str) -> Document | None:
        """Return the (first) document with this `id`; None if there is none."""
        found = self.storage.documents(self.name, ("id", record_id)).values()
        return next((document for document in found if document_id(document) == record_id), None)

    def put(self, documents: Iterable[Document]) -> None:
        """Replace or insert documents by their `id`, in one write."""
        with self.storage.transaction():
            wanted = list(documents)
            if not wanted:
                return
            known = self.storage.documents(self.name, *(("id", document["id"]) for document in wanted))
            keys = {document_id(document): key for key, document in reversed(known.items())}
            free, changed = self.storage.free_keys(self.name), dict[str, Document]()
            for document in wanted:
                key = keys[document["id"]] = keys.get(document["id"]) or next(free)
                changed[key] = document
            self.storage.put(self.name, changed)
