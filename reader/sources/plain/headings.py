"""Headings of a plain text: chapters, and short lines between paragraphs of prose.

A chapter says that it is one (`CHAPTER I.`), so it may end in any sign, carry its title on further lines, and stand
above another. Any other line must look like a heading among paragraphs. Pitfalls: a table of contents names chapters
too, one below the other; in a novel a lone question is what somebody thinks, in an interview it is a heading.
"""

from collections.abc import Sequence
from functools import cached_property

from reader.sources.plain.line_patterns import (
    HEADING_LENGTH,
    RULE,
    TITLE_LENGTH,
    Paragraph,
    chapter_word,
    has_title_case,
    is_chapter,
    is_prose,
    looks_like_heading,
)

CHAPTER_LINES = 3
"""Lines of the heading of a chapter: its number and its title, which may be wrapped."""

BELOW_CHAPTER = 12
"""Paragraphs below a chapter among which there is prose: other headings, a motto, a date."""

QUESTIONS, QUESTION_SHARE = 2, 0.1
"""Lone questions that make an interview: how many, and their share of the paragraphs."""


class HeadingFinder:
    """The headings among the paragraphs of a text."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], wrapped: bool) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.wrapped = wrapped

    def lines_of(self, index: int) -> int:
        """Return how many lines at the beginning of this paragraph are a heading."""
        lines = self.paragraphs[index]
        if len(lines[0]) > TITLE_LENGTH or (len(lines) > CHAPTER_LINES and len(lines[0]) > HEADING_LENGTH // 2):
            return 0  # nearly every paragraph
        if word := self._chapter_word(index):
            return self._lines_of_chapter(index, word)
        alone = len(lines) == 1 or (len(lines) == 2 and RULE.fullmatch(lines[1].of(self.text)))
        return 1 if alone and self._is_heading(index) else 0

    def _words(self, index: int) -> str:
        """Return the first line of a paragraph."""
        return self.paragraphs[index][0].of(self.text)

    def _chapter_word(self, index: int) -> str:
        """Return the word for a chapter with which this paragraph begins; "" if there is none, or no paragraph."""
        return chapter_word(self._words(index)) if 0 <= index < len(self.paragraphs) else ""

    def _lines_of_chapter(self, index: int, word: str) -> int:
        lines, below = self.paragraphs[index], self.paragraphs[index + 1 : index + 1 + BELOW_CHAPTER]
        if self._chapter_word(index + 1) == word:  # a table of contents
            return 0
        if len(lines) > CHAPTER_LINES or (len(lines[0]) > HEADING_LENGTH and len(lines) > 1):
            return 1 if len(lines[0]) <= HEADING_LENGTH and is_prose(self.text, lines[1:]) else 0
        if not any(is_prose(self.text, paragraph) for paragraph in below):
            return 0
        ruled = RULE.fullmatch(lines[-1].of(self.text)) is not None
        return len(lines) - ruled

    def _is_heading(self, index: int) -> bool:
        """Return whether the first line of this single-line paragraph is a heading.

        Between two paragraphs of prose any short line is; a chapter's may also come first, or above another heading.
        """
        words = self._words(index)
        below = self.paragraphs[index + 1 : index + 3]
        under_chapter = bool(self._chapter_word(index - 1)) and has_title_case(words)
        if not looks_like_heading(words) and not under_chapter and not self._is_question(index):
            return False
        if under_chapter or is_chapter(words):
            return any(is_prose(self.text, lines) for lines in below)
        if index == 0 or not below or not is_prose(self.text, self.paragraphs[index - 1]):
            return False
        flows = self.wrapped or len(below[0]) == 1  # and is not a stanza
        return flows and is_prose(self.text, below[0]) and below[0][-1].end - below[0][0].start > len(words)

    def _is_question(self, index: int) -> bool:
        """Return whether this is one of the questions of an interview, or of those that readers ask."""
        words = self._words(index)
        return words.endswith("?") and looks_like_heading(words[:-1]) and self._has_questions

    @cached_property
    def _has_questions(self) -> bool:
        lone = (lines[0].of(self.text) for lines in self.paragraphs if len(lines) == 1)
        count = sum(words.endswith("?") and looks_like_heading(words[:-1]) for words in lone)
        return count >= max(QUESTIONS, QUESTION_SHARE * len(self.paragraphs))
