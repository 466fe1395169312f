"""A passage that is speech by its layout, whatever marks it has."""

from dataclasses import dataclass

from reader.analysis.speech.quotation_marks import Quotation
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """A passage that somebody speaks."""

    span: Span
    """The passage with its label or signature."""
    quotations: tuple[Quotation, ...]
    """The words, in order; the last is open if the next passage continues it."""
    label: Span | None = None
    """The words before the quotation that name the speaker."""

    @property
    def words(self) -> Span:
        """The words from the first to the last that are spoken."""
        return Span(self.quotations[0].span.start, self.quotations[-1].span.end)


def whole_turn(passage: Span, words: Span, label: Span | None = None, *, continued: bool = False) -> Turn:
    """Return a turn of one quotation; `continued` if the next passage continues it."""
    return Turn(passage, (Quotation(words, not continued),), label)
