"""Markdown as an article: its text is what is shown, without mark-up.

    front_matter    the metadata before the text, which are not shown
    blocks          markdown-it's blocks, with `extensions` to CommonMark
    inline          the text of a block and its marks, HTML too

Pitfall: importing this package must stay cheap, so each module is imported with the first text that needs it.
"""

import re
from dataclasses import replace

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.builder import build_article
from reader.sources.detect import SourceData
from reader.text.sanitize import clean

COST = 250_000  # lines and marks of a text: what can be read in four seconds
BLOCK_COST = 4  # added for a line that may begin a block
MARKERS = r"(?m)^[^\S\n]*(?:[-+*>#=]|\[|\d{1,9}[.)])"  # how such a line begins; compiled for long texts only
MARKS = "*_~`[]<&\\|!"  # characters at which inline rules of Markdown begin, and the borders of table cells


def read_text(raw: str, found: SourceData) -> Article:
    """Read a source that is Markdown, decoded. Raises SourceError."""
    check_markdown(raw, found.name)
    return read_markdown(raw, found.place)


def check_markdown(text: str, name: str) -> None:
    """Raise SourceError for a text with too many lines, blocks and marks, as `check_plain`."""
    if len(text) <= COST // (BLOCK_COST + 2):
        return
    cost = text.count("\n") + sum(map(text.count, MARKS))
    if cost > COST or cost + BLOCK_COST * sum(1 for _ in re.finditer(MARKERS, text)) > COST:
        raise SourceError(
            f"{name} has more lines and marks than can be read as Markdown; split it, or open it with --format text"
        )


def read_markdown(text: str, source: str = "-") -> Article:
    """Read the Markdown `text` (newlines LF), sanitized, as an article.

    Its title is that of the front matter, which is not shown, else its first heading if that is of level 1, else its
    first words. A first heading that repeats the title has the role "title".
    """
    from reader.sources.markdown.blocks import render_blocks  # imports markdown-it
    from reader.sources.markdown.front_matter import read_front_matter

    text = clean(text)
    matter = read_front_matter(text)
    article = build_article(render_blocks(text[matter.length :]), matter.title, source)
    return replace(article, author=matter.author, published=matter.published)
