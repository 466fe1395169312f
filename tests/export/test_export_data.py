"""A note as a JSON object, and the speaker of a passage."""

from dataclasses import replace

from reader.export.export_data import attributions_of, note_object, speaker_of
from reader.text.span import Span
from tests.fixtures.harbour import ID, harbour, span_of


def test_note_object_has_the_documented_keys() -> None:
    exported = harbour()
    whole = note_object(exported.notes[-1], ID, "T", "-", None)
    assert list(whole) == ("id article title source quote speaker text tags state start end created updated".split())
    assert [whole[key] for key in ("quote", "state", "start", "end")] == [None] * 4
    orphan = note_object(exported.notes[0], ID, "T", "-", None)
    assert [orphan[key] for key in ("state", "start", "end")] == ["orphaned", None, None]


def test_passage_within_a_quote_has_its_speaker() -> None:
    exported = harbour()
    article, analysis = exported.article, exported.analysis
    assert speaker_of(analysis, span_of(article, "told until")) == "Maria Ortiz"
    assert speaker_of(analysis, span_of(article, "Friday,” Ortiz")) is None
    assert speaker_of(analysis, span_of(article, "was fair")) is None


def test_attribution_is_uncertain_if_one_of_the_quotes_is() -> None:
    exported = harbour()
    article, first = exported.article, exported.analysis.quotes[0]
    analysis = replace(exported.analysis, quotes=(replace(first, confidence=0.3), *exported.analysis.quotes[1:]))
    assert attributions_of(analysis, span_of(article, "told until")) == {"Maria Ortiz": True}
    assert attributions_of(exported.analysis, Span(0, len(article.text)))["Maria Ortiz"] is False
    assert attributions_of(analysis, Span(0, len(article.text)))["Maria Ortiz"] is True
    assert attributions_of(analysis, span_of(article, "leads the opposition")) == {}
