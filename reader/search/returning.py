"""From a hit to its place in the article of today.

The index tells places in the text with which an article was opened last. Its source may say something else by now; then
the words are looked for as those of a note are.
"""

from reader.document.article import Article
from reader.text.span import Span


def locate_span(article: Article, span: Span, sha256: str, kept: str | None) -> Span | None:
    """Where `span` of the text with this sha256, which is `kept`, is in `article`; None where its words are gone."""
    if article.sha256 == sha256:
        return span
    if kept is None or span.end > len(kept):
        return None
    from reader.anchoring import describe, place

    (found,) = place([describe(kept, span)], article.text, kept)
    return found.span or found.guess
