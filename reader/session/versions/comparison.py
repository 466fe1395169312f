"""Two versions of an article compared, and the comparison as JSON.

Quotations are those that the rules find, with the user's corrections: so one engine reads both texts, in a moment.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from reader.analysis import RULES, Analysis, Quote, cache, engine
from reader.document.article import Article
from reader.library.library import ArticleRecord, Library
from reader.session.session import Session
from reader.session.versions.kept_texts import Version
from reader.session.versions.passages import ChangedPassage, TextComparison, WordCounts
from reader.session.versions.quotations import ChangedQuote, ChangedQuotes, compare_quotes
from reader.system.paths import UserPaths
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Comparison:
    from_version: int
    to_version: int
    old: Article
    new: Article
    words: WordCounts
    passages: tuple[ChangedPassage, ...]
    quotes: ChangedQuotes


def compare_versions(old: Version, new: Version, library: Library, paths: UserPaths) -> Comparison:
    """Compare two versions whose texts are known. Raises LibraryError."""
    assert old.article is not None
    assert new.article is not None
    texts = TextComparison(old.article, new.article)
    found = [corrected_analysis(article, library, paths) for article in (old.article, new.article)]
    passages, quotes = tuple(texts.passages()), compare_quotes(texts, *found)
    return Comparison(old.number, new.number, old.article, new.article, texts.counts, passages, quotes)


def corrected_analysis(article: Article, library: Library, paths: UserPaths) -> Analysis:
    """Return the analysis by the rules, with the user's corrections. Raises LibraryError."""
    session = Session.loaded(article, paths, library)
    made = cache.load_or_make(paths.cache, session.article, RULES, lambda text: engine.analyze(text, "rules"))
    return session.analysis_state.corrected(made)


def versions_object(
    record: ArticleRecord, versions: Sequence[Version], comparison: Comparison | None
) -> dict[str, object]:
    return {
        "article": record.id,
        "title": record.title,
        "source": record.sources[-1] if record.sources else "",
        "versions": [version_object(version) for version in versions],
        "comparison": comparison and comparison_object(comparison),
    }


def version_object(version: Version) -> dict[str, object]:
    article = version.article
    return {
        "number": version.number,
        "sha256": version.sha256,
        "since": version.since or None,
        "fetched": (article.fetched if article else "") or None,
        "words": article.word_count if article else None,
        "opened": version.opened,
    }


def comparison_object(found: Comparison) -> dict[str, object]:
    quotes = found.quotes
    return {
        "from": found.from_version,
        "to": found.to_version,
        "words": asdict(found.words),
        "passages": [passage_object(found, passage) for passage in found.passages],
        "quotes": [quote_change_object(found, each) for each in quotes.quotes],
        "new_speakers": list(quotes.new_speakers),
        "former_speakers": list(quotes.former_speakers),
    }


def passage_object(found: Comparison, passage: ChangedPassage) -> dict[str, object]:
    """Return a passage; `differing` are the words that only that side has."""
    sides = passage.differing("old"), passage.differing("new")
    old, new = ([[each.start, each.end] for each in spans] for spans in sides)
    return {
        "change": passage.change,
        "old": place_object(found.old, passage.old, differing=old),
        "new": place_object(found.new, passage.new, differing=new),
    }


def place_object(article: Article, span: Span | None, **more: object) -> dict[str, object] | None:
    if span is None:
        return None
    return {**asdict(span), "paragraph": article.paragraph_number(span.start), "text": span.of(article.text), **more}


def quote_change_object(found: Comparison, changed: ChangedQuote) -> dict[str, object]:
    def side(article: Article, quote: Quote | None) -> dict[str, object] | None:
        if quote is None:
            return None
        return place_object(article, quote.span, speaker=quote.speaker.name if quote.speaker else None)

    return {"change": changed.change, "old": side(found.old, changed.old), "new": side(found.new, changed.new)}
