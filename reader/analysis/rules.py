"""The rules engine: an article's entities and quotes with no dependency and no model.

The steps are pure functions, each in its own room: `page` cuts the text (`marks` finds the quotations), `names` finds
names (`runs`, `vocabulary`), `aliases` merges them and `kinds` sorts them, `candidates` and `cues` tell who could be
speaking, `speakers` chooses by `weights`, `pronouns` tells who "he" is, `scares` leaves out what is no quotation.
Measured on news it gives nine quotations of ten to the right speaker.
"""

import math

from reader.analysis import RULES, Analysis, Quote, Speaker
from reader.analysis.aliases import Known, known_entities
from reader.analysis.candidates import DETERMINERS, Candidate, find_candidates
from reader.analysis.names import find_names
from reader.analysis.page import Page, read_page
from reader.analysis.pronouns import resolve
from reader.analysis.scares import is_scare
from reader.analysis.speakers import Attribution, attribute
from reader.article import Article, Span

SURE = 3.0
"""With a margin of so many points over the next candidate the confidence is about 0.73."""


def analyse_by_rules(article: Article) -> Analysis:
    """The entities and quotes of `article`; any text is answered, in time that grows with its length."""
    page = read_page(article)
    known = known_entities(page, find_names(page))
    candidates = find_candidates(page, known)
    stands_for = resolve(page, candidates, known)
    quotes = tuple(
        _quote(page, known, stands_for, attribution)
        for attribution in attribute(page, candidates)
        if not is_scare(page, attribution)
    )
    return Analysis(RULES, tuple(one.entity for one in known), quotes)


def _quote(page: Page, known: list[Known], stands_for: dict[Candidate, Candidate], attribution: Attribution) -> Quote:
    span = attribution.quotation.span
    candidate = attribution.speaker
    if candidate is None:
        return Quote(span, None, None, 0.0)
    speaker = Speaker(_shown(page, known, stands_for.get(candidate, candidate)), _span(page, candidate))
    token = attribution.cue.token if attribution.cue else -1
    cue = Span(page.tokens[token].start, page.tokens[token].end) if token >= 0 else None
    return Quote(span, speaker, cue, round(1 / (1 + math.exp(-attribution.margin / SURE)), 2))


def _span(page: Page, candidate: Candidate) -> Span:
    return Span(page.tokens[candidate.first].start, page.tokens[candidate.last].end)


def _shown(page: Page, known: list[Known], candidate: Candidate) -> str:
    """What a reader is shown: the entity's name, or the words as written ("the minister")."""
    if candidate.form == "name":
        return known[candidate.known].entity.name
    words = " ".join(_span(page, candidate).of(page.text).split())
    first = page.tokens[candidate.first].lower
    return words[0].lower() + words[1:] if first in DETERMINERS else words
