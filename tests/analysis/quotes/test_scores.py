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
    "a verb that may tell of no speech": "Ann Lee spoke. Ann Lee called the closing of the bridge “a gift to all of us”.",
    "somebody else speaks, too": "Tom Ray and Ann Lee came. She says it was short, with Tom Ray adding that she was"
    " “out of shape for all of this”.",
    "a report in a report": "Ann Lee spoke. Ann Lee said that the banker told all of them it was “a gift to all of us”.",
    "far from its verb": "Ann Lee spoke. Ann Lee, who has run the ferry on this river since her father and mother moved to"
    " the island in the year of the flood, said that the bridge was “a gift to all of us”.",
    "an abbreviation": "The BMJ is read. “The bridge is closed to all of us,” the BMJ said.",
    "no name": "Creative spoke. “At Dixxon, we believe in it all,” said Dixxon’s Chief Creative Officer Chris Vallely.",
    "another subject": "“Fasting helps us all,” says Ann Lee, who wrote a study. A review of 27 trials found weight loss and"
    " concluded that “fasting shows promise for all of us.”",
}


@pytest.mark.parametrize("text", SURE)
def test_who_says_so_is_sure(text: str) -> None:
    quotes = analyze_by_rules(read_plain(text)).quotes
    assert {(quote.speaker and quote.speaker.name, quote.certainty) for quote in quotes} == {("Ann Lee", "sure")}


@pytest.mark.parametrize("text", DOUBTED.values(), ids=DOUBTED)
def test_a_doubt_keeps_a_speaker_from_being_sure(text: str) -> None:
    assert analyze_by_rules(read_plain(text)).quotes[-1].certainty != "sure"


def test_who_goes_on_is_no_surer_than_who_began() -> None:
    text = (
        "“The bridge is closed,” was how Ann Lee, whom Tom Ray told so, called it. “It will not be open this winter.”"
    )
    first, then = analyze_by_rules(read_plain(text)).quotes
    assert then.speaker == first.speaker
    assert then.confidence <= first.confidence
