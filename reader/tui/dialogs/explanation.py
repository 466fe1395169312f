"""The box that tells why a quote has its speaker: what was weighed for whom, and who came next."""

from textual.content import Content

from reader.analysis import Contender, Quote
from reader.analysis.quotes.explain import list_reasons, verdict
from reader.document.article import Article
from reader.text.width import cut
from reader.tui.dialogs.review import PanelDialog, TextPanel
from reader.tui.widgets.rows import collapse_whitespace

QUOTE_LIMIT = 300
"""Cells of the quote that are shown: it is in the article beside the box."""


def explanation_dialog(quote: Quote, article: Article) -> PanelDialog:
    """What was weighed for the speaker of `quote`, beside what was weighed for the runner-up."""
    cue = f"; cue “{collapse_whitespace(quote.cue.of(article.text))}”" if quote.cue else ""
    title = f"Why {collapse_whitespace(quote.speaker.name)}?" if quote.speaker else "Why nobody?"
    said = cut(collapse_whitespace(quote.span.of(article.text)), QUOTE_LIMIT)
    panels = [
        contender_panel(contender, article, next_best=index > 0) for index, contender in enumerate(quote.contenders)
    ]
    if not panels:
        told = "You told it who said this." if quote.confidence else "Nobody is named near it who could have said it."
        panels = [TextPanel("", Content(told))]
    return PanelDialog(f"{title}  {verdict(quote)}{cue}", said, panels, "j k scroll · Esc closes")


def contender_panel(contender: Contender, article: Article, *, next_best: bool) -> TextPanel:
    """A contender's points, the heaviest first."""
    words = collapse_whitespace(contender.span.of(article.text))
    written = f" (“{words}”)" if words != collapse_whitespace(contender.name) else ""
    title = f"{'Next: ' if next_best else ''}{collapse_whitespace(contender.name)}{written}"
    lines = [f"{contender.score:+5.1f}  in all", *map(str, list_reasons(contender))]
    return TextPanel(title, Content("\n".join(lines)))
