"""Whether a Korean line ends with a word or within one: the lines of a PDF do not tell.

Many programs break Korean lines at any syllable. Which syllables end and begin words is learned from the words within
the lines of the same document, so no dictionary is needed.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reader.sources.pdf.lines import PdfLine
from reader.text.scripts import is_hangul

AT_SPACES = 0.75
"""Share of the lines that seem to end with a word, from which all are taken to."""


class KoreanSpacing:
    """The syllables of a document that end and begin words."""

    def __init__(self, lines: Sequence[PdfLine]) -> None:
        self._ends, self._starts, self._all = Counter[str](), Counter[str](), Counter[str]()
        for line in lines:
            for word in line.text.split()[1:-1]:  # the first and the last may be halves
                if is_hangul(word[0]) and is_hangul(word[-1]):
                    self._starts[word[0]] += 1
                    self._ends[word[-1]] += 1
                    self._all.update(word)
        self._share = (self._ends.total() + 1) / (self._all.total() + 3)
        """Words for each syllable; three syllables make a word where nothing is known."""
        pairs = [(line.text[-1], below.text[0]) for line, below in pairwise(lines)]
        ends = [self._seems_space(*pair) for pair in pairs if all(map(is_hangul, pair))]
        self._at_spaces = sum(ends) > AT_SPACES * len(ends)

    def has_space(self, last: str, first: str) -> bool:
        """Return whether a word ends between `last`, the end of a line, and `first`, the beginning of the next."""
        return self._at_spaces or self._seems_space(last, first)

    def _seems_space(self, last: str, first: str) -> bool:
        """Return whether the odds that a word ends and one begins are better than those of any two syllables."""
        usual = math.log(self._share / (1 - self._share))
        return self._log_odds(self._ends[last], last) + self._log_odds(self._starts[first], first) > usual

    def _log_odds(self, count: int, syllable: str) -> float:
        """Return the logarithm of the odds that `syllable` is at the border of a word, as it was `count` times."""
        return math.log((count + self._share) / (self._all[syllable] - count + 1 - self._share))
