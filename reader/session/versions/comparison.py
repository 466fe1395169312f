"""Two versions of an article compared, and the comparison as JSON.

Quotations are those that the rules find, with the user's corrections: so one engine reads both texts, in a moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis import RULES, Analysis, Quote, cache, engine
from reader.document.article import Article
from reader.library.library import ArticleRecord, Library
from reader.session.session import Session
from reader.session.versions.kept_texts import Version
from reader.session.versions.objects import ChangeObject, ComparisonObject, SideObject, VersionObject, VersionsObject
from reader.session.versions.passages import ChangedPassage, TextComparison
from reader.session.versions.quotations import ChangedQuote, compare_quotes
from reader.system.paths import UserPaths
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Comparison:
    from_version: int
    to_version: int
    old: Article
    new: Article
    words: dict[str, int]
    passages: tuple[ChangedPassage, ...]
    quotes: list[ChangedQuote]
    new_speakers: list[str]
    """Who is quoted in the new text only; the next one, in the old one only."""
    former_speakers: list[str]


def compare_versions(old: Version, new: Version, library: Library, paths: UserPaths) -> Comparison:
    """Compare two versions whose texts are known. Raises LibraryError."""
    assert old.article is not None
    assert new.article is not None
    texts = TextComparison(old.article, new.article)
    found = [corrected_analysis(article, library, paths) for article in (old.article, new.article)]
    quotes = compare_quotes(texts, *found)
    passages = tuple(texts.passages())
    return Comparison(old.number, new.number, old.article, new.article, texts.counts, passages, *quotes)


def corrected_analysis(article: Article, library: Library, paths: UserPaths) -> Analysis:
    """Return the analysis by the rules, with the user's corrections. Raises LibraryError."""
    session = Session.loaded(article, paths, library)
    made = cache.load_or_make(paths.cache, session.article, RULES, lambda text: engine.analyze(text, "rules"))
    return session.analysis_state.corrected(made)


def versions_object(
    record: ArticleRecord, versions: Sequence[Version], comparison: Comparison | None
) -> VersionsObject:
    return {
        "article": record.id,
        "title": record.title,
        "source": record.sources[-1] if record.sources else "",
        "versions": [version_object(version) for version in versions],
        "comparison": comparison_object(comparison) if comparison else None,
    }


def version_object(version: Version) -> VersionObject:
    article = version.article
    return {
        "number": version.number,
        "sha256": version.sha256,
        "since": version.since or None,
        "fetched": (article.fetched if article else "") or None,
        "words": article.word_count if article else None,
        "opened": version.opened,
    }


def comparison_object(found: Comparison) -> ComparisonObject:
    return {
        "from": found.from_version,
        "to": found.to_version,
        "words": found.words,
        "passages": [passage_object(found, passage) for passage in found.passages],
        "quotes": [quote_change_object(found, each) for each in found.quotes],
        "new_speakers": found.new_speakers,
        "former_speakers": found.former_speakers,
    }


def passage_object(found: Comparison, passage: ChangedPassage) -> ChangeObject:
    def side(article: Article, span: Span | None, differing: Sequence[Span]) -> SideObject | None:
        differs = [[each.start, each.end] for each in differing]
        return {**place_object(article, span), "differing": differs} if span else None

    old = side(found.old, passage.old, passage.differing("old"))
    return {"change": passage.change, "old": old, "new": side(found.new, passage.new, passage.differing("new"))}


def quote_change_object(found: Comparison, changed: ChangedQuote) -> ChangeObject:
    def side(article: Article, quote: Quote | None) -> SideObject | None:
        name = quote.speaker.name if quote and quote.speaker else None
        return {**place_object(article, quote.span), "speaker": name} if quote else None

    return {"change": changed.change, "old": side(found.old, changed.old), "new": side(found.new, changed.new)}


def place_object(article: Article, span: Span) -> SideObject:
    number = article.paragraph_number(span.start)
    return {"start": span.start, "end": span.end, "paragraph": number, "text": span.of(article.text)}
