"""The layers and entries in which an analysis is shown.

They are made without widgets, so that those of a book can be made in a thread while keys are answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reader.analysis import KIND_TITLES, Analysis, language_notice
from reader.analysis.packed import SpeakerPlaces
from reader.analysis.queries import quoted_share
from reader.document.article import Article
from reader.text.span import Span
from reader.tui.widgets.rows import HeadingRow
from reader.tui.widgets.tab_rows import Listing, listing, name_rows, quote_rows
from reader.tui.widgets.text_layers import TextLayer


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """An analysis as layers and entries."""

    layers: Mapping[str, TextLayer]
    names: Listing
    quotes: Listing
    speakers: SpeakerPlaces
    notice: str
    """The reason why there are no names, if there is one."""
    quoted: float
    """The share of the words that are in quotations."""


def analysis_view(article: Article, analysis: Analysis, indirect: bool, advice: str) -> AnalysisView:
    """Return the layers and entries of an analysis, with or without `indirect` speech, and with `advice` below."""
    reported = analysis.indirect if indirect else ()
    layers: dict[str, list[Span]] = {kind: [] for kind in KIND_TITLES}
    for entity in analysis.entities:
        layers[entity.kind] += entity.mentions
    layers["quote"] = [quote.span for quote in analysis.quotes]
    layers["indirect"] = [quote.span for quote in reported]
    notice = language_notice(analysis)
    above = [HeadingRow(notice, "dim")] if notice else []
    below = [HeadingRow(advice, "dim", gap=1)] if advice and not notice else []
    names = listing("names", name_rows(analysis), below=below)
    quotes = listing("quotes", quote_rows(article, analysis, with_indirect=indirect), above, below)
    made = {kind: TextLayer(spans) for kind, spans in layers.items()}
    return AnalysisView(made, names, quotes, SpeakerPlaces(analysis.quotes), notice, quoted_share(article, analysis))
