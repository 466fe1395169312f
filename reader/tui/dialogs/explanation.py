"""The dialog that explains the speaker of a quote: the evidence for each candidate, side by side."""

from textual.content import Content

from reader.analysis import Contender, Quote
from reader.analysis.quotes.explain import list_reasons, verdict
from reader.document.article import Article
from reader.text.width import cut
from reader.tui.dialogs.review import PanelDialog, TextPanel
from reader.tui.widgets.rows import collapse_whitespace

QUOTE_LIMIT = 300
"""The maximum width of the quote in cells."""


def explanation_dialog(quote: Quote, article: Article) -> PanelDialog:
    """Return a dialog with the evidence for the speaker of `quote` and for the runner-up."""
    cue = f" — reported by “{collapse_whitespace(quote.cue.of(article.text))}”" if quote.cue else ""
    title = f"Why {collapse_whitespace(quote.speaker.name)}?" if quote.speaker else "Why no speaker?"
    said = cut(collapse_whitespace(quote.span.of(article.text)), QUOTE_LIMIT)
    panels = [
        contender_panel(contender, article, next_best=index > 0) for index, contender in enumerate(quote.contenders)
    ]
    if not panels:
        reason = "You set this speaker." if quote.confidence else "No candidate nearby could have said this."
        panels = [TextPanel("", Content(reason))]
    return PanelDialog(f"{title}  {verdict(quote)}{cue}", said, panels, "j k: scroll · Esc: close")


def contender_panel(contender: Contender, article: Article, *, next_best: bool) -> TextPanel:
    """Return a panel with the evidence for a contender, the heaviest first."""
    words = collapse_whitespace(contender.span.of(article.text))
    written = f" (“{words}”)" if words != collapse_whitespace(contender.name) else ""
    title = f"{'Runner-up: ' if next_best else ''}{collapse_whitespace(contender.name)}{written}"
    lines = [f"Total score {contender.score:.1f}", *map(str, list_reasons(contender))]
    return TextPanel(title, Content("\n".join(lines)))
