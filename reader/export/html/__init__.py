"""An article with its quotes, names and notes as one HTML file to share; or notes and quotes of several articles.

    __init__   the page of an article
    frame      what every page has around it, and the filters
    collection the page of several articles
    markup     text with overlapping names, quotes and notes
    note       a note in the margin
    appendix   who said what, and who is who, after the article
    page.css, page.js   style and script, included in the file
    comments.js   comments that are written on the page of an article, and saved as a file

The page loads nothing and calls nobody: its content security policy allows its own style and script by their hashes and
nothing else, so even text that slipped through `escape` could do nothing. Everything can be read without the scripts,
which add filters, move notes beside their passages and take comments. Pitfall: a local path reveals user and folder
names, so a page names web sources only.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from html import escape

from reader.analysis import ENGLISH
from reader.annotations import COLOURS
from reader.annotations.notes import Note, are_by_several, text_order
from reader.document.article import Article, Block
from reader.export.collection import Collection, Exported
from reader.export.export_data import ExportData, attributions_of, label_speaker
from reader.export.html import appendix, frame
from reader.export.html.collection import CollectionPage
from reader.export.html.markup import LINK, NAME, NOTE, QUOTE, WORDS, Layer, Layers
from reader.export.html.note import OUTWARD, NoteCard, escape_text, former_words, link_to
from reader.export.links import BackLinks, is_web_address
from reader.export.w3c import article_iri
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span
from reader.view.hyperlink import is_safe

MARKS = {"strong": "strong", "emphasis": "em", "strike": "s", "code": "code"}

UNSHOWN = ("repeat", "furniture", "badges")  # roles of blocks that are left out, unless a note is on them


def to_html(exported: Exported) -> str:
    """Return the page. The same input gives the same bytes."""
    page = CollectionPage(exported) if isinstance(exported, Collection) else HtmlPage(exported)
    return "".join(f"{part}\n" for part in page.parts() if part)


def is_page_of(existing: str, export_id: str) -> bool:
    return frame.article_meta_tag(export_id) in existing


class HtmlPage:
    def __init__(self, exported: ExportData) -> None:
        self.exported = exported
        self.article: Article = exported.article
        self.links = BackLinks(exported.article)
        self.speakers, self.tags = frame.NameNumbers(), frame.NameNumbers()
        self.authored = are_by_several(exported.notes)
        for quote in exported.findings.quotes:
            if quote.speaker:
                self.speakers.assign([quote.speaker.name])
        in_order = sorted(exported.notes, key=lambda note: (note.anchor is None, text_order(note)))
        self.cards = [self._make_card(number, note) for number, note in enumerate(in_order, 1)]

    def parts(self) -> Iterator[str]:
        english = self.exported.analysis.language == ENGLISH
        scripts = [frame.SCRIPT, frame.COMMENTS]
        yield from frame.page_start(self.article.title, self.exported.id, scripts, english=english, bare=not self.cards)
        yield from self._header()
        yield from self._filters()
        about = f'data-article="{escape(self.exported.id)}" data-sha256="{self.exported.sha256}"'
        source = self.article.source  # in comments; a file has an IRI that names no folder
        address = clean_line(source) if is_web_address(source) else article_iri(self.exported.article_id)
        yield f'<main id="article" {about} data-source="{escape(address)}">'
        yield from self._rows(titles=False)
        yield "</main>"
        yield from self._below_article()
        yield frame.page_end(scripts)

    def _header(self) -> Iterator[str]:
        yield '<header class="top">'
        if not any(block.role == "title" for block in self.article.blocks):
            yield f'<h1 dir="auto">{escape(clean_line(self.article.title)) or UNTITLED}</h1>'
        else:
            yield "".join(self._rows(titles=True))
        facts = frame.origin_facts(self.article)
        findings = self.exported.findings
        shown = ((self.cards, "note"), (findings.quotes, "quote"), (findings.entities, "name"))
        counts = [counted(found, noun) for found, noun in shown if found]
        if facts:
            yield f'<p class="byline">{" · ".join(facts)}</p>'
        yield f'<p class="counts">{" · ".join(counts)}</p>\n</header>'
        if whole := [card for card in self.cards if card.note.anchor is None]:
            yield '<section class="whole" aria-label="Notes on the article">'
            yield from (card.html() for card in whole)
            yield "</section>"

    def _filters(self) -> Iterator[str]:
        findings = self.exported.findings
        noted = [name for card in self.cards for _, name in card.tags]
        said = [quote.speaker.name for quote in findings.quotes if quote.speaker]
        there = {"names": findings.entities, "quotes": findings.quotes, "notes": self.cards}
        shown = [what for what, found in there.items() if found]
        yield from frame.page_filters(self.speakers, said, self.tags, noted, shown)

    def _rows(self, *, titles: bool) -> Iterator[str]:
        """Render the titles of the article, or all its other blocks, each with the notes that begin in it."""
        for index, block in enumerate(self.article.blocks):
            if (block.role == "title") is titles and not self._is_unshown(index):
                notes = "".join(card.html() for card in self._cards_at.get(index, ()))
                text = self._block(block, index)
                yield f'<div class="row"><div class="text">{text}</div><div class="margin">{notes}</div></div>'

    def _block(self, block: Block, index: int) -> str:
        """Render a block; `data-at` is the place of its words in the text, `data-cut`: the one before is left out."""
        words = self._layers.html(index)
        kept = "" if block.reflow else " kept"
        at = f' data-at="{block.span.start}"{" data-cut" * self._is_unshown(index - 1)}'
        match block.kind:
            case "heading":
                level = 1 if block.role == "title" else min(6, max(2, block.level))
                return f'<h{level} dir="auto"{at}>{words}</h{level}>'
            case "rule":
                return "<hr>"
            case "code" | "table":
                return f'<pre class="{block.kind}" tabindex="0"{at}>{words}</pre>'
            case "quotation":
                return f'<blockquote class="{block.role}{kept}" dir="auto"{at}>{words}</blockquote>'
            case "item":
                depth = min(6, (len(block.prefix) - len(block.prefix.lstrip())) // 2)
                sign = escape(clean(block.prefix.strip()))
                signed = f'<span class="sign">{sign}</span><span{at}>{words}</span>'
                return f'<div class="item depth-{depth}{kept}">{signed}</div>'
        return f'<p class="{block.role}{kept}" dir="auto"{at}>{words}</p>'

    def _is_unshown(self, index: int) -> bool:
        return index >= 0 and self.article.blocks[index].role in UNSHOWN and index not in self._cards_at

    @cached_property
    def _placed_cards(self) -> list[tuple[Span, NoteCard]]:
        return [(card.note.span, card) for card in self.cards if card.note.anchor and card.note.span]

    @cached_property
    def _cards_at(self) -> dict[int, list[NoteCard]]:
        found = defaultdict[int, list[NoteCard]](list)
        for span, card in self._placed_cards:
            found[self._first_block(span)].append(card)
        return found

    def _first_block(self, span: Span) -> int:
        """Return the block with the first word of `span`; between two blocks, the next one."""
        index = self.article.block_index(span.start)
        block = self.article.blocks[index]
        later = index + 1 < len(self.article.blocks) and span.start >= block.span.end
        return index + 1 if later and self.article.blocks[index + 1].span.start < span.end else index

    @cached_property
    def _layers(self) -> Layers:
        insertions: dict[int, list[str]] = {}
        for span, card in self._placed_cards:
            reference = f'<a class="ref" id="words-{card.number}" href="#note-{card.number}"'
            insertions.setdefault(span.end, []).append(f'{reference} aria-label="Note {card.number}">{card.number}</a>')
        return Layers(self.article, self._all_layers(), insertions)

    def _all_layers(self) -> Iterator[Layer]:
        for order, quote in enumerate(self.exported.findings.quotes):
            who = quote.speaker.name if quote.speaker else ""
            number = f' data-speaker="{self.speakers.of[who]}"' if who else ""
            title = escape(clean_line(label_speaker(who, quote.uncertain) if who else quote.without_speaker))
            yield Layer(quote.span, QUOTE, "span", f' class="quote" data-quote="{order}"{number} title="{title}"')
        for span, card in self._placed_cards:
            state = card.note.placement.state if card.note.placement else "exact"
            colour = f' data-color="{card.note.color}"' if card.note.color in COLOURS else ""
            yield Layer(span, NOTE, "mark", f' class="{state}" data-note="{card.number}"{colour}')
        for mark in self.article.marks:
            if mark.kind not in ("link", "picture"):
                yield Layer(mark.span, WORDS, MARKS[mark.kind])
            elif is_safe(mark.href):
                yield Layer(mark.span, LINK, "a", f' href="{escape(clean_line(mark.href))}"{OUTWARD}')
        for entity in self.exported.findings.entities:
            title = escape(clean_line(entity.name))
            for span in entity.mentions:
                yield Layer(span, NAME, "span", f' class="name {entity.kind}" title="{title}"')

    def _make_card(self, number: int, note: Note) -> NoteCard:
        span = note.span
        speakers = self.speakers.assign(tuple(attributions_of(self.exported.analysis, span)) if span else ())
        place, before = "", former_words(note)
        if note.anchor and span is not None:
            place = self._source_link(span)
        elif note.anchor:
            before = f"<blockquote>{escape_text(note.anchor.exact)}</blockquote>"
        author = note.author.signature if self.authored else ""
        return NoteCard(number, note, speakers, self.tags.assign(note.tags), place, before, author)

    def _source_link(self, span: Span) -> str:
        place = self.links.place(span)
        if place.address is None or not is_web_address(place.address):
            return f"<span>{place.words}</span>"
        return link_to(place.address, place.words, ' title="The passage in the source"')

    def _below_article(self) -> Iterator[str]:
        if orphans := [card for card in self.cards if card.note.anchor and not card.place]:
            yield '<section class="orphans"><h2>No longer found in the article</h2>'
            yield from (card.html() for card in orphans)
            yield "</section>"
        yield from appendix.quotes_by_speaker(self.exported, self.speakers.of, self._source_link)
        yield from appendix.names_by_kind(self.exported)
        yield f"<footer>{' · '.join(filter(None, [frame.MADE_WITH, frame.text_digest_line(self.exported)]))}</footer>"
