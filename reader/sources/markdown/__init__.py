"""Markdown as an article: its text is what is shown, without mark-up.

Front matter is read first (`front_matter`), the rest is rendered block by block (`blocks`, with `extensions` to
CommonMark), and the builder appends the blocks: gap, text, gap, text.
"""

from reader.document.article import Article
from reader.sources.builder import ArticleBuilder
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.front_matter import read_front_matter
from reader.text.sanitize import clean


def read_markdown(text: str, source: str = "-") -> Article:
    """Read the Markdown `text` (newlines LF), sanitized, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that repeats the title has the role "title".
    """
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
