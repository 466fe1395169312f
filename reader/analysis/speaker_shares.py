"""How much each speaker says: quotes, words, and the share of all quoted words.

Screen, command line and exports count here, so their figures agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.analysis import NOT_FOUND, NOT_SOUGHT, Analysis
from reader.document.article import Article
from reader.text.format import counted
from reader.text.span import grouped


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote, as far as it counts."""

    speaker: str
    """The name; "" if unknown."""
    words: int
    uncertain: bool = False
    sought: bool = True
    """False if nobody looked for the speaker."""


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    name: str
    """"" for the quotes without a speaker."""
    quotes: int
    words: int
    uncertain: int
    """The quotes whose speaker should be checked."""
    share: float
    """Of all quoted words, from 0 to 1."""
    sought: bool = True
    """False if nobody looked for the speakers of these quotes."""

    @property
    def title(self) -> str:
        """The name, or the words in its place."""
        return self.name or (NOT_FOUND if self.sought else NOT_SOUGHT)

    @property
    def percent(self) -> str:
        return f"{100 * self.share:.0f}%"

    @property
    def figures(self) -> str:
        """The figures in words: "3 quotes · 24 words · 41%"."""
        return f"{counted(self.quotes, 'quote')} · {counted(self.words, 'word')} · {self.percent}"


def count_words(text: str) -> int:
    """Return the number of words of a text, counted as those of a whole article are."""
    return len(text.split())


def speaker_shares(statements: Iterable[Statement]) -> list[SpeakerShare]:
    """Return the speakers, those with most quotes first, then in order of appearance; quotes of nobody last."""
    said = grouped((statement.speaker, statement) for statement in statements)
    total = sum(statement.words for several in said.values() for statement in several)
    shares: list[SpeakerShare] = []
    for name, several in said.items():
        words, uncertain = sum(each.words for each in several), sum(each.uncertain for each in several)
        sought = any(each.sought for each in several)
        shares.append(SpeakerShare(name, len(several), words, uncertain, words / total if total else 0.0, sought))
    return sorted(shares, key=lambda share: (not share.name, -share.quotes))


def shares_in(article: Article, analysis: Analysis) -> list[SpeakerShare]:
    return speaker_shares(
        Statement(
            each.speaker.name if each.speaker else "",
            count_words(each.span.of(article.text)),
            each.uncertain,
            each.sought,
        )
        for each in analysis.quotes
    )
