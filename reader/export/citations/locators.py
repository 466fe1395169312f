"""A citation of a passage in Markdown, as pandoc's citeproc reads it: `[@key, p. 12]`.

A page label that is neither digits nor a Roman number is put in braces, without which pandoc would take its letters for
words after the page.
"""

import re

from reader.document.article import Article, cited_page
from reader.text.sanitize import clean_line
from reader.text.span import Span

PLAIN_LABEL = re.compile(r"[0-9]+|[ivxlcdm]+|[IVXLCDM]+|[0-9:]+", re.ASCII)


def cite(key: str, article: Article, span: Span | None = None) -> str:
    """Return a citation of a passage: by its page or time, else by its paragraph; of the article without a passage."""
    return f"[@{key}, {locator(article, span)}]" if span else f"[@{key}]"


def locator(article: Article, span: Span) -> str:
    """Return a passage's pages, time or paragraphs."""
    last = max(span.start, span.end - 1)
    first_page, last_page = article.page_at(span.start), article.page_at(last)
    if not first_page:
        first, final = article.paragraph_number(span.start), article.paragraph_number(last)
        return f"¶ {first}" if first == final else f"¶¶ {first}-{final}"
    if first_page == last_page or article.is_timed:
        return in_braces(first_page)
    if PLAIN_LABEL.fullmatch(first_page) and PLAIN_LABEL.fullmatch(last_page):
        return f"pp. {first_page}-{last_page}"
    return in_braces(first_page)


def in_braces(label: str) -> str:
    """Return a page as it is cited, in braces if it has signs that pandoc would not take for a page."""
    cited = cited_page(clean_line(label))
    return cited if PLAIN_LABEL.fullmatch(label) else "{" + re.sub(r"[{}\[\]\\]", "", cited) + "}"
