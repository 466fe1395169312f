"""The sections after the article: quotes by speaker, and names by kind."""

from collections.abc import Callable, Iterator, Mapping
from html import escape

from reader.analysis import KIND_TITLES, Quote
from reader.analysis.speaker_shares import SpeakerShare, shares_in
from reader.export.export_data import ExportData
from reader.export.html.microdata import WORK, quotation_scope, speaker_item, speaker_type, work_item
from reader.export.html.note import escape_text
from reader.export.markdown.escape import passage_text
from reader.text.sanitize import clean_line
from reader.text.span import Span


def quotes_by_speaker(exported: ExportData, speakers: Mapping[str, int], way: Callable[[Span], str]) -> Iterator[str]:
    """Render the quotes by speaker in order of appearance; `way` returns a link to a passage."""
    by_speaker: dict[str, list[Quote]] = {}
    for quote in exported.findings.quotes:
        by_speaker.setdefault(quote.speaker.name if quote.speaker else "", []).append(quote)
    if not by_speaker:
        return
    shares = {share.name: share for share in shares_in(exported.article, exported.findings)}
    yield f'<section class="index said"><h2>Who said what</h2>{work_item(exported.article, WORK)}'
    for who in sorted(by_speaker, key=lambda name: not name):
        number = f' data-speaker="{speakers[who]}"' if who else ""
        voice = f"voice-{speakers[who]}" if who else ""
        title = speaker_item("h3", who, speaker_type(exported.analysis, who), voice) if who else "<h3>Unattributed</h3>"
        quotation = quotation_scope(WORK, *filter(None, [voice]))
        yield f'<div class="voice"{number}>{title}'
        yield f'<p class="share">{share_bar(shares[who])} {shares[who].figures}</p><ul>'
        for quote in by_speaker[who]:
            doubt = ' <span class="doubt">uncertain</span>' if quote.uncertain else ""
            words = escape_text(" ".join(passage_text(exported.article, quote.span).split()))
            where = f'<span class="where">{way(quote.span)}</span>{doubt}'
            yield f'<li dir="auto"{quotation}><span itemprop="text">{words}</span> {where}</li>'
        yield "</ul></div>"
    yield "</section>"


def share_bar(share: SpeakerShare) -> str:
    """Render the share of a speaker as a bar."""
    width = round(100 * share.share, 1)
    return (
        f'<svg class="bar" role="img" aria-label="{share.percent} of the quoted words" viewBox="0 0 100 6"'
        f' preserveAspectRatio="none"><rect class="all" width="100" height="6"/>'
        f'<rect class="part" width="{width:g}" height="6"/></svg>'
    )


def names_by_kind(exported: ExportData) -> Iterator[str]:
    """Render the names with their number of mentions and other spellings."""
    entities = exported.findings.entities
    if not entities:
        return
    yield '<section class="index who-is-who"><h2>Names</h2>'
    for kind, title in KIND_TITLES.items():
        if found := [entity for entity in entities if entity.kind == kind]:
            yield f'<div class="kind"><h3>{title}</h3><ul>'
            for entity in found:
                also = escape(clean_line(", ".join(entity.aliases)))
                aliases = f' <span class="also">{also}</span>' if also else ""
                count = f' <span class="count">{len(entity.mentions)}</span>'
                yield f'<li><span class="name {kind}">{escape(clean_line(entity.name))}</span>{count}{aliases}</li>'
            yield "</ul></div>"
    yield "</section>"
