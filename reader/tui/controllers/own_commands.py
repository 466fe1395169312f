"""Run the programs of the config file's `[commands]` on the passage, one at a time, while reading goes on."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.config import user_config
from reader.config.own_commands import OwnCommand
from reader.errors import ReaderError, result_or_error
from reader.session.session import Session
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.tui.command_router import Handlers
from reader.tui.controllers import Controller, background

if TYPE_CHECKING:
    from reader.system.program import Program

TASK = "own command"


class OwnCommandController(Controller):
    _program: "Program | None" = None

    def commands(self) -> Handlers:
        own = user_config().own_commands
        return {each.name: (partial(self._start, each), self.targets.has_passage) for each in own}

    def stop(self) -> bool:
        if self._program is None:
            return False
        self._program.stop()
        return True

    def _start(self, command: OwnCommand) -> None:
        if self._program is not None:
            self.status.complain(f"{self._program.name} is still running · Esc: stop")
        elif (span := self.targets.passage) is not None:
            if reason := self.session.exports.restriction_at(span):
                self.status.complain(f"not given to {command.name}: the passage is {reason}")
                return
            from reader.system.program import Program

            self._program = Program(command.name, command.words)
            self._run(self._program, span)

    @background("own-command")
    async def _run(self, program: "Program", span: Span) -> None:
        from reader.tui.dialogs.words import AnswerDialog

        session, words = self.session, span.of(self.session.article.text)
        ask = partial(program.ask, words, describe_passage(session, span))
        self.status.work(TASK, f"{program.name} …")
        self.status.say(f"{program.name} is running · Esc: stop")  # where there is no room for work in progress
        try:
            answer = await asyncio.to_thread(result_or_error, ask)
        finally:
            program.stop()
            self._program = None
            self.status.work(TASK)
        if isinstance(answer, ReaderError):
            self.status.complain(str(answer))
        elif await self.panes.screen.app.push_screen_wait(AnswerDialog(program.name, words, answer)):
            unchanged = self.session.article.text == session.article.text
            await self._note(span if unchanged else None, answer.text)

    async def _note(self, span: Span | None, text: str) -> None:
        """Open the note box with the answer below what a kept draft has; on the whole article if its text changed."""
        draft = self.view.drafts.matching(self.session.article_notes.draft_on(span))
        draft = replace(draft, text="\n\n".join(filter(None, [draft.text, text])))
        if (trouble := await self.view.drafts.keep(draft)) is not None:
            self.status.complain(f"the draft cannot be kept: {trouble}")
        self.view.write(draft)


def describe_passage(session: Session, span: Span) -> dict[str, str]:
    """Return the environment variables that tell a program where the words are from."""
    from reader.export.export_data import speaker_of  # not before the first paint

    analysis, article = session.analysis_state.known_analysis(), session.article
    speaker = (speaker_of(analysis, span) if analysis else None) or ""
    told = {"READER_TITLE": article.title, "READER_SOURCE": article.source, "READER_SPEAKER": speaker}
    return {name: clean_line(value) for name, value in told.items()}
