"""Correcting the analysis on the screen: which name or quote is meant, and what is seen of it afterwards."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.tui.controllers.quoting import Quoting

if TYPE_CHECKING:
    from reader.analysis import Entity
    from reader.annotations.corrections import Change


class Correcting(Quoting):
    """What the reader tells the analysis."""

    def entity_meant(self) -> "Entity | None":
        """The name of the chosen row where the side pane has the keys, else the one under the caret."""
        from reader.analysis.queries import entity_at
        from reader.tui.widgets.rows import NameRow, QuoteRow

        row = self.side.list.row if self.in_side else None
        if isinstance(row, NameRow):
            return row.entity
        analysis, at = self.session.known_analysis(), self.article.caret.offset
        if analysis is None or isinstance(row, QuoteRow):
            return None
        return entity_at(analysis, at)

    async def action_correct(self) -> None:
        """Ask what is wrong with a name or a speaker; keys that are typed ahead are the box's."""
        from reader.tui.dialogs.correction import EntityDialog, SpeakerDialog

        analysis, article = self.session.known_analysis(), self.session.article
        if analysis is None:
            self.status.say("names and quotes are not found yet")
        elif (entity := self.entity_meant()) is not None:
            await self.app.push_screen(EntityDialog(entity, analysis, self.tell))
        elif (quote := self.quote_meant()) is not None:
            await self.app.push_screen(SpeakerDialog(quote, analysis, article, self.tell))
        else:
            self.status.say("no name and no quote here: nothing to correct")

    async def tell(self, changes: "Sequence[Change]") -> str | None:
        """Tell the analysis something and show what has come of it; what went wrong, or None."""
        from reader.annotations.corrections import in_words

        made = await self.saved(lambda: self.session.correct(*changes), said="")
        if made is None:
            return self.status.message
        self.show_analysis()
        taken_back = with_keys("{undo} takes it back" if len(made) == 1 else "{undo} takes them back, one by one")
        self.status.say(f"{'; '.join(in_words(correction.change) for correction in made)}; {taken_back}")
        return None
