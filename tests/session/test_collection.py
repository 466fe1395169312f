"""The order of the articles in an export of several."""

import random

from reader.library.codec.records import ArticleRecord
from reader.session.collection import order_by_date


def record(title: str, added: str, published: str = "") -> ArticleRecord:
    return ArticleRecord(title.lower(), title, (), (), added, added, published=published)


def test_articles_are_in_the_order_of_their_days_then_titles_and_unknown_ones_come_first() -> None:
    ordered = [
        record("Old", "2026-09-09T10:00:00Z", "2025-12-31"),
        record("Month", "2026-09-09T10:00:00Z", "2026-03"),
        record("Also", "2026-03-02T11:00:00Z"),
        record("Between", "2026-09-09T10:00:00Z", "2026-03-02"),
        record("Morning", "2026-03-02T10:00:00Z"),
        record("Late", "2026-03-03T00:00:00Z"),
    ]
    mixed = random.Random(1).sample(ordered, len(ordered))
    assert sorted(mixed, key=lambda each: order_by_date(each, each.id)) == ordered
    assert order_by_date(None, "gone") < order_by_date(ordered[0], "old")
