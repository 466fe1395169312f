"""Tell whether two texts are texts of one article, and which articles of a library are one."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from reader.document.article import Article
from reader.library.codec.records import STANDARD_INPUT, ArticleRecord
from reader.library.texts.text_store import aligned_share
from reader.text.sanitize import clean_line

NEW_TEXT = 1 / 3
"""A known source with a new text is the same article if at least this share of the words aligns."""

COPY = 1 / 2
"""Two articles with the same source are one if at least this share aligns: more, since nothing parts them again."""


def is_new_text(old: str, new: str) -> bool:
    """Return whether `new` is a later text of the article that had the text `old`."""
    return aligned_share(old, new) >= NEW_TEXT


def find_copies(
    records: Iterable[ArticleRecord], text_of: Callable[[ArticleRecord], str | None]
) -> list[frozenset[str]]:
    """Return the ids of articles that are one: two devices met it at the same source with different texts.

    `text_of` returns the newest text of a record that is kept.
    """
    by_source: defaultdict[str, list[ArticleRecord]] = defaultdict(list)
    for record in sorted(records, key=lambda each: (each.added, each.id)):
        for source in record.sources:
            by_source[source].append(record)
    found: list[frozenset[str]] = []
    for source, same in sorted(by_source.items()):
        if source != STANDARD_INPUT and len(same) > 1:
            found += _with_texts_alike(same, text_of)
    return found


def with_same_source(records: Iterable[ArticleRecord], record: ArticleRecord, article: Article) -> list[ArticleRecord]:
    """Return the records other than `record` that have the source of `article`."""
    source = clean_line(article.source)
    return [each for each in records if each.id != record.id and source in each.sources]


def _with_texts_alike(
    records: Iterable[ArticleRecord], text_of: Callable[[ArticleRecord], str | None]
) -> list[frozenset[str]]:
    """Return the ids of records in groups of two or more whose texts align."""
    groups: list[dict[str, str]] = []
    for record in records:
        if (text := text_of(record)) is not None:
            alike = (group for group in groups if any(aligned_share(each, text) >= COPY for each in group.values()))
            group = next(alike, None)
            if group is None:
                groups.append(group := {})
            group[record.id] = text
    return [frozenset(group) for group in groups if len(group) > 1]
