"""A note in the margin: its number, text, tags, speakers and date.

Its Markdown is rendered without raw HTML, without images (which would call another server) and with links to the web
and to mail only; its headings are small. So a note can do nothing in the page.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from reader.annotations import COLOURS
from reader.annotations.notes import Note
from reader.export.export_data import UNVERIFIED
from reader.text.sanitize import clean, clean_line
from reader.view.hyperlink import is_safe

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

OUTWARD = ' rel="noopener noreferrer nofollow"'  # the target page does not learn where the reader came from
HIGHEST = 4  # the level of a note's topmost heading; those of the article are above it


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note with its number in the page and everything shown about it."""

    number: int
    note: Note
    speakers: tuple[tuple[int, str], ...] = ()
    """With their numbers in the page."""
    tags: tuple[tuple[int, str], ...] = ()
    place: str = ""
    """HTML of the link to the passage; "" for a note whose passage is not in the page."""
    before: str = ""
    """HTML before the note's text: the passage as it was, or the nearest guess."""
    author: str = ""
    """The name to show; "" if it is unknown or all notes are by one person."""

    def html(self) -> str:
        who = "".join(f'<span class="who">{escape(name)}</span>' for _, name in self.speakers)
        tags = "".join(f'<span class="tag">#{escape(clean(name))}</span>' for name in self.note.tags_beside)
        told = [clean_line(self.author), UNVERIFIED if self.note.unverified else ""]
        author = "".join(f'<span class="by">{escape(words)}</span>' for words in told if words)
        date = escape(self.note.created[:10])
        number = f'<a class="number" href="#words-{self.number}" aria-label="To the words of note {self.number}">'
        head = f"{number}{self.number}</a>" if self.place else ""
        colour = f"{self.note.color} " if self.note.color in COLOURS else ""
        mark = "" if self.note.text or self.note.anchor is None else f'<span class="mark">{colour}highlight</span>'
        body = f'<div class="body" dir="auto">{render_note(self.note.text)}</div>' if self.note.text else ""
        speakers, numbers = (" ".join(str(number) for number, _ in of) for of in (self.speakers, self.tags))
        about = f' data-speakers="{speakers}" data-tags="{numbers}"'
        return (
            f'<aside class="note{" changed" if self.note.is_changed else ""}" id="note-{self.number}"{about}'
            f' aria-label="Note {self.number}">'
            f"{head}{self.before}{body}"
            f'<p class="meta">{mark}{who}{tags}{self.place}{author}<time datetime="{date}">{date}</time></p></aside>\n'
        )


def former_words(note: Note) -> str:
    """Render what the words of a passage were, if they have changed."""
    if note.anchor is None or not note.is_changed:
        return ""
    return f'<p class="was">The words were: <q>{escape_text(note.anchor.exact)}</q></p>'


def render_note(text: str) -> str:
    parser = note_parser()
    tokens = parser.parse(clean(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, HIGHEST - 1 + int(token.tag[1]))}"
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("rel", "noopener noreferrer nofollow")
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


@cache
def note_parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.validateLink = is_safe  # type: ignore[method-assign]  # the way that markdown-it-py documents
    return parser


def escape_text(words: str) -> str:
    return escape(clean(words))


def link_to(url: str, words: str, attributes: str = "") -> str:
    """Link `words` to a web address; return only the words if it is not one."""
    if not is_safe(url):
        return words
    return f'<a href="{escape(url)}"{attributes}{OUTWARD}>{words}</a>'
