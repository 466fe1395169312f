"""An article with its quotes, names and notes as one HTML file to share; or notes and quotes of several articles.

    __init__   the page of an article, and of several
    frame      what every page has around it, and the filters
    markup     text with overlapping names, quotes and notes
    note       a note in the margin
    appendix   who said what, and who is who, after the article
    page.css, page.js   style and script, included in the file
    comments.js   comments that are written on the page of an article, and saved as a file

The page loads nothing and calls nobody: its content security policy allows its own style and script by their hashes and
nothing else, so even text that slipped through `escape` could do nothing. Everything can be read without the scripts,
which add filters, move notes beside their passages and take comments. Pitfall: a local path reveals user and folder
names, so a page names web sources only.

On the page of several articles a note that belongs in several groups is in each of them; only in the first does the
number lead from the words to it.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from html import escape
from itertools import count

from reader.analysis import ENGLISH, NOT_SOUGHT
from reader.annotations import COLOURS
from reader.annotations.notes import Note, are_by_several, text_order
from reader.document.article import Article, Block
from reader.export.collection import Collection, Entry, Exported, Group, group_entries, heading_words
from reader.export.export_data import ExportData, attributions_of, label_speaker
from reader.export.html import appendix, frame
from reader.export.html.markup import LINK, NAME, NOTE, QUOTE, WORDS, Layer, Layers
from reader.export.html.note import OUTWARD, NoteCard, escape_text, former_words, link_to
from reader.export.links import BackLinks, is_web_address
from reader.export.markdown import passage_text
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
        findings = self.exported.findings
        noted = [name for card in self.cards for _, name in card.tags]
        said = [quote.speaker.name for quote in findings.quotes if quote.speaker]
        there = {"names": findings.entities, "quotes": findings.quotes, "notes": self.cards}
        shown = [what for what, found in there.items() if found]
        yield from frame.page_filters(self.speakers, said, self.tags, noted, shown)
        about = f'data-article="{escape(self.exported.id)}" data-sha256="{self.exported.sha256}"'
        source = self.article.source  # in comments; a file has an IRI that names no folder
        address = clean_line(source) if is_web_address(source) else article_iri(self.exported.article_id)
        yield f'<main id="article" {about} data-source="{escape(address)}">'
        yield from self._rows(titles=False)
        yield "</main>"
        if orphans := [card for card in self.cards if card.note.anchor and not card.place]:
            yield '<section class="orphans"><h2>No longer found in the article</h2>'
            yield from (card.html() for card in orphans)
            yield "</section>"
        yield from appendix.quotes_by_speaker(self.exported, self.speakers, self._source_link)
        yield from appendix.names_by_kind(self.exported)
        yield f"<footer>{' · '.join(filter(None, [frame.MADE_WITH, frame.text_digest_line(self.exported)]))}</footer>"
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
        """The notes by the block with the first of their words; of a place between two blocks, the next one."""
        found, blocks = defaultdict[int, list[NoteCard]](list), self.article.blocks
        for span, card in self._placed_cards:
            index = self.article.block_index(span.start)
            later = index + 1 < len(blocks) and span.start >= blocks[index].span.end
            found[index + (later and blocks[index + 1].span.start < span.end)].append(card)
        return found

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
            number = f' data-speaker="{self.speakers[who]}"' if who else ""
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


class CollectionPage:
    def __init__(self, exported: Collection) -> None:
        self.exported = exported
        self.titled = exported.grouping != "article"
        self.authored = are_by_several(exported.notes)
        self.speakers, self.tags = frame.NameNumbers(), frame.NameNumbers()
        self._links = {part.article_id: BackLinks(part.article) for part in exported.parts}
        self.groups: list[tuple[Group, list[tuple[int, Entry]]]] = []
        """Each with its entries and their numbers in the page; one that is in several groups has several."""
        numbers = count(1)
        for group in group_entries(exported):
            for entry in group.entries:
                self.speakers.assign(entry.speakers)
                self.tags.assign(entry.tags)
            self.groups.append((group, [(next(numbers), entry) for entry in group.entries]))

    def parts(self) -> Iterator[str]:
        entries = [entry for _, found in self.groups for _, entry in found]
        notes = [entry for entry in entries if entry.note]
        yield from frame.page_start(
            self.exported.title, self.exported.id, [frame.SCRIPT], english=False, bare=not notes
        )
        yield f'<header class="top"><h1 dir="auto">{escape(clean_line(self.exported.title)) or UNTITLED}</h1>'
        quotes = [entry for entry in entries if entry.quote]
        counts = [
            counted(self.exported.notes, "note") if notes else "",
            counted({(each.part.article_id, each.quote) for each in quotes}, "quote") if quotes else "",
            counted(self.exported.parts, "article"),
        ]
        yield f'<p class="counts">{" · ".join(filter(None, counts))}</p>\n</header>'
        said = [name for entry in entries for name in entry.speakers]
        noted = [name for entry in entries for name in entry.tags]
        yield from frame.page_filters(self.speakers, said, self.tags, noted, ["notes"] if notes else [])
        yield '<main id="article">'
        for group, found in self.groups:
            yield f'<h2 dir="auto">{escape(clean_line(heading_words(group, self.exported.grouping)))}</h2>'
            if not self.titled:
                yield self._origin(group.entries[0].part)
            yield from (self._row(number, entry) for number, entry in found)
        yield "</main>"
        if self.titled:
            yield '<section class="index"><h2>Sources</h2><ul>'
            for part in self.exported.parts:
                yield f"<li><b>{escape(clean_line(part.title)) or UNTITLED}</b>{self._origin(part)}</li>"
            yield "</ul></section>"
        yield f"<footer>{frame.MADE_WITH}</footer>"
        yield frame.page_end([frame.SCRIPT])

    def _origin(self, part: ExportData) -> str:
        facts = [*frame.origin_facts(part.article), frame.text_digest_line(part)]
        return f'<p class="byline">{" · ".join(filter(None, facts))}</p>' if any(facts) else ""

    def _row(self, number: int, entry: Entry) -> str:
        if (note := entry.note) is None:
            text, card = self._quote(entry), ""
        else:
            speakers, tags = self.speakers.assign(entry.speakers), self.tags.assign(note.tags)
            place = self._place(entry.part, note.span) if note.anchor else ""
            author = note.author.signature if self.authored else ""
            text = self._passage(number, entry.part, note)
            card = NoteCard(number, note, speakers, tags, place, former_words(note), author).html()
        return f'<div class="row excerpt"><div class="text">{text}</div><div class="margin">{card}</div></div>'

    def _quote(self, entry: Entry) -> str:
        quote, part = entry.quote, entry.part
        assert quote is not None, "an entry is a quote or a note"
        who = quote.speaker.name if quote.speaker else ""
        number = f' data-speaker="{self.speakers[who]}"' if who else ""
        doubt = " (uncertain)" if quote.uncertain else ""
        absent = "" if quote.sought else f"{NOT_SOUGHT} · "
        name = f"{appendix.speaker_item('b', who, part.analysis)}{doubt} · " if who else absent
        about = f'data-quote="{escape(part.article_id)}-{quote.span.start}"{number} itemprop="text"'
        words = escape_text(passage_text(part.article, quote.span))
        where = f'<p class="where">{name}{self._place(part, quote.span)}</p>{appendix.work_item(part.article)}'
        said = f'<p class="kept"><span class="quote" {about}>{words}</span></p>'
        return f'<blockquote dir="auto"{appendix.quotation_scope()}>{said}{where}</blockquote>'

    def _passage(self, number: int, part: ExportData, note: Note) -> str:
        """Render the passage of a note as it is; of an orphaned one as it was."""
        if note.anchor is None:
            return f'<p class="where">{self._place(part, None) or "On the article as a whole"}</p>'
        state = note.placement.state if note.placement else "orphaned"
        words = passage_text(part.article, note.span) if note.span else note.anchor.exact
        colour = f' data-color="{note.color}"' if note.color in COLOURS else ""
        reference = f'<a class="ref" id="words-{number}" href="#note-{number}">{number}</a>'
        mark = f'<mark class="{state}" data-note="{number}"{colour}>{escape_text(words)}</mark>{reference}'
        lost = "" if note.span else '<p class="was">No longer found in the article:</p>'
        return f'<blockquote dir="auto">{lost}<p class="kept">{mark}</p></blockquote>'

    def _place(self, part: ExportData, span: Span | None) -> str:
        """Render a link to a passage, or to the article where it is to be named."""
        title = escape(clean_line(part.title)) or UNTITLED
        if span is None:
            words, address = title if self.titled else "", part.article.source
        else:
            place = self._links[part.article_id].place(span)
            words = f"{title}, {escape(place.words)}" if self.titled else escape(place.words)
            address = place.address or ""
        return link_to(address, words) if words and is_web_address(address) else f"<span>{words}</span>" * bool(words)
