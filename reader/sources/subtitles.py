"""Subtitles (SubRip, WebVTT) as an article: what is said, in paragraphs, with the times of its passages.

A subtitle is a piece of a sentence, so they are joined: a paragraph ends where another person speaks, after a pause, or
at the end of a sentence when it is long. The name of a speaker stands before what is said: "Lee: We were told."
Pitfall: automatic subtitles repeat each line in the next one.
"""

import html
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from operator import itemgetter
from pathlib import PurePath
from typing import NamedTuple

from reader.document.article import Article, Page
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import SourceData
from reader.sources.transcript import count_seconds, format_timecode
from reader.text.sanitize import clean, clean_line

MOST = 100_000  # subtitles of a file: three days of speech
PAUSE = 4  # silence, in seconds, after which a paragraph begins

LONG, LONGEST = 500, 1200
"""Characters after which a paragraph ends with its sentence, or anywhere, if nobody wrote full stops."""

STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,]\d{1,3}"
TIMING = re.compile(rf"[ \t]*{STAMP}[ \t]*-->[ \t]*{STAMP}")

VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})?[ \t]+([^<>\n]{1,80})>")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<[\d:.]{1,20}>|\{\\[^{}\n]{0,40}\}")
"""Letters in italics, colours, places on the screen, times of words."""

TURN = re.compile(r"[ \t]*(?:[-‐–—][ \t]?(?=[^\W\d_\"“¿¡])|>{2,3}[ \t]*)")
"""A dash or arrows before what another person says."""

LABEL = re.compile(r"[ \t]*[^\W\d_a-z](?:[^\W_]|[ .'’&-]){0,39}(?:\([^()\n]{1,40}\))?:(?=\s)")
"""A name before what is said."""

TITLE = re.compile(r"\ufeff?WEBVTT[ \t]+-?[ \t]*(\S[^\n]{0,200})")

SENTENCE_END = re.compile(r"[.?!…][\"'”’»)\]]*$")


class Cue(NamedTuple):
    """A line of a subtitle, or what a recognizer heard."""

    start: int
    """In seconds, as `end`."""
    end: int
    words: str
    voice: str = ""
    """Who says them; "" if the file does not say."""


@dataclass(slots=True)
class _Spoken:
    """A paragraph: its words, and the places in them where a subtitle begins, with its time."""

    text: str = ""
    times: list[tuple[int, int]] = field(default_factory=list)

    def add(self, words: str, start: int) -> None:
        joint = " " if self.text and not self.text.endswith((" ", "-")) else ""
        self.times.append((len(self.text) + len(joint), start))
        self.text += joint + words


def read_subtitles(text: str, found: SourceData) -> Article:
    """Read subtitles, decoded. Raises SourceError, also if there are none."""
    titled = TITLE.match(text)
    return article_of_cues(_read_cues(text.split("\n"), found.name), found, titled[1] if titled else "")


def article_of_cues(cues: Iterable[Cue], found: SourceData, title: str) -> Article:
    """Return what subtitles say as an article. Raises SourceError, also if there are none."""
    paragraphs = _join(cues)
    if not paragraphs:
        raise SourceError(f"{found.name} is not a file of subtitles, or it has none")
    named = PurePath(found.place).stem if os.path.isabs(found.place) else ""
    pieces = (PendingBlock("\n\n" if at else "", each.text) for at, each in enumerate(paragraphs))
    article = build_article(pieces, clean_line(title or named), found.place)
    times = (
        (block.span.start + offset, format_timecode(seconds))
        for block, each in zip(article.blocks, paragraphs, strict=True)
        for offset, seconds in each.times
    )
    pages = (Page(*next(same)) for _, same in groupby(times, key=itemgetter(1)))
    return replace(article, pages=tuple(pages))


def _read_cues(lines: Sequence[str], name: str) -> Iterator[Cue]:
    """Yield the subtitles in the order of the file. Raises SourceError."""
    begun = [(at, found) for at, line in enumerate(lines) if (found := TIMING.match(line))]
    if len(begun) > MOST:
        raise SourceError(f"{name} has more than {MOST:,} subtitles; split it and open a part")
    ends = [*(at for at, _ in begun[1:]), len(lines)]
    for (at, found), end in zip(begun, ends, strict=False):
        start, until = count_seconds(*found.group(1, 2, 3)), count_seconds(*found.group(4, 5, 6))
        voice = ""
        for line in [*takewhile(str.strip, lines[at + 1 : end])] or [""]:
            named = VOICE.search(line)
            voice = clean_line(" ".join(named[1].split())) if named else voice
            yield Cue(start, until, html.unescape(TAG.sub("", VOICE.sub("", line))), voice)


def _join(cues: Iterable[Cue]) -> list[_Spoken]:
    paragraphs = [_Spoken()]
    speaker = last = ""
    end, paused = 0, False
    for start, until, said, voice in cues:
        paused = paused or start - end >= PAUSE
        end = until
        words = clean(said).strip()
        if not words or (words == last and voice == speaker):
            continue
        last = words
        turned = TURN.match(words)
        words = words[turned.end() :] if turned else words
        begins = paused or turned is not None or LABEL.match(words) is not None or voice != speaker
        spoken = paragraphs[-1].text
        if begins or len(spoken) > (LONG if SENTENCE_END.search(spoken[-8:]) else LONGEST):
            paragraphs.append(_Spoken())
        if voice and voice != speaker:
            words = f"{voice[:1].upper()}{voice[1:]}: {words}"
        elif turned and turned[0].strip() and not turned[0].strip().startswith(">"):
            words = f"– {words}"
        speaker, paused = voice, False
        paragraphs[-1].add(words, start)
    return [each for each in paragraphs if each.text]
