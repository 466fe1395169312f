"""The last sections of a Markdown export: quotes and names."""

from collections.abc import Iterator

from reader.analysis import Entity, EntityKind
from reader.analysis.speaker_shares import shares_in
from reader.document.article import Article
from reader.export.export_data import ExportData
from reader.export.links import BackLinks
from reader.export.markdown.escape import escape_markdown
from reader.export.markdown.excerpt import quote_ids, quoted_words
from reader.text.format import counted

SECTIONS: dict[EntityKind, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "other": "Other",
}


def quote_section(exported: ExportData, links: BackLinks) -> Iterator[str]:
    """Yield the blocks of *Quotes*: speakers in order of appearance, with words and share, their quotes with places."""
    by_speaker: dict[str | None, list[str]] = {}
    article, quotes = exported.article, exported.findings.quotes
    for quote, block_id in zip(quotes, quote_ids(article, quotes), strict=True):
        words = quoted_words(article, quote)
        doubt = "uncertain · " if quote.uncertain else ""
        item = f"- {escape_markdown(words)} · {doubt}{links.place(quote.span).markdown} ^rq-{block_id}"
        by_speaker.setdefault(quote.speaker.name if quote.speaker else None, []).append(item)
    figures = {share.name: share.figures for share in shares_in(exported.article, exported.findings)}
    unattributed = by_speaker.pop(None, [])
    if by_speaker or unattributed:
        yield "## Quotes"
    for speaker, items in by_speaker.items():
        yield from (f"### {escape_markdown(speaker or '')}", figures[speaker or ""], "\n".join(items))
    if unattributed:
        yield from ("### Unattributed", figures[""], "\n".join(unattributed))


def name_section(exported: ExportData) -> Iterator[str]:
    """Yield the blocks of *Names*: by kind, each with its mentions and aliases."""
    entities = exported.findings.entities
    if entities:
        yield "## Names"
    for kind, title in SECTIONS.items():
        if items := [_name_item(exported.article, entity) for entity in entities if entity.kind == kind]:
            yield from (f"### {title}", "\n".join(items))


def _name_item(article: Article, entity: Entity) -> str:
    numbers = dict.fromkeys(article.paragraph_number(span.start) for span in entity.mentions)
    where = f" (¶ {', '.join(map(str, numbers))})" if numbers else ""
    also = f", also {', '.join(f'“{escape_markdown(alias)}”' for alias in entity.aliases)}" if entity.aliases else ""
    return f"- **{escape_markdown(entity.name)}** · {counted(entity.mentions, 'mention')}{where}{also}"
