"""Notes and quotes of several articles in Markdown, grouped by article, speaker or tag.

A note is rendered as in an article's own export (`excerpt`), so that edits come back the same way. Each is whole once,
under its first heading; under another, its passage refers to it. Pitfall: the text of a note on a whole article would
begin at the end of the note before, so a comment says where it begins.
"""

from collections.abc import Iterable, Iterator, Mapping

from reader.analysis import Quote
from reader.annotations.notes import are_by_several
from reader.export.collection import Collection, Entry, chosen_quotes, group_entries, heading_words
from reader.export.export_data import ExportData
from reader.export.links import is_web_address, markdown_link, source_address
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.document import html_comment, join_blocks, tag_notices
from reader.export.markdown.excerpt import Excerpts, linkable_id, quote_ids
from reader.text.format import UNTITLED

NOTE_BEGINS = "<!-- reader:note -->"
"""Comes before the text of a note on a whole article; a note's own text cannot contain it."""


def collection_region(collection: Collection) -> str:
    """Return the text between the `reader:` comments."""
    how = html_comment("reader --at NOTE_ID goes to a passage; its NOTE_ID is what follows ^rd-")
    return join_blocks([how], tag_notices(collection.notes), groups(collection), sources(collection))


def groups(collection: Collection) -> Iterator[str]:
    """Yield the entries under their headings; of one that is there already, where to find it."""
    titled, authored = collection.grouping != "article", are_by_several(collection.notes)
    excerpts = {part.article_id: Excerpts(part, titled, authored) for part in collection.parts}
    ids = {part.article_id: ids_of_quotes(part) for part in collection.parts if chosen_quotes(part)}
    rendered: set[str] = set()
    for group in group_entries(collection):
        yield f"## {escape_markdown(heading_words(group, collection.grouping))}"
        if not titled:
            yield source_line(group.entries[0].part)
        for entry in group.entries:
            own = excerpts[entry.part.article_id]
            block_id, blocks = entry_blocks(entry, own, ids.get(entry.part.article_id, {}))
            yield from blocks if block_id not in rendered else repeated_entry(entry, own, block_id)
            rendered.add(block_id)


def entry_blocks(entry: Entry, excerpts: Excerpts, ids: Mapping[Quote, str]) -> tuple[str, Iterable[str]]:
    """Return the id of the entry's passage in the file, and its blocks."""
    if entry.quote is not None:
        return f"rq-{ids[entry.quote]}", excerpts.quote(entry.quote, ids[entry.quote])
    assert entry.note is not None, "an entry is a quote or a note"
    blocks = excerpts.note(entry.note)
    if entry.note.anchor is None:
        blocks = iter((NOTE_BEGINS, *blocks))
    elif entry.note.span is None:
        gone = "No longer found in the article:" if entry.part.sha256 else "From an article whose text is not at hand:"
        blocks = iter((gone, *blocks))
    return f"rd-{linkable_id(entry.note.id)}", blocks


def repeated_entry(entry: Entry, excerpts: Excerpts, block_id: str) -> Iterator[str]:
    """Yield the passage of an entry, and a link to the entry as a whole."""
    span = entry.quote.span if entry.quote else entry.note.span if entry.note else None
    if span:
        yield block_quote(passage_text(entry.part.article, span))
    elif entry.note and entry.note.anchor:
        yield block_quote(entry.note.anchor.exact)
    yield " · ".join([*excerpts.places(span), f"[above](#^{block_id})"])


def sources(collection: Collection) -> Iterator[str]:
    """Yield where the words are from, unless it stands under the heading of each article."""
    if collection.grouping != "article":
        titles = {part.article_id: escape_markdown(part.title) or UNTITLED for part in collection.parts}
        yield "## Sources"
        yield "\n".join(f"- **{titles[part.article_id]}** · {source_line(part)}" for part in collection.parts)


def ids_of_quotes(part: ExportData) -> dict[Quote, str]:
    """Return the ids of all quotes of an article, whichever of them are exported."""
    quotes = (*part.analysis.quotes, *part.analysis.indirect)
    return dict(zip(quotes, quote_ids(part.article, quotes, within=f"{part.article_id}\n"), strict=True))


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
