"""Notes and quotes of several articles in Markdown, grouped by article, speaker or tag.

A note is rendered as in an article's own export (`excerpt`), so that edits come back the same way. Each is whole once,
under its first heading; under another, its passage refers to it. Pitfall: the text of a note on a whole article would
begin at the end of the note before, so a comment says where it begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reader.analysis import Quote
from reader.annotations.notes import are_by_several
from reader.export.collection import Collection, Entry, chosen_quotes, group_entries, heading_words
from reader.export.export_data import ExportData
from reader.export.links import is_web_address, markdown_link, source_address
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.document import html_comment, join_blocks, tag_notices
from reader.export.markdown.excerpt import Excerpts, linkable_id, quote_ids
from reader.export.markdown.front_matter import Fields, sorted_tags
from reader.text.format import UNTITLED

NOTE_BEGINS = "<!-- reader:note -->"
"""Comes before the text of a note on a whole article; a note's own text cannot contain it."""


@dataclass(frozen=True)
class CollectionDocument:
    """A collection being rendered as Markdown."""

    exported: Collection

    @property
    def fields(self) -> Fields:
        """The front matter."""
        return {
            "query": self.exported.query,
            "reader_id": self.exported.id,
            "tags": sorted_tags(self.exported.notes),
        }

    @property
    def title(self) -> str:
        """The first line after the front matter; the user may change it in the file."""
        return f"# {escape_markdown(self.exported.title) or UNTITLED}"

    def region(self) -> str:
        """Return the text between the `reader:` comments."""
        return join_blocks(self._notices(), self._groups(), self._sources())

    def _notices(self) -> Iterator[str]:
        yield html_comment("reader --at NOTE_ID goes to a passage; its NOTE_ID is what follows ^rd-")
        yield from tag_notices(self.exported.notes)

    def _groups(self) -> Iterator[str]:
        by_article = self.exported.grouping == "article"
        rendered: set[str] = set()
        for group in group_entries(self.exported):
            yield f"## {escape_markdown(heading_words(group, self.exported.grouping))}"
            if by_article:
                yield source_line(group.entries[0].part)
            for entry in group.entries:
                yield from self._entry(entry, rendered)

    def _entry(self, entry: Entry, rendered: set[str]) -> Iterator[str]:
        """Yield the blocks of an entry; of one that is in `rendered`, where to find it."""
        excerpts = self._excerpts[entry.part.article_id]
        if entry.quote is not None:
            block_id = self._quote_ids[entry.part.article_id][entry.quote]
            again = f"rq-{block_id}"
            blocks = excerpts.quote(entry.quote, block_id)
        else:
            assert entry.note is not None, "an entry is a quote or a note"
            again = f"rd-{linkable_id(entry.note.id)}"
            blocks = excerpts.note(entry.note)
            if entry.note.anchor is None:
                blocks = iter((NOTE_BEGINS, *blocks))
            elif entry.note.span is None:
                blocks = iter((missing_words(entry.part), *blocks))
        if again not in rendered:
            rendered.add(again)
            yield from blocks
            return
        span = entry.quote.span if entry.quote else entry.note.span if entry.note else None
        if span:
            yield block_quote(passage_text(entry.part.article, span))
        elif entry.note and entry.note.anchor:
            yield block_quote(entry.note.anchor.exact)
        yield " · ".join([*excerpts.places(span), f"[above](#^{again})"])

    def _sources(self) -> Iterator[str]:
        """Yield where the words are from, unless it stands under the heading of each article."""
        if self.exported.grouping != "article":
            yield "## Sources"
            yield "\n".join(
                f"- **{escape_markdown(part.title) or UNTITLED}** · {source_line(part)}" for part in self.exported.parts
            )

    @cached_property
    def _excerpts(self) -> dict[str, Excerpts]:
        titled, authored = self.exported.grouping != "article", are_by_several(self.exported.notes)
        return {part.article_id: Excerpts(part, titled, authored) for part in self.exported.parts}

    @cached_property
    def _quote_ids(self) -> dict[str, dict[Quote, str]]:
        return {part.article_id: ids_of_quotes(part) for part in self.exported.parts if chosen_quotes(part)}


def ids_of_quotes(part: ExportData) -> dict[Quote, str]:
    """Return the ids of all quotes of an article, whichever of them are exported."""
    quotes = (*part.analysis.quotes, *part.analysis.indirect)
    return dict(zip(quotes, quote_ids(part.article, quotes, within=f"{part.article_id}\n"), strict=True))


def missing_words(part: ExportData) -> str:
    """Return the remark before a passage that has no place."""
    return "No longer found in the article:" if part.sha256 else "From an article whose text is not at hand:"


def source_line(part: ExportData) -> str:
    """Return where the words of an article are from: author, date, address, when it was fetched, digest of the text."""
    article = part.article
    address = source_address(article.source)
    shown = article.source if is_web_address(article.source) or address else ""
    facts = [
        escape_markdown(" and ".join(article.author)),
        escape_markdown(article.published),
        markdown_link(escape_markdown(shown), address),
        f"fetched {escape_markdown(article.fetched)}" if article.fetched else "",
        f"sha256 `{part.sha256}`" if part.sha256 else "",
    ]
    return " · ".join(filter(None, facts)) or "standard input"
