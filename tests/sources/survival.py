"""Open a damaged file: an article in order, or a refusal in one line."""

from pathlib import Path

from reader.document.article import Article
from reader.errors import SourceError
from reader.text.sanitize import clean
from tests.sources.blocks import check_blocks
from tests.sources.opening import open_source


def survive(data: bytes, path: Path) -> Article | None:
    """Write `data` to `path` and open it; return the article, or None if it is refused."""
    path.write_bytes(data)
    article, line = None, ""
    try:
        article = open_source(str(path))
    except SourceError as error:
        line = str(error)
    assert line == clean(line)
    assert "\n" not in line
    if article is not None:
        check_blocks(article.text, article.blocks)
        assert article.text == clean(article.text)
    return article
