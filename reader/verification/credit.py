"""Whom a draft credits with a quotation: by a name, by "he" or "the mayor", or as somebody who is near.

A draft accuses itself only by what it says surely. So of each quotation it is told whether the draft names somebody,
whether "he" likely means one person, and all others who may be meant (`Credit`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reader.analysis import CERTAIN, Analysis, Quote, Speaker
from reader.analysis.anaphora.reference import DEFINITE, is_called, is_name, may_mean
from reader.analysis.entities.gender import Gender
from reader.analysis.lexicon import PEOPLE_NOUNS, is_english
from reader.document.article import Article
from reader.document.segments import sentences
from reader.text.span import Span
from reader.verification import DraftQuotation
from reader.verification.speakers import FAR, Voice, genders_differ, name_words, people_in

ADDED = re.compile(r"(?:^|[.!?”\"\n]\s)([^\W\d_a-z][\w’'-]+), $", re.MULTILINE)  # "CCTV, (the broadcaster)"
REACH = 1000  # characters on either side of a quotation in which its sentence is looked for; a paragraph may have many
DOUBTFUL = 0.6  # minimum confidence in a speaker whom the draft surely names, in the paragraph of the words
CAPITAL = re.compile(r"\b[^\W\d_a-z]\w+")
SUBJECT = re.compile(r"[.!?][”\"’')\]]*\s+(?P<article>The|An?|Another) (\w+)(?: (\w+))?")
"""Who is described at the beginning of a sentence: "The mayor", "A man"."""
LIKELY = 0.2  # minimum certainty of whom "he" may stand for: most drafts that name one so likely are right
PRONOUN = 0.7  # minimum confidence in a speaker whom the draft calls "he"


@dataclass(frozen=True)
class Credit:
    voice: Voice
    """The likeliest speaker."""
    is_named: bool
    """True if the draft names him, surely: not by "he" or "the minister", and not as somebody who is near."""
    is_meant: bool = False
    """True if the draft likely means him, by his name or by "he" after it in this paragraph."""
    is_called_he: bool = False
    """True if the draft says "he" and may mean nobody else: then it has named him before."""
    gender: Gender | None = None
    """That of the words by which the draft surely calls him: "she", "his wife"."""
    others: tuple[Voice, ...] = ()
    """Who else may be meant, if he is not named."""
    beside: frozenset[str] = frozenset()
    """The words with a capital in the sentence of the quotation, folded, if he is not named there."""


def credit_of(quotation: DraftQuotation, article: Article, analysis: Analysis) -> Credit | None:
    """Return whom a draft credits with a quotation; None if it names nobody."""
    speaker = quotation.speaker
    paragraph = article.block_at(quotation.span.start).span if article.blocks else quotation.span
    if quotation.kind == "direct" and not quotation.is_credited and not (speaker and paragraph.holds(speaker.span)):
        near = people_in(paragraph, analysis, quotation.span)
        if len(near) == 1:
            return Credit(Voice(Speaker(near[0], paragraph), article, analysis), False)
    if speaker is None:
        return None
    added = ADDED.search(article.text, max(0, speaker.span.start - FAR), speaker.span.start)
    if added and not is_english(added[1].lower()) and Voice(speaker, article, analysis).is_phrase:
        speaker = Speaker(added[1], Span(*added.span(1)))
    return Crediting(quotation, speaker, article, analysis, paragraph).credit()


@dataclass(frozen=True)
class Crediting:
    """A quotation of a draft, and the speaker who is read there."""

    quotation: DraftQuotation
    speaker: Speaker
    article: Article
    analysis: Analysis
    paragraph: Span

    def credit(self) -> Credit:
        gender = self.said.gender if self.is_told else None
        described = self.said.is_phrase and not self.said.is_pronoun
        if self.said.is_word or (described and not DEFINITE.match(self.said.speaker.name)):
            return Credit(self.voice, False, gender=gender)  # "a spokesman" is nobody who was named before
        sure, is_near = self.quotation.confidence >= CERTAIN, self.paragraph.holds(self.speaker.span)
        if self.is_named and (sure or (is_near and self.quotation.confidence >= DOUBTFUL)):
            return Credit(self.voice, True, sure, beside=frozenset(self.beside()))
        parted = self.said.is_pronoun and is_parted(self.voice, self.said)
        before = Span(self.paragraph.start, self.speaker.span.start) if self.said.is_phrase else self.paragraph
        named_here = self.voice.entity is not None and any(map(before.holds, self.voice.entity.mentions))
        meant = self.is_told and named_here and self.quotation.confidence >= PRONOUN and not parted
        known = self.said.is_pronoun and is_near and self.is_introduced and sure
        known = known and not (self.others or is_parted(self.voice, self.said, self.sentence.start))
        return Credit(self.voice, False, meant, known, gender, self.others)

    @cached_property
    def voice(self) -> Voice:
        return Voice(self.speaker, self.article, self.analysis)

    @cached_property
    def said(self) -> Voice:
        """The speaker as the draft calls him here: by a name, "he" or "the mayor"."""
        called = relative_name(self.speaker, self.voice)
        return Voice(Speaker(" ".join(called.of(self.article.text).split()), called), self.article, self.analysis)

    @cached_property
    def sentence(self) -> Span:
        return sentence_of(self.quotation.span, self.article)

    @cached_property
    def quote(self) -> Quote | None:
        return next((each for each in self.analysis.quotes if each.span.overlaps(self.quotation.span)), None)

    @cached_property
    def is_introduced(self) -> bool:
        """True if a word says that he says it, or nobody else is named between him and the quotation."""
        between = Span(self.speaker.span.end, max(self.speaker.span.end, self.quotation.span.start))
        alone = {*people_in(between, self.analysis)} <= {self.speaker.name}
        return self.quotation.is_credited or (self.quotation.kind != "block" and alone)

    @property
    def is_told(self) -> bool:
        """True if the sentence of the quotation gives it to "him" or "the mayor"."""
        called = self.said.is_pronoun or self.said.is_phrase
        return self.is_introduced and self.sentence.holds(self.speaker.span) and called

    @property
    def is_named(self) -> bool:
        entity, text, end = self.voice.entity, self.article.text, self.speaker.span.end
        cue = self.quote.cue if self.quote else None
        beside = text[end : cue.start if end <= cue.start else self.paragraph.end] if cue else ""
        owner = re.match(r"['’]s?\s+\w", beside) is not None  # "Lee's successor said", not "Lee's answer:"
        place = entity is not None and entity.kind == "place"  # stands for its government, or is no speaker
        name = bool(self.said.names) and is_name(self.said.speaker.name)
        return name and self.is_introduced and not (owner or self.passed_on or place)

    @cached_property
    def passed_on(self) -> list[str]:
        """Whose words a paper or another body may only pass on: "Lee, according to PBS", "“…,” PBS reported"."""
        entity, cue = self.voice.entity, self.quote.cue if self.quote else None
        if self.quote is None or cue is None or entity is None or entity.kind == "person":
            return []
        verb = cue.of(self.article.text).lower()
        if verb in ("reported", "reports") and cue.start > self.quotation.span.end:
            return [each.name for each in self.quote.contenders[1:]]
        return people_in(self.sentence, self.analysis, self.quotation.span) if verb == "according" else []

    def beside(self) -> Iterator[str]:
        """Yield the folded words with a capital in the sentence of the quotation, if he is not named there."""
        if not self.sentence.holds(self.speaker.span):
            before = Span(self.sentence.start, self.quotation.span.start)
            for part in (before, Span(self.quotation.span.end, self.sentence.end)):
                for word in CAPITAL.findall(part.of(self.article.text)):
                    yield from name_words(word)

    @cached_property
    def others(self) -> tuple[Voice, ...]:
        """Who else may be meant."""
        names = [each.name for each in self.quote.contenders] if self.quote else []
        names += self.passed_on
        likely = may_mean(self.speaker.span, self.article, self.analysis)
        names += [each.entity.name for each in likely if each.certainty >= LIKELY]
        if not self.is_introduced and (index := self.article.block_index(self.quotation.span.start)):
            names += people_in(self.article.blocks[index - 1].span, self.analysis)
        speakers = (Speaker(name, self.speaker.span) for name in dict.fromkeys(names) if name != self.speaker.name)
        voices = (Voice(speaker, self.article, self.analysis) for speaker in speakers)
        return tuple(each for each in voices if not genders_differ(self.said, each))


def is_parted(named: Voice, pronoun: Voice, begin: int = 0) -> bool:
    """Return whether somebody else is described between a name and a pronoun: "Lee agrees. The mayor left. He said".

    Only descriptions from `begin` on count.
    """
    if named.entity is None:
        return False
    text, end = named.article.text, pronoun.speaker.span.start
    start = max((each.end for each in named.entity.mentions if each.end <= end), default=end)
    start = max(start, begin - 2)  # with the end of the sentence before
    subjects = [
        (f, n) for f in SUBJECT.finditer(text, start, end) for n in (2, 3) if (f[n] or "").lower() in PEOPLE_NOUNS
    ]
    if any(found["article"] != "The" for found, _ in subjects):
        return True  # "A man agrees. He said"
    told = [Span(found.start("article"), found.end(number)) for found, number in subjects]
    told += [
        each.speaker.span for each in named.analysis.quotes if each.speaker and start <= each.speaker.span.start < end
    ]
    phrases = (each.of(text) for each in told)
    return any(DEFINITE.match(each) and not is_called(each, named.entity, named.article) for each in phrases)


def relative_name(speaker: Speaker, voice: Voice) -> Span:
    """Return the name beside the words for a speaker, or else these: "it was Lee who said", "the mayor, Lee, said"."""
    text, span = voice.article.text, speaker.span
    mentions = voice.entity.mentions if voice.entity else ()
    if span.of(text).lower() == "who":
        beside = (each for each in mentions if each.end <= span.start and not text[each.end : span.start].strip(" ,"))
    else:
        beside = (each for each in mentions if text[span.end : each.start] == ", ")
    return next(beside, span)


def sentence_of(quotation: Span, article: Article) -> Span:
    """Return the sentences that a quotation is part of, from the first to the last, as far as they reach."""
    if not article.blocks:
        return quotation
    block = article.block_at(quotation.start)
    start, end = max(block.span.start, quotation.start - REACH), min(block.span.end, quotation.end + REACH)
    parts = [each for each in sentences(article, replace(block, span=Span(start, end))) if each.overlaps(quotation)]
    return Span(parts[0].start, parts[-1].end) if parts else quotation
