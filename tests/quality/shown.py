"""Score the name that a reader is shown beside a quotation, and how well its confidence fits.

News has `segs`: `[start, end, label]` for every quoted segment. A label is `heads>names`: heads of the mentions that
may be told, and names that are right, separated by `|`; `-` is no quotation, `*` is not counted. Novels have `aliases`,
the names of each character, and `quotes` with `who` speaks and the `type`.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.quality.scores import Document, Score, Tally, matched

LONG = 4
"""Words of a quotation that is counted among the long ones."""

STEPS = 20
"""Steps of the confidence: each a twentieth."""

MARKS = frozenset("“\"‘'`")
"""Marks that a quotation begins with."""

TITLES = frozenset("mr mrs ms dr miss sir lady lord captain colonel aunt uncle the a my admiral professor".split())
"""Words before a character's name that may be left out."""

TOLD = {
    "he or she": "he she who i",
    "it or they": "it they which",
    "document": "analysis article book complaint document documents email filing indenture indictment judgment lawsuit "
    "letter memo message paper post report reports ruling section statement study text tweet",
}
"""How a speaker is told: the heads of mentions; other heads in small letters are phrases, the others names."""

Judged = tuple[float, bool]
"""The confidence in a speaker, and whether the name is right."""

LABELLED = re.compile(r"([“\"][^“”\"]*[”\"])\{([^}]*)\}")


def read_labelled(path: Path) -> Iterator[Document]:
    """Yield the documents of a text file whose quotations are followed by their labels in braces."""
    for part in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, body = part.split("\n", 1)
        text, segments, at = "", [], 0
        for match in LABELLED.finditer(body := body.strip() + "\n"):
            text += body[at : match.end(1)]
            segments.append([len(text) - len(match[1]), len(text), match[2]])
            at = match.end()
        yield {"id": name.strip(), "text": text + body[at:], "segs": segments}


def quotations(document: Document) -> list[Document]:
    """Return the quotations of a document that count, as `start`, `end` and their labels."""
    if "segs" not in document:
        text = document["text"]
        return [
            {**quote, "start": start, "end": end} for quote in document["quotes"] for start, end in _pieces(text, quote)
        ]
    return [
        {"start": start, "end": end, "heads": heads, "names": label.split(">")[1].split("|"), "type": told(heads[0])}
        for start, end, label in document["segs"]
        if label not in "-*"
        for heads in [label.split(">")[0].split("|")]
    ]


def told(head: str) -> str:
    """Return how a speaker with such a head is told: "name", "phrase", or a key of `TOLD`."""
    known = next((kind for kind, heads in TOLD.items() if head.lower() in heads.split()), None)
    return known or ("phrase" if head.islower() else "name")


def faults(document: Document) -> Iterator[str]:
    """Yield what is wrong with the labels of a text: ranges that hold no quotation, names that it does not have."""
    text, last = document["text"], 0
    words = set(_words(text))
    for start, end, label in document["segs"]:
        where = f"{text[start:end]!r:.30} at {start}"
        if not last <= start < end <= len(text):
            yield f"{where} is out of order or outside the text"
        elif not (text[start] in MARKS or label == "*" or text.startswith(" — ", end)):
            yield f"{where} does not begin with a mark"
        elif label not in ("-", "*"):
            parts = [part.split("|") for part in label.split(">")]
            if len(parts) != 2 or not all(map(all, parts)):
                yield f"{where} has neither heads and names nor - or * for its label: {label}"
            elif missing := {word for name in parts[1] for word in _words(name)} - words:
                yield f"{where} is said to be by {', '.join(sorted(missing))}, which the text does not name"
        last = end


def _pieces(text: str, quote: Document) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a quotation."""
    start = quote["start"]
    for gap in re.finditer(r"\n\s*\n", text[quote["start"] : quote["end"]]):
        yield start, quote["start"] + gap.start()
        start = quote["start"] + gap.end()
    yield start, quote["end"]


def is_name_right(document: Document, gold: Document, found: Document) -> bool:
    """Return whether the name shown is one of the speaker's, and as much so as of nobody else's."""
    if found["speaker"] is None:
        return False
    name = found["speaker"]["name"]
    if "names" in gold:
        shown = _words(name)
        return bool(shown) and any(_is_shown(_words(right), shown) for right in gold["names"])
    mine = _likeness(name, document["aliases"][gold["who"]])
    others = [_likeness(name, names) for who, names in document["aliases"].items() if who != gold["who"]]
    return mine > 0 and max(others, default=0) <= mine and not (mine == 1 and 1 in others)


def _is_shown(right: Sequence[str], shown: Sequence[str]) -> bool:
    return right[-1] in shown and (len(right) == 1 or right[0] in shown or len(shown) == 1)


def _words(name: str) -> list[str]:
    return re.findall(r"[\w'-]+", re.sub(r"'s?\b(?!\w)", "", name.lower().replace("’", "'")))


def _bare(name: str) -> list[str]:
    words = _words(name)
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return words


def _likeness(name: str, names: Iterable[str]) -> int:
    """Return 3 for one of the names, 2 for one without titles, 1 for some words of one, else 0."""
    if any(_words(each) == _words(name) for each in names):
        return 3
    if any(_bare(each) == _bare(name) for each in names):
        return 2
    return int(any(bool(_bare(name)) and set(_bare(name)) <= set(_words(each)) for each in names))


def is_mention_right(gold: Document, found: Document, text: str) -> bool:
    """Return whether the words that name the speaker are among those that may be told."""
    speaker = found["speaker"]
    if speaker is None:
        return False
    said = _words(text[speaker["start"] : speaker["end"]])
    heads = gold["heads"] if "heads" in gold else _words(gold["ref"] or "")[-1:]
    return any(head.lower() in said for head in heads)


def judged(document: Document, answer: Document) -> Iterator[Judged]:
    """Yield the confidence in each speaker that was told, and whether the name shown is right."""
    for gold, found in matched(quotations(document), answer["quotes"]):
        if found["speaker"] is not None:
            yield found["confidence"], is_name_right(document, gold, found)


def calibration_error(rows: Sequence[Judged]) -> float:
    """Return the mean distance of the confidence from the share that is right, in steps of a twentieth; 0 to 1."""
    steps: defaultdict[int, list[bool]] = defaultdict(list)
    for confidence, right in rows:
        steps[min(STEPS - 1, int(confidence * STEPS))].append(right)
    off = sum(abs(sum(each) / len(each) - (step + 0.5) / STEPS) * len(each) for step, each in steps.items())
    return off / len(rows) if rows else 0.0


class Shown(Score):
    """Quotations with the right mention and the right name, and the error of the confidence."""

    def __init__(self) -> None:
        self._tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self._kinds: defaultdict[str, list[bool]] = defaultdict(list)
        self._judged: list[Judged] = []

    def add(self, document: Document, answer: Document) -> None:
        text = document["text"]
        skipped = [(start, end) for start, end, label in document.get("segs", ()) if label == "*"]
        found = [
            quote
            for quote in answer["quotes"]
            if not any(min(quote["end"], end) > max(quote["start"], start) for start, end in skipped)
        ]
        gold = quotations(document)
        pairs = list(matched(gold, found))
        for name, least in (("", 0), (f", {LONG} words and more", LONG)):
            counted = [(one, other) for one, other in pairs if _length(text, one) >= least]
            named = [is_name_right(document, one, other) for one, other in counted]
            told = [
                right or is_mention_right(one, other, text) for right, (one, other) in zip(named, counted, strict=True)
            ]
            sizes = (
                sum(_length(text, each) >= least for each in found),
                sum(_length(text, each) >= least for each in gold),
            )
            self._tallies[f"name shown{name}"].add(sum(named), *sizes)
            self._tallies[f"mention{name}"].add(sum(told), *sizes)
        right = {id(one): is_name_right(document, one, other) for one, other in pairs}
        for quote in gold:
            if "type" in quote:
                self._kinds[quote["type"]].append(right.get(id(quote), False))
        self._judged += judged(document, answer)

    def lines(self) -> Iterator[str]:
        for name, tally in self._tallies.items():
            yield tally.line(name)
        for kind, right in sorted(self._kinds.items()):
            yield f"{kind}: name right  {100 * sum(right) / len(right):5.1f}%  (n={len(right)})"
        yield f"calibration error by name  {100 * calibration_error(self._judged):5.1f}  (n={len(self._judged)})"


def _length(text: str, quote: Document) -> int:
    return len(_words(text[quote["start"] : quote["end"]]))


if __name__ == "__main__":
    for labelled in read_labelled(Path(sys.argv[1])):
        print(json.dumps(labelled, ensure_ascii=False))
