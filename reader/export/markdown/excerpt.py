"""A note or a quote in Markdown: the passage, its id, the note, and a line of tags, speaker, place and date.

The grammar, which `importers.markdown` reads back: a note on a passage is a block quotation, a line `^rd-<note id>`,
the note's Markdown (none for a highlight) and a line of tags, speaker, place, author and date, separated by blank
lines. A note on the whole article has no quotation, and its `^rd-<note id>` ends its last line. Remarks on a passage
come before it.
Pitfall: everything that is not the note's own Markdown must go through `escape`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.analysis import Quote
from reader.anchoring import Anchor
from reader.annotations.notes import Note, Tags, inline_tags
from reader.document.article import Article
from reader.document.digest import id_of
from reader.export.citations import cite
from reader.export.export_data import UNVERIFIED, ExportData, attributions_of, label_speaker
from reader.export.links import BackLinks, CitedPlace, markdown_link, source_address
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.front_matter import obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.text.format import UNTITLED
from reader.text.span import Span

SECTION_LEVEL = 2  # level of sections, and of the article's topmost headings; the title is level 1


@dataclass(frozen=True)
class Excerpts:
    """The notes and quotes of one article, to be rendered one by one."""

    exported: ExportData
    titled: bool = False
    """Name the article beside each place, for a file with several."""
    authored: bool = False
    """Name the author of each note, for notes by several people."""

    @cached_property
    def links(self) -> BackLinks:
        return BackLinks(self.exported.article)

    def note(self, note: Note, level: int = SECTION_LEVEL) -> Iterator[str]:
        """Yield the blocks of a note; its headings are below `level`."""
        yield from self.passage(note)
        text = contain_note(note.text, level)
        block_id = f"^rd-{linkable_id(note.id)}"
        if note.anchor is not None:
            yield block_id
        if text:
            yield text
        tags = " ".join(f"#{tag}" for tag in tags_beside(note.tags, text))
        line = " · ".join([*filter(None, [tags]), *self.provenance(note)])
        yield line if note.anchor is not None else f"{line} {block_id}"

    def passage(self, note: Note) -> Iterator[str]:
        """Yield the blocks of a note's passage: its words, after what they were or where they stood."""
        anchor, span = note.anchor, note.span
        if anchor is None:
            return
        if span is None:
            yield from self._stood(note, anchor)
            yield block_quote(anchor.exact)
            return
        if note.is_changed:
            yield from ("The words were:", block_quote(anchor.exact), "They are now:")
        yield block_quote(passage_text(self.exported.article, span))

    def quote(self, quote: Quote, block_id: str) -> Iterator[str]:
        yield block_quote(passage_text(self.exported.article, quote.span))
        yield f"^rq-{block_id}"
        name = quote.speaker.name if quote.speaker else ""
        absent = "" if quote.sought else quote.without_speaker
        who = label_speaker(f"**{escape_markdown(name)}**", quote.uncertain) if name else absent
        indirect = "" if quote in self.exported.analysis.quotes else "indirect"
        yield " · ".join(filter(None, [who, indirect, *self.places(quote.span)]))

    def provenance(self, note: Note) -> Iterator[str]:
        """Yield the speaker of a note's passage, its place, and the author and date of the note."""
        if note.span and (speakers := attributions_of(self.exported.analysis, note.span)):
            yield ", ".join(label_speaker(f"**{escape_markdown(who)}**", doubt) for who, doubt in speakers.items())
        yield from self.places(note.span)
        if self.authored and note.author.name:
            yield f"by {escape_markdown(note.author.signature)}"
        if note.unverified:
            yield UNVERIFIED
        yield escape_markdown(note.created[:10])

    def places(self, span: Span | None) -> Iterator[str]:
        """Yield a citation, if there is a key, and a link to a passage; without one, to the article if it is named."""
        if self.exported.key:
            yield cite(self.exported.key, self.exported.article, span)
        if span:
            yield place_link(self.exported.article, self.links.place(span), titled=self.titled)
        elif self.titled:
            article = self.exported.article
            yield markdown_link(escape_markdown(article.title) or UNTITLED, source_address(article.source))

    def _stood(self, note: Note, anchor: Anchor) -> Iterator[str]:
        """Yield what is known of the place of words that are no longer found."""
        if guess := note.placement.guess if note.placement else None:
            place = self.links.place(guess).markdown
            yield from (f"Perhaps now, {place}:", block_quote(passage_text(self.exported.article, guess)))
        sides = {"after": escape_markdown(anchor.prefix), "before": escape_markdown(anchor.suffix)}
        if stood := [f"{where} “{words}”" for where, words in sides.items() if words]:
            yield f"The words stood {' and '.join(stood)}:"


def place_link(article: Article, place: CitedPlace, *, titled: bool) -> str:
    if not titled:
        return place.markdown
    words = ", ".join(filter(None, [escape_markdown(article.title), escape_markdown(place.words)]))
    return markdown_link(words, place.address)


def quote_ids(article: Article, quotes: Sequence[Quote], within: str = "") -> Iterator[str]:
    """Yield an id for each quote, made from its words and how often they were quoted before.

    So it does not depend on other quotes; `within` tells those of one article from those of others in the same file.
    """
    seen: Counter[str] = Counter()
    for quote in quotes:
        words = quoted_words(article, quote)
        seen[words] += 1
        yield id_of(f"{within}{words}\n{seen[words]}")


def quoted_words(article: Article, quote: Quote) -> str:
    return " ".join(passage_text(article, quote.span).split())


def linkable_id(note_id: str) -> str:
    """Return a note's id in the characters that Obsidian allows in a block id."""
    return re.sub(r"[^A-Za-z0-9-]", "-", note_id)


def tags_beside(tags: Tags, text: str) -> list[str]:
    """Return the `tags`, as valid Obsidian tags, that are not in the exported `text` of their note."""
    there = {tag.casefold() for tag in inline_tags(text)}
    known = dict.fromkeys(tag for name in tags if (tag := obsidian_tag(name)))
    return [tag for tag in known if tag.casefold() not in there]


def quotation(article: Article, span: Span, speaker: str | None, *, uncertain: bool = False, key: str = "") -> str:
    """Return the passage as a Markdown quotation with its speaker, and its place and article or a citation by `key`."""
    name = label_speaker(f"**{escape_markdown(speaker)}**", uncertain) if speaker else ""
    words = block_quote(passage_text(article, span))
    if key:
        return f"{words}\n>\n> — {f'{name} ' if name else ''}{cite(key, article, span)}\n"
    source = place_link(article, BackLinks(article).place(span), titled=True)
    author = f"by {escape_markdown(' and '.join(article.author))}" if article.author else ""
    credit = ", ".join(filter(None, [name, source, author, escape_markdown(article.published)]))
    return f"{words}\n>\n> — {credit}\n"
