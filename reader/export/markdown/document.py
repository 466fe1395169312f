"""An article's notes in Markdown, followed by its quotes and names; `excerpt` has the grammar of a note."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reader.analysis import Entity, EntityKind
from reader.analysis.speaker_shares import shares_in
from reader.annotations.notes import Note, are_by_several
from reader.document.article import Article, Block
from reader.export.export_data import ExportData
from reader.export.links import BackLinks
from reader.export.markdown import escape_markdown
from reader.export.markdown.excerpt import SECTION_LEVEL, Excerpts, quote_ids, quoted_words
from reader.export.markdown.front_matter import Fields, article_fields, collect_tags, json_text
from reader.export.markdown.note_body import break_templates
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line

DEEPEST_SECTION = 5
"""Leaves a level for a note's headings below the article's."""


@dataclass(frozen=True)
class MarkdownDocument:
    """One export being rendered as Markdown."""

    exported: ExportData

    @cached_property
    def excerpts(self) -> Excerpts:
        return Excerpts(self.exported, authored=are_by_several(self.exported.notes))

    @property
    def fields(self) -> Fields:
        """The front matter."""
        return article_fields(self.exported)

    @property
    def title(self) -> str:
        """The first line after the front matter; the user may change it in the file."""
        return f"# {escape_markdown(self.exported.article.title) or UNTITLED}"

    def region(self) -> str:
        """Return the text between the `reader:` comments."""
        return join_blocks(
            self._notices(),
            self._notes(),
            quote_section(self.exported, self.excerpts.links),
            name_section(self.exported),
            self._orphans(),
        )

    def _notices(self) -> Iterator[str]:
        source = self.exported.article.source
        if source.startswith("/"):
            command = f"reader {shlex.quote(clean_line(source))} --at NOTE_ID"
            yield html_comment(f"{command} goes to a passage; its NOTE_ID is what follows ^rd-")
        yield from tag_notices(self.exported.notes)

    def _notes(self) -> Iterator[str]:
        """Yield the notes on the whole article, then the others in text order under the article's headings."""
        for note in sorted((n for n in self.exported.notes if n.anchor is None), key=lambda n: (n.created, n.id)):
            yield from self.excerpts.note(note)
        placed = [(n.span, n) for n in self.exported.notes if n.anchor and n.span]
        over: list[Block] = []
        for span, note in sorted(placed, key=lambda pair: (pair[0], pair[1].created, pair[1].id)):
            path = self._headings_over(span.start)
            yield from (self._heading(heading) for heading in path if heading not in over)
            over = path
            yield from self.excerpts.note(note, self._level(path[-1]) if path else SECTION_LEVEL)

    def _orphans(self) -> Iterator[str]:
        orphans = [(n.anchor, n) for n in self.exported.notes if n.anchor and not n.span]
        if orphans:
            yield "## No longer found in the article"
        for _, note in sorted(orphans, key=lambda pair: (pair[0].start, pair[1].created, pair[1].id)):
            yield from self.excerpts.note(note)

    # ------------------------------------------------------------------ headings

    def _headings_over(self, offset: int) -> list[Block]:
        """Return the article's headings above `offset`, topmost first."""
        article = self.exported.article
        under = article.heading_at(offset)
        if under is None:
            return []
        path = [under]
        for heading in reversed(article.headings[: article.headings.index(under)]):
            if heading.level < path[-1].level:
                path.append(heading)
        return path[::-1]

    def _heading(self, heading: Block) -> str:
        return f"{'#' * self._level(heading)} {escape_markdown(heading.span.of(self.exported.article.text))}"

    @cached_property
    def _top_level(self) -> int:
        return min((heading.level for heading in self.exported.article.headings), default=SECTION_LEVEL)

    def _level(self, heading: Block) -> int:
        return min(DEEPEST_SECTION, heading.level - self._top_level + SECTION_LEVEL)


def join_blocks(*parts: Iterable[str]) -> str:
    """Return blocks as the text of a region: each followed by a blank line."""
    return "\n" + "".join(f"{block}\n\n" for part in parts for block in part)


def tag_notices(notes: Iterable[Note]) -> Iterator[str]:
    """Yield a remark on each tag that is written in several ways in the notes."""
    for tag, written in collect_tags(notes).items():
        if len(written) > 1:
            listed = ", ".join(map(json_text, written))
            yield html_comment(f"one tag here, #{tag}, is written in several ways in the notes: {listed}")


def html_comment(words: str) -> str:
    """Return an HTML comment on one line, which `words` cannot end."""
    return f"<!-- {re.sub('-(?=-*!?>)', '- ', break_templates(clean_line(words)))} -->"


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
