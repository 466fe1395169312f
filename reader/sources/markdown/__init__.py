"""Markdown as an article: its text is what is shown, without mark-up.

    whole_text      front matter is read first (`front_matter`), the rest is rendered block by block
      blocks        markdown-it's blocks, with `extensions` to CommonMark; `embedded_html`
      inline        the text of a block and its marks; `simple_inline` without markdown-it
    first_blocks    those of a simple text, without markdown-it, for the first frame

Pitfall: importing this package must stay cheap, so markdown-it is imported with the first text.
"""

from reader.document.article import Article


def read_markdown(text: str, source: str = "-") -> Article:
    """Read the Markdown `text` (newlines LF), sanitized, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that repeats the title has the role "title".
    """
    from reader.sources.markdown.whole_text import build_article  # imports markdown-it

    return build_article(text, source)
