"""The places of a quotation in sources: with their speakers, and with what they have otherwise."""

from collections.abc import Iterator, Sequence

from reader.analysis import ENGLISH, Analysis, Quote
from reader.document.article import Article
from reader.text.span import Span
from reader.verification import Attribution, Difference, Place
from reader.verification.evidence import answers_instead, is_mentioned, resolve_nearer, supports
from reader.verification.pattern import EqualWords, Found, Pattern
from reader.verification.source_text import Run, SourceText, shared_length
from reader.verification.speakers import Voice, compare_speakers, name_words, same_name, voice_of

BREAKS = frozenset('.!?:;…\n“”„«»"')
"""Signs between two words that end the passage to which they belong."""

CHANGED_END = 3
"""Maximum words at either end of a quotation that stand for other words; more come from another passage."""

EDGES = ' \n\t,;:!?“”„«»"—–-'
"""Signs that are not shown at the ends of a difference."""

PUBLICATIONS = frozenset("article author book magazine newspaper paper report reporter site story study writer".split())
"""Nouns of phrases that stand for the article itself."""


def make_place(
    pattern: Pattern, found: Found, analysis: Analysis, voice: Voice | None, around: Span, *, indirect: bool
) -> Place:
    """Return a place with its speaker and the differences.

    `voice` says the words in the draft, in the paragraphs `around`; `indirect` speech may be indirect in a source, too.
    """
    source, article = found.source, found.source.article
    begin, end = passage(pattern, found)
    first, last = found.run.numbers[begin], found.run.numbers[end - 1]
    span = Span(source.offset(first), source.words.span(last, last).end)
    pieces = pieces_of(source, found.run, begin, end)
    quote = quote_of(pieces, analysis.quotes) or (quote_of(pieces, analysis.indirect) if indirect else None)
    prose = quote is None and not source.is_quoted(pieces)
    return Place(
        source.key,
        span,
        span.of(article.text),
        found.words,
        found.score,
        quote.speaker if quote else None,
        article.paragraph_number(span.start),
        article.page_at(span.start),
        judge_speaker(voice, around, quote, source, analysis, prose=prose),
        tuple(find_differences(pattern, found, begin, end)) if found.words != "verbatim" else (),
        prose,
        quote.confidence if quote and quote.speaker else 1.0,
        outside=source.outside,
    )


def passage(pattern: Pattern, found: Found) -> tuple[int, int]:
    """Return the words of the run that a place has, from-to: with those for words that were changed at its ends."""
    begin, end = found.equal[0].run_begin, found.equal[-1].run_end
    if found.words != "altered":
        return begin, end
    before, after = found.equal[0].begin, len(pattern.words) - found.equal[-1].end
    while 0 < before <= CHANGED_END and begin and is_joined(found, begin - 1):
        begin, before = begin - 1, before - 1
    while 0 < after <= CHANGED_END and end < len(found.run.numbers) and is_joined(found, end - 1):
        end, after = end + 1, after - 1
    return begin, end


def is_joined(found: Found, word: int) -> bool:
    source, numbers = found.source, found.run.numbers
    here, following = (source.words.span(number, number) for number in numbers[word : word + 2])
    return BREAKS.isdisjoint(source.article.text[here.end : following.start])


# ---------------------------------------------------------------------- speakers


def quote_of(pieces: Sequence[Span], quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that has most of a passage, if quotes have half of it."""
    shares = [(shared_length([quote.span], pieces), -number) for number, quote in enumerate(quotes)]
    if 2 * sum(share for share, _ in shares) <= sum(map(len, pieces)):
        return None
    return quotes[-max(shares)[1]]


def judge_speaker(
    voice: Voice | None, around: Span, quote: Quote | None, source: SourceText, analysis: Analysis, *, prose: bool
) -> Attribution:
    """Return whether the source has the words from the draft's speaker."""
    if voice is None or analysis.language != ENGLISH:
        return "unknown"
    there = voice_of(quote, source.article, analysis)
    voice = resolve_nearer(voice, there, around)
    if voice.is_pronoun:
        return "unknown"
    if prose:
        return "same" if is_author(voice, source.article) else "other"
    verdict = compare_speakers(voice, there)
    if verdict == "same" or (quote is not None and supports(source, analysis, quote, voice)):
        return "same"
    if not voice.names or verdict == "other":
        return verdict
    known = is_mentioned(source, voice) and not answers_instead(source, analysis, quote, voice)
    return verdict if known else "other"


def is_author(voice: Voice, article: Article) -> bool:
    """Return whether an article is by a speaker, or from the newspaper that is named as one, as "the paper" too."""
    if voice.is_phrase and voice.noun in PUBLICATIONS:
        return True
    authors = [name_words(name) for name in (*article.author, article.site) if name]
    return any(same_name(author, name) for author in authors if author for name in voice.names)


# ---------------------------------------------------------------------- differences


def find_differences(pattern: Pattern, found: Found, begin: int, end: int) -> Iterator[Difference]:
    """Yield a quotation in stretches that the source has too, and stretches that it has otherwise."""
    run, source = found.run, found.source
    at, there = 0, begin
    for equal in (*found.equal, EqualWords(len(pattern.words), len(pattern.words), end, end)):
        draft, other = between_words(pattern, at, equal.begin), source_words(source, run, there, equal.run_begin)
        if draft or other:
            yield Difference(draft, other, False)
        if equal.end > equal.begin:
            same = pattern.words.span(equal.begin, equal.end - 1).of(pattern.text)
            yield Difference(same, source_words(source, run, equal.run_begin, equal.run_end), True)
        at, there = equal.end, equal.run_end


def between_words(pattern: Pattern, begin: int, end: int) -> str:
    """Return what a quotation has between the word before `begin` and the word `end`: words, ellipses, brackets."""
    text, words = pattern.text, pattern.words
    before = words.span(begin - 1, begin - 1).end if begin else 0
    after = words.span(end, end).start if end < len(words) else len(text)
    between = text[before:after].strip(EDGES)
    between = between if between.startswith("...") else between.lstrip(".").lstrip(EDGES)
    return between if between.endswith("...") else between.rstrip(".").rstrip(EDGES)


def source_words(source: SourceText, run: Run, begin: int, end: int) -> str:
    """Return the words of a run from-to (half open) as they are written, without what interrupts them."""
    return " ".join(piece.of(source.article.text) for piece in pieces_of(source, run, begin, end))


def pieces_of(source: SourceText, run: Run, begin: int, end: int) -> list[Span]:
    """Return the spans of the words of a run from-to (half open); several if the text interrupts them."""
    pieces: list[Span] = []
    start = begin
    for at in range(begin, end):
        if at + 1 == end or run.numbers[at + 1] != run.numbers[at] + 1:
            pieces.append(source.words.span(run.numbers[start], run.numbers[at]))
            start = at + 1
    return pieces
