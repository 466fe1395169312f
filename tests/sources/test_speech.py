"""Transcripts of speech recognition: each recognizer's list, and JSON that is none."""

import json
from pathlib import Path

import pytest

from reader.sources import speech
from tests.sources.mutants import mutants
from tests.sources.opening import opened, refusal
from tests.sources.survival import survive

SPOKEN = "Ann Lee: We were told.\n\nTom Ray: By whom?"

WHISPER = {
    "text": " We were told. By whom?",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " We were told.", "speaker": "Ann Lee"},
        {"id": 1, "start": 2.5, "end": 3.9, "text": " By whom?", "speaker": "Tom Ray"},
    ],
}
YOUTUBE = {
    "events": [
        {"tStartMs": 0, "dDurationMs": 90000, "wpWinPosId": 1},
        {"tStartMs": 80, "dDurationMs": 4000, "segs": [{"utf8": "we"}, {"utf8": " were told", "tOffsetMs": 200}]},
        {"tStartMs": 1900, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2100, "dDurationMs": 1000, "segs": [{"utf8": ">> By <whom>?"}]},
    ]
}
UTTERANCES = [
    {"speaker": "A", "text": "We were told.", "start": 0, "end": 2000},
    {"speaker": "B", "text": "By whom?", "start": 65000, "end": 66000},
]
WORDS = [
    {"word": word, "start": at, "end": at + 0.5, "speaker": who}
    for at, (who, word) in enumerate(
        [("Ann Lee", w) for w in "We were told.".split()] + [("Tom Ray", w) for w in ("By", "whom?")]
    )
]
ITEMS = [
    {"type": "pronunciation", "start_time": "0.0", "end_time": "0.4", "alternatives": [{"content": "Yes"}]},
    {"type": "punctuation", "alternatives": [{"content": "."}]},
    {"type": "pronunciation", "start_time": "9.0", "end_time": "9.4", "alternatives": [{"content": "No"}]},
]
MONOLOGUES = [
    {"speaker": 0, "elements": [{"type": "text", "value": "Yes", "ts": 1.2}, {"type": "punct", "value": "."}]}
]
CPP = [{"offsets": {"from": 61000, "to": 62000}, "text": " Yes."}]


@pytest.mark.parametrize(
    ("written", "text", "times"),
    [
        (WHISPER, SPOKEN, ["0:00", "0:02"]),
        (YOUTUBE, "we were told\n\nBy <whom>?", ["0:00", "0:02"]),
        ({"utterances": UTTERANCES}, "Speaker A: We were told.\n\nSpeaker B: By whom?", ["0:00", "1:05"]),
        (WORDS, SPOKEN, ["0:00", "0:03"]),
        ({"result": WORDS}, SPOKEN, ["0:00", "0:03"]),
        ({"results": {"items": ITEMS}}, "Yes.\n\nNo", ["0:00", "0:09"]),
        ({"monologues": MONOLOGUES}, "Speaker 0: Yes.", ["0:01"]),
        ({"transcription": CPP}, "Yes.", ["1:01"]),
        ({"segments": [{"start": "x", "text": "lost"}, {"start": 1, "text": "kept"}]}, "kept", ["0:01"]),
    ],
    ids=["Whisper", "YouTube", "utterances", "words", "Vosk", "AWS", "Rev", "whisper.cpp", "without a time"],
)
def test_what_recognizers_write_is_read_as_speech_with_times(
    written: object, text: str, times: list[str], tmp_path: Path
) -> None:
    article = opened(tmp_path, "talk.json", json.dumps(written).encode())
    assert article.text == text
    assert [page.label for page in article.pages] == times
    assert article.title == "talk"


def said(words: list[tuple[str, float, float]]) -> bytes:
    """Return words with where they begin and end, in seconds, as Vosk writes them."""
    return json.dumps({"result": [{"word": word, "start": at, "end": end} for word, at, end in words]}).encode()


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ([("We", 0, 1), ("went.", 1, 2), ("Then", 2, 3)], ["0:00", "0:02"]),
        ([("We", 0, 1), ("went,", 1, 2), ("then", 2, 3)], ["0:00"]),
        ([("We", 0, 1), ("went", 4, 5), ("then", 9, 10)], ["0:00", "0:09"]),
        ([("so", at, at + 1) for at in range(60)], ["0:00"]),
        ([("so", at, at + 1) for at in range(62)], ["0:00", "1:00"]),
    ],
    ids=["sentences", "one sentence", "a pause of four seconds", "sixty words", "more words"],
)
def test_words_are_passages_up_to_a_stop_a_pause_or_sixty_of_them(
    words: list[tuple[str, float, float]], times: list[str], tmp_path: Path
) -> None:
    article = opened(tmp_path, "a.json", said(words))
    assert [page.label for page in article.pages] == times
    assert article.text.split() == [word for word, _, _ in words]


@pytest.mark.parametrize(
    ("speaker", "named"),
    [
        ("7", "Speaker 7: "),
        (123, "Speaker 123: "),
        ("1234", "1234: "),
        ("B", "Speaker B: "),
        ("BB", "BB: "),
        ("<Ann\n Lee>", "Ann Lee: "),
        ("", ""),
        (True, ""),
        (None, ""),
        (["Ann"], ""),
    ],
)
def test_a_speaker_is_named_as_the_recognizer_does(speaker: object, named: str, tmp_path: Path) -> None:
    data = {"segments": [{"start": 1, "end": 2, "text": "It is late.", "speaker": speaker}]}
    assert opened(tmp_path, "a.json", json.dumps(data).encode()).text == f"{named}It is late."


@pytest.mark.parametrize(
    ("start", "time"),
    [(0, "0:00"), (-1, None), ("3.9", "0:03"), (1e7, None), (9_999_999, "2777:46:39"), (None, None), ([1], None)],
)
def test_what_is_no_time_has_no_words(start: object, time: str | None, tmp_path: Path) -> None:
    rows = [{"start": 1, "text": "kept"}, {"start": start, "text": "perhaps"}]
    article = opened(tmp_path, "a.json", json.dumps({"segments": rows}).encode())
    assert "perhaps" in article.text or time is None
    assert [page.label for page in article.pages][1:] == ([time] if time else [])


def test_a_recording_of_absurd_length_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "MOST", 3)
    assert opened(tmp_path, "a.json", said([("so", 0, 1)] * 3)).text == "so so so"
    (tmp_path / "a.json").write_bytes(said([("so", 0, 1)] * 4))
    assert "a.json has more than 3 passages" in refusal(tmp_path / "a.json")


@pytest.mark.parametrize(
    "data",
    [b'{"segments": 3, "start": 1, "text": "x"}', b'{"start": 1, "text":', b"[" * 100_000 + b'"start": "text":'],
    ids=["no list", "broken", "deep"],
)
def test_other_json_is_plain_text(data: bytes, tmp_path: Path) -> None:
    assert opened(tmp_path, "a.json", data).text.strip() == data.decode()


def test_speech_without_stops_is_divided(tmp_path: Path) -> None:
    segments = [{"start": at, "end": at + 1, "text": "and so we went on"} for at in range(400)]
    segments = [{**each, "text": f"{each['text']} {each['start']}"} for each in segments]
    assert len(opened(tmp_path, "a.json", json.dumps({"segments": segments}).encode()).blocks) > 4


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(json.dumps(WHISPER).encode(), 40):
        survive(data, tmp_path / "a.json")
