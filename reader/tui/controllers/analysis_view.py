"""An analysis as it is shown: layers of the text and rows of the side pane.

Made apart from the widgets, so that a book's can be made in a thread while keys are answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.analysis import KIND_TITLES, Analysis, language_notice
from reader.document.article import Article
from reader.text.span import Span
from reader.tui.widgets.article_painter import TextLayer
from reader.tui.widgets.rows import HeadingRow, ListRow, name_rows, quote_rows
from reader.tui.widgets.side_pane import RowIndex


@dataclass(frozen=True, slots=True)
class TabRows:
    """What one tab lists."""

    rows: Sequence[ListRow]
    places: RowIndex


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """An analysis, ready to be shown."""

    layers: Mapping[str, TextLayer]
    names: TabRows
    quotes: TabRows
    notice: str
    """Why there are no names, where there is a reason."""


def analysis_view(article: Article, analysis: Analysis, indirect: bool, advice: str) -> AnalysisView:
    """`analysis` as it is shown, with `indirect` speech or without, and `advice` how to find more below."""
    told = analysis.indirect if indirect else ()
    layers: dict[str, list[Span]] = {kind: [] for kind in KIND_TITLES}
    for entity in analysis.entities:
        layers[entity.kind] += entity.mentions
    layers["quote"] = [quote.span for quote in analysis.quotes]
    layers["indirect"] = [quote.span for quote in told]
    notice = language_notice(analysis)
    more: list[ListRow] = [HeadingRow("", "dim"), HeadingRow(advice, "dim")] if advice and not notice else []
    names, quotes = name_rows(analysis), quote_rows(article, analysis.quotes, told)
    if notice and quotes:
        quotes = [HeadingRow(notice, "dim"), *quotes]
    made = {kind: TextLayer(spans) for kind, spans in layers.items()}
    return AnalysisView(made, tab_rows(names, more), tab_rows(quotes, more), notice)


def tab_rows(rows: Sequence[ListRow], more: Sequence[ListRow]) -> TabRows:
    """`rows` with `more` below them, if there are any."""
    rows = [*rows, *more] if rows else rows
    return TabRows(rows, RowIndex(rows))
