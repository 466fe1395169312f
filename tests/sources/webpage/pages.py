"""Web pages for tests: an article between the parts of a site."""

from reader.document.article import Article
from tests.sources.opening import read_webpage

SENTENCE = "The harbour stays open, the council said on Friday after a long debate about money and boats. "


def page(body: str, head: str = "", base: str = "http://example.org/a/", *, whole: bool = False) -> Article:
    text = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_webpage(text.encode(), "", "-", base, whole=whole)


def site(article: str, head: str = "") -> Article:
    """Read a page with an article of three long paragraphs and `article` between the second and the third."""
    paragraphs = [f"<p>{name}. {SENTENCE * 4}</p>" for name in ("First", "Second", "Third")]
    body = f"{paragraphs[0]}{paragraphs[1]}{article}{paragraphs[2]}"
    menu = "<nav><a href=/>Home</a> <a href=/news>News</a></nav>"
    return page(f"{menu}<main><article><h1>The vote</h1>{body}</article></main><footer>© Courier</footer>", head)


def blocks(article: Article, kind: str) -> list[str]:
    """Return the texts of the blocks of a kind."""
    return [block.span.of(article.text) for block in article.blocks if block.kind == kind]
