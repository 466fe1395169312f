"""The places of a quotation in sources: with their speakers, and with what they have otherwise."""

import re
from collections.abc import Iterator, Sequence

from reader.analysis import CERTAIN, ENGLISH, Analysis, Quote, Speaker
from reader.analysis.anaphora.reference import PARAGRAPHS, head_noun, is_called, is_name, may_mean
from reader.analysis.lexicon import NON_HUMAN_SPEAKERS, PEOPLE_NOUNS, PLURAL_NOUNS
from reader.analysis.queries import find_entity
from reader.analysis.quotes.candidates import WRITINGS
from reader.analysis.speech.layouts import labelled_lines
from reader.document.article import Article
from reader.text.normalize import fold
from reader.text.span import Span
from reader.verification import GOOD_WORDS, Attribution, Difference, Place, evidence
from reader.verification.credit import DOUBTFUL, LIKELY, Credit
from reader.verification.pattern import EqualWords, Found, Pattern
from reader.verification.source_text import Run, SourceText, shared_length
from reader.verification.speakers import (
    Voice,
    compare_speakers,
    genders_differ,
    name_words,
    names_agree,
    people_in,
    same_name,
    speaks_for,
    voice_of,
)

BREAKS = frozenset('.!?:;…\n“”„«»"')  # signs between two words that end the passage to which they belong
CHANGED_END = 3  # maximum words at either end of a quotation that stand for other words; more come from another passage
EDGES = ' \n\t,;:!?“”„«»"—–-'  # signs that are not shown at the ends of a difference

BYLINE = re.compile(r"(?:\bBy|[Ss]tatement (?:by|from|of)) ([A-Z][^\n]{3,80})$", re.MULTILINE)  # "2026 By Ann Lee"
STATEMENT = re.compile(r"\b(?i:released|issued|made) (?:the following|this) statement\b")  # "Lee issued this statement"
HEAD = 1000  # characters from the beginning of a text in which its byline stands

FULL_NAME = 2  # minimum words of a name of which the draft would have one
NAME_WORD = 3  # minimum letters of a word by which a draft names somebody

NAMELESS = re.compile(r"(?:an?|one|another|someone|somebody)\b", re.IGNORECASE)
"""What the words for somebody begin with who is given no name."""

PUBLICATIONS = frozenset("article author book magazine newspaper paper report reporter site story study writer".split())
"""Nouns of phrases that stand for the article itself."""


def make_place(pattern: Pattern, found: Found, analysis: Analysis, credit: Credit | None, *, indirect: bool) -> Place:
    """Return a place with its speaker and the differences.

    `credit` is who says the words in the draft; `indirect` speech may be indirect in a source, too.
    """
    source, article = found.source, found.source.article
    begin, end = passage(pattern, found)
    first, last = found.run.numbers[begin], found.run.numbers[end - 1]
    span = Span(source.offset(first), source.words.span(last, last).end)
    pieces = pieces_of(source, found.run, begin, end)
    quote = quote_of(pieces, analysis.quotes) or (quote_of(pieces, analysis.indirect) if indirect else None)
    prose = quote is None and not source.is_quoted(pieces)
    attribution = judge_prose(credit, found, analysis) if prose else judge_speaker(credit, quote, source, analysis)
    if attribution == "other" and credit and source.is_spoken and source.is_quoted(pieces):
        # "my friend Robert said: “…”"
        introduced = Span(evidence.introduction_of(source, span.start).start, span.start)
        attribution = (
            "unknown" if any(evidence.mentions_in(source, analysis, introduced, credit.voice)) else attribution
        )
    return Place(
        source.key,
        span,
        span.of(article.text),
        found.words,
        found.score,
        quote.speaker if quote else None,
        article.paragraph_number(span.start),
        article.page_at(span.start),
        attribution,
        tuple(find_differences(pattern, found, begin, end)) if found.words != "verbatim" else (),
        prose,
        quote.confidence if quote and quote.speaker else 1.0,
        is_tidied=found.is_tidied,
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


def quote_of(pieces: Sequence[Span], quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that has most of a passage, if quotes have half of it."""
    shares = [(shared_length([quote.span], pieces), -number) for number, quote in enumerate(quotes)]
    if 2 * sum(share for share, _ in shares) <= sum(map(len, pieces)):
        return None
    return quotes[-max(shares)[1]]


def judge_prose(credit: Credit | None, found: Found, analysis: Analysis) -> Attribution:
    """Return whether words that are in nobody's mouth are the draft's speaker's: he may be the author, or announced."""
    source, article = found.source, found.source.article
    if credit is None or analysis.language != ENGLISH:
        return "unknown"
    voices, at = (credit.voice, *credit.others), source.offset(found.first)
    block = article.block_index(at)
    start = article.blocks[block].span.start
    colon = article.text.rfind(":", start, at)
    lead = Span(start, colon + 1) if colon > 0 else article.blocks[block - 1].span if block else Span(0, 0)
    announced = lead.of(article.text).endswith(":")
    people = people_in(lead, analysis) if announced else []
    named = [Voice(Speaker(each, lead), article, analysis) for each in people]
    if any(is_author(voice, article) or any(names_agree(voice, each) for each in named) for voice in voices):
        return "same"
    if (label := label_before(at, article)) is not None:
        turn = Voice(Speaker(label.of(article.text), label), article, analysis)
        if any(names_agree(voice, turn) for voice in voices):
            return "same"
    body = credit.voice.entity and credit.voice.entity.kind == "organisation"  # which need not name itself
    doubtful = body or (announced and not named) or not credit.is_named or found.words not in GOOD_WORDS
    return "unknown" if doubtful else "other"


def label_before(offset: int, article: Article) -> Span | None:
    """Return the last label at the head of a line before an offset, as a text with few turns has them: "Ann Lee: "."""
    labels = (line.label for line in labelled_lines(article) if line.layout == "colon" and line.start <= offset)
    return max(labels, default=None)


def judge_speaker(credit: Credit | None, quote: Quote | None, source: SourceText, analysis: Analysis) -> Attribution:
    """Return whether the source has the words from the draft's speaker.

    Another says them only if the draft names somebody, and the source's speaker cannot be that one.
    """
    if credit is None or analysis.language != ENGLISH:
        return "unknown"
    voice, there = credit.voice, voice_of(quote, source.article, analysis)
    if quote is None or there is None:
        supported = quote is not None and any(
            evidence.supports(source, analysis, quote, e) for e in (voice, *credit.others)
        )
        named = credit.is_named and voice.names and not is_known(source, analysis, quote, voice)
        return "same" if supported else "other" if named else "unknown"
    thing = there.is_phrase and head_noun(there.speaker.name) in WRITINGS | NON_HUMAN_SPEAKERS
    for each in (voice, *credit.others):
        if compare_speakers(each, there) == "same" or evidence.supports(source, analysis, quote, each):
            return "same"
        if not thing and meant(quote, each, source, analysis) >= LIKELY:
            return "same"
    if any(words[-1] in credit.beside for words in there.names):
        return "same"  # "Lee, meanwhile, speaks of “…”", which the draft seems to give to whom it named before
    new = quote.confidence >= CERTAIN and (voice.is_phrase or credit.is_called_he) and is_new(there, voice)
    if differ_surely(credit, quote, there) or (new and is_called_otherwise(voice, there)):
        return "other"
    nameless = is_nameless(quote, there)
    sure = nameless or evidence.is_sure(quote, source.article)
    meant_here = credit.is_meant and sure and not is_missed(there, voice)
    if not voice.names or not (credit.is_named or meant_here or (new and credit.is_called_he)):
        return "unknown"
    person = voice.entity is not None and voice.entity.kind == "person"
    if thing and voice.gender and person:
        return "other"  # an editorial is no he or she
    if (for_whom := speaks_for(voice, there)) != "other":
        return for_whom
    differ = compare_speakers(voice, there) == "other" and not may_be(quote, voice, there, source)
    surely = differ or (nameless and person and credit.is_meant)
    return "other" if surely or not is_known(source, analysis, quote, voice) else "unknown"


def is_known(source: SourceText, analysis: Analysis, quote: Quote | None, voice: Voice) -> bool:
    """Return whether a source names the draft's speaker, but not as who says the other half of an interview."""
    return evidence.is_mentioned(source, voice) and not evidence.answers_instead(source, analysis, quote, voice)


def differ_surely(credit: Credit, quote: Quote, there: Voice) -> bool:
    """Return whether the source's speaker is none whom the draft may call "she", "his wife" or "Leith's spokesman"."""
    words = there.speaker.span.of(there.article.text)
    named, alike = is_name(words), any(same_name(name_words(words), name) for name in credit.voice.names)
    told = quote.confidence >= CERTAIN and not (named and alike)  # of two people called Lee the source may mean either
    genders = {credit.gender, there.gender} if told or (quote.cue and not named) else {None}
    phrases = not credit.voice.names and not there.names and compare_speakers(credit.voice, there) == "other"
    return phrases or (None not in genders and len(genders) > 1)


def is_nameless(quote: Quote, there: Voice) -> bool:
    """Return whether a verb of a source has somebody say the words whom it gives no name: "a U.S. official", "one"."""
    told = quote.confidence >= DOUBTFUL and quote.cue is not None and not there.owners
    return told and NAMELESS.match(there.speaker.name) is not None


def is_missed(there: Voice, voice: Voice) -> bool:
    """Return whether the draft names the source's speaker before it says "he", and was not known to name a person."""
    article, people = voice.article, (each for each in voice.analysis.entities if each.kind == "person")
    mentions = [mention for each in people for mention in each.mentions]
    start, end = article.block_at(voice.speaker.span.start).span.start, voice.speaker.span.start
    places = evidence.last_names(there, article.text[start:end], re.IGNORECASE)
    return any(not any(map(place.moved(start).overlaps, mentions)) for place in places)


def is_called_otherwise(voice: Voice, there: Voice) -> bool:
    """Return whether the draft says "the minister", as a text surely calls others than the source's speaker."""
    words = voice.speaker.span.of(voice.article.text).lower()
    person = words.startswith("the ") and head_noun(words) in PEOPLE_NOUNS - PLURAL_NOUNS
    return voice.is_phrase and person and compare_speakers(voice, there) == "other"


def is_new(there: Voice, voice: Voice) -> bool:
    """Return whether the source's speaker is a person of whom the draft has no name before it says "he"."""
    person = there.entity is None or there.entity.kind == "person"
    if not person or max(map(len, there.names), default=0) < FULL_NAME:
        return False
    words = "|".join(re.escape(word) for name in there.names for word in name if len(word) >= NAME_WORD)
    before = fold(voice.article.text[: voice.speaker.span.start]).text
    return re.search(rf"(?<!\w)(?:{words})s?(?!\w)", before) is None


def meant(quote: Quote, voice: Voice, source: SourceText, analysis: Analysis) -> float:
    """Return how certainly a source may mean the draft's speaker by "he" or "the minister", where it is in doubt."""
    if quote.speaker is None or quote.confidence > evidence.CLOSE:
        return 0.0
    article, span = source.article, quote.speaker.span
    words = " ".join(span.of(article.text).split())
    for each in may_mean(span, article, analysis):
        if names_agree(voice, Voice(Speaker(each.entity.name, span), article, analysis)):
            otherwise = is_called(head_noun(words), each.entity, article) and not is_called(words, each.entity, article)
            return 0.0 if otherwise else each.certainty
    return 0.0


def may_be(quote: Quote, voice: Voice, there: Voice, source: SourceText) -> bool:
    """Return whether the draft's speaker may be the source's "Lee", where either of the two may be one of several.

    If the source's speaker is in doubt, he may be anybody who is named in the paragraphs around.
    """
    written = name_words(there.speaker.span.of(source.article.text))
    here = name_words(voice.speaker.span.of(voice.article.text))
    if (
        len(here) == 1
        and not (is_full_near(voice) or genders_differ(voice, there))
        and any(same_name(here, name) for name in there.names)
    ):
        return True  # the draft's "Lee" may be another Lee than the one whose full name it has elsewhere
    if find_entity(there.analysis, voice.speaker.name) and any(same_name(written, n) for n in voice.names if written):
        return True
    blocks, last = source.article.blocks, source.article.block_index(quote.span.start)
    around = Span(blocks[max(0, last - PARAGRAPHS)].span.start, blocks[last].span.end)
    return quote.confidence < CERTAIN and any(evidence.mentions_in(source, there.analysis, around, voice))


def is_full_near(voice: Voice) -> bool:
    """Return whether the draft has a full name of its speaker in the paragraph in which it names him."""
    paragraph = voice.article.block_at(voice.speaker.span.start).span
    mentions = voice.entity.mentions if voice.entity else ()
    full = (each for each in mentions if len(name_words(each.of(voice.article.text))) >= FULL_NAME)
    return any(map(paragraph.holds, full))


def is_author(voice: Voice, article: Article) -> bool:
    """Return whether an article is by a speaker, or from the newspaper that is named as one, as "the paper" too."""
    if voice.is_phrase and head_noun(voice.speaker.name) in PUBLICATIONS:
        return True
    states = STATEMENT.search(article.text, 0, HEAD) is not None and any(evidence.last_names(voice, article.title))
    if states:
        return True
    shown = (name for line in BYLINE.finditer(article.text, 0, HEAD) for name in re.split(r",| and | - ", line[1]))
    authors = [name_words(name) for name in (*article.author, article.site, *shown) if name]
    return any(same_name(author, name) for author in authors if author for name in voice.names)


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
