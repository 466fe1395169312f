"""Leave out what papers, manuals and books write with a capital and is no name: "Figure 3", "Step", "Chapter II".

News is read without this: there "Page" and "Case" are last names, and "Book" is a title. Pitfall: a word of the list
may be part of a name ("Table Mountain", "Larry Page"), so it goes only alone, beside another one, or with its number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.analysis.entities.classifier import NUMERALS
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import FIRST_NAMES, pluralize, read_section
from reader.analysis.tokens import TokenizedArticle

PARTS = frozenset(
    form for word in read_section("parts", "parts") for form in (word, pluralize(word), word.upper(), f"{word}.")
) | read_section("parts", "symbols")

NUMBER = re.compile(r"[\dA-Z][\d.]*|[IVXLC]+|[ivx]+")  # the number or letter of a part: "3.1", "B", "IV"


def without_parts(tokenized: TokenizedArticle, names: Sequence[Name]) -> Iterator[Name]:
    """Yield the names without the words for parts of a text; nothing of those that are only such words."""
    for name in names:
        words, skipped = name.words, 0
        numbered = NUMBER.fullmatch(tokenized.tokens[min(name.last + 1, len(tokenized.tokens) - 1)].text)
        while words and words[-1] in PARTS and (len(words) == 1 or (numbered and words[0] not in FIRST_NAMES)):
            words = words[:-1]
        while words and words[0] in PARTS:
            following = words[1] if len(words) > 1 else ""
            if following and following not in PARTS | NUMERALS and not NUMBER.fullmatch(following):
                break
            words, skipped = words[1:], skipped + 1
        if skipped and words and (NUMBER.fullmatch(words[0]) or words[0] in NUMERALS):
            words, skipped = words[1:], skipped + 1  # Section II
        if words:
            first = name.first + skipped
            yield replace(name, first=first, last=first + len(words) - 1, words=words) if words != name.words else name
