"""How likely the lines of one layout are turns: that labels come back and alternate, that people ask and say "I".

They are a Hypothesis, for or against which each of SIGNS has points, the more there is of it; lists of keys and values,
logs and glossaries have lines with labels, too. The points are data, `lexicon/layouts.txt`, fitted to labelled texts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from math import log2

from reader.analysis.lexicon import FIRST_NAMES, PEOPLE_NOUNS, is_english, read_section, read_sections
from reader.analysis.speech.layouts import ANSWER, QUESTION, Labelled, is_titled
from reader.document.article import Article

FEW = 6  # minimum turns whose labels come back, if they alone shall count
MANY = 8  # logarithm of how many lines are most

END = re.compile(r"[.?!…—–-][\"'”’»)\]]*$")
LONGEST_END = 8  # how a sentence ends, and its last characters that are looked at
BREAK = re.compile(r"[.?!…][\"”’)\]]* [A-Z]")  # between two sentences

ADDRESS = re.compile(
    rf"\b(?:{'|'.join(sorted(read_section('grammar', 'speakers and hearers')))})\b|[?？我你您]", re.IGNORECASE
)
"""Somebody asks, or says "I", "we" or "you"."""

BEGINNINGS = read_section("grammar", "beginnings of speech")

SYMBOLS = re.compile(r"\A[\d/.{(\[-]|[{}=;\\<>|]|\w_\w|\w\(|\w::?\w")
"""What values, code and the lines of a log are like: words that begin with a number, or hold what nobody says."""


@dataclass(frozen=True)
class Hypothesis:
    """That the lines of a layout are turns."""

    layout: str
    lines: Sequence[Labelled]
    article: Article

    @cached_property
    def keys(self) -> Counter[str]:
        return Counter(line.key for line in self.lines)

    @cached_property
    def back(self) -> Sequence[Labelled]:
        """The lines whose labels come back, among which stand headings and notes; of few lines, all."""
        back = [line for line in self.lines if self.keys[line.key] > 1]
        return back if len(back) >= FEW else self.lines

    @cached_property
    def labels(self) -> list[str]:
        return [line.label.of(self.article.text) for line in self.back]

    @cached_property
    def words(self) -> list[str]:
        return [line.words.of(self.article.text) for line in self.back]

    @property
    def signs(self) -> dict[str, float]:
        """How much there is of each sign, and the separator."""
        return {name: float(sign(self)) for name, sign in SIGNS.items()} | {self.lines[0].layout.rstrip("[(<{"): 1.0}

    @cached_property
    def points(self) -> float:
        """What speaks for it less what speaks against it, in logarithms of odds."""
        return POINTS["base"] + sum(POINTS.get(name, 0) * amount for name, amount in self.signs.items())


def hypotheses(lines: Sequence[Labelled], article: Article) -> dict[str, Hypothesis]:
    """Return for each layout that the lines with names of people in it are turns."""
    of = defaultdict[str, list[Labelled]](list)
    answered = any(line.key == ANSWER for line in lines)
    beside = any(line.layout == "none" and line.timed for line in lines)  # words beside some heads, below others
    for line in lines:
        layout = line.layout
        if layout == "voice" or (answered and line.key in (QUESTION, ANSWER)):
            continue
        if layout == "line":
            titled = is_titled(line.label.of(article.text))
            layout = "line of a title" if titled else "none" if beside and line.timed else layout
        of["colon" if layout == "letter" else layout].append(line)
    found = {layout: Hypothesis(layout, _without_title(each, article), article) for layout, each in of.items()}
    for layout, each in found.items():
        named = [line for line in each.lines if line.marked or not _is_word(line.label.of(article.text))]
        if FEW <= len(named) < len(each.lines) and each.points <= 0:  # beside keys of something else
            found[layout] = Hypothesis(layout, named, article)
    return found


def _without_title(lines: Sequence[Labelled], article: Article) -> list[Labelled]:
    """Return the lines without those at the beginning that are a title or headline: their labels never come back."""
    text, title = article.text, article.blocks[0].span.end
    labels = Counter(line.label.of(text) for line in lines)

    def is_title(line: Labelled) -> bool:
        first, _, following = line.words.of(text).partition("\n")
        headline = not END.search(first[-LONGEST_END:]) and not following[:1].islower()
        alike = line.label.end <= title if line.layout == "line" else headline
        return alike and labels[line.label.of(text)] == 1 and line.layout in ("line", "colon") and not line.timed

    return list(dropwhile(is_title, lines))


def share_of(tests: Iterable[object]) -> float:
    """Return the share of what is tested that passes."""
    passed = [bool(test) for test in tests]
    return sum(passed) / max(1, len(passed))


def _is_word(label: str) -> bool:
    """Return whether a label is an ordinary word, no name and nobody's role: "Pros", "Step 1"."""
    words = [word for word in label.split() if word.isalpha()]
    named = is_titled(label) or label.partition(" ")[0].capitalize() in FIRST_NAMES
    written = all(word.isupper() or word[1:].islower() for word in words)  # no "PersonA"
    plain = written and all(is_english(word.casefold()) for word in words)
    return bool(words) and plain and not named and words[-1].casefold() not in PEOPLE_NOUNS


def _has_one_voice(of: Hypothesis) -> bool:
    """Return whether all labels may name one person: "Ann Lee" and "Lee", but not "Ann Lee" and "Bob Lee"."""
    shortest, *others = sorted({line.label.of(of.article.text).casefold() for line in of.lines}, key=len)
    return all(other.endswith(shortest) for other in others)


SIGNS: dict[str, Callable[[Hypothesis], float]] = {
    "recur": lambda of: 1 - len(of.keys) / len(of.lines),
    "once": lambda of: sum(times == 1 for times in of.keys.values()) / len(of.lines),
    "voices": lambda of: _has_one_voice(of) and not (of.labels[0].isupper() and all(map(is_sentence, of.words))),
    "address": lambda of: share_of(map(ADDRESS.search, of.words)),
    "talk": lambda of: share_of(
        words.lower().split(maxsplit=1)[0].strip(",.!?…—-") in BEGINNINGS for words in of.words
    ),
    "title": lambda of: share_of(map(is_titled, of.labels)),
    "timed": lambda of: of.article.is_timed or share_of(line.timed for line in of.back),
    "caps": lambda of: share_of(map(str.isupper, of.labels)),
    "word": lambda of: share_of(map(_is_word, {*of.labels})),
    "symbols": lambda of: share_of(map(SYMBOLS.search, of.words)),
    "many": lambda of: min(1, log2(len(of.back)) / MANY),
    "ended": lambda of: share_of(map(is_sentence, of.words)),
}
"""What tells turns from other lines with heads, each from none to all of it."""

POINTS = {name: float(points) for name, points in (entry.split(" = ") for entry in read_sections("layouts")["points"])}
"""The points of the signs, and of separators; as `base` those before anything is seen."""


def is_sentence(words: str) -> bool:
    """Return whether words end as a sentence does, or hold the end of one."""
    return bool(END.search(words[-LONGEST_END:]) or BREAK.search(words))
