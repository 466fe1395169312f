"""Copy passages to the clipboard, and export notes, quotes and names to a file."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import user_config
from reader.export import ExportChoices
from reader.text.format import counted
from reader.text.span import Span
from reader.tui.command_router import Handlers, always, say_how_to_quit
from reader.tui.controllers import Controller, background

if TYPE_CHECKING:
    from reader.export.file import WrittenFile
    from reader.session.exports import LastExport


class OutputController(Controller):
    _insisted_on: Span | None = None
    """The passage that was last not copied, since it must not leave."""

    def commands(self) -> Handlers:
        has_passage = self.targets.has_passage
        return {
            "copy": (lambda: self._copy(self.targets.passage), has_passage),
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

    def _is_kept_in(self, span: Span) -> bool:
        """Say why words must not leave, and return True; asked again for the same words, return False."""
        reason = self.session.exports.restriction_at(span)
        if not reason or span == self._insisted_on:
            self._insisted_on = None
            return False
        self._insisted_on = span
        self.status.complain(f"not copied: {reason}; again copies it all the same")
        return True

    def _copy(self, span: Span | None) -> None:
        if span is None or self._is_kept_in(span):
            return
        words = span.of(self.session.article.text)
        self.panes.screen.app.copy_to_clipboard(words)
        self.status.say(f"copied {counted(words.split(), 'word')}")

    @background("copy", exclusive=True)
    async def _copy_quotation(self) -> None:
        """Copy a passage; the key of a citation depends on the library, which may be on a slow disk."""
        if (span := self.targets.passage) is None or self._is_kept_in(span):
            return
        quote = partial(self.session.exports.quotation, span, cited=user_config().citations)
        if (words := await self.view.ask(quote)) is not None:
            self.panes.screen.app.copy_to_clipboard(words)
            self.status.say("copied as a Markdown quotation")

    @background("box", exclusive=True)
    async def export(self) -> None:
        """Ask for form, contents and file, and export the article; at first offer what was exported last."""
        from reader.tui.dialogs.export import ExportDialog

        async def write(wanted: "LastExport", force: bool) -> "WrittenFile | str":
            choices = ExportChoices(wanted.notes_only, wanted.relative, citations=user_config().citations)
            written = await self.view.changes.make(
                lambda: self.session.exports.write(Path(wanted.path), wanted.format, choices, force=force), said=""
            )
            return self.status.message if written is None else written

        remembered = self.session.article_id, self.session.paths.state
        box = ExportDialog(self.session.exports.file_name(), remembered, write, self.status)
        await self.panes.screen.app.push_screen_wait(box)
