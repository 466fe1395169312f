"""A Markdown text as an article: front matter, then the blocks, which the builder appends: gap, text, gap, text."""

from reader.document.article import Article
from reader.sources.builder import ArticleBuilder
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.front_matter import read_front_matter
from reader.text.sanitize import clean


def build_article(text: str, source: str) -> Article:
    """Return the article of the Markdown `text`, as `read_markdown`."""
    text = clean(text)
    matter = read_front_matter(text)
    builder = ArticleBuilder(matter.title)
    for piece in render_blocks(text[matter.length :]):
        builder.add(piece)
    shown = builder.text
    return Article(
        shown,
        tuple(builder.blocks),
        builder.name,
        tuple(builder.marks),
        source,
        matter.author,
        matter.published,
    )
