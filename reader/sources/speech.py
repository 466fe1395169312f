"""Transcripts of speech recognition (JSON) as an article: Whisper, YouTube, and services that tell speakers.

Each writes a list of passages or words with their times; a row of LISTS says where it stands and what its fields are
called. They become subtitles, and are joined as these. Pitfall: words have times, too, and a paragraph for each would
be no text, so they are joined to sentences first.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.plain import read_plain
from reader.sources.subtitles import PAUSE, SENTENCE_END, Cue, article_of_cues
from reader.system import fast_json
from reader.text.sanitize import clean_line

MOST = 500_000  # passages or words of a recording: two days of speech

MOST_WORDS = 60
"""Words of a passage, if nothing else ends it: who speaks without full stops speaks so for half a minute."""


class SpokenList(NamedTuple):
    """Where a recognizer writes what was said, and its names for fields: `a.b` is `b` in `a`, `a.0` its first item."""

    path: str
    text: str = "text"
    start: str = "start"
    end: str = "end"
    speaker: str = "speaker"
    units: int = 1
    """Units of its times in a second."""
    words: bool = False
    """It is a list of words."""
    parts: str = ""
    """The list in an item of which each part has a piece of the `text`."""


LISTS = (
    SpokenList("events", "utf8", "tStartMs", "", units=1000, parts="segs"),  # YouTube, json3
    SpokenList("segments"),  # Whisper, WhisperX, faster-whisper
    SpokenList("transcription", start="offsets.from", end="offsets.to", units=1000),  # whisper.cpp
    SpokenList("monologues", "value", "elements.0.ts", "", parts="elements"),  # Rev
    SpokenList("utterances", units=1000),  # AssemblyAI
    SpokenList("results.utterances", "transcript"),  # Deepgram
    SpokenList("results.channels.0.alternatives.0.words", "punctuated_word", words=True),
    SpokenList("results.items", "alternatives.0.content", "start_time", "end_time", "speaker_label", words=True),  # AWS
    SpokenList("result", "word", words=True),  # Vosk
    SpokenList("", "text", words=True),
    SpokenList("", "word", words=True),
)
"""The lists, in the order in which they are looked for."""


def read_speech(text: str, found: SourceData) -> Article:
    """Read the transcript of a recognizer, decoded; any other JSON is plain text. Raises SourceError."""
    whole = fast_json.loads_or_none(text)
    if any(isinstance(items := _field(whole, row.path), list) and len(items) > MOST for row in LISTS):
        raise SourceError(f"{found.name} has more than {MOST:,} passages; split it and open a part")
    cues = next((cues for row in LISTS if (cues := list(_cues(whole, row)))), [])
    return article_of_cues(cues, found, "") if cues else read_plain(text, found.place)


def _cues(whole: Any, row: SpokenList) -> Iterator[Cue]:
    items = _field(whole, row.path)
    if not isinstance(items, list):
        return
    spoken = [cue for item in items if (cue := _cue(item, row)) is not None]
    yield from _joined(spoken) if row.words else spoken


def _cue(item: Any, row: SpokenList) -> Cue | None:
    """Return an item of a list as a subtitle; None if it has no words or no time, as a stop has none."""
    words = _words(item, row)
    if not words:
        return None
    start = _seconds(_field(item, row.start), row.units)
    end = _seconds(_field(item, row.end), row.units) if row.end else None
    if start is None and not (row.words and not words[0].isalnum()):
        return None
    begin = -1 if start is None else start
    return Cue(begin, max(begin, end or 0), words, _voice(_field(item, row.speaker)))


def _words(item: Any, row: SpokenList) -> str:
    parts = _field(item, row.parts) if row.parts else [item]
    pieces = [_field(part, row.text) for part in parts] if isinstance(parts, list) else []
    return " ".join("".join(piece for piece in pieces if isinstance(piece, str)).split())


def _voice(speaker: object) -> str:
    known = isinstance(speaker, str | int) and not isinstance(speaker, bool)
    name = " ".join(re.sub("[<>]", "", clean_line(str(speaker))).split()) if known else ""
    return f"Speaker {name}" if re.fullmatch(r"\d{1,3}|[A-Z]", name) else name


def _joined(words: Sequence[Cue]) -> Iterator[Cue]:
    """Yield words as passages: up to the end of a sentence, a pause, or another voice."""
    for voice, spoken in groupby(words, key=attrgetter("voice")):
        runs: list[list[Cue]] = [[]]
        for word in spoken:
            run = runs[-1]
            pause = run and word.start - run[-1].end >= PAUSE
            if run and (pause or len(run) >= MOST_WORDS or SENTENCE_END.search(run[-1].words)) and word.start >= 0:
                runs.append(run := [])
            run.append(word if word.start >= 0 else word._replace(start=run[-1].start if run else 0))
        for run in runs:
            said = re.sub(r" ([.,?!;:])(?= |$)", r"\1", " ".join(word.words for word in run))  # a stop of its own
            yield Cue(run[0].start, run[-1].end, said, voice)


def _field(value: Any, path: str) -> Any:
    """Return the field at a path; None if there is none."""
    for key in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            return None
    return value


def _seconds(value: object, units: int) -> int | None:
    try:
        number = float(value) / units if isinstance(value, str | int | float) else math.nan
    except ValueError:
        return None
    return int(number) if 0 <= number < 1e7 else None
