"""Spans that share a character with a few, found among many."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article import Span
from reader.tui.overlaps import Overlaps

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 40)).map(lambda pair: Span(pair[0], sum(pair))), max_size=60
).map(sorted)


@settings(deadline=None, max_examples=200)
@given(SPANS, st.integers(0, 100), st.integers(1, 20))
def test_those_that_overlap_are_found_the_last_first(spans: list[Span], start: int, length: int) -> None:
    asked = Span(start, start + length)
    found = [index for index, span in enumerate(spans) if span.start < asked.end and asked.start < span.end]
    assert Overlaps(spans).overlapping(asked.start, asked.end) == found[::-1]
