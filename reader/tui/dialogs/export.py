"""The dialog for an export: its form, what is in it, the file, and how it tells the paths of others.

The form and the suffix of the file follow each other: choosing a form changes the suffix, typing a suffix the form.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Input

from reader.export import FORMATS, OFFERED, Contents, Format, known_format
from reader.export.clearance import OPTION
from reader.export.collection import GROUPINGS, Grouping
from reader.export.file import WrittenFile
from reader.session.exports import LastExport, keep_last_export, last_export
from reader.system.paths import home_as_tilde
from reader.text.sanitize import clean_line
from reader.tui.chrome.footer import Footer
from reader.tui.dialogs import field
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.dialogs.selector import Selector

Write = Callable[[LastExport, bool], Awaitable[WrittenFile | str]]
"""Exports to an absolute path, by force or not; returns what was written, or an error message."""

EVERYTHING, NOTES_ONLY = "everything", "notes only"

PATHS = ("absolute", "relative")  # how the export tells the paths of files; the second is from its own folder

ONLY: dict[Contents, str] = {"everything": EVERYTHING, "article": "the article, to be cited", "notes": NOTES_ONLY}
"""What is said of the contents where there is no choice."""


class ExportDialog(PromptDialog):
    TITLE = "Exporting"
    AUTO_FOCUS = "#form"
    HINT = "Enter: export · ↑ ↓: fields · ← →: choose · Esc: cancel"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "next field"),
        Binding("up", "app.focus_previous", "previous field"),
        Binding("enter", "export(False)", "export"),
        Binding("ctrl+f", "export(True)", "overwrite the file", priority=True),
    ]

    def __init__(
        self, name: str, remembered: tuple[str, Path], write: Write, status: Footer, *, grouped: bool = False
    ) -> None:
        """Offer what was exported last, as `remembered` by an id in a folder, else a file with this name.

        An export of several articles is `grouped`.
        """
        self._first = first = suggest_export(last_export(*remembered), name)
        super().__init__("Export", first.path, lambda _: self._export(False), "export")
        self._remembered = remembered
        self._write = write
        self._status = status
        self._grouped = grouped
        self._grouping = first.grouping
        self._leaves_out = first.notes_only
        """True if the notes only are chosen, in forms that can leave out the rest."""

    def compose_box(self) -> ComposeResult:
        first = OFFERED.index(FORMATS[self._first.format])
        yield field("Form", Selector([row.label for row in OFFERED], first, "form"))
        yield field("Group by" if self._grouped else "Contents", Selector((EVERYTHING,), 0, "contents"))
        yield field("File", Input(self._value, id="answer", compact=True, select_on_focus=False))
        yield field("Paths", Selector(PATHS, int(self._first.relative), "paths"))

    def on_mount(self) -> None:
        self._offer_contents()

    def on_key(self, event: Key) -> None:
        """Type into the file, whatever field has the keys."""
        file = self.query_one("#answer", Input)
        if event.character and event.is_printable and not file.has_focus:
            file.focus()
            file.insert_text_at_cursor(event.character)

    @property
    def _form(self) -> Format:
        return OFFERED[self.query_one("#form", Selector).chosen]

    def _offer_contents(self) -> None:
        """Offer what the form can leave out; others have all, or only the notes."""
        contents = self.query_one("#contents", Selector)
        if self._grouped:
            quoted = self._form.contents == "choice"
            contents.offer(GROUPINGS if quoted else GROUPINGS[:1], self._grouping if quoted else GROUPINGS[0])
        elif self._form.contents == "choice":
            contents.offer((EVERYTHING, NOTES_ONLY), NOTES_ONLY if self._leaves_out else EVERYTHING)
        else:
            contents.offer((ONLY[self._form.contents],), "")

    @on(Selector.Turned, "#contents")
    def _contents_turned(self, event: Selector.Turned) -> None:
        if self._grouped:
            self._grouping = cast(Grouping, event.control.word)
        else:
            self._leaves_out = event.control.word == NOTES_ONLY

    @on(Selector.Turned, "#form")
    def _form_turned(self) -> None:
        line = self.query_one(Input)
        if (before := known_format(line.value)) not in (None, self._form.name):
            line.value = line.value[: -len(FORMATS[before].suffix)] + self._form.suffix
            self.call_after_refresh(self.show_end)
        self._offer_contents()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if (form := known_format(event.value)) is not None:
            self.query_one("#form", Selector).choose(FORMATS[form].label)
            self._offer_contents()

    def action_export(self, force: bool) -> None:
        self.try_to_close(lambda: self._export(force), None)

    async def _export(self, force: bool) -> str | None:
        """Export what is wanted, tell where, and remember it; return an error message, or None."""
        path = Path(self.value.strip()).expanduser().absolute()
        leaves_out = self._leaves_out and self._form.contents == "choice"
        relative = self.query_one("#paths", Selector).chosen == 1
        wanted = LastExport(str(path), self._form.name, leaves_out, self._grouping, relative)
        written = await self._write(wanted, force)
        if isinstance(written, str):
            return written.replace("--force", "Ctrl-F").replace(OPTION, f"`reader export {OPTION}`")
        name, folder = clean_line(written.path.name), clean_line(home_as_tilde(str(written.path.parent)))
        said = f"exported {name} to {folder}"  # the name first: a long line is cut at its end
        self._status.say(f"{written.left_out} · {said}" if written.left_out else said)
        try:
            keep_last_export(*self._remembered, replace(wanted, path=str(written.path)))
        except OSError as error:
            self._status.complain(f"{self._status.message}, which cannot be remembered: {error.strerror}")
        return None


def suggest_export(last: LastExport | None, name: str) -> LastExport:
    """Return what to offer: what was exported last if its folder is there, else the file `name` in this folder."""
    if last is not None and Path(last.path).parent.is_dir():
        return last
    path = str(Path.cwd() / name)
    return LastExport(path if clean_line(path) == path else name, OFFERED[0].name)  # a folder may have any name
