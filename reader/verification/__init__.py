"""Check the quotations of a draft against sources: are the words there, and did that speaker say them?

    DraftQuotation, Place, Check   what is checked, where it was found, and the verdict (here)
    quotations.py     the quotations of a draft
    words.py          texts as words that can be compared
    pattern.py        a quotation with its ellipses and brackets, and the places that have its words as they allow
    source_text.py    a source as words, with the speeches that its text interrupts
    alignment.py      places that have most of the words, and the difference
    speakers.py       two speakers of two texts: the same, another, or unknown
    credit.py         whom a draft credits with a quotation, and who else may be meant
    places.py         where a quotation stands in a source, who says it there, and what is otherwise
    frames.py         whether a quotation was torn from its sentence
    evidence.py       whether a source supports a speaker that its analysis does not name first
    citations.py      the source that a draft cites for a quotation
    spoken.py         quotations that only tidy a transcript; spoken_words.py: the words as tidied speech has them
    remarks.py        lost negations, joined passages, misspelled names
    figures.py        figures, dates, names and titles of a text; facts.py: what the sources have for them
    verdict.py        one quotation, or all of a draft, against all sources

Pure functions of articles and analyses. A verdict does not depend on the order of the sources.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.analysis import Speaker
from reader.text.format import counted
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.analysis.assertion.words import FrameKind  # loads the reading of clauses

WordsVerdict = Literal["verbatim", "adapted", "altered", "missing"]
"""`verbatim`: the same words; `adapted`: only shortened by an ellipsis, explained in brackets, or tidied from a
transcript; `altered`: a passage that can be recognized, with other words; `missing`: in no source."""

Attribution = Literal["same", "other", "unknown"]
"""`other`: somebody else says it in the source, or the article itself; `unknown`: one of the texts names nobody."""

QuotationKind = Literal["direct", "block", "indirect", "phrase"]
"""`phrase`: words in quotation marks that may be nobody's; they are checked only if somebody says them in a source."""

CitationResult = Literal["same", "elsewhere", "absent"]
"""`same`: the words are in the source that the draft cites; `elsewhere`: in another one, not in that; `absent`: the
cited source is not among those that were checked."""

Standing = Literal["fine", "doubtful", "complaint"]
"""What a verdict asks of its reader: nothing, to look at the words, or to put something right."""

STANDINGS: tuple[Standing, ...] = ("complaint", "doubtful", "fine")  # what needs somebody first

SIGNS: dict[Standing, str] = {"fine": "✓", "doubtful": "?", "complaint": "✗"}

FactResult = Literal["same", "differs", "not_found"]

FACT_SIGNS: dict[FactResult, str] = {"same": "✓", "differs": "✗", "not_found": "–"}


def headline(needed: int, of: int) -> str:
    return f"{needed or 'none'} of {counted(of, 'quotation')} need{'s' * (needed < 2)} you"


GOOD_WORDS: tuple[WordsVerdict, ...] = ("verbatim", "adapted")


FRAMES: "dict[FrameKind, str]" = {
    "denied": "denied there",
    "supposed": "only supposed there",
    "asked": "asked there as a question",
    "reported": "only others' view there",
    "restricted": "restricted there",
}
"""A frame in words."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a draft has cut off from around a quotation, and that says that the words are not asserted."""

    kind: "FrameKind"
    certain: bool
    """False if the words may be read in another way, too."""
    text: str
    """The words that were cut off."""
    span: Span
    """Their place in the source."""


def in_context(text: str, span: Span, frame: Frame | None) -> tuple[tuple[str, bool], ...]:
    """Return a passage with what was cut off from it: pieces of text, each with whether it was cut off.

    `text` is that of the `span` in its source.
    """
    if frame is None:
        return ((text, False),)
    cut = frame.span
    if cut.end <= span.start:
        return (frame.text, True), (text, False)
    if cut.start >= span.end:
        return (text, False), (frame.text, True)
    if span.holds(cut):
        before, after = text[: cut.start - span.start], text[cut.end - span.start :]
        pieces = ((before, False), (frame.text, True), (after, False))
    else:
        before, after = frame.text[: max(0, span.start - cut.start)], frame.text[max(0, span.end - cut.start) :]
        pieces = ((before, True), (text, False), (after, True))
    return tuple((piece.strip(), lit) for piece, lit in pieces if piece.strip())


@dataclass(frozen=True, slots=True)
class Citation:
    """The source that a draft cites for a quotation."""

    target: str
    """As the draft writes it: an address, a path, a key or a title."""
    result: CitationResult

    @property
    def words(self) -> str:
        return {
            "same": f"cited: {self.target}",
            "elsewhere": f"cited: {self.target}, which does not have the words",
            "absent": f"cited: {self.target}, which is not among the sources",
        }[self.result]


def judge(
    words: WordsVerdict,
    attribution: Attribution | None,
    frame: Frame | None,
    citation: Citation | None,
    restriction: str = "",
) -> Standing:
    """Return whether there is something to put right, or to look at, or nothing.

    With a `restriction` the words must not be used.
    """
    if words not in GOOD_WORDS or attribution == "other" or restriction:
        return "complaint"
    if citation is not None and citation.result == "elsewhere":
        return "complaint"
    return "fine" if frame is None else "complaint" if frame.certain else "doubtful"


def verdict_words(
    words: WordsVerdict,
    attribution: Attribution | None,
    speaker: str,
    frame: Frame | None = None,
    citation: Citation | None = None,
    restriction: str = "",
) -> str:
    """Return a verdict in words: "verbatim, same speaker"; `speaker` says it in the source, if anybody does."""
    if attribution is None:
        return "missing: in no source"
    if restriction:
        others = f", and said by {speaker}" if speaker and attribution == "other" else ""
        return f"{words}, but {restriction}{others}"
    if attribution == "other":
        said = f"{words}, but said by {speaker}" if speaker else f"{words}, but the source names no speaker"
    else:
        said = f"{words}, {'same speaker' if attribution == 'same' else 'speaker unknown'}"
    if frame is not None:
        joint = "and" if attribution == "other" else "but"
        said += f", {joint} {'' if frame.certain else 'perhaps '}{FRAMES[frame.kind]}"
    if citation is not None and citation.result == "elsewhere":
        said += f", {'and' if ', but ' in said else 'but'} not in the source that is cited"
    return said


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    parts: tuple[Span, ...]
    """The words, without quotation marks: several spans if the draft interrupts them, or begins a paragraph."""
    kind: QuotationKind = "direct"
    speaker: Speaker | None = None
    confidence: float = 1.0
    """0 to 1: how sure the analysis is of the speaker."""
    is_credited: bool = True
    """False if no word says that the speaker says it: who is named near a block quotation."""
    alone: tuple["DraftQuotation", ...] = ()
    """Each of several parts alone: the paragraphs of a block quotation may be quotations that follow each other."""

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
    frame: Frame | None = None
    is_tidied: bool = False
    """True if the words differ only as tidied speech does."""
    outside: bool = False
    """True if the source does not belong to the draft's dossier."""
    restriction: str = ""
    """Why the words must not be used: "off the record"; "" if they may."""
    words_only: bool = False
    """True if others in the sentences around them must not be used."""


@dataclass(frozen=True, slots=True)
class Check:
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
    citation: Citation | None = None
    nearest: Place | None = None
    """Of missing words, the passage outside the dossier that is most like them, and not like enough."""
    is_partial: bool = False
    """True if the words are missing, and only the beginning of a source is here."""

    @property
    def frame(self) -> Frame | None:
        return self.place.frame if self.place else None

    @property
    def restriction(self) -> str:
        return self.place.restriction if self.place else ""

    @property
    def standing(self) -> Standing:
        return judge(self.words, self.attribution, self.frame, self.citation, self.restriction)

    @property
    def verdict(self) -> str:
        said_by = self.place.speaker.name if self.place and self.place.speaker else ""
        return verdict_words(self.words, self.attribution, said_by, self.frame, self.citation, self.restriction)
