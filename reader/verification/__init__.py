"""Check the quotations of a draft against sources: are the words there, and did that speaker say them?

    DraftQuotation, Place, Check   what is checked, where it was found, and the verdict (here)
    quotations.py     the quotations of a draft
    words.py          texts as words that can be compared
    pattern.py        a quotation with its ellipses and brackets, and the places that have its words as they allow
    source_text.py    a source as words, with the speeches that its text interrupts
    alignment.py      places that have most of the words, and the difference
    speakers.py       two speakers of two texts: the same, another, or unknown
    evidence.py       whether a source supports a speaker that its analysis does not name first
    remarks.py        lost negations, changed figures, misspelled names
    verdict.py        one quotation, or all of a draft, against all sources

Pure functions of articles and analyses. A verdict does not depend on the order of the sources.
"""

from dataclasses import dataclass
from typing import Literal

from reader.analysis import Speaker
from reader.text.span import Span

WordsVerdict = Literal["verbatim", "adapted", "altered", "missing"]
"""`verbatim`: the same words; `adapted`: only shortened by an ellipsis or explained in brackets; `altered`: a passage
that can be recognized, with other words; `missing`: in no source."""

Attribution = Literal["same", "other", "unknown"]
"""`other`: somebody else says it in the source, or the article itself; `unknown`: one of the texts names nobody."""

QuotationKind = Literal["direct", "block", "indirect"]

GOOD_WORDS: tuple[WordsVerdict, ...] = ("verbatim", "adapted")


def is_fine(words: WordsVerdict, attribution: Attribution | None, restriction: str = "") -> bool:
    """Return whether there is nothing to look at: the words are there, may be used, and nobody else says them."""
    return words in GOOD_WORDS and attribution != "other" and not restriction


def verdict_words(words: WordsVerdict, attribution: Attribution | None, speaker: str, restriction: str = "") -> str:
    """Return a verdict in words: "verbatim, same speaker"; `speaker` says it in the source, if anybody does."""
    if attribution is None:
        return "missing: in no source"
    if restriction:
        others = f", and said by {speaker}" if speaker and attribution == "other" else ""
        return f"{words}, but {restriction}{others}"
    if attribution == "other":
        return f"{words}, but said by {speaker}" if speaker else f"{words}, but the source names no speaker"
    return f"{words}, {'same speaker' if attribution == 'same' else 'speaker unknown'}"


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """Words that a draft quotes."""

    parts: tuple[Span, ...]
    """The words, without quotation marks: several spans if the draft interrupts them, or begins a paragraph."""
    kind: QuotationKind = "direct"
    speaker: Speaker | None = None
    confidence: float = 1.0
    """0 to 1: how sure the analysis is of the speaker."""
    paragraphs: tuple["DraftQuotation", ...] = ()
    """Of a block quotation of several paragraphs, each alone: they may be quotations that follow each other."""

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return Span(self.parts[0].start, self.parts[-1].end)

    def text(self, draft: str) -> str:
        """Return the quoted words, without what stands between them."""
        return " ".join(part.of(draft) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of words in the draft and what the source has for it; either may be empty."""

    draft: str
    source: str
    equal: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a source that has the words of a quotation, or most of them."""

    source: str
    """The key of the source."""
    span: Span
    text: str
    words: WordsVerdict
    score: float
    """0 to 1: the share of the quotation's words, weighted, that the passage has."""
    speaker: Speaker | None
    paragraph: int
    page: str
    """The label of the page, or an empty string."""
    attribution: Attribution
    differences: tuple[Difference, ...] = ()
    """The whole quotation, in order, unless it is verbatim."""
    prose: bool = False
    """True if the passage is not in quotation marks."""
    confidence: float = 1.0
    """0 to 1: how sure the analysis is of the speaker."""
    outside: bool = False
    """True if the source does not belong to the draft's dossier."""
    restriction: str = ""
    """Why the words must not be used: "off the record"; "" if they may."""


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one quotation."""

    quotation: DraftQuotation
    text: str
    words: WordsVerdict
    attribution: Attribution | None
    """None if the words are missing."""
    confidence: float
    """0 to 1: how sure the verdict is."""
    place: Place | None
    """The best place; None if the words are missing."""
    others: tuple[Place, ...] = ()
    remarks: tuple[str, ...] = ()
    nearest: Place | None = None
    """Of missing words, the passage outside the dossier that is most like them, and not like enough."""

    @property
    def restriction(self) -> str:
        return self.place.restriction if self.place else ""

    @property
    def is_fine(self) -> bool:
        return is_fine(self.words, self.attribution, self.restriction)

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        said_by = self.place.speaker.name if self.place and self.place.speaker else ""
        return verdict_words(self.words, self.attribution, said_by, self.restriction)
