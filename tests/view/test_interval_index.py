"""The index of spans."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.span import Span
from reader.view.interval_index import IntervalIndex, find_overlaps

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40)).map(lambda pair: Span(pair[0], sum(pair))), max_size=60
).map(sorted)


@given(SPANS, st.integers(0, 100), st.integers(1, 20))
def test_overlapping_spans_are_found_last_first(spans: list[Span], start: int, length: int) -> None:
    asked = Span(start, start + length)
    found = [index for index, span in enumerate(spans) if span.start < asked.end and asked.start < span.end]
    assert IntervalIndex(spans).overlapping(asked.start, asked.end) == found[::-1]


@given(SPANS)
def test_overlaps_are_covered_by_at_least_two_spans(spans: list[Span]) -> None:
    places = {at for at in range(101) if sum(at in span for span in spans) > 1}
    found = find_overlaps(spans)
    assert {at for span in found for at in range(span.start, span.end)} == places
    assert all(before.end < after.start for before, after in pairwise(found))
