"""Query an analysis: entities by name, quotes by position, possible speakers.

Pure functions. Names are compared folded: case, quotation marks, dashes and white space do not matter.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from reader.analysis import Analysis, Entity, Quote
from reader.analysis.speaker_shares import count_words
from reader.document.article import Article
from reader.text.normalize import fold
from reader.text.span import Span


@lru_cache(maxsize=1 << 15)  # a book has a few thousand names, each looked up many times
def fold_name(name: str) -> str:
    return fold(name).text.strip()


def find_entity(analysis: Analysis, words: str) -> Entity | None:
    """Return the entity whose name, or else one of whose aliases, is `words`."""
    wanted = fold_name(words)
    by_name = (entity for entity in analysis.entities if fold_name(entity.name) == wanted)
    by_alias = (entity for entity in analysis.entities if wanted in map(fold_name, entity.aliases))
    return next(by_name, None) or next(by_alias, None)


def entity_at(analysis: Analysis, offset: int) -> Entity | None:
    """Return the entity mentioned at `offset`: asked at every key."""
    for entity in analysis.entities:
        after = bisect_right(entity.mentions, offset, key=attrgetter("start"))
        if after and offset in entity.mentions[after - 1]:
            return entity
    return None


def doubtful_quotes(analysis: Analysis) -> list[Quote]:
    """Return the quotes with an uncertain speaker, those first whose answer is worth most: their doubt times the
    doubtful quotes with the same speaker, which hang on the same question."""
    doubtful = [quote for quote in analysis.quotes if quote.uncertain]
    hanging = Counter(quote.speaker.name for quote in doubtful if quote.speaker)

    def worth(quote: Quote) -> float:
        return (1 - quote.confidence) * hanging[quote.speaker.name if quote.speaker else ""]

    return sorted(doubtful, key=worth, reverse=True)


def likeliest_speakers(quote: Quote) -> tuple[str, ...]:
    """Return the names of the speaker of a quote and of the runner-up, as far as they are known."""
    names = [quote.speaker.name] if quote.speaker else []
    return tuple(dict.fromkeys([*names, *(contender.name for contender in quote.contenders)]))[:2]


def speakers_near(analysis: Analysis, quote: Quote) -> list[Entity]:
    """Return the article's names, nearest to the quote first: those that speak, people and organisations, then others.

    A place speaks where it stands for its government: "Moscow said".
    """
    speaking = {each.speaker.name for each in (*analysis.quotes, *analysis.indirect) if each.speaker}
    speaking.update(contender.name for contender in quote.contenders)

    def rank(entity: Entity) -> tuple[bool, int]:
        speaks = entity.kind in ("person", "organisation") or entity.name in speaking
        return not speaks, span_distance(nearest_span(entity.mentions, quote.span), quote.span)

    return sorted((entity for entity in analysis.entities if entity.mentions), key=rank)


def rank_merge_targets(entity: Entity, others: Iterable[Entity]) -> list[Entity]:
    """Return the entities that `entity` may be another spelling of: those that share a word first, then by kind."""
    words = set(all_names_folded(entity).split())
    return sorted(
        others, key=lambda other: (words.isdisjoint(all_names_folded(other).split()), other.kind != entity.kind)
    )


def matches_names(names: Iterable[str], typed: str) -> bool:
    """Return whether every word of `typed` is in the names, or begins one of their words."""
    known = " ".join(map(fold_name, names))
    return all(word in known for word in fold_name(typed).split())


def all_names_folded(entity: Entity) -> str:
    return " ".join(map(fold_name, (entity.name, *entity.aliases)))


def quote_at(analysis: Analysis, span: Span) -> Quote | None:
    """Return the direct or indirect quote that contains `span` or is contained in it, if there is exactly one."""
    quotes = (*analysis.quotes, *analysis.indirect)
    holding = [quote for quote in quotes if quote.span.holds(span)]
    held = [quote for quote in quotes if span.holds(quote.span)]
    return holding[0] if holding else held[0] if len(held) == 1 else None


def nearest_span(places: Sequence[Span], span: Span) -> Span:
    """Return the span of `places` (at least one) that is nearest to `span`; a separate one before one within it."""
    return min(places, key=lambda place: (place.overlaps(span), span_distance(place, span)))


def span_distance(one: Span, other: Span) -> int:
    """Return the number of characters between two spans; 0 if they touch or overlap."""
    return max(0, other.start - one.end, one.start - other.end)


def closest_quote(quotes: Sequence[Quote], span: Span) -> int | None:
    """Return the index of the quote that overlaps `span` best, in proportion to both."""
    shared = [min(quote.span.end, span.end) - max(quote.span.start, span.start) for quote in quotes]
    most = max(shared, default=0)
    index = shared.index(most) if most > 0 else None
    return None if index is None or 2 * most < max(len(span), len(quotes[index].span)) else index


PARTS_OF = 100_000  # characters; a longer text is analysed in parts


def quoted_share(article: Article, analysis: Analysis) -> float:
    """Return the share of the words of an article that are in its quotations; of a long one, as far as it is known."""
    text = article.text
    reached = len(text)
    if len(text) > PARTS_OF:
        mentions = (entity.mentions[-1].end for entity in analysis.entities if entity.mentions)
        reached = max((*mentions, *(quote.span.end for quote in analysis.quotes[-1:])), default=len(text))
    total = article.word_count * reached / max(1, len(text))
    words = sum(count_words(quote.span.of(text)) for quote in analysis.quotes)
    return words / total if total else 0.0
