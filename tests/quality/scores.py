"""The scores of an analysis, each summed over articles.

A document is gold, an answer is the output of `reader analyze`; both are plain dicts, since nothing here may depend
on the program under test. A `Score` takes both for each article and prints its lines at the end.
"""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
Range = tuple[int, int]

LABELS = {"person": "PERSON", "organisation": "ORG", "place": "PLACE"}
"""The kinds that count, with their names in gold sets."""

TITLES = frozenset(
    "mr mrs ms dr sen rep gov president senator secretary minister prime former the a an justice judge gen sir "
    "professor prof lord".split()
)
"""Words ignored in a list of names."""

LENGTHS = (("all", 0), (">=4 words", 4), (">=8 words", 8))

EDGES = frozenset("“”\"'`‘’«»„ ,.\n\t")
"""Characters that may or may not belong to a quotation."""

HALF = 0.5
"""Minimum overlap (intersection over union) of two spans that are the same quotation."""


@dataclass(slots=True)
class Tally:
    """Counts of correct, found and expected items."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        self.right += right
        self.found += found
        self.gold += gold

    def line(self, name: str) -> str:
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        counts = f"(gold {self.gold}, found {self.found})"
        return f"{name:<30} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}   {counts}"


class Score(ABC):
    """A score summed over several articles."""

    @abstractmethod
    def add(self, document: Document, answer: Document) -> None: ...

    @abstractmethod
    def lines(self) -> Iterator[str]: ...


def plain_name(name: str) -> str:
    """Return a name without titles, possessive and case."""
    words: list[str] = re.findall(r"[\w&.-]+", re.sub(r"[’']s?$", "", name.strip()).lower())
    while words and words[0].strip(".") in TITLES:
        words.pop(0)
    return " ".join(words)


def head_word(phrase: str) -> str:
    """Return the last word of a speaker before a comma, a preposition or "who"."""
    before = re.split(r",| who | of | for | at | in | from | with | on | to |\(", f"{phrase.strip()} ")[0]
    words: list[str] = re.findall(r"[\w-]+", re.sub(r"[’']s\b", "", before))
    return words[-1].lower() if words else ""


def overlap(one: Range, other: Range) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def likeness(one: Range, other: Range) -> float:
    """Return the intersection over union of two ranges."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def core(text: str, start: int, end: int) -> Range:
    """Return the range of a quotation without marks and punctuation at its edges."""
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def range_of(each: Document) -> Range:
    return each["start"], each["end"]


class Names(Score):
    """Entities: position and kind (exact), and the names of an article (list)."""

    def __init__(self) -> None:
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)

    def add(self, document: Document, answer: Document) -> None:
        gold = {(start, end, label) for start, end, label in document["entities"] if label in LABELS.values()}
        found = {
            (start, end, LABELS[entity["kind"]])
            for entity in answer["entities"]
            if entity["kind"] in LABELS
            for start, end in entity["mentions"]
        }
        self._count("exact", gold, found)
        text = document["text"]
        names, listed = (
            {(name, label) for start, end, label in each if (name := plain_name(text[start:end]))}
            for each in (gold, found)
        )
        self._count("list", names, listed)

    def _count(self, name: str, gold: Iterable[tuple[Any, ...]], found: Iterable[tuple[Any, ...]]) -> None:
        for label in ("", *LABELS.values()):
            expected = {each for each in gold if not label or each[-1] == label}
            given = {each for each in found if not label or each[-1] == label}
            tally = self._tallies[f"entities {name} {label}".strip()]
            tally.add(len(expected & given), len(given), len(expected))

    def lines(self) -> Iterator[str]:
        for name, tally in self._tallies.items():
            yield tally.line(name)


class Quotes(Score):
    """Quotations: their words, and their words with the right speaker."""

    def __init__(self) -> None:
        self._exact = {name: Tally() for name, _ in LENGTHS}
        self._spoken = {name: Tally() for name, _ in LENGTHS}

    def add(self, document: Document, answer: Document) -> None:
        text = document["text"]
        for name, shortest in LENGTHS:
            gold = [quote for quote in document["quotes"] if quote["words"] >= shortest]
            found = [quote for quote in answer["quotes"] if self._words(text, quote) >= shortest]
            pairs = list(matched(gold, found))
            exact = sum(core(text, *range_of(one)) == core(text, *range_of(other)) for one, other in pairs)
            spoken = sum(not one["speaker"] or is_right(one, other, text) for one, other in pairs)
            self._exact[name].add(exact, len(found), len(gold))
            self._spoken[name].add(spoken, len(found), len(gold))

    @staticmethod
    def _words(text: str, quote: Document) -> int:
        return len(re.findall(r"\w+", text[quote["start"] : quote["end"]]))

    def lines(self) -> Iterator[str]:
        for name, _ in LENGTHS:
            yield self._exact[name].line(f"quotes {name} exact")
            yield self._spoken[name].line(f"quotes {name} + right speaker")


def matched(gold: Iterable[Document], found: list[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield each quotation of the gold with the most similar one found, each used once."""
    left = list(found)
    for quote in gold:
        best = max(left, key=lambda each: likeness(range_of(quote), range_of(each)), default=None)
        if best is not None and likeness(range_of(quote), range_of(best)) >= HALF:
            left.remove(best)
            yield quote, best


def is_right(gold: Document, found: Document, text: str) -> bool:
    """Return whether the speaker's mention overlaps the gold source, or has its head word."""
    speaker = found["speaker"]
    if speaker is None:
        return False
    if any(overlap(range_of(speaker), (start, end)) for start, end in gold["speaker_spans"]):
        return True
    return bool(head := head_word(gold["speaker"])) and head == head_word(text[speaker["start"] : speaker["end"]])


class Resolved(Score):
    """The names shown for quotations by "he" or "she", compared by surname."""

    def __init__(self) -> None:
        self._right: defaultdict[str, list[bool]] = defaultdict(list)

    def add(self, document: Document, answer: Document) -> None:
        for gold in document["quotes"]:
            if "name" not in gold:
                continue
            found = next((b for _, b in matched([gold], answer["quotes"])), None)
            name = plain_name(found["speaker"]["name"]) if found and found["speaker"] else ""
            right = bool(name) and name.split()[-1] == plain_name(gold["name"]).split()[-1]
            for kind in ("all", gold["mention"]):
                self._right[kind].append(right)

    def lines(self) -> Iterator[str]:
        for kind, right in sorted(self._right.items()):
            yield f"resolved name right [{kind}]  {100 * sum(right) / len(right):5.1f}%  (n={len(right)})"


class Aliases(Score):
    """Coreference: B-cubed over the named mentions on both sides."""

    def __init__(self) -> None:
        self._precision = self._recall = 0.0
        self._count = 0

    def add(self, document: Document, answer: Document) -> None:
        gold = {
            (start, end): number
            for number, cluster in enumerate(document["clusters"])
            for start, end, form, *_ in cluster
            if form == "name"
        }
        found = {
            (start, end): number
            for number, entity in enumerate(answer["entities"])
            for start, end in entity["mentions"]
        }
        given: dict[Range, int] = {}
        for mention in gold:
            entity = next((number for other, number in found.items() if overlap(mention, other)), None)
            if entity is not None:
                given[mention] = entity
        for mention in given:
            expected = {other for other in given if gold[other] == gold[mention]}
            together = {other for other in given if given[other] == given[mention]}
            self._precision += len(expected & together) / len(together)
            self._recall += len(expected & together) / len(expected)
            self._count += 1

    def lines(self) -> Iterator[str]:
        if self._count:
            precision, recall = self._precision / self._count, self._recall / self._count
            f1 = 2 * precision * recall / (precision + recall)
            yield f"alias merge B3                 P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}"
