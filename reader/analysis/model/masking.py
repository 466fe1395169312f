"""Mask quoted sentences for the parser: each is replaced by a short clause.

`“It was late. We had to go home,” she said.` is read as `"It is so," she said.`: the parser is not misled by the
quoted sentences, and has less to read. A few quoted words are kept, since they belong to the sentence around them.
Pitfall: offsets in the masked text are not offsets in the article; `Masked.place` converts them.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reader.analysis.tokens import TERMINATORS, QuotedTokens, TokenizedArticle

CLAUSE = "It is so"
"""The replacement of a whole quoted sentence."""

SHORTEST = 4
"""Minimum words of a quotation that is replaced."""

LONGEST = 4000
"""Maximum characters of neighbouring sentences that are parsed together."""


class Part(NamedTuple):
    """A stretch of a masked text: its start there and in the article, and the quotation it replaces, or -1."""

    start: int
    at: int
    quotation: int


@dataclass(frozen=True, slots=True)
class Masked:
    """Neighbouring sentences of a passage as a parser reads them."""

    text: str
    parts: tuple[Part, ...]

    def place(self, character: int) -> tuple[int, int]:
        """Return the offset in the article of a character of the masked text, and the quotation it replaces, or -1."""
        part = self.parts[bisect_right(self.parts, character, key=lambda part: part.start) - 1]
        return part.at + (character - part.start if part.quotation < 0 else 0), part.quotation


def mask_quotations(tokenized: TokenizedArticle, wanted: set[int]) -> Iterator[Masked]:
    """Yield the sentences with the numbers `wanted` in text order, with neighbours in one passage joined."""
    run: tuple[int, int] | None = None
    for first, last in _sentences(tokenized, wanted):
        if run is not None and _together(tokenized, *run, first, last):
            run = run[0], last
            continue
        if run is not None:
            yield _masked(tokenized, *run)
        run = first, last
    if run is not None:
        yield _masked(tokenized, *run)


def _sentences(tokenized: TokenizedArticle, wanted: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each wanted sentence, in order."""
    first = 0
    for token in range(1, len(tokenized.tokens) + 1):
        if token == len(tokenized.tokens) or tokenized.sentence_of[token] != tokenized.sentence_of[first]:
            if tokenized.sentence_of[first] in wanted:
                yield first, token - 1
            first = token


def _together(tokenized: TokenizedArticle, start: int, end: int, first: int, last: int) -> bool:
    """Return whether the sentence `first` to `last` can be joined to the tokens `start` to `end`."""
    near = first == end + 1 and tokenized.passage_of[first] == tokenized.passage_of[end]
    return near and tokenized.tokens[last].end - tokenized.tokens[start].start <= LONGEST


def _masked(tokenized: TokenizedArticle, first: int, last: int) -> Masked:
    parts: list[Part] = []
    words: list[str] = []
    length = 0
    for text, at, number in _stretches(tokenized, first, last):
        parts.append(Part(length, at, number))
        words.append(text)
        length += len(text)
    return Masked("".join(words), tuple(parts))


def _stretches(tokenized: TokenizedArticle, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield the text of tokens `first` to `last` in stretches, each with its offset in the article and its quotation,
    or -1."""
    at = tokenized.tokens[first].start
    token = first
    while token <= last:
        number = tokenized.quotation_of[token]
        if number < 0:
            token += 1
            continue
        quotation = tokenized.quotations[number]
        if clause := _clause(tokenized, quotation):
            if at < quotation.span.start:
                yield tokenized.text[at : quotation.span.start], at, -1
            yield clause, quotation.span.start, number
            at = quotation.span.end
        token = quotation.last + 1
    if at < tokenized.tokens[last].end:
        yield tokenized.text[at : tokenized.tokens[last].end], at, -1


def _clause(tokenized: TokenizedArticle, quotation: QuotedTokens) -> str:
    """Return the replacement of a quotation, with its final sign; empty for one that is kept."""
    tokens = tokenized.tokens[quotation.first : quotation.last + 1]
    words = [token for token in tokens if token.text[0].isalnum()]
    signs = (token.text[0] for token in reversed(tokens) if not token.text[0].isalnum())
    final = next((sign for sign in signs if sign in TERMINATORS or sign == ","), "")
    whole = len(words) >= SHORTEST and (words[0].capital or final)
    return f'"{CLAUSE}{final}"' if whole else ""
