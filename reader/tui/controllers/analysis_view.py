"""The layers and rows in which an analysis is shown.

They are made without widgets, so that those of a book can be made in a thread while keys are answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.analysis import KIND_TITLES, Analysis, language_notice
from reader.analysis.queries import quoted_share
from reader.document.article import Article
from reader.text.span import Span
from reader.tui.widgets.rows import HeadingRow, ListRow, name_rows, quote_rows
from reader.tui.widgets.side_pane import RowIndex
from reader.tui.widgets.text_layers import TextLayer


@dataclass(frozen=True, slots=True)
class TabRows:
    """The rows of one tab."""

    rows: Sequence[ListRow]
    places: RowIndex


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """An analysis as layers and rows."""

    layers: Mapping[str, TextLayer]
    names: TabRows
    quotes: TabRows
    notice: str
    """The reason why there are no names, if there is one."""
    quoted: float
    """The share of the words that are in quotations."""


def analysis_view(article: Article, analysis: Analysis, indirect: bool, advice: str) -> AnalysisView:
    """Return the layers and rows of an analysis, with or without `indirect` speech, and with `advice` below."""
    reported = analysis.indirect if indirect else ()
    layers: dict[str, list[Span]] = {kind: [] for kind in KIND_TITLES}
    for entity in analysis.entities:
        layers[entity.kind] += entity.mentions
    layers["quote"] = [quote.span for quote in analysis.quotes]
    layers["indirect"] = [quote.span for quote in reported]
    notice = language_notice(analysis)
    more: list[ListRow] = [HeadingRow("", "dim"), HeadingRow(advice, "dim")] if advice and not notice else []
    names, quotes = name_rows(analysis), quote_rows(article, analysis.quotes, reported)
    if notice and quotes:
        quotes = [HeadingRow(notice, "dim"), *quotes]
    made = {kind: TextLayer(spans) for kind, spans in layers.items()}
    return AnalysisView(made, tab_rows(names, more), tab_rows(quotes, more), notice, quoted_share(article, analysis))


def tab_rows(rows: Sequence[ListRow], more: Sequence[ListRow]) -> TabRows:
    """Return `rows` with `more` below them, if there are any rows."""
    rows = [*rows, *more] if rows else rows
    return TabRows(rows, RowIndex(rows))
