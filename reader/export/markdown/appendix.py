"""The last sections of an export: who said what, and who is in the article."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from reader.analysis import Entity, EntityKind
from reader.document.article import Article, base32_id
from reader.export import Exported
from reader.export.links import BackLinks
from reader.export.markdown.escape import escaped, passage
from reader.text.format import counted

SECTIONS: dict[EntityKind, str] = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "other": "Other",
}


def quotes(exported: Exported, links: BackLinks) -> Iterator[str]:
    """*Quotes*, block by block: by speaker in the order in which they first speak, each quote with its place and id.

    The id is made of the words and of how often they were quoted before, so it stays when other quotes come or go.
    """
    by_speaker: dict[str | None, list[str]] = {}
    seen: Counter[str] = Counter()
    for quote in exported.analysis.quotes:
        words = " ".join(passage(exported.article, quote.span).split())
        seen[words] += 1
        block_id = base32_id(hashlib.sha256(f"{words}\n{seen[words]}".encode()).digest())
        item = f"- {escaped(words)} · {links.place(quote.span).markdown} ^rq-{block_id}"
        by_speaker.setdefault(quote.speaker.name if quote.speaker else None, []).append(item)
    unattributed = by_speaker.pop(None, [])
    if by_speaker or unattributed:
        yield "## Quotes"
    for speaker, items in by_speaker.items():
        yield from (f"### {escaped(speaker or '')}", "\n".join(items))
    if unattributed:
        yield from ("### Unattributed", "\n".join(unattributed))


def names(exported: Exported) -> Iterator[str]:
    """*Names*, block by block: by kind, each with its mentions and aliases."""
    entities = exported.analysis.entities
    if entities:
        yield "## Names"
    for kind, title in SECTIONS.items():
        if items := [_name(exported.article, entity) for entity in entities if entity.kind == kind]:
            yield from (f"### {title}", "\n".join(items))


def _name(article: Article, entity: Entity) -> str:
    numbers = dict.fromkeys(article.paragraph_number(span.start) for span in entity.mentions)
    where = f" (¶ {', '.join(map(str, numbers))})" if numbers else ""
    also = f", also {', '.join(f'“{escaped(alias)}”' for alias in entity.aliases)}" if entity.aliases else ""
    return f"- **{escaped(entity.name)}** · {counted(entity.mentions, 'mention')}{where}{also}"
