"""Markdown as an article: its text is what is shown, without mark-up.

    blocks          front matter is read first (`front_matter`), then markdown-it's blocks, with `extensions`
    inline          the text of a block and its marks, HTML too; `simple_inline` without markdown-it
    first_blocks    those of a simple text, without markdown-it, for the first frame

Pitfall: importing this package must stay cheap, so markdown-it is imported with the first text.
"""

from reader.document.article import Article
from reader.sources.formats import SourceData
from reader.sources.limits import check_markdown


def read_text(raw: str, found: SourceData) -> Article:
    """Read a source that is Markdown, decoded. Raises SourceError."""
    check_markdown(raw, found.name)
    return read_markdown(raw, found.place)


def read_markdown(text: str, source: str = "-") -> Article:
    """Read the Markdown `text` (newlines LF), sanitized, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that repeats the title has the role "title".
    """
    from reader.sources.markdown.blocks import read_blocks  # imports markdown-it

    return read_blocks(text, source)
