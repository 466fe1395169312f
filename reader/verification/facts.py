"""The facts of a draft, each beside the passage of the sources that is likeliest to have it.

The one idea: a sentence of the draft is compared with the sentences of the sources by the rare words that they share.
A fact is the same if a likely sentence agrees with it; it differs only from a fact of its sort, about the same thing,
in the likeliest one. What no sentence tells of is not found, which is no complaint.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from reader.analysis.lexicon import FUNCTION_WORDS
from reader.document.article import Article
from reader.document.segments import sentences, shown_blocks
from reader.text.span import Span, grouped
from reader.verification import FactResult
from reader.verification.figures import Fact, find_facts
from reader.verification.source_text import SourceText

LIKELY = 0.4  # minimum share of the weight of a sentence's words that a passage has, for its facts to be compared
NEARLY = 0.75  # minimum share of the best passage's score that another one has whose facts count, too

FIRM = 0.55
"""The same, for another name or title to be one that differs: two sentences may name two people of one first name."""

NAMES = 3  # maximum words of a person's name: longer rows of capitals are headings and organizations
SHARED = 2  # minimum words that two sentences share
STEM = 6  # letters by which words of two texts are compared: "unemployment" and "unemployed" are one


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    source: SourceText
    span: Span
    stems: frozenset[str]
    facts: tuple[Fact, ...]
    """With spans in the article."""


@dataclass(frozen=True, slots=True)
class FactCheck:
    fact: Fact
    text: str
    result: FactResult
    passage: Sentence | None = None
    """The likeliest sentence, also if it does not have the fact; None if no sentence is like enough."""
    other: Fact | None = None
    """The source's own fact; None if it is not found."""
    accepted: str = ""
    """The time at which the user has ticked it; empty if not."""


def read_sentences(article: Article) -> Iterator[tuple[Span, frozenset[str], tuple[Fact, ...]]]:
    """Yield the sentences of an article with the stems of their words and with their facts."""
    for block in shown_blocks(article):
        for span in sentences(article, block):
            words = span.of(article.text)
            facts = find_facts(words, article.published)
            keys = (word.lower() for word in re.findall(r"[^\W\d_]{3,}", words))
            stems = frozenset(key.removesuffix("s")[:STEM] for key in keys if key not in FUNCTION_WORDS)
            yield span, stems, tuple(replace(each, span=each.span.moved(span.start)) for each in facts)


def check_facts(draft: Article, sources: Sequence[SourceText]) -> list[FactCheck]:
    """Return every fact of a draft with what the sources have for it, in text order."""
    passages = [
        Sentence(source, *each)
        for source in sorted(sources, key=lambda source: source.key)
        for each in read_sentences(source.article)
    ]
    counts = Counter(stem for passage in passages for stem in passage.stems)
    weights = {stem: log(1 + len(passages) / count) for stem, count in counts.items()}
    having = grouped((stem, passage) for passage in passages for stem in passage.stems)
    named = [(passage, fact) for passage in passages for fact in passage.facts if fact.sort == "name"]
    rare = log(1 + len(passages))
    checks: list[FactCheck] = []
    for _, stems, facts in read_sentences(draft):
        if facts:
            scores = defaultdict[Sentence, float](float)
            for stem in stems:
                for passage in having.get(stem, []):
                    scores[passage] += weights[stem]
            least = LIKELY * (sum(weights.get(stem, rare) for stem in stems) or 1.0)
            likely = sorted(
                (each for each in scores.items() if each[1] >= least and len(each[0].stems & stems) >= SHARED),
                key=lambda each: -each[1],
            )
            firm = bool(likely) and likely[0][1] >= least * FIRM / LIKELY
            checks += (named_anywhere(each, named) for each in check_sentence(facts, draft.text, likely, firm=firm))
    return checks


def named_anywhere(check: FactCheck, named: Sequence[tuple[Sentence, Fact]]) -> FactCheck:
    """Return the check of a name that no likely sentence has, but another one: it is written the same there."""
    if check.fact.sort != "name" or check.result != "not_found":
        return check
    found = next(((passage, other) for passage, other in named if check.fact.words <= other.words), None)
    return replace(check, result="same", passage=found[0], other=found[1]) if found else check


def check_sentence(
    facts: Sequence[Fact], text: str, likely: Sequence[tuple[Sentence, float]], *, firm: bool
) -> Iterator[FactCheck]:
    """Yield what the likeliest passages have for the facts of a sentence; two facts are not told by one.

    Unless the likeliest one is `firm`, no name or title differs.
    """
    if not likely:
        yield from (FactCheck(fact, fact.span.of(text), "not_found") for fact in facts)
        return
    best, score = likely[0]
    free, agreed = list(best.facts), dict[Fact, Fact]()
    for fact in facts:
        agreeing = [other for other in free if other.sort == fact.sort and other.agrees(fact)]
        if agreeing:
            agreed[fact] = max(agreeing, key=lambda other: len(other.words & fact.words))
            free.remove(agreed[fact])
    for fact in facts:
        words = fact.span.of(text)
        near = (passage for passage, own in likely if own >= NEARLY * score)
        told = [(best, agreed[fact])] if fact in agreed else elsewhere(fact, near)
        passage, other = next(iter(told), (best, None))
        if other is not None:
            yield FactCheck(fact, words, "same", passage, other)
            continue
        if firm or (fact.words and fact.sort == "count") or fact.kind == "date":
            other = counterpart(fact, [each for each in free if each.sort == fact.sort])
        yield FactCheck(fact, words, "differs" if other else "not_found", best, other)


def elsewhere(fact: Fact, passages: Iterable[Sentence]) -> Iterator[tuple[Sentence, Fact]]:
    """Yield the facts of passages that agree with one, but for figures of the first, which tell of another thing."""
    for number, passage in enumerate(passages):
        if number or fact.kind in ("name", "title"):
            yield from ((passage, other) for other in passage.facts if other.sort == fact.sort and other.agrees(fact))


def counterpart(fact: Fact, others: Sequence[Fact]) -> Fact | None:
    """Return the fact of a passage that tells of the same thing; None if it is not clear which does."""
    if fact.sort == "name":
        two = (each for each in others if len(each.words) == len(fact.words) <= NAMES)
        return next((each for each in two if len(each.words & fact.words) == len(fact.words) - 1), None)
    if fact.sort == "day":
        alike = [each for each in others if [bool(n) for n in each.day[:3]] == [bool(n) for n in fact.day[:3]]]
        return alike[0] if len(alike) == 1 else None
    about = [each for each in others if each.words & fact.words]
    if fact.sort == "count" and fact.words:
        return about[0] if about else others[0] if len(others) == 1 and not others[0].words else None
    return others[0] if len(others) == 1 else None
