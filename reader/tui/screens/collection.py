"""What the list of a screen over the library shows, and what was picked in it, to be exported.

A part of each such screen. What was picked stays picked while the filter changes. `collection_export` writes the file.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Protocol

from textual.app import App

from reader.document.digest import base32_id
from reader.export.collection import Picks
from reader.search.picks import merge_picks
from reader.tui.chrome.footer import Footer
from reader.tui.command_router import Handlers
from reader.tui.library_client import LibraryClient
from reader.tui.source_progress import SourceProgress
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import Pick


@dataclass(frozen=True, slots=True)
class ListedEntries:
    """What a list shows, or what was picked in it."""

    title: str
    find: Callable[[Connection], Picks]
    """Returns its notes and quotes, from the index."""
    query: str = ""
    """The query that finds the same; "" if none does."""

    @property
    def export_id(self) -> str:
        """What the last export of the same is remembered by."""
        return f"collection-{base32_id(hashlib.sha256(self.title.encode()).digest())}"


class ListView(Protocol):
    """A screen with a list of the library, as its exports see it."""

    library_client: LibraryClient
    source_progress: SourceProgress
    status: Footer
    list: RowList

    @property
    def app(self) -> App[object]: ...

    def listing(self) -> ListedEntries | None:
        """Return what is listed now; None if nothing of it can be exported."""


class PickedRows:
    """The picked entries of the list of `view`, to be exported."""

    def __init__(self, view: ListView) -> None:
        self._view = view
        self._picked: dict[object, Pick] = {}
        view.list.picked = lambda row: row.pick is not None and row.pick.key in self._picked

    def commands(self) -> Handlers:
        return {"pick": (self.pick, lambda: self._entry is not None)}

    @property
    def _entry(self) -> Pick | None:
        return None if (row := self._view.list.row) is None else row.pick

    def pick(self) -> None:
        """Pick the entry under the cursor, or drop it if it was picked, and go to the next one."""
        if (entry := self._entry) is None:
            return
        if self._picked.pop(entry.key, None) is None:
            self._picked[entry.key] = entry
        count = len(self._picked)
        self._view.list.show_picked()
        self._view.status.say(f"{count} picked" if count else "none picked")

    @property
    def wanted(self) -> ListedEntries | None:
        """What is to be exported: the picked entries, else all that the list shows; None if nothing can be."""
        return self.entries or self._view.listing()

    @property
    def entries(self) -> ListedEntries | None:
        if not self._picked:
            return None
        entries = tuple(self._picked.values())
        return ListedEntries("Picked", lambda db: merge_picks(entry.find(db) for entry in entries))
