"""Copy passages to the clipboard, and export notes, quotes and names to a file."""

from pathlib import Path

from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.tui.commands import Handlers, always, say_how_to_quit
from reader.tui.controllers.controller import Controller, View, background
from reader.tui.controllers.targets import Targets


class OutputController(Controller):
    """Copy and export."""

    def __init__(self, view: View, targets: Targets) -> None:
        super().__init__(view)
        self._targets = targets

    def commands(self) -> Handlers:
        def has_passage() -> bool:
            return self._targets.has_passage

        return {
            "copy": (self._copy_passage, has_passage),
            "interrupt": (self._interrupt, always),
            "copy-quotation": (self._copy_quotation, has_passage),
            "export": (self.export, always),
        }

    def _interrupt(self) -> None:
        """Copy the selection; without one, say how to quit, and leave the clipboard as it is."""
        if (span := self.article.selection) is not None:
            self._copy(span)
        else:
            say_how_to_quit(self.status)

    def _copy_passage(self) -> None:
        if (span := self._targets.passage) is not None:
            self._copy(span)

    def _copy(self, span: Span) -> None:
        words = span.of(self.session.article.text)
        self.panes.screen.app.copy_to_clipboard(words)
        self.status.say(f"copied {counted(words.split(), 'word')}")

    def _copy_quotation(self) -> None:
        if (span := self._targets.passage) is not None:
            self.panes.screen.app.copy_to_clipboard(self.session.quotation(span))
            self.status.say("copied as a Markdown quotation")

    @background("box", exclusive=True)
    async def export(self) -> None:
        """Ask for a path, and export the article in the form that its suffix tells, Markdown if none."""
        from reader.tui.dialogs.prompt import PromptDialog

        async def attempt(answer: str, force: bool) -> str | None:
            path = Path(answer).expanduser()
            written = await self.view.changes.make(lambda: self.session.export_to(path, force=force), said="")
            if written is None:
                return self.status.message
            self.status.say(f"exported to {clean_line(str(written.path))}")
            return None

        suggested = Path.cwd() / self.session.export_name()
        await self.panes.screen.app.push_screen_wait(
            PromptDialog("Export to a file: .md, .html, .csv, .json or .jsonld", str(suggested), attempt, "export")
        )
