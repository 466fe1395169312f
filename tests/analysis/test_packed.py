"""Findings in arrays: equal to those that were packed, and few objects for a book of them."""

import gc
from dataclasses import replace

import pytest

from reader.analysis import Analysis, Contender, Entity, Hint, Quote, Speaker
from reader.analysis.codec import from_lines, to_lines
from reader.analysis.engine import analyze
from reader.analysis.packed import pack
from reader.document.article import Article
from reader.text.span import Span, Spans

MANY = 2000


def book() -> Analysis:
    """Many names and quotes, with and without speakers, cues and contenders."""
    lee = Speaker("Ann Lee", Span(30, 37))
    hints = (Hint("cue", 2.5), Hint("near", 0.25))
    quotes = [
        Quote(Span(at, at + 20), lee, Span(at + 21, at + 25), 0.9, (Contender("Ann Lee", Span(30, 37), hints),) * 2)
        if at % 200
        else Quote(Span(at, at + 20), None, None, 0.0)
        for at in range(0, 100 * MANY, 100)
    ]
    mentions = tuple(Span(at, at + 7) for at in range(0, 100 * MANY, 100))
    return Analysis("rules 1", (Entity("Ann Lee", "person", ("Lee",), mentions),), tuple(quotes), tuple(quotes[:3]))


def test_packed_findings_equal_those_that_were_packed(sample: Article) -> None:
    for made in (book(), analyze(sample, "rules"), Analysis("rules 1", (), ())):
        assert pack(made) == made
        assert made == pack(made)
        assert hash(pack(made)) == hash(made)
    packed = pack(book())
    assert packed.quotes[-1] == book().quotes[-1]
    assert packed.quotes[3:5] == book().quotes[3:5]
    assert packed != replace(packed, quotes=packed.quotes[1:])
    assert Spans() != "no spans"
    with pytest.raises(IndexError):
        packed.quotes[MANY]


def test_a_line_for_each_finding_and_back(sample: Article) -> None:
    for made in (book(), analyze(sample, "rules")):
        lines = list(to_lines(made))
        assert len(lines) == 1 + len(made.entities) + len(made.quotes) + len(made.indirect)
        assert from_lines([*lines, b"further lines"]) == made


@pytest.mark.parametrize(
    "line",
    [b"{}", b"[]", b"no JSON", b'{"name":"A","kind":"person","aliases":[],"mentions":[[0,5000000000]]}'],
    ids=["empty", "no object", "no JSON", "beyond any text"],
)
def test_lines_that_are_not_an_analysis_are_refused(line: bytes) -> None:
    head, *rest = to_lines(book())
    for lines in ([head, line, *rest[1:]], [line], [], [head, *rest[:-1]]):
        with pytest.raises(ValueError, match="not an analysis"):
            from_lines(lines)


def test_many_findings_are_few_objects() -> None:
    lines = list(to_lines(book()))
    gc.collect()
    before = len(gc.get_objects())
    made = from_lines(lines)
    gc.collect()
    assert len(made.quotes) == MANY
    assert len(gc.get_objects()) - before < MANY / 10
