"""The dialog that explains the speaker of a quote: one sentence, who came second, and on request the scores."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from reader.analysis import Contender, Quote
from reader.analysis.explain import contender_title, explain, list_reasons
from reader.document.article import Article
from reader.text.format import in_quotation_marks
from reader.text.sanitize import clean_line
from reader.tui.dialogs.review import PanelDialog, TextPanel


class ExplanationDialog(PanelDialog):
    """Why a quote has its speaker."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "unfold", "show or hide the scores")]

    def __init__(self, quote: Quote, article: Article) -> None:
        told = explain(quote, article.text)
        said = in_quotation_marks(quote.span.of(article.text))
        panels = [
            contender_panel(contender, article, next_best=index > 0) for index, contender in enumerate(quote.contenders)
        ]
        scores = "Enter: scores · " if panels else ""
        about = Content.assemble(
            (clean_line(told.sentence), "$foreground bold"),
            (f" ({told.figure})" if told.figure else "", "$text-warning" if quote.uncertain else ""),
            *(f"\n{clean_line(line)}" for line in (told.second, said) if line),
        )
        title = f"Why {quote.speaker.name}?" if quote.speaker else "Why no speaker?"
        super().__init__(title, about, panels, f"{scores}j k: scroll · Esc: close")

    def on_mount(self) -> None:
        self.query_one("#review-panels").display = False

    def action_unfold(self) -> None:
        """Show the scores, or hide them again."""
        panels = self.query_one("#review-panels")
        panels.display = not panels.display


def contender_panel(contender: Contender, article: Article, *, next_best: bool) -> TextPanel:
    """Return a panel with the evidence for a contender, the heaviest first."""
    title = f"{'Second: ' if next_best else ''}{clean_line(contender_title(contender, article.text))}"
    return TextPanel(title, Content("\n".join(map(str, list_reasons(contender)))))
