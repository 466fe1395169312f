"""Explain why a quote has its speaker and where title and date stand, and correct names and speakers."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.text.span import Span
from reader.text.width import cut
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller

if TYPE_CHECKING:
    from reader.analysis import Quote
    from reader.annotations.corrections import Change, Correction

EXTEND = "{select-word-right} takes in another word, {next-sentence} moves by sentences; no quote here to explain"
"""Said where the fingers of vim look for the next word."""

SHOWN, WIDTH = 5, 56  # the quotes that a question shows, and the cells of each: what fits the box of a narrow screen


class CorrectionController(Controller):
    def commands(self) -> Handlers:
        return {
            "why": (self._explain, lambda: self.targets.quote is not None or self._is_at_title),
            "correct": (self._correct, always),
        }

    @property
    def _selected(self) -> Span | None:
        """The selection, unless the side pane has the keys."""
        return None if self.panes.in_side else self.article.selection

    @property
    def _is_at_title(self) -> bool:
        """Whether the cursor is on the title or byline of an article that tells where these stand."""
        article = self.session.article
        if self.panes.in_side or not article.evidence:
            return False
        at = article.block_index(self.article.caret.offset)
        return at == 0 or all(block.role in ("title", "furniture") for block in article.blocks[: at + 1])

    async def _explain(self) -> None:
        from reader.tui.dialogs.review import EvidenceDialog, ExplanationDialog
        from reader.tui.library_client import elsewhere

        app = self.panes.screen.app
        if (quote := self.targets.quote) is not None and (analysis := self.findings) is not None:
            is_low = not self.panes.in_side and self.article.caret_row > self.article.size.height // 2
            article, found = self.session.article, await asyncio.to_thread(elsewhere, self.session, quote)

            def answer(name: str | None) -> None:
                if name:
                    self.panes.screen.run_worker(self.attribute(quote, article.text, name))

            await app.push_screen(ExplanationDialog(quote, article, analysis, found, above=is_low), answer)
        elif self._is_at_title:
            await app.push_screen(EvidenceDialog(self.session.article))
        else:
            self.status.say(with_keys(EXTEND if self._selected else "no quote selected or at the cursor"))

    async def attribute(self, quote: "Quote", text: str, name: str) -> str | None:
        """Give a quote of `text` this speaker as `correct` does."""
        from reader.anchoring import describe
        from reader.annotations.corrections import Attribute
        from reader.annotations.new_correction import speaker_names

        names = speaker_names(self.session.analysis_state.analysis, name)
        return await self.correct(text, [Attribute(describe(text, quote.span), names)])

    async def _correct(self) -> None:
        """Open the dialog for a name or a speaker. It is pushed at once, so that keys typed ahead go to it."""
        from reader.tui.dialogs.correction import AdditionDialog, EntityDialog, SpeakerDialog

        analysis, article, app = self.findings, self.session.article, self.panes.screen.app
        attempt, selected = partial(self.correct, article.text), self._selected
        if analysis is None:
            self.status.say("still finding names and quotes")
        elif selected is not None and not any(selected in entity.mentions for entity in analysis.entities):
            await app.push_screen(AdditionDialog(selected, analysis, article, attempt))
        elif (entity := self.targets.entity) is not None:
            at = self.article.caret.offset
            here = None if self.panes.in_side else next((span for span in entity.mentions if at in span), None)
            await app.push_screen(EntityDialog(entity, analysis, article, attempt, here))
        elif (quote := self.targets.quote) is not None:
            await app.push_screen(SpeakerDialog(quote, analysis, article, attempt))
        else:
            self.status.say(
                with_keys("no name or quote here to correct; select words with {select-characters} to add one")
            )

    async def correct(self, text: str, changes: "Sequence[Change]") -> str | None:
        """Store corrections made on `text` and show the result; return an error message, or None.

        Runs in a worker, since it may ask a question.
        """
        from reader.annotations.corrections import Attribute, describe_change
        from reader.annotations.new_correction import move_change

        def moved() -> "list[Change]":
            return [move_change(each, text, self.session.article.text) for each in changes]

        def follow() -> "list[Quote]":
            return [quote for each in moved() for quote in self.session.analysis_state.what_follows(each)]

        def change() -> "tuple[Correction, ...]":
            spread = (
                replace(each, spreads=True) if spreads and isinstance(each, Attribute) else each for each in moved()
            )
            return self.session.analysis_state.correct(*spread)

        following = await self.view.changes.make(follow, said="")
        if following is None:
            return self.status.message
        spreads = bool(following) and await self._ask(following)
        if (made := await self.view.changes.make(change, said="")) is None:
            return self.status.message
        self.article.clear_selection()
        self.view.analysis_changed()
        hint = with_keys("{undo} to undo" if len(made) == 1 else "{undo} to undo, one by one")
        self.status.say(f"{'; '.join(describe_change(correction.change) for correction in made)} · {hint}")
        return None

    async def _ask(self, following: "list[Quote]") -> bool:
        from reader.tui.dialogs.words import QuestionDialog

        article, first = self.session.article, following[0].speaker
        assert first is not None, "only quotes with a speaker follow"
        words = " ".join(first.span.of(article.text).split()).lower()
        said = (" ".join(quote.span.of(article.text).split()) for quote in following[:SHOWN])
        question = QuestionDialog(
            f"{len(following)} more {'follow' if len(following) > 1 else 'follows'} from this “{words}”",
            "\n".join([f"{first.name}:", *(cut(line, WIDTH) for line in said), *["…"] * (len(following) > SHOWN)]),
            "Enter: apply · Esc: only this",
        )
        return await self.panes.screen.app.push_screen_wait(question) is True
