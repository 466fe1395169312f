"""Export what the list of a screen over the library shows, or what was picked in it: the box, and the work.

Loaded at the first export. The articles are read in a thread, and analyzed by rules where no better analysis was made.
"""

from functools import partial
from pathlib import Path

from textual.app import App

from reader.config import user_config
from reader.document.digest import id_of
from reader.errors import ExportError, ReaderError
from reader.export import OFFERED, ExportChoices, is_bibliography
from reader.export.clearance import clear
from reader.export.collection import COLLECTION, Collection
from reader.export.file import WrittenFile, export_file_name
from reader.search.freshness import FreshIndex
from reader.search.queries import restricting_notes
from reader.search.query import parse_query
from reader.session.collection import collect
from reader.session.exports import LastExport, library_keys, write_remembered
from reader.tui.chrome.footer import Footer
from reader.tui.dialogs.export import ExportDialog
from reader.tui.library_client import LibraryClient
from reader.tui.screens.collection import ListedEntries
from reader.tui.source_progress import SourceProgress


async def ask_and_export(
    app: App[object], client: LibraryClient, progress: SourceProgress, status: Footer, listing: ListedEntries
) -> None:
    """Ask for form, grouping and file, and export; at first offer what was exported last."""

    async def write(wanted: LastExport, force: bool) -> WrittenFile | str:
        work = partial(write_listing, client, listing, wanted, force)
        written = await progress.run("export", "exporting …", work)
        return str(written) if isinstance(written, ReaderError) else written

    name = export_file_name(listing.title, COLLECTION, OFFERED[0].suffix)
    remembered = f"collection-{id_of(listing.title)}", client.paths.state
    await app.push_screen_wait(ExportDialog(name, remembered, write, status, grouped=True))


def write_listing(client: LibraryClient, listing: ListedEntries, wanted: LastExport, force: bool) -> WrittenFile:
    """Collect notes and quotes, and write them, in a thread. Raises ExportError, LibraryError, SearchError."""
    picks = client.ask(listing.find)
    restricting = FreshIndex(client.paths, lambda: client.library).answer(restricting_notes)
    parts, _ = collect(picks, restricting, client.library, client.paths, refine=False)
    if not parts:
        raise ExportError("nothing to export: there is no note or quote")
    shared = frozenset(term.text for term in parse_query(listing.query).terms("tag"))
    made = Collection(parts, listing.title, listing.query, wanted.grouping, shared)
    if is_bibliography(wanted.format) or user_config().citations:
        made = made.cited_by(library_keys(client.library.articles()))
    cleared, left_out = clear(made)
    if not cleared.parts:
        raise ExportError(f"nothing to export; {left_out}")
    choices = ExportChoices(relative=wanted.relative)
    return write_remembered(made, Path(wanted.path), wanted.format, client.paths.state, choices, force=force)
