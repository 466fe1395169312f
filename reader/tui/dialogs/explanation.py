"""The dialog that explains the speaker of a quote: one sentence, who came second, and on request the scores."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from reader.analysis import Contender, Quote
from reader.analysis.quotes.explain import contender_title, explain, list_reasons
from reader.document.article import Article
from reader.text.sanitize import clean_line
from reader.text.width import cut
from reader.tui.dialogs.review import PanelDialog, TextPanel
from reader.tui.widgets.rows import in_quotation_marks

NAME_LIMIT = 60
"""The maximum width of the name in the border of the box in cells."""


class ExplanationDialog(PanelDialog):
    """Why a quote has its speaker."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "unfold", "show or hide the scores")]

    def __init__(self, quote: Quote, article: Article) -> None:
        told = explain(quote, article.text)
        title = Content.assemble(
            clean_line(told.sentence),
            (f" ({told.figure})" if told.figure else "", "$text-warning" if quote.uncertain else "dim"),
        )
        said = in_quotation_marks(quote.span.of(article.text))
        panels = [
            contender_panel(contender, article, next_best=index > 0) for index, contender in enumerate(quote.contenders)
        ]
        scores = "Enter: scores · " if panels else ""
        lines = "\n".join(filter(None, (clean_line(told.second), clean_line(said))))
        super().__init__(title, Content(lines), panels, f"{scores}j k: scroll · Esc: close")
        self._speaker = cut(clean_line(quote.speaker.name), NAME_LIMIT) if quote.speaker else ""

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#review-box").border_title = Content(
            f"Why {self._speaker}?" if self._speaker else "Why no speaker?"
        )
        self.query_one("#review-panels").display = False

    def action_unfold(self) -> None:
        """Show the scores, or hide them again."""
        panels = self.query_one("#review-panels")
        panels.display = not panels.display


def contender_panel(contender: Contender, article: Article, *, next_best: bool) -> TextPanel:
    """Return a panel with the evidence for a contender, the heaviest first."""
    title = f"{'Second: ' if next_best else ''}{clean_line(contender_title(contender, article.text))}"
    return TextPanel(title, Content("\n".join(map(str, list_reasons(contender)))))
