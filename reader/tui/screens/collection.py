"""What the list of a screen over the library shows, and what was picked in it, to be exported.

A part of each such screen. What was picked stays picked while the filter changes. `collection_export` writes the file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection

from reader.export.collection import Picks
from reader.search.picks import merge_picks
from reader.tui.chrome.footer import Footer
from reader.tui.command_router import Handlers
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


class PickedRows:
    def __init__(self, rows: RowList, status: Footer) -> None:
        self._rows = rows
        self._status = status
        self._picked: dict[object, Pick] = {}
        rows.picked = lambda row: (pick := row.about.pick) is not None and pick.key in self._picked

    def commands(self) -> Handlers:
        return {"pick": (self.pick, lambda: self._entry is not None)}

    @property
    def _entry(self) -> Pick | None:
        return None if (row := self._rows.row) is None else row.about.pick

    def pick(self) -> None:
        """Pick the entry under the cursor, or drop it if it was picked, and go to the next one."""
        if (entry := self._entry) is None:
            return
        if self._picked.pop(entry.key, None) is None:
            self._picked[entry.key] = entry
        count = len(self._picked)
        self._rows.show_picked(1)
        self._status.say(f"{count} picked" if count else "none picked")

    def drop(self) -> bool:
        """Drop all that was picked; return whether anything was."""
        had_any, self._picked = bool(self._picked), {}
        if had_any:
            self._rows.show_picked(0)
            self._status.say("none picked")
        return had_any

    @property
    def entries(self) -> ListedEntries | None:
        if not self._picked:
            return None
        entries = tuple(self._picked.values())
        return ListedEntries("Picked", lambda db: merge_picks(entry.find(db) for entry in entries))
