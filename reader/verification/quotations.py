"""Find the quotations of a draft: in quotation marks, in blocks, and, on request, indirect speech.

A block quotation has no marks, so the analysis would not look for its speaker. It is therefore analyzed with marks
added (`mark_blocks`); spans are then moved back (`unmark_analysis`). Sources are treated in the same way. A quotation
that the draft interrupts (“…,” she said, “…”) or that has several paragraphs is one quotation of several parts.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reader.analysis import Analysis, Quote, Speaker
from reader.analysis.genre import find_genre
from reader.analysis.speech.quotation_marks import find_quotations, find_single_clauses, uses_single_marks
from reader.analysis.tokens import ABBREVIATIONS, READ_KINDS
from reader.document.article import Article
from reader.text.span import Span, split_runs
from reader.verification import DraftQuotation, QuotationKind

CLOSING = "”“»«\"'’‘`"  # signs that may end a quotation

INNER = re.compile(rf"[“„‟«»\"'‘’`\s]*(.*?)[{CLOSING}\s]*", re.DOTALL)
"""A quotation, with its words without quotation marks and spaces."""

DOUBLE_MARKS = frozenset('“„‟«»"')  # a block quotation that begins with one of these has marks itself

DOUBLE = re.compile("[“”„‟«»\"]|``|''")

PAUSES = ",;—–-?!"  # signs before what interrupts a quotation, within its marks or behind them

SIGNATURE = re.compile(r"(?:^|(?<=[.!?…”\"’'])\s)\s*(?:[—–―]|--?)\s*(?P<name>[^\W\d_][^,;:(\n]{1,60})[^\n]{0,120}$")
"""The end of a block quotation that names the speaker: "— Maria Ortiz, mayor"."""

NAME_ALONE = re.compile(
    r"\s*(?P<name>[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3})(?<!\.)(?:,[^.!?\n]{1,80})?\s*"
)
"""The last paragraph of a block quotation, without a dash: "Maria Ortiz, mayor"."""

ANOTHER_TIME = re.compile(r"\b(?:later|again|elsewhere|separately)\b")  # "…," she said, and later, "…"
INTERRUPTION = 25  # maximum words between the parts of a quotation: ", said Maria Ortiz, the head of the council, "
QUOTED = 0.2, 0.8  # shares of quoted words between which labelled turns are a script: who talks quotes less
PHRASE = 2  # minimum words of a phrase that is looked for in the sources


@dataclass(frozen=True)
class QuotedBlock:
    words: Span
    signature: Speaker | None = None
    """The speaker that the block quotation names at its end."""
    continues: bool = False
    """True if the block before it is one too, without a signature."""


@dataclass(frozen=True)
class MarkedDraft:
    """A draft as it is analyzed: with quotation marks around its block quotations."""

    draft: Article
    article: Article
    """What is analyzed: the draft itself if it has no block quotations without marks."""
    inserted: tuple[int, ...] = ()
    """Where marks were inserted, as offsets in `article`."""
    blocks: tuple[QuotedBlock, ...] = ()

    def back(self, span: Span) -> Span:
        """Return a span of `article` in the draft."""
        return Span(*(offset - bisect_left(self.inserted, offset) for offset in (span.start, span.end)))

    def block_at(self, span: Span) -> QuotedBlock | None:
        """Return the paragraph of a block quotation that a span of the draft is in."""
        return next((block for block in self.blocks if block.words.overlaps(span)), None)


def mark_blocks(draft: Article) -> MarkedDraft:
    """Return the draft with quotation marks around each paragraph of block quotations that have none.

    Single marks around a clause become double ones in a text that quotes in these. A script is read as prose.
    """
    quoted = tuple(quoted_blocks(draft))
    text = with_double_marks(draft)
    read = replace(draft, genre="prose") if is_script(draft) else draft
    if not quoted:
        return MarkedDraft(draft, read if text == draft.text else replace(read, text=text))
    pieces: list[str] = []
    inserted: list[int] = []
    at = 0
    for block in quoted:
        start, end = block.words.start, block.words.end
        body = DOUBLE.sub(lambda mark: "'" * len(mark[0]), draft.text[start:end])
        pieces += (text[at:start], "“", body, "”")
        inserted += (start + len(inserted), end + len(inserted) + 1)
        at = end
    pieces.append(text[at:])
    starts, ends = [block.words.start for block in quoted], [block.words.end for block in quoted]

    def moved(offset: int) -> int:
        return offset + bisect_left(starts, offset) + bisect_right(ends, offset)

    blocks = tuple(replace(each, span=Span(moved(each.span.start), moved(each.span.end))) for each in draft.blocks)
    article = replace(read, text="".join(pieces), blocks=blocks, marks=(), pages=())
    return MarkedDraft(draft, article, tuple(inserted), quoted)


def is_script(draft: Article) -> bool:
    """Return whether the labelled turns of a draft quote others, in quotation marks: what is said on the radio."""
    spans = [block.span for block in draft.blocks if block.kind in READ_KINDS]
    single = uses_single_marks(draft.text, spans)
    share = sum(len(each.span) for span in spans for each in find_quotations(draft.text, span, single))
    least, most = (bound * len(draft.text) for bound in QUOTED)
    return least < share < most and find_genre(draft).genre == "transcript"


def with_double_marks(draft: Article) -> str:
    """Return the text of a draft with double marks for single ones, of the same length."""
    text, spans = draft.text, [block.span for block in draft.blocks if block.kind in READ_KINDS]
    if "‘" not in text and " '" not in text and "\n'" not in text:
        return text
    if uses_single_marks(text, spans):
        return text
    signs = list(text)
    for span in spans:
        for quotation in find_single_clauses(text, span):
            signs[quotation.span.start], signs[quotation.span.end - 1] = "“", "”"
    return "".join(signs)


def quoted_blocks(draft: Article) -> Iterator[QuotedBlock]:
    """Yield the paragraphs of block quotations that have no marks themselves."""
    for kind, group in groupby(draft.blocks, key=lambda block: block.kind):
        if kind == "quotation":
            yield from signed_paragraphs(draft.text, [block.span for block in group])


def signed_paragraphs(text: str, spans: Sequence[Span]) -> Iterator[QuotedBlock]:
    """Yield neighbouring paragraphs without marks, with the signature after them; a paragraph with marks parts them."""
    waiting: list[Span] = []
    for span in spans:
        signature = SIGNATURE.search(span.of(text))
        if signature is None and waiting and span == spans[-1]:
            signature = NAME_ALONE.fullmatch(span.of(text))
        words = Span(span.start, span.start + signature.start() if signature else span.end).stripped(text)
        marked = text[words.start : words.start + 1] in DOUBLE_MARKS and bool(words)
        if words and not marked:
            waiting.append(words)
        if signature or marked:
            speaker = None
            if signature and not marked:
                named = Span(*signature.span("name")).moved(span.start).stripped(text)
                speaker = Speaker(named.of(text), named)
            yield from together(waiting, speaker)
            waiting = []
    yield from together(waiting, None)


def together(paragraphs: Iterable[Span], speaker: Speaker | None) -> Iterator[QuotedBlock]:
    for number, words in enumerate(paragraphs):
        yield QuotedBlock(words, speaker, number > 0)


def find_draft_quotations(marked: MarkedDraft, analysis: Analysis, *, indirect: bool = False) -> list[DraftQuotation]:
    """Return the quotations of a draft in text order; `analysis` is that of `marked.article`."""

    def parted(before: Quote, quote: Quote) -> bool:
        block = marked.block_at(marked.back(quote.span))
        return not (block.continues if block else continues(before, quote, marked.article))

    found = [join_parts(parts, marked) for parts in split_runs(analysis.quotes, parted)]
    if indirect:
        found += [
            DraftQuotation((marked.back(quote.span),), "indirect", moved_speaker(quote, marked), quote.confidence)
            for quote in analysis.indirect
        ]
    return sorted((*(one for one in found if one is not None), *phrases_of(marked, analysis)), key=lambda one: one.span)


def phrases_of(marked: MarkedDraft, analysis: Analysis) -> Iterator[DraftQuotation]:
    """Yield the phrases in quotation marks that the analysis takes for no quotes: “of the people”."""
    text = marked.article.text
    quoted = [quote.span for quote in analysis.quotes]
    read = [block.span for block in marked.article.blocks if block.kind in READ_KINDS]
    single = uses_single_marks(text, read)
    for span in read:
        for quotation in find_quotations(text, span, single):
            inner = within_marks(quotation.span, text)
            if len(inner.of(text).split()) >= PHRASE and not any(span.overlaps(quotation.span) for span in quoted):
                yield DraftQuotation((marked.back(inner),), "phrase")


def within_marks(quotation: Span, text: str) -> Span:
    inner = INNER.fullmatch(quotation.of(text))
    assert inner is not None
    return Span(*inner.span(1)).moved(quotation.start)


def continues(before: Quote, quote: Quote, article: Article) -> bool:
    """Return whether a quote continues the one before it: “…,” she said, “…”, or the next of its paragraphs."""
    text = article.text
    between = text[before.span.end : quote.span.start]
    if not between.strip():
        return "\n" in between and text[before.span.end - 1] not in CLOSING
    block = article.block_at(before.span.start)
    if "\n" in between and not (block.reflow and block.span.holds(quote.span)):
        return False
    interrupts = between.rstrip().endswith((",", "—", "–", "-")) and len(between.split()) <= INTERRUPTION
    set_apart = text[: before.span.end].rstrip(CLOSING)[-1:] in PAUSES or between.lstrip()[:1] in PAUSES
    if not (interrupts and set_apart) or text[: before.span.end].rstrip(CLOSING).endswith((".", "…")):
        return False
    if parts_speeches(before, quote, article):
        return False
    heard = [span for each in (before, quote) for span in (each.cue, each.speaker and each.speaker.span) if span]
    return any(before.span.end <= span.start and span.end <= quote.span.start for span in heard)


def parts_speeches(before: Quote, quote: Quote, article: Article) -> bool:
    """Return whether two quotes are two speeches: a sentence's end, a link, another's name or "later" parts them."""
    text, between = article.text, Span(before.span.end, quote.span.start)
    words = between.of(text).split()
    first = between.stripped(text).start
    named = any(each.speaker and each.speaker.span.start <= first < each.speaker.span.end for each in (before, quote))
    asked = text[: before.span.end].rstrip(CLOSING).endswith(("?", "!"))
    if (asked and text[first].isupper() and not named) or ANOTHER_TIME.search(between.of(text)):
        return True  # "“Why?” All this, she says, “…”"
    if any(word[-1] in ".!?" and word[:-1].lower() not in ABBREVIATIONS and len(word) != 2 for word in words):
        return True  # but for the initials of a name
    if before.speaker and quote.speaker and before.speaker.name != quote.speaker.name:
        return True
    links = [mark for mark in article.marks if mark.kind == "link"]
    return any(mark.span.overlaps(span) for mark in links for span in (between, before.span, quote.span))


def join_parts(parts: Sequence[Quote], marked: MarkedDraft) -> DraftQuotation | None:
    """Return the quotation that consists of some quotes; None if it has no words."""
    single = [one for quote in parts if (one := direct_quotation(quote, marked)) is not None]
    if len(single) < 2:
        return single[0] if single else None
    surest = max(single, key=lambda one: (one.speaker is not None, one.confidence))
    spans = tuple(one.parts[0] for one in single)
    alone = single if surest.kind == "block" else [replace(surest, parts=(span,)) for span in spans]
    return replace(surest, parts=spans, alone=tuple(alone))


def direct_quotation(quote: Quote, marked: MarkedDraft) -> DraftQuotation | None:
    """Return one quote as a quotation; None if it has no words."""
    span = marked.back(within_marks(quote.span, marked.article.text))
    if not span:
        return None
    block = marked.block_at(span)
    if block and block.signature:
        return DraftQuotation((span,), "block", block.signature)
    kind: QuotationKind = "block" if block else "direct"
    return DraftQuotation((span,), kind, moved_speaker(quote, marked), quote.confidence, quote.cue is not None)


def moved_speaker(quote: Quote, marked: MarkedDraft) -> Speaker | None:
    return replace(quote.speaker, span=marked.back(quote.speaker.span)) if quote.speaker else None


def unmark_analysis(marked: MarkedDraft, analysis: Analysis) -> Analysis:
    """Return the analysis of a marked text with its spans in the text itself, and the signatures as speakers."""
    if not marked.blocks:
        return analysis

    def moved(quote: Quote) -> Quote:
        span = marked.back(quote.span)
        block = marked.block_at(span)
        contenders = tuple(replace(each, span=marked.back(each.span)) for each in quote.contenders)
        cue = marked.back(quote.cue) if quote.cue else None
        if block and block.signature:
            return Quote(span, block.signature, cue, 1.0)
        return replace(quote, span=span, speaker=moved_speaker(quote, marked), cue=cue, contenders=contenders)

    return replace(
        analysis,
        entities=tuple(replace(each, mentions=tuple(map(marked.back, each.mentions))) for each in analysis.entities),
        quotes=tuple(map(moved, analysis.quotes)),
        indirect=tuple(map(moved, analysis.indirect)),
    )
