"""Decide whether a source supports a speaker that the analysis does not name first.

The analysis chooses one speaker for each quote, and may choose wrong. A draft names one, which is evidence too: if the
source is read that way easily, the draft is not blamed. So it is if the draft's speaker came second, closely, and the
first is not the only one of whom a verb says that he says something; if he passes on the words ("According to Yahoo
News, Lehrich said …"); or if the chosen speaker is only a pronoun, a phrase or "Republicans", and he is named in that
sentence.
"""

import re
from collections.abc import Iterator

from reader.analysis import Analysis, Contender, Quote, Speaker
from reader.analysis.anaphora.reference import is_name
from reader.analysis.entities.gender import PRONOUNS as GENDERED
from reader.analysis.lexicon import REPORTING_VERBS
from reader.analysis.quotes.candidates import PRONOUNS
from reader.analysis.quotes.scores import FULL
from reader.analysis.quotes.weights import ACCORDING, DESCRIBE, NAMES, PARSED_SAY, SAY, TRANSCRIBED
from reader.analysis.speech.layouts import letter_of
from reader.document.article import Article
from reader.document.segments import sentences
from reader.text.normalize import fold, without_accents
from reader.text.span import Span
from reader.verification.source_text import SourceText
from reader.verification.speakers import Voice, names_agree, voice_of

CLOSE = 0.86
"""Up to this confidence, three speakers in ten are wrong, while few drafts name exactly the one who came second."""

SAYS = frozenset(NAMES[weight] for weight in (SAY, DESCRIBE, ACCORDING, PARSED_SAY))
"""The hints that a verb has somebody say something. Of 30 quotations of news whose speaker is named and the only one
with such a hint, and that had a second one close behind, none were the second one's."""

PLAIN_LETTERS = str.maketrans(
    {sign: plain for sign in map(chr, range(0xC0, 0x250)) if len(plain := without_accents(sign)) == 1}
)
"""The letters with accents as they are in the names of a `Voice`, which has none."""

CARRIERS = re.compile(r"(?i:according to|reports?|reported by|(\bas))\s+(?i:the\s+)?(?:[A-Z]\S*\s+){0,2}$")
"""Words before the last name of someone who passes on what others say; behind a name with "as" there is a verb."""


def supports(source: SourceText, analysis: Analysis, quote: Quote, voice: Voice) -> bool:
    """Return whether a source can be read so that the draft's speaker says the words of `quote`."""
    labelled = any(hint.weight == NAMES[TRANSCRIBED] for each in quote.contenders[:1] for hint in each.hints)
    if not voice.names or labelled:  # a transcript names him
        return False
    article = source.article
    others = [(each, Voice(Speaker(each.name, each.span), article, analysis)) for each in quote.contenders[1:]]
    called = GENDERED.get(quote.speaker.span.of(article.text).lower()) if quote.speaker else None
    agrees = called is None or voice.gender in (None, called)
    rivals = [contender for contender, other in others if agrees and names_agree(voice, other)]
    if is_named(quote, article):
        rivals = list(filter(says, rivals))
    if rivals and (quote.confidence <= CLOSE or any(h.weight == NAMES[ACCORDING] for h in rivals[0].hints)):
        return True
    block, first = article.block_at(quote.span.start), voice_of(quote, article, analysis)
    around = next((each for each in sentences(article, block) if each.overlaps(quote.span)), block.span)
    unnamed, end = first is None or first.is_word or not first.names, max(around.end, quote.span.end)
    lead = introduction_of(source, quote.span.start)
    whole, near = Span(lead.start, block.span.end), lead.start if lead.end < block.span.start else around.start
    phrase = quote.speaker.span if quote.speaker and first and not first.owners else Span(0, 0)  # "Lee's husband"
    return any(
        passes_on(article.text, mention, whole)
        or (unnamed and near <= mention.start and mention.end <= end and not phrase.holds(mention))
        for mention in mentions_in(source, analysis, whole, voice)
    )


def is_named(quote: Quote, article: Article) -> bool:
    """Return whether a verb has its subject, a name, say the words."""
    words = quote.speaker.span.of(article.text) if quote.speaker else ""
    return is_name(words) and words.lower() not in PRONOUNS and any(map(says, quote.contenders[:1]))


def is_sure(quote: Quote, article: Article) -> bool:
    """Return whether a source is sure who says the words: also if it names only one who says something."""
    return quote.confidence >= FULL or (is_named(quote, article) and not any(map(says, quote.contenders[1:])))


def says(contender: Contender) -> bool:
    return any(hint.weight in SAYS for hint in contender.hints)


def introduction_of(source: SourceText, offset: int) -> Span:
    """Return the paragraph of a quote, or the one with a colon that leads to it and to quoted ones before it."""
    blocks, index = source.article.blocks, source.article.block_index(offset)
    before = index
    while before and source.article.text[blocks[before].span.start] in "\"“‘'`":
        before -= 1
    return blocks[before if blocks[before].span.of(source.article.text).endswith(":") else index].span


def passes_on(text: str, mention: Span, whole: Span) -> bool:
    """Return whether somebody passes on what others say: "according to Lee", "As Lee reported"."""
    found = CARRIERS.search(text, whole.start, mention.start)
    verb = text[mention.end : whole.end].lstrip(", ").partition(" ")[0].rstrip(",:")
    return found is not None and (not found[1] or verb in REPORTING_VERBS)


def answers_instead(source: SourceText, analysis: Analysis, quote: Quote | None, voice: Voice) -> bool:
    """Return whether a quote is a question or an answer of an interview in which the draft's speaker says the other."""
    if quote is None or quote.speaker is None or not letter_of(quote.speaker.name):
        return False
    others = (other.speaker for other in analysis.quotes if other.speaker is not None and other.cue is None)
    return any(names_agree(voice, Voice(other, source.article, analysis)) for other in set(others))


def mentions_in(source: SourceText, analysis: Analysis, span: Span, voice: Voice) -> Iterator[Span]:
    """Yield where a name of the speaker stands in a span, outside quotations and other people's names."""
    folded = fold(span.of(source.article.text))
    for last in last_names(voice, folded.text):
        place = folded.span(last.start, last.end).moved(span.start)
        if any(quotation.overlaps(place) for quotation in source.quotations):
            continue
        there = (each for each in analysis.entities if any(mention.overlaps(place) for mention in each.mentions))
        named = (Voice(Speaker(each.name, place), source.article, analysis) for each in there)
        if all(names_agree(voice, other) for other in named):
            yield place


def is_mentioned(source: SourceText, voice: Voice) -> bool:
    """Return whether a source has the last word of a name of the draft's speaker, with a capital: "Lee", "Gyu-ri"."""
    text = source.article.text
    places = last_names(voice, text, re.IGNORECASE)
    return any(text[p.start].isupper() or not text[p.start].isalpha() or text[p.start - 1] == "-" for p in places)


def last_names(voice: Voice, text: str, flags: int = 0) -> Iterator[Span]:
    """Yield where the last words of a speaker's names stand in a text, with accents or without."""
    plain = text.translate(PLAIN_LETTERS)
    for last in {words[-1] for words in voice.names}:
        for match in re.finditer(rf"(?<!\w){re.escape(last)}(?!\w)", plain, flags):
            yield Span(*match.span())
