"""Run a language model over an article and map its names and subjects to our tokens.

The model itself stands after `Tagger`, which knows texts and characters only, so that it can run in another process
and be another model. `tag` makes the texts that it reads and brings its answers back to tokens. It reads all running
text for names, but parses only the sentences with a quotation and those before them, with whole quoted sentences
replaced by a short clause (`masks`).
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from reader.analysis import EntityKind
from reader.analysis.lexicon import DESCRIBE, MENTION, SAY
from reader.analysis.model.masking import Masked, mask_quotations
from reader.analysis.tokens import TokenizedArticle, TokenizedPassage

CUES = SAY | DESCRIBE | MENTION

SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})
"""How a parser calls the relation of a subject to its verb."""

SHARED = frozenset({"conj", "advcl", "xcomp", "acl", "dep", "pcomp", "prep"})
"""How a verb without a subject of its own hangs on the one whose subject it shares: "rallied supporters, saying"."""

APART = frozenset({"relcl", "acl:relcl", "advcl"})
"""How a clause hangs on a verb that does not report it: "the mayor, who said …, left", "he left, as she said …"."""

NOUN_PARTS = frozenset({"det", "amod", "compound", "nummod", "poss", "case", "nmod", "quantmod", "predet", "advmod"})
"""How words before a noun hang on it that belong to it."""

DASHES = frozenset({"(", "-", "–", "—"})

LONGEST_DATELINE = 6
"""Tokens before the dash: "NEW YORK, Dec. 7"."""

LONGEST_TEXT = 20_000
"""Characters that the model reads at a time, so that a text on one line takes no more memory than another."""

BLOB = re.compile(r"\S{100,}")
"""No word, and no name: an address, a row of signs. A tokeniser would take it apart sign by sign."""

LONGEST_PHRASE = 8
"""Maximum words before a noun that are taken for its phrase."""

LONGEST_CLIMB = 8
"""Maximum words on the way from a quotation up to the verb that governs it."""


class FoundName(NamedTuple):
    """A name in a text that a model read: characters, half open."""

    start: int
    end: int
    kind: EntityKind


class Word(NamedTuple):
    """A word of a text that a model parsed: characters, half open, and the index of the word that governs it."""

    start: int
    end: int
    head: int
    """Its own index if nothing governs it."""
    relation: str
    """To its head, as the model's parser calls it ("nsubj")."""


class Tagger(Protocol):
    """A language model: texts in, what it says of each out, in order."""

    engine: str
    """Its name and version."""

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]: ...

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]: ...


class Tagged(NamedTuple):
    """A name by tokens of the page, both inclusive."""

    first: int
    last: int
    kind: EntityKind


class Governor(NamedTuple):
    """A verb above a quotation, and the head of its subject: tokens."""

    verb: int
    subject: int


@dataclass(frozen=True, slots=True)
class Tagging:
    """All that a model says of a page."""

    names: list[Tagged] = field(default_factory=list)
    """In text order, never overlapping; none in headlines, where every word has a capital."""
    subjects: dict[int, int] = field(default_factory=dict)
    """For a verb's token the one of its subject's head."""
    phrases: dict[int, int] = field(default_factory=dict)
    """For the token of a subject's head the first token of its phrase: "the" of "the former goalkeeper"."""
    governors: dict[int, list[Governor]] = field(default_factory=dict)
    """For a quotation, by its index, the verbs above it that have a subject, the nearest first."""
    read: int = 0
    """The first token that the model has not read."""


UNREAD = Tagging()
"""Of a page that no model has read."""

Step = Callable[[float], None]
"""Told how much of the work is done, 0 to 1."""


def tag(
    page: TokenizedArticle,
    headlines: frozenset[int],
    tagger: Tagger,
    step: Step | None = None,
    turns: Sequence[int] = (),
) -> Iterator[Tagging]:
    """What `tagger` says of `page`: after about that many tokens as `turns` say, and at last of all of it.

    `step` is told now and then how far it is. The passages `headlines` are not read for names: every word there has a
    capital.
    """
    parts = list(_parts(page, headlines, turns))
    total = sum(len(text) for part in parts for text in part.texts)
    done = 0

    def advance(text: str) -> None:
        nonlocal done
        done += len(text)
        if step is not None and total:
            step(done / total)

    tagging = Tagging()
    for part in parts:  # names and parses of one are read before the next
        asked = [_legible(text) for text, _ in part.pieces]
        for (text, start), found in zip(part.pieces, tagger.names(asked), strict=True):
            _take_names(page, start, found, tagging)
            advance(text)
        asked = [_legible(each.text) for each in part.masked]
        for each, words in zip(part.masked, tagger.parses(asked), strict=True):
            _take_parse(page, each, words, tagging)
            advance(each.text)
        tagging = replace(tagging, read=part.end)
        yield tagging


class _Part(NamedTuple):
    """What a model reads of a stretch of a page that ends before token `end`."""

    pieces: list[tuple[str, int]]
    masked: list[Masked]
    end: int

    @property
    def texts(self) -> Iterator[str]:
        yield from (text for text, _ in self.pieces)
        yield from (each.text for each in self.masked)


def _parts(page: TokenizedArticle, headlines: frozenset[int], turns: Sequence[int]) -> Iterator[_Part]:
    """All that is to be read, in parts that end with the passages in which the `turns` fall."""
    masked = deque(mask_quotations(page, _sentences_to_parse(page)))
    due = deque(turns)
    pieces: list[tuple[str, int]] = []
    for number, passage in enumerate(page.passages):
        pieces += [] if number in headlines else _pieces(page, passage)
        if due and passage.last >= due[0] and passage.last + 1 < len(page.tokens):
            due.popleft()
            here = []
            while masked and masked[0].parts[0].at < passage.span.end:
                here.append(masked.popleft())
            yield _Part(pieces, here, passage.last + 1)
            pieces = []
    yield _Part(pieces, list(masked), len(page.tokens))


def _legible(text: str) -> str:
    """`text` with an x for each sign of what is not a word, so that any text takes a model about the same time."""
    return BLOB.sub(lambda blob: "x" * len(blob[0]), text)


# ---------------------------------------------------------------------- names


def _texts(page: TokenizedArticle, headlines: frozenset[int]) -> Iterator[tuple[str, int]]:
    """The running text in pieces for the model, each with where it begins in the page."""
    for number, passage in enumerate(page.passages):
        if number not in headlines:
            yield from _pieces(page, passage)


def _pieces(page: TokenizedArticle, passage: TokenizedPassage) -> Iterator[tuple[str, int]]:
    """A passage, cut between sentences where it is very long."""
    first = passage.first
    for token in range(passage.first, passage.last + 1):
        begins = token > first and page.sentence_of[token] != page.sentence_of[token - 1]
        if begins and page.tokens[token].start - page.tokens[first].start > LONGEST_TEXT:
            yield _cased(page, first, token - 1, dateline=first == passage.first)
            first = token
    yield _cased(page, first, passage.last, dateline=first == passage.first)


def _cased(page: TokenizedArticle, first: int, last: int, dateline: bool) -> tuple[str, int]:
    """The text of tokens `first` to `last` and its start; a dateline in ordinary letters ("PARIS (" as "Paris (")."""
    start = page.tokens[first].start
    text = page.text[start : page.tokens[last].end]
    if dateline and (end := _dateline_end(page, first, last)) > first:
        length = page.tokens[end].start - start
        plain = text[:length].title()
        if len(plain) == length:  # as it is of nearly all letters
            text = plain + text[length:]
    return text, start


def _dateline_end(page: TokenizedArticle, first: int, last: int) -> int:
    """The dash or bracket after the capitals with which a story opens, or `first` if it does not."""
    end = first
    while end < min(last, first + LONGEST_DATELINE) and (
        page.tokens[end].text.isupper() or page.tokens[end].text in ",/."
    ):
        end += 1
    return end if page.tokens[end].text in DASHES else first


def _take_names(page: TokenizedArticle, start: int, found: Sequence[FoundName], tagging: Tagging) -> None:
    for name in found:
        first = _token_at(page, start + name.start)
        last = _token_at(page, start + name.end - 1)
        if first <= last and (not tagging.names or tagging.names[-1].last < first):
            tagging.names.append(Tagged(first, last, name.kind))


def _token_at(page: TokenizedArticle, character: int) -> int:
    """The token that holds a character of the page, or the one before it."""
    return bisect_right(page.tokens, character, key=lambda token: token.start) - 1


# ---------------------------------------------------------------------- parses


def _sentences_to_parse(page: TokenizedArticle) -> set[int]:
    """The sentences with a quotation, and the ones before them."""
    wanted = set()
    for quotation in page.quotations:
        wanted |= {quotation.sentence, max(0, quotation.sentence - 1)}
    return wanted


class _Parse:
    """Some parsed sentences, with the page's token for each of their words."""

    def __init__(self, page: TokenizedArticle, masked: Masked, words: Sequence[Word]) -> None:
        self.words = words
        self.tokens: list[int] = []
        """-1 for a word that stands for a quotation."""
        self.quotations: list[int] = []
        """The index of the quotation that holds the word, or for which it stands; else -1."""
        for word in words:
            at, quotation = masked.place(word.start)
            token = _token_at(page, at) if quotation < 0 else -1
            self.tokens.append(token)
            self.quotations.append(page.quotation_of[token] if quotation < 0 else quotation)
        self.subjects = self._subjects()

    def _subjects(self) -> dict[int, int]:
        """For each verb the word that is its own subject; of a passive one, the one after "by"."""
        found: dict[int, int] = {}
        for index, word in enumerate(self.words):
            if word.relation in SUBJECTS:
                found.setdefault(word.head, index)
        for index, word in enumerate(self.words):
            agent = self.words[word.head]
            if word.relation == "pobj" and agent.relation == "agent":
                found[agent.head] = index
        return {verb: subject for verb, subject in found.items() if self.tokens[subject] >= 0}

    def subject_of(self, index: int) -> int:
        """The subject of a verb, its own or one that it shares; -1 if there is none."""
        for _ in range(LONGEST_CLIMB):
            if index in self.subjects:
                return self.subjects[index]
            word = self.words[index]
            if word.head == index or word.relation not in SHARED:
                break
            index = word.head
        return -1

    def phrase_start(self, index: int) -> int:
        """The first token of the words before a noun that belong to it."""
        first = index
        while first > max(0, index - LONGEST_PHRASE) and self.tokens[first - 1] >= 0:
            word = self.words[first - 1]
            if not first - 1 < word.head <= index or word.relation not in NOUN_PARTS:
                break
            first -= 1
        return self.tokens[first]

    def heads(self) -> dict[int, int]:
        """For each quotation the word by which it hangs on what stands around it."""
        found: dict[int, int] = {}
        for index, word in enumerate(self.words):
            quotation = self.quotations[index]
            outward = word.head == index or self.quotations[word.head] != quotation
            if quotation >= 0 and outward and word.relation != "punct":
                found.setdefault(quotation, index)
        return found

    def governors(self, index: int) -> Iterator[Governor]:
        """The verbs above a word with their subjects, the nearest first, up to that of a clause that stands apart."""
        for _ in range(LONGEST_CLIMB):
            word = self.words[index]
            if word.head == index or (word.relation in APART and index in self.subjects):
                return
            index = word.head
            if index in self.subjects and self.tokens[index] >= 0:
                yield Governor(self.tokens[index], self.tokens[self.subjects[index]])


def _take_parse(page: TokenizedArticle, masked: Masked, words: Sequence[Word], tagging: Tagging) -> None:
    parse = _Parse(page, masked, words)
    for index, token in enumerate(parse.tokens):
        if token >= 0 and page.tokens[token].lower in CUES and (subject := parse.subject_of(index)) >= 0:
            tagging.subjects.setdefault(token, parse.tokens[subject])
            tagging.phrases.setdefault(parse.tokens[subject], parse.phrase_start(subject))
    for quotation, index in parse.heads().items():
        if found := list(parse.governors(index)):
            tagging.governors[quotation] = found
