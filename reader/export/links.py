"""Links from an export back to the passage.

A web page is opened *at* the words by a text fragment (https://wicg.github.io/scroll-to-text-fragment/): browsers
scroll to the first place where whole words match, ignoring case; an exact match never crosses two blocks, a range may.
Pitfall: comma, dash and ampersand have a meaning there, so they are encoded.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from reader.document.article import Article, cited_page
from reader.export.markdown import escape_markdown
from reader.text.normalize import Folded, fold
from reader.text.sanitize import clean_line
from reader.text.span import Span

LONGEST_EXACT = 120
"""Characters of a passage that a link quotes whole; longer ones are given by their first and last words."""
EDGE_WORDS = 5  # number of words at the beginning and end of a long passage, and beside a repeated one
NEIGHBOURHOOD = 300  # characters in which those words are searched

BLANK_LINE = re.compile(r"\n\s*\n")

REFERENCE = re.compile(r"&(?=#?\w{1,32};)")  # the ampersand of what Markdown would take for a character reference

URL_SAFE = "%/:?#@!$&'*+,;=~-._[]"
"""Characters kept in a URL; spaces, brackets, backticks and the like would end the link in Markdown."""


def is_web_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def source_address(source: str) -> str | None:
    """Return the URL of an article as a whole: of a page, or of a file by its path; None for anything else."""
    if is_web_address(source):
        return quote(clean_line(source), safe=URL_SAFE)
    if not source.startswith(("/", "./", "../")):
        return None
    return ("file://" if source.startswith("/") else "") + quote(clean_line(source))


def markdown_link(words: str, url: str | None) -> str:
    """Return `words`, escaped already, as a Markdown link if there is a URL."""
    return f"[{words}]({REFERENCE.sub('&amp;', url)})" if url else words


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A passage as it is cited: its paragraph, and a link if there is one."""

    number: int
    address: str | None
    """The URL for a browser; None for standard input."""
    page: str = ""

    @property
    def words(self) -> str:
        return f"{cited_page(self.page)}, ¶ {self.number}" if self.page else f"¶ {self.number}"

    @property
    def markdown(self) -> str:
        return markdown_link(escape_markdown(self.words), self.address)


@dataclass(frozen=True)
class BackLinks:
    article: Article

    def place(self, span: Span) -> CitedPlace:
        """Return the citation of `span`; its link leads to the words of a web page, or to a file."""
        article = self.article
        return CitedPlace(article.paragraph_number(span.start), self.address(span), article.page_at(span.start))

    def address(self, span: Span) -> str | None:
        """Return the URL of `span` for a browser; None for standard input."""
        source = self.article.source
        if not is_web_address(source):
            return source_address(source)
        page, _, fragment = source.partition("#")
        fragment = fragment.partition(":~:")[0]
        if directive := self.text_directive(span):
            fragment += f":~:text={directive}"
        return quote(clean_line(f"{page}#{fragment}" if fragment else page), safe=URL_SAFE)

    def text_directive(self, span: Span) -> str:
        """Return the text directive for `span`; "" if it has no words."""
        text = self.article.text
        words = _expand_to_words(text, span)
        parts = [part.split() for part in BLANK_LINE.split(words.of(text)) if part.strip()]
        if not parts:
            return ""
        if len(parts) == 1 and len(words) <= LONGEST_EXACT:
            wanted = [" ".join(parts[0])]
        else:
            wanted = [" ".join(parts[0][:EDGE_WORDS]), " ".join(parts[-1][-EDGE_WORDS:])]
        directive = ",".join(map(_encode, wanted))
        if self._folded.text.find(fold(wanted[0]).text, 0, self._folded.offset(words.start)) < 0:
            return directive
        *blocks, before = BLANK_LINE.split(text[max(0, words.start - NEIGHBOURHOOD) : words.start])
        if blocks and not any(map(str.isalnum, before)):  # the first words of their block; use those of the block above
            directive, before = _encode(before) + directive, blocks[-1]
        after = BLANK_LINE.split(text[words.end : words.end + NEIGHBOURHOOD])[0]
        prefix, suffix = _context_words(before.split()[-EDGE_WORDS:]), _context_words(after.split()[:EDGE_WORDS])
        return f"{prefix and f'{prefix}-,'}{directive}{suffix and f',-{suffix}'}"

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.article.text)


def _context_words(beside: list[str]) -> str:
    """Return the words beside a passage; "" if there is only punctuation, which browsers do not find."""
    words = " ".join(beside)
    return _encode(words) if any(map(str.isalnum, words)) else ""


def _encode(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")


def _expand_to_words(text: str, span: Span) -> Span:
    """Return `span` without punctuation at its ends, extended to whole words."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start < end:
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
    return Span(start, end)
