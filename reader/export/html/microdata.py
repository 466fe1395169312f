"""Quotes as schema.org `Quotation` (https://schema.org/Quotation) in microdata, for programs that read the page.

The words, the speaker and the work stand in the page already, so their elements are only marked; what a program needs
and people do not are `meta` elements. The work of an article's page stands once, and its quotations refer to it.
"""

from collections.abc import Iterator
from html import escape

from reader.analysis import Analysis
from reader.document.article import Article
from reader.export.links import is_web_address
from reader.text.sanitize import clean_line

VOCABULARY = "https://schema.org/"

WORK = "work"
"""The id of the element that describes the article."""

TYPES = {"person": "Person", "organisation": "Organization"}
"""The types that a speaker may have."""


def quotation_scope(*references: str) -> str:
    """Return the attributes of an element with a quotation, which also has what is in the elements of those ids."""
    refers = f' itemref="{" ".join(references)}"' if references else ""
    return f' itemscope itemtype="{VOCABULARY}Quotation"{refers}'


def speaker_type(analysis: Analysis, name: str) -> str:
    """Return the type of a speaker; a person unless the analysis says otherwise."""
    kind = next((entity.kind for entity in analysis.entities if entity.name == name), "person")
    return TYPES.get(kind, "Person")


def speaker_item(tag: str, name: str, kind: str, own_id: str = "") -> str:
    """Render the name of a speaker as the one who says a quotation."""
    own = f' id="{own_id}"' if own_id else ""
    scope = f'{own} itemprop="spokenByCharacter" itemscope itemtype="{VOCABULARY}{kind}"'
    return f'<{tag}{scope}><span itemprop="name">{escape(clean_line(name))}</span></{tag}>'


def work_item(article: Article, own_id: str = "") -> str:
    """Render what a quotation is part of, which nobody sees: the title, authors, date and address of the article."""
    own = f' id="{own_id}"' if own_id else ""
    facts = "".join(
        f'<meta itemprop="{name}" content="{escape(clean_line(value))}">' for name, value in _facts(article)
    )
    return f'<span{own} itemprop="isPartOf" itemscope itemtype="{VOCABULARY}Article">{facts}</span>'


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    yield "name", article.title
    yield from (("author", author) for author in article.author)
    if article.published:
        yield "datePublished", article.published
    if is_web_address(article.source):
        yield "url", article.source
