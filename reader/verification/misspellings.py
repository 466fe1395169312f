"""Find names of a draft that no source has, but almost: "Wang Yi Wei" where a source has "Wang Yiwei"."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from reader.analysis import Analysis
from reader.document.article import Article
from reader.text.span import Span
from reader.verification.source_text import SourceText
from reader.verification.words import split_words

LETTERS = 5
"""Minimum letters of a name that may be a misspelling; shorter names differ by a letter or two by nature."""

LONG = 8
"""Minimum letters of a name in which two letters may differ; in a shorter one, one."""

CAPITALIZED = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)*")
"""Words in a row that begin with capitals."""

NAME_WORDS = 4
"""Maximum words of a part of such a row that is taken for a name."""


def misspelled_names(draft: Article, analysis: Analysis, sources: Sequence[SourceText]) -> Iterator[tuple[Span, str]]:
    """Yield the first mention of each misspelled name of a draft, with a remark, in text order."""
    spellings: dict[str, Span] = {}
    for span in sorted(mention for entity in analysis.entities for mention in entity.mentions):
        spellings.setdefault(" ".join(span.of(draft.text).split()), span)
    unknown = [name for name in spellings if letters(name) >= LETTERS and not any(has_name(s, name) for s in sources)]
    if not unknown:
        return
    known = {name: name.casefold() for source in sources for name in capitalized_names(source.article.text)}
    known = dict(sorted(known.items()))
    for name in unknown:
        most = 2 if letters(name) >= LONG else 1
        found = extract(name.casefold(), known, scorer=Levenshtein.distance, score_cutoff=most, limit=1)
        for _, _, near in found:
            yield spellings[name], f"no source has the name “{name}”, but one has “{near}”"


def has_name(source: SourceText, name: str) -> bool:
    """Return whether a source has the words of a name."""
    words = split_words(name)
    places = source.words.find(words.stream)
    return any(list(source.words.keys[begin:end]) == list(words.keys) for begin, end in places)


def letters(name: str) -> int:
    return sum(sign.isalpha() for sign in name)


def capitalized_names(text: str) -> Iterator[str]:
    """Yield every part of every row of capitalized words."""
    for match in CAPITALIZED.finditer(" ".join(text.split())):
        words = [re.sub(r"['’]s?$|[.'’-]+$", "", word) for word in match[0].split()]
        for first in range(len(words)):
            for after in range(first + 1, min(first + NAME_WORDS, len(words)) + 1):
                yield " ".join(words[first:after])
