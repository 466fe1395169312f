"""The quotations and speakers that changed between two texts.

A quotation of the old text is paired with the one of the new text that has most of its words, in their order or moved.
Pitfall: a speaker who is not named on one side is no change, since the engine may only have missed a name.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from reader.analysis import Analysis, Quote
from reader.session.placement import surname
from reader.session.versions.passages import AlignedText, TextComparison

SAME_QUOTE = 0.5  # the share of the words of the shorter quotation that makes it a version of the other


@dataclass(frozen=True, slots=True)
class ChangedQuote:
    change: Literal["reworded", "speaker", "removed", "added"]
    old: Quote | None
    new: Quote | None


def compare_quotes(
    texts: TextComparison, old: Analysis, new: Analysis
) -> tuple[list[ChangedQuote], list[str], list[str]]:
    """Return the quotations that changed, and who is quoted in the new text only, and in the old one only.

    The quotations of the new text come in its order, each former one where it was.
    """
    pairs = pair_quotes(texts, old.quotes, new.quotes)
    found: list[ChangedQuote] = []
    for number, quote in enumerate(old.quotes):
        if (there := pairs.get(number)) is None:
            found.append(ChangedQuote("removed", quote, None))
        elif (was := quote.speaker) and (now := new.quotes[there].speaker) and surname(was) != surname(now):
            found.append(ChangedQuote("speaker", quote, new.quotes[there]))
        elif spoken_words(texts.old, quote) != spoken_words(texts.new, new.quotes[there]):
            found.append(ChangedQuote("reworded", quote, new.quotes[there]))
    kept = set(pairs.values())
    found += [ChangedQuote("added", None, quote) for number, quote in enumerate(new.quotes) if number not in kept]
    found.sort(key=lambda each: place_in_order(texts, each))
    former, current = speakers_by_surname(old.quotes), speakers_by_surname(new.quotes)
    appeared = [name for key, name in current.items() if key not in former]
    return found, appeared, [name for key, name in former.items() if key not in current]


def place_in_order(texts: TextComparison, changed: ChangedQuote) -> tuple[int, int]:
    """Return a sort key: the place in the new text; of a quotation that is gone, after the words that preceded it."""
    if changed.new is not None:
        return texts.new.words_in(changed.new.span)[0], 1
    assert changed.old is not None, "a quotation of either text"
    first, _ = texts.old.words_in(changed.old.span)
    before = [run for run in texts.alignment.line if run.old < first]
    return (before[-1].new + min(before[-1].size, first - before[-1].old), 0) if before else (0, 0)


def pair_quotes(texts: TextComparison, old: Sequence[Quote], new: Sequence[Quote]) -> dict[int, int]:
    """Return the number of the new quotation for that of each old one that is still there."""
    theirs = [texts.new.words_in(quote.span) for quote in new]
    shared: list[tuple[float, int, int]] = []
    for number, quote in enumerate(old):
        first, last = texts.old.words_in(quote.span)
        counts: Counter[int] = Counter()
        for word in range(first, last):
            place = texts.partners.get(word, texts.moved.get(word, -1))
            there = bisect_right(theirs, place, key=itemgetter(0)) - 1
            if place >= 0 and there >= 0 and place < theirs[there][1]:
                counts[there] += 1
        for there, count in counts.items():
            shorter = min(last - first, theirs[there][1] - theirs[there][0])
            if count >= SAME_QUOTE * shorter:
                shared.append((count, number, there))
    pairs: dict[int, int] = {}
    for _, number, there in sorted(shared, key=lambda each: (-each[0], each[1], each[2])):
        if number not in pairs and there not in pairs.values():
            pairs[number] = there
    return pairs


def spoken_words(text: AlignedText, quote: Quote) -> list[str]:
    first, last = text.words_in(quote.span)
    return text.words.words[first:last]


def speakers_by_surname(quotes: Iterable[Quote]) -> dict[str, str]:
    """Return the names of those who are quoted by their folded surnames."""
    found: dict[str, str] = {}
    for quote in quotes:
        if quote.speaker:
            found.setdefault(surname(quote.speaker), quote.speaker.name)
    return found
