"""How long an article takes to read, and where in it one is: page, paragraph, heading, share of the chapter.

No Textual. Everything is found by bisecting what the article knows about itself, so that every step of the caret can
ask for it.
"""

import os
import re
from bisect import bisect_right
from collections import Counter
from functools import cached_property
from urllib.parse import urlsplit

from reader.document.article import Article, cited_page
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line
from reader.text.span import Span

WORDS_A_MINUTE, SIGNS_A_MINUTE = 230, 500
"""The usual pace of silent reading: of words, and of signs in scripts without spaces."""

SIGNS = (("\u3040", "\u30ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7af"))
"""The first and last characters of the scripts that are counted by signs."""

LONG_SECTION = 10_000
"""Characters from which the share of a section is told: one sees the end of a shorter one in a few screens."""

SAMPLE, SAMPLES = 5_000, 12
"""Characters of a sample, and samples: longer texts are counted by these, since a book has half a million words."""


class ReadingProgress:
    def __init__(self, article: Article) -> None:
        self._article = article
        self.genre = ""
        """What kind of text it is, once that is known."""

    @cached_property
    def source(self) -> str:
        """The name of the file or the site, sanitized: a file may have any name."""
        article = self._article
        if article.source.startswith(("http://", "https://")):
            return clean_line(article.site or urlsplit(article.source).hostname or article.source)
        return clean_line(os.path.basename(article.source)) if article.source != "-" else article.title or UNTITLED

    @cached_property
    def time(self) -> str:
        """The time it takes to read the article: "3 min", "6 h 20 min"; empty for an empty one."""
        text = self._article.text
        if not text or text.isspace():  # found at the first word; without the space around it a book would be copied
            return ""
        badges = (block.span.of(text) for block in self._article.blocks if block.role == "badges")
        return format_minutes(reading_minutes(text) - sum(map(reading_minutes, badges)))

    @property
    def remark(self) -> str:
        """The genre and the time it takes to read: "paper · 58 min"."""
        return " · ".join(filter(None, (self.genre, self.time)))

    def place(self, offset: int) -> str:
        """Return page or time, paragraph and share of the text at `offset`: "p. 12 · ¶ 30 · 32%"."""
        article = self._article
        share = f"{round(100 * offset / len(article.text)) if article.text else 0}%"
        if not article.blocks:
            return share
        page = article.page_at(offset)
        where = f"¶ {article.paragraph_number(offset)} · {share}"
        return f"{cited_page(page)} · {where}" if page else where

    def heading(self, offset: int) -> str:
        """Return the nearest heading above `offset`; empty if there is none."""
        block = self._article.heading_at(offset)
        return "" if block is None else " ".join(block.span.of(self._article.text).split())

    def chapter(self, offset: int) -> str:
        """Return how much of the chapter lies before `offset`: "40% of chapter"; empty outside of long ones."""
        index = bisect_right(self._chapter_starts, offset) - 1
        if index < 0:
            return ""
        start, end = [*self._chapter_starts, len(self._article.text)][index : index + 2]
        if end - start < LONG_SECTION:
            return ""
        is_book = self._article.source.lower().endswith(".epub") or self._article.format == "epub"
        word = "chapter" if is_book else "section"
        return f"{round(100 * (offset - start) / (end - start))}% of {word}"

    @cached_property
    def _chapter_starts(self) -> list[int]:
        """Where the headings of the highest level begin that occurs more than once."""
        headings = self._article.headings
        counts = Counter(block.level for block in headings)
        highest = min((level for level, count in counts.items() if count > 1), default=None)
        return [block.span.start for block in headings if block.level == highest]


def word_count(text: str) -> str:
    """Return how many words there are: "12 words"; of a long text about how many."""
    if len(text) <= SAMPLE * SAMPLES:
        return counted(len(text.split()), "word")
    words = len(text[: SAMPLE * SAMPLES].split()) * len(text) // (SAMPLE * SAMPLES)
    return f"about {words:,} words"


def format_minutes(minutes: float) -> str:
    """Return a time in words: "3 min", "6 h 20 min"; at least a minute."""
    hours, rest = divmod(max(1, round(minutes)), 60)
    return " ".join(filter(None, [f"{hours} h" if hours else "", f"{rest} min" if rest else ""]))


def reading_minutes(text: str) -> float:
    """Return the minutes it takes to read `text`, estimated by samples if it is long."""
    if len(text) <= SAMPLE * SAMPLES:
        return count_minutes(text)
    step = (len(text) - SAMPLE) // (SAMPLES - 1)
    samples = " ".join(Span(step * index, step * index + SAMPLE).of(text) for index in range(SAMPLES))
    return count_minutes(samples) * len(text) / (SAMPLE * SAMPLES)


def count_minutes(text: str) -> float:
    """Return the minutes it takes to read `text`; a pattern of all signs would take longer to compile than to use."""
    signs = "".join(sign for sign in set(text) if any(first <= sign <= last for first, last in SIGNS))
    rest, count = re.subn(f"[{signs}]", " ", text) if signs else (text, 0)
    return len(rest.split()) / WORDS_A_MINUTE + count / SIGNS_A_MINUTE
