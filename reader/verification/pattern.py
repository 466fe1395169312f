"""A quotation as a pattern: stretches of words, with an ellipsis or words in brackets between them.

What its author marks as left out or explained is not held against a quotation: "the plan … will cost" and "they [the
council] knew" have the words of the source. Part of a word in brackets ("[T]hey", "want[ed]") is an explanation too.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.verification import WordsVerdict
from reader.verification.source_text import Run, SourceText
from reader.verification.words import Words, split_words

DOTS = r"\.(?:\s?\.){2,3}"

ELLIPSIS = re.compile(rf"\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS}|\[\s*-+\s*\]")

BRACKET = re.compile(r"([^\W\d_]*)\[([^\[\]]*)\]([^\W\d_]*(?:'(?!s\b)[^\W\d_]+)*)")
"""Words in brackets, with the letters of a word that they complete, as of "[I]'m" too."""

FOOTNOTE = re.compile(r"\d{1,3}|\^[^\s\[\]]{1,30}")

SIC = frozenset({"sic", "sic!", "!", "?"})  # brackets that explain nothing


@dataclass(frozen=True, slots=True)
class Joint:
    """What stands between two stretches of words."""

    kind: Literal["ellipsis", "bracket"]
    text: str = ""
    """The words in brackets, folded."""
    before: str = ""
    """Letters of the word that the brackets complete: "want" of "want[ed]"."""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A quotation: `stretches[0]`, `joints[0]`, `stretches[1]` and so on. Any stretch may be empty."""

    text: str
    words: Words
    """All words, those in brackets too."""
    stretches: tuple[range, ...]
    """The numbers of the words in each."""
    joints: tuple[Joint, ...]

    @property
    def numbers(self) -> list[int]:
        """The numbers of the words outside brackets."""
        return [number for stretch in self.stretches for number in stretch]

    @property
    def keys(self) -> list[str]:
        return [self.words.keys[number] for number in self.numbers]

    def stream(self, stretch: range) -> str:
        return self.words.stream[self.words.offsets[stretch.start] : self.words.offsets[stretch.stop]]


def read_pattern(text: str) -> Pattern:
    words = split_words(text)
    folded = words.folded.text
    signs = [(*match.span(), Joint("ellipsis")) for match in ELLIPSIS.finditer(folded)]
    for match in BRACKET.finditer(folded):
        start, end = match.span()
        if FOOTNOTE.fullmatch(match[2]):
            continue  # the marker of a footnote is the draft's
        if match[2].strip() in SIC:
            signs.append((start + len(match[1]), end - len(match[3]), Joint("bracket")))
        elif not any(begin < end and start < after for begin, after, _ in signs):
            signs.append((start, end, Joint("bracket", match[2], match[1], match[3])))
    signs.sort(key=lambda sign: sign[:2])
    stretches, at = [], 0
    for start, end, _ in signs:
        stretches.append(range(at, max(at, bisect_left(words.starts, start))))
        at = bisect_left(words.starts, end)
    stretches.append(range(at, max(at, len(words))))
    return Pattern(text, words, tuple(stretches), tuple(joint for _, _, joint in signs))


EXPLAINED = 12
"""Maximum words that brackets replace: "[the company]" stands for a pronoun or a phrase, not for a sentence."""

PHRASE = 2  # minimum words of a phrase beside its figures

BRANCHES = 64  # maximum occurrences of a stretch that are tried; more has only a word as common as "the"


class EqualWords(NamedTuple):
    """Words of a quotation from-to (half open), and the equal words of a run."""

    begin: int
    end: int
    run_begin: int
    run_end: int


@dataclass(frozen=True)
class Found:
    """Words of a source for a quotation, before their speaker is looked up."""

    source: SourceText
    run: Run
    equal: tuple[EqualWords, ...]
    words: WordsVerdict
    score: float = 1.0
    is_tidied: bool = False
    """True if the words differ only as tidied speech does."""

    @property
    def first(self) -> int:
        """The number in the text of the first equal word."""
        return self.run.numbers[self.equal[0].run_begin]


def find_verbatim(pattern: Pattern, source: SourceText) -> list[Found]:
    """Return the places of all words of the quotation in a row."""
    letters = pattern.words.stream
    places = [(source.whole, place) for place in source.words.find(letters)]
    if not places and letters and source.vocabulary.issuperset(pattern.words.keys):
        places = [(run, place) for run in source.speeches for place in run.words.find(letters)]
    found = [Found(source, run, (EqualWords(0, len(pattern.words), *place),), "verbatim") for run, place in places]
    return [replace(each, words="adapted") if is_edited(pattern, each) else each for each in found]


def is_edited(pattern: Pattern, found: Found) -> bool:
    """Return whether a quotation has brackets that the passage with the same words does not have."""
    source, last = found.source, found.run.numbers[found.equal[0].run_end - 1]
    passage = source.article.text[source.offset(found.first) - 1 : source.words.span(last, last).end]
    return any(joint.kind == "bracket" for joint in pattern.joints) and "[" not in passage


def find_adapted(pattern: Pattern, source: SourceText) -> list[Found]:
    """Return the places of the stretches of the quotation, in order and as its ellipses and brackets allow."""
    # ellipses and brackets at either end stand for words outside the passage
    filled = [number for number, stretch in enumerate(pattern.stretches) if stretch]
    stretches = [pattern.stretches[number] for number in filled]
    streams = [pattern.stream(stretch) for stretch in stretches]
    joints = [pattern.joints[a:b] for a, b in pairwise(filled)]
    if not pattern.joints or not streams or not all(stream in source.words.stream for stream in streams):
        return []
    found = []
    for run in (source.whole, *source.speeches):
        places = [list(run.words.find(stream)) for stream in streams]
        for start in places[0] if all(places) else ():
            if chain := follow(start, places, joints, run, source):
                equal = (EqualWords(each.start, each.stop, *at) for each, at in zip(stretches, chain, strict=True))
                found.append(Found(source, run, tuple(equal), "adapted"))
    return found


def follow(
    start: tuple[int, int],
    places: list[list[tuple[int, int]]],
    joints: list[tuple[Joint, ...]],
    run: Run,
    source: SourceText,
) -> list[tuple[int, int]]:
    """Return the next possible occurrences of all stretches from that of the first, `start`; none if one is missing."""
    chain = [start]
    for candidates, between in zip(places[1:], joints, strict=True):
        after = [place for place in candidates if place[0] >= chain[-1][1]][:BRANCHES]
        place = next((place for place in after if allows(between, chain[-1][1], place[0], run, source)), None)
        if place is None:
            return []
        chain.append(place)
    return chain


def allows(joints: tuple[Joint, ...], begin: int, end: int, run: Run, source: SourceText) -> bool:
    """Return whether `joints` may stand for the words `begin` to `end` (half open) of a run."""
    if any(joint.kind == "ellipsis" for joint in joints):
        return run is not source.whole or source.block_of(run.numbers[begin - 1]) == source.block_of(run.numbers[end])
    (joint,) = joints if len(joints) == 1 else (None,)
    if joint is not None and (joint.before or joint.after):  # the brackets complete a word
        word = run.words.keys[begin]
        return end == begin + 1 and word.startswith(joint.before) and word.endswith(joint.after)
    return end - begin <= EXPLAINED


def find_figures(pattern: Pattern, source: SourceText) -> list[Found]:
    """Return the places of a phrase with another figure: "8 inches more" for "6 inches more"."""
    keys, words = pattern.keys, source.words.keys
    same = [at for at, key in enumerate(keys) if not key[0].isdigit()]
    if len(same) < PHRASE or len(same) == len(keys):
        return []
    found = []
    for begin in (number - same[0] for number in source.places.get(keys[same[0]], ())):
        run = words[begin : begin + len(keys)] if begin >= 0 else ()
        figures = all(word[0].isdigit() == key[0].isdigit() for word, key in zip(run, keys, strict=False))
        if len(run) == len(keys) and figures and all(run[at] == keys[at] for at in same):
            equal = (EqualWords(at, at + 1, begin + at, begin + at + 1) for at in same)
            found.append(Found(source, source.whole, tuple(equal), "altered", len(same) / len(keys)))
    return found
