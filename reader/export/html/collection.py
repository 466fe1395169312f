"""Notes and quotes of several articles as one page, grouped by article, speaker or tag, each note beside its passage.

The style and script are those of an article's page. A note that belongs in several groups is in each of them; only in
the first does the number lead from the words to it.
"""

from collections.abc import Iterator
from html import escape
from itertools import count

from reader.analysis import NOT_SOUGHT
from reader.annotations import COLOURS
from reader.annotations.notes import Note, are_by_several
from reader.export.collection import Collection, Entry, Group, group_entries, heading_words
from reader.export.export_data import ExportData
from reader.export.html import frame
from reader.export.html.appendix import quotation_scope, speaker_item, work_item
from reader.export.html.note import NoteCard, escape_text, former_words, link_to
from reader.export.links import BackLinks, is_web_address
from reader.export.markdown import passage_text
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line
from reader.text.span import Span

Numbered = tuple[int, Entry]  # an entry with its number in the page; one that is in several groups has several


class CollectionPage:
    def __init__(self, exported: Collection) -> None:
        self.exported = exported
        self.titled = exported.grouping != "article"
        self.authored = are_by_several(exported.notes)
        self.speakers, self.tags = frame.NameNumbers(), frame.NameNumbers()
        self._links = {part.article_id: BackLinks(part.article) for part in exported.parts}
        self.groups: list[tuple[Group, list[Numbered]]] = []
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
        if entry.note is None:
            text, card = self._quote(entry), ""
        else:
            text, card = self._passage(number, entry.part, entry.note), self._card(number, entry, entry.note).html()
        return f'<div class="row excerpt"><div class="text">{text}</div><div class="margin">{card}</div></div>'

    def _quote(self, entry: Entry) -> str:
        quote, part = entry.quote, entry.part
        assert quote is not None, "an entry is a quote or a note"
        who = quote.speaker.name if quote.speaker else ""
        number = f' data-speaker="{self.speakers.of[who]}"' if who else ""
        doubt = " (uncertain)" if quote.uncertain else ""
        absent = "" if quote.sought else f"{NOT_SOUGHT} · "
        name = f"{speaker_item('b', who, part.analysis)}{doubt} · " if who else absent
        about = f'data-quote="{escape(part.article_id)}-{quote.span.start}"{number} itemprop="text"'
        words = escape_text(passage_text(part.article, quote.span))
        return (
            f'<blockquote dir="auto"{quotation_scope()}><p class="kept"><span class="quote" {about}>{words}</span></p>'
            f'<p class="where">{name}{self._place(part, quote.span)}</p>{work_item(part.article)}</blockquote>'
        )

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

    def _card(self, number: int, entry: Entry, note: Note) -> NoteCard:
        speakers, tags = self.speakers.assign(entry.speakers), self.tags.assign(note.tags)
        place = self._place(entry.part, note.span) if note.anchor else ""
        author = note.author.signature if self.authored else ""
        return NoteCard(number, note, speakers, tags, place, former_words(note), author)

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
