"""Both engines: an article's entities and quotes by rules, with no dependency and no model, or with one as evidence.

The steps are pure functions, each in its own room: `page` cuts the text (`marks` finds the quotations), `names` finds
names (`runs`, `vocabulary`), `aliases` merges them and `kinds` sorts them, `candidates` and `cues` tell who could be
speaking (`sentences`), `speakers` chooses by `weights`, `pronouns` tells who "he" is, `scares` leaves out what is no
quotation. A language model comes in by one door, `tagging`: what it takes names for is weighed in `taken` and `kinds`,
what it sees as subjects in `speakers`. Without it every step is the same.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from reader.analysis import ENGLISH, Analysis, Contender, Hint, Quote, Speaker
from reader.analysis.engine import RULES
from reader.analysis.entities.capitalization import find_headlines
from reader.analysis.entities.coreference import ResolvedEntity, resolve_entities
from reader.analysis.entities.mentions import Name, add_headline_names, find_names
from reader.analysis.entities.model_fusion import fuse_model_names
from reader.analysis.language import language_of
from reader.analysis.model.tagger import UNREAD, Step, Tagger, Tagging, tag
from reader.analysis.quotes.anaphora import resolve_anaphora
from reader.analysis.quotes.attribution import Attribution, Scored, attribute
from reader.analysis.quotes.candidates import DETERMINERS, Candidate, find_candidates
from reader.analysis.quotes.indirect import Indirect, find_indirect
from reader.analysis.quotes.scare_quotes import is_scare_quote
from reader.analysis.quotes.weights import NAMES
from reader.analysis.sentences import Sentences
from reader.analysis.tokens import TokenizedArticle, tokenize
from reader.document.article import Article

Found = Callable[[Analysis], None]
"""Told what there is in the part of a book that has been read."""

FIRST_TOLD = 25_000
"""Tokens after which a book's reader is told what was found: half a second's work by rules, three with a model."""

TOKEN_LENGTH = 5
"""Characters of a token with the space after it, about."""

SURE = 3.6
"""Points that a speaker is ahead of the next one to be 73 % sure; measured, so that of the quotes at 0.9 nine of ten
are right (`tests/quality/calibration.py`)."""


def analyse_by_rules(
    article: Article, tagger: Tagger | None = None, step: Step | None = None, found: Found | None = None
) -> Analysis:
    """The entities and quotes of `article`; any text is answered, in time that grows with its length.

    What a language model (`tagger`) says is one more kind of evidence. `step` is told how far it is, `found` what a
    book holds as far as it is read.
    """
    if tagger is None and found is not None:
        for share, part in _openings(article):
            found(analyse_by_rules(part))
            if step is not None:
                step(share)
    page = tokenize(article)
    engine = tagger.engine if tagger else RULES
    language = language_of(article)
    if language != ENGLISH:
        return Analysis(engine, (), tuple(_unspoken(page)), language=language)
    headlines = find_headlines(page)
    names = find_names(page, headlines)
    if tagger is None:
        return _found(page, headlines, names, UNREAD, engine)
    tagging = UNREAD
    for tagging in tag(page, headlines, tagger, step, _turns(len(page.tokens)) if found else ()):
        if found is not None and tagging.read < len(page.tokens):
            found(_found(page, headlines, fuse_model_names(page, names, tagging), tagging, engine))
    return _found(page, headlines, fuse_model_names(page, names, tagging), tagging, engine)


def _openings(article: Article) -> Iterator[tuple[float, Article]]:
    """The beginnings of a book that are told before all of it, each with its share of the whole."""
    for least in _turns(len(article.text) // TOKEN_LENGTH):
        blocks = [block for block in article.blocks if block.span.end <= least * TOKEN_LENGTH]
        if blocks:
            end = blocks[-1].span.end
            yield end / len(article.text), replace(article, text=article.text[:end], blocks=tuple(blocks))


def _turns(tokens: int) -> list[int]:
    """After how many of that many tokens a book's reader is told what was found: near its beginning, and once more."""
    return [FIRST_TOLD, tokens // 3] if tokens > FIRST_TOLD * 6 else [FIRST_TOLD] if tokens > FIRST_TOLD * 3 else []


def _found(
    page: TokenizedArticle, headlines: frozenset[int], names: list[Name], tagging: Tagging, engine: str
) -> Analysis:
    """The entities and quotes of a page with these names in its running text."""
    known = resolve_entities(page, add_headline_names(page, headlines, names))
    nicknames = {page.quotation_of[token] for name in names for token in range(name.first + 1, name.last)}
    nicknames -= {page.quotation_of[name.first] for name in names}
    candidates = find_candidates(page, known, tagging.phrases)
    stands_for = resolve_anaphora(page, candidates, known)
    sentences = Sentences(page, candidates, tagging)

    def contender(scored: Scored) -> Contender:
        candidate = scored.candidate
        hints = tuple(Hint(NAMES[weight], round(points, 2)) for weight, points in scored.hints)
        return Contender(
            _shown(page, known, stands_for.get(candidate, candidate)), page.span(candidate.first, candidate.last), hints
        )

    quotes = tuple(
        _quote(page, attribution, contender)
        for number, attribution in enumerate(attribute(sentences, stands_for))
        if number not in nicknames and not is_scare_quote(page, attribution)
    )
    indirect = tuple(_indirect(page, told, contender) for told in find_indirect(page, sentences))
    return Analysis(engine, tuple(one.entity for one in known), quotes, indirect)


def _unspoken(page: TokenizedArticle) -> Iterator[Quote]:
    """The quotations of a text in whose language no speaker is looked for."""
    for quotation in page.quotations:
        if not is_scare_quote(page, Attribution(quotation)):
            yield Quote(quotation.span, None, None, 0.0)


def _quote(page: TokenizedArticle, attribution: Attribution, contender: Callable[[Scored], Contender]) -> Quote:
    best, next_best = attribution.best, attribution.next_best
    contenders = tuple(contender(scored) for scored in (best, next_best) if scored is not None)
    span = attribution.quotation.span
    if attribution.speaker is None:
        return Quote(span, None, None, 0.0, contenders)
    speaker = Speaker(contenders[0].name, contenders[0].span)
    cue = page.span(attribution.cue.token, attribution.cue.token) if attribution.cue else None
    return Quote(span, speaker, cue, confidence(attribution.margin), contenders)


def _indirect(page: TokenizedArticle, told: Indirect, contender: Callable[[Scored], Contender]) -> Quote:
    speaker = contender(told.scored)
    return Quote(
        page.span(told.first, told.last),
        Speaker(speaker.name, speaker.span),
        page.span(told.cue.token, told.cue.token),
        confidence(told.scored.score),
        (speaker,),
    )


def confidence(margin: float) -> float:
    """How likely the speaker is right whose score is so far above the next one's."""
    return round(1 / (1 + math.exp(-margin / SURE)), 2)


def _shown(page: TokenizedArticle, known: list[ResolvedEntity], candidate: Candidate) -> str:
    """What a reader is shown: the entity's name, or the words as written ("the minister")."""
    if candidate.form == "name":
        return known[candidate.known].entity.name
    words = " ".join(page.span(candidate.first, candidate.last).of(page.text).split())
    first = page.tokens[candidate.first].lower
    return words[0].lower() + words[1:] if first in DETERMINERS else words
