"""The words of speech in the form that tidied and untidied speech share.

“We're, um, we're gonna need twenty-five ferries” and “we are going to need 25 ferries” are the same words here: without
fillers and repetitions, in full, with numbers in digits. Nothing that changes the sense is left out: "like" and "kind
of" stay.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from reader.analysis.lexicon import read_sections
from reader.text.normalize import occurrences

FILLERS = frozenset("um umm uh uhh er erm ah eh hm hmm mm mhm huh".split())

FILLING = (("you", "know"), ("i", "mean"))

IN_FULL = dict(entry.split(": ") for entry in read_sections("speech")["in full"])

ENDINGS = (("n't", " not"), ("'re", " are"), ("'m", " am"), ("'ll", " will"), ("'ve", " have"))

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()

TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

SPELT_OUT = (*UNITS, *TENS)

SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}

ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th"}

CURRENCIES = {"dollars": "$", "dollar": "$", "euros": "€", "euro": "€", "pounds": "£", "pound": "£", "yen": "¥"}

CHANGED = frozenset((*IN_FULL, *IN_FULL.values(), *SCALES, *CURRENCIES, *SPELT_OUT, *ORDINALS, "going", "because"))
"""Words that may look otherwise in this form."""

LONGEST_REPEAT = 4  # maximum words that a speaker begins again: "we need to, we need to go"


class SpokenWord(NamedTuple):
    """A word in the form that tidied and untidied speech share, and the words of the text that it stands for."""

    word: str
    first: int
    last: int
    """Their numbers, both inclusive."""


@dataclass(frozen=True)
class SpokenWords:
    words: Sequence[SpokenWord]

    @cached_property
    def stream(self) -> str:
        return f" {' '.join(each.word for each in self.words)} "

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(each.word) + 1 for each in self.words), initial=0))

    def find(self, others: "SpokenWords") -> Iterator[tuple[int, int]]:
        """Yield where the words of another text are, as the numbers of the first word and of the one after the last."""
        for at in occurrences(others.stream, self.stream) if others.words else ():
            first = bisect_left(self._starts, at)
            yield self.words[first].first, self.words[first + len(others.words) - 1].last + 1


def tidy(keys: Sequence[str]) -> list[SpokenWord]:
    """Return words in the form that tidied and untidied speech share."""
    words = [
        SpokenWord(word, n, n) for n, key in enumerate(keys) for word in in_full(key).split() if word not in FILLERS
    ]
    for first, second in FILLING:
        pairs = {n for at in range(len(words)) if is_pair(words, at, first, second) for n in (at, at + 1)}
        words = [word for number, word in enumerate(words) if number not in pairs]
    return without_repeats(with_figures(words))


def in_full(key: str) -> str:
    if key in IN_FULL:
        return IN_FULL[key]
    ending, full = next(((end, full) for end, full in ENDINGS if key.endswith(end)), ("", ""))
    return f"{key.removesuffix(ending)}{full}" if ending else ORDINALS.get(key, key)


def is_pair(words: Sequence[SpokenWord], at: int, first: str, second: str) -> bool:
    return at < len(words) - 1 and words[at].word == first and words[at + 1].word == second


def without_repeats(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Return words without those that are said again at once."""
    kept: list[SpokenWord] = []
    for word in words:
        kept.append(word)
        for size in range(LONGEST_REPEAT, 0, -1):
            said = [each.word for each in kept[-2 * size :]]
            if len(said) == 2 * size and said[:size] == said[size:]:
                del kept[-size:]
                break
    return kept


def with_figures(words: Sequence[SpokenWord]) -> list[SpokenWord]:
    """Return words with numbers as digits, and the sign of a currency before its number: "$", "5000000"."""
    found: list[SpokenWord] = []
    plain = [word.word for word in words]
    at = 0
    while at < len(words):
        value, end = read_figure(plain, at)
        if value is None:
            per_cent = is_pair(words, at, "per", "cent")
            found.append(words[at]._replace(word="%") if per_cent else words[at])
            at += 1 + per_cent
            continue
        sign = CURRENCIES.get(plain[end], "") if end < len(plain) else ""
        last = words[end if sign else end - 1].last
        found += [SpokenWord(sign, words[at].first, last)] if sign else []
        found.append(SpokenWord(f"{value:g}" if value < 10**6 else f"{value:.0f}", words[at].first, last))
        at = end + bool(sign)
    return found


def read_figure(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """Return the number that begins at a word, in words or digits, and the word after it; None if there is none.

    What follows a scale is smaller: "two thousand and five" is one number, "two thousand and five thousand" are two,
    and so are "five million, two". One that begins in digits ends with its scale.
    """
    total, end = read_group(words, at)
    if total is None:
        return None, at
    scale = scale_at(words, end)
    total, end = total * scale, end + (scale > 1)
    while scale > 1 and words[at].isalpha():
        start = end + (words[end : end + 1] == ["and"])
        value, after = read_group(words, start)
        smaller = scale_at(words, after)
        if value is None or not words[start].isalpha() or value * smaller >= scale:
            break
        if start == end and scale > 1000 and value * smaller < 100:
            break
        total, end, scale = total + value * smaller, after + (smaller > 1), smaller
    return total, end


def read_group(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """Return the number before a scale, and the word after it: in digits, a year, or one with hundreds."""
    group: float | None = None
    end, spelt = at, False
    while end < len(words):
        word = words[end]
        value = 1.0 if word == "a" and scale_at(words, end + 1) > 1 else small_number(word)
        if value is not None:
            if group is not None and words[end + 1 : end + 2] == ["hundred"]:
                break  # "one hundred, two hundred"
            joined = value if group is None else joined_number(group, value) if spelt else None
            if joined is None:
                break
            group, spelt = joined, not word[0].isdigit()
        elif word == "hundred" and group is not None:
            group, spelt = group * 100, True
        elif not (word == "and" and spelt and group and group % 100 == 0 and number_follows(words, end)):
            break
        end += 1
    return group, end


def scale_at(words: Sequence[str], at: int) -> int:
    return SCALES.get(words[at], 1) if at < len(words) else 1


def joined_number(before: float, value: float) -> float | None:
    """Return the number that two say that are spelt in a row: "twenty" "six", "nineteen" "ninety"; None if none."""
    if (before % 10 == 0 and before % 100 >= 20 and 0 < value < 10) or (before and before % 100 == 0 and value < 100):
        return before + value
    return 100 * before + value if 10 <= before < 100 and 10 <= value < 100 else None


def small_number(word: str) -> float | None:
    if word in UNITS:
        return float(UNITS.index(word))
    if word in TENS:
        return float(10 * TENS.index(word) + 20)
    return float(word) if re.fullmatch(r"\d+(?:\.\d+)?", word) else None


def number_follows(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and small_number(words[at + 1]) is not None and words[at + 2 : at + 3] != ["hundred"]
