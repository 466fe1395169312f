"""Quotes on the screen: which one is meant, why it has its speaker, and whether indirect speech is shown."""

from typing import TYPE_CHECKING

from reader.tui.screens.desk import Desk

if TYPE_CHECKING:
    from reader.analysis import Quote


class Quoting(Desk):
    """What can be asked of quotes."""

    def quote_meant(self) -> "Quote | None":
        """The quote of the chosen row where the side pane has the keys, else the one under the caret."""
        from reader.tui.widgets.rows import QuoteRow

        row = self.side.list.row if self.in_side else None
        if isinstance(row, QuoteRow):
            return row.quote
        analysis, at = self.session.known_analysis(), self.article.caret.offset
        if analysis is None:
            return None
        return next((quote for quote in (*analysis.quotes, *analysis.indirect) if at in quote.span), None)

    def action_why(self) -> None:
        from reader.tui.dialogs.explanation import explanation_dialog

        quote = self.quote_meant()
        if quote is None:
            self.status.say("no quote is chosen and none is under the caret: nothing to explain")
        else:
            self.app.push_screen(explanation_dialog(quote, self.session.article))

    def action_indirect(self) -> None:
        """Show indirect speech too, in the text and among the quotes, or hide it again."""
        analysis = self.session.known_analysis()
        if analysis is None:
            self.status.say("the quotes are not found yet")
            return
        self.indirect_shown = not self.indirect_shown
        self.show_analysis()
        count = len(analysis.indirect)
        if not self.indirect_shown:
            self.status.say("indirect speech is hidden")
        else:
            self.status.say(f"indirect speech is shown: {count}" if count else "there is no indirect speech here")
