"""Markdown as an article: its text is what is shown, without mark-up.

    front_matter    the metadata before the text, which are not shown
    blocks          markdown-it's blocks, with `extensions` to CommonMark; `embedded_html`
    inline          the text of a block and its marks; `simple_inline` without markdown-it

Pitfall: importing this package must stay cheap, so each module is imported with the first text that needs it.
"""

from dataclasses import replace

from reader.document.article import Article
from reader.sources.builder import ArticleBuilder
from reader.text.sanitize import clean

FENCES = ("---", "+++")
"""The beginnings of texts that may have front matter."""


def read_markdown(text: str, source: str = "-") -> Article:
    """Read the Markdown `text` (newlines LF), sanitized, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that repeats the title has the role "title".
    """
    from reader.sources.markdown.blocks import render_blocks  # imports markdown-it

    text, matter = clean(text), None
    if text.startswith(FENCES):
        from reader.sources.markdown.front_matter import read_front_matter

        matter = read_front_matter(text)
        text = text[matter.length :]
    builder = ArticleBuilder(matter.title if matter else "")
    for piece in render_blocks(text):
        builder.add(piece)
    article = Article(builder.text, tuple(builder.blocks), builder.name, tuple(builder.marks), source)
    return replace(article, author=matter.author, published=matter.published) if matter else article
