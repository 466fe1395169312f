"""Markdown to an article: its text is what is shown, without mark-up.

Front matter is read first (`front_matter`), the rest is rendered block by block (`blocks`), and the builder puts the
blocks one after the other: gap, text, gap, text.
"""

from reader.document.article import Article
from reader.sources.builder import ArticleBuilder
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.front_matter import read_front_matter
from reader.text.sanitize import clean


def read_markdown(text: str, source: str = "-") -> Article:
    """The Markdown `text` (newlines LF), cleaned, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that says the title has the role "title".
    """
    text = clean(text)
    matter = read_front_matter(text)
    growth = ArticleBuilder(matter.title)
    for piece in render_blocks(text[matter.length :]):
        growth.add(piece)
    shown = growth.text
    return Article(
        shown,
        tuple(growth.blocks),
        growth.name,
        tuple(growth.marks),
        source,
        matter.author,
        matter.published,
    )
