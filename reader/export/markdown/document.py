"""An article's notes in Markdown, followed by its quotes and names; `excerpt` has the grammar of a note."""

import re
import shlex
from collections.abc import Iterable, Iterator

from reader.analysis import KIND_TITLES, Entity
from reader.analysis.speaker_shares import shares_in
from reader.annotations.notes import Note, are_by_several, text_order
from reader.document.article import Article, Block
from reader.export.export_data import ExportData, nameless
from reader.export.links import BackLinks
from reader.export.markdown import escape_markdown
from reader.export.markdown.excerpt import SECTION_LEVEL, Excerpts, quote_ids, quoted_words
from reader.export.markdown.front_matter import collect_tags, json_text
from reader.export.markdown.note_body import break_templates
from reader.text.format import counted
from reader.text.sanitize import clean_line

DEEPEST_SECTION = 5  # leaves a level for a note's headings below the article's


def article_region(exported: ExportData) -> str:
    """Return the text between the `reader:` comments."""
    notes = sorted(exported.notes, key=text_order)
    excerpts = Excerpts(exported, authored=are_by_several(notes))
    orphans = [block for note in notes if note.anchor and not note.span for block in excerpts.note(note)]
    return join_blocks(
        notices(exported),
        (block for note in notes if note.anchor is None for block in excerpts.note(note)),
        notes_by_heading(notes, excerpts),
        quote_section(exported, excerpts.links),
        name_section(exported),
        ["## No longer found in the article", *orphans] if orphans else [],
    )


def notices(exported: ExportData) -> Iterator[str]:
    source = exported.article.source
    if source.startswith("/"):
        command = f"reader {shlex.quote(clean_line(source))} --at NOTE_ID"
        yield html_comment(f"{command} goes to a passage; its NOTE_ID is what follows ^rd-")
    yield from tag_notices(exported.notes)


def notes_by_heading(notes: Iterable[Note], excerpts: Excerpts) -> Iterator[str]:
    """Yield the notes with a place in text order under the article's headings."""
    article = excerpts.exported.article
    deeper = SECTION_LEVEL - min((heading.level for heading in article.headings), default=SECTION_LEVEL)
    placed = [(note.span, note) for note in notes if note.anchor and note.span]
    over: list[Block] = []
    for span, note in sorted(placed, key=lambda pair: pair[0]):
        path, level = headings_over(article, span.start), SECTION_LEVEL
        for heading in path:
            level = min(DEEPEST_SECTION, heading.level + deeper)
            if heading not in over:
                yield f"{'#' * level} {escape_markdown(heading.span.of(article.text))}"
        over = path
        yield from excerpts.note(note, level)


def headings_over(article: Article, offset: int) -> list[Block]:
    """Return the article's headings above `offset`, topmost first."""
    under = article.heading_at(offset)
    if under is None:
        return []
    path = [under]
    for heading in reversed(article.headings[: article.headings.index(under)]):
        if heading.level < path[-1].level:
            path.append(heading)
    return path[::-1]


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


def quote_section(exported: ExportData, links: BackLinks) -> Iterator[str]:
    """Yield the blocks of *Quotes*: speakers in order of appearance, with words and share, their quotes with places."""
    by_speaker: dict[str, list[str]] = {}
    article, quotes = exported.article, exported.findings.quotes
    for quote, block_id in zip(quotes, quote_ids(article, quotes), strict=True):
        words = quoted_words(article, quote)
        doubt = "uncertain · " if quote.uncertain else ""
        item = f"- {escape_markdown(words)} · {doubt}{links.place(quote.span).markdown} ^rq-{block_id}"
        by_speaker.setdefault(quote.speaker.name if quote.speaker else "", []).append(item)
    figures = {share.name: share.figures for share in shares_in(exported.article, exported.findings)}
    if by_speaker:
        yield "## Quotes"
    for speaker in sorted(by_speaker, key=lambda name: not name):
        title = escape_markdown(speaker) if speaker else nameless(q for q in quotes if not q.speaker)
        yield from (f"### {title}", figures[speaker], "\n".join(by_speaker[speaker]))


def name_section(exported: ExportData) -> Iterator[str]:
    """Yield the blocks of *Names*: by kind, each with its mentions and aliases."""
    entities = exported.findings.entities
    if entities:
        yield "## Names"
    for kind, title in {**KIND_TITLES, "other": "Other"}.items():
        if items := [name_item(exported.article, entity) for entity in entities if entity.kind == kind]:
            yield from (f"### {title}", "\n".join(items))


def name_item(article: Article, entity: Entity) -> str:
    numbers = dict.fromkeys(article.paragraph_number(span.start) for span in entity.mentions)
    where = f" (¶ {', '.join(map(str, numbers))})" if numbers else ""
    also = f", also {', '.join(f'“{escape_markdown(alias)}”' for alias in entity.aliases)}" if entity.aliases else ""
    return f"- **{escape_markdown(entity.name)}** · {counted(entity.mentions, 'mention')}{where}{also}"
