"""Plain text as an article: the unchanged text, with blocks found by blank lines and the look of lines.

The one idea: nothing is ever removed. Every character keeps its position; what is in no block (white space, list and
quotation markers) is in the gaps, and the purpose of a block is only a role. Pitfall: newlines. A single one is a
space in a hard-wrapped file and a line break in any other; neither is changed.
"""

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from reader.document.article import Article, Block
from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.plain.boilerplate import split_head, split_tail
from reader.sources.plain.line_patterns import (
    HEADING_LENGTH,
    ITEM,
    QUOTED,
    RULE,
    TITLE_LENGTH,
    WRAPPED,
    Paragraph,
    begins_chapter,
    chapter_word,
    has_title_case,
    is_chapter,
    is_prose,
    is_running_text,
    looks_like_heading,
)
from reader.sources.plain.paragraphs import (
    first_line_indent,
    indentation,
    is_wrapped,
    join_double_spaced,
    split_at_indents,
    split_paragraphs,
)
from reader.sources.transcript import find_times
from reader.text.format import first_words
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

LINES = 1_000_000  # lines of a text: a log of 64 MiB has fewer, and they take four seconds
PARAGRAPHS = 200_000  # paragraphs, list items and quoted lines of a text: six times the verses of the Bible

BLANK_LINES = r"\n[^\S\n]*\n"
MARKERS = r"(?m)^[^\S\n]*(?:[->*•‣◦▪_=~#·⁂❦]|\d{1,3}[.)])"
"""How lines begin that may be blocks of their own; compiled for long texts only."""

EBOOK, EBOOK_WITHIN = r"(?s)\A\W*(?:The )?Project Gutenberg.*?\nTitle: +(?P<title>[^\n]+(?:\n {2,}\S[^\n]*)*)\n", 4000
"""The title in the head of a book of Project Gutenberg, within its first characters."""

SIGNS = frozenset("->*•‣◦▪_=~#·⁂❦0123456789")  # the beginning of a list item, a quoted line or a rule
MAX_PREFIX_COLUMNS = 8  # limits of an item's indentation (columns) and of a quoted line's bars

MAX_INDENTATION = 40
"""Characters before the first line of verse or an address; half a page is more than a narrow pane can show."""


def read_text(raw: str, found: SourceData) -> Article:
    """Read a source that is plain text, decoded. Raises SourceError."""
    check_plain(raw, found.name)
    return read_plain(raw, found.place)


def check_plain(text: str, name: str) -> None:
    """Raise SourceError for a text with too many lines or paragraphs.

    Reading takes time for each, so a small file made of them alone could take minutes and gigabytes. They are counted
    first, cheaply, so the counts are upper bounds that no honest text comes near.
    """
    lines = text.count("\n")
    if lines > LINES:
        raise SourceError(f"{name} has more than {LINES:,} lines; split it and open a part")
    if lines > PARAGRAPHS and sum(1 for sign in (BLANK_LINES, MARKERS) for _ in re.finditer(sign, text)) > PARAGRAPHS:
        raise SourceError(f"{name} has more than {PARAGRAPHS:,} paragraphs; split it and open a part")


def read_plain(text: str, source: str = "-") -> Article:
    """Read `text`, sanitized, as an article.

    Its title is its title block, or what Project Gutenberg says above it, else its first words, so that the same text
    has the same title wherever it comes from; but a text that begins with the first of its chapters is called by the
    name of its file. The times of a transcript are its pages.
    """
    text = clean(text)
    blocks = plain_blocks(text)
    title = clean_line(_find_title(text, blocks, source))
    return Article(text, blocks, title, source=source, pages=find_times(text))


def _find_title(text: str, blocks: Sequence[Block], source: str) -> str:
    if not blocks:
        return ""
    if ebook := re.search(EBOOK, text[:EBOOK_WITHIN]):
        return " ".join(ebook["title"].split())
    first = blocks[0].span.of(text)
    if blocks[0].role == "title" or not begins_chapter(first):
        return first if blocks[0].role == "title" else first_words(first)
    stem = re.sub(r"[\W_\d]*(.*?)(?:\.\w{1,4})?$", r"\1", os.path.basename(source)).replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or first_words(text[blocks[0].span.start :])


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of `text` in order, as offsets of the given text; newlines may be LF, CRLF or CR."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    code: list[Block] = []
    if "@@ -" in text:
        from reader.sources.diff import LANGUAGE, find_diffs  # hardly any text has one

        code = [Block(diff, "code", language=LANGUAGE) for diff in find_diffs(text)]
    paragraphs = join_double_spaced(text, list(split_paragraphs(text, [block.span for block in code])))
    wrapped = is_wrapped(text, paragraphs)
    head, paragraphs = split_head(text, paragraphs, wrapped)
    paragraphs, tail = split_tail(text, paragraphs)
    indent = first_line_indent(text, paragraphs) if wrapped and "\n  " in text else 0
    body = list(split_at_indents(text, paragraphs, indent)) if indent else paragraphs
    blocks = (*head, *body_blocks(text, body, wrapped, indent), *tail)
    return tuple(sorted((*blocks, *code), key=lambda block: block.span)) if code else blocks


def body_blocks(text: str, paragraphs: Sequence[Paragraph], wrapped: bool, indent: int) -> Iterator[Block]:
    headings = _HeadingFinder(text, paragraphs, wrapped, indent)
    for index, lines in enumerate(paragraphs):
        if count := headings.lines_of(index):
            yield Block(Span(lines[0].start, lines[count - 1].end), "heading", 2, reflow=count > 1)
            lines = lines[count:]
        if not any(text[line.start] in SIGNS for line in lines):  # nearly every paragraph
            yield from _paragraph_block(text, lines, wrapped)
            continue
        numbered = _is_numbered(text, paragraphs, index)
        for marker, run in _group_lines(text, lines, wrapped, numbered):
            yield from _marked_block(text, marker, run, wrapped) if marker else _paragraph_block(text, run, wrapped)


def _paragraph_block(text: str, lines: Paragraph, wrapped: bool) -> Iterator[Block]:
    """Return the lines as one block; verse, addresses, tables and logs in a hard-wrapped file keep their lines."""
    if len(lines) == 1:
        yield Block(lines[0], reflow=wrapped)
    elif lines:
        full = sum(len(line) >= WRAPPED.start for line in lines[:-1])
        reflow = wrapped and 2 * full >= len(lines) - 1 and is_running_text(text, lines)
        columns = indentation(text, lines[0])
        kept = 0 if reflow or columns > MAX_INDENTATION else columns  # so that the lines stand as written
        yield Block(Span(lines[0].start - kept, lines[-1].end), reflow=reflow)


def _is_numbered(text: str, paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Return whether the numbers in this paragraph form a list; a single "1. Introduction" does not."""
    around = [*paragraphs[max(0, index - 1) : index], *paragraphs[index + 1 : index + 2]]
    lines = [*paragraphs[index], *(lines[0] for lines in around)]
    matches = (ITEM.match(text, line.start, line.end) for line in lines if text[line.start] in SIGNS)
    return sum(found is not None and found["number"] is not None for found in matches) > 1


def _find_marker(text: str, line: Span, numbered: bool) -> re.Match[str] | None:
    if found := RULE.fullmatch(text, line.start, line.end) or QUOTED.match(text, line.start, line.end):
        return found
    item = ITEM.match(text, line.start, line.end)
    return item if item and (numbered or item["number"] is None) else None


def _group_lines(
    text: str, lines: Paragraph, wrapped: bool, numbered: bool
) -> Iterator[tuple[re.Match[str] | None, list[Span]]]:
    """Group the lines of a paragraph by the marker they belong to; an item keeps its further lines."""
    marker: re.Match[str] | None = None
    run: list[Span] = []
    for line in lines:
        found = _find_marker(text, line, numbered)
        if found and found.re is ITEM and wrapped and run and marker is None and len(run[-1]) in WRAPPED:
            found = None  # a sentence that was wrapped before a dash or a number
        goes_on = marker is None or (
            marker.re is ITEM and (wrapped or indentation(text, line) > indentation(text, run[0]))
        )
        if found or not run or not goes_on:
            if run:
                yield marker, run
            marker, run = found, []
        run.append(line)
    if run:
        yield marker, run


def _marked_block(text: str, marker: re.Match[str], lines: Paragraph, wrapped: bool) -> Iterator[Block]:
    if marker.re is RULE:
        yield Block(lines[0], "rule")
        return
    span = Span(marker.end(), lines[-1].end)
    if marker.re is QUOTED and span.start < span.end:
        bars = "▌ " * min(marker[0].count(">"), MAX_PREFIX_COLUMNS)
        yield Block(span, "quotation", prefix=bars, hang=bars)
    elif marker.re is ITEM:
        columns = " " * min(indentation(text, lines[0]), MAX_PREFIX_COLUMNS)
        prefix = f"{columns}{marker['number'] or '•'} "
        yield Block(span, "item", prefix=prefix, hang=" " * len(prefix), reflow=wrapped)


LEADER = r"(?m)\. ?\.[ .]*\d+ *$"  # before the page in a table of contents
CHAPTER_LINES = 3  # lines of the heading of a chapter: its number and its title, which may be wrapped
BELOW_CHAPTER = 12  # paragraphs below a chapter among which there is prose: other headings, a motto, a date
QUESTIONS, QUESTION_SHARE = 2, 0.1  # lone questions that make an interview: how many, and their share of the paragraphs


class _HeadingFinder:
    """The headings of a text: chapters, and short lines between paragraphs of prose.

    A chapter says that it is one (`CHAPTER I.`), so it may end in any sign, carry its title on further lines, and stand
    above another. Any other line must look like a heading among paragraphs. Pitfalls: a table of contents names
    chapters too, one below the other; in a novel a lone question is what somebody thinks, in an interview a heading.
    """

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], wrapped: bool, indent: int) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.wrapped = wrapped
        self.indent = indent

    def lines_of(self, index: int) -> int:
        """Return how many lines at the beginning of this paragraph are a heading."""
        lines = self.paragraphs[index]
        if len(lines[0]) > TITLE_LENGTH or (len(lines) > CHAPTER_LINES and len(lines[0]) > HEADING_LENGTH // 2):
            return 0  # nearly every paragraph
        if self.indent and indentation(self.text, lines[0]) == self.indent:
            return 0  # a paragraph, which its first line says
        if word := self._chapter_word(index):
            return self._lines_of_chapter(index, word)
        alone = len(lines) == 1 or (len(lines) == 2 and RULE.fullmatch(lines[1].of(self.text)))
        return 1 if alone and self._is_heading(index) else 0

    def _words(self, index: int) -> str:
        return self.paragraphs[index][0].of(self.text)

    def _chapter_word(self, index: int) -> str:
        """Return the word for a chapter with which this paragraph begins; "" if there is none, or no paragraph."""
        return chapter_word(self._words(index)) if 0 <= index < len(self.paragraphs) else ""

    def _lines_of_chapter(self, index: int, word: str) -> int:
        lines, below = self.paragraphs[index], self.paragraphs[index + 1 : index + 1 + BELOW_CHAPTER]
        entries = self.text[below[0][0].start : below[0][-1].end] if below else ""
        if self._chapter_word(index + 1) == word or re.search(LEADER, entries):  # a table of contents
            return 0
        if len(lines) > CHAPTER_LINES or (len(lines[0]) > HEADING_LENGTH and len(lines) > 1):
            return 1 if len(lines[0]) <= HEADING_LENGTH and is_prose(self.text, lines[1:]) else 0
        if not any(is_prose(self.text, paragraph) for paragraph in below):
            return 0
        return len(lines) - (RULE.fullmatch(lines[-1].of(self.text)) is not None)

    def _is_heading(self, index: int) -> bool:
        """Return whether the first line of this single-line paragraph is a heading.

        Between two paragraphs of prose any short line is; a chapter's, or one below a number, may also stand elsewhere.
        """
        words = self._words(index)
        below = self.paragraphs[index + 1 : index + 3]
        numbered = index > 0 and self._words(index - 1).rstrip(".").isdecimal()
        numbered = numbered and (words.isupper() or looks_like_heading(words))
        under_chapter = (numbered or bool(self._chapter_word(index - 1))) and has_title_case(words)
        is_question = words.endswith("?") and looks_like_heading(words[:-1]) and self._has_questions
        if not looks_like_heading(words) and not under_chapter and not is_question:
            return False
        if under_chapter or is_chapter(words):
            return any(is_prose(self.text, lines) for lines in below)
        if index == 0 or not below or not is_prose(self.text, self.paragraphs[index - 1]):
            return False
        flows = self.wrapped or len(below[0]) == 1  # and is not a stanza
        return flows and is_prose(self.text, below[0]) and below[0][-1].end - below[0][0].start > len(words)

    @cached_property
    def _has_questions(self) -> bool:
        """Whether this is an interview, or answers the questions of readers."""
        lone = (lines[0].of(self.text) for lines in self.paragraphs if len(lines) == 1)
        count = sum(words.endswith("?") and looks_like_heading(words[:-1]) for words in lone)
        return count >= max(QUESTIONS, QUESTION_SHARE * len(self.paragraphs))
