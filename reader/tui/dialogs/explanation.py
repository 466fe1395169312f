"""The box that tells why a quote has its speaker: what was weighed for whom, and who came next."""

from textual.content import Content

from reader.analysis import Contender, Quote
from reader.analysis.quotes.explain import list_reasons, verdict
from reader.document.article import Article
from reader.text.width import cut
from reader.tui.dialogs.review import Panel, PanelBox
from reader.tui.widgets.rows import one_line

SHOWN = 300
"""Cells of the quote that are shown: it is in the article beside the box."""


def why_box(quote: Quote, article: Article) -> PanelBox:
    """What was weighed for the speaker of `quote`, beside what was weighed for the runner-up."""
    cue = f"; cue “{one_line(quote.cue.of(article.text))}”" if quote.cue else ""
    title = f"Why {one_line(quote.speaker.name)}?" if quote.speaker else "Why nobody?"
    said = cut(one_line(quote.span.of(article.text)), SHOWN)
    panels = [panel(contender, article, next_best=index > 0) for index, contender in enumerate(quote.contenders)]
    if not panels:
        told = "You told it who said this." if quote.confidence else "Nobody is named near it who could have said it."
        panels = [Panel("", Content(told))]
    return PanelBox(f"{title}  {verdict(quote)}{cue}", said, panels, "j k scroll · Esc closes")


def panel(contender: Contender, article: Article, *, next_best: bool) -> Panel:
    """A contender's points, the heaviest first."""
    words = one_line(contender.span.of(article.text))
    written = f" (“{words}”)" if words != one_line(contender.name) else ""
    title = f"{'Next: ' if next_best else ''}{one_line(contender.name)}{written}"
    lines = [f"{contender.score:+5.1f}  in all", *map(str, list_reasons(contender))]
    return Panel(title, Content("\n".join(lines)))
