"""The sections after the article: quotes by speaker, and names by kind; quotes also for programs that read the page.

Those are schema.org `Quotation` (https://schema.org/Quotation) in microdata. The words, the speaker and the work stand
in the page already, so their elements are only marked; what a program needs and people do not are `meta` elements. The
work of an article's page stands once, and its quotations refer to it.
"""

from collections.abc import Callable, Iterator, Mapping
from html import escape

from reader.analysis import KIND_TITLES, Analysis
from reader.analysis.speaker_shares import SpeakerShare, shares_in
from reader.document.article import Article
from reader.export.export_data import ExportData, nameless
from reader.export.html.note import escape_text
from reader.export.links import is_web_address
from reader.export.markdown.excerpt import quoted_words
from reader.text.sanitize import clean_line
from reader.text.span import Span, grouped


def quotes_by_speaker(exported: ExportData, speakers: Mapping[str, int], way: Callable[[Span], str]) -> Iterator[str]:
    """Render the quotes by speaker in order of appearance; `way` returns a link to a passage."""
    by_speaker = grouped((quote.speaker.name if quote.speaker else "", quote) for quote in exported.findings.quotes)
    if not by_speaker:
        return
    shares = {share.name: share for share in shares_in(exported.article, exported.findings)}
    yield f'<section class="index said"><h2>Who said what</h2>{work_item(exported.article, WORK)}'
    for who in sorted(by_speaker, key=lambda name: not name):
        number = f' data-speaker="{speakers[who]}"' if who else ""
        voice = f"voice-{speakers[who]}" if who else ""
        title = speaker_item("h3", who, exported.analysis, voice) if who else f"<h3>{nameless(by_speaker[who])}</h3>"
        quotation = quotation_scope(WORK, *filter(None, [voice]))
        yield f'<div class="voice"{number}>{title}'
        yield f'<p class="share">{share_bar(shares[who])} {shares[who].figures}</p><ul>'
        for quote in by_speaker[who]:
            doubt = ' <span class="doubt">uncertain</span>' if quote.uncertain else ""
            words = escape_text(quoted_words(exported.article, quote))
            where = f'<span class="where">{way(quote.span)}</span>{doubt}'
            yield f'<li dir="auto"{quotation}><span itemprop="text">{words}</span> {where}</li>'
        yield "</ul></div>"
    yield "</section>"


def share_bar(share: SpeakerShare) -> str:
    width = round(100 * share.share, 1)
    return (
        f'<svg class="bar" role="img" aria-label="{share.percent} of the quoted words" viewBox="0 0 100 6"'
        f' preserveAspectRatio="none"><rect class="all" width="100" height="6"/>'
        f'<rect class="part" width="{width:g}" height="6"/></svg>'
    )


def names_by_kind(exported: ExportData) -> Iterator[str]:
    """Render the names with their number of mentions and other spellings."""
    entities = exported.findings.entities
    if not entities:
        return
    yield '<section class="index who-is-who"><h2>Names</h2>'
    for kind, title in KIND_TITLES.items():
        if found := [entity for entity in entities if entity.kind == kind]:
            yield f'<div class="kind"><h3>{title}</h3><ul>'
            for entity in found:
                also = escape(clean_line(", ".join(entity.aliases)))
                aliases = f' <span class="also">{also}</span>' if also else ""
                count = f' <span class="count">{len(entity.mentions)}</span>'
                yield f'<li><span class="name {kind}">{escape(clean_line(entity.name))}</span>{count}{aliases}</li>'
            yield "</ul></div>"
    yield "</section>"


VOCABULARY = "https://schema.org/"

WORK = "work"  # the id of the element that describes the article


def quotation_scope(*references: str) -> str:
    """Return the attributes of an element with a quotation, which also has what is in the elements of those ids."""
    refers = f' itemref="{" ".join(references)}"' if references else ""
    return f' itemscope itemtype="{VOCABULARY}Quotation"{refers}'


def speaker_item(tag: str, name: str, analysis: Analysis, own_id: str = "") -> str:
    """Render the name of a speaker as the one who says a quotation; a person unless the analysis says otherwise."""
    own = f' id="{own_id}"' if own_id else ""
    kind = next((entity.kind for entity in analysis.entities if entity.name == name), "person")
    what = "Organization" if kind == "organisation" else "Person"
    scope = f'{own} itemprop="spokenByCharacter" itemscope itemtype="{VOCABULARY}{what}"'
    return f'<{tag}{scope}><span itemprop="name">{escape(clean_line(name))}</span></{tag}>'


def work_item(article: Article, own_id: str = "") -> str:
    """Render what a quotation is part of, which nobody sees: the title, authors, date and address of the article."""
    own = f' id="{own_id}"' if own_id else ""
    known = [("name", article.title), *(("author", author) for author in article.author)]
    known += [("datePublished", article.published)] if article.published else []
    known += [("url", article.source)] if is_web_address(article.source) else []
    facts = "".join(f'<meta itemprop="{name}" content="{escape(clean_line(value))}">' for name, value in known)
    return f'<span{own} itemprop="isPartOf" itemscope itemtype="{VOCABULARY}Article">{facts}</span>'
