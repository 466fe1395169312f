"""A note as it stands in the margin: its number, its words, its tags, who speaks there, when.

Its Markdown is rendered without raw HTML, without pictures (which would call another server) and with links to the web
and to mail only; its headings are small. What a note says can therefore do nothing in the page.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from reader.annotations.notes import Note, inline_tags
from reader.text.sanitize import clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LINKED = ("http://", "https://", "mailto:")
"""What a link may begin with."""

OUTWARD = ' rel="noopener noreferrer nofollow"'
"""A page that is gone to does not learn where one came from."""

HIGHEST = 4
"""The level of a note's topmost heading; the article's are above it."""


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note with its number in the page and all that the page knows about it."""

    number: int
    note: Note
    speakers: tuple[tuple[int, str], ...] = ()
    """By their number in the page and their name."""
    tags: tuple[tuple[int, str], ...] = ()
    place: str = ""
    """HTML of the way to the passage; empty for a note whose words are not in the page."""
    before: str = ""
    """HTML before the note's words: the passage as it was, or a guess at where it is."""

    def html(self) -> str:
        who = "".join(f'<span class="who">{escape(name)}</span>' for _, name in self.speakers)
        there = inline_tags(self.note.text)
        beside = [name for _, name in self.tags if name not in there]
        tags = "".join(f'<span class="tag">#{escape(clean(name))}</span>' for name in beside)
        date = escape(self.note.created[:10])
        number = f'<a class="number" href="#words-{self.number}" aria-label="To the words of note {self.number}">'
        head = f"{number}{self.number}</a>" if self.place else ""
        changed = self.note.placement is not None and self.note.placement.state == "changed"
        mark = "" if self.note.text or self.note.anchor is None else '<span class="mark">highlight</span>'
        about = f' data-speakers="{join_numbers(self.speakers)}" data-tags="{join_numbers(self.tags)}"'
        return (
            f'<aside class="note{" changed" if changed else ""}" id="note-{self.number}"{about}'
            f' aria-label="Note {self.number}">'
            f"{head}{self.before}{self._body()}"
            f'<p class="meta">{mark}{who}{tags}{self.place}<time datetime="{date}">{date}</time></p></aside>\n'
        )

    def _body(self) -> str:
        return f'<div class="body" dir="auto">{render_note(self.note.text)}</div>' if self.note.text else ""


def join_numbers(of: tuple[tuple[int, str], ...]) -> str:
    return " ".join(str(number) for number, _ in of)


def render_note(text: str) -> str:
    """A note's Markdown as HTML that can do nothing."""
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
    parser.validateLink = is_safe_link  # type: ignore[method-assign]  # the way that markdown-it-py documents
    return parser


def is_safe_link(url: str) -> bool:
    return url.lower().startswith(LINKED)


def escape_text(words: str) -> str:
    """Words of the article or of a note as HTML."""
    return escape(clean(words))


def link_to(url: str, words: str, attributes: str = "") -> str:
    """A link to the web; only the words where the URL leads elsewhere."""
    if not is_safe_link(url):
        return words
    return f'<a href="{escape(url)}"{attributes}{OUTWARD}>{words}</a>'
