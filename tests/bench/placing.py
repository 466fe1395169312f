"""Measure placing notes in a changed text: `python -m tests.bench.placing [WORDS...]`.

Each measurement places one hundred notes in made-up prose of one size, with a share of its words changed, with the
old text and without it. It takes the CPU time of this process, so that other load hardly counts, and the best of
several rounds. Pitfall: a text whose words are all equally frequent has no common phrases and is too easy, so word
frequencies follow natural language.
"""

import random
import sys
from collections import Counter
from itertools import accumulate
from time import process_time

from reader.anchoring import Anchor, Placement, describe, place
from reader.text.span import Span

NOTES = 100

SIZES = (600, 6_000, 60_000, 500_000)
"""Words: an article, a long one, a thin book, 3 MB."""

SHARES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.3)
"""Shares of changed words. Of ten changed words, six are replaced, two deleted and two preceded by new ones."""

TARGETS = {600: 10.0, 500_000: 3_000.0}
"""The maximum milliseconds for all notes, whatever the share of changed words."""

VOCABULARY = 20_000
"""Distinct words in a thick book."""

VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvw"


def vocabulary(chance: random.Random) -> list[str]:
    """Return distinct words, the more frequent first and mostly shorter."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + min(4, int(len(words) ** 0.25 * chance.random()))
        word = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(syllables))
        words[word + chance.choice(("", "", "n", "s"))] = None
    return list(words)


class Prose:
    """Words with the frequencies of natural language (Zipf's law), the same each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary(self.chance)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def some(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def text(self, count: int) -> str:
        """Return paragraphs of sentences."""
        words, paragraphs = self.some(count), []
        while words:
            sentences = []
            for _ in range(self.chance.randint(3, 9)):
                length = self.chance.randint(6, 28)
                sentences.append(" ".join(words[:length]).capitalize())
                del words[:length]
                if not words:
                    break
            paragraphs.append(". ".join(sentences) + ".")
        return "\n\n".join(paragraphs)

    def changed(self, text: str, share: float) -> str:
        new = []
        for word in text.split(" "):
            dice = self.chance.random() / share if share else 1.0
            if dice >= 1:
                new.append(word)
            elif dice < 0.6:
                new += self.some(1)
            elif dice < 0.8:
                new += [*self.some(1), word]
        return " ".join(new)

    def notes(self, text: str) -> list[Anchor]:
        """Return anchors on passages from one word to a sentence, anywhere."""
        starts = (self.chance.randrange(len(text) - 120) for _ in range(NOTES))
        return [describe(text, Span(start, start + self.chance.randrange(10, 120))) for start in starts]


def measured(anchors: list[Anchor], text: str, before: str | None, rounds: int) -> tuple[float, list[Placement]]:
    """Return the milliseconds of CPU time, and the placements."""
    best, found = float("inf"), []
    for _ in range(rounds):
        start = process_time()
        found = place(anchors, text, before)
        best = min(best, (process_time() - start) * 1000)
    return best, found


def row(*cells: str) -> str:
    return f"{cells[0]:>9}{cells[1]:>10}  {cells[2]:<9}" + "".join(f"{cell:>11}" for cell in cells[3:])


def main(sizes: list[int]) -> int:
    """Print the table; return 1 if a target was missed."""
    missed = 0
    place([describe("one two", Span(0, 3))], "two one", "one two")  # keep imports out of the measurement
    print(row("words", "changed", "old text", "CPU, ms", "at most", "exact", "changed", "orphaned"))
    for size in sizes:
        prose = Prose(size)
        old = prose.text(size)
        anchors = prose.notes(old)
        rounds = max(1, min(20, 60_000 // size))
        for share in SHARES:
            new = prose.changed(old, share)
            for before in (old, None):
                took, found = measured(anchors, new, before, rounds)
                target = TARGETS.get(size)
                missed += target is not None and took > target
                states = Counter(placement.state for placement in found)
                goal = "" if target is None else f"{target:,.0f}"
                kept = "kept" if before else "lost"
                counts = (f"{states[state]}" for state in ("exact", "changed", "orphaned"))
                print(row(f"{size:,}", f"{share:.0%}", kept, f"{took:,.1f}", goal, *counts), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or list(SIZES)))
