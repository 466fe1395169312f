"""A source as words, with the speeches that its own text interrupts.

“We were told,” Ortiz said, “on Friday” is one speech: whoever quotes it as “We were told on Friday” quotes it
verbatim. So is a speech whose paragraphs each begin with a quotation mark and do not end with one, until the last.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.analysis.genre import find_genre
from reader.analysis.speech.quotation_marks import Quotation as MarkedQuotation
from reader.analysis.speech.quotation_marks import find_quotations, find_single_clauses, uses_single_marks
from reader.analysis.tokens import READ_KINDS
from reader.document.article import Article
from reader.text.span import Span, grouped
from reader.verification.quotations import INTERRUPTION, quoted_blocks
from reader.verification.spoken_words import SpokenWords, tidy
from reader.verification.words import Words, choose_words, split_words


@dataclass(frozen=True)
class Run:
    """Words of a source in a row: all of them, or those of one speech."""

    words: Words
    numbers: range | tuple[int, ...]
    """The number of each word in the whole text."""


@dataclass(frozen=True)
class SourceText:
    key: str
    """Its address or path, else its id, by which equally good places are put in order."""
    article: Article
    article_id: str = ""
    """The id that the library has for it."""
    outside: bool = False
    """True if it does not belong to the draft's dossier: then words that were changed count for less."""

    @classmethod
    def of(cls, article: Article, article_id: str, *, outside: bool = False) -> "SourceText":
        """Return an article as a source; those from standard input are told apart by their ids."""
        return cls(article.source if article.source != "-" else article_id, article, article_id, outside)

    @cached_property
    def words(self) -> Words:
        return split_words(self.article.text)

    @cached_property
    def whole(self) -> Run:
        return Run(self.words, range(len(self.words)))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """The passages in quotation marks, the marks included."""
        return tuple(span for speech in self.marked for span in speech)

    @cached_property
    def marked(self) -> tuple[tuple[Span, ...], ...]:
        """The passages in quotation marks, grouped into speeches; then block quotations without marks."""
        text = self.article.text
        blocks = [block.span for block in self.article.blocks if block.kind in READ_KINDS]
        single = uses_single_marks(text, blocks)
        speeches: list[list[Span]] = []
        before: MarkedQuotation | None = None
        for block in blocks:
            quotations = find_quotations(text, block, single)
            if not single:
                quotations = sorted([*quotations, *find_single_clauses(text, block)], key=lambda each: each.span)
            for number, quotation in enumerate(quotations):
                if before is not None and self._continues(before, quotation, first=number == 0):
                    speeches[-1].append(quotation.span)
                else:
                    speeches.append([quotation.span])
                before = quotation
        return (*map(tuple, speeches), *((block.words,) for block in quoted_blocks(self.article)))

    def _continues(self, before: MarkedQuotation, quotation: MarkedQuotation, *, first: bool) -> bool:
        """Return whether a quotation continues the one before it: the first of a paragraph, one that was not closed."""
        between = self.article.text[before.span.end : quotation.span.start]
        if first:
            return not before.closed and not between.strip()
        return before.closed and len(between.split()) <= INTERRUPTION

    @cached_property
    def is_spoken(self) -> bool:
        """Whether the text is what people said, written down: with its times, or as a transcript."""
        return self.article.is_timed or find_genre(self.article).genre == "transcript"

    @cached_property
    def speeches(self) -> tuple[Run, ...]:
        """The speeches of several parts, each as words in a row."""
        interrupted = (speech for speech in self.marked if len(speech) > 1)
        rows = (tuple(number for span in speech for number in self.words_in(span)) for speech in interrupted)
        return tuple(Run(choose_words(self.words, numbers), numbers) for numbers in rows)

    @cached_property
    def spoken(self) -> SpokenWords:
        """The words as tidied speech has them."""
        return SpokenWords(tidy(self.words.keys))

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """The numbers of each word: where it stands."""
        return grouped((word, number) for number, word in enumerate(self.words.keys))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words.keys)

    def words_in(self, span: Span) -> range:
        """Return the numbers of the words that begin in a span."""
        folded = self.words.folded
        return range(*(bisect_left(self.words.starts, folded.offset(offset)) for offset in (span.start, span.end)))

    def offset(self, word: int) -> int:
        return self.words.span(word, word).start

    def block_of(self, word: int) -> int:
        return self.article.block_index(self.offset(word))

    def is_quoted(self, pieces: Sequence[Span]) -> bool:
        """Return whether most of a passage is in quotation marks."""
        return 2 * shared_length(self.quotations, pieces) > sum(map(len, pieces))


def shared_length(some: Sequence[Span], others: Sequence[Span]) -> int:
    """Return the number of characters that two groups of separate spans share."""
    return sum(max(0, min(one.end, other.end) - max(one.start, other.start)) for one in some for other in others)
