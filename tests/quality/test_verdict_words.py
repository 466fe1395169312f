"""What is said of a quotation for each verdict on its words, its speaker, its frame and what the draft cites."""

from itertools import product
from typing import get_args

from reader.text.span import Span
from reader.verification import (
    FRAMES,
    Attribution,
    Citation,
    Frame,
    WordsVerdict,
    in_context,
    judge,
    verdict_words,
)
from tests.fixtures.golden import check_golden

ATTRIBUTIONS: tuple[Attribution | None, ...] = (*get_args(Attribution), None)

TEXT = "Nobody thinks that the harbour is a promise, he said."

WORDS = Span(TEXT.index("the harbour"), TEXT.index(", he"))


def framed(certain: bool, kind: str = "denied") -> Frame:
    return Frame(next(each for each in FRAMES if each == kind), certain, "Nobody thinks that", Span(0, 18))


def test_each_verdict_in_words_is_as_it_was_read() -> None:
    frames = (None, framed(True), framed(False))
    citations = (None, Citation("[1]", "same"), Citation("[1]", "elsewhere"), Citation("[1]", "absent"))
    lines = []
    for words, attribution, frame, citation in product(get_args(WordsVerdict), ATTRIBUTIONS, frames, citations):
        if (words == "missing") != (attribution is None):
            continue
        for speaker, restriction in (("Ann Lee", ""), ("", ""), ("Ann Lee", "off the record"), ("", "off the record")):
            standing = judge(words, attribution, frame, citation, restriction)
            said = verdict_words(words, attribution, speaker, frame, citation, restriction)
            lines.append(f"{standing}: {said}")
    lines += [citation.words for citation in citations if citation]
    lines += [verdict_words("verbatim", "same", "", framed(True, kind)) for kind in FRAMES]
    check_golden("verdict-words.txt", "\n".join(dict.fromkeys(lines)) + "\n")


def test_what_was_cut_off_stands_where_it_stood() -> None:
    text = WORDS.of(TEXT)
    places = {
        "before": Span(0, WORDS.start - 1),
        "beside": Span(0, WORDS.start),
        "within": Span(WORDS.start + 4, WORDS.start + 11),
        "over the start": Span(0, WORDS.start + 3),
        "over the end": Span(WORDS.end - 7, len(TEXT)),
        "at the end": Span(WORDS.end, len(TEXT)),
        "after": Span(WORDS.end + 2, len(TEXT)),
        "around": Span(0, len(TEXT)),
        "the same": WORDS,
    }
    lines = [f"none: {in_context(text, WORDS, None)}"]
    for name, place in places.items():
        lines.append(f"{name}: {in_context(text, WORDS, Frame('denied', True, place.of(TEXT), place))}")
    check_golden("in-context.txt", "\n".join(lines) + "\n")
