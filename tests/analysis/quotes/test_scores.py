"""What keeps a speaker from being sure."""

import pytest

from reader.analysis.pipeline import analyze_by_rules
from reader.sources.plain import read_plain

SURE = [
    "Ann Lee spoke. “The bridge is closed to all of us,” Ann Lee said.",
    "Ann Lee spoke. Ann Lee said that “the bridge is closed to all of us”.",
    "Ann Lee spoke. “The bridge is closed,” Ann Lee said. “It will not be open before the winter.”",
]

DOUBTED = {
    "a verb that may tell of no speech": "Ann Lee spoke. Ann Lee called the closing “a gift to all of us”.",
    "somebody else speaks, too": "Ann Lee came. According to Ann Lee, Tom Ray called the plan “a gift to all of us”.",
    "a report in a report": "Ann Lee spoke. Ann Lee said that the banker told us it was “a gift to all of us”.",
    "an abbreviation": "The BMJ is read. “The bridge is closed to all of us,” the BMJ said.",
    "no name": "Creative spoke. “At Dixxon, we believe in it all,” said Creative.",
    "part of a longer name": "Leith Port grew. “It is closed to us,” said Leith Port Senior Founder and CEO Ann Lee.",
    "a shared last name": "Ann Lee met Tom Lee. Ann Lee and Tom Lee came. “The bridge is closed to all,” Lee said.",
    "no subject": "Ann Lee drinks. A book published in The New Lancet concludes that “three cups are safe for all”.",
}


@pytest.mark.parametrize("text", SURE)
def test_who_says_so_is_sure(text: str) -> None:
    quotes = analyze_by_rules(read_plain(text)).quotes
    assert {(quote.speaker and quote.speaker.name, quote.certainty) for quote in quotes} == {("Ann Lee", "sure")}


@pytest.mark.parametrize("text", DOUBTED.values(), ids=DOUBTED)
def test_a_doubt_keeps_a_speaker_from_being_sure(text: str) -> None:
    assert analyze_by_rules(read_plain(text)).quotes[-1].certainty != "sure"


def test_who_goes_on_is_no_surer_than_who_began() -> None:
    text = "“The bridge is closed,” was how Ann Lee, whom Tom Ray told so, called it. “It will not be open soon.”"
    first, then = analyze_by_rules(read_plain(text)).quotes
    assert then.speaker == first.speaker
    assert then.confidence <= first.confidence
