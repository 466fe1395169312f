"""Copy a passage as a Markdown quotation with its source."""

from reader.document.article import Article
from reader.export.citations.locators import cite
from reader.export.export_data import label_speaker
from reader.export.links import BackLinks
from reader.export.markdown.escape import block_quote, escape_markdown, passage_text
from reader.export.markdown.excerpt import place_link
from reader.text.span import Span


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
