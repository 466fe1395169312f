"""A note as a JSON object, and the speaker of a passage."""

from reader.export.export_data import note_object, speaker_of
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
